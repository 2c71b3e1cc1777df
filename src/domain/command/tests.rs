use super::*;

fn usd(dollars: f64) -> Option<Usd> {
    Usd::from_dollars(dollars)
}

/// Intent and parts in one line: `start: auth module | for G2 | claude-code opus $5.00 | edit`.
fn told(text: &str) -> String {
    let Parsed { intent, parts, .. } = parse(text);
    let mut out = serde_json::to_value(intent).unwrap().as_str().unwrap().to_owned();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{name}{value}"));
        }
    };
    add(": ", parts.target);
    add(" | for ", parts.goal);
    add(" | ", parts.agent.map(|agent| agent.to_string()));
    add(" | model ", parts.model);
    add(" | ", parts.budget_usd.map(|usd| usd.to_string()));
    add(" | session ", parts.session);
    add(" | may ", parts.auto_approve.map(|auto| format!("{auto:?}")));
    add(" | #", parts.number.map(|number| number.to_string()));
    out
}

#[track_caller]
fn all(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| told(text) != *expected)
        .map(|(text, expected)| format!("{text}\n   is: {}\n not: {expected}", told(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_grammar_of_the_command_bar_is_read() {
    all(&[
        ("start a session on the auth module, use Claude Code", "start: auth module | claude-code"),
        ("start a session on auth for G27 with codex model gpt-6-sol budget $5", "start: auth | for G27 | codex | model gpt-6-sol | $5.00"),
        ("Run a session on the Payment API for Faster checkout", "start: Payment API | for Faster checkout"),
        ("launch an agent for T34", "start: T34"),
        ("kick off a new claude code session on the README", "start: README | claude-code"),
        ("dispatch codex on the parser up to $2.50", "start: parser | codex | $2.50"),
        ("begin a session for goal 27", "start: G27"),
        ("begin a session for goal 27 on the parser", "start: parser | for G27"),
        ("start the auth module", "start: auth module"),
        ("start T34", "start: T34"),
        ("start a session", "start"),
        ("queue a session on the importer", "queue: importer"),
        ("Queue up T7 with haiku", "queue: T7 | claude-code | model haiku"),
        ("add the parser rewrite to the queue", "queue: parser rewrite"),
        ("start an agent to fix the login bug and use opus", "start: fix the login bug | claude-code | model opus"),
        ("start a session with codex on the parser", "start: parser | codex"),
        ("ask codex to fix the flaky test", "start: fix the flaky test | codex"),
        ("use claude code opus for the lexer", "start: lexer | claude-code | model opus"),
        ("codex, fix the login bug", "start: fix the login bug | codex"),
        ("start an opus session on the parser", "start: parser | claude-code | model opus"),
        ("start a session in the parser on Fix the ‘Log in’ button", "start: parser on Fix the ‘Log in’ button"),
        ("run it with opus", "start | claude-code | model opus"),
        ("run claude on G27", "start: G27 | claude-code"),
    ]);
}

#[test]
fn a_spoken_sentence_is_read_as_it_was_meant() {
    all(&[
        ("hey maestro could you please start a session on the auth module using cloud code", "start: auth module | claude-code"),
        ("please run an agent on g 27 with code x", "start: G27 | codex"),
        ("can you start a codecs session on task thirty four for up to five dollars", "start: T34 | codex | $5.00"),
        ("start a session on the search page for goal twenty-seven with claude", "start: search page | for G27 | claude-code"),
        ("start a session on goal number one hundred and five", "start: G105"),
        ("launch a session on the parser with sonnet five point five", "start: parser | claude-code | model claude-sonnet-5-5"),
        ("launch a session on the parser model gpt 6 sol for at most 5 dollars", "start: parser | codex | model gpt-6-sol | $5.00"),
        ("pause session five please", "pause | session S5 | #5"),
        ("Approve number two.", "approve | #2"),
        ("how's the checkout goal coming along?", "status | for checkout"),
        ("What’s the status of G 3?", "status | for G3"),
    ]);
}

#[test]
fn amounts_are_read_in_figures_and_words() {
    for (said, dollars) in [
        ("budget $5", 5.0),
        ("budget 5", 5.0),
        ("with a $2 limit", 2.0),
        ("with a five-dollar budget", 5.0),
        ("with a budget of twenty five dollars", 25.0),
        ("up to $1,000", 1000.0),
        ("for at most 2 dollars", 2.0),
        ("for up to two dollars and fifty cents", 2.5),
        ("for 50 cents", 0.5),
        ("max $.50", 0.5),
        ("no more than a dollar", 1.0),
        ("for $2.50.", 2.5),
        ("up to $ 3", 3.0),
        ("and spend at most ninety nine cents", 0.99),
    ] {
        let parts = parse(&format!("start a session on the parser {said}")).parts;
        assert_eq!((parts.target.as_deref(), parts.budget_usd), (Some("parser"), usd(dollars)), "{said}");
    }
    let none = parse("start a session on the budget page").parts;
    assert_eq!((none.target.as_deref(), none.budget_usd), (Some("budget page"), None));
    assert_eq!(parse("start a session on T1 budget $0").parts.budget_usd, None);
}

#[test]
fn sessions_are_paused_resumed_and_stopped() {
    all(&[
        ("pause session 3", "pause | session S3 | #3"),
        ("resume S56", "resume | session S56 | #56"),
        ("stop 2", "stop | #2"),
        ("stop the auth session", "stop: auth"),
        ("kill the session on the auth module", "stop: auth module"),
        ("cancel the codex session", "stop | codex"),
        ("stop codex", "stop | codex"),
        ("stop all sessions", "stop: all"),
        ("stop everything", "stop: all"),
        ("stop it", "stop"),
        ("continue with T34", "resume: T34"),
        ("resume session 5 with the new design", "resume: new design | session S5 | #5"),
    ]);
}

#[test]
fn what_an_agent_asks_is_answered() {
    all(&[
        ("approve", "approve"),
        ("approve it", "approve"),
        ("allow that once", "approve"),
        ("approve 2", "approve | #2"),
        ("approve the second one", "approve | #2"),
        ("deny", "deny"),
        ("reject that request", "deny"),
        ("don't allow it", "deny"),
        ("deny the git push", "deny: git push"),
        ("approve session 4", "approve | session S4"),
        ("approve everything", "approve: all"),
        ("allow users to reset their password", "start: allow users to reset their password"),
    ]);
    assert!(parse("approve everything").confidence < parse("approve 2").confidence);
}

#[test]
fn questions_are_told_from_tasks() {
    all(&[
        ("what did we spend today", "spend"),
        ("How much have we spent?", "spend"),
        ("how much did we spend on goal 3 today", "spend | for G3"),
        ("spend", "spend"),
        ("budget", "spend"),
        ("how much is left", "spend"),
        ("status of the onboarding", "status | for onboarding"),
        ("how is G27 going", "status | for G27"),
        ("where are we with faster checkout", "status | for faster checkout"),
        ("status of session 5", "status | session S5"),
        ("status of T4", "status: T4"),
        ("what's the status", "status"),
        ("how is the budget page going", "status | for budget page"),
        ("parser status", "status | for parser"),
        ("how are we doing on G4", "status | for G4"),
        ("update the parser status", "start: update the parser status"),
        ("show the costs by model on the page", "start: show the costs by model on the page"),
        ("standup", "standup"),
        ("give me the stand up for today", "standup"),
        ("fix the standup page", "start: fix the standup page"),
        ("update the budget page", "start: update the budget page"),
        ("add a status of the build to the page", "start: add a status of the build to the page"),
    ]);
}

#[test]
fn what_an_agent_may_do_unasked_has_to_be_said() {
    all(&[
        ("start a session on T1 auto approve edits", "start: T1 | may Edit"),
        ("start a session on T1 with auto-approve", "start: T1 | may Read"),
        ("start a session on T1, auto approve everything", "start: T1 | may All"),
        ("start a session on T1 permissions ask", "start: T1 | may None"),
        ("start a session on T1 and ask me first", "start: T1 | may None"),
        ("start a session on the permissions page", "start: permissions page"),
    ]);
}

#[test]
fn a_bare_task_is_a_guess_and_small_talk_is_nothing() {
    all(&[
        ("fix the login bug", "start: fix the login bug"),
        ("Please add OAuth for GitHub users", "start: add OAuth for GitHub users"),
        ("run the benchmarks", "start: run the benchmarks"),
        ("fix the login bug for goal 3 with codex", "start: fix the login bug | for G3 | codex"),
        ("upload nothing", "unknown"),
        ("the weather is nice", "unknown"),
        ("hello", "unknown"),
        ("maestro", "unknown"),
        ("?", "unknown"),
        ("", "unknown"),
    ]);
    assert!((parse("fix the login bug").confidence - 0.4).abs() < 1e-9);
    assert!(parse("start a session on T1").confidence > 0.9);
    assert_eq!(parse("the weather is nice"), Parsed::default());
    assert!(parse(&"start a session on x ".repeat(10_000)).confidence < 0.01);
}

#[test]
fn words_that_look_like_clauses_stay_in_the_target() {
    all(&[
        ("start a session on the user model tests", "start: user model tests"),
        ("start a session on the parser, the lexer and the printer", "start: parser, the lexer and the printer"),
        ("fix the form for nested lists", "start: fix the form for nested lists"),
        ("fix the colours in goal cards", "start: fix the colours in goal cards"),
        ("fix the colours for the goal faster checkout", "start: fix the colours | for faster checkout"),
        ("start a session to upload files to S3", "start: upload files to S3"),
        ("start a session on the importer for 30 minutes", "start: importer for 30 minutes"),
    ]);
}

#[test]
fn a_sentence_crosses_the_wire_in_camel_case() {
    let parsed = parse("start a session on T1 budget $5 auto approve edits");
    let wire = serde_json::to_value(&parsed).unwrap();
    assert_eq!((&wire["intent"], &wire["parts"]["budgetUsd"]), (&"start".into(), &5.0.into()));
    assert_eq!(wire["parts"]["autoApprove"], "edit");
    assert_eq!(serde_json::from_value::<Parsed>(wire).unwrap(), parsed);
}

const GOALS: [(&str, &str); 5] = [
    ("G1", "Rework the authentication module"),
    ("G2", "Faster checkout"),
    ("G3", "Checkout on phones"),
    ("G4", "Página de café"),
    ("G27", "Move billing to the new provider"),
];

fn best(target: &str) -> Match {
    best_match(target, GOALS.into_iter())
}

#[test]
fn a_goal_is_found_by_its_key_or_its_words() {
    let one = |target: &str| match best(target) {
        Match::One { key, .. } => key,
        other => panic!("{target}: {other:?}"),
    };
    for (target, key) in [
        ("g27", "G27"),
        ("goal 27", "G27"),
        ("the auth module", "G1"),
        ("FASTER CHECKOUT", "G2"),
        ("pagina de cafe", "G4"),
        ("billing", "G27"),
    ] {
        assert_eq!(one(target), key, "{target}");
    }
    assert_eq!(best("faster checkout"), Match::One { key: "G2".into(), score: 1.0 });
}

#[test]
fn two_that_are_equally_good_are_both_named() {
    assert_eq!(best("the checkout"), Match::Several(vec!["G2".into(), "G3".into()]));
    for nothing in ["G99", "the", "", "documentation"] {
        assert_eq!(best(nothing), Match::None, "{nothing}");
    }
}

#[test]
fn words_in_any_order_are_read_without_harm() {
    let words: Vec<&str> = "start run queue stop approve deny a session on for the goal task G27 S5 3 twenty hundred use with codex claude code \
                            opus model budget $ $5 usd 5$ ¢ dollars cents up to auto approve all status of how is going spend standup it that \
                            - , \u{301}é because and one first to in queue please fix 99999999999 gpt 6. .5"
        .split_whitespace()
        .collect();
    let mut seed = 7_usize;
    for _ in 0..4_000 {
        let mut sentence = Vec::new();
        for _ in 0..7 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            sentence.push(words[(seed >> 33) % words.len()]);
        }
        let parsed = parse(&sentence.join(" "));
        assert_eq!(parsed.intent == Intent::Unknown, parsed.confidence <= 0.0, "{sentence:?}");
    }
}
