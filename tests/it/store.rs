//! What the store promises, on both databases.

use crate::backends::on_each_backend;
use chrono::{DateTime, TimeZone, Utc};
use futures::future::join_all;
use maestro::{
    domain::{Error, Result, id::Keyed},
    server::{
        auth::Caller,
        db::{Change, MaestroStore, Tx},
        search::{self, Doc, Kind, Query},
    },
};
use sea_orm::{ConnectionTrait, Statement};

on_each_backend! {
    async fn a_hundred_writers_at_once_get_a_hundred_numbers(database: &Empty) {
        let store = MaestroStore::open(&database.url).await.unwrap();
        let mut listener = store.listen();
        let mut numbers: Vec<i64> = join_all((0..100).map(|_| number(&store))).await.into_iter().map(Result::unwrap).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=100).collect::<Vec<i64>>());
        for seq in 1..=100 {
            assert_eq!(listener.try_recv().unwrap().seq, seq, "what is heard comes in the order of the log");
        }
        assert_eq!(count(&store, "events").await, 100);
        store.close().await;
    }

    async fn an_error_undoes_its_own_work_and_no_other(database: &Empty) {
        let store = MaestroStore::open(&database.url).await.unwrap();
        let somebody = caller();
        let refused = store.write(&somebody, now(), async |tx| {
            record(tx).await?;
            Err::<(), _>(Error::conflict("not so"))
        });
        let (before, refused, after) = futures::join!(number(&store), refused, number(&store));
        assert_eq!(refused, Err(Error::conflict("not so")));
        assert!(before.is_ok() && after.is_ok());
        assert_eq!(count(&store, "events").await, 2);
        store.close().await;
    }

    async fn an_error_of_the_database_undoes_its_own_work_and_no_other(database: &Empty) {
        let store = MaestroStore::open(&database.url).await.unwrap();
        let somebody = caller();
        let broken = store.write(&somebody, now(), async |tx| {
            record(tx).await?;
            tx.db().execute_unprepared("INSERT INTO goal_contexts VALUES ('x', 'no such goal', 1, '', '', 1)").await?;
            Ok(())
        });
        let (before, broken, after) = futures::join!(number(&store), broken, number(&store));
        assert!(matches!(broken, Err(Error::Conflict { .. })), "{broken:?}");
        assert!(before.is_ok() && after.is_ok());
        assert_eq!(count(&store, "events").await, 2);
        store.close().await;
    }

    async fn a_panic_is_heard_of_and_the_writer_goes_on(database: &Empty) {
        let store = MaestroStore::open(&database.url).await.unwrap();
        let panicked: Result<()> = store.write(&caller(), now(), async |tx| {
            record(tx).await?;
            panic!("a test")
        }).await;
        assert!(panicked.is_err());
        assert_eq!(number(&store).await, Ok(1));
        assert_eq!(count(&store, "events").await, 1);
        store.close().await;
    }

    /// A caller that hangs up does not leave half of its work behind.
    async fn a_write_runs_to_its_end_when_its_caller_goes_away(database: &Empty) {
        let store = MaestroStore::open(&database.url).await.unwrap();
        let mut write = Box::pin(number(&store));
        assert!(futures::poll!(write.as_mut()).is_pending());
        drop(write);
        assert_eq!(number(&store).await, Ok(2));
        assert_eq!(count(&store, "events").await, 2);
        store.close().await;
    }

    async fn readers_cannot_write(database: &Empty) {
        let store = MaestroStore::open(&database.url).await.unwrap();
        let written = store.reader().execute_unprepared("INSERT INTO settings VALUES ('a', 'b')").await;
        assert!(written.is_err(), "all writing goes through the one writer");
        store.close().await;
    }

    async fn what_was_written_is_there_after_a_restart(database: &Empty) {
        let store = MaestroStore::open(&database.url).await.unwrap();
        number(&store).await.unwrap();
        store.close().await;
        let store = MaestroStore::open(&database.url).await.unwrap();
        assert_eq!(count(&store, "events").await, 1);
        assert_eq!(number(&store).await, Ok(2));
        store.close().await;
    }

    async fn both_databases_find_the_same_words(database: &Empty) {
        let store = MaestroStore::open(&database.url).await.unwrap();
        store.write(&caller(), now(), async |tx| {
            let doc = |record_id, key, title, body| Doc { kind: Kind::Goal, record_id, goal_id: None, key, title, body };
            search::put(tx.db(), doc("a", Some("G12"), "Render faster", "")).await?;
            search::put(tx.db(), doc("b", Some("G120"), "Log", "the café's render pipeline, 12.3 frame-drops, https://github.com/acme/app")).await
        }).await.unwrap();
        let cases: [(&str, &[&str]); 7] =
            [("g12", &["a", "b"]), ("rend", &["a", "b"]), ("CAFE pip", &["b"]), ("frame drops", &["b"]), ("acme", &["b"]), ("12.3", &["b"]), ("renderer", &[])];
        for (words, expected) in cases {
            let query = Query::parse(words).unwrap();
            let found: Vec<String> = search::find(store.reader(), &query, (0, 20)).await.unwrap().into_iter().map(|hit| hit.id).collect();
            assert_eq!(found, expected, "{words}");
        }
        store.close().await;
    }
}

fn caller() -> Caller {
    Caller::system("test")
}

fn now() -> DateTime<Utc> {
    Utc.timestamp_millis_opt(1_763_800_000_000).unwrap()
}

/// Takes a number and logs it, in one transaction.
async fn number(store: &MaestroStore) -> Result<i64> {
    store
        .write(&caller(), now(), async |tx| {
            record(tx).await?;
            tx.next_number(Keyed::Goal).await
        })
        .await
}

async fn record(tx: &mut Tx) -> Result<()> {
    tx.record(Change { kind: "goal.created", summary: "a test".into(), ..Change::default() }).await
}

async fn count(store: &MaestroStore, table: &str) -> i64 {
    let db = store.reader();
    let statement = Statement::from_string(db.get_database_backend(), format!("SELECT count(*) FROM {table}"));
    db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}
