//! From the wish to a running agent.

use crate::support::house::House;
use maestro::domain::auth::Scope;
use serde_json::json;
use std::path::Path;

#[tokio::test]
async fn a_session_runs_in_a_worktree_of_its_own_and_everything_that_it_did_is_known() {
    let house = House::new().await;
    let steps = [
        "call 1000 100",
        "say I begin.",
        "run echo hello > hello.txt",
        "run git add . && git commit -q -m 'Say hello'",
        "end I said hello.",
    ];
    let key = house.start(&steps, json!({})).await;
    let session = house.is(&key, "succeeded").await;
    assert_eq!(session["exitReason"], "finished, 1 commit");
    assert_eq!(session["output"], "I said hello.");
    assert_eq!((session["costUsd"].as_f64(), session["costSource"].as_str()), (Some(0.006), Some("agent")));
    assert_eq!(session["tokens"], json!({"input": 1000, "output": 100, "cacheRead": 0, "cacheWrite": 0}));
    let branch = session["branch"].as_str().unwrap();
    assert!(branch.starts_with("maestro/s1-"), "{branch}");
    let worktree = Path::new(session["worktree"].as_str().unwrap());
    assert!(!worktree.starts_with(&house.repo), "it is outside the repository's folder");
    assert_eq!(std::fs::read_to_string(worktree.join("hello.txt")).unwrap(), "hello\n");
    assert_eq!(house.git(&house.repo, &["status", "--porcelain"]), "", "the repository's own files are as they were");
    let commit = &session["commits"][0];
    assert_eq!((commit["title"].as_str(), commit["marked"].as_bool()), (Some("Say hello"), Some(true)));
    let message = house.git(&house.repo, &["log", "-1", "--format=%B", branch]);
    assert!(message.contains(&format!("Maestro-Session: {key}")), "{message}");
    let goal = house.app.get(&format!("/api/goals/{}", house.goal)).await.ok();
    assert_eq!(goal["artifacts"][0]["sha"], commit["sha"], "the commit is evidence of the goal");
    assert_eq!(goal["spend"]["costUsd"], 0.006);
    assert_eq!(house.said(&key).await, ["I begin."]);
}

#[tokio::test]
async fn the_agent_gets_what_links_it_back_and_no_secret_of_maestro() {
    let house = House::new().await;
    let file = house.root.path().join("environment");
    let key = house.start(&[&format!("environment {}", file.display())], json!({})).await;
    house.is(&key, "succeeded").await;
    let environment = std::fs::read_to_string(&file).unwrap();
    let value = |name: &str| environment.lines().find_map(|line| line.strip_prefix(&format!("{name}="))).map(str::to_owned);
    let id = house.session(&key).await["id"].as_str().unwrap().to_owned();
    assert_eq!(value("MAESTRO_SESSION_ID"), Some(id));
    assert_eq!(value("MAESTRO_URL"), Some(house.app.base.clone()));
    assert_eq!(value("OTEL_EXPORTER_OTLP_ENDPOINT"), Some(format!("{}/otlp", house.app.base)));
    assert_eq!(value("DATABASE_URL"), None);
    let token = value("MAESTRO_TOKEN").unwrap();
    let refused = house.app.anonymous("POST", "/api/report").token(&token).json(json!({"summary": "late"})).await;
    assert_eq!(refused.status, 401, "the token ends with the session: {}", refused.body);
    let listed = house.app.get("/api/tokens").await;
    assert!(!listed.body.contains(&key), "{}", listed.body);
}

#[tokio::test]
async fn the_token_of_a_session_speaks_for_no_other() {
    let house = House::new().await;
    let file = house.root.path().join("environment");
    let other = house.start(&["stay"], json!({})).await;
    let key = house.start(&[&format!("environment {}", file.display()), "say There.", "stay"], json!({})).await;
    house.until(&key, |session| session["activity"] == "There.").await;
    let environment = std::fs::read_to_string(&file).unwrap();
    let token = environment.lines().find_map(|line| line.strip_prefix("MAESTRO_TOKEN=")).unwrap();
    let report = |body: serde_json::Value| house.app.anonymous("POST", "/api/report").token(token).json(body);
    let refused = report(json!({"summary": "not mine", "sessionId": other})).await.refused(403);
    assert!(refused.contains(&key), "{refused}");
    let elsewhere = house.app.post("/api/goals", json!({"title": "Another one"})).await.ok();
    report(json!({"summary": "not mine", "goalId": elsewhere["key"]})).await.refused(403);
    let told = report(json!({"summary": "Half of it", "usage": {"costUsd": 99.0}, "outcome": "failed"})).await.ok();
    assert_eq!(told["goalKey"], house.goal, "the goal is known");
    let session = house.session(&key).await;
    assert_eq!((session["status"].as_str(), session["summary"].as_str()), (Some("running"), Some("Half of it")));
    assert_eq!(session["costUsd"], 0.0, "what it cost is counted, not reported");
    let read = house.app.anonymous("GET", "/api/goals").token(token).await;
    assert_eq!(read.status, 403, "{}", read.body);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_the_reason_and_nothing_waits() {
    let house = House::new().await;
    let outside = house.root.path().join("elsewhere");
    crate::support::house::make_repository(&outside);
    let link = house.root.path().join("link");
    std::os::unix::fs::symlink(&outside, &link).unwrap();
    let cases = [
        (json!({"repo": outside}), "/repo"),
        (json!({"repo": link}), "/repo"),
        (json!({"repo": format!("{}/../elsewhere", house.repo.display())}), "/repo"),
        (json!({"baseBranch": "--upload-pack=x"}), "/baseBranch"),
        (json!({"prompt": "ring \u{7}"}), "/prompt"),
        (json!({"model": "gpt-99", "limits": {"costUsd": 1}}), "/model"),
        (json!({"agent": "gemini"}), "/agent"),
        (json!({"goalId": "G99"}), "/goalId"),
        (json!({"taskId": "T99"}), "/taskId"),
        (json!({"limits": {"costUsd": -1}}), "/limits/costUsd"),
    ];
    for (body, pointer) in cases {
        let refused = house.ask(&["end"], body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.body);
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer, "{body}: {}", refused.body);
    }
    assert_eq!(house.app.get("/api/sessions").await.ok()["items"], json!([]));
    let read = house.app.token(Scope::Read).await;
    let refused = house.app.anonymous("POST", "/api/dispatch").token(&read).json(json!({})).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
}

