//! What all pictures over time are made of.

use super::scale::Scale;
use charming::{
    Chart,
    component::{Axis, Grid},
    datatype::CompositeValue,
    element::{
        AreaStyle, AxisLabel, AxisLine, AxisTick, AxisType, Label, LineStyle, LineStyleType, MarkLine, MarkLineData, MarkLineVariant,
        SplitLine, Symbol,
    },
    series::Line,
};
use serde_json::{Value, json};

/// `ECharts` falls back to a serif where it is not told.
pub const FONT: &str = "system-ui, sans-serif";
/// From this width on it is a picture for a desktop.
const WIDE: u32 = 480;
/// The least room for the labels of the values, in pixels.
const LEFT: usize = 56;
const LEFT_NARROW: usize = 48;
/// Of a digit, and beside the labels.
const DIGIT: usize = 7;
const BESIDE: usize = 14;

/// A moment in seconds since 1970, and what it is marked with.
pub type Mark = (i64, String);

/// The two axes, without a line yet.
pub fn frame(width: u32, scale: Scale) -> Chart {
    let wide = width >= WIDE;
    Chart::new()
        .animation(false)
        .grid(Grid::new().left(left(width, scale).to_string()).right("16").top("28").bottom("28"))
        .x_axis(
            Axis::new()
                .type_(AxisType::Time)
                .split_number(if wide { 6.0 } else { 3.0 })
                .axis_label(label())
                .axis_tick(AxisTick::new().show(false))
                // Where 0 is not at the edge, the line of the axis stays there all the same.
                .axis_line(AxisLine::new().on_zero(false).line_style((1.0, "var(--border)")))
                .split_line(SplitLine::new().show(false)),
        )
        .y_axis(
            Axis::new()
                .type_(AxisType::Value)
                .min(scale.min)
                .max(scale.max)
                .interval(scale.step)
                .axis_label(label())
                .split_line(SplitLine::new().line_style(LineStyle::new().color("var(--border)").opacity(0.6))),
        )
}

/// Room for the widest label of the values.
fn left(width: u32, scale: Scale) -> usize {
    let least = if width >= WIDE { LEFT } else { LEFT_NARROW };
    least.max(scale.digits() * DIGIT + BESIDE)
}

fn label() -> AxisLabel {
    AxisLabel::new().color("var(--t2)").font_size(12.0).font_family(FONT)
}

/// A line through points at seconds since 1970; none is a gap.
pub fn line(name: &str, points: impl Iterator<Item = (i64, Option<f64>)>) -> Line {
    let data: Vec<Vec<CompositeValue>> = points.map(|(at, value)| vec![millis(at).into(), value.into()]).collect();
    Line::new().name(name).show_symbol(false).silent(true).data(data)
}

/// A number that JSON carries whole: times are below 2^53 milliseconds.
pub fn millis(at: i64) -> f64 {
    at as f64 * 1_000.0
}

/// An area between two lines: the lower one is not seen, the upper one stands on it.
pub fn band(chart: Chart, ends: impl Iterator<Item = (i64, Option<(f64, f64)>)> + Clone) -> Chart {
    let hidden = || LineStyle::new().opacity(0.0).width(0.0);
    let low = line("Low", ends.clone().map(|(at, ends)| (at, ends.map(|(low, _)| low))));
    let height = line("Band", ends.map(|(at, ends)| (at, ends.map(|(low, high)| high - low))));
    chart
        .series(low.stack("band").line_style(hidden()))
        .series(height.stack("band").line_style(hidden()).area_style(AreaStyle::new().color("var(--band)").opacity(0.55)))
}

/// A numbered line for each change.
pub fn markers(marks: &[Mark]) -> MarkLine {
    let mark = |(at, words): &Mark| {
        let label = Label::new().show(true).formatter(words.as_str()).color("var(--event)").font_size(13.0);
        MarkLineVariant::Simple(MarkLineData::new().x_axis(millis(*at)).label(label))
    };
    MarkLine::new()
        .silent(true)
        .symbol(vec![Symbol::None, Symbol::None])
        .line_style(LineStyle::new().color("var(--event)").width(1.5).type_(LineStyleType::Solid))
        .data(marks.iter().map(mark).collect::<Vec<_>>())
}

/// What the library's types do not know: times are UTC, a band may cross zero, labels make room for each other, the unit stands
/// above its axis.
pub fn patch(chart: &mut Value, unit: Option<&str>, width: u32, scale: Scale) {
    chart["useUTC"] = json!(true);
    for axis in ["xAxis", "yAxis"] {
        if let Some(label) = chart.pointer_mut(&format!("/{axis}/0/axisLabel")) {
            label["hideOverlap"] = json!(true);
        }
    }
    if let (Some(unit), Some(axis)) = (unit, chart.pointer_mut("/yAxis/0")) {
        axis["name"] = json!(unit);
        axis["nameGap"] = json!(10);
        axis["nameTruncate"] = json!({"maxWidth": width / 3, "ellipsis": "…"});
        let style = json!({"color": "var(--t2)", "fontSize": 12, "fontFamily": FONT, "align": "left", "padding": [0, 0, 0, 4.0 - left(width, scale) as f64]});
        axis["nameTextStyle"] = style;
    }
    for series in chart["series"].as_array_mut().into_iter().flatten() {
        series["connectNulls"] = json!(false);
        if series["stack"] == "band" {
            series["stackStrategy"] = json!("all");
        }
    }
}
