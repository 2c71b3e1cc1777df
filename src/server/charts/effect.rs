//! Observed and expected over time, around a change.

use super::Drawing;
use charming::{
    Chart,
    component::{Axis, Grid},
    datatype::CompositeValue,
    element::{
        AreaStyle, AxisLabel, AxisLine, AxisTick, AxisType, ItemStyle, Label, LineStyle, LineStyleType, MarkArea, MarkAreaData, MarkLine,
        MarkLineData, MarkLineVariant, SplitLine, Symbol,
    },
    series::Line,
};
use chrono::DateTime;
use serde_json::{Value, json};

/// ECharts falls back to a serif where it is not told.
const FONT: &str = "system-ui, sans-serif";
/// From this width on it is a picture for a desktop.
const WIDE: u32 = 480;

/// What was expected without the change, in one bin: seconds since 1970, the value, the lower and the upper end of its band.
pub type Band = (i64, f64, f64, f64);

/// What is to be seen.
#[derive(Clone, Debug, Default)]
pub struct Effect {
    /// The sentence above the picture.
    pub title: String,
    pub unit: Option<String>,
    /// Seconds since 1970 and the value; none is a gap.
    pub observed: Vec<(i64, Option<f64>)>,
    pub expected: Vec<Band>,
    /// Mean values with the stretch of time that they stand for.
    pub means: Vec<(i64, i64, f64)>,
    /// When changes were merged, with the mark that the list beside the picture uses.
    pub markers: Vec<(i64, String)>,
    /// The window afterwards.
    pub after: (i64, i64),
}

/// The picture of an effect: solid what was observed, dashed with its band what was expected, a numbered line for each change.
pub fn effect(effect: &Effect, width: u32, height: u32) -> Drawing {
    let wide = width >= WIDE;
    let chart = Chart::new()
        .animation(false)
        .grid(Grid::new().left(if wide { "56" } else { "48" }).right("16").top("28").bottom("28"))
        .x_axis(
            Axis::new()
                .type_(AxisType::Time)
                .split_number(if wide { 6.0 } else { 3.0 })
                .axis_label(label())
                .axis_tick(AxisTick::new().show(false))
                .axis_line(AxisLine::new().line_style((1.0, "var(--border)")))
                .split_line(SplitLine::new().show(false)),
        )
        .y_axis(
            Axis::new()
                .type_(AxisType::Value)
                .scale(true)
                .split_number(4.0)
                .axis_label(label())
                .split_line(SplitLine::new().line_style(LineStyle::new().color("var(--border)").opacity(0.6))),
        );
    let chart = band(chart, effect);
    let chart = means(chart, effect);
    let chart = chart
        .series(
            line("Expected", effect.expected.iter().map(|(at, value, ..)| (*at, Some(*value))))
                .line_style(LineStyle::new().color("var(--expected)").width(2.0).type_(LineStyleType::Dashed)),
        )
        .series(
            line("Observed", effect.observed.iter().copied())
                .line_style(LineStyle::new().color("var(--observed)").width(2.0))
                .mark_line(markers(effect))
                .mark_area(region(effect)),
        );
    let mut drawing = Drawing::of(&chart, effect.title.clone(), width, height);
    patch(&mut drawing.chart);
    drawing
}

fn label() -> AxisLabel {
    AxisLabel::new().color("var(--t2)").font_size(12.0).font_family(FONT)
}

fn line(name: &str, points: impl Iterator<Item = (i64, Option<f64>)>) -> Line {
    let data: Vec<Vec<CompositeValue>> = points.map(|(at, value)| vec![millis(at).into(), value.into()]).collect();
    Line::new().name(name).show_symbol(false).silent(true).data(data)
}

/// A number that JSON carries whole: times are below 2^53 milliseconds.
fn millis(at: i64) -> f64 {
    at as f64 * 1_000.0
}

/// An area between two lines: the lower one is not seen, the upper one stands on it.
fn band(chart: Chart, effect: &Effect) -> Chart {
    let hidden = || LineStyle::new().opacity(0.0).width(0.0);
    let low = line("Low", effect.expected.iter().map(|(at, _, low, _)| (*at, Some(*low))));
    let height = line("Band", effect.expected.iter().map(|(at, _, low, high)| (*at, Some(high - low))));
    chart
        .series(low.stack("band").line_style(hidden()))
        .series(height.stack("band").line_style(hidden()).area_style(AreaStyle::new().color("var(--band)").opacity(0.55)))
}

