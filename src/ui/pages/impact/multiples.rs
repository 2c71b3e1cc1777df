use super::{
    panel::{Cell, Panel},
    row,
};
use crate::{
    domain::{impact::ImpactRow, series::Point, stats::Grade},
    ui::{
        components::{GradePill, Pill, Tone},
        format,
    },
};
use chrono::{DateTime, Datelike};
use dioxus::prelude::*;

/// The size of one picture, in its own units.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 96.0;
const PAD: f64 = 6.0;

/// Each metric over the same time, with the merges of all goals.
#[component]
pub fn Multiples(rows: Vec<ImpactRow>) -> Element {
    let drawn: Vec<ImpactRow> = rows.into_iter().filter(|row| row.observed.iter().any(|p| p.value.is_some())).collect();
    let Some(time) = Time::of(&drawn) else { return VNode::empty() };
    let merges: Vec<i64> = drawn.iter().flat_map(|row| row.merges.iter().map(DateTime::timestamp)).collect();
    let columns = vec!["Goal", "Metric", "Time", "Value"];
    let cells: Vec<Vec<Cell>> = drawn.iter().flat_map(cells).collect();
    rsx! {
        Panel { id: "metrics", title: title(&drawn), columns, rows: cells,
            p { class: "multiples-key",
                span { class: "key-own" }
                "merged for this goal"
                span { class: "key-other" }
                "merged for others"
            }
            div { class: "multiples",
                for one in drawn {
                    Multiple { key: "{one.assessment_id}", one, time, merges: merges.clone() }
                }
            }
        }
    }
}

#[component]
fn Multiple(one: ImpactRow, time: Time, merges: Vec<i64>) -> Element {
    let own: Vec<i64> = one.merges.iter().map(DateTime::timestamp).collect();
    let values = || one.observed.iter().filter_map(|p| p.value);
    let (low, high) = (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max));
    let unit = one.unit.as_deref();
    let words = sentence(&one);
    let (first, last) = (time.day(time.from), time.day(time.to));
    rsx! {
        figure { class: "multiple", "data-shared": !one.shared_with.is_empty(),
            figcaption {
                Link { to: row::measurement(&one.goal_key).href(), "{words}" }
                span { class: "multiple-facts",
                    GradePill { grade: one.grade }
                    span { class: "mono muted", "{one.goal_key}" }
                    if let Some(unit) = unit {
                        span { class: "muted", "in {unit}" }
                    }
                    if one.provisional {
                        Pill { tone: Tone::Measuring, "provisional" }
                    }
                }
            }
            div { class: "multiple-plot",
                div { class: "multiple-ends", "aria-hidden": "true",
                    span { {format::value(high)} }
                    span { {format::value(low)} }
                }
                svg { view_box: "0 0 {WIDTH} {HEIGHT}", preserve_aspect_ratio: "none", role: "img", "aria-label": "{words}: between {format::quantity(low, unit)} and {format::quantity(high, unit)}, {first} to {last}",
                    for (i , at) in merges.iter().filter(|at| !own.contains(at)).enumerate() {
                        line { key: "o{i}", class: "merge-other", x1: time.x(*at), x2: time.x(*at), y1: "0", y2: HEIGHT }
                    }
                    for (i , at) in own.iter().enumerate() {
                        line { key: "m{i}", class: "merge-own", x1: time.x(*at), x2: time.x(*at), y1: "0", y2: HEIGHT }
                    }
                    path { class: "multiple-line", d: path(&one.observed, time, low, high) }
                }
                div { class: "multiple-axis", "aria-hidden": "true",
                    span { "{first}" }
                    span { "{last}" }
                }
            }
            if !one.shared_with.is_empty() {
                p { class: "multiple-shared", {format!("{} goals changed this metric; effects are not separable", one.shared_with.len() + 1)} }
            }
        }
    }
}

/// The time that all pictures share, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Time {
    from: i64,
    to: i64,
}

impl Time {
    fn of(rows: &[ImpactRow]) -> Option<Self> {
        let all = || rows.iter().flat_map(|row| row.observed.iter().map(|p| p.at));
        Some(Self { from: all().min()?, to: all().max()? })
    }

    fn x(self, at: i64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a position on the page")]
        let share = (at - self.from) as f64 / (self.to - self.from).max(1) as f64;
        (share * WIDTH * 10.0).round() / 10.0
    }

    fn day(self, at: i64) -> String {
        let day = |at: i64| DateTime::from_timestamp(at, 0).unwrap_or_default().date_naive();
        let crosses = day(self.from).year() != day(self.to).year();
        day(at).format(if crosses { "%-d %b %Y" } else { "%-d %b" }).to_string()
    }
}

/// The line with its gaps.
fn path(points: &[Point], time: Time, low: f64, high: f64) -> String {
    let range = if high > low { high - low } else { 1.0 };
    let mut text = String::new();
    let mut pen = 'M';
    for point in points {
        let Some(value) = point.value else {
            pen = 'M';
            continue;
        };
        let y = HEIGHT - PAD - (value - low) / range * (HEIGHT - 2.0 * PAD);
        text += &format!("{pen}{} {y:.1}", time.x(point.at));
        pen = 'L';
    }
    text
}

/// `Latency fell by 29 %`; what is within normal variation did neither.
fn sentence(row: &ImpactRow) -> String {
    let Some(effect) = row.effect.filter(|_| row.grade > Grade::None) else {
        return format!("{}: within normal variation", row.metric);
    };
    let verb = if effect < 0.0 { "fell" } else { "rose" };
    format!("{} {verb} by {}", row.metric, row::effect(row).trim_start_matches(['−', '+']))
}

fn title(rows: &[ImpactRow]) -> String {
    match rows.len() {
        1 => "One metric over time, with the merges of its goal".into(),
        many => format!("{many} metrics over the same time, with the merges of all their goals"),
    }
}

fn cells(row: &ImpactRow) -> Vec<Vec<Cell>> {
    let one = |point: &Point| {
        let at = DateTime::from_timestamp(point.at, 0).unwrap_or_default();
        vec![
            Cell::words(row.goal_key.clone()),
            Cell::words(row.metric.clone()),
            Cell { words: format::moment(at), raw: at.format("%Y-%m-%dT%H:%M:%SZ").to_string() },
            Cell::number(point.value.map_or_else(|| "—".into(), |value| format::quantity(value, row.unit.as_deref())), point.value),
        ]
    };
    row.observed.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::pages::impact::row::tests::row;

    #[test]
    fn gaps_stay_gaps() {
        let time = Time { from: 0, to: 100 };
        let points = [Point { at: 0, value: Some(1.0) }, Point { at: 50, value: None }, Point { at: 100, value: Some(2.0) }];
        assert_eq!(path(&points, time, 1.0, 2.0), "M0 90.0M320 6.0");
    }

    #[test]
    fn what_is_ordinary_neither_fell_nor_rose() {
        assert_eq!(sentence(&row("G1", Grade::High)), "Latency fell by 29 %");
        assert_eq!(sentence(&row("G1", Grade::None)), "Latency: within normal variation");
    }
}
