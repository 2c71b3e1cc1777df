//! Signing in and out.

use crate::support::TestApp;
use maestro::server::auth;

#[tokio::test]
async fn a_sign_in_link_works_once() {
    let app = TestApp::new().await;
    let link = auth::link(&app.app).await.unwrap();
    let path = link.strip_prefix(&app.base).unwrap();
    assert_eq!(app.anonymous("HEAD", path).await.status, 200, "a preview of the link");
    assert_eq!(app.anonymous("GET", path).header("sec-purpose", "prefetch").await.status, 200, "a browser that loads ahead");
    let first = app.anonymous("GET", path).await;
    assert_eq!((first.status, first.header("location")), (303, Some("/")));
    let cookie = first.header("set-cookie").unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Max-Age=2592000"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    let me = app.anonymous("GET", "/api/me").header("cookie", cookie).await.ok();
    assert_eq!(me["scope"], "full");
    let second = app.anonymous("GET", path).await;
    assert_eq!(second.status, 401);
    assert!(second.body.contains("used already"), "{}", second.body);
}

#[tokio::test]
async fn a_link_ends_after_a_quarter_of_an_hour_and_a_login_after_a_month() {
    let app = TestApp::new().await;
    let link = auth::link(&app.app).await.unwrap();
    app.advance(chrono::Duration::minutes(15));
    let late = app.anonymous("GET", link.strip_prefix(&app.base).unwrap()).await;
    assert!(late.status == 401 && late.body.contains("too old"), "{}", late.body);
    let cookie = app.cookie().await;
    app.advance(chrono::Duration::days(30));
    app.anonymous("GET", "/api/me").header("cookie", &cookie).await.refused(401);
}

#[tokio::test]
async fn wrong_links_are_slowed_down_and_right_ones_are_not() {
    let app = TestApp::new().await;
    for _ in 0..10 {
        assert_eq!(app.anonymous("GET", "/signin?code=guess").await.status, 401);
    }
    app.anonymous("GET", "/signin?code=guess").await.refused(429);
    app.sign_in().await;
}

#[tokio::test]
async fn signing_out_ends_the_login() {
    let app = TestApp::new().await;
    let cookie = app.sign_in().await;
    let out = app.anonymous("POST", "/signout").header("cookie", &cookie).header("origin", &app.base).await;
    assert_eq!((out.status, out.header("location")), (303, Some("/signin")));
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    app.anonymous("GET", "/api/me").header("cookie", &cookie).await.refused(401);
}

#[tokio::test]
async fn a_browser_is_led_to_the_sign_in_page_and_a_program_is_told() {
    let app = TestApp::new().await;
    let page = app.anonymous("GET", "/goals/G1").header("accept", "text/html").await;
    assert_eq!((page.status, page.header("location")), (303, Some("/signin")));
    app.anonymous("GET", "/api/goals").header("accept", "text/html").await.refused(401);
    app.anonymous("GET", "/").await.refused(401);
    let locked = app.anonymous("GET", "/signin").await;
    assert!(locked.status == 200 && locked.body.contains("maestro signin"), "{}", locked.body);
}