fn means(chart: Chart, effect: &Effect) -> Chart {
    effect.means.iter().fold(chart, |chart, (from, to, value)| {
        let dotted = LineStyle::new().color("var(--t2)").width(1.5).type_(LineStyleType::Dotted);
        chart.series(line("Mean", [(*from, Some(*value)), (*to, Some(*value))].into_iter()).line_style(dotted))
    })
}

fn markers(effect: &Effect) -> MarkLine {
    let mark = |(at, words): &(i64, String)| {
        let label = Label::new().show(true).formatter(words.as_str()).color("var(--event)").font_size(13.0);
        MarkLineVariant::Simple(MarkLineData::new().x_axis(millis(*at)).label(label))
    };
    MarkLine::new()
        .silent(true)
        .symbol(vec![Symbol::None, Symbol::None])
        .line_style(LineStyle::new().color("var(--event)").width(1.5).type_(LineStyleType::Solid))
        .data(effect.markers.iter().map(mark).collect::<Vec<_>>())
}

fn region(effect: &Effect) -> MarkArea {
    let at = |seconds: i64| {
        let time = DateTime::from_timestamp(seconds, 0).unwrap_or_default().format("%Y-%m-%dT%H:%M:%SZ").to_string();
        MarkAreaData::new().x_axis(time)
    };
    MarkArea::new()
        .silent(true)
        .item_style(ItemStyle::new().color("var(--event)").opacity(0.06))
        .data(vec![(at(effect.after.0), at(effect.after.1))])
}

/// What the library's types do not know: times are UTC, a band may cross zero, labels make room for each other.
fn patch(chart: &mut Value) {
    chart["useUTC"] = json!(true);
    for axis in ["xAxis", "yAxis"] {
        if let Some(label) = chart.pointer_mut(&format!("/{axis}/0/axisLabel")) {
            label["hideOverlap"] = json!(true);
        }
    }
    for series in chart["series"].as_array_mut().into_iter().flatten() {
        series["connectNulls"] = json!(false);
        if series["stack"] == "band" {
            series["stackStrategy"] = json!("all");
        }
    }
}

/// Numbered marks for merges, in order of time: those whose marks would touch, closer than a 24th of the width, share one.
pub fn numbered(times: &[i64], width_seconds: i64) -> Vec<(i64, String)> {
    let close = (width_seconds / 24).max(1);
    let mut groups: Vec<(i64, usize, usize, i64)> = Vec::new();
    for (at, time) in times.iter().enumerate() {
        match groups.last_mut() {
            Some((_, _, last, until)) if time - *until <= close => (*last, *until) = (at, *time),
            _ => groups.push((*time, at, at, *time)),
        }
    }
    let words = |first: usize, last: usize| if first == last { circled(first) } else { format!("{}–{}", circled(first), circled(last)) };
    groups.into_iter().map(|(time, first, last, _)| (time, words(first, last))).collect()
}

/// ① for 0, up to ⑳; plain numbers beyond.
pub fn circled(at: usize) -> String {
    let circle = u32::try_from(at).ok().filter(|at| *at < 20).and_then(|at| char::from_u32('①' as u32 + at));
    circle.map_or_else(|| format!("({})", at + 1), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_merges_share_a_mark() {
        let day = 86_400;
        let marks = numbered(&[0, 60, 10 * day, 20 * day, 20 * day + 3_600], 35 * day);
        assert_eq!(marks, [(0, "①–②".into()), (10 * day, "③".into()), (20 * day, "④–⑤".into())]);
        assert_eq!((circled(19).as_str(), circled(20).as_str()), ("⑳", "(21)"));
    }

    #[test]
    fn gaps_stay_gaps_and_a_band_may_cross_zero() {
        let spec = Effect {
            observed: vec![(0, Some(1.0)), (60, None)],
            expected: vec![(60, 0.5, -1.0, 2.0)],
            after: (60, 120),
            ..Default::default()
        };
        let chart = effect(&spec, 720, 300).chart;
        let series = chart["series"].as_array().unwrap();
        let named = |name: &str| series.iter().find(|s| s["name"] == name).unwrap();
        assert_eq!(named("Observed")["data"][1], json!([60_000.0, null]));
        assert_eq!((&named("Band")["stackStrategy"], &named("Band")["data"][0][1]), (&json!("all"), &json!(3.0)));
        assert_eq!(named("Observed")["connectNulls"], json!(false));
    }
}
