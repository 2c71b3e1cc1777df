//! Data folders with much in them.

use maestro::{
    domain::goal::{GoalStatus, NewGoal},
    server::{
        App,
        auth::Caller,
        clock::Clock,
        config::Config,
        goals,
        search::{self, Doc, Kind},
    },
};
use sea_orm::{ConnectionTrait, Statement};
use tempfile::TempDir;

/// The database in a data folder.
pub const FILE: &str = "maestro.db";

const WORDS: [&str; 40] = [
    "render",
    "pipeline",
    "latency",
    "frame",
    "cache",
    "login",
    "retry",
    "queue",
    "budget",
    "token",
    "search",
    "index",
    "upload",
    "image",
    "payment",
    "invoice",
    "export",
    "import",
    "session",
    "worker",
    "metric",
    "chart",
    "board",
    "mobile",
    "offline",
    "sync",
    "merge",
    "conflict",
    "review",
    "deploy",
    "rollback",
    "alert",
    "trace",
    "parser",
    "schema",
    "migration",
    "backup",
    "restore",
    "locale",
    "theme",
];

/// A folder with that many goals, spread over the columns of the board.
pub async fn goals(count: usize) -> TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let app = open(&folder).await;
    let who = Caller::system("bench");
    let numbers: Vec<usize> = (0..count).collect();
    for some in numbers.chunks(64) {
        let made = some.iter().map(|number| {
            let new = NewGoal {
                title: sentence(*number),
                status: Some(GoalStatus::ALL[number % 4]),
                tags: vec![WORDS[number % 7].to_owned()],
                project: Some(format!("project {}", number % 5)),
                ..NewGoal::default()
            };
            goals::create(&app, &who, new)
        });
        futures::future::try_join_all(made).await.unwrap();
    }
    app.store.close().await;
    folder
}

/// A folder with a hundred goals and that many entries in their work logs.
pub async fn entries(count: usize) -> TempDir {
    let folder = goals(100).await;
    let app = open(&folder).await;
    let who = Caller::system("bench");
    let ids = goal_ids(&app).await;
    for start in (0..count).step_by(2_000) {
        let ids = ids.clone();
        let some = async move |tx: &mut maestro::server::db::Tx| {
            for number in start..(start + 2_000).min(count) {
                let (id, goal, text) = (format!("bench-{number}"), &ids[number % ids.len()], sentence(number));
                let row = "INSERT INTO updates (id, goal_id, source, summary, created_at) VALUES";
                tx.db().execute_unprepared(&format!("{row} ('{id}', '{goal}', 'agent', '{text}', {number})")).await?;
                let doc = Doc { kind: Kind::Update, record_id: &id, goal_id: Some(goal), key: None, title: &text, body: &text };
                search::put(tx.db(), doc).await?;
            }
            Ok(())
        };
        app.store.write(&who, app.clock.now(), some).await.unwrap();
    }
    app.store.close().await;
    folder
}

/// Two words that occur together in some of the entries.
pub fn query(number: usize) -> String {
    let text = sentence(number * 7);
    text.split(' ').skip(1).take(2).collect::<Vec<_>>().join(" ")
}

/// Ten words, always the same for the same number.
fn sentence(number: usize) -> String {
    let mut state = number as u64 + 1;
    let mut words = vec![format!("w{}", number % 1000)];
    for _ in 0..9 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words.push(WORDS[(state >> 33) as usize % WORDS.len()].to_owned());
    }
    words.join(" ")
}

/// Maestro's inside, on this folder.
pub async fn open(folder: &TempDir) -> App {
    App::open(Config::for_data_dir(folder.path().to_owned()), Clock::system()).await.unwrap()
}

async fn goal_ids(app: &App) -> Vec<String> {
    let db = app.store.reader();
    let statement = Statement::from_string(db.get_database_backend(), "SELECT id FROM goals");
    db.query_all_raw(statement).await.unwrap().into_iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}
