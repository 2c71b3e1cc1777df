//! Answers of a Prometheus.

use super::super::{super::SourceError, gathered::Gathered};
use crate::domain::series::{Labels, Point};
use reqwest::header::HeaderMap;
use serde::{Deserialize, de::IgnoredAny};

#[derive(Deserialize)]
struct Envelope {
    status: String,
    data: Option<Data>,
    error: Option<String>,
    #[serde(default, rename = "errorType")]
    error_type: String,
    #[serde(default)]
    warnings: Vec<String>,
    #[serde(default)]
    infos: Vec<String>,
}

/// What a refusal says.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Fault {
    error: String,
    error_type: String,
}

#[derive(Deserialize)]
#[serde(tag = "resultType", content = "result", rename_all = "lowercase")]
enum Data {
    Matrix(Vec<Ranged>),
    Vector(Vec<Single>),
    Scalar(Sample),
    String(IgnoredAny),
}

#[derive(Deserialize)]
struct Ranged {
    metric: Labels,
    #[serde(default)]
    values: Vec<Sample>,
    histograms: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Single {
    metric: Labels,
    value: Option<Sample>,
    histogram: Option<IgnoredAny>,
}

/// Times are numbers, values are text: `NaN` and `+Inf` are values too.
#[derive(Deserialize)]
struct Sample(f64, String);

impl Sample {
    fn point(&self) -> Result<Point, SourceError> {
        let wrong = |_| SourceError::Malformed { detail: format!("“{}” is not a value", self.1) };
        let value: f64 = self.1.parse().map_err(wrong)?;
        // A time is far below the numbers that a float cannot hold.
        Ok(Point::new(self.0.round() as i64, value))
    }
}

/// Adds what an answer says.
pub(super) fn read(body: &str, gathered: &mut Gathered) -> Result<(), SourceError> {
    let malformed = |e| SourceError::Malformed { detail: format!("this is no answer of a Prometheus: {e}") };
    let envelope: Envelope = serde_json::from_str(body).map_err(malformed)?;
    if let Some(error) = envelope.error {
        return Err(meaning(200, &Fault { error, error_type: envelope.error_type }));
    }
    let Some(data) = envelope.data.filter(|_| envelope.status == "success") else {
        return Err(SourceError::Malformed { detail: format!("the answer has the status {} and no data", envelope.status) });
    };
    envelope.warnings.into_iter().chain(envelope.infos).for_each(|warning| gathered.warn(warning));
    match data {
        Data::Matrix(all) => all.into_iter().try_for_each(|one| add(gathered, one.metric, &one.values, one.histograms.is_some())),
        Data::Vector(all) => all.into_iter().try_for_each(|one| {
            let value: Vec<Sample> = one.value.into_iter().collect();
            add(gathered, one.metric, &value, one.histogram.is_some())
        }),
        Data::Scalar(sample) => add(gathered, Labels::new(), &[sample], false),
        Data::String(_) => Err(SourceError::Refused { detail: "the query gives a text and no numbers".into() }),
    }
}

fn add(gathered: &mut Gathered, labels: Labels, samples: &[Sample], histogram: bool) -> Result<(), SourceError> {
    if histogram {
        let detail = "the query gives histograms and no numbers: use histogram_quantile(…), histogram_avg(…) or histogram_count(…)";
        return Err(SourceError::Refused { detail: detail.into() });
    }
    let points: Vec<Point> = samples.iter().map(Sample::point).collect::<Result<_, _>>()?;
    gathered.add(labels, points);
    Ok(())
}

/// What a refusal means; none where it is not in the words of a Prometheus.
pub(super) fn refusal(status: u16, _: &HeaderMap, body: &str) -> Option<SourceError> {
    serde_json::from_str::<Fault>(body).ok().filter(|fault| !fault.error_type.is_empty()).map(|fault| meaning(status, &fault))
}

fn meaning(status: u16, fault: &Fault) -> SourceError {
    let detail = format!("{}: {}", fault.error_type, fault.error);
    match fault.error_type.as_str() {
        "timeout" | "canceled" => SourceError::Outage { detail: format!("{detail}; ask for a shorter window or a larger step") },
        "unavailable" | "internal" => SourceError::Outage { detail },
        "not_found" => SourceError::NotFound { detail },
        "unauthorized" => SourceError::Unauthorized { detail },
        _ if status == 401 => SourceError::Unauthorized { detail },
        _ => SourceError::Refused { detail },
    }
}
