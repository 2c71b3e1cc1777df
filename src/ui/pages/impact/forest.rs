use super::{
    panel::{Cell, Panel},
    row,
    scale::Scale,
};
use crate::{
    domain::{impact::ImpactRow, stats::Grade},
    ui::{
        components::{Glyph, GradePill, Icon, Pill, Tone},
        format,
    },
};
use dioxus::prelude::*;

/// A whisker is not drawn further than so many times the largest effect: one wide interval would flatten all others.
const REACH: f64 = 2.5;

/// The effect of each goal with its interval, around a line where nothing changed.
#[component]
pub fn Forest(rows: Vec<ImpactRow>) -> Element {
    let scale = scale(&rows);
    let columns = vec!["Goal", "Title", "Metric", "Effect %", "Low %", "High %", "Confidence", "Cost USD", "Shared with"];
    rsx! {
        Panel { id: "effects", title: title(&rows), columns, rows: rows.iter().map(cells).collect::<Vec<_>>(),
            for said in row::overlaps(&rows) {
                p { key: "{said}", class: "overlap",
                    Icon { glyph: Glyph::Info, size: 15 }
                    "{said}."
                }
            }
            div { class: "forest",
                div { class: "forest-axis", "aria-hidden": "true",
                    span {}
                    span { class: "forest-ticks",
                        for tick in scale.ticks() {
                            i { key: "{tick}", style: "left:{scale.at(tick)}%", {format::change(tick)} }
                        }
                    }
                }
                ul {
                    for one in rows {
                        Line { key: "{one.assessment_id}", one, scale }
                    }
                }
            }
        }
    }
}

#[component]
fn Line(one: ImpactRow, scale: Scale) -> Element {
    let tone = row::tone(&one);
    rsx! {
        li { class: "forest-row", "data-shared": !one.shared_with.is_empty(),
            div { class: "forest-goal",
                Link { to: row::measurement(&one.goal_key).href(),
                    span { class: "mono muted", "{one.goal_key} " }
                    "{one.goal_title}"
                }
                span { class: "forest-metric", "{one.metric}" }
            }
            Track { one: one.clone(), scale }
            div { class: "forest-effect",
                b { class: tone, {row::effect(&one)} }
                if let Some(interval) = row::interval(&one) {
                    span { class: "muted", "{interval}" }
                }
                span { class: "muted forest-verdict", {row::verdict(&one)} }
            }
            div { class: "forest-grade",
                GradePill { grade: one.grade }
                if one.provisional {
                    Pill { tone: Tone::Measuring, "provisional" }
                }
            }
            div { class: "forest-cost numeric",
                span { class: "visually-hidden", "Cost: " }
                {row::cost(&one)}
            }
        }
    }
}

#[component]
fn Track(one: ImpactRow, scale: Scale) -> Element {
    let zero = scale.at(0.0);
    let Some(point) = one.effect_percent else {
        return rsx! {
            span { class: "forest-track forest-none muted", "from 0, so without a percentage" }
        };
    };
    let whisker = one.low_percent.zip(one.high_percent);
    rsx! {
        svg { class: "forest-track", "data-tone": row::tone(&one), "aria-hidden": "true",
            line { class: "forest-zero", x1: "{zero}%", x2: "{zero}%", y1: "0", y2: "100%" }
            if let Some((low, high)) = whisker {
                line { class: "forest-whisker", x1: "{scale.at(low)}%", x2: "{scale.at(high)}%", y1: "50%", y2: "50%" }
                for end in [low, high].into_iter().filter(|end| scale.has(*end)) {
                    line { key: "{end}", class: "forest-whisker", x1: "{scale.at(end)}%", x2: "{scale.at(end)}%", y1: "32%", y2: "68%" }
                }
            }
            circle { class: "forest-point", "data-sure": one.grade >= Grade::Medium, cx: "{scale.at(point)}%", cy: "50%", r: "5" }
        }
    }
}

fn scale(rows: &[ImpactRow]) -> Scale {
    let points = || rows.iter().filter_map(|row| row.effect_percent);
    let most = points().map(f64::abs).fold(4.0, f64::max) * REACH;
    let ends = || rows.iter().flat_map(|row| [row.low_percent, row.high_percent]).flatten().map(|end| end.clamp(-most, most));
    let all = || points().chain(ends()).chain([0.0]);
    Scale::of(all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max))
}

fn title(rows: &[ImpactRow]) -> String {
    let goals = row::goals(rows);
    let sure: Vec<ImpactRow> = row::surest(rows).into_iter().filter(|r| r.grade >= Grade::Medium).collect();
    let (better, worse) =
        (sure.iter().filter(|r| r.improved == Some(true)).count(), sure.iter().filter(|r| r.improved == Some(false)).count());
    let worse = match worse {
        0 => String::new(),
        1 => ", and one the other way".into(),
        many => format!(", and {many} the other way"),
    };
    format!("{better} of {goals} goals moved their metric the way they should with at least medium confidence{worse}")
}

fn cells(row: &ImpactRow) -> Vec<Cell> {
    let percent = |value: Option<f64>| Cell::number(value.map_or_else(|| "—".into(), format::change), value);
    vec![
        Cell::words(row.goal_key.clone()),
        Cell::words(row.goal_title.clone()),
        Cell::words(row.metric.clone()),
        percent(row.effect_percent),
        percent(row.low_percent),
        percent(row.high_percent),
        Cell::words(if row.provisional { format!("{}, provisional", row.grade.as_str()) } else { row.grade.as_str().into() }),
        Cell { words: row::cost(row), raw: dollars(row).map(|usd| usd.to_string()).unwrap_or_default() },
        Cell::words(row.shared_with.join(" ")),
    ]
}

/// What it cost, where that is known.
pub fn dollars(row: &ImpactRow) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a position on the page, and a file for a spreadsheet")]
    let usd = row.cost_usd.micros() as f64 / 1e6;
    (row.cost_usd.micros() > 0 || row.unknown_cost_sessions == 0).then_some(usd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::pages::impact::row::tests::row;

    #[test]
    fn the_title_says_what_the_picture_shows() {
        let worse = ImpactRow { improved: Some(false), ..row("G3", Grade::Medium) };
        let rows = [row("G1", Grade::High), row("G2", Grade::Low), worse];
        assert_eq!(
            title(&rows),
            "1 of 3 goals moved their metric the way they should with at least medium confidence, and one the other way"
        );
    }

    #[test]
    fn one_wide_interval_does_not_flatten_the_others() {
        let wide = ImpactRow { low_percent: Some(-4_000.0), high_percent: Some(4_000.0), ..row("G2", Grade::None) };
        let scale = scale(&[row("G1", Grade::High), wide]);
        assert!(scale.at(-24.0) - scale.at(-34.0) > 3.0 && !scale.has(4_000.0) && scale.has(0.0));
    }
}
