//! Metrics in a file: `timestamp`, `metric`, `value`, and any other column as a label.
//!
//! Files come from people and from other programs, which write numbers and times for people. What has one meaning is read;
//! what has two is refused, with the line and the column. A missing value is none, never 0.

mod header;
mod number;
mod read;
#[cfg(test)]
mod tests;
mod time;

use crate::domain::series::{Labels, Point};
use std::fmt;

pub use read::read;

/// A larger file is refused as soon as that shows.
pub const CSV_BYTES_MOST: u64 = 20 * 1024 * 1024;

/// How a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    /// The zone of times that have none, as `Europe/Berlin`; none is UTC, which the result says.
    pub zone: Option<String>,
    /// The most bytes; more are refused.
    pub bytes_most: u64,
    /// Whether the last of several values for one time counts; else such a file is refused.
    pub last_counts: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { zone: None, bytes_most: CSV_BYTES_MOST, last_counts: false }
    }
}

/// What a file has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CsvTable {
    /// By metric, then by labels.
    pub series: Vec<CsvSeries>,
    /// What a person should know about these numbers.
    pub warnings: Vec<String>,
}

impl CsvTable {
    /// The series of one metric, however its name is capitalised.
    pub fn of<'a>(&'a self, metric: &'a str) -> impl Iterator<Item = &'a CsvSeries> {
        self.series.iter().filter(move |series| series.metric.trim().eq_ignore_ascii_case(metric.trim()))
    }
}

/// One metric with one set of labels.
#[derive(Clone, Debug, PartialEq)]
pub struct CsvSeries {
    pub metric: String,
    pub labels: Labels,
    /// As it stands beside the numbers, as `%` or `€`.
    pub unit: Option<String>,
    /// By time, each time once.
    pub points: Vec<Point>,
}

/// Why a file was not read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvError {
    /// The line in the file, from 1; null where it is about all of it.
    pub line: Option<u64>,
    /// The name of the column.
    pub column: Option<String>,
    pub detail: String,
}

impl CsvError {
    fn of_file(detail: impl Into<String>) -> Self {
        Self { line: None, column: None, detail: detail.into() }
    }

    fn at(line: u64, column: &str, detail: impl Into<String>) -> Self {
        Self { line: Some(line), column: Some(column.to_owned()), detail: detail.into() }
    }
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}")?;
            if let Some(column) = &self.column {
                write!(f, ", column {column}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.detail)
    }
}

impl std::error::Error for CsvError {}
