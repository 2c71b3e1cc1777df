//! How Amazon says no: the type stands in a header, the words in the body.

use super::super::super::SourceError;
use reqwest::header::HeaderMap;
use serde::Deserialize;

#[derive(Deserialize)]
struct Fault {
    #[serde(alias = "message")]
    #[serde(rename = "Message")]
    message: Option<String>,
    #[serde(rename = "__type")]
    kind: Option<String>,
}

/// The job with this id is there: a repetition of ours came twice.
pub(super) const EXISTS: &str = "ResourceExistsException";

/// What a refusal of QuickSight means.
pub(super) fn quicksight(status: u16, headers: &HeaderMap, body: &str) -> Option<SourceError> {
    let fault: Option<Fault> = serde_json::from_str(body).ok();
    let told = headers.get("x-amzn-errortype").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let kind = told.or_else(|| fault.as_ref()?.kind.clone())?;
    // As `ThrottlingException:http://…` or `com.amazon#ThrottlingException`.
    let kind = kind.split(':').next().unwrap_or_default().rsplit('#').next().unwrap_or_default();
    let words = fault.and_then(|fault| fault.message).unwrap_or_else(|| format!("answered {status}"));
    Some(meaning(status, kind, &words))
}

fn meaning(status: u16, kind: &str, words: &str) -> SourceError {
    let detail = format!("{kind}: {words}");
    match kind {
        // The second one is about jobs at the same time: one of them will end.
        "ThrottlingException" | "LimitExceededException" | "TooManyRequestsException" => SourceError::RateLimited { until: None, detail },
        "AccessDeniedException"
        | "ExpiredTokenException"
        | "InvalidSignatureException"
        | "UnrecognizedClientException"
        | "MissingAuthenticationTokenException"
        | "IncompleteSignatureException" => SourceError::Unauthorized { detail },
        "UnsupportedPricingPlanException" | "UnsupportedUserEditionException" => {
            SourceError::Refused { detail: format!("{detail}; exports as CSV need QuickSight's paid add-on for pixel-perfect reports") }
        }
        "ResourceNotFoundException" | "QuickSightUserNotFoundException" => SourceError::NotFound { detail },
        "InternalFailureException" | "ServiceUnavailableException" => SourceError::Outage { detail },
        _ if status >= 500 => SourceError::Outage { detail },
        _ => SourceError::Refused { detail },
    }
}

/// What a refusal of S3 means, which is XML.
pub(super) fn s3(status: u16, _: &HeaderMap, body: &str) -> Option<SourceError> {
    let part = |name: &str| body.split_once(&format!("<{name}>"))?.1.split_once(&format!("</{name}>")).map(|(text, _)| text.to_owned());
    let code = part("Code")?;
    let detail = format!("S3 says {code}: {}", part("Message").unwrap_or_else(|| format!("answered {status}")));
    Some(match (status, code.as_str()) {
        (_, "SlowDown") | (429, _) => SourceError::RateLimited { until: None, detail },
        (401 | 403, _) | (_, "ExpiredToken") => SourceError::Unauthorized { detail },
        (404, _) => SourceError::NotFound { detail },
        (500.., _) => SourceError::Outage { detail },
        _ => SourceError::Refused { detail },
    })
}
