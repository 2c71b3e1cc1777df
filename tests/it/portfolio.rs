//! The portfolio: what is in it, what it sums to, and how it is exported.

use crate::backends::on_each_backend;
use chrono::{Duration, NaiveDate};
use futures::TryStreamExt;
use maestro::{
    domain::{
        GoalId, Result, Usd,
        artifact::NewArtifact,
        goal::{GoalPatch, GoalStatus, NewGoal},
        metric::{Improve, NewMetric},
        portfolio::{Export, PAGE, Portfolio, PortfolioFilter, SCHEMA_VERSION},
        report::Report,
        update::NewUpdate,
    },
    server::{
        App,
        auth::Caller,
        evidence, goals,
        portfolio::{Format, document, page},
        reports, search,
    },
};

fn who() -> Caller {
    Caller::system("test")
}

async fn goal(app: &App, title: &str, project: &str, tag: &str) -> GoalId {
    let new = NewGoal { title: title.into(), project: Some(project.into()), tags: vec![tag.into()], ..NewGoal::default() };
    goals::create(app, &who(), new).await.unwrap().id
}

async fn report(app: &App, goal: &GoalId, session: &str, cost: Option<f64>) {
    let body = serde_json::json!({ "goalId": goal.0, "sessionId": session, "summary": format!("work of {session}"), "usage": { "costUsd": cost } });
    let body: Report = serde_json::from_value(body).unwrap();
    reports::receive(app, &who(), body).await.unwrap();
}

/// Three goals: one proven in September, one of October, one of today; with sessions, a merged pull request and a measure.
async fn three(app: &App) -> [GoalId; 3] {
    app.clock.advance(-Duration::days(70));
    let first = goal(app, "Cut *frame* drops", "Troy", "perf").await;
    report(app, &first, "s1", Some(1.5)).await;
    report(app, &first, "s2", None).await;
    let pull = NewArtifact {
        url: Some("https://github.com/acme/app/pull/1801".into()),
        merged_at: Some(app.clock.now()),
        ..NewArtifact::default()
    };
    evidence::add_artifact(app, &who(), first.0.clone(), pull.clone()).await.unwrap();
    let measured =
        NewMetric { name: "Drops".into(), before: Some(12.3), after: Some(1.8), improve: Some(Improve::Down), ..NewMetric::default() };
    evidence::add_metric(app, &who(), first.0.clone(), measured).await.unwrap();
    goals::change(app, &who(), first.0.clone(), GoalPatch { status: Some(GoalStatus::Proven), ..GoalPatch::default() }, None)
        .await
        .unwrap();
    app.clock.advance(Duration::days(30));
    let second = goal(app, "Crème brûlée service", "Kitchen", "perf").await;
    evidence::add_artifact(app, &who(), second.0.clone(), pull).await.unwrap();
    app.clock.advance(Duration::days(40));
    let third = goal(app, "Write docs", "Troy", "docs").await;
    let note = NewUpdate { summary: "Rewrote the pipeline chapter".into(), ..NewUpdate::default() };
    evidence::add_update(app, &who(), third.0.clone(), note).await.unwrap();
    [first, second, third]
}

fn keys(portfolio: &Portfolio) -> Vec<String> {
    portfolio.months.iter().flat_map(|month| month.goals.iter().map(|goal| goal.goal.key.clone())).collect()
}

async fn narrowed(app: &App, filter: PortfolioFilter) -> Vec<String> {
    keys(&page(app, &filter, 0).await.unwrap())
}

async fn text(app: &App, filter: PortfolioFilter, format: Format) -> Result<String> {
    document(app, filter, format).await?.pieces.try_collect().await
}

