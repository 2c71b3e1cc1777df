//! What is tried with every real agent: from the wish to what came of it, and everything that can go wrong at the provider.

use super::{
    house::{begin, processes},
    model_server::Turn,
    real::{Account, PROMPT, Real},
    standin::{eventually, kill},
};
use chrono::{DateTime, Duration, Utc};
use maestro::domain::dispatch::AgentKind;
use serde_json::{Value, json};
use std::iter::repeat_n;

/// Two tasks of one goal, the second of which needs the first one and started by itself.
pub struct Chain {
    pub real: Real,
    /// The two sessions, as they ended.
    pub sessions: [Value; 2],
    /// What the first one asked.
    pub asks: Vec<Value>,
}

/// Both tasks, done; `second` is more about the second one: what a rule of the routing chooses its agent by.
pub async fn chain(agent: AgentKind, second: Value) -> Option<Chain> {
    let real = Real::new(agent, []).await?;
    let task = real.house.task(json!({ "title": "Say hello" })).await;
    let mut next = json!({ "title": "Mend the greeting", "dependsOn": [task["key"]], "startWhenReady": true });
    next.as_object_mut().unwrap().extend(second.as_object().unwrap().clone());
    real.house.task(next).await;
    let path = real.worktree("t1-say-hello").join("hello.txt").display().to_string();
    real.model.then([
        Turn::Write { path, content: "hello\n".into() },
        Turn::run("git add hello.txt && git commit -q -m 'Say hello'"),
        Turn::say("The greeting is in hello.txt."),
        Turn::run("echo 'hello, you' > you.txt && git add you.txt && git commit -q -m 'Greet you'"),
        Turn::say("Mended."),
    ]);
    let key = real.start(json!({ "taskId": task["key"] })).await;
    let (first, asks) = real.allow_all(&key).await;
    let (second, _) = real.allow_all("S2").await;
    Some(Chain { real, sessions: [first, second], asks })
}

impl Chain {
    /// What holds for every agent.
    pub async fn check(&self) {
        let [first, second] = &self.sessions;
        for (session, title, file) in [(first, "Say hello", "hello.txt"), (second, "Greet you", "you.txt")] {
            self.check_session(session, title, file);
        }
        assert_eq!((second["automatic"].as_bool(), second["taskKey"].as_str()), (Some(true), Some("T2")));
        assert_eq!((first["output"].as_str(), second["output"].as_str()), (Some("The greeting is in hello.txt."), Some("Mended.")));
        let calls = self.real.model.calls();
        assert_eq!(calls.len(), 5, "each turn of the script was asked for once");
        let asked = calls[3].body.to_string();
        assert!(asked.contains("What T1 (Say hello) left for you") && asked.contains("The greeting is in hello.txt."), "{asked}");
        self.check_goal().await;
    }

    fn check_session(&self, session: &Value, title: &str, file: &str) {
        assert_eq!(
            (session["status"].as_str(), session["exitReason"].as_str()),
            (Some("succeeded"), Some("finished, 1 commit")),
            "{session:#}"
        );
        let commit = &session["commits"][0];
        assert_eq!((commit["title"].as_str(), commit["marked"].as_bool()), (Some(title), Some(true)), "{session:#}");
        let branch = session["branch"].as_str().unwrap();
        let git = |arguments: &[&str]| self.real.house.git(&self.real.house.repo, arguments);
        assert_eq!(git(&["rev-parse", branch]), commit["sha"].as_str().unwrap());
        assert_eq!(git(&["diff", "--name-only", "main", branch]), file);
        let message = git(&["log", "-1", "--format=%B", branch]);
        let (task, key) = (session["taskKey"].as_str().unwrap(), session["key"].as_str().unwrap());
        assert!(message.contains(&format!("Maestro-Task: {task}")) && message.contains(&format!("Maestro-Session: {key}")), "{message}");
        assert_eq!(git(&["status", "--porcelain"]), "", "the repository's own files are as they were");
    }

    /// Commits are evidence of the goal, its tasks are done, its costs add up, and its timeline tells of both sessions.
    async fn check_goal(&self) {
        let house = &self.real.house;
        let goal = house.app.get(&format!("/api/goals/{}", house.goal)).await.ok();
        let of = |list: &str, field: &str| -> Vec<Value> { goal[list].as_array().unwrap().iter().map(|one| one[field].clone()).collect() };
        for session in &self.sessions {
            assert!(of("artifacts", "sha").contains(&session["commits"][0]["sha"]), "{goal:#}");
            assert!(of("sessions", "key").contains(&session["key"]), "{goal:#}");
        }
        assert_eq!(of("tasks", "status"), ["done", "done"]);
        let costs: f64 = self.sessions.iter().map(|session| session["costUsd"].as_f64().unwrap()).sum();
        assert!((goal["spend"]["costUsd"].as_f64().unwrap() - costs).abs() < 1e-9, "{goal:#}");
        let timeline = house.app.page(&format!("/goals/{}?tab=timeline", house.goal)).await;
        for told in ["Greet you", "S1: Say hello", "S2: Mend the greeting"] {
            assert!(timeline.contains(told), "the timeline lacks “{told}”");
        }
    }
}

