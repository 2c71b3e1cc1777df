use super::*;
use crate::server::{
    auth::Caller,
    clock::Clock,
    db::{MaestroStore, Reader},
};

async fn store(dir: &tempfile::TempDir) -> MaestroStore {
    MaestroStore::open(&crate::server::db::sqlite_url(&dir.path().join("maestro.db"))).await.unwrap()
}

async fn add(store: &MaestroStore, kind: Kind, id: &'static str, key: Option<&'static str>, title: &'static str, body: &'static str) {
    let now = Clock::system().now();
    let doc = Doc { kind, record_id: id, goal_id: None, key, title, body };
    store.write(&Caller::system("test"), now, async move |tx| put(tx.db(), doc).await).await.unwrap();
}

async fn found(db: &Reader, q: &str) -> Vec<String> {
    let Some(query) = Query::parse(q) else { return Vec::new() };
    find(db, &query, (0, 20)).await.unwrap().into_iter().map(|hit| hit.id).collect()
}

#[tokio::test]
async fn titles_and_keys_rank_before_bodies() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir).await;
    add(&store, Kind::Update, "u1", None, "Log", "the café's render pipeline, and G12").await;
    add(&store, Kind::Goal, "g1", Some("G12"), "Render faster", "").await;
    add(&store, Kind::Goal, "g2", Some("G120"), "Something else", "12.3 frame-drops, see https://github.com/acme/app").await;

    assert_eq!(found(store.reader(), "g12").await, ["g1", "g2", "u1"], "the exact key first");
    assert_eq!(found(store.reader(), "rend").await, ["g1", "u1"]);
    assert_eq!(found(store.reader(), "CAFÉ pip").await, ["u1"]);
    assert_eq!(found(store.reader(), "frame drops").await, ["g2"]);
    assert_eq!(found(store.reader(), "acme").await, ["g2"]);
    assert_eq!(found(store.reader(), "12.3").await, ["g2"]);
    assert_eq!(found(store.reader(), "renderer").await, [""; 0]);
}

#[tokio::test]
async fn any_input_is_safe() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir).await;
    add(&store, Kind::Goal, "g1", Some("G1"), "A goal", "of words").await;
    for q in ["\"", "a OR", "NEAR(", "title:goal", "-goal", "goal*", "{a b}", "^goal", "'; drop table goals; --", "a\0b", "(((", "％", "🦀"]
    {
        found(store.reader(), q).await;
    }
    assert_eq!(found(store.reader(), "goal*").await, ["g1"]);
}

#[tokio::test]
async fn the_index_follows_the_record() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir).await;
    add(&store, Kind::Task, "t1", Some("T1"), "Old name", "").await;
    add(&store, Kind::Task, "t1", Some("T1"), "New name", "").await;
    assert_eq!(found(store.reader(), "old").await, [""; 0]);
    assert_eq!(found(store.reader(), "new").await, ["t1"]);
    let removal = async |tx: &mut crate::server::db::Tx| remove(tx.db(), Kind::Task, "t1").await;
    store.write(&Caller::system("test"), Clock::system().now(), removal).await.unwrap();
    assert_eq!(found(store.reader(), "name").await, [""; 0]);
}
