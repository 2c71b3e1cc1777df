//! The table, and how its figures are written.

use std::time::Duration;

/// Rows of: what, figure, aim.
#[derive(Default)]
pub struct Table(Vec<[String; 3]>);

impl Table {
    /// Adds a row, and shows it at once: the whole run takes minutes.
    pub fn row(&mut self, what: &str, figure: &str, aim: &str) {
        eprintln!("{what}: {figure}");
        self.0.push([what.to_owned(), figure.to_owned(), aim.to_owned()]);
    }

    pub fn markdown(&self) -> String {
        let mut text = "| what | measured | aim |\n| --- | ---: | ---: |".to_owned();
        for [what, figure, aim] in &self.0 {
            text.push_str(&format!("\n| {what} | {figure} | {aim} |"));
        }
        text
    }
}

pub fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

pub fn per_second(rate: f64) -> String {
    format!("{rate:.0} a second")
}

pub fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

pub fn kilobytes(bytes: u64) -> String {
    format!("{:.0} kB", bytes as f64 / 1e3)
}