/// A message while it works, and a resume when it is over; the session as it ended, twice.
pub async fn spoken_to(agent: AgentKind) -> Option<(Real, [Value; 2])> {
    let real = Real::new(agent, [Turn::run("touch a.txt"), Turn::say("First."), Turn::say("Second.")]).await?;
    let key = real.start(json!({})).await;
    let ask = real.house.asked(&key).await;
    real.house.app.post(&format!("/api/sessions/{key}/message"), json!({ "text": "And be quick." })).await.ok();
    real.house.answer(&ask, json!({ "decision": "allow" })).await.ok();
    let (first, _) = real.allow_all(&key).await;
    assert_eq!((first["status"].as_str(), first["run"].as_u64()), (Some("succeeded"), Some(1)), "{first:#}");
    let calls = real.model.calls().len();
    assert!(real.model.calls().pop().unwrap().body.to_string().contains("And be quick."), "the message reaches the model");

    let resumed = real.house.app.post(&format!("/api/sessions/{key}/resume"), json!({ "prompt": "Go on." })).await;
    assert_eq!(resumed.status, 202, "{}", resumed.body);
    let second = real.house.until(&key, |session| session["run"] == 2 && !session["endedAt"].is_null()).await;
    assert_eq!((second["status"].as_str(), &second["externalId"]), (Some("succeeded"), &first["externalId"]), "{second:#}");
    assert_eq!(real.model.calls().len(), calls + 1);
    let asked = real.model.calls().pop().unwrap().body.to_string();
    for known in [PROMPT, "touch a.txt", "And be quick.", "First.", "Go on."] {
        assert!(asked.contains(known), "the model is not shown again: {known}");
    }
    Some((real, [first, second]))
}

/// A stop while a tool runs that started a process of its own.
pub async fn stopped(agent: AgentKind) -> Option<()> {
    let real = Real::new(agent, [Turn::run("touch a.txt && tail -f a.txt")]).await?;
    let key = real.start(json!({})).await;
    let ask = real.house.asked(&key).await;
    real.house.answer(&ask, json!({ "decision": "allow" })).await.ok();
    eventually("the tool runs", || !real.running("tail").is_empty()).await;
    real.house.app.post(&format!("/api/sessions/{key}/stop"), json!({})).await.ok();
    let session = real.house.is(&key, "stopped").await;
    assert_eq!(processes(real.house.app.data.path()), [], "no process is left: {session:#}");
    assert_eq!(session["exitReason"], "stopped, nothing committed, 1 file not committed");
    assert!(session["costUsd"].as_f64().unwrap() > 0.0, "what it cost so far is known: {session:#}");
    assert_eq!(real.model.calls().len(), 1, "the model is not asked again");

    real.model.script([Turn::say("Went on.")]);
    let resumed = real.house.app.post(&format!("/api/sessions/{key}/resume"), json!({})).await;
    assert_eq!(resumed.status, 202, "{}", resumed.body);
    let again = real.house.is(&key, "succeeded").await;
    assert_eq!((again["output"].as_str(), &again["externalId"]), (Some("Went on."), &session["externalId"]), "without a word: {again:#}");
    Some(())
}

/// A server that ends while the agent waits for an answer, which another server passes on.
pub async fn taken_over(agent: AgentKind) -> Option<()> {
    let mut real = Real::new(agent, []).await?;
    let commit = "echo hello > hello.txt && git add hello.txt && git commit -q -m 'Say hello'";
    real.model.then([Turn::run(commit), Turn::say("Committed.")]);
    let key = real.start(json!({})).await;
    let ask = real.house.asked(&key).await;
    real.house.app.restart().await;
    begin(&real.house.app.app).await;
    real.house.answer(&ask, json!({ "decision": "allow" })).await.ok();
    let session = real.house.is(&key, "succeeded").await;
    assert_eq!((session["exitReason"].as_str(), session["run"].as_u64()), (Some("finished, 1 commit"), Some(1)), "{session:#}");
    assert_eq!((session["tokens"]["input"].as_u64(), session["tokens"]["output"].as_u64()), (Some(2_000), Some(200)), "counted once");
    Some(())
}

