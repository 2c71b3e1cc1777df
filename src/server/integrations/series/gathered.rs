//! Points as they come in, by what tells their series apart; in the end there is one.

use super::super::SourceError;
use crate::domain::series::{Labels, Point, Series, Window, in_order};
use std::collections::{BTreeMap, BTreeSet};

/// How many series are named where there should be one.
const NAMED: usize = 3;

/// Everything that the pieces of one question brought.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    series: BTreeMap<Labels, Vec<Point>>,
    pub unit: Option<String>,
    warnings: Vec<String>,
}

impl Gathered {
    /// Adds points to the series with these labels, which may come in several pieces.
    pub(super) fn add(&mut self, labels: Labels, points: impl IntoIterator<Item = Point>) {
        self.series.entry(labels).or_default().extend(points);
    }

    /// Notes what a person should know, once.
    pub(super) fn warn(&mut self, warning: impl Into<String>) {
        let warning = warning.into();
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// The smallest distance between two points of the window.
    pub(super) fn spacing(&self) -> Option<i64> {
        let apart = |points: &Vec<Point>| {
            let times: BTreeSet<i64> = points.iter().map(|point| point.at).collect();
            times.iter().zip(times.iter().skip(1)).map(|(a, b)| b - a).min()
        };
        self.series.values().filter_map(apart).min()
    }

    /// The one series; several are an error that names some, with `advice` about what to do.
    pub(super) fn one(mut self, window: Window, step: Option<u32>, advice: &str) -> Result<Series, SourceError> {
        if self.series.len() > 1 {
            let (found, some) = (self.series.len(), self.some_names().join(", "));
            return Err(SourceError::Refused { detail: format!("the query finds {found} series ({some}): {advice}") });
        }
        let found = u32::from(!self.series.is_empty());
        let points = self.series.pop_first().map(|(_, points)| points).unwrap_or_default();
        let points: Vec<Point> = in_order(points).into_iter().filter(|point| window.contains(point.at)).collect();
        let unknown = points.iter().filter(|point| point.value.is_none()).count();
        if found == 0 {
            self.warn("the source knows no data here: the name may be wrong, or nothing was measured");
        } else if unknown > 0 {
            self.warn(format!("{unknown} of {} points have no value (null, NaN or infinite); they are not counted as 0", points.len()));
        }
        Ok(Series { points, step, unit: self.unit, found, warnings: self.warnings })
    }

    /// Some of the series by what differs among them.
    fn some_names(&self) -> Vec<String> {
        let same = |name: &String| self.series.keys().all(|l| l.get(name) == self.series.keys().next().and_then(|first| first.get(name)));
        let all: BTreeSet<&String> = self.series.keys().flat_map(BTreeMap::keys).collect();
        let telling: Vec<&String> = all.into_iter().filter(|name| !same(name)).collect();
        let word = |labels: &Labels| -> String {
            let pairs = telling.iter().filter_map(|name| labels.get(*name).map(|value| format!("{name}=\"{value}\"")));
            format!("{{{}}}", pairs.take(NAMED).collect::<Vec<_>>().join(", "))
        };
        let mut names: Vec<String> = self.series.keys().take(NAMED).map(word).collect();
        if self.series.len() > NAMED {
            names.push("…".into());
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Window = Window { from: 0, to: 1_000 };

    fn labels(pairs: &[(&str, &str)]) -> Labels {
        pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect()
    }

    #[test]
    fn several_series_are_told_apart_by_what_differs() {
        let mut gathered = Gathered::default();
        for code in ["200", "404", "500", "503"] {
            gathered.add(labels(&[("job", "shop"), ("code", code)]), [Point::new(1, 1.0)]);
        }
        let error = gathered.one(ALL, None, "aggregate them").unwrap_err();
        assert_eq!(error.to_string(), r#"the query finds 4 series ({code="200"}, {code="404"}, {code="500"}, …): aggregate them"#);
    }

    #[test]
    fn pieces_of_one_series_join() {
        let mut gathered = Gathered::default();
        gathered.add(Labels::new(), [Point::new(60, 2.0), Point::new(120, f64::NAN)]);
        gathered.add(Labels::new(), [Point::new(0, 1.0), Point::new(60, 2.0), Point::new(1_000, 9.0)]);
        assert_eq!(gathered.spacing(), Some(60));
        let series = gathered.one(ALL, Some(60), "").unwrap();
        assert_eq!(series.points, [Point::new(0, 1.0), Point::new(60, 2.0), Point::new(120, None)]);
        assert_eq!(series.warnings, ["1 of 3 points have no value (null, NaN or infinite); they are not counted as 0"]);
    }

    #[test]
    fn no_series_is_no_data_and_no_error() {
        let series = Gathered::default().one(ALL, Some(60), "").unwrap();
        assert_eq!((series.found, series.points.len(), series.warnings.len()), (0, 0, 1));
    }
}
