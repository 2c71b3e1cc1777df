//! The schema, step by step: from nothing, back and forth with rows, and from any older version.

use crate::backends::on_each_backend;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use std::collections::BTreeMap;

/// Rows for the tables that each step adds, one entry a step. A new step needs an entry here.
const ROWS: [&str; 16] = [
    "INSERT INTO people VALUES ('p1', 'Ada', 'ada@example.org', 1);
     INSERT INTO signin_codes VALUES ('h1', 'p1', 1, 2, NULL);
     INSERT INTO logins VALUES ('h2', 'p1', 'a browser', 1, 2);
     INSERT INTO tokens (id, name, hash, prefix, scope, created_at, expires_at, last_used_at, revoked_at) VALUES ('t1', 'ci', 'h3', 'mst_ab', 'report', 1, NULL, NULL, NULL);
     INSERT INTO settings VALUES ('theme', 'dark');
     INSERT INTO secrets VALUES ('github', 'sealed', 'f00d', 1);",
    "INSERT INTO goals VALUES ('g1', 1, 'Faster start', NULL, 'proven', 'high', '2026-12-01', '[\"speed\"]', 'app', NULL, 'p1', NULL, NULL,
        NULL, '[]', NULL, 1500000, FALSE, 1, 2, 3, NULL, 1);
     INSERT INTO goal_status_changes VALUES ('c1', 'g1', 'measuring', 'proven', 'Ada', 3);
     INSERT INTO goal_contexts VALUES ('x1', 'g1', 1, '# Context', 'Ada', 2);
     INSERT INTO tasks (id, number, goal_id, title, details, complexity, status, estimate_minutes, created_at, updated_at, started_at, finished_at, removed_at, version)
        VALUES ('k1', 1, 'g1', 'Measure', NULL, 'simple', 'done', 30, 1, 2, 1, 2, NULL, 1);
     INSERT INTO tasks (id, number, goal_id, title, details, complexity, status, estimate_minutes, created_at, updated_at, started_at, finished_at, removed_at, version)
        VALUES ('k2', 2, 'g1', 'Mend', NULL, 'complex', 'todo', NULL, 1, 2, NULL, NULL, NULL, 1);
     INSERT INTO task_dependencies VALUES ('k2', 'k1');",
    "INSERT INTO sessions VALUES ('s1', 1, 'g1', 'k1', 'ext', 'claude-code', 'm', 'succeeded', 'did it', NULL, 1, 2, 3, 4, 5, 'reported', 1, 2, 1, 2);
     INSERT INTO reports VALUES ('r1', 'print', '{}', 'assigned', 'id', NULL, '{}', 'g1', 1);
     INSERT INTO updates VALUES ('u1', 'g1', 'k1', 's1', 'agent', 'claude-code', 'did it', NULL, 'done', 1);
     INSERT INTO artifacts (id, kind, title, url, fetch_attempts, created_at, updated_at) VALUES ('a1', 'pr', 'PR', 'https://example.org/1', 0, 1, 1);
     INSERT INTO artifact_links VALUES ('a1', 'g1', NULL, 's1', 'reported', 1, NULL);
     INSERT INTO metrics VALUES ('m1', 'g1', 'Start', 12.3, 1.8, 's', 'down', 'manual', NULL, 1, 1, NULL);
     INSERT INTO narratives VALUES ('n1', 'g1', 'review', 'Done.', 'Done.', 'builtin', NULL, '[]', '[]', 0, FALSE, NULL, 1, 1);",
    "INSERT INTO events (at, kind, actor, origin, goal_id, summary) VALUES (1, 'goal.created', 'Ada', 'browser', 'g1', 'made a goal');
     INSERT INTO idempotent_answers VALUES ('Ada', 'once', 'h', 201, '[]', '{}', 1);",
    "INSERT INTO connections VALUES ('n1', 'github', 'https://api.example.org', NULL, NULL, 'ok', NULL, NULL, NULL, 1);
     INSERT INTO http_cache VALUES ('n1', 'https://api.example.org/x', 'tag', '{}', 1);
     INSERT INTO webhook_deliveries VALUES ('d1', 1);
     INSERT INTO external_ids VALUES ('darvis', 'goal', '7', 'g1');",
    "INSERT INTO search_docs (kind, record_id, goal_id, key, title, body) VALUES ('goal', 'g1', 'g1', 'G1', 'Faster start', 'render pipeline');",
    "INSERT INTO usage_entries (id, session_id, added_micros, at) VALUES ('e1', 's1', 421300, 1);",
    "",
    "INSERT INTO repositories VALUES ('q1', '/srv/app', 'main', 1);
     INSERT INTO dispatches (session_id, repo, prompt, auto_approve, priority, automatic, run, failures, denials, unchanged)
        VALUES ('s1', '/srv/app', 'Do it', 'none', 0, FALSE, 1, 0, 0, 0);
     INSERT INTO session_runs VALUES ('s1', 1, 'Do it', 7, 0, 421300, 1, 2);
     INSERT INTO approvals VALUES ('v1', 's1', 1, 'r1', '{}', 'allowed', 'goal', NULL, NULL, 'Ada', 1, 2, 3);
     INSERT INTO permissions VALUES ('w1', 'g1', 'v1', '{}', 2);",
    "",
    "INSERT INTO metric_sources (id, goal_id, name, kind, endpoint, query, before_seconds, after_seconds, step_seconds, improve, options,
        status, failures, due_at, read_at, covered_to, created_at, updated_at)
        VALUES ('o1', 'g1', 'Frame drops', 'prometheus', 'https://p.example', 'x', 604800, 604800, 3600, 'down', '{}', 'ok', 0, 5, 4, 3, 1, 2);
     INSERT INTO sample_chunks VALUES ('o1', 0, 1, 2, 2, 3, '');
     INSERT INTO experiment_results VALUES ('o1', 4, '{}');
     INSERT INTO hypotheses VALUES ('y1', 'g1', 'o1', 'down', 5.0, TRUE, 604800, 604800, NULL, 'Ada', 1, NULL);
     INSERT INTO assessments (id, goal_id, source_id, version, grade, provisional, starts_at, ends_at, data_to, news, body, frozen, created_at)
        VALUES ('z1', 'g1', 'o1', 1, 'medium', TRUE, 1, 2, 3, 'first look', '{\"effect\":-0.48,\"improved\":true,\"observed\":[[1,2]],\"p\":0.01}', '', 4);
     INSERT INTO confounders VALUES ('f1', 'g1', 'pr:a1', 'merge', 'PR', 1, 2, NULL, NULL, NULL, 'Ada', 3);
     INSERT INTO announcements VALUES ('a1', 'o1', NULL, 1, 2, 'Annotation added');",
    "INSERT INTO jira_keepings VALUES ('n2', TRUE, 15, 1, 2, 2, 3, 0, NULL);
     INSERT INTO jira_issues VALUES ('g1', 'n2', 'https://acme.example', '10002', 'ABC-1', 'ABC-7', 'Slow.', 'Faster start', 'measuring', NULL, NULL, 'sent', '7', NULL, 1, NULL, 1);",
    "",
    "INSERT INTO session_models VALUES ('s1', 1, 'claude-opus-5-5', 1, 2, 3, 4, 421300, FALSE);",
    "INSERT INTO assessment_words VALUES ('u1', 'z1', 'g1', 'It fell.', 'It fell.', 'anthropic x', 421, '[]', '[]', 'Ada', 5);",
    "",
];

