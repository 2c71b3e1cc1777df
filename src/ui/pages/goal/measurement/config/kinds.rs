//! What each kind of source needs to be told, and how it looks there.

use crate::domain::metric_source::{SourceKind, SourceSettings};

/// A field with an example and a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub label: &'static str,
    pub example: &'static str,
    pub hint: &'static str,
}

const fn line(label: &'static str, example: &'static str, hint: &'static str) -> Line {
    Line { label, example, hint }
}

/// One of the settings that only some kinds have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    Org,
    Datasource,
    DatasourceKind,
    Site,
    Metric,
    Zone,
    Region,
    Account,
    Dashboard,
    Sheet,
    Visual,
    Bucket,
}

impl Setting {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Org => "org",
            Self::Datasource => "datasource",
            Self::DatasourceKind => "datasourceKind",
            Self::Site => "site",
            Self::Metric => "metric",
            Self::Zone => "zone",
            Self::Region => "region",
            Self::Account => "account",
            Self::Dashboard => "dashboard",
            Self::Sheet => "sheet",
            Self::Visual => "visual",
            Self::Bucket => "bucket",
        }
    }

    /// Where it stands.
    pub fn slot(self, of: &mut SourceSettings) -> &mut Option<String> {
        match self {
            Self::Org => &mut of.org,
            Self::Datasource => &mut of.datasource,
            Self::DatasourceKind => &mut of.datasource_kind,
            Self::Site => &mut of.site,
            Self::Metric => &mut of.metric,
            Self::Zone => &mut of.zone,
            Self::Region => &mut of.region,
            Self::Account => &mut of.account,
            Self::Dashboard => &mut of.dashboard,
            Self::Sheet => &mut of.sheet,
            Self::Visual => &mut of.visual,
            Self::Bucket => &mut of.bucket,
        }
    }
}

/// What a kind of source is asked for in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asks {
    /// What it is for, in one line.
    pub purpose: &'static str,
    pub endpoint: Option<Line>,
    pub query: Option<Line>,
    pub secret: Option<Line>,
    pub second: Option<Line>,
    /// What it cannot do without, or mostly has.
    pub settings: &'static [(Setting, Line)],
    /// What few need.
    pub advanced: &'static [(Setting, Line)],
    /// Merges can be told to it.
    pub announces: bool,
}

const ZONE: (Setting, Line) = (Setting::Zone, line("Time zone", "Europe/Berlin", "Of times without one; empty is UTC."));
const SITE: (Setting, Line) = (Setting::Site, line("Site", "datadoghq.eu", "Where the address does not say it."));

const NOTHING: Asks =
    Asks { purpose: "", endpoint: None, query: None, secret: None, second: None, settings: &[], advanced: &[], announces: false };

const PROMETHEUS: Asks = Asks {
    purpose: "PromQL, asked directly or behind Grafana",
    endpoint: Some(line("Address", "https://prometheus.internal:9090", "Of Prometheus, or Grafana’s /api/ds/query.")),
    query: Some(line(
        "Query",
        "rate(frame_drops_total[5m])",
        "PromQL that gives one series; aggregate with sum() or avg() if it gives several.",
    )),
    secret: Some(line("Token", "", "A bearer token, or user:password; none if it needs none.")),
    advanced: &[(
        Setting::Datasource,
        line("Data source uid", "P1809F7CD0C75ACF3", "Behind Grafana: none takes the Prometheus that is the default."),
    )],
    ..NOTHING
};

const GRAFANA: Asks = Asks {
    purpose: "Any data source that Grafana knows",
    endpoint: Some(line(
        "Address",
        "https://grafana.internal/api/ds/query",
        "Its query interface, or …/api/datasources/proxy/uid/… of a data source.",
    )),
    query: Some(line("Query", "rate(frame_drops_total[5m])", "In the language of the data source.")),
    secret: Some(line("Service account token", "", "It begins with glsa_ and needs to read data sources.")),
    advanced: &[
        (
            Setting::Datasource,
            line("Data source uid", "P1809F7CD0C75ACF3", "None takes the Prometheus that is the default or the only one."),
        ),
        (Setting::DatasourceKind, line("Data source type", "prometheus", "None is Prometheus.")),
        (Setting::Org, line("Organisation", "1", "Its number, where the token knows several.")),
    ],
    announces: true,
    ..NOTHING
};

