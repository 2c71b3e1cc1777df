//! A database of the original Darvis Maestro comes in whole, and only once.

use crate::backends::{Empty, on_each_backend};
use chrono::{DateTime, Utc};
use maestro::{
    domain::{
        Error,
        artifact::{Ci, PullState},
        goal::{GoalFilter, GoalStatus},
        narrative::Tone,
    },
    server::{
        App,
        auth::Caller,
        db::sqlite::{Connection, Use, plain},
        goals,
        import::darvis::{Added, Oddity, Summary, import},
    },
};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use std::path::Path;

const ORIGINAL: &str = include_str!("../fixtures/darvis/original.sql");
const OLDER: &str = include_str!("../fixtures/darvis/older.sql");

/// Writes a database of the original; it stays open, as in the original's own process, until it is dropped.
async fn original(file: &Path, sql: &str) -> DatabaseConnection {
    std::fs::File::options().append(true).create(true).open(file).unwrap();
    let db = plain(Connection::open(file, Use::AsItIs).unwrap()).await.unwrap();
    db.execute_unprepared("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;").await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db
}

async fn run(app: &App, file: &Path) -> Summary {
    import(app, &Caller::system("test"), file, &mut |_| ()).await.unwrap()
}

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

fn odd(summary: &Summary) -> Vec<String> {
    let line = |o: &Oddity| {
        let row = o.row.map_or_else(|| "-".into(), |row| row.to_string());
        format!("{} {row} {}: {}", o.table, o.id.as_deref().unwrap_or("-"), o.detail)
    };
    summary.oddities.iter().map(line).collect()
}

