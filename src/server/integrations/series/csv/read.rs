//! From a file to series, line by line.

use super::{
    CsvError, CsvOptions, CsvSeries, CsvTable,
    header::{self, Header},
    number::{self, Cell, Mark, Number},
    time::{self, Time},
};
use crate::domain::series::{Labels, Point};
use ::csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};
use jiff::tz::TimeZone;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    io::{BufRead, BufReader, Error, Read},
};

/// How much of a cell is shown in an error.
const SHOWN: usize = 40;

/// Reads a file. It is read as a stream, and no further than `bytes_most`.
pub fn read(input: impl Read, options: &CsvOptions) -> Result<CsvTable, CsvError> {
    let zone = match options.zone.as_deref().map(str::trim).filter(|zone| !zone.is_empty()) {
        None => TimeZone::UTC,
        Some(name) => TimeZone::get(name).map_err(|_| CsvError::of_file(format!("{name} is no zone, as Europe/Berlin or UTC")))?,
    };
    let mut input = BufReader::new(Limited { inner: input, left: options.bytes_most });
    let delimiter = delimiter(input.fill_buf().map_err(|e| unread(&e))?)?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(input);
    let names = reader.headers().map_err(|e| broken(&e))?.iter().map(|name| name.trim().to_owned()).collect();
    let found = Found { last_counts: options.last_counts, ..Found::default() };
    let mut rows = Rows { header: Header::read(names)?, zone, stated: options.zone.is_some(), european: delimiter != b',', found };
    rows.all(&mut reader)?;
    rows.finish()
}

/// Stops a file that is larger than it may be.
struct Limited<R> {
    inner: R,
    left: u64,
}

const TOO_LARGE: &str = "the file is larger than it may be";

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| Error::other(TOO_LARGE))?;
        Ok(read)
    }
}

/// What separates the cells, by the first line; files with decimal commas use semicolons.
fn delimiter(start: &[u8]) -> Result<u8, CsvError> {
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        return Err(CsvError::of_file("the file is UTF-16: save it as “CSV UTF-8”"));
    }
    let line = start.split(|b| *b == b'\n' || *b == b'\r').next().unwrap_or_default();
    if line.is_empty() {
        return Err(CsvError::of_file("the file is empty, or begins with an empty line"));
    }
    let has = |byte: u8| line.contains(&byte);
    Ok(if has(b';') && !has(b',') {
        b';'
    } else if has(b'\t') && !has(b',') {
        b'\t'
    } else {
        b','
    })
}

struct Rows {
    header: Header,
    zone: TimeZone,
    /// Somebody said which zone times without one are in.
    stated: bool,
    /// Cells are separated by something else than commas, so those may be decimal.
    european: bool,
    found: Found,
}

#[derive(Default)]
struct Found {
    series: BTreeMap<(String, Labels), Gathering>,
    /// The first lines that tell, or leave open, what the decimal mark is.
    marks: BTreeMap<&'static str, u64>,
    open_zone: bool,
    rounded: bool,
    unordered: bool,
    repeated: u64,
    /// The last of several values for one time counts; how often it did.
    last_counts: bool,
    overwritten: u64,
}

#[derive(Default)]
struct Gathering {
    points: BTreeMap<i64, (Option<f64>, u64)>,
    unit: Option<String>,
    latest: Option<i64>,
    numbers: u64,
}

impl Rows {
    fn all<R: Read>(&mut self, reader: &mut Reader<R>) -> Result<(), CsvError> {
        let mut row = StringRecord::new();
        while reader.read_record(&mut row).map_err(|e| broken(&e))? {
            let line = row.position().map_or(0, ::csv::Position::line);
            self.one(&row, line)?;
        }
        Ok(())
    }

    fn one(&mut self, row: &StringRecord, line: u64) -> Result<(), CsvError> {
        let Header { time, metric, value, ref names } = self.header;
        let cell = |place: usize| row.get(place).unwrap_or_default();
        let number = number::read(cell(value));
        let at = match time::read(cell(time), &self.zone) {
            Time::At(at) => at,
            Time::InZone(at) => {
                self.found.open_zone = true;
                at
            }
            Time::Unclear => {
                let detail = format!("“{}” comes twice or never on the clocks of this zone: write the offset too", short(cell(time)));
                return Err(CsvError::at(line, &names[time], detail));
            }
            // The second of several header rows.
            Time::None if number == Cell::Text && self.found.series.is_empty() => return Err(header::pivot(line)),
            Time::None => {
                let detail = format!("“{}” is no time, as 2026-11-22 or 2026-11-22T10:30:00Z", short(cell(time)));
                return Err(CsvError::at(line, &names[time], detail));
            }
        };
        let number = match number {
            Cell::Empty => None,
            Cell::Number(number) => Some(number),
            Cell::Text => return Err(CsvError::at(line, &names[value], format!("“{}” is no number", short(cell(value))))),
        };
        let name = metric.map_or(names[value].as_str(), cell).trim().to_owned();
        let labels = self.header.labels().filter(|place| !cell(*place).trim().is_empty());
        let labels: Labels = labels.map(|place| (self.header.label(place).to_owned(), cell(place).trim().to_owned())).collect();
        let column = names[value].clone();
        self.found.add((name, labels), at, number, line, &column)
    }

