//! Which column is which.

use super::CsvError;

const TIMES: [&str; 11] = ["timestamp", "at", "date", "time", "datetime", "day", "hour", "month", "week", "measuredat", "createdat"];
const METRICS: [&str; 5] = ["metric", "metricname", "name", "measure", "series"];
const VALUES: [&str; 4] = ["value", "metricvalue", "amount", "y"];

/// The columns of a table by place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub names: Vec<String>,
    pub time: usize,
    /// None where the name of the value's column is the metric.
    pub metric: Option<usize>,
    pub value: usize,
}

impl Header {
    /// The places of all other columns: labels.
    pub(super) fn labels(&self) -> impl Iterator<Item = usize> {
        let taken = [Some(self.time), self.metric, Some(self.value)];
        (0..self.names.len()).filter(move |place| !taken.contains(&Some(*place)))
    }

    /// `dimension.country` is the label `country`.
    pub(super) fn label(&self, place: usize) -> &str {
        let name = self.names[place].as_str();
        name.strip_prefix("dimension.").unwrap_or(name)
    }

    pub(super) fn read(names: Vec<String>) -> Result<Self, CsvError> {
        let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let find = |aliases: &[&str]| aliases.iter().find_map(|alias| plain.iter().position(|name| name == alias));
        let repeated = plain.iter().enumerate().any(|(i, name)| name.is_empty() || plain[..i].contains(name));
        if repeated {
            return Err(pivot(1));
        }
        let listed = names.join(", ");
        let Some(time) = find(&TIMES) else {
            return Err(CsvError {
                line: Some(1),
                ..CsvError::of_file(format!("there is no column timestamp (or date, time, at) among: {listed}"))
            });
        };
        let metric = find(&METRICS);
        let others: Vec<usize> = (0..names.len()).filter(|place| *place != time && Some(*place) != metric).collect();
        let value = match (find(&VALUES), others.as_slice()) {
            (Some(value), _) => value,
            (None, [only]) => *only,
            (None, _) => {
                let detail = format!("there is no column value among: {listed}; write one line for each time and metric");
                return Err(CsvError { line: Some(1), ..CsvError::of_file(detail) });
            }
        };
        Ok(Self { names, time, metric, value })
    }
}

/// A pivot table has several header rows, and what a cell means depends on its place.
pub(super) fn pivot(line: u64) -> CsvError {
    let detail = "this looks like a pivot table with several header rows: export a plain table with the columns timestamp, metric, value";
    CsvError { line: Some(line), ..CsvError::of_file(detail) }
}

/// A name without capitals, spaces and dashes.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == '.').flat_map(char::to_lowercase).collect()
}
