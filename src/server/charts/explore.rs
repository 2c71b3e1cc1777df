//! A picture as a browser explores it: the same lines, with a window that moves and values at the pointer.

use super::{Drawing, parts::FONT};
use serde_json::{Value, json};

/// Lines that are no values to point at.
const SILENT: [&str; 4] = ["Low", "Band", "Mean", "Zero"];

/// What `ECharts` in the browser is given: `explore.js` adds the words of the values.
pub fn explored(drawing: Drawing) -> Value {
    let mut chart = drawing.chart;
    chart["textStyle"] = json!({"fontFamily": FONT});
    if let Some(grid) = chart.pointer_mut("/grid/0") {
        grid["bottom"] = json!(76);
    }
    chart["tooltip"] = json!({
        "trigger": "axis", "confine": true, "backgroundColor": "var(--surface)", "borderColor": "var(--border)", "padding": [8, 12],
        "textStyle": {"color": "var(--t1)", "fontSize": 13, "fontFamily": FONT},
        "axisPointer": {"type": "line", "lineStyle": {"color": "var(--control)", "type": "solid"}},
    });
    // The wheel scrolls the page, as everywhere; with Ctrl, and by two fingers, it zooms.
    let quiet = json!({"color": "var(--border)", "opacity": 1});
    chart["dataZoom"] = json!([
        {"type": "inside", "filterMode": "none", "zoomOnMouseWheel": "ctrl", "moveOnMouseWheel": false, "moveOnMouseMove": false},
        {"type": "slider", "filterMode": "none", "height": 32, "bottom": 6, "showDetail": false, "brushSelect": false,
            "borderColor": "var(--border)", "backgroundColor": "transparent", "fillerColor": "var(--accent-soft)",
            "dataBackground": {"lineStyle": quiet, "areaStyle": {"opacity": 0}},
            "selectedDataBackground": {"lineStyle": {"color": "var(--observed)", "opacity": 1}, "areaStyle": {"opacity": 0}},
            "handleSize": "100%", "handleStyle": {"color": "var(--surface)", "borderColor": "var(--control)"},
            "moveHandleStyle": {"color": "var(--control)"}, "emphasis": {"handleStyle": {"borderColor": "var(--accent)"}, "moveHandleStyle": {"color": "var(--accent)"}}},
    ]);
    for series in chart["series"].as_array_mut().into_iter().flatten() {
        series["emphasis"] = json!({"disabled": true});
        series["itemStyle"] = json!({"color": series["lineStyle"]["color"]});
        if SILENT.iter().any(|name| series["name"] == *name) {
            series["symbol"] = json!("none");
        }
    }
    chart
}
