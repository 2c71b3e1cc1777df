use super::{CsvError, CsvOptions, CsvTable, read};
use crate::domain::series::Point;
use std::io::Read;

fn parse(text: &str) -> Result<CsvTable, CsvError> {
    read(text.as_bytes(), &CsvOptions::default())
}

fn values(text: &str) -> Vec<Option<f64>> {
    parse(text).unwrap().series.remove(0).points.iter().map(|point| point.value).collect()
}

fn error(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

/// A file with these values on following days, quoted.
fn column(cells: &[&str]) -> String {
    let lines: String = cells.iter().enumerate().map(|(i, cell)| format!("2026-11-{:02},\"{cell}\"\n", i + 1)).collect();
    format!("date,value\n{lines}")
}

#[test]
fn a_plain_file_is_read() {
    let table = parse(
        "timestamp,metric,value,dimension.country,plan\n2026-11-22T10:00:00Z,p95,0.25,DE,pro\n2026-11-22T11:00:00+01:00,p95,0.5,FR,\n",
    )
    .unwrap();
    assert_eq!(table.warnings, Vec::<String>::new());
    let [first, second] = &table.series[..] else { panic!("{table:?}") };
    assert_eq!(
        (first.points.as_slice(), &first.labels["country"], &first.labels["plan"]),
        (&[Point::new(1_795_341_600, 0.25)][..], &"DE".into(), &"pro".into())
    );
    assert_eq!((second.points[0].at, second.labels.len()), (1_795_341_600, 1), "the same moment, and no label without a value");
    assert_eq!((table.of("P95").count(), table.of("p99").count()), (2, 0));
}

#[test]
fn what_programs_write_around_it_does_not_matter() {
    let text =
        "\u{feff}Measured At;\"Metric Name\";\"Metric Value\"\r\n2026-11-22 10:30;\"a;b\";\"1\"\r\n2026-11-22 10:30:30.5;\"a;b\";2\r\n";
    let table = parse(text).unwrap();
    assert_eq!((table.series[0].metric.as_str(), table.series[0].points.len()), ("a;b", 2));
    assert_eq!(parse("date\tlatency\n2026-11-22\t3\n").unwrap().series[0].metric, "latency", "the name of the only other column");
    assert_eq!(parse("at,value\n1795341600,1\n1795341660000,2\n").unwrap().series[0].points[1].at, 1_795_341_660);
}

#[test]
fn a_missing_value_is_none_and_never_zero() {
    assert_eq!(values(&column(&["", "null", "N/A", "-", "NaN", "inf", "0"])), [None, None, None, None, None, None, Some(0.0)]);
}

#[test]
fn formatted_numbers_are_read() {
    assert_eq!(
        values(&column(&["1,234.5", "1,234,567", "-1,000", "(12.5)", "+3", "1 234.5", "1'000.25", "1e3", "\u{2212}2", ".5"])).len(),
        10
    );
    assert_eq!(
        values(&column(&["1,234.5", "(12.5)", "1\u{202f}234.5", "1e3", "\u{2212}2"])),
        [1_234.5, -12.5, 1_234.5, 1_000.0, -2.0].map(Some)
    );
    let money = parse(&column(&["$1,234.50", "-$2.00"])).unwrap();
    assert_eq!((money.series[0].unit.as_deref(), money.series[0].points[1].value), (Some("$"), Some(-2.0)));
    let share = parse(&column(&["12.5%", "", "13 %"])).unwrap();
    assert_eq!((share.series[0].unit.as_deref(), share.series[0].points[0].value), (Some("%"), Some(12.5)));
    let short = parse(&column(&["1.2K", "3M"])).unwrap();
    assert_eq!(short.series[0].points[0].value, Some(1_200.0));
    assert!(short.warnings.iter().any(|warning| warning.contains("rounded")));
}

#[test]
fn decimal_commas_are_read_only_where_they_mean_one_thing() {
    assert_eq!(values("date;value\n2026-11-01;0,25\n2026-11-02;1.234,5\n2026-11-03;12\n"), [0.25, 1_234.5, 12.0].map(Some));
    assert_eq!(values(&column(&["0,250", "1,5"])), [0.25, 1.5].map(Some));
    assert_eq!(values(&column(&["1,234", "1.5"])), [1_234.0, 1.5].map(Some), "groups, as QuickSight writes them");
    let unclear = "a number may mean a thousand or a thousandth part here (1,234): write decimal points and no groups";
    assert_eq!(error("date;value\n2026-11-01;1,234\n"), format!("line 2, column value: {unclear}"));
    assert_eq!(error(&column(&["0,25", "1,234"])), format!("line 3, column value: {unclear}"));
    assert_eq!(error(&column(&["0,25", "1.234"])), format!("line 3, column value: {unclear}"));
    assert_eq!(
        error(&column(&["1.5", "0,25"])),
        "line 3, column value: decimal commas here, and decimal points in line 2: use points everywhere"
    );
}

#[test]
fn what_is_no_number_is_named() {
    for cell in ["abc", "1,23,456", "1.2.3", "12 apples", "--1", "1_000", "1 23"] {
        assert_eq!(error(&column(&["1", cell])), format!("line 3, column value: “{cell}” is no number"));
    }
    assert_eq!(error(&column(&["1%", "2"])), "line 3, column value: the unit changes from % to no unit");
}

#[test]
fn times_without_a_zone_are_in_the_zone_that_is_stated() {
    let text = "timestamp,value\n2026-07-01 12:00,1\n2026-12-01,2\n";
    let utc = parse(text).unwrap();
    assert_eq!((utc.series[0].points[0].at, utc.warnings), (1_782_907_200, vec!["times without a zone are read as UTC".into()]));
    let berlin = CsvOptions { zone: Some("Europe/Berlin".into()), ..CsvOptions::default() };
    let table = read(text.as_bytes(), &berlin).unwrap();
    let at: Vec<i64> = table.series[0].points.iter().map(|point| point.at).collect();
    assert_eq!((at, table.warnings), (vec![1_782_900_000, 1_796_079_600], vec![]), "summer and winter");
    let twice = read("timestamp,value\n2026-10-25 02:30,1\n".as_bytes(), &berlin).unwrap_err();
    assert_eq!(
        twice.to_string(),
        "line 2, column timestamp: “2026-10-25 02:30” comes twice or never on the clocks of this zone: write the offset too"
    );
    let nowhere = CsvOptions { zone: Some("Mars/Olympus".into()), ..CsvOptions::default() };
    assert!(read(text.as_bytes(), &nowhere).unwrap_err().to_string().contains("is no zone"));
}

#[test]
fn times_that_mean_two_things_are_refused() {
    for cell in ["11/12/2026", "1.2.2026", "Nov 22, 2026", "2026-13-01", ""] {
        let said = error(&format!("date,value\n\"{cell}\",1\n"));
        assert_eq!(said, format!("line 2, column date: “{cell}” is no time, as 2026-11-22 or 2026-11-22T10:30:00Z"));
    }
}

#[test]
fn a_pivot_table_is_refused_with_what_to_do() {
    for text in [
        "date,,Germany,,France,\n,value,count,value,count,x\n2026-11-01,1,2,3,4,5\n",
        "Date,Revenue,Revenue\n,2025,2026\n2026-11-01,1,2\n",
        "date,value\nDay,Sum of revenue\n2026-11-01,1\n",
    ] {
        assert!(error(text).contains("looks like a pivot table"), "{}", error(text));
    }
}

#[test]
fn columns_that_are_missing_are_named() {
    assert_eq!(error("when,value\n1,2\n"), "line 1: there is no column timestamp (or date, time, at) among: when, value");
    assert!(error("date,latency,errors\n2026-11-01,1,2\n").contains("there is no column value among: date, latency, errors"));
    assert!(error("").contains("the file is empty"));
    assert_eq!(error("date,value\n2026-11-01,1,2\n"), "line 2: has 3 cells where the header has 2");
}

#[test]
fn lines_out_of_order_are_ordered_and_doubles_must_agree() {
    let table = parse("date,value\n2026-11-02,2\n2026-11-01,1\n2026-11-02,2\n").unwrap();
    assert_eq!(table.series[0].points.iter().map(|point| point.value).collect::<Vec<_>>(), [Some(1.0), Some(2.0)]);
    assert_eq!(table.warnings.len(), 3, "{:?}", table.warnings);
    let said = error("date,value\n2026-11-02,2\n2026-11-02,3\n");
    assert_eq!(said, "line 3, column value: line 2 has another value for the same time and metric: which one is right?");
    let table = read(&b"date,value\n2026-11-02,2\n2026-11-02,3\n"[..], &CsvOptions { last_counts: true, ..CsvOptions::default() }).unwrap();
    assert_eq!(table.series[0].points[0].value, Some(3.0));
    assert!(table.warnings.iter().any(|warning| warning.contains("the last one counts")), "{:?}", table.warnings);
}

#[test]
fn what_is_not_utf_8_is_named() {
    let utf16 = read(&[0xff, 0xfe, b'd', 0, b'a', 0][..], &CsvOptions::default()).unwrap_err();
    assert!(utf16.to_string().contains("UTF-16"), "{utf16}");
    let latin = read(&b"date,value\n2026-11-01,\xe9\n"[..], &CsvOptions::default()).unwrap_err();
    assert_eq!((latin.line, latin.detail.contains("not UTF-8")), (Some(2), true));
}

#[test]
fn a_huge_file_is_refused_early() {
    struct Endless(u64);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0 += buffer.len() as u64;
            buffer.fill(b'\n');
            let start = if self.0 == buffer.len() as u64 { &b"date,value\n"[..] } else { b"" };
            buffer[..start.len()].copy_from_slice(start);
            Ok(buffer.len())
        }
    }
    let mut file = Endless(0);
    let error = read(&mut file, &CsvOptions { bytes_most: 100_000, ..CsvOptions::default() }).unwrap_err();
    assert_eq!(error.to_string(), "the file is larger than it may be");
    assert!(file.0 < 200_000, "read {} bytes", file.0);
}
