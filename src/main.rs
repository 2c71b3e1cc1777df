//! Picks a side: the command line on a machine, the page in a browser.

#[cfg(feature = "server")]
fn main() -> std::process::ExitCode {
    maestro::cli::main()
}

#[cfg(not(feature = "server"))]
fn main() {
    dioxus::launch(maestro::ui::App);
}
