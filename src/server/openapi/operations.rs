//! What all operations have in common, said in one place: errors, headers, names in paths.

use axum::http::StatusCode;
use utoipa::openapi::{
    Content, HeaderBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder,
    path::{Operation, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, Schema, Type},
};

const PROBLEM: &str = "Problem";
/// What the gate may answer before an operation begins.
const BY_THE_GATE: [&str; 4] = ["401", "403", "421", "429"];
/// What a body may be refused for.
const OF_A_BODY: [&str; 4] = ["400", "413", "415", "422"];

/// Adds to every operation of the interface what holds for all of them.
pub fn complete(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let all = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in all {
            if let Some(operation) = operation {
                parameters(path, method, operation);
                errors(path, method, operation);
                answers(method, operation);
            }
        }
    }
}

fn parameters(path: &str, method: &str, operation: &mut Operation) {
    for name in names(path) {
        add(operation, name, ParameterIn::Path, "An id or a key.");
    }
    if path.starts_with("/api/") && method == "post" {
        add(
            operation,
            "Idempotency-Key",
            ParameterIn::Header,
            "1 to 200 characters; the same key with the same body is done once in 7 days.",
        );
    }
    if matches!(method, "patch" | "put") {
        add(operation, "If-Match", ParameterIn::Header, "The `ETag` that was seen: 412 when somebody else changed the record meanwhile.");
    }
}

/// `id` and `metricId` of `/api/goals/{id}/metrics/{metricId}`
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(|name| name.trim_start_matches('*'))
}

fn add(operation: &mut Operation, name: &str, place: ParameterIn, about: &str) {
    let all = operation.parameters.get_or_insert_default();
    if all.iter().any(|known| matches!(known, RefOr::T(known) if known.name.eq_ignore_ascii_case(name))) {
        return;
    }
    let required = if matches!(place, ParameterIn::Path) { Required::True } else { Required::False };
    let new = ParameterBuilder::new().name(name).parameter_in(place).required(required).description(Some(about)).schema(Some(text()));
    all.push(RefOr::T(new.build()));
}

fn errors(path: &str, method: &str, operation: &mut Operation) {
    let mut codes: Vec<&str> = BY_THE_GATE.to_vec();
    if operation.request_body.is_some() {
        codes.extend(OF_A_BODY);
    }
    if operation.parameters.as_ref().is_some_and(|all| all.iter().any(in_query)) {
        codes.push("422");
    }
    if names(path).next().is_some() {
        codes.push("404");
    }
    if method == "post" {
        codes.push("409");
    }
    if matches!(method, "patch" | "put") {
        codes.push("412");
    }
    for code in codes {
        let known = &mut operation.responses.responses;
        known.entry(code.to_owned()).or_insert_with(|| RefOr::T(problem()));
    }
}

fn in_query(parameter: &RefOr<utoipa::openapi::path::Parameter>) -> bool {
    matches!(parameter, RefOr::T(parameter) if matches!(parameter.parameter_in, ParameterIn::Query))
}

fn problem() -> Response {
    let schema = RefOr::Ref(Ref::from_schema_name(PROBLEM));
    ResponseBuilder::new().content("application/problem+json", Content::new(Some(schema))).build()
}

/// Says of each answer what its status means, of errors that they are problem documents, and which headers come along.
fn answers(method: &str, operation: &mut Operation) {
    for (code, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        let status = code.parse::<u16>().ok().and_then(|code| StatusCode::from_u16(code).ok());
        if response.description.is_empty() {
            response.description = status.and_then(|status| status.canonical_reason()).unwrap_or("Answer").into();
        }
        if status.is_some_and(|status| status.is_client_error() || status.is_server_error()) {
            *response = ResponseBuilder::new()
                .description(response.description.clone())
                .content("application/problem+json", Content::new(Some(RefOr::Ref(Ref::from_schema_name(PROBLEM)))))
                .build();
        }
        if code == "429" {
            response.headers.insert("Retry-After".into(), RefOr::T(header("Seconds to wait.")));
        }
        if matches!(method, "patch" | "put") && status.is_some_and(|status| status.is_success()) {
            response.headers.insert("ETag".into(), RefOr::T(header("The version of the record, for `If-Match`.")));
        }
    }
}

fn header(about: &str) -> utoipa::openapi::Header {
    HeaderBuilder::new().schema(Some(text())).description(Some(about)).build()
}

fn text() -> Schema {
    Schema::Object(ObjectBuilder::new().schema_type(Type::String).build())
}
