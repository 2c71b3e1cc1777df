//! Where an axis of values starts and ends: at numbers that people read easily.

use crate::domain::stats::number;

/// An axis has no more parts than this between its lowest and its highest value.
const PARTS: f64 = 4.5;
/// Distances of ticks, each times a power of ten, with the digit that the last decimal of such a tick stands for.
const STEPS: [(f64, f64); 5] = [(1.0, 1.0), (2.0, 1.0), (2.5, 0.1), (5.0, 1.0), (10.0, 10.0)];

/// The axis of values, the same for the picture and for the words beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub min: f64,
    pub max: f64,
    /// The distance between ticks.
    pub step: f64,
    /// What the last digit of a tick stands for.
    digit: f64,
}

impl Scale {
    /// An axis around all values; what is no number is left out.
    pub fn around(values: impl IntoIterator<Item = f64>) -> Self {
        let known = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = known.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        match () {
            () if low > high => Self::between(0.0, 1.0),
            () if low < high => Self::between(low, high),
            () if low == 0.0 => Self::between(0.0, 1.0),
            // All the same: a tenth of room on both sides.
            () => Self::between(low - low.abs() / 10.0, high + high.abs() / 10.0),
        }
    }

    fn between(low: f64, high: f64) -> Self {
        // By halves first: the difference of huge numbers is infinite.
        let wanted = (high / PARTS - low / PARTS).max(f64::MIN_POSITIVE);
        let power = 10_f64.powf(wanted.log10().floor());
        let fits = |(factor, _): &&(f64, f64)| factor * power >= wanted * (1.0 - 1e-9);
        let (factor, digit) = STEPS.iter().find(fits).copied().unwrap_or((10.0, 10.0));
        let (step, digit) = (factor * power, digit * power);
        // Counting in digits keeps 0.3 from becoming 0.30000000000000004.
        let even = |parts: f64| rounded(parts * step, digit);
        // An end that lies on a tick is no part beyond it, whatever binary fractions make of that.
        Self { min: even((low / step + 1e-9).floor()), max: even((high / step - 1e-9).ceil()), step, digit }
    }

    /// How many characters the longest of its labels has.
    pub fn digits(self) -> usize {
        let longest = [self.min, self.min + self.step, self.max].map(|tick| number::plain(tick, self.digit).chars().count());
        longest.into_iter().max().unwrap_or_default()
    }

    /// `250 ms`, where the axis starts; none where that is 0.
    pub fn start(self, unit: Option<&str>) -> Option<String> {
        // A last digit of 0 behind the point says nothing.
        let tens = self.min / self.digit / 10.0;
        let digit = if (tens - tens.round()).abs() < 1e-6 { self.digit * 10.0 } else { self.digit };
        (self.min != 0.0).then(|| number::with_unit(self.min, digit, unit))
    }
}

fn rounded(value: f64, digit: f64) -> f64 {
    let decimals = (-digit.log10()).ceil().clamp(0.0, 300.0) as usize;
    if decimals == 0 { value } else { format!("{value:.decimals$}").parse().unwrap_or(value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn start(values: &[f64], unit: &str) -> Option<String> {
        Scale::around(values.iter().copied()).start(Some(unit))
    }

    #[test]
    fn an_axis_starts_where_people_read_it_and_says_so() {
        assert_eq!(start(&[278.0, 422.0], "ms").as_deref(), Some("250 ms"));
        assert_eq!(start(&[12.0, 80.0], "ms"), None, "near 0 it starts at 0");
        assert_eq!(start(&[1.92, 1.4], "%").as_deref(), Some("1.4 %"));
        assert_eq!(start(&[252.6, 260.0], "ms").as_deref(), Some("252 ms"));
        assert_eq!(start(&[252.6, 262.0], "ms").as_deref(), Some("252.5 ms"), "every digit of it");
        assert_eq!(start(&[1_250.5, 1_251.4], "ms").as_deref(), Some("1,250.4 ms"));
        assert_eq!(start(&[-3.0, 8.0], "°C").as_deref(), Some("−5 °C"));
    }

    #[test]
    fn nothing_and_all_the_same_have_an_axis_too() {
        assert_eq!((start(&[], "ms"), start(&[0.0, 0.0], "ms"), start(&[f64::NAN], "ms")), (None, None, None));
        let same = Scale::around([7.0]);
        assert!(same.min < 7.0 && same.max > 7.0 && same.min > 0.0, "{same:?}");
    }

    proptest! {
        #[test]
        fn every_value_lies_on_its_axis(low in -1e12..1e12_f64, span in 1e-3..1e12_f64) {
            let scale = Scale::around([low, low + span]);
            let slack = scale.step * 1e-6;
            prop_assert!(scale.min <= low + slack && scale.max >= low + span - slack, "{scale:?}");
            let parts = (scale.max - scale.min) / scale.step;
            prop_assert!(parts > 1.5 && parts < 6.5, "{parts} of {scale:?}");
            prop_assert!(low < 0.0 || scale.min >= 0.0, "{scale:?}");
        }
    }
}
