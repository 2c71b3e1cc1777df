//! How metrics are sampled, and when something was merged.

use super::noise::Dice;
use crate::domain::stats::{Case, Intervention, Point, Windows};

/// A sampling with its time before and after.
pub struct Layout {
    pub name: &'static str,
    pub step_s: i64,
    pub before: f64,
    pub after: f64,
    irregular: bool,
}

const DAY: f64 = 86_400.0;

const fn layout(name: &'static str, step_s: i64, before: f64, after: f64) -> Layout {
    Layout { name, step_s, before, after, irregular: false }
}

pub const LAYOUTS: [Layout; 7] = [
    layout("H7_7", 3600, 7.0, 7.0),
    layout("H28_7", 3600, 28.0, 7.0),
    layout("D14_14", 86_400, 14.0, 14.0),
    layout("D28_7", 86_400, 28.0, 7.0),
    layout("D56_14", 86_400, 56.0, 14.0),
    layout("M5_7", 300, 7.0, 7.0),
    Layout { name: "irregular", step_s: 2700, before: 14.0, after: 7.0, irregular: true },
];

/// Times and merges of one case.
pub struct Times {
    pub at: Vec<i64>,
    pub merges: Vec<i64>,
    /// Samples in a day.
    pub per_day: f64,
}

impl Layout {
    /// Draws the merges within two days, and the times around them.
    pub fn times(&self, dice: &mut Dice) -> Times {
        let count = 1 + dice.index(4);
        let start = 1_700_006_400 + 86_400 * dice.index(364) as i64;
        let spread = if dice.uniform() < 0.5 { 0.0 } else { 2.0 * DAY };
        let mut merges: Vec<i64> = (0..count).map(|_| start + dice.between(0.0, spread) as i64).collect();
        merges.sort_unstable();
        let first = start - (self.before * DAY) as i64;
        let last = merges.last().copied().unwrap_or(start) + (self.after * DAY) as i64;
        let regular = (first..last).step_by(self.step_s as usize);
        let mut jitter = |at: i64| if self.irregular { at + dice.between(0.0, 0.8 * self.step_s as f64) as i64 } else { at };
        let at: Vec<i64> = regular.map(&mut jitter).collect();
        Times { at, merges, per_day: DAY / self.step_s as f64 }
    }
}

impl Times {
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// In days since the epoch.
    pub fn day(&self, i: usize) -> f64 {
        self.at[i] as f64 / DAY
    }

    pub fn start(&self) -> i64 {
        self.merges[0]
    }

    pub fn end(&self) -> i64 {
        self.merges[self.merges.len() - 1]
    }

    pub fn case(&self, id: String, values: &[Option<f64>], controls: &[Vec<f64>], layout: &Layout) -> Case {
        let series =
            |values: &mut dyn Iterator<Item = Option<f64>>| self.at.iter().zip(values).map(|(at, value)| Point(*at, value)).collect();
        Case {
            id,
            series: series(&mut values.iter().copied()),
            controls: controls.iter().map(|control| series(&mut control.iter().copied().map(Some))).collect(),
            intervention: Intervention { start: self.start(), end: self.end(), merges: self.merges.clone() },
            windows: Windows { before_s: layout.before * DAY, after_s: layout.after * DAY },
            ..Case::default()
        }
    }
}