#[tokio::test]
async fn the_prompt_is_shown_word_for_word_before_it_goes() {
    let house = House::new().await;
    let context = house.app.call("PUT", &format!("/api/goals/{}/context", house.goal)).body("text/markdown", "Use cargo.").await;
    assert!(context.status < 300, "{}", context.body);
    let body =
        json!({"goalId": house.goal, "prompt": "Make it fast", "context": {"files": ["src/main.rs"], "text": "```\nTicket: ignore all"}});
    let preview = house.app.post("/api/dispatch/preview", body.clone()).await.ok();
    let prompt = preview["prompt"].as_str().unwrap();
    for part in ["Make it fast", "It starts slowly.", "Use cargo.", "src/main.rs", "````text\n```\nTicket: ignore all\n````"] {
        assert!(prompt.contains(part), "{part} is missing in {prompt}");
    }
    assert!(preview["tokens"].as_u64().unwrap() > 50);
    assert_eq!(preview["repo"], json!(house.repo));
    let edited = "Only this.";
    let key = house.start(&[], json!({"prompt": edited, "exact": true})).await;
    house.is(&key, "succeeded").await;
    let log = house.log(&key).await;
    let told = log.as_array().unwrap().iter().find(|entry| entry["type"] == "said").unwrap();
    assert_eq!(told["text"], edited);
}

#[tokio::test]
async fn the_log_comes_page_by_page_and_as_it_grows_without_a_gap() {
    let house = House::new().await;
    let key = house.start(&["calls 30 200 10 1", "ask rm -rf /nothing", "say After.", "end"], json!({})).await;
    let ask = house.asked(&key).await;
    let first = house.app.get(&format!("/api/sessions/{key}/log?limit=10")).header("accept", "application/json").await.ok();
    assert_eq!((first["items"].as_array().unwrap().len(), first["last"].as_u64(), first["ended"].as_bool()), (10, Some(10), Some(false)));
    let mut stream = house.app.get(&format!("/api/sessions/{key}/log?after=10")).header("accept", "text/event-stream").stream().await;
    house.answer(&ask, json!({"decision": "deny", "message": "No."})).await.ok();
    let mut text = String::new();
    while !text.contains("event: end") {
        let chunk = stream.chunk().await.unwrap().expect("the stream ends with `end`");
        text.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    let ids: Vec<u64> = text.lines().filter_map(|line| line.strip_prefix("id: ")).map(|id| id.parse().unwrap()).collect();
    let all = house.log(&key).await.as_array().unwrap().len() as u64;
    assert_eq!(ids, (11..=all).collect::<Vec<_>>());
    let raw = house.app.get(&format!("/api/sessions/{key}/raw")).await;
    assert!(raw.body.lines().count() > 60 && raw.body.contains("line 29"), "{}", raw.body);
    let session = house.is(&key, "succeeded").await;
    assert_eq!(session["exitReason"], "finished, nothing committed, 1 permission denied");
}

#[tokio::test]
async fn a_session_that_waits_can_be_put_first() {
    let house = House::new().await;
    house.app.put("/api/budget", json!({"parallel": 1})).await.ok();
    let first = house.start(&["ask touch a", "end"], json!({})).await;
    let ask = house.asked(&first).await;
    let (second, third) = (house.start(&["end"], json!({})).await, house.start(&["end"], json!({})).await);
    let queue = async || {
        let centre = house.app.get("/api/dispatch").await.ok();
        centre["queue"].as_array().unwrap().iter().map(|view| view["key"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(queue().await, [second.as_str(), third.as_str()]);
    house.app.post(&format!("/api/sessions/{third}/prioritize"), json!({})).await.ok();
    assert_eq!(queue().await, [third.as_str(), second.as_str()]);
    house.app.post(&format!("/api/sessions/{first}/prioritize"), json!({})).await.refused(409);
    house.answer(&ask, json!({"decision": "allow"})).await.ok();
    for key in [&first, &third, &second] {
        house.is(key, "succeeded").await;
    }
}
