//! The device: its clock, its cookies, its clipboard.

use chrono::{DateTime, Utc};
use gloo::{
    storage::{LocalStorage, Storage},
    utils::{document, window},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlDocument;

/// A year, in seconds: how long a choice of looks is remembered.
const COOKIE_SECONDS: u32 = 31_536_000;

/// The time here and now.
pub fn now() -> Option<DateTime<Utc>> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 200 million years")]
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64)
}

/// How far local time is ahead of UTC, in minutes.
pub fn utc_offset_minutes() -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "at most 14 hours")]
    let behind = js_sys::Date::new_0().get_timezone_offset() as i32;
    -behind
}

/// The minute of the day that it is now in a time zone, here where none is given; none where the browser does not know the zone.
pub fn minute_of_day(zone: Option<&str>) -> Option<u32> {
    let options = js_sys::Object::new();
    for (name, value) in [("timeZone", zone), ("hourCycle", Some("h23")), ("hour", Some("2-digit")), ("minute", Some("2-digit"))] {
        if let Some(value) = value {
            js_sys::Reflect::set(&options, &name.into(), &value.into()).ok()?;
        }
    }
    let date = js_sys::Date::new_0();
    let format: js_sys::Function = js_sys::Reflect::get(&date, &"toLocaleTimeString".into()).ok()?.dyn_into().ok()?;
    // A zone that it does not know throws.
    let text = format.call2(&date, &"en-GB".into(), &options).ok()?.as_string()?;
    let (hours, minutes) = text.split_once(':')?;
    Some(hours.parse::<u32>().ok()? * 60 + minutes.parse::<u32>().ok()?)
}

/// The IANA name of the time zone here, as `Europe/Vienna`.
pub fn time_zone() -> Option<String> {
    let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// Resolves after that many milliseconds.
pub async fn sleep(ms: u32) {
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    let passed = js_sys::Promise::new(&mut |done, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms);
    });
    let _ = JsFuture::from(passed).await;
}

/// Marks a moment in the page's performance timeline.
pub fn mark(name: &str) {
    if let Some(performance) = window().performance() {
        let _ = performance.mark(name);
    }
}

/// The cookie of this name.
pub fn cookie(name: &str) -> Option<String> {
    let all = document().dyn_into::<HtmlDocument>().ok()?.cookie().ok()?;
    all.split("; ").find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
}

/// Sets a cookie for a year.
pub fn set_cookie(name: &str, value: &str) {
    if let Ok(document) = document().dyn_into::<HtmlDocument>() {
        let _ = document.set_cookie(&format!("{name}={value}; Path=/; Max-Age={COOKIE_SECONDS}; SameSite=Lax"));
    }
}

/// What was kept under this name on this device.
pub fn stored(key: &str) -> Option<String> {
    LocalStorage::get(key).ok()
}

/// Keeps a value on this device.
pub fn store(key: &str, value: &str) {
    // A full or forbidden storage loses a convenience, nothing else.
    let _ = LocalStorage::set(key, value);
}

/// Puts text on the clipboard; false if the browser does not let us.
pub async fn copy(text: &str) -> bool {
    if !is_secure() {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// The page came over HTTPS or from this machine.
pub fn is_secure() -> bool {
    window().is_secure_context()
}

/// A finger, not a mouse.
pub fn is_coarse() -> bool {
    media("(pointer: coarse)")
}

/// The system is set to dark.
pub fn prefers_dark() -> bool {
    media("(prefers-color-scheme: dark)")
}

fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|m| m.matches())
}

/// The address of the page, whole.
pub fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// A device whose command key is ⌘.
pub fn is_apple() -> bool {
    let agent = window().navigator().user_agent().unwrap_or_default();
    ["Mac", "iPhone", "iPad"].iter().any(|name| agent.contains(name))
}
