use super::*;
use std::{collections::HashSet, path::Path, process::Command};

/// The script in the package of `charming`, as the build takes it.
fn script() -> PathBuf {
    let asked = ["metadata", "--format-version", "1", "--locked"];
    let said = Command::new(env!("CARGO")).args(asked).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let charming = packages.iter().find(|p| p["name"] == "charming").unwrap();
    let folder = Path::new(charming["manifest_path"].as_str().unwrap()).parent().unwrap().join("src/asset");
    let mut files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.find(|path| path.file_name().unwrap().to_string_lossy().starts_with("echarts-")).unwrap()
}

fn drops(after: f64, width: u32) -> Drawing {
    let values = [(12.3, "12.3 per second".to_owned()), (after, format!("{after} <per> second"))];
    before_after("Frame drops: 12.3 before, \"1.8\" after", &values, width)
}

fn ids(svg: &str) -> HashSet<&str> {
    svg.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn bars_start_at_zero_and_are_named() {
    let charts = Charts::new(Some(script()));
    let wide = charts.draw(&drops(1.8, 720)).await.unwrap();
    assert!(wide.starts_with("<svg role=\"img\" aria-labelledby=") && wide.trim_end().ends_with("</svg>"), "{wide}");
    assert!(wide.contains("<title id=") && wide.contains("12.3 before, &quot;1.8&quot; after</title>"), "{wide}");
    for part in ["var(--observed)", "var(--expected)", "12.3 per second", "Before", "After", "width=\"720\"", "&lt;per&gt;"] {
        assert!(wide.contains(part), "{part}: {wide}");
    }
    assert!(!wide.contains("NaN") && !wide.contains("<script"), "{wide}");

    let narrow = charts.draw(&drops(1.8, 358)).await.unwrap();
    let other = charts.draw(&drops(2.5, 358)).await.unwrap();
    assert!(narrow.contains("width=\"358\""));
    assert!(ids(&narrow).is_disjoint(&ids(&other)) && ids(&narrow).is_disjoint(&ids(&wide)), "ids of one page must differ");
    assert!(Arc::ptr_eq(&narrow, &charts.draw(&drops(1.8, 358)).await.unwrap()), "drawn once");
}

#[tokio::test]
async fn without_the_script_it_says_what_to_do() {
    let missing = Charts::new(Some("/no/such/echarts.js".into()));
    assert!(matches!(missing.draw(&drops(1.8, 720)).await, Err(ChartError::NoScript(_))));
    let error = Error::from(Charts::new(None).draw(&drops(1.8, 720)).await.unwrap_err());
    assert_eq!((error.status(), error.to_string().contains("make build")), (503, true));
}

fn hour(i: i64) -> i64 {
    1_770_000_000 + i * 3_600
}

fn fell() -> Effect {
    Effect {
        title: "Latency fell".into(),
        unit: Some("ms".into()),
        observed: (0..48).map(|i| (hour(i), (i != 7).then_some(if i < 24 { 422.0 } else { 278.0 }))).collect(),
        expected: (24..48).map(|i| (hour(i), 420.0, 400.0, 440.0)).collect(),
        means: vec![(hour(0), hour(24), 422.0), (hour(24), hour(47), 278.0)],
        markers: numbered(&[hour(24), hour(36)], 48 * 3_600),
        after: (hour(24), hour(47)),
    }
}

#[tokio::test]
async fn an_effect_is_drawn_with_its_band_and_its_numbered_changes() {
    let spec = fell();
    assert_eq!(spec.scale().start(spec.unit.as_deref()).as_deref(), Some("250 ms"));
    let charts = Charts::new(Some(script()));
    for (width, height) in [(720, 300), (358, 220)] {
        let picture = charts.draw(&effect(&spec, width, height)).await.unwrap();
        for part in ["①", "②", "var(--observed)", "var(--expected)", "var(--band)", "var(--event)", "stroke-dasharray"] {
            assert!(picture.contains(part), "{part}: {picture}");
        }
        // The axis that is drawn is the one that is spoken of, and names its unit.
        let words: Vec<&str> =
            picture.split("<text").filter_map(|text| text.split_once('>')?.1.split_once('<')).map(|text| text.0).collect();
        let values: Vec<&str> = words.iter().copied().filter(|word| word.parse::<f64>().is_ok_and(|value| value > 100.0)).collect();
        assert_eq!(values, ["250", "300", "350", "400", "450"], "{picture}");
        assert!(words.contains(&"ms") && !picture.contains("NaN"), "{picture}");
    }
}

#[tokio::test]
async fn what_is_beyond_the_expected_is_drawn_around_zero() {
    let spec = Beyond {
        title: "Effect <at> each time".into(),
        unit: Some("ms".into()),
        line: (24..48).map(|i| (hour(i), (i != 30).then_some(-140.0))).collect(),
        band: (24..48).map(|i| (hour(i), (i != 30).then_some((-160.0, -120.0)))).collect(),
        markers: numbered(&[hour(24), hour(36)], 48 * 3_600),
    };
    let charts = Charts::new(Some(script()));
    let main = charts.draw(&effect(&fell(), 720, 300)).await.unwrap();
    let added_up = charts.draw(&beyond(&Beyond { band: Vec::new(), ..spec.clone() }, 720, 220)).await.unwrap();
    let picture = charts.draw(&beyond(&spec, 720, 220)).await.unwrap();
    assert!(picture.starts_with("<svg role=\"img\"") && picture.contains("Effect &lt;at&gt; each time</title>"), "{picture}");
    assert!(picture.contains("var(--band)") && !added_up.contains("var(--band)"));
    assert!(picture.contains(">0</text>") && picture.contains("①") && !picture.contains("NaN"), "{picture}");
    for other in [&main, &added_up] {
        assert!(ids(&picture).is_disjoint(&ids(other)), "ids of one page must differ");
    }
}

#[test]
fn what_is_explored_has_a_window_and_no_program_in_it() {
    let chart = explored(effect(&fell(), 720, 300));
    let kinds: Vec<&str> = chart["dataZoom"].as_array().unwrap().iter().filter_map(|zoom| zoom["type"].as_str()).collect();
    assert_eq!((kinds, &chart["tooltip"]["trigger"], &chart["grid"][0]["bottom"]), (vec!["inside", "slider"], &"axis".into(), &76.into()));
    let series = chart["series"].as_array().unwrap();
    let observed = series.iter().find(|line| line["name"] == "Observed").unwrap();
    assert_eq!(observed["itemStyle"]["color"], "var(--observed)", "what is pointed at has the colour of its line");
    assert_eq!(series.iter().filter(|line| line["symbol"] == "none").count(), 4, "a band and two means are no values");
}
