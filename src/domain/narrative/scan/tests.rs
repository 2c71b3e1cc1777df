use super::{Said, Unit, scan};

fn seen(text: &str) -> Vec<String> {
    let show = |said: &Said| match said {
        Said::Quantity(q) => {
            let unit = match &q.unit {
                Unit::Bare => String::new(),
                Unit::Named(name) => format!(" {name}"),
                other => format!(" {other:?}"),
            };
            format!("{}{unit}", (q.value * 1e6).round() / 1e6)
        }
        Said::Day(day) => {
            format!("{:?}-{:?}-{:?}", day.year, day.month, day.day).replace("Some(", "").replace(')', "").replace("None", "*")
        }
        Said::Name(name) => format!("name {name}"),
        Said::Url(url) => format!("url {url}"),
        Said::Vague => "vague".into(),
    };
    scan(text, &[]).iter().map(|n| show(&n.said)).collect()
}

#[test]
fn every_way_to_write_a_number_is_found() {
    let cases: &[(&str, &[&str])] = &[
        ("12.3", &["12.3"]),
        ("1,234,567.89 and 1\u{202f}234", &["1234567.89", "1234"]),
        ("−5 and -5 and +5", &["-5", "-5", "5"]),
        ("12-18 or 12–18", &["12", "18", "12", "18"]),
        ("$1.2k, -$5, $-5, US$ 3", &["1200 Money", "-5 Money", "-5 Money", "3"]),
        ("5 dollars, 42 cents, USD 7, €9", &["5 Money", "0.42 Money", "7 Money", "9 eur"]),
        (
            "85 %, 85%, 85 percent, 85 per cent, 5 pp, 5 percentage points",
            &["85 Percent", "85 Percent", "85 Percent", "85 Percent", "5 Points", "5 Points"],
        ),
        ("6.8×, 7x, 7-fold, three times faster, three times", &["6.8 Ratio", "7 Ratio", "7 Ratio", "3 Ratio", "3"]),
        ("3k, 2M, 3 million users, 1.5bn", &["3000", "2000000", "3000000", "1500000000"]),
        ("250 ms, 2 h 30 min, 2h30m, 3-day, 4 weeks", &["0.25 Time", "9000 Time", "9000 Time", "259200 Time", "2419200 Time"]),
        ("12.3 per second, 4/s", &["12.3 /s", "4 /s"]),
        ("12.3 → 1.8 per second", &["12.3 /s", "1.8 /s"]),
        ("from **250** to 90 ms", &["0.25 Time", "0.09 Time"]),
        ("between 250 and 90 ms; 12 and 90%", &["0.25 Time", "0.09 Time", "12", "90 Percent"]),
        ("3 MB", &["3000000 Bytes"]),
        ("1st, 3rd", &["1", "3"]),
        ("９００％ ½ ٣", &["name ９００％", "name ½", "name ٣"]),
    ];
    for (text, expected) in cases {
        assert_eq!(seen(text), *expected, "{text}");
    }
}

#[test]
fn words_count_too_and_idioms_do_not() {
    let cases: &[(&str, &[&str])] = &[
        ("three tasks, twenty-three, a dozen, two hundred and five", &["3", "23", "12", "205"]),
        ("a hundred thousand dollars", &["100000 Money"]),
        ("eighty-five percent", &["85 Percent"]),
        (
            "doubled, halved, by half, a third of, two thirds",
            &["2 Ratio", "50 Percent", "50 Percent", "33.333333 Percent", "66.666667 Percent"],
        ),
        ("twice as fast, twice", &["2 Ratio", "2"]),
        ("half an hour", &["1800 Time"]),
        ("dozens of tests", &["vague"]),
        ("one crash; this one is fine; one of them; no one", &["1", "1"]),
        ("second attempt, first of all, the other half, often, weight", &[]),
        ("someone, tenant, Stone, wooden", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(seen(text), *expected, "{text}");
    }
}

#[test]
fn dates_names_and_addresses_are_no_numbers() {
    let cases: &[(&str, &[&str])] = &[
        ("2026-11-18 and 2026-11-18T10:00:00Z", &["2026-11-18", "2026-11-18"]),
        ("18 Nov, 18 November 2026, 18th of November", &["*-11-18", "2026-11-18", "*-11-18"]),
        ("Nov 18, November 18, 2026. In November 2026, in 2026", &["*-11-18", "2026-11-18", "2026-11-*", "2026-*-*"]),
        (
            "G12 #1801 !45 v2.3.1 1.2.3 p95 3d2f1a9 14:03",
            &["name G12", "name #1801", "name !45", "name v2.3.1", "name 1.2.3", "name p95", "name 3d2f1a9", "name 14:03"],
        ),
        ("claude-sonnet-4-6", &["name claude-sonnet-4-6"]),
        ("[text](https://x.test/pull/18) https://x.test/9.", &["url https://x.test/pull/18", "url https://x.test/9"]),
        ("[text](https://x.test/three)", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(seen(text), *expected, "{text}");
    }
}

proptest::proptest! {
    /// Whatever the text is, the ranges are in order, on characters, and no ASCII digit is left out.
    #[test]
    fn no_digit_passes_unseen(text in r"[ a-zA-Z0-9.,:;%$€/×x()\[\]#*_`\\\n–−+äß☃-]{0,60}") {
        let found = scan(&text, &[]);
        let mut end = 0;
        for n in &found {
            proptest::prop_assert!(n.start >= end && n.end > n.start && text.get(n.start..n.end).is_some());
            end = n.end;
        }
        for (i, c) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            proptest::prop_assert!(found.iter().any(|n| (n.start..n.end).contains(&i)), "{c} at {i} in {text:?}");
        }
    }
}
