use super::super::Error;
use super::*;

fn about(title: &str, complexity: Complexity) -> About {
    About { title: title.into(), complexity, ..About::default() }
}

fn chosen(about: &About, left: Option<u8>) -> (String, AgentKind, String, i64) {
    let choice = Routing::default().choose(about, left);
    let limits = Limits::from(choice.then.limits);
    (choice.rule, choice.then.agent, choice.then.model.unwrap(), limits.cost_micros.unwrap() / 1_000_000)
}

fn rule(when: When) -> Rule {
    Rule { name: "mine".into(), when, then: Then { agent: AgentKind::Codex, model: None, limits: RuleLimits::default() } }
}

fn fits(when: When, about: &About) -> bool {
    Routing { rules: vec![rule(when)], ..Routing::default() }.choose(about, None).rule == "mine"
}

fn refused(routing: Routing) -> Vec<String> {
    match routing.check() {
        Err(Error::Invalid { errors }) => errors.into_iter().map(|error| error.pointer).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_rules_go_by_complexity_and_by_coding() {
    use AgentKind::{ClaudeCode, Codex};
    let got = |title, complexity| chosen(&about(title, complexity), Some(100));
    assert_eq!(got("Design the API", Complexity::Complex), ("complex work".into(), ClaudeCode, "claude-opus-5-5".into(), 15));
    assert_eq!(got("Fix a typo", Complexity::Simple), ("simple work".into(), ClaudeCode, "claude-sonnet-5-5".into(), 2));
    assert_eq!(got("Fix the parser", Complexity::Medium), ("plain coding".into(), Codex, "gpt-6-sol".into(), 5));
    assert_eq!(got("Compare vendors", Complexity::Medium), ("otherwise".into(), ClaudeCode, "claude-sonnet-5-5".into(), 5));
    assert!(Routing::default().check().is_ok());
}

#[test]
fn little_money_takes_something_cheaper() {
    let hard = about("Design the API", Complexity::Complex);
    assert_eq!(chosen(&hard, Some(20)).0, "complex work");
    assert_eq!(chosen(&hard, None).0, "complex work", "without a cap the budget is never short");
    assert_eq!(chosen(&hard, Some(19)), ("the budget is short".into(), AgentKind::ClaudeCode, "claude-haiku-5-5".into(), 1));
    assert_eq!(Routing::default().choose(&hard, Some(3)).reason, "3 % of the day's budget is left, less than 20 %");
    let never = Routing { cheaper_below_percent: 0, ..Routing::default() };
    assert_eq!(never.choose(&hard, Some(0)).rule, "complex work");
}

#[test]
fn all_given_conditions_must_hold() {
    let task = About {
        title: "Port the C++ importer".into(),
        details: Some("See the code-review notes.".into()),
        complexity: Complexity::Medium,
        tags: vec!["Backend".into()],
        repository: Some("/srv/git/Shop".into()),
    };
    let words = |list: &[&str]| When { words: list.iter().map(|w| (*w).to_owned()).collect(), ..When::default() };
    assert!(fits(When::default(), &task), "a rule without conditions fits everything");
    for word in ["importer", "PORT", "c++", "code review", "notes"] {
        assert!(fits(words(&[word]), &task), "{word}");
    }
    for word in ["import", "review the code", "c", "+"] {
        assert!(!fits(words(&[word]), &task), "{word}");
    }
    let shop = When { tags: vec!["backend".into()], repository: Some("shop".into()), ..words(&["none", "port"]) };
    assert!(fits(shop.clone(), &task));
    assert!(!fits(When { complexity: vec![Complexity::Simple], ..shop.clone() }, &task));
    assert!(!fits(When { tags: vec!["docs".into()], ..shop.clone() }, &task));
    assert!(!fits(shop, &About { repository: None, ..task }));
}

#[test]
fn the_reason_names_what_decided() {
    let reason = Routing::default().choose(&about("Fix the parser", Complexity::Medium), None).reason;
    assert_eq!(reason, "the task is medium, and the task says “fix”");
    assert_eq!(Routing::default().choose(&About::default(), None).reason, "no rule fits");
}

#[test]
fn what_does_not_fit_is_refused_where_it_stands() {
    let with = |rule: Rule| Routing { rules: vec![rule], ..Routing::default() };
    let plain = rule(When::default());
    let limits = RuleLimits { cost_usd: Some(Usd::ZERO), tokens: Some(-1), seconds: Some(0) };
    let then = |model: &str| Then { model: Some(model.into()), ..plain.then.clone() };
    assert_eq!(refused(with(Rule { name: " ".into(), ..plain.clone() })), ["/rules/0/name"]);
    assert_eq!(refused(with(Rule { name: "x".repeat(101), ..plain.clone() })), ["/rules/0/name"]);
    for model in ["", "-m", "a\u{1b}b", &"m".repeat(101)] {
        assert_eq!(refused(with(Rule { then: then(model), ..plain.clone() })), ["/rules/0/then/model"], "{model:?}");
    }
    let many = When { words: (0..51).map(|i| i.to_string()).collect(), ..When::default() };
    assert_eq!(refused(with(rule(many))), ["/rules/0/when/words"]);
    assert_eq!(refused(with(rule(When { words: vec!["ok".into(), "++".into()], ..When::default() }))), ["/rules/0/when/words/1"]);
    let fallback = Then { limits, ..plain.then.clone() };
    let at = ["/cheaperBelowPercent", "/fallback/limits/costUsd", "/fallback/limits/tokens", "/fallback/limits/seconds"];
    assert_eq!(refused(Routing { fallback, cheaper_below_percent: 101, ..Routing::default() }), at);
    assert_eq!(refused(Routing { rules: vec![plain; 101], ..Routing::default() }), ["/rules"]);
}

#[test]
fn names_and_words_are_trimmed() {
    let when = When { words: vec![" fix ".into(), String::new(), "fix".into()], repository: Some("  ".into()), ..When::default() };
    let checked = Routing { rules: vec![Rule { name: " a ".into(), ..rule(when) }], ..Routing::default() }.check().unwrap();
    assert_eq!(checked.rules[0].name, "a");
    assert_eq!(checked.rules[0].when, When { words: vec!["fix".into()], ..When::default() });
}

#[test]
fn the_wire_speaks_dollars_and_fills_in_what_is_absent() {
    let body =
        r#"{"rules":[{"name":"docs","when":{"tags":["docs"]},"then":{"agent":"codex","limits":{"costUsd":1.5}}}],"cheaperBelowPercent":5}"#;
    let routing: Routing = serde_json::from_str(body).unwrap();
    let limits = Limits { cost_micros: Some(1_500_000), ..Limits::default() };
    assert_eq!(Limits::from(routing.rules[0].then.limits), limits);
    assert_eq!(RuleLimits::from(limits), routing.rules[0].then.limits);
    assert_eq!((routing.cheaper_below_percent, &routing.fallback), (5, &Routing::default().fallback));
    let wire = serde_json::to_value(&routing).unwrap();
    assert_eq!(wire["rules"][0]["then"]["limits"]["costUsd"], 1.5);
    assert_eq!(serde_json::from_value::<Routing>(wire).unwrap(), routing);
}
