//! What is new since the version before, in words; nothing where it says the same: pure.

use crate::domain::{assessment::Assessment, metric::Improve, stats::Code};

/// The first version says so.
pub const FIRST: &str = "first assessment";

/// What a reader of the version before has to know; none where nothing worth a version has changed.
///
/// While the window fills, a version is made with each tenth of it.
pub fn news(before: Option<&Assessment>, now: &Assessment) -> Option<String> {
    let Some(before) = before else { return Some(FIRST.into()) };
    let mut new = Vec::new();
    if before.grade != now.grade {
        new.push(format!("confidence {} → {}", before.grade.as_str(), now.grade.as_str()));
    }
    // An experiment that runs on is no other change.
    let other_end = before.intervention.end != now.intervention.end && !now.has(Code::Experiment);
    if before.intervention.start != now.intervention.start || other_end || merges(before) != merges(now) {
        new.push("the changes that are looked at are others".into());
    }
    if before.request.controls != now.request.controls || controls(before) != controls(now) {
        new.push("compared with other metrics".into());
    }
    if before.improve != now.improve {
        let better = now.improve.map_or("nobody says which way is better", |improve| match improve {
            Improve::Down => "lower is better now",
            Improve::Up => "higher is better now",
        });
        new.push(better.into());
    }
    if before.unit != now.unit || before.metric != now.metric {
        new.push("its name or unit has changed".into());
    }
    if (before.before_window, before.after_window) != (now.before_window, now.after_window) {
        new.push(format!("windows of {} and {}", now.before_window, now.after_window));
    }
    if known(before) != known(now) {
        new.push("something else is known to have happened".into());
    } else if judged(before) != judged(now) {
        new.push("what else happened is judged otherwise".into());
    }
    if before.method != now.method {
        new.push(format!("computed by {}", now.method));
    }
    let tenth = now.after_window.as_seconds() / 10;
    let grown = now.data.to - before.data.to;
    match (before.provisional, now.provisional) {
        (true, false) => new.push("the window afterwards is complete".into()),
        _ if grown >= tenth.max(1) => new.push(format!("{} more of data", length(grown))),
        // Samples that came late, or were corrected.
        _ if grown < 0 || (new.is_empty() && !now.provisional && differs(before, now)) => new.push("the data has changed".into()),
        _ => {}
    }
    (!new.is_empty()).then(|| new.join("; "))
}

fn merges(of: &Assessment) -> Vec<&str> {
    of.explained_by.iter().map(|e| e.artifact_id.as_str()).collect()
}

/// What is said of the metrics that it is compared with.
fn controls(of: &Assessment) -> Vec<Code> {
    const TOLD: [Code; 3] = [Code::ControlsUsed, Code::ControlsNotUsed, Code::ControlsLeftOut];
    of.reasons.iter().map(|reason| reason.code).filter(|code| TOLD.contains(code)).collect()
}

fn known(of: &Assessment) -> Vec<&str> {
    of.confounders.iter().map(|c| c.id.as_str()).collect()
}

fn judged(of: &Assessment) -> Vec<(&str, bool)> {
    of.confounders.iter().map(|c| (c.id.as_str(), c.counts())).collect()
}

/// Figures differ where a reader would see it.
fn differs(a: &Assessment, b: &Assessment) -> bool {
    let apart = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() > 1e-3 * a.abs().max(b.abs()),
        (a, b) => a.is_some() != b.is_some(),
    };
    apart(a.effect, b.effect) || apart(a.ci_low, b.ci_low) || apart(a.ci_high, b.ci_high)
}

/// `3 days`, `5 hours`, `10 minutes`.
fn length(seconds: i64) -> String {
    let (count, unit) = match seconds {
        s if s >= 2 * 86_400 => (s / 86_400, "days"),
        s if s >= 2 * 3_600 => (s / 3_600, "hours"),
        s => ((s / 60).max(1), "minutes"),
    };
    format!("{count} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        series::Window,
        stats::{Grade, Reason},
    };

    fn assessment(grade: Grade, to: i64, provisional: bool) -> Assessment {
        Assessment { grade, provisional, data: Window { from: 0, to }, effect: Some(-1.0), ..Assessment::sample() }
    }

    #[test]
    fn a_version_is_made_for_something_new_only() {
        let low = assessment(Grade::Low, 0, true);
        assert_eq!(news(None, &low).as_deref(), Some(FIRST));
        assert_eq!(news(Some(&low), &assessment(Grade::Low, 3_600, true)), None);
        assert_eq!(news(Some(&low), &assessment(Grade::Low, 86_400, true)).as_deref(), Some("24 hours more of data"));
        assert_eq!(
            news(Some(&low), &assessment(Grade::Medium, 604_800, false)).as_deref(),
            Some("confidence low → medium; the window afterwards is complete")
        );
        let done = assessment(Grade::Medium, 604_800, false);
        assert_eq!(news(Some(&done), &done), None);
        let corrected = Assessment { effect: Some(-1.2), ..done.clone() };
        assert_eq!(news(Some(&done), &corrected).as_deref(), Some("the data has changed"));
        let turned = Assessment { improve: Some(Improve::Up), unit: Some("USD".into()), ..done.clone() };
        assert_eq!(news(Some(&done), &turned).as_deref(), Some("higher is better now; its name or unit has changed"));
        let reason = Reason::noted(Code::ControlsNotUsed, "not corrected", "not corrected");
        let compared = Assessment { reasons: vec![reason], ..corrected };
        assert_eq!(news(Some(&done), &compared).as_deref(), Some("compared with other metrics"));
    }

    #[test]
    fn an_experiment_that_runs_on_is_no_other_change() {
        let reason = |code| Reason::noted(code, "why", "why");
        let first = Assessment { reasons: vec![reason(Code::Experiment)], ..assessment(Grade::Low, 0, true) };
        let mut later = first.clone();
        later.intervention.end += chrono::Duration::days(1);
        assert_eq!(news(Some(&first), &later), None);
        later.reasons = vec![reason(Code::Evidence)];
        assert_eq!(news(Some(&first), &later).as_deref(), Some("the changes that are looked at are others"));
    }
}
