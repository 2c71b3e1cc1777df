//! A metric over time.

use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, collections::BTreeMap};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema, schema::ArrayBuilder},
};

/// What tells series of one metric apart, as `code="500"`.
pub type Labels = BTreeMap<String, String>;

/// A value at a time; on the wire `[at, value]`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "(i64, Option<f64>)", into = "(i64, Option<f64>)")]
pub struct Point {
    /// Seconds since 1970, UTC.
    pub at: i64,
    /// None where the source says that it knows no value: that is never 0.
    pub value: Option<f64>,
}

impl Point {
    /// A point; what is not a finite number is no value.
    pub fn new(at: i64, value: impl Into<Option<f64>>) -> Self {
        Self { at, value: value.into().filter(|v| v.is_finite()) }
    }
}

/// The same course in at most so many points: the means of what lies together. Where nothing is known there is no point.
pub fn coarse(points: &[Point], most: usize) -> Vec<Point> {
    let mean = |chunk: &[Point]| {
        let known: Vec<f64> = chunk.iter().filter_map(|point| point.value).collect();
        (!known.is_empty()).then(|| Point::new(chunk[0].at, known.iter().sum::<f64>() / known.len() as f64))
    };
    points.chunks(points.len().div_ceil(most.max(1)).max(1)).filter_map(mean).collect()
}

impl From<(i64, Option<f64>)> for Point {
    fn from((at, value): (i64, Option<f64>)) -> Self {
        Self::new(at, value)
    }
}

impl From<Point> for (i64, Option<f64>) {
    fn from(point: Point) -> Self {
        (point.at, point.value)
    }
}

impl PartialSchema for Point {
    fn schema() -> RefOr<Schema> {
        let pair = ArrayBuilder::new().prefix_items([i64::schema(), Option::<f64>::schema()]);
        pair.description(Some("Seconds since 1970, then the value, null where there is none.")).build().into()
    }
}

impl ToSchema for Point {}

/// A stretch of time, half open: `from` belongs to it and `to` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Window {
    /// Seconds since 1970, UTC.
    pub from: i64,
    /// Seconds since 1970, UTC.
    pub to: i64,
}

impl Window {
    /// How long it is; 0 where it is empty.
    pub fn seconds(self) -> i64 {
        self.to.saturating_sub(self.from).max(0)
    }

    /// Whether that time belongs to it.
    pub fn contains(self, at: i64) -> bool {
        self.from <= at && at < self.to
    }

    /// The part of it that has happened at `now`.
    #[must_use]
    pub fn until(self, now: i64) -> Self {
        Self { to: self.to.min(now.saturating_add(1)), ..self }
    }
}

/// One metric over time as a source told it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Series {
    /// By time, each time once. Where a source leaves a time out, so does this.
    pub points: Vec<Point>,
    /// Seconds between points as the source really answered, which may be more than was wanted; null where they come at
    /// times of their own.
    pub step: Option<u32>,
    /// As the source calls it.
    pub unit: Option<String>,
    /// How many series were found: 0 where the source knows no data, otherwise 1.
    pub found: u32,
    /// What a person should know about these numbers.
    pub warnings: Vec<String>,
}

/// Puts points in order of time with each time once: of two, the one with a value stays, and of two values the later one.
pub fn in_order(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by_key(|point| point.at);
    points.dedup_by(|later, kept| {
        let same = later.at.cmp(&kept.at) == Ordering::Equal;
        if same && later.value.is_some() {
            kept.value = later.value;
        }
        same
    });
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_pair_on_the_wire() {
        let points = [Point::new(60, 1.5), Point::new(120, f64::NAN), Point::new(180, None)];
        let text = serde_json::to_string(&points).unwrap();
        assert_eq!(text, "[[60,1.5],[120,null],[180,null]]");
        assert_eq!(serde_json::from_str::<Vec<Point>>(&text).unwrap(), points);
        let schema = serde_json::to_value(Point::schema()).unwrap();
        assert_eq!((&schema["type"], schema["prefixItems"].as_array().unwrap().len()), (&"array".into(), 2));
    }

    #[test]
    fn each_time_stands_once_and_no_value_is_lost() {
        let points =
            vec![Point::new(3, 3.0), Point::new(1, 1.0), Point::new(1, None), Point::new(2, None), Point::new(2, 2.5), Point::new(3, 4.0)];
        assert_eq!(in_order(points), [Point::new(1, 1.0), Point::new(2, 2.5), Point::new(3, 4.0)]);
    }

    #[test]
    fn a_window_ends_before_its_end() {
        let window = Window { from: 10, to: 20 };
        assert_eq!((window.seconds(), window.contains(10), window.contains(20)), (10, true, false));
        assert_eq!(window.until(15), Window { from: 10, to: 16 }, "what happens now has happened");
        assert_eq!(Window { from: 20, to: 10 }.seconds(), 0);
    }
}
