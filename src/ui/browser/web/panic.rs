//! When the page's program stops: the text stays readable, and a bar says what to do.

use gloo::utils::document;

/// Shows the bar after a panic, with plain means: nothing of Dioxus can be relied on by then.
pub fn watch_for_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        before(info);
        let _ = show();
    }));
}

fn show() -> Option<()> {
    let document = document();
    let (bar, link) = (document.create_element("div").ok()?, document.create_element("a").ok()?);
    bar.set_class_name("crashed");
    bar.set_attribute("role", "alert").ok()?;
    bar.set_text_content(Some("Maestro stopped in this window; nothing that was saved is lost. "));
    link.set_attribute("href", "").ok()?;
    link.set_text_content(Some("Reload"));
    bar.append_child(&link).ok()?;
    document.body()?.append_child(&bar).ok()?;
    Some(())
}