/// An agent that is killed in the middle of its turn: the turn goes on by itself, and what it asked is asked again. The session as
/// it ended, after three calls of the model.
pub async fn killed(agent: AgentKind) -> Option<Value> {
    let real = Real::new(agent, [Turn::run("touch a.txt"), Turn::run("touch a.txt"), Turn::say("Done.")]).await?;
    let key = real.start(json!({})).await;
    let first = real.house.asked(&key).await;
    eventually("it is saved", || real.has_saved("touch a.txt")).await;
    let pid = real.house.session(&key).await["pid"].as_u64().unwrap();
    kill(u32::try_from(pid).unwrap());
    real.house.until(&key, |session| session["run"] == 2).await;
    let (session, asks) = real.allow_all(&key).await;
    assert_eq!((session["status"].as_str(), session["run"].as_u64()), (Some("succeeded"), Some(2)), "{session:#}");
    assert_eq!((session["output"].as_str(), asks.len()), (Some("Done."), 1), "{asks:#?}");
    let gone = real.house.answer(&first, json!({ "decision": "allow" })).await.refused(409);
    assert!(gone.contains("does not wait"), "{gone}");
    Some(session)
}

/// A cap that the first call crosses, and a resume with a higher one.
pub async fn capped(agent: AgentKind, calls_most: usize) -> Option<()> {
    let real = Real::new(agent, [Turn::run("touch a.txt"), Turn::run("touch b.txt")]).await?;
    let key = real.start(json!({ "limits": { "costUsd": 0.005 } })).await;
    // Codex says what a call took when the tool that it wanted has run.
    let session =
        real.house.until(&key, |session| ["over-budget", "waiting-approval"].iter().any(|status| session["status"] == *status)).await;
    if session["status"] == "waiting-approval" {
        let ask = real.house.asked(&key).await;
        real.house.answer(&ask, json!({ "decision": "allow" })).await.ok();
    }
    let session = real.house.is(&key, "over-budget").await;
    assert!(real.model.calls().len() <= calls_most, "{} calls: {session:#}", real.model.calls().len());
    real.model.script([Turn::say("Went on.")]);
    let more = json!({ "limits": { "costUsd": 1 } });
    let resumed = real.house.app.post(&format!("/api/sessions/{key}/resume"), more).await;
    assert_eq!(resumed.status, 202, "{}", resumed.body);
    let again = real.house.is(&key, "succeeded").await;
    assert_eq!((again["output"].as_str(), &again["externalId"]), (Some("Went on."), &session["externalId"]), "{again:#}");
    let used = |session: &Value| session["tokens"]["output"].as_u64().unwrap();
    assert_eq!(used(&again), used(&session) + 100, "{again:#}");
    Some(())
}

/// The account's limit is reached: all sessions of the agent wait for this long, and then they go on.
pub async fn limited(agent: AgentKind, account: Account, wait: Duration, limit: impl FnOnce(DateTime<Utc>) -> Turn) -> Option<()> {
    let real = Real::still(agent, account, []).await?;
    let named = real.house.app.app.clock.now() + wait;
    real.model.then([limit(named), Turn::say("Served again."), Turn::say("Served, too.")]);
    let key = real.start(json!({})).await;
    let waiting = real.house.until(&key, |session| session["status"] == "queued" && session["waitsFor"].is_string()).await;
    assert_eq!(waiting["failure"], "limit reached", "{waiting:#}");
    assert!(is_about(&waiting["notBefore"], named), "{named}: {waiting:#}");
    let other = real.start(json!({})).await;
    let held = real.house.until(&other, |session| session["waitsFor"].is_string()).await;
    assert!(held["waitsFor"].as_str().unwrap().contains("to serve again"), "{held:#}");
    assert!(is_about(&pauses(&real).await[0]["until"], named));
    real.pass(wait - Duration::seconds(10));
    let still = real.house.session(&key).await;
    assert_eq!((still["status"].as_str(), still["run"].as_u64()), (Some("queued"), Some(1)));
    assert_eq!(real.model.calls().len(), 1, "nobody asks before");

    real.pass(Duration::seconds(20));
    for key in [&key, &other] {
        real.house.is(key, "succeeded").await;
    }
    let went_on = real.house.session(&key).await;
    assert_eq!((went_on["run"].as_u64(), &went_on["externalId"]), (Some(2), &waiting["externalId"]), "the same conversation");
    assert_eq!((pauses(&real).await, real.model.calls().len()), (json!([]), 3));
    Some(())
}

async fn pauses(real: &Real) -> Value {
    real.house.app.get("/api/dispatch").await.ok()["pauses"].clone()
}

