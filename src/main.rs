//! Picks a side: the command line on a machine, the page in a browser.

/// A report is hundreds of small texts: this allocator takes an eighth off its cost.
#[cfg(feature = "server")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(feature = "server")]
fn main() -> std::process::ExitCode {
    maestro::cli::main()
}

#[cfg(not(feature = "server"))]
fn main() {
    dioxus::launch(maestro::ui::App);
}
