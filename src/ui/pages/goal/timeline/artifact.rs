use crate::{
    domain::{
        artifact::{Artifact, ArtifactType, Ci, PullState},
        assessment::{Assessment, surest},
    },
    rpc,
    ui::{
        components::{Glyph, Pill, Tone},
        format,
        hooks::Step,
        pages::goal::state::use_goal,
    },
};
use dioxus::prelude::*;

/// The symbol of an artifact.
pub fn glyph(artifact: &Artifact) -> Glyph {
    match (artifact.kind, artifact.details.state) {
        (_, Some(PullState::Merged)) => Glyph::PrMerged,
        (_, Some(PullState::Closed)) => Glyph::PrClosed,
        (ArtifactType::Pr | ArtifactType::Mr, _) => Glyph::PrOpen,
        (ArtifactType::Commit, _) => Glyph::Commit,
        (ArtifactType::File, _) => Glyph::File,
        (ArtifactType::Link, _) => Glyph::Link,
    }
}

/// Where a pull request stands; what kind of thing anything else is.
#[component]
pub fn ArtifactState(artifact: Artifact) -> Element {
    let tone = match artifact.details.state {
        Some(PullState::Open) => Tone::Proven,
        Some(PullState::Merged) => Tone::Measuring,
        Some(PullState::Closed) => Tone::Danger,
        Some(PullState::Draft) | None => Tone::Neutral,
    };
    let words = match (artifact.details.state, artifact.kind) {
        (Some(state), _) => state.as_str(),
        (None, ArtifactType::Pr) => "pull request",
        (None, ArtifactType::Mr) => "merge request",
        (None, kind) => kind.as_str(),
    };
    rsx! {
        Pill { tone, "{words}" }
    }
}

/// An artifact with all that its code host says about it, why it is here, and the way to undo that.
#[component]
pub fn ArtifactWords(artifact: Artifact, fixed: bool) -> Element {
    let facts = facts(&artifact);
    let view = use_goal();
    let mark = mark(&artifact, &view.loaded.read().measuring.assessments);
    rsx! {
        p { class: "event-title",
            if let Some(mark) = mark {
                span { class: "circled", title: "So numbered in the charts", "{mark}" }
                " "
            }
            if let Some(url) = artifact.url.as_ref().filter(|url| url.starts_with("http")) {
                a { href: "{url}", rel: "noopener nofollow", "{artifact.title}" }
            } else {
                "{artifact.title}"
            }
            " "
            ArtifactState { artifact: artifact.clone() }
            if artifact.details.ci == Some(Ci::Fail) {
                " "
                Pill { tone: Tone::Danger, icon: Glyph::Cross, "CI fails" }
            }
        }
        if !facts.is_empty() {
            p { class: "event-facts",
                for fact in facts {
                    span { key: "{fact}", "{fact}" }
                }
            }
        }
        if let Some(error) = &artifact.fetch_error {
            p { class: "event-fault", "Its details could not be fetched: {error}" }
        }
        p { class: "event-facts",
            if let Some(reason) = &artifact.link_reason {
                span { "{reason}" }
            }
            if !fixed {
                Unlink { artifact }
            }
        }
    }
}

/// The number that a merged change has in the charts: in the surest one, else in any.
fn mark(artifact: &Artifact, assessments: &[Assessment]) -> Option<String> {
    artifact.details.merged_at?;
    let first = surest(assessments).into_iter();
    first.chain(assessments).find_map(|one| one.number_of(&artifact.id)).map(format::circled)
}

#[component]
fn Unlink(artifact: Artifact) -> Element {
    let view = use_goal();
    rsx! {
        button {
            class: "text-button",
            r#type: "button",
            "aria-label": "Unlink {artifact.title}",
            onclick: move |_| {
                let id = artifact.id.clone();
                let (there, home) = (id.0.clone(), id.0.clone());
                let done = format!("Unlinked {}", artifact.title);
                view.advance(move |detail| detail.artifacts.retain(|a| a.id != id), move |goal| {
                    let back = goal.clone();
                    Step::new("unlink it", move || rpc::evidence::unlink_artifact(goal.clone(), there.clone()))
                        .undo(done, move || rpc::evidence::relink_artifact(back.clone(), home.clone()))
                });
            },
            "Unlink"
        }
    }
}

/// What is known of an artifact, one fact each.
pub fn facts(artifact: &Artifact) -> Vec<String> {
    let details = &artifact.details;
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    let name = match (&artifact.repo, artifact.number, &artifact.sha) {
        (Some(repo), Some(number), _) => Some(format!("{repo} #{number}")),
        (Some(repo), None, Some(sha)) => Some(format!("{repo} {}", sha.get(..8).unwrap_or(sha))),
        (repo, _, sha) => repo.clone().or_else(|| sha.as_ref().map(|s| s.get(..8).unwrap_or(s).to_owned())),
    };
    let lines = match (details.lines_added, details.lines_removed) {
        (Some(added), Some(removed)) => Some(format!("+{} −{}", format::whole(count(added)), format::whole(count(removed)))),
        _ => None,
    };
    let ci = details.ci.and_then(|ci| match ci {
        Ci::Pass => Some("CI passed".to_owned()),
        Ci::Pending => Some("CI is running".to_owned()),
        Ci::Fail | Ci::None => None,
    });
    let all = [
        name,
        details.author.as_ref().map(|author| format!("by {author}")),
        lines,
        details.files_changed.map(|n| format::plural(count(n), "file")),
        details.tests_added.filter(|n| *n > 0).map(|n| format!("{} added", format::plural(count(n), "test file"))),
        ci,
        details.reviews.filter(|n| *n > 0).map(|n| format::plural(count(n), "review")),
        details.first_review_seconds.map(|s| format!("first review after {}", format::duration(s))),
        details.merge_seconds.map(|s| format!("merged after {}", format::duration(s))),
    ];
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::artifact::Details;
    use chrono::DateTime;

    #[test]
    fn only_what_is_known_is_said() {
        let mut artifact = Artifact {
            id: "a".into(),
            goal_id: None,
            kind: ArtifactType::Pr,
            title: "Batch tax calls".into(),
            url: None,
            sha: None,
            repo: Some("acme/shop".into()),
            number: Some(1801),
            details: Details::default(),
            link_reason: None,
            fetched_at: None,
            fetch_error: None,
            created_at: DateTime::UNIX_EPOCH,
        };
        assert_eq!(facts(&artifact), ["acme/shop #1801"]);
        artifact.details = Details {
            lines_added: Some(1_200),
            lines_removed: Some(0),
            tests_added: Some(1),
            reviews: Some(0),
            merge_seconds: Some(7_200),
            ci: Some(Ci::Pass),
            ..Details::default()
        };
        assert_eq!(facts(&artifact), ["acme/shop #1801", "+1,200 −0", "1 test file added", "CI passed", "merged after 2 h"]);
    }
}
