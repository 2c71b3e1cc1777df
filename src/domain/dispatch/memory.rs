//! What a person allowed once and for all that is alike.

use super::{
    risk::{Assessment, Risk},
    shell,
};
use crate::domain::transcript::Approval;
use serde::{Deserialize, Serialize};

/// An answer that holds for more than one approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// The tool that asked.
    pub tool: String,
    /// The programs that were allowed, or nothing where only the same text is.
    pub programs: Vec<String>,
    /// The command that was allowed, word for word.
    pub command: Option<String>,
    /// What was allowed was no worse.
    pub risk: Risk,
    pub contained: bool,
}

impl Memory {
    /// What an answer to `approval` can be remembered as; none for what is destructive, and for questions.
    pub fn of(approval: &Approval) -> Option<Self> {
        let Assessment { risk, contained, .. } = approval.assessment;
        if !approval.assessment.may_be_remembered() || !approval.questions.is_empty() {
            return None;
        }
        let mut programs = approval.command.as_deref().and_then(shell::signature).unwrap_or_default();
        // `cat` of a file outside the folder says nothing about other files; `cargo test` is much the same each time.
        if !contained && !programs.iter().all(|program| program.contains(' ') && !program.starts_with("git ")) {
            programs.clear();
        }
        Some(Self { tool: approval.tool.clone(), programs, command: approval.command.clone(), risk, contained })
    }

    /// Is `approval` alike, and no worse?
    pub fn covers(&self, approval: &Approval) -> bool {
        let Some(other) = Self::of(approval) else { return false };
        if other.tool != self.tool {
            return false;
        }
        if other.command == self.command && self.command.is_some() {
            return true;
        }
        let no_worse = other.risk <= self.risk && (other.contained || !self.contained);
        let alike = match &other.command {
            Some(_) => !other.programs.is_empty() && other.programs.iter().all(|program| self.programs.contains(program)),
            // Outside the folder each edit is asked for.
            None => self.command.is_none() && (other.contained || approval.paths.is_empty()),
        };
        no_worse && alike
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::transcript::Question;

    fn ask(command: &str) -> Approval {
        let assessment = shell::assess(command, "/repo");
        Approval { tool: "Bash".into(), command: Some(command.into()), assessment, ..Approval::default() }
    }

    fn covers(allowed: &str, asked: &str) -> bool {
        Memory::of(&ask(allowed)).is_some_and(|memory| memory.covers(&ask(asked)))
    }

    #[test]
    fn the_like_of_a_command_is_covered() {
        assert!(covers("touch a", "touch b"));
        assert!(covers("git add a && git commit -m x", "git commit -m y"));
        assert!(covers("cargo test", "cargo test --lib"), "what the project runs is much the same each time");
        assert!(covers("./deploy.sh staging", "./deploy.sh staging"));
    }

    #[test]
    fn what_goes_further_is_not_covered() {
        assert!(!covers("touch a", "touch /etc/b"));
        assert!(!covers("cat /etc/hosts", "cat /etc/shadow"));
        assert!(!covers("git push origin topic", "git push --force"));
        assert!(!covers("git config user.name x", "git config core.hooksPath y"));
        assert!(!covers("./deploy.sh staging", "./deploy.sh production"));
        assert!(!covers("touch a", "touch b && git add b"));
        assert!(!covers("npm run build", "npm run deploy"));
    }

    #[test]
    fn what_is_destructive_or_a_question_is_never_remembered() {
        assert_eq!(Memory::of(&ask("rm a")), None);
        let question = Approval { questions: vec![Question::default()], assessment: Assessment::known(Risk::Reads), ..Approval::default() };
        assert_eq!(Memory::of(&question), None);
    }

    #[test]
    fn edits_are_covered_inside_the_folder_only() {
        let edit = |path: &str| Approval {
            tool: "Edit".into(),
            paths: vec![path.into()],
            assessment: shell::assess_paths([path], "/repo", Risk::Writes),
            ..Approval::default()
        };
        let memory = Memory::of(&edit("/repo/a.rs")).unwrap();
        assert!(memory.covers(&edit("/repo/src/b.rs")));
        assert!(!memory.covers(&edit("/etc/passwd")));
        assert!(!memory.covers(&edit("/repo/.git/hooks/pre-commit")));
    }
}
