//! Where a number stands on a line, and which round numbers to write there.

/// A stretch of numbers on a stretch of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// From the lowest to the highest, widened to round numbers.
    pub fn of(low: f64, high: f64) -> Self {
        let (low, high) = if high > low { (low, high) } else { (low - 1.0, high + 1.0) };
        let step = round_step((high - low) / 4.0);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step }
    }

    /// In percent of the width, to a tenth; what lies beside it stands at its edge.
    pub fn at(self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        (share * 1_000.0).round() / 10.0
    }

    /// It lies on it.
    pub fn has(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Round numbers from one end to the other.
    pub fn ticks(self) -> Vec<f64> {
        let step = round_step((self.high - self.low) / 4.0);
        let mut ticks = Vec::new();
        let mut at = self.low;
        while at <= self.high + step / 2.0 && ticks.len() < 12 {
            // Zero is zero.
            ticks.push(if at.abs() < step / 2.0 { 0.0 } else { at });
            at += step;
        }
        ticks
    }
}

/// 1, 2 or 5 times a power of ten, at least as large.
fn round_step(wanted: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= wanted {
        power *= 10.0;
    }
    while power > wanted && power > 1e-9 {
        power /= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= wanted).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn an_axis_has_round_numbers() {
        let scale = Scale::of(-34.0, 12.0);
        assert_eq!(scale.ticks(), [-40.0, -20.0, 0.0, 20.0]);
        assert_eq!((scale.at(-40.0), scale.at(20.0), scale.at(-10.0)), (0.0, 100.0, 50.0));
        assert!(scale.has(0.0) && !scale.has(21.0));
        assert_eq!(scale.at(1e9), 100.0);
    }

    #[test]
    fn one_number_has_an_axis_too() {
        let scale = Scale::of(0.0, 0.0);
        assert!(scale.has(0.0) && scale.ticks().len() >= 3);
        assert!(Scale::of(0.0, 0.03).ticks().len() >= 3);
    }
}