fn some(text: &str) -> Option<String> {
    Some(text.into())
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

on_each_backend! {
    async fn it_sums_up_and_groups_by_month(database: &Empty) {
        let app = database.app().await;
        three(&app).await;
        let portfolio = page(&app, &PortfolioFilter::default(), 0).await.unwrap();
        let months: Vec<(&str, usize)> = portfolio.months.iter().map(|m| (m.month.as_str(), m.goals.len())).collect();
        assert_eq!(months, [("2026-11", 1), ("2026-10", 1), ("2026-09", 1)]);
        let totals = portfolio.totals;
        assert_eq!((totals.goals, totals.proven, totals.sessions, totals.unknown_cost_sessions), (3, 1, 2, 1));
        assert_eq!((totals.spend_usd, totals.merged_pulls), (Usd::from_micros(1_500_000), 1), "a pull request of two goals is one");
        assert_eq!((portfolio.projects.as_slice(), portfolio.more), (["Kitchen".to_owned(), "Troy".to_owned()].as_slice(), 0));
        app.store.close().await;
    }

    async fn each_filter_narrows_it(database: &Empty) {
        let app = database.app().await;
        let [_, second, third] = three(&app).await;
        let all = PortfolioFilter::default;
        assert_eq!(narrowed(&app, PortfolioFilter { project: some("Troy"), ..all() }).await, ["G3", "G1"]);
        assert_eq!(narrowed(&app, PortfolioFilter { tag: some("perf"), ..all() }).await, ["G2", "G1"]);
        assert_eq!(narrowed(&app, PortfolioFilter { status: some("proven"), ..all() }).await, ["G1"]);
        assert_eq!(narrowed(&app, PortfolioFilter { goal: some("g2"), ..all() }).await, ["G2"]);
        assert_eq!(narrowed(&app, PortfolioFilter { q: some("creme BRUL"), ..all() }).await, ["G2"]);
        assert_eq!(narrowed(&app, PortfolioFilter { q: some("pipeline"), ..all() }).await, ["G3"], "the work log counts");
        assert_eq!(narrowed(&app, PortfolioFilter { q: some("pipeline"), project: some("Kitchen"), ..all() }).await, [""; 0]);
        assert_eq!(narrowed(&app, PortfolioFilter { q: some("\"'*"), ..all() }).await, [""; 0]);
        assert_eq!(narrowed(&app, PortfolioFilter { team: some("core"), ..all() }).await, [""; 0]);
        assert_eq!(narrowed(&app, PortfolioFilter { from: day("2026-11-22"), ..all() }).await, ["G3"]);
        assert_eq!(narrowed(&app, PortfolioFilter { to: day("2026-09-13"), ..all() }).await, ["G2", "G1"], "the pull request of both is of then");
        assert_eq!(narrowed(&app, PortfolioFilter { from: day("2026-09-14"), to: day("2026-11-21"), ..all() }).await, ["G2"]);
        let touched = GoalPatch { tags: Some(vec!["touched".into()]), ..GoalPatch::default() };
        goals::change(&app, &who(), second.0.clone(), touched, None).await.unwrap();
        let october = PortfolioFilter { from: day("2026-10-01"), to: day("2026-10-31"), ..all() };
        assert_eq!(narrowed(&app, october).await, ["G2"], "later activity takes nothing away");
        let wrong = [PortfolioFilter { from: day("2026-02-02"), to: day("2026-02-01"), ..all() }, PortfolioFilter { status: some("x"), ..all() }];
        for filter in wrong {
            assert_eq!(page(&app, &filter, 0).await.unwrap_err().status(), 422);
        }
        goals::archive(&app, &who(), third.0.clone()).await.unwrap();
        assert_eq!(narrowed(&app, all()).await, ["G2", "G1"]);
        assert_eq!(narrowed(&app, PortfolioFilter { status: some("archived"), ..all() }).await, ["G3"]);
        assert_eq!(narrowed(&app, PortfolioFilter { goal: some("G3"), ..all() }).await, ["G3"], "named, it is found in the archive");
        app.store.close().await;
    }

    async fn the_json_is_complete_and_versioned(database: &Empty) {
        let app = database.app().await;
        three(&app).await;
        let export: Export = serde_json::from_str(&text(&app, PortfolioFilter::default(), Format::Json).await.unwrap()).unwrap();
        assert_eq!((export.schema.as_str(), export.schema_version), ("maestro.portfolio", SCHEMA_VERSION));
        assert_eq!(export.goals.iter().map(|g| g.detail.goal.key.as_str()).collect::<Vec<_>>(), ["G3", "G2", "G1"]);
        assert_eq!(export.months.iter().map(|m| (m.month.as_str(), m.goals.len())).collect::<Vec<_>>(), [("2026-11", 1), ("2026-10", 1), ("2026-09", 1)]);
        let proven = &export.goals[2].detail;
        assert_eq!((proven.metrics[0].delta, proven.artifacts.len(), proven.sessions.len()), (Some(-10.5), 1, 2));
        let none = text(&app, PortfolioFilter { q: some("nothing"), ..PortfolioFilter::default() }, Format::Json).await.unwrap();
        assert_eq!(serde_json::from_str::<Export>(&none).unwrap().goals, []);
        app.store.close().await;
    }

    async fn the_markdown_shows_the_proof(database: &Empty) {
        let app = database.app().await;
        three(&app).await;
        let all = text(&app, PortfolioFilter::default(), Format::Markdown).await.unwrap();
        for line in ["# Portfolio", "**3 goals**, 1 proven · $1.50 in 2 sessions · 1 merged pull request", "## September 2026", "### G1 · Cut \\*frame\\* drops",
            "12.3 → 1.8 (−10.5, −85.4 %): better", "cost unknown for 1 session, which is not in the sum"] {
            assert!(all.contains(line), "{line}: {all}");
        }
        let one = text(&app, PortfolioFilter { goal: some("G1"), ..PortfolioFilter::default() }, Format::Markdown).await.unwrap();
        assert!(one.starts_with("# G1 · Cut \\*frame\\* drops\n"), "{one}");
        assert_eq!(text(&app, PortfolioFilter { goal: some("G99"), ..PortfolioFilter::default() }, Format::Markdown).await.unwrap_err().status(), 404);
        app.store.close().await;
    }

    async fn a_long_one_comes_in_pages(database: &Empty) {
        let app = database.app().await;
        for n in 0..PAGE + 3 {
            goal(&app, &format!("Goal {n}"), "Troy", "x").await;
        }
        let first = page(&app, &PortfolioFilter::default(), 0).await.unwrap();
        let second = page(&app, &PortfolioFilter::default(), 1).await.unwrap();
        assert_eq!((keys(&first).len() as u64, first.more, keys(&second).len(), second.more, first.totals.goals), (PAGE, 3, 3, 0, 53));
        app.store.close().await;
    }

    async fn search_finds_what_features_write(database: &Empty) {
        let app = database.app().await;
        let [first, ..] = three(&app).await;
        let hits = search::search(&app, "frame dro", 10).await.unwrap();
        assert_eq!((hits[0].kind.as_str(), hits[0].id.as_str(), hits[0].url.as_str()), ("goal", first.as_str(), "/goals/G1"));
        let hits = search::search(&app, "chapter", 10).await.unwrap();
        assert_eq!((hits[0].kind.as_str(), hits[0].snippet.contains("⟦chapter⟧"), hits[0].archived), ("update", true, false));
        goals::archive(&app, &who(), "G3".into()).await.unwrap();
        assert!(search::search(&app, "chapter", 10).await.unwrap()[0].archived);
        assert_eq!(search::search(&app, " ", 10).await.unwrap(), []);
        app.store.close().await;
    }
}

#[test]
fn pdf_is_told_apart_from_nonsense() {
    assert_eq!(Format::parse("pdf").unwrap_err().status(), 501);
    assert_eq!(Format::parse("docx").unwrap_err().status(), 422);
}
