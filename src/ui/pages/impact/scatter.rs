use super::{
    forest::dollars,
    panel::{Cell, Panel},
    row,
    scale::Scale,
};
use crate::{
    domain::{impact::ImpactRow, stats::Grade},
    ui::format,
};
use dioxus::prelude::*;

/// What each goal cost beside how far its metric moved the wanted way.
#[component]
pub fn Scatter(rows: Vec<ImpactRow>) -> Element {
    let goals = row::surest(&rows);
    let all = goals.len();
    let known: Vec<(ImpactRow, f64, f64)> =
        goals.into_iter().filter_map(|row| Some((row.clone(), dollars(&row)?, row::wanted(&row)?))).collect();
    let left_out = all - known.len();
    if known.is_empty() {
        return VNode::empty();
    }
    let most = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    let across = Scale::of(0.0, most(&mut known.iter().map(|(_, usd, _)| *usd)));
    let up = Scale::of(-most(&mut known.iter().map(|(.., moved)| -*moved)), most(&mut known.iter().map(|(.., moved)| *moved)));
    let columns = vec!["Goal", "Title", "Metric", "Cost USD", "Change in the wanted direction %", "Confidence"];
    rsx! {
        Panel { id: "spend", title: "What goals cost, beside how far their metrics moved", columns, rows: known.iter().map(cells).collect::<Vec<_>>(),
            p { class: "association",
                b { "Association, not cause." }
                " Goals differ in much else than money; this says nothing about what more money would do."
            }
            div { class: "scatter", role: "img", "aria-label": words(&known),
                div { class: "scatter-up", "aria-hidden": "true",
                    for tick in up.ticks() {
                        i { key: "{tick}", style: "bottom:{up.at(tick)}%", {format::change(tick)} }
                    }
                }
                div { class: "scatter-plot",
                    svg { "aria-hidden": "true",
                        for tick in up.ticks() {
                            line { key: "{tick}", class: if tick == 0.0 { "scatter-zero" } else { "scatter-grid" }, x1: "0", x2: "100%", y1: "{down(up, tick)}%", y2: "{down(up, tick)}%" }
                        }
                        for (one , usd , moved) in known.iter() {
                            circle { key: "{one.goal_key}", class: "scatter-point", "data-sure": one.grade >= Grade::Medium, cx: "{across.at(*usd)}%", cy: "{down(up, *moved)}%", r: "5.5" }
                        }
                    }
                    for (one , usd , moved) in known.iter() {
                        span { key: "{one.goal_key}", class: "scatter-name", "data-left": across.at(*usd) > 80.0, style: "left:{across.at(*usd)}%;bottom:{up.at(*moved)}%", "{one.goal_key}" }
                    }
                }
                div { class: "scatter-across", "aria-hidden": "true",
                    for tick in across.ticks() {
                        i { key: "{tick}", style: "left:{across.at(tick)}%", {format!("${}", format::value(tick))} }
                    }
                }
            }
            p { class: "chart-note",
                "up: change in the wanted direction; across: what all sessions of the goal cost; filled: at least medium confidence"
                if left_out > 0 {
                    {format!(". {} left out, whose cost or direction is not known", format::plural(left_out as u64, "goal"))}
                }
            }
        }
    }
}

/// Pictures count from above.
fn down(scale: Scale, value: f64) -> f64 {
    ((100.0 - scale.at(value)) * 10.0).round() / 10.0
}

fn words(known: &[(ImpactRow, f64, f64)]) -> String {
    let each = known.iter().map(|(one, _, moved)| format!("{} {} for {}", one.goal_key, format::change(*moved), row::cost(one)));
    format!("Association, not cause: {}", each.collect::<Vec<_>>().join("; "))
}

fn cells((row, usd, moved): &(ImpactRow, f64, f64)) -> Vec<Cell> {
    vec![
        Cell::words(row.goal_key.clone()),
        Cell::words(row.goal_title.clone()),
        Cell::words(row.metric.clone()),
        Cell::number(row::cost(row), Some(*usd)),
        Cell::number(format::change(*moved), Some(*moved)),
        Cell::words(row.grade.as_str()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::pages::impact::row::tests::row;

    #[test]
    fn the_picture_is_told_without_a_cause() {
        let known = [(row("G1", Grade::High), 12.4, 29.2)];
        assert_eq!(words(&known), "Association, not cause: G1 +29 % for $12.40");
    }
}
