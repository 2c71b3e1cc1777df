//! Several metrics in one report (section 7).

use super::{
    assessment::Assessment,
    number::plain,
    reason::{Code, Reason},
};

/// The share of false discoveries that is accepted.
pub const RATE: f64 = 0.10;

/// Lowers by one grade what does not survive Benjamini and Hochberg (1995) over the p-values of one report.
pub fn adjust(assessments: &mut [Assessment]) {
    let mut order: Vec<(usize, f64)> = assessments.iter().enumerate().filter_map(|(i, assessment)| assessment.p.map(|p| (i, p))).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let count = order.len();
    if count < 2 {
        return;
    }
    let survivors = (1..=count).rev().find(|rank| order[rank - 1].1 <= RATE * *rank as f64 / count as f64).unwrap_or(0);
    for (i, _) in order.into_iter().skip(survivors) {
        let assessment = &mut assessments[i];
        if assessment.grade == super::Grade::None {
            continue;
        }
        assessment.grade = assessment.grade.lowered();
        let words = format!(
            "{count} metrics were looked at, and this one does not stand out among them at {} % false discoveries",
            plain(100.0 * RATE, 1.0)
        );
        assessment.reasons.push(Reason::lowered(Code::ManyMetrics, words, format!("one of {count} metrics")));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Grade;
    use super::*;

    fn with(p: f64) -> Assessment {
        Assessment { p: Some(p), grade: Grade::Medium, ..Assessment::default() }
    }

    #[test]
    fn what_does_not_survive_drops_one_grade() {
        let mut report = [with(0.001), with(0.04), with(0.09), with(0.08), Assessment::default()];
        adjust(&mut report);
        // 0.04 ≤ 0.05, but 0.08 > 0.075 and 0.09 ≤ 0.10: the largest rank that passes takes all before it.
        assert_eq!(report.each_ref().map(|one| one.grade), [Grade::Medium, Grade::Medium, Grade::Medium, Grade::Medium, Grade::None]);
        let mut report = [with(0.001), with(0.04), with(0.2), with(0.3)];
        adjust(&mut report);
        assert_eq!(report.each_ref().map(|one| one.grade), [Grade::Medium, Grade::Medium, Grade::Low, Grade::Low]);
        assert!(report[3].has(Code::ManyMetrics));
    }

    #[test]
    fn one_metric_is_left_alone() {
        let mut report = [with(0.15)];
        adjust(&mut report);
        assert_eq!(report[0].grade, Grade::Medium);
    }
}