on_each_backend! {
    /// Every table of the newest version gets rows above, else the tests below say little.
    async fn every_table_has_rows(database: &Empty) {
        let db = database.connect().await;
        Migrator::up(&db, None).await.unwrap();
        fill(&db, 0..ROWS.len()).await;
        let empty: Vec<String> = counts(&db).await.into_iter().filter(|(_, count)| *count == 0).map(|(table, _)| table).collect();
        assert!(empty.is_empty(), "add rows for {empty:?} to ROWS");
    }

    async fn an_empty_database_goes_up_and_down_and_up(database: &Empty) {
        let db = database.connect().await;
        Migrator::up(&db, None).await.unwrap();
        let newest = counts(&db).await;
        Migrator::down(&db, None).await.unwrap();
        assert_eq!(counts(&db).await, BTreeMap::new(), "a step down left tables behind");
        Migrator::up(&db, None).await.unwrap();
        assert_eq!(counts(&db).await, newest);
        Migrator::up(&db, None).await.unwrap();
        assert_eq!(counts(&db).await, newest, "going up twice is going up once");
    }

    /// A step down takes only what its step up brought.
    async fn steps_down_and_up_keep_the_rows_of_older_steps(database: &Empty) {
        let db = database.connect().await;
        Migrator::up(&db, None).await.unwrap();
        fill(&db, 0..ROWS.len()).await;
        for left in (0..ROWS.len()).rev() {
            let before = counts(&db).await;
            Migrator::down(&db, Some(1)).await.unwrap();
            let after = counts(&db).await;
            assert!(after.iter().all(|(table, count)| before.get(table) == Some(count)), "step {} down: {before:?} became {after:?}", left + 1);
        }
        for step in 0..ROWS.len() {
            Migrator::up(&db, Some(1)).await.unwrap();
            fill(&db, step..step + 1).await;
        }
        assert!(counts(&db).await.values().all(|count| *count > 0));
    }

    async fn a_filled_older_version_comes_up_with_its_rows(database: &Empty) {
        for version in 1..=ROWS.len() {
            let db = database.connect().await;
            Migrator::up(&db, Some(u32::try_from(version).unwrap())).await.unwrap();
            fill(&db, 0..version).await;
            let before = counts(&db).await;
            Migrator::up(&db, None).await.unwrap();
            let after = counts(&db).await;
            assert!(before.iter().all(|(table, count)| after.get(table) == Some(count)), "from version {version}: {before:?} became {after:?}");
            let title = "SELECT name FROM people WHERE id = 'p1'";
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), title)).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "Ada");
            Migrator::down(&db, None).await.unwrap();
        }
    }

    async fn what_sessions_told_has_the_name_of_the_interface(database: &Empty) {
        let db = database.connect().await;
        Migrator::up(&db, Some(15)).await.unwrap();
        db.execute_unprepared("INSERT INTO events (at, kind, actor, origin, summary) VALUES (7, 'session.progress', 'a', 'system', 'x')").await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        let kinds = Statement::from_string(db.get_database_backend(), "SELECT kind FROM events");
        assert_eq!(db.query_one_raw(kinds).await.unwrap().unwrap().try_get_by_index::<String>(0).unwrap(), "session.output");
    }

    /// What failed before the step that keeps it is known by its event.
    async fn since_when_a_source_fails_is_taken_from_the_log(database: &Empty) {
        let db = database.connect().await;
        Migrator::up(&db, Some(12)).await.unwrap();
        fill(&db, 0..12).await;
        let log = "UPDATE metric_sources SET status = 'failing';
            INSERT INTO events (at, kind, actor, origin, subject_id, summary) VALUES (7, 'metric-source.failing', 'metrics', 'system', 'o1', 'x');
            INSERT INTO events (at, kind, actor, origin, subject_id, summary) VALUES (8, 'metric-source.ok', 'metrics', 'system', 'o1', 'x');
            INSERT INTO events (at, kind, actor, origin, subject_id, summary) VALUES (9, 'metric-source.failing', 'metrics', 'system', 'o1', 'x');";
        db.execute_unprepared(log).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        let since = Statement::from_string(db.get_database_backend(), "SELECT failing_since FROM metric_sources");
        assert_eq!(db.query_one_raw(since).await.unwrap().unwrap().try_get_by_index::<Option<i64>>(0).unwrap(), Some(9));
    }

    /// The store opens an older version by bringing it up to date.
    async fn the_store_brings_an_older_version_up_to_date(database: &Empty) {
        let db = database.connect().await;
        Migrator::up(&db, Some(1)).await.unwrap();
        fill(&db, 0..1).await;
        db.close().await.unwrap();
        let store = maestro::server::db::MaestroStore::open(&database.url).await.unwrap();
        store.close().await;
        let db = database.connect().await;
        let pending = Migrator::get_pending_migrations(&db).await.unwrap();
        assert!(pending.is_empty(), "{} steps are still to do", pending.len());
        assert_eq!(counts(&db).await["people"], 1);
    }
}

