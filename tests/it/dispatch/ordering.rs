//! The order in which sessions wait.

use crate::{backends::on_each_backend, support::house::House};
use serde_json::json;

on_each_backend! {
    async fn those_that_wait_are_put_in_any_order_and_keep_it(database: &Empty) {
        let house = House::idle(|config| config.database_url.clone_from(&database.url)).await;
        let mut keys = Vec::new();
        for priority in [5, 0, 0, 0] {
            keys.push(house.start(&["end"], json!({"priority": priority})).await);
        }
        let [high, a, b, c] = [0, 1, 2, 3].map(|n: usize| keys[n].as_str());
        let queue = async || {
            let centre = house.app.get("/api/dispatch").await.ok();
            centre["queue"].as_array().unwrap().iter().map(|view| view["key"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let put = async |key: &str, before: Option<&str>| house.app.post(&format!("/api/sessions/{key}/move"), json!({"before": before})).await;
        assert_eq!(queue().await, [high, a, b, c]);
        let moved = put(c, Some(a)).await.ok();
        assert_eq!((&moved["key"], queue().await), (&json!(c), vec![high.to_owned(), c.into(), a.into(), b.into()]));
        put(c, Some(high)).await.ok();
        assert_eq!(queue().await, [c, high, a, b], "what was said last counts more than a priority");
        put(high, None).await.ok();
        assert_eq!(queue().await, [c, a, b, high]);
        put(a, Some(a)).await.ok();
        put(a, Some(b)).await.ok();
        assert_eq!(queue().await, [c, a, b, high], "it stands there already");
        let new = house.start(&["end"], json!({})).await;
        assert_eq!(queue().await, [c, a, b, high, new.as_str()], "a new one is behind those of its priority");
        house.app.post(&format!("/api/sessions/{b}/prioritize"), json!({})).await.ok();
        assert_eq!(queue().await, [b, c, a, high, new.as_str()]);
        house.app.post(&format!("/api/sessions/{c}/stop"), json!({})).await.ok();
        let refused = put(a, Some(c)).await.refused(409);
        assert!(refused.contains("does not wait any more"), "{refused}");
        put(c, Some(a)).await.refused(409);
        assert_eq!(put(a, Some("S999")).await.status, 404);
    }
}
