//! Who may call: every route, every kind of credentials.

mod both;
mod edge;
mod registered;
mod signin;
mod table;

use crate::support::{Call, TestApp};
use maestro::{
    domain::auth::{NewToken, Scope},
    server::auth::{self, Caller},
};
use table::{Need, TABLE};

/// What a caller comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Nobody,
    Wrong,
    Expired,
    Revoked,
    Report,
    Read,
    Full,
    /// A browser that is signed in, on our own page.
    Browser,
    /// The same browser on another site's page.
    Stranger,
}

const EVERYBODY: [Who; 9] =
    [Who::Nobody, Who::Wrong, Who::Expired, Who::Revoked, Who::Report, Who::Read, Who::Full, Who::Browser, Who::Stranger];

/// What the gate must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Passes,
    Unauthorized,
    Forbidden,
}

/// Written down once more, so that a slip in the policy does not repeat itself here.
fn wanted(method: &str, need: Need, who: Who) -> Verdict {
    use Verdict::{Forbidden, Passes, Unauthorized};
    let if_so = |passes: bool| if passes { Passes } else { Forbidden };
    match (need, who) {
        (Need::Open | Need::Signed, _) | (_, Who::Full | Who::Browser) => Passes,
        (_, Who::Nobody | Who::Wrong | Who::Expired | Who::Revoked) => Unauthorized,
        (_, Who::Report) => if_so(need == Need::Report),
        (_, Who::Read) => if_so(need == Need::Read),
        (_, Who::Stranger) => if_so(method == "GET"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_asks_for_what_the_table_says() {
    let app = TestApp::new().await;
    let tokens = Tokens::make(&app).await;
    let mut wrong = Vec::new();
    for (method, path, need) in TABLE.iter().copied() {
        let address =
            path.replace("{id}", "nothing").replace("{artifactId}", "nothing").replace("{*rest}", "nowhere").replace("{section}", "data");
        for who in EVERYBODY {
            let call = tokens.lend(&app, who, app.anonymous(method, &address)).await;
            let call = if matches!(method, "POST" | "PUT" | "PATCH") { call.json(serde_json::json!({})) } else { call };
            // Only the status: an event stream has no end.
            let status = call.stream().await.status().as_u16();
            let verdict = match status {
                401 if need != Need::Signed => Verdict::Unauthorized,
                403 if need != Need::Signed => Verdict::Forbidden,
                _ => Verdict::Passes,
            };
            // Dioxus answers 500 to a call without its arguments.
            let broken = status >= 500 && status != 501 && !path.starts_with("/rpc/");
            if verdict != wanted(method, need, who) || broken {
                wrong.push(format!("{method} {path} as {who:?}: {status}, not {:?}", wanted(method, need, who)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

struct Tokens {
    expired: String,
    revoked: String,
    report: String,
    read: String,
    full: String,
}

impl Tokens {
    async fn make(app: &TestApp) -> Self {
        let caller = Caller::system("test");
        let short = NewToken { name: "short".into(), scope: Scope::Full, expires_in_days: Some(1), ..Default::default() };
        let expired = auth::create_token(&app.app, &caller, short).await.unwrap().secret;
        app.advance(chrono::Duration::days(2));
        let ended = NewToken { name: "ended".into(), scope: Scope::Full, ..Default::default() };
        let ended = auth::create_token(&app.app, &caller, ended).await.unwrap();
        auth::revoke_token(&app.app, &caller, &ended.token.id).await.unwrap();
        let (report, read, full) = (app.token(Scope::Report).await, app.token(Scope::Read).await, app.token(Scope::Full).await);
        Self { expired, revoked: ended.secret, report, read, full }
    }

    async fn lend(&self, app: &TestApp, who: Who, call: Call) -> Call {
        match who {
            Who::Nobody => call,
            Who::Wrong => call.token("mst_wrong"),
            Who::Expired => call.token(&self.expired),
            Who::Revoked => call.token(&self.revoked),
            Who::Report => call.token(&self.report),
            Who::Read => call.token(&self.read),
            Who::Full => call.token(&self.full),
            // A new login each time: one of the routes signs out.
            Who::Browser => call.header("cookie", &app.sign_in().await).header("origin", &app.base),
            Who::Stranger => call.header("cookie", &app.sign_in().await).header("origin", "https://evil.example"),
        }
    }
}

#[tokio::test]
async fn a_refused_token_says_why() {
    let app = TestApp::new().await;
    let tokens = Tokens::make(&app).await;
    for (token, word) in [("mst_wrong", "not known"), (&tokens.expired, "expired on"), (&tokens.revoked, "was revoked")] {
        let said = app.anonymous("GET", "/api/goals").token(token).await.refused(401);
        assert!(said.contains(word) && said.contains("maestro token create") && said.contains("maestro skill install"), "{said}");
    }
    let said = app.anonymous("GET", "/api/goals").token(&tokens.report).await.refused(403);
    assert!(said.contains("scope `report`"), "{said}");
}
