//! An assessment for tests to begin from.

use super::{Assessment, AssessmentRequest, Intervention};
use crate::domain::{series::Window, span::Span, stats::Grade};
use chrono::DateTime;

impl Assessment {
    /// Errors that fell by a fifth in the week after, with medium confidence; no curves, reasons or changes.
    pub fn sample() -> Self {
        Self {
            id: "z1".into(),
            goal_id: "g1".into(),
            metric_source_id: "m1".into(),
            metric: "Errors".into(),
            unit: Some("errors".into()),
            adds_up: false,
            improve: None,
            version: 1,
            grade: Grade::Medium,
            provisional: false,
            effect: Some(-20.0),
            effect_percent: Some(-20.0),
            ci_low: Some(-22.0),
            ci_high: Some(-18.0),
            p: Some(0.004),
            before: Some(100.0),
            after: Some(80.0),
            expected: Some(100.0),
            improved: None,
            intervention: Intervention { start: DateTime::UNIX_EPOCH, end: DateTime::UNIX_EPOCH },
            request: AssessmentRequest::default(),
            before_window: Span::days(7),
            after_window: Span::days(7),
            periods: Vec::new(),
            data: Window { from: 0, to: 604_800 },
            observed: Vec::new(),
            counterfactual: Vec::new(),
            explained_by: Vec::new(),
            unexplained: 1.0,
            onset: None,
            other_changes: Vec::new(),
            diagnostics: None,
            large_enough: None,
            reasons: Vec::new(),
            confounders: Vec::new(),
            shared_with: Vec::new(),
            method: "test/1".into(),
            sentence: String::new(),
            news: String::new(),
            created_at: DateTime::UNIX_EPOCH,
        }
    }
}
