use super::{Mark, Place, Texts, find, jira_key_in_address};
use Mark::{Goal, Jira, Task};

fn marks(texts: Texts<'_>) -> Vec<Mark> {
    find(texts).into_iter().map(|m| m.mark).collect()
}

fn jira(key: &str) -> Mark {
    Jira(key.to_owned())
}

#[test]
fn a_branch_names_its_goal() {
    let cases: [(&str, Vec<Mark>); 18] = [
        ("G12", vec![Goal(12)]),
        ("g12-fix-login", vec![Goal(12)]),
        ("refs/heads/feature/g12_fix", vec![Goal(12)]),
        ("maestro/t34-render", vec![Task(34)]),
        ("maestro/G12/T34", vec![Goal(12), Task(34)]),
        ("fix-login-G12", vec![Goal(12)]),
        ("G12-T34-fix", vec![Goal(12), Task(34)]),
        ("feature/PROJ-7-cart", vec![jira("PROJ-7")]),
        ("proj-7-cart", vec![jira("PROJ-7")]),
        ("fix-g12", vec![]),
        ("use-t3-instances", vec![]),
        ("big123", vec![]),
        ("g12abc", vec![]),
        ("G012-x", vec![]),
        ("G0", vec![]),
        ("G99999999999", vec![]),
        ("release/v1.2-rc3", vec![]),
        ("Proj-7", vec![]),
    ];
    for (branch, expected) in cases {
        assert_eq!(marks(Texts { branch, ..Texts::default() }), expected, "{branch}");
    }
}

#[test]
fn a_title_names_its_goal_only_by_a_word_of_its_own() {
    let cases: [(&str, Vec<Mark>); 21] = [
        ("G12: fix the login", vec![Goal(12)]),
        ("[G12] fix", vec![Goal(12)]),
        ("[G12][T34]fix", vec![Goal(12), Task(34)]),
        ("fix (T34)", vec![Task(34)]),
        ("fix the login, G12.", vec![Goal(12)]),
        ("**G12** and \"T3\"", vec![Goal(12), Task(3)]),
        ("G12/T34 fix", vec![Goal(12), Task(34)]),
        ("PROJ-7: cart", vec![jira("PROJ-7")]),
        ("fix for #G12", vec![Goal(12)]),
        ("BIG123", vec![]),
        ("g12 in small letters", vec![]),
        ("G12a", vec![]),
        ("G12.5", vec![]),
        ("G12-based", vec![]),
        ("X-G12", vec![]),
        ("@G12", vec![]),
        ("see https://host/goals/G12", vec![]),
        ("bump 0a1b2cG12d", vec![]),
        ("CVE-2024-1234", vec![]),
        ("and/or G", vec![]),
        ("G1²", vec![]),
    ];
    for (title, expected) in cases {
        assert_eq!(marks(Texts { title, ..Texts::default() }), expected, "{title}");
    }
}

#[test]
fn a_description_counts_without_code_quotes_and_comments() {
    let cases: [(&str, Vec<Mark>); 9] = [
        ("Part of G12.\r\n\r\nMore.", vec![Goal(12)]),
        ("<!-- write the goal here, as G12 -->\nDone.", vec![]),
        ("<!-- never closed G12", vec![]),
        ("```\nG28\n```\nbut T3", vec![Task(3)]),
        ("> G12 was wrong", vec![]),
        ("home with `G28` first", vec![]),
        ("a `b`G12 c", vec![]),
        ("a stray ` and G12", vec![Goal(12)]),
        ("Maestro-Task: T34", vec![Task(34)]),
    ];
    for (description, expected) in cases {
        assert_eq!(marks(Texts { description, ..Texts::default() }), expected, "{description}");
    }
}

#[test]
fn of_a_commit_only_the_trailers_count() {
    let id = "0192F0C1-7d3e-7000-8000-000000000001";
    let commits = [
        format!("G5: subject\n\nBody with T6.\n\nMaestro-Goal: {id}\nCo-authored-by: A <a@example.com>"),
        "x\n\nmaestro-task: t34, T35\nMaestro-Goal: T9\nMaestro-Goal: none".to_owned(),
    ];
    let found = find(Texts { commits: &commits, ..Texts::default() });
    assert_eq!(found.iter().map(|m| m.mark.clone()).collect::<Vec<_>>(), [Mark::GoalId(id.to_ascii_lowercase()), Task(34), Task(35)]);
    assert!(found.iter().all(|m| m.place == Place::Trailer));
}

#[test]
fn a_marker_counts_once_with_its_most_telling_place() {
    let commits = ["x\n\nMaestro-Goal: G12".to_owned()];
    let found = find(Texts { branch: "g12-x", title: "G12 T3", description: "T3 G4", commits: &commits });
    let told: Vec<_> = found.into_iter().map(|m| (m.mark, m.place.reason())).collect();
    assert_eq!(told, [(Goal(12), "linked by the branch name"), (Task(3), "linked by the title"), (Goal(4), "linked by the description"),]);
}

#[test]
fn a_goal_carries_the_jira_key_of_its_address() {
    let cases = [
        ("https://acme.atlassian.net/browse/PROJ-123?focused=1", Some("PROJ-123")),
        ("https://acme.atlassian.net/jira/software/projects/AB/boards/1?selectedIssue=AB-9", Some("AB-9")),
        ("https://acme.atlassian.net/browse/", None),
    ];
    for (url, key) in cases {
        assert_eq!(jira_key_in_address(url).as_deref(), key, "{url}");
    }
}
