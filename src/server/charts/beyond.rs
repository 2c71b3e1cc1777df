//! What was observed beyond what was expected, over time.

use super::{
    Drawing,
    parts::{self, Mark, line},
    scale::Scale,
};
use charming::element::{LineStyle, LineStyleType};

/// What is to be seen.
#[derive(Clone, Debug, Default)]
pub struct Beyond {
    /// The sentence that says what is drawn.
    pub title: String,
    /// Of the differences.
    pub unit: Option<String>,
    /// Seconds since 1970, and the difference; none is a gap.
    pub line: Vec<(i64, Option<f64>)>,
    /// Seconds since 1970, and the ends of the band around the difference; without any there is no band.
    pub band: Vec<(i64, Option<(f64, f64)>)>,
    /// When changes were merged, with the mark that the list beside the picture uses.
    pub markers: Vec<Mark>,
}

/// The picture: a line with its band, and the line of no difference.
pub fn beyond(beyond: &Beyond, width: u32, height: u32) -> Drawing {
    let ends = beyond.band.iter().filter_map(|(_, ends)| *ends).flat_map(|(low, high)| [low, high]);
    // No difference is always in sight.
    let scale = Scale::around(beyond.line.iter().filter_map(|(_, value)| *value).chain(ends).chain([0.0]));
    let chart = parts::frame(width, scale);
    let chart = if beyond.band.is_empty() { chart } else { parts::band(chart, beyond.band.iter().copied()) };
    let zero = beyond.line.first().into_iter().chain(beyond.line.last()).map(|(at, _)| (*at, Some(0.0)));
    let chart =
        chart.series(line("Zero", zero).line_style(LineStyle::new().color("var(--t2)").width(1.5).type_(LineStyleType::Solid))).series(
            line("Effect", beyond.line.iter().copied())
                .line_style(LineStyle::new().color("var(--observed)").width(2.0))
                .mark_line(parts::markers(&beyond.markers)),
        );
    let mut drawing = Drawing::of(&chart, beyond.title.clone(), width, height);
    parts::patch(&mut drawing.chart, beyond.unit.as_deref(), width, scale);
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_difference_is_in_sight_and_a_gap_has_no_band() {
        let spec = Beyond {
            line: vec![(0, Some(-120.0)), (60, None), (120, Some(-130.0))],
            band: vec![(0, Some((-140.0, -100.0))), (60, None), (120, Some((-150.0, -110.0)))],
            ..Default::default()
        };
        let chart = beyond(&spec, 720, 220).chart;
        assert_eq!(chart["yAxis"][0]["max"], json!(0.0));
        let series = chart["series"].as_array().unwrap();
        let data = |name: &str| series.iter().find(|s| s["name"] == name).map(|s| s["data"].clone());
        assert_eq!(data("Zero").unwrap(), json!([[0.0, 0.0], [120_000.0, 0.0]]));
        assert_eq!((&data("Low").unwrap()[1], &data("Band").unwrap()[0]), (&json!([60_000.0, null]), &json!([0.0, 40.0])));
        let added_up = beyond(&Beyond { band: Vec::new(), ..spec }, 720, 220).chart;
        assert!(added_up["series"].as_array().unwrap().iter().all(|s| s["name"] != "Band"));
    }
}