on_each_backend! {
    async fn every_column_of_the_original_arrives(database: &Empty) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("maestro.db");
        original(&file, ORIGINAL).await.close().await.unwrap();
        let app = database.app().await;
        let summary = run(&app, &file).await;
        assert_eq!(summary.goals, Added { added: 6, known: 0 });
        assert_eq!(summary.updates, Added { added: 3, known: 0 });
        assert_eq!(summary.artifacts, Added { added: 5, known: 0 });
        assert_eq!(summary.metrics, Added { added: 2, known: 0 });

        let goal = goals::detail(app.store.reader(), "G1", app.clock.now()).await.unwrap();
        assert_eq!((goal.goal.title.as_str(), goal.goal.status), ("Troy BDC performance", GoalStatus::InProgress));
        assert_eq!(goal.goal.description.as_deref(), Some("Frames drop while scrolling."));
        assert_eq!(goal.goal.tags, ["perf", "client"]);
        assert_eq!(goal.goal.jira_url.as_deref(), Some("https://acme.atlassian.net/browse/TROY-12"));
        assert_eq!((goal.outcomes.as_slice(), goal.outcome_notes.as_deref()), (["team_adoption".to_owned()].as_slice(), Some("Two teams use it.")));
        assert_eq!((goal.goal.created_at, goal.goal.updated_at), (at("2026-02-01T09:00:00.123Z"), at("2026-02-18T14:03:00.500Z")));
        assert_eq!((goal.spend.cost_usd.micros(), goal.spend.unattributed_usd.micros()), (47_250_000, 47_250_000));
        assert_eq!((goal.narratives[0].tone, goal.narratives[0].engine.as_str()), (Tone::Client, "imported"));
        assert_eq!(goal.narratives[0].markdown, "Frame drops fell from 12.3 to 1.8 per second and saved 99 hours *(not in the records)*.");
        assert_eq!(goal.narratives[0].unverified, 1, "its figures are looked up like all others");

        let log: Vec<_> = goal.updates.iter().map(|u| (u.source.as_str(), u.agent_name.as_deref(), u.summary.as_str(), u.details.as_deref())).collect();
        assert_eq!(log, [("agent", Some("claude-code"), "Batched the draws", Some("**1801**")), ("manual", None, "Kicked off", None)]);
        assert_eq!(goal.updates[1].created_at, at("2026-02-01T09:05:00Z"));

        let pull = goal.artifacts.iter().find(|a| a.number == Some(1801)).unwrap();
        assert_eq!((pull.title.as_str(), pull.repo.as_deref(), pull.url.as_deref()), ("Batch draws", Some("acme/app"), Some("https://github.com/acme/app/pull/1801")));
        assert_eq!((pull.details.files_changed, pull.details.lines_added, pull.details.lines_removed), (Some(5), Some(120), Some(30)));
        assert_eq!((pull.details.merged_at, pull.details.state, pull.details.ci), (Some(at("2026-02-12T10:00:00Z")), Some(PullState::Merged), Some(Ci::Pass)));

        let metric = &goal.metrics[0];
        assert_eq!((metric.name.as_str(), metric.before, metric.after, metric.unit.as_deref(), metric.source.as_str()), ("Frame drops", 12.3, Some(1.8), Some("per second"), "manual"));
        assert_eq!(metric.measured_at, Some(at("2026-02-17T00:00:00Z")));
        app.store.close().await;
    }

    async fn what_is_odd_is_told_by_row_and_the_rest_comes_in(database: &Empty) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("maestro.db");
        original(&file, ORIGINAL).await.close().await.unwrap();
        let app = database.app().await;
        let summary = run(&app, &file).await;
        insta::allow_duplicates! { insta::assert_snapshot!(odd(&summary).join("\n"), @r#"
            goals 2 g-2: has no title: called "Untitled goal"
            goals 3 g-3: jira_url is not a web address: kept in the description
            goals 3 g-3: status is `blocked`: taken as planning
            goals 3 g-3: tags is no JSON list (`["perf", client`): read as words between commas
            goals 3 g-3: outcome_tags is no JSON list (`team_adoption, my own`): read as words between commas
            goals 3 g-3: total_spend is no number (`a lot`): left out
            goals 3 g-3: updated_at is no time (`yesterday`): left out
            goals 5 -: has no id; known by its row number from now on
            goals 5 -: has no time of creation: taken as created now
            goals 5 -: narrative_tone is `poem`: taken as review
            goals 5 -: total_spend is -3: left out
            goals 6 g-6: title has bytes that are no text: shown as �
            updates 3 u-3: source is `robot`: taken as manual
            updates 3 u-3: has no summary
            artifacts 4 a-4: type is `video`: taken as a link
            artifacts 4 a-4: has no title: called "javascript:alert(1)"
            artifacts 4 a-4: ci_status is `maybe`: left out
            artifacts 4 a-4: url is not a web address: left out
            artifacts 4 a-4: files_changed is -5: left out
            artifacts 4 a-4: lines_added is 1.5: left out
            artifacts 4 a-4: lines_removed is no number (`many`): left out
            artifacts 4 a-4: merged_at is no time (`soon`): left out
            metrics 2 m-2: has no name: called "Unnamed metric"
            metrics 2 m-2: after_val is no number (`unknown`): left out
            metrics 3 m-3: has no value before: not imported
            updates 4 u-4: belongs to goal `deleted`, which is not in the file: not imported
            artifacts 6 a-6: belongs to no goal: not imported
        "#) };
        let archived = GoalFilter { status: Some("archived".into()), ..GoalFilter::default() };
        let archive = goals::list(app.store.reader(), &archived, 50, None).await.unwrap();
        assert_eq!(archive.items.iter().map(|g| g.goal.title.as_str()).collect::<Vec<_>>(), ["Old idea"]);
        app.store.close().await;
    }

    async fn a_second_run_adds_only_what_is_new(database: &Empty) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("maestro.db");
        let db = original(&file, ORIGINAL).await;
        let app = database.app().await;
        run(&app, &file).await;
        let again = run(&app, &file).await;
        assert_eq!((again.goals, again.updates, again.artifacts, again.metrics), (known(6), known(3), known(5), known(2)));

        let later = "INSERT INTO updates (id, goal_id, source, summary, created_at) VALUES ('u-9', 'g-1', 'manual', 'Later', '2026-03-01T00:00:00.000Z')";
        db.execute_unprepared(later).await.unwrap();
        let third = run(&app, &file).await;
        assert_eq!((third.goals, third.updates), (known(6), Added { added: 1, known: 3 }));
        let goal = goals::detail(app.store.reader(), "G1", app.clock.now()).await.unwrap();
        assert_eq!((goal.updates.len(), goal.goal.updated_at), (3, at("2026-03-01T00:00:00Z")));
        app.store.close().await;
    }

    async fn a_file_of_an_older_version_comes_in(database: &Empty) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old one?.db");
        std::fs::write(&file, "").unwrap();
        let plain = folder.path().join("plain.db");
        original(&plain, OLDER).await.close().await.unwrap();
        std::fs::rename(&plain, &file).unwrap();
        let app = database.app().await;
        let summary = run(&app, &file).await;
        assert_eq!(summary.goals, Added { added: 1, known: 0 });
        insta::allow_duplicates! { insta::assert_snapshot!(odd(&summary).join("\n"), @r"
            goals - -: the column `jira_url` is missing: the file is of an older version
            goals - -: the column `outcome_tags` is missing: the file is of an older version
            goals - -: the column `outcome_notes` is missing: the file is of an older version
            goals - -: the column `narrative` is missing: the file is of an older version
            goals - -: the column `narrative_tone` is missing: the file is of an older version
            goals - -: the column `total_spend` is missing: the file is of an older version
            artifacts - -: the column `merged_at` is missing: the file is of an older version
            artifacts - -: the column `ci_status` is missing: the file is of an older version
            artifacts - -: the column `files_changed` is missing: the file is of an older version
            artifacts - -: the column `lines_added` is missing: the file is of an older version
            artifacts - -: the column `lines_removed` is missing: the file is of an older version
            metrics - -: the table is missing: the file is of an older version
        ") };
        app.store.close().await;
    }
}

fn known(known: u64) -> Added {
    Added { added: 0, known }
}

#[tokio::test]
async fn a_file_that_is_open_elsewhere_comes_in_with_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("maestro.db");
    let open = original(&file, ORIGINAL).await;
    assert!(folder.path().join("maestro.db-wal").metadata().unwrap().len() > 0, "the rows are still in the log");
    let before = std::fs::read(&file).unwrap();
    let ours = Empty::sqlite();
    let app = ours.app().await;
    assert_eq!(run(&app, &file).await.goals.added, 6);
    assert_eq!(std::fs::read(&file).unwrap(), before, "the original is only read");
    open.close().await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_such_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ours = Empty::sqlite();
    let app = ours.app().await;
    let (missing, text, other) = (folder.path().join("missing.db"), folder.path().join("text.db"), folder.path().join("other.db"));
    std::fs::write(&text, "not a database, but long enough to look like one".repeat(100)).unwrap();
    original(&other, "CREATE TABLE recipes (id TEXT)").await.close().await.unwrap();
    for (file, why) in [(&missing, "no such file"), (&text, "not a database"), (&other, "no table `goals`")] {
        let error = import(&app, &Caller::system("test"), file, &mut |_| ()).await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }) && error.to_string().contains(why), "{error}");
    }
}
