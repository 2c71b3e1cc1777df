//! Charts that a person moves through: their script comes when one is asked for.

use gloo::utils::{document, window};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// What the script leaves in the window.
const CHARTS: &str = "maestroCharts";

/// Loads the script that draws charts, unless it is there.
pub async fn load_charts() -> Result<(), String> {
    if known().is_some() {
        return Ok(());
    }
    let named = document().query_selector("meta[name='maestro:echarts']").ok().flatten();
    let address = named.and_then(|meta| meta.get_attribute("content")).ok_or("the page names no script for it")?;
    JsFuture::from(fetched(&address)?).await.map_err(|_| "the server did not send the script; try again")?;
    known().map(drop).ok_or_else(|| "the script is another one; load the page again".into())
}

/// A script that fails can be asked for again, as an imported module cannot everywhere.
fn fetched(address: &str) -> Result<Promise, String> {
    let make = || {
        let script: HtmlElement = document().create_element("script").ok()?.dyn_into().ok()?;
        script.set_attribute("src", address).ok()?;
        let coming = Promise::new(&mut |done, failed| {
            script.set_onload(Some(&done));
            script.set_onerror(Some(&failed));
        });
        document().body()?.append_child(&script).ok()?;
        Some(coming)
    };
    make().ok_or_else(|| "the page takes no script".into())
}

fn known() -> Option<JsValue> {
    Reflect::get(&window(), &CHARTS.into()).ok().filter(JsValue::is_object)
}

/// Calls what the script left; none where it is not there or throws.
fn call(name: &str, id: &str, told: &str) -> Option<JsValue> {
    let charts = known()?;
    let function: Function = Reflect::get(&charts, &name.into()).ok()?.dyn_into().ok()?;
    function.call2(&charts, &id.into(), &told.into()).ok()
}

/// Draws what was told, as JSON, into the element with this id. Says whether that went well.
pub fn mount_chart(id: &str, told: &str) -> bool {
    call("mount", id, told).is_some_and(|done| done.is_truthy())
}

/// Lets go of the chart in the element with this id.
pub fn unmount_chart(id: &str) {
    let _ = call("unmount", id, "");
}
