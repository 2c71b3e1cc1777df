//! Where the bins lie with regard to the merges.

/// Where the bins lie; what a fit needs to know of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Layout {
    pub n: usize,
    /// The bin of the first merge.
    pub before: usize,
    /// The first bin after the last merge.
    pub after_from: usize,
    pub width_s: f64,
    /// In bins.
    pub tolerance: f64,
}

/// Where a boundary lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    In,
    Guard,
    Out,
}

impl Layout {
    /// Which place a bin has.
    pub fn zone(&self, bin: usize) -> Zone {
        let far = (self.before as f64 - bin as f64).max(bin as f64 - self.after_from as f64);
        match far / self.tolerance {
            x if x <= 1.0 + 1e-9 => Zone::In,
            x if x <= 2.0 + 1e-9 => Zone::Guard,
            _ => Zone::Out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_lies_between_in_and_out() {
        let layout = Layout { n: 100, before: 50, after_from: 52, width_s: 3600.0, tolerance: 4.0 };
        let zones = [41, 42, 45, 46, 50, 56, 57, 60, 61].map(|bin| layout.zone(bin));
        use Zone::{Guard, In, Out};
        assert_eq!(zones, [Out, Guard, Guard, In, In, In, Guard, Guard, Out]);
    }
}
