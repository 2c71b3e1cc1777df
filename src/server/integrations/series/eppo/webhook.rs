//! What Eppo tells by itself.

use super::super::super::{Distrust, signature};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

/// Something happened to an experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EppoNews {
    /// As `experiment.calculated_metrics.updated`.
    pub event: String,
    /// The number of the experiment, where the event is about one.
    pub experiment_id: Option<String>,
    /// Its key.
    pub experiment_key: Option<String>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    event: String,
    #[serde(borrow)]
    data: &'a RawValue,
    signature: String,
}

/// Checks the signature with the webhook's secret, and reads the event.
///
/// Signed is `data` as compact JSON with its keys in their order and its numbers as they stand: so it is not read and
/// written again, but taken as it came, without the spaces between its parts.
pub fn read_webhook(secret: &str, body: &[u8]) -> Result<EppoNews, Distrust> {
    let Envelope { event, data, signature } = serde_json::from_slice(body).map_err(|_| Distrust::Malformed)?;
    let tag = signature::unhex(signature.trim()).ok_or(Distrust::Unsigned)?;
    let (raw, compact) = (data.get(), compact(data.get()));
    if !signature::fits(secret.as_bytes(), &[compact.as_bytes()], &tag) && !signature::fits(secret.as_bytes(), &[raw.as_bytes()], &tag) {
        return Err(Distrust::WrongSignature);
    }
    let data: Value = serde_json::from_str(raw).unwrap_or_default();
    let text = |name: &str| data.get(name).filter(|v| !v.is_null()).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
    Ok(EppoNews { event, experiment_id: text("experiment_id"), experiment_key: text("experiment_key") })
}

/// JSON without the white space outside of its texts.
fn compact(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    json.chars()
        .filter(|c| {
            let kept = inside || !c.is_ascii_whitespace();
            match c {
                _ if escaped => escaped = false,
                '\\' if inside => escaped = true,
                '"' => inside = !inside,
                _ => {}
            }
            kept
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // HMAC-SHA256 with the key `word` over {"z":1.50,"experiment_id":7,"a":"x \" y","experiment_key":"button"}.
    const TAG: &str = "d07b7e95b0d486baf0efb8d726c70f184a9d2c24904ff401f47ce81bea9090a8";

    fn body(data: &str) -> String {
        format!(r#"{{"event":"experiment.calculated_metrics.updated","data":{data},"signature":"{TAG}"}}"#)
    }

    #[test]
    fn keys_in_their_order_and_numbers_as_they_stand_are_signed() {
        let news = EppoNews {
            event: "experiment.calculated_metrics.updated".into(),
            experiment_id: Some("7".into()),
            experiment_key: Some("button".into()),
        };
        for data in [
            r#"{"z":1.50,"experiment_id":7,"a":"x \" y","experiment_key":"button"}"#,
            "{ \"z\": 1.50,\n \"experiment_id\": 7, \"a\": \"x \\\" y\", \"experiment_key\": \"button\" }",
        ] {
            assert_eq!(read_webhook("word", body(data).as_bytes()), Ok(news.clone()));
            assert_eq!(read_webhook("other", body(data).as_bytes()), Err(Distrust::WrongSignature));
        }
        let sorted = r#"{"a":"x \" y","experiment_id":7,"experiment_key":"button","z":1.5}"#;
        assert_eq!(read_webhook("word", body(sorted).as_bytes()), Err(Distrust::WrongSignature));
        assert!(read_webhook("word", b"{}").is_err());
    }
}