on_each_backend! {
    /// What lists quote of an assessment is there for those that were made before it was kept apart, without their curves.
    async fn older_assessments_are_quoted_too(database: &Empty) {
        let db = database.connect().await;
        let before = Migrator::migrations().iter().position(|step| step.name().ends_with("_quoting")).unwrap();
        Migrator::up(&db, Some(u32::try_from(before).unwrap())).await.unwrap();
        fill(&db, 0..before).await;
        Migrator::up(&db, None).await.unwrap();
        let sql = "SELECT told, effect, improved FROM assessments WHERE id = 'z1'";
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
        let told: serde_json::Value = serde_json::from_str(&row.try_get::<String>("", "told").unwrap()).unwrap();
        assert_eq!(told, serde_json::json!({"effect": -0.48, "improved": true, "p": 0.01}));
        assert_eq!((row.try_get::<Option<f64>>("", "effect").unwrap(), row.try_get::<Option<bool>>("", "improved").unwrap()), (Some(-0.48), Some(true)));
        db.execute_unprepared("INSERT INTO usage_entries (id, added_micros, at) VALUES ('e2', 324, 1)").await.unwrap();
        Migrator::down(&db, Some(u32::try_from(ROWS.len() - before).unwrap())).await.unwrap();
        assert_eq!(counts(&db).await["usage_entries"], 1, "what no session has goes with the step");
    }
}

#[test]
fn each_step_has_rows() {
    assert_eq!(Migrator::migrations().len(), ROWS.len(), "a new step needs an entry in ROWS");
}

async fn fill(db: &DatabaseConnection, steps: std::ops::Range<usize>) {
    for sql in &ROWS[steps] {
        db.execute_unprepared(sql).await.unwrap();
    }
}

/// How many rows each of our tables has.
async fn counts(db: &DatabaseConnection) -> BTreeMap<String, i64> {
    let tables = match db.get_database_backend() {
        // The index of FTS5 keeps tables of its own.
        DatabaseBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search_words%' AND name <> 'seaql_migrations'"
        }
        _ => "SELECT table_name::TEXT FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'seaql_migrations'",
    };
    let statement = |sql: &str| Statement::from_string(db.get_database_backend(), sql);
    let mut found = BTreeMap::new();
    for row in db.query_all_raw(statement(tables)).await.unwrap() {
        let table: String = row.try_get_by_index(0).unwrap();
        let count = db.query_one_raw(statement(&format!("SELECT count(*) FROM {table}"))).await.unwrap().unwrap();
        found.insert(table, count.try_get_by_index(0).unwrap());
    }
    found
}
