use super::*;
use crate::domain::{
    Usd,
    portfolio::{Export, ExportGoal, ExportMonth, Grades, PortfolioFilter, SCHEMA_VERSION, Totals},
};
use chrono::{DateTime, Utc};

fn at() -> DateTime<Utc> {
    "2026-02-18T14:03:00Z".parse().unwrap()
}

/// A goal with everything that is hard to say well.
fn goal() -> ExportGoal {
    serde_json::from_str(include_str!("../../../tests/fixtures/portfolio/goal.json")).unwrap()
}

fn totals() -> Totals {
    Totals {
        goals: 1,
        proven: 1,
        sessions: 3,
        spend_usd: Usd::from_micros(12_400_000),
        unknown_cost_sessions: 1,
        merged_pulls: 1,
        grades: Grades::default(),
    }
}

#[test]
fn a_goal_reads_as_its_records_say() {
    insta::assert_snapshot!(markdown::goal(&goal(), 3), @r"
        ### G12 · Cut \*frame\* drops \# not a heading

        **Proven** · project Troy · perf, a\|b · since 2026-02-10, last activity 2026-02-10

        > #### Why
        >
        > \<b\>now\</b\>

        Hypothesis, written 2026-02-10:

        > Batching helps

        #### What changed

        - **Frame drops**: 12.3 → 1.8 per second (−10.5, −85.4 %): better. Entered by hand, measured 2026-02-10.
        - **Crashes**: 0 → 5 per second (+5; no percentage, as it was 0 before): **worse**. Entered by hand, measured 2026-02-10.
        - **Load**: 3 → 2 per second (−1, −33.3 %): no direction was set, so neither better nor worse. Entered by hand, measured 2026-02-10.
        - **Heat**: 7 per second before; not measured after the work yet. Entered by hand, measured 2026-02-10.

        Outcomes: Team adoption, My \*own\*.

        #### Evidence

        - [acme/app#1801 Batch \[draws\]](<https://github.com/acme/app/pull/1801>): merged 2026-02-10; +120 −30 lines in 1 file; CI passed; linked by the branch name

        #### Cost

        $12.40 in 3 sessions; cost unknown for 1 session, which is not in the sum. Of it, $2.00 was imported as a total; no session accounts for it.

        #### Narrative: Performance review

        Written without a model, 2026-02-10; **1 figure is not in the records**; it is marked.

        ##### Impact

        12.3 to 1.8, 99 % *(not in the records)*

        #### Work

        Tasks: no tasks yet.

        - 2026-02-10 (claude-code): Batched the draws [done]
    ");
}

#[test]
fn what_was_assessed_comes_before_numbers_by_hand() {
    let mut measured = goal();
    measured.detail.assessments = vec![crate::domain::assessment::Assessment::sample()];
    for text in [markdown::goal(&measured, 3), comment(&measured.detail, None)] {
        let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
        assert!(place("**Errors**: effect −20") < place("**Frame drops**: 12.3 → 1.8"));
        assert!(text.contains("**medium confidence**") && !text.contains("No before/after figures"), "{text}");
    }
    measured.detail.metrics.clear();
    assert!(!markdown::goal(&measured, 3).contains("No before/after figures"));
}

#[test]
fn what_is_missing_is_said() {
    let mut bare = goal();
    let d = &mut bare.detail;
    (d.metrics, d.artifacts, d.updates, d.outcomes) = Default::default();
    d.spend = Default::default();
    bare.narratives_checked.clear();
    let text = markdown::goal(&bare, 1);
    for gap in ["No before/after figures", "No qualitative outcomes", "No pull requests, commits", "no cost is known", "work log is empty"]
    {
        assert!(text.contains(gap), "{gap}: {text}");
    }
}

#[test]
fn the_head_says_what_the_portfolio_is_narrowed_to() {
    let filter = PortfolioFilter { q: Some("a`b".into()), status: Some("proven".into()), ..Default::default() };
    insta::assert_snapshot!(markdown::head(&totals(), &filter, at()), @r"
        # Portfolio

        Generated 2026-02-18 by Maestro. Narrowed to: words ``a`b``, status `proven`.

        **1 goal**, 1 proven · $12.40 in 3 sessions · 1 merged pull request

        Cost unknown for 1 session, which is not in the sum.
    ");
    assert_eq!(markdown::month("2026-02"), "## February 2026\n\n");
}

#[test]
fn the_pieces_of_the_json_are_one_document() {
    let months = vec![ExportMonth { month: "2026-02".into(), goals: vec!["G12".into(), "G12".into()] }];
    let mut export = Export {
        schema: "maestro.portfolio".into(),
        schema_version: SCHEMA_VERSION,
        generated_at: at(),
        filter: PortfolioFilter::default(),
        totals: totals(),
        months,
        goals: Vec::new(),
    };
    let empty = [json::head(&export).unwrap(), json::TAIL.into()].concat();
    assert_eq!(serde_json::from_str::<Export>(&empty).unwrap(), export);

    let pieces = [json::head(&export).unwrap(), json::goal(&goal(), true).unwrap(), json::goal(&goal(), false).unwrap(), json::TAIL.into()];
    export.goals = vec![goal(), goal()];
    assert_eq!(serde_json::from_str::<Export>(&pieces.concat()).unwrap(), export);
}