const DATADOG: Asks = Asks {
    purpose: "A metric query, or a formula in JSON",
    endpoint: Some(line("Address", "https://api.datadoghq.eu", "None is api.datadoghq.com.")),
    query: Some(line(
        "Query",
        "avg:trace.http.request.duration{service:checkout}",
        "As in a notebook; JSON with queries and formulas is taken, too.",
    )),
    secret: Some(line("API key", "", "")),
    second: Some(line("Application key", "", "Queries need both.")),
    advanced: &[SITE],
    announces: true,
    ..NOTHING
};

const EPPO: Asks = Asks {
    purpose: "The result of a randomised experiment",
    endpoint: Some(line("Address", "https://eppo.cloud/api/v1", "Or https://api.datadoghq.com for experiments at Datadog.")),
    query: Some(line("Experiment", "new-checkout-flow", "Its id or key.")),
    secret: Some(line("Key", "", "Of the REST API, not of the SDK; at Datadog the API key.")),
    second: Some(line("Second key", "", "At Datadog the application key; at Eppo what its webhooks are signed with.")),
    settings: &[(Setting::Metric, line("Metric", "Purchases per visitor", "Its id or name; needed where the experiment has several."))],
    advanced: &[SITE],
    ..NOTHING
};

const QUICKSIGHT: Asks = Asks {
    purpose: "A table of a dashboard, exported as CSV",
    endpoint: Some(line("Address", "https://quicksight.eu-west-1.amazonaws.com", "Of the dashboard in the browser, or of the interface.")),
    query: Some(line("Column", "Revenue", "The column of values in the exported table.")),
    secret: Some(line("Access key id", "AKIA…", "Of a user that may start snapshot jobs.")),
    second: Some(line("Secret access key", "", "")),
    settings: &[
        (Setting::Account, line("Account", "123456789012", "The number of the AWS account, twelve digits.")),
        (Setting::Dashboard, line("Dashboard", "6b1b2f0e-…", "Its id, where the address does not say it.")),
        (Setting::Sheet, line("Sheet", "", "Its id.")),
        (Setting::Visual, line("Table", "", "The id of the visual that is exported.")),
    ],
    advanced: &[
        (Setting::Region, line("Region", "eu-west-1", "Where the address does not say it.")),
        (Setting::Bucket, line("Bucket", "my-exports", "Where snapshots are put; none leaves that to QuickSight.")),
        ZONE,
    ],
    ..NOTHING
};

const CSV: Asks = Asks {
    purpose: "Pasted, or a file",
    query: Some(line("Series", "checkout_errors", "Of a file with several metrics: the name of this one.")),
    advanced: &[ZONE],
    ..NOTHING
};

const WEBHOOK: Asks = Asks {
    purpose: "A program sends samples, signed",
    secret: Some(line("Secret", "", "What requests are signed with; leave it empty and one is made, shown once.")),
    advanced: &[ZONE],
    ..NOTHING
};

const MANUAL: Asks = Asks { purpose: "You type values", ..NOTHING };

/// What this kind of source is asked for.
pub fn asks(kind: SourceKind) -> Asks {
    match kind {
        SourceKind::Prometheus => PROMETHEUS,
        SourceKind::Grafana => GRAFANA,
        SourceKind::Datadog => DATADOG,
        SourceKind::Eppo => EPPO,
        SourceKind::Quicksight => QUICKSIGHT,
        SourceKind::Csv => CSV,
        SourceKind::Webhook => WEBHOOK,
        SourceKind::Manual => MANUAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_asked_is_asked_somewhere_for_something() {
        for kind in SourceKind::ALL {
            let asks = asks(kind);
            assert!(!asks.purpose.is_empty());
            assert_eq!(asks.endpoint.is_some(), kind.is_polled(), "{kind:?}");
            assert!(!kind.is_polled() || asks.query.is_some());
        }
    }

    #[test]
    fn a_setting_stands_under_its_name() {
        for (setting, _) in SourceKind::ALL.into_iter().flat_map(|kind| asks(kind).settings.iter().chain(asks(kind).advanced)) {
            let mut settings = SourceSettings::default();
            *setting.slot(&mut settings) = Some("x".into());
            assert_eq!(serde_json::to_value(&settings).unwrap()[setting.as_str()], "x");
        }
    }
}
