use crate::{
    domain::assessment::Assessment,
    rpc,
    ui::{browser, figures::Figures, format},
};
use chrono::DateTime;
use dioxus::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::HashMap;

/// Whether the picture has given way to the chart that moves.
#[derive(Clone, Copy, PartialEq)]
pub struct Exploring {
    wanted: Signal<bool>,
    live: Signal<bool>,
    failure: Signal<Option<String>>,
}

/// Begins with the picture.
pub fn use_exploring() -> Exploring {
    Exploring { wanted: use_signal(|| false), live: use_signal(|| false), failure: use_signal(|| None) }
}

impl Exploring {
    /// The picture is to give way, or has.
    pub fn is_wanted(self) -> bool {
        self.wanted.cloned()
    }

    /// It was asked for and is on its way.
    pub fn is_coming(self) -> bool {
        self.wanted.cloned() && !self.live.cloned()
    }

    /// Why it did not come.
    pub fn failure(self) -> Option<String> {
        self.failure.cloned()
    }

    /// There and back.
    pub fn toggle(mut self) {
        self.failure.set(None);
        self.live.set(false);
        self.wanted.toggle();
    }

    fn fail(mut self, why: String) {
        self.wanted.set(false);
        self.failure.set(Some(why));
    }
}

/// The chart that moves; the picture stays until it is there.
#[component]
pub fn Live(assessment: Assessment, exploring: Exploring, children: Element) -> Element {
    let mut told = use_signal(|| None::<String>);
    let (at, metric) = (format!("live-{}", assessment.id), assessment.metric.clone());
    use_future(move || {
        let assessment = assessment.clone();
        async move {
            match load(&assessment).await {
                Ok(chart) => told.set(Some(chart)),
                Err(why) => exploring.fail(why),
            }
        }
    });
    let gone = at.clone();
    use_drop(move || browser::unmount_chart(&gone));
    let Some(chart) = told() else { return children };
    let place = at.clone();
    let mount = move |_: MountedEvent| {
        let mut exploring = exploring;
        if browser::mount_chart(&place, &chart) {
            exploring.live.set(true);
        } else {
            exploring.fail("the browser could not draw it".into());
        }
    };
    rsx! {
        // What is in it belongs to the script.
        div {
            class: "chart chart-live",
            id: "{at}",
            tabindex: "0",
            role: "application",
            "aria-roledescription": "interactive chart",
            "aria-label": "{metric}, observed and expected over time",
            "aria-describedby": "{at}-keys",
            onmounted: mount,
        }
        p { class: "visually-hidden", role: "status", id: "{at}-told" }
        p { class: "chart-keys", id: "{at}-keys", "Point at a time, or move along by the arrow keys. + and − zoom, as Ctrl with the wheel does; 0 shows all." }
    }
}

/// The script that draws, and what it is to draw.
async fn load(assessment: &Assessment) -> Result<String, String> {
    browser::load_charts().await?;
    let chart = rpc::metrics::explored(assessment.id.clone()).await.map_err(|error| error.to_string())?;
    let option = RawValue::from_string(chart).map_err(|error| error.to_string())?;
    serde_json::to_string(&Told { option, points: points(assessment) }).map_err(|error| error.to_string())
}

/// As `assets/explore.js` reads it.
#[derive(Serialize)]
struct Told {
    /// As ECharts reads it.
    option: Box<RawValue>,
    /// Milliseconds since 1970, and what is said of that time.
    points: Vec<(i64, Vec<String>)>,
}

/// The words of every bin: its time, what was observed and expected, and the difference.
fn points(assessment: &Assessment) -> Vec<(i64, Vec<String>)> {
    let figures = Figures::of(assessment);
    let expected: HashMap<i64, _> = assessment.counterfactual.iter().map(|bin| (bin.at, *bin)).collect();
    let beyond: HashMap<i64, _> = assessment.beyond().into_iter().map(|bin| (bin.at, bin)).collect();
    let words = |at: i64, value: Option<f64>| {
        let mut words = vec![DateTime::from_timestamp(at, 0).map_or_else(String::new, format::moment)];
        words.push(value.map_or_else(|| "Observed: no data".into(), |value| format!("Observed {}", figures.value(value))));
        if let Some(bin) = expected.get(&at) {
            words.push(format!("Expected {}, 95 % {} to {}", figures.value(bin.expected), figures.bare(bin.low), figures.value(bin.high)));
        }
        if let Some((effect, (low, high))) = beyond.get(&at).and_then(|bin| bin.effect.zip(bin.band)) {
            words.push(format!("Effect {}, 95 % {} to {}", figures.beyond(effect), figures.bare(low), figures.beyond(high)));
        }
        words
    };
    assessment.observed.iter().map(|point| (point.at * 1_000, words(point.at, point.value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{series::Point, stats::Bin},
        ui::figures::tests::assessment,
    };

    #[test]
    fn every_time_has_its_words_with_units() {
        let at = 1_770_000_000;
        let latency = Assessment {
            observed: vec![Point::new(at - 3_600, None), Point::new(at, Some(296.0))],
            counterfactual: vec![Bin { at, observed: Some(296.0), expected: 418.0, low: 400.0, high: 440.0 }],
            ..assessment()
        };
        let told = points(&latency);
        assert_eq!(told[0], ((at - 3_600) * 1_000, vec!["2 Feb 2026, 01:40 UTC".into(), "Observed: no data".into()]));
        assert_eq!(
            told[1].1,
            ["2 Feb 2026, 02:40 UTC", "Observed 296 ms", "Expected 418 ms, 95 % 400 to 440 ms", "Effect −122 ms, 95 % −144 to −104 ms"]
        );
    }
}
