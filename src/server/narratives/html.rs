//! A narrative as HTML, each figure with what the check found.

use crate::{
    domain::narrative::{Claim, Narrative},
    server::markdown,
};
use std::fmt::Write;

/// Private characters that Markdown passes through: open, end of the number, close.
const MARKS: [char; 3] = ['\u{e000}', '\u{e001}', '\u{e002}'];

/// Safe HTML of the text; figures are `span.figure` with `data-state` `verified`, `unknown` or `contradiction`.
pub fn html(narrative: &Narrative) -> String {
    let marked = markdown::html(&mark(&narrative.markdown, &narrative.claims));
    // A mark that ended up in an address is no mark any more: then the text is shown without.
    let whole = MARKS.iter().all(|m| marked.matches(*m).count() == marked.matches(MARKS[0]).count()) && !marked.contains("%EE%80%8");
    if whole { replace(&marked, &narrative.claims) } else { markdown::html(&narrative.markdown.replace(MARKS, "")) }
}

fn mark(text: &str, claims: &[Claim]) -> String {
    let mut out = String::with_capacity(text.len() + claims.len() * 8);
    let mut from = 0;
    for (i, claim) in claims.iter().enumerate() {
        let address = claim.text.starts_with("](") || claim.text.starts_with("http");
        // The frame of a difference is bold; the mark goes inside, or the bold would not begin.
        let inside = if claim.contradiction.is_some() { claim.text.trim_matches('*') } else { claim.text.as_str() };
        let start = claim.at + claim.text.find(inside).unwrap_or(0);
        let fits = start >= from && text.get(start..start + inside.len()) == Some(inside);
        if address || !fits || inside.contains(['\n', '|']) {
            continue;
        }
        out.push_str(&text[from..start].replace(MARKS, ""));
        // Writing into a String cannot fail.
        let _ = write!(out, "{}{i}{}{}{}", MARKS[0], MARKS[1], inside.replace(MARKS, ""), MARKS[2]);
        from = start + inside.len();
    }
    out.push_str(&text[from..].replace(MARKS, ""));
    out
}

fn replace(html: &str, claims: &[Claim]) -> String {
    let mut parts = html.split(MARKS[0]);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((number, rest)) = part.split_once(MARKS[1]) else { continue };
        let (state, title) = match number.parse::<usize>().ok().and_then(|n| claims.get(n)) {
            Some(claim) if claim.verified => ("verified", "In the records"),
            Some(claim) if claim.contradiction.is_some() => ("contradiction", "The records say otherwise"),
            _ => ("unknown", "Not in the records"),
        };
        let _ = write!(out, "<span class=\"figure\" data-state=\"{state}\" title=\"{title}\">");
        out.push_str(&rest.replacen(MARKS[2], "</span>", 1));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::narrative::{
        Tone,
        check::check,
        facts::{Fact, FactValue},
    };

    fn shown(text: &str) -> String {
        let value = FactValue::Number { value: 12.3, unit: Some("per second".into()) };
        let fact = Fact { id: "F1".into(), label: "before".into(), value, about: Some("Drops".into()), evidence: vec!["m1".into()] };
        let checked = check(text, &[fact]);
        let at = "2026-02-18T14:00:00Z".parse().unwrap();
        html(&Narrative {
            id: "n".into(),
            goal_id: "g".into(),
            tone: Tone::Review,
            markdown: checked.markdown,
            engine: "built-in".into(),
            cost_usd: None,
            claims: checked.claims,
            unverified: checked.unverified,
            edited: false,
            notice: None,
            created_at: at,
            updated_at: at,
        })
    }

    #[test]
    fn every_figure_says_what_was_found() {
        let html = shown("**Drops: 12.3** and 900%. <script>alert(5)</script> Now 14[F1].");
        assert!(
            html.contains(r#"<strong>Drops: <span class="figure" data-state="verified" title="In the records">12.3</span></strong>"#),
            "{html}"
        );
        let unknown = r#"<span class="figure" data-state="unknown" title="Not in the records">900%</span> <em>(not in the records)</em>"#;
        assert!(html.contains(unknown), "{html}");
        assert!(html.contains(r#"<strong><span class="figure" data-state="contradiction""#), "{html}");
        assert!(!html.contains("<script"), "{html}");
        let html = shown("Drops: 12.3 per second.");
        let verified = r#"<span class="figure" data-state="verified" title="In the records">12.3 per second</span>"#;
        assert!(html.contains(verified), "{html}");
    }

    #[test]
    fn marks_never_reach_the_reader() {
        for text in
            ["[x](https://x.test/5)", "https://x.test/5", "`5` and \u{e000}7\u{e001}", "| 5 |\n| --- |\n| 6 |", "# 5\n\n```\n5\n```"]
        {
            let html = shown(text);
            assert!(!html.contains(MARKS) && !html.contains("%EE%80"), "{html}");
        }
    }
}