    fn finish(self) -> Result<CsvTable, CsvError> {
        let column = &self.header.names[self.header.value];
        self.found.check_marks(self.european, column)?;
        let mut warnings = Vec::new();
        if self.found.open_zone && !self.stated {
            warnings.push("times without a zone are read as UTC".into());
        }
        if self.found.rounded {
            warnings.push("some values are rounded, as 1.2K: export the plain numbers to keep their digits".into());
        }
        if self.found.unordered {
            warnings.push("the lines were not in the order of time; they are now".into());
        }
        if self.found.repeated > 0 {
            warnings.push(format!("{} lines repeat a time with the same value; they count once", self.found.repeated));
        }
        if self.found.overwritten > 0 {
            warnings.push(format!("{} lines repeat a time with another value; the last one counts", self.found.overwritten));
        }
        let series = self.found.series.into_iter().map(|((metric, labels), gathering)| {
            let points = gathering.points.into_iter().map(|(at, (value, _))| Point::new(at, value)).collect();
            CsvSeries { metric, labels, unit: gathering.unit, points }
        });
        Ok(CsvTable { series: series.collect(), warnings })
    }
}

impl Found {
    fn add(&mut self, key: (String, Labels), at: i64, number: Option<Number>, line: u64, column: &str) -> Result<(), CsvError> {
        let series = self.series.entry(key).or_default();
        self.unordered |= series.latest.is_some_and(|latest| at < latest);
        series.latest = Some(at);
        if let Some(number) = &number {
            if series.numbers > 0 && series.unit != number.unit {
                let name = |unit: &Option<String>| unit.clone().unwrap_or_else(|| "no unit".into());
                let detail = format!("the unit changes from {} to {}", name(&series.unit), name(&number.unit));
                return Err(CsvError::at(line, column, detail));
            }
            series.numbers += 1;
            series.unit.clone_from(&number.unit);
            self.rounded |= number.rounded;
            let mark = match number.mark {
                Mark::None => None,
                Mark::Point => Some("point"),
                Mark::Comma => Some("comma"),
                Mark::MaybeComma => Some("maybe comma"),
                Mark::MaybePoint => Some("maybe point"),
            };
            mark.map(|mark| *self.marks.entry(mark).or_insert(line));
        }
        let value = number.map(|number| number.value);
        match series.points.entry(at) {
            Entry::Vacant(place) => {
                place.insert((value, line));
            }
            Entry::Occupied(place) if place.get().0 == value => self.repeated += 1,
            Entry::Occupied(mut place) if self.last_counts => {
                self.overwritten += 1;
                place.insert((value, line));
            }
            Entry::Occupied(place) => {
                let detail = format!("line {} has another value for the same time and metric: which one is right?", place.get().1);
                return Err(CsvError::at(line, column, detail));
            }
        }
        Ok(())
    }

    /// Decimal commas are read where nothing in the file can be meant otherwise.
    fn check_marks(&self, european: bool, column: &str) -> Result<(), CsvError> {
        let first = |mark: &str| self.marks.get(mark).copied();
        let (point, comma) = (first("point"), first("comma"));
        if let (Some(point), Some(comma)) = (point, comma) {
            let detail = format!("decimal commas here, and decimal points in line {point}: use points everywhere");
            return Err(CsvError::at(comma, column, detail));
        }
        let open = match (comma, european) {
            // In a file with decimal commas, a group and three decimals look alike.
            (Some(_), _) => first("maybe comma").or_else(|| first("maybe point")),
            (None, true) if point.is_none() => first("maybe comma"),
            (None, _) => None,
        };
        let unclear = "a number may mean a thousand or a thousandth part here (1,234): write decimal points and no groups";
        open.map_or(Ok(()), |line| Err(CsvError::at(line, column, unclear)))
    }
}

fn short(text: &str) -> String {
    text.trim().chars().take(SHOWN).collect()
}

fn unread(error: &Error) -> CsvError {
    if error.to_string() == TOO_LARGE {
        return CsvError::of_file(TOO_LARGE);
    }
    CsvError::of_file(format!("the file could not be read: {error}"))
}

fn broken(error: &::csv::Error) -> CsvError {
    let line = error.position().map(::csv::Position::line);
    let detail = match error.kind() {
        ErrorKind::Io(error) => return unread(error),
        ErrorKind::Utf8 { .. } => "the text is not UTF-8: save the file as “CSV UTF-8”".to_owned(),
        ErrorKind::UnequalLengths { expected_len, len, .. } => format!("has {len} cells where the header has {expected_len}"),
        _ => error.to_string(),
    };
    CsvError { line, column: None, detail }
}