/// Agents name times in whole seconds, or as a rest.
fn is_about(at: &Value, named: DateTime<Utc>) -> bool {
    let at: DateTime<Utc> = serde_json::from_value(at.clone()).unwrap();
    (at - named).abs() <= Duration::seconds(5)
}

/// The provider fails in this way until it is given up; what the session is then, and how often the model was asked.
pub async fn troubled(agent: AgentKind, trouble: Turn) -> Option<(Real, String, Value)> {
    let real = Real::still(agent, Account::Key, repeat_n(trouble, 60)).await?;
    let key = real.start(json!({})).await;
    let session = real.house.until(&key, |session| session["failure"].is_string()).await;
    Some((real, key, session))
}

impl Real {
    /// It waits by itself and goes on when its time has come, and the provider serves again.
    pub async fn recovers(&self, key: &str, wait: Duration) {
        let waiting = self.house.until(key, |session| session["status"] == "queued" && session["waitsFor"].is_string()).await;
        let asked = self.model.calls().len();
        self.model.script([Turn::say("Recovered.")]);
        self.pass(wait - Duration::seconds(1));
        assert_eq!(self.house.session(key).await["run"], 1);
        self.pass(Duration::seconds(1));
        let session = self.house.is(key, "succeeded").await;
        assert_eq!((session["run"].as_u64(), session["output"].as_str()), (Some(2), Some("Recovered.")), "{session:#}");
        assert_eq!(session["externalId"], waiting["externalId"], "the same conversation");
        assert_eq!(self.model.calls().len(), asked + 1, "nobody asked meanwhile");
    }
}

/// An overloaded provider: the session and all others of the agent wait half a minute, then it goes on.
pub async fn overloaded(agent: AgentKind, calls_most: usize) -> Option<()> {
    let (real, key, session) = troubled(agent, Turn::Overloaded).await?;
    assert_eq!((session["failure"].as_str(), session["status"].as_str()), (Some("provider overloaded"), Some("queued")), "{session:#}");
    assert!(real.model.calls().len() <= calls_most, "{} calls", real.model.calls().len());
    assert_eq!(pauses(&real).await[0]["agent"], json!(agent));
    real.recovers(&key, Duration::seconds(30)).await;
    Some(())
}

/// A connection that breaks once: the agent itself goes on, and it is told.
pub async fn dropped_once(agent: AgentKind) -> Option<()> {
    let real = Real::new(agent, [Turn::Drop, Turn::say("Recovered.")]).await?;
    let key = real.start(json!({})).await;
    let session = real.house.is(&key, "succeeded").await;
    assert_eq!((session["run"].as_u64(), session["output"].as_str()), (Some(1), Some("Recovered.")), "{session:#}");
    assert!(real.retries(&key).await > 0, "{:#}", real.house.log(&key).await);
    Some(())
}

/// A connection that breaks again and again: this session alone waits ten seconds, then it goes on.
pub async fn dropped(agent: AgentKind, calls_most: usize) -> Option<()> {
    let (real, key, session) = troubled(agent, Turn::Drop).await?;
    assert_eq!((session["failure"].as_str(), session["status"].as_str()), (Some("provider not reached"), Some("queued")), "{session:#}");
    assert!(real.model.calls().len() <= calls_most, "{} calls", real.model.calls().len());
    assert_eq!(pauses(&real).await, json!([]), "others may try");
    real.recovers(&key, Duration::seconds(10)).await;
    Some(())
}

/// A key that is refused: a person is asked at once, and the session goes on when it is told to.
pub async fn refused(agent: AgentKind) -> Option<()> {
    let (real, key, session) = troubled(agent, Turn::RefusedKey).await?;
    assert_eq!((session["failure"].as_str(), session["status"].as_str()), (Some("not signed in"), Some("failed")), "{session:#}");
    assert!(session["exitReason"].as_str().unwrap().contains("does not accept the key"), "{session:#}");
    let asked = real.model.calls().len();
    assert!(asked <= 2, "{asked} calls");
    real.pass(Duration::hours(1));
    let still = real.house.session(&key).await;
    assert_eq!((still["run"].as_u64(), real.model.calls().len()), (Some(1), asked), "it is not tried again by itself");
    assert_eq!(pauses(&real).await, json!([]));

    real.model.script([Turn::say("Signed in.")]);
    let resumed = real.house.app.post(&format!("/api/sessions/{key}/resume"), json!({})).await;
    assert_eq!(resumed.status, 202, "{}", resumed.body);
    let session = real.house.is(&key, "succeeded").await;
    assert_eq!(session["output"], "Signed in.", "{session:#}");
    Some(())
}
