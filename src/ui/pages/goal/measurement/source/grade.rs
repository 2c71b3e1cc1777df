use super::told::Told;
use crate::{
    domain::{
        assessment::Assessment,
        stats::{Grade, Pull, Reason},
    },
    ui::components::{Glyph, GradePill, Icon, Pill, Tone},
};
use dioxus::prelude::*;

/// How far the change can be believed, and why.
#[component]
pub fn Grading(assessment: Assessment) -> Element {
    let source = &assessment.metric_source_id;
    let at = format!("why-{source}");
    // Two metrics of one grade ask the same; with their names they differ.
    let named = format!("{at} source-{source}-name");
    let caution = Told::of(&assessment).caution;
    rsx! {
        section { class: "grading", "aria-labelledby": "{named}",
            div { class: "grading-head",
                h4 { id: "{at}", {question(assessment.grade)} }
                span { class: "grading-pill",
                    span { class: "visually-hidden", "Confidence: " }
                    GradePill { grade: assessment.grade }
                }
                if assessment.provisional {
                    Pill { tone: Tone::Measuring, icon: Glyph::Hourglass, "Provisional: {so_far(&assessment)}" }
                }
            }
            ul { class: "reasons",
                for (i , reason) in assessment.reasons.iter().cloned().enumerate() {
                    Line { key: "{i}", reason }
                }
            }
            if let Some(caution) = caution {
                p { class: "caution", "{caution}" }
            }
        }
    }
}

/// What a person asks who sees a grade.
pub fn question(grade: Grade) -> String {
    match grade {
        Grade::None => "Why no confidence?".into(),
        known => format!("Why {}?", known.as_str()),
    }
}

/// `5.2 of 7 days so far`.
pub fn so_far(assessment: &Assessment) -> String {
    let (seen, whole) = assessment.seen();
    let (size, unit) = if whole >= 2 * 86_400 { (86_400, "days") } else { (3_600, "hours") };
    // Never more than has been seen.
    let tenths = |seconds: i64| {
        let tenths = seconds * 10 / size;
        if tenths % 10 == 0 { format!("{}", tenths / 10) } else { format!("{}.{}", tenths / 10, tenths % 10) }
    };
    format!("{} of {} {unit} so far", tenths(seen), tenths(whole))
}

#[component]
fn Line(reason: Reason) -> Element {
    let (name, glyph, said) = match reason.pull {
        Pull::Raised => ("raised", Glyph::Check, "Speaks for it: "),
        Pull::Lowered => ("lowered", Glyph::Cross, "Speaks against it: "),
        Pull::Noted => ("noted", Glyph::Info, "To know: "),
    };
    rsx! {
        li { "data-pull": name,
            Icon { glyph, size: 15 }
            div {
                span { class: "visually-hidden", "{said}" }
                span { class: "reason-check", {sentence(&reason.check)} }
                if reason.words != reason.check {
                    span { class: "reason-words", {sentence(&reason.words)} }
                }
            }
        }
    }
}

/// With a capital letter.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::series::Window, ui::figures::tests::assessment};

    #[test]
    fn a_window_that_fills_says_how_far() {
        let after = |to: i64| so_far(&Assessment { provisional: true, data: Window { from: -1, to }, ..assessment() });
        assert_eq!(after(453_600), "5.2 of 7 days so far");
        assert_eq!(after(-5), "0 of 7 days so far");
        assert_eq!(so_far(&assessment()), "7 of 7 days so far");
    }
}
