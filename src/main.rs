fn main() {
    #[cfg(not(feature = "server"))]
    dioxus::launch(maestro::ui::App);
}
