//! What the document says besides the operations.

use utoipa::openapi::{
    Info, OpenApi, SecurityRequirement,
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    tag::TagBuilder,
};

const ABOUT: &str = "Times are RFC 3339 in UTC, durations seconds, money US dollars. Wherever an id is accepted, a key (`G12`, `T34`, `S56`) \
is too. Errors are problem documents (RFC 9457). Lists take `limit` and `cursor`. A POST with an `Idempotency-Key` is done once.";

const TAGS: [(&str, &str); 12] = [
    ("reporting", "What agents send."),
    ("goals", "What is to be reached, and how far it is."),
    ("tasks", "The steps of a goal, and what waits for what."),
    ("evidence", "Updates, artifacts, measurements, outcomes."),
    ("sessions", "What agents did."),
    ("narratives", "The story of a goal, with every figure checked."),
    ("portfolio", "Goals with their proof, to be searched and exported."),
    ("live", "Changes as they happen."),
    ("connections", "Code hosts and models."),
    ("people", "Who signs in."),
    ("tokens", "Credentials of agents and scripts."),
    ("server", "How the server is."),
];

/// Adds title, credentials and the order of the chapters.
pub fn complete(mut document: OpenApi) -> OpenApi {
    let mut info = Info::new("Maestro", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.into());
    document.info = info;
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("mst_…");
    let bearer = bearer.description(Some("A token of `maestro token create`; its scope is `report`, `read` or `full`."));
    let cookie = ApiKeyValue::with_description("maestro_login", "A browser that is signed in; changes must come from its own pages.");
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
    components.add_security_scheme("login", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    let none: [&str; 0] = [];
    document.security = Some(vec![SecurityRequirement::new("token", none), SecurityRequirement::new("login", none)]);
    let tags = TAGS.map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build());
    document.tags = Some(tags.into());
    super::operations::complete(&mut document);
    document
}
