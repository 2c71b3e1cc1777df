//! Observed and expected over time, around a change.

use super::{
    Drawing,
    parts::{self, Mark, line},
    scale::Scale,
};
use charming::{
    Chart,
    element::{ItemStyle, LineStyle, LineStyleType, MarkArea, MarkAreaData},
};
use chrono::DateTime;

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
    pub markers: Vec<Mark>,
    /// The window afterwards.
    pub after: (i64, i64),
}

impl Effect {
    /// The axis of values that the picture has.
    pub fn scale(&self) -> Scale {
        let observed = self.observed.iter().filter_map(|(_, value)| *value);
        let expected = self.expected.iter().flat_map(|(_, value, low, high)| [*value, *low, *high]);
        Scale::around(observed.chain(expected).chain(self.means.iter().map(|(_, _, mean)| *mean)))
    }
}

/// The picture of an effect: solid what was observed, dashed with its band what was expected, a numbered line for each change.
pub fn effect(effect: &Effect, width: u32, height: u32) -> Drawing {
    let scale = effect.scale();
    let chart = parts::frame(width, scale);
    let chart = parts::band(chart, effect.expected.iter().map(|(at, _, low, high)| (*at, Some((*low, *high)))));
    let chart = means(chart, effect);
    let chart = chart
        .series(
            line("Expected", effect.expected.iter().map(|(at, value, ..)| (*at, Some(*value))))
                .line_style(LineStyle::new().color("var(--expected)").width(2.0).type_(LineStyleType::Dashed)),
        )
        .series(
            line("Observed", effect.observed.iter().copied())
                .line_style(LineStyle::new().color("var(--observed)").width(2.0))
                .mark_line(parts::markers(&effect.markers))
                .mark_area(region(effect)),
        );
    let mut drawing = Drawing::of(&chart, effect.title.clone(), width, height);
    parts::patch(&mut drawing.chart, effect.unit.as_deref(), width, scale);
    drawing
}

fn means(chart: Chart, effect: &Effect) -> Chart {
    effect.means.iter().fold(chart, |chart, (from, to, value)| {
        let dotted = LineStyle::new().color("var(--t2)").width(1.5).type_(LineStyleType::Dotted);
        chart.series(line("Mean", [(*from, Some(*value)), (*to, Some(*value))].into_iter()).line_style(dotted))
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
        assert_eq!((&chart["yAxis"][0]["min"], &chart["yAxis"][0]["max"]), (&json!(-1.0), &json!(2.0)));
    }
}
