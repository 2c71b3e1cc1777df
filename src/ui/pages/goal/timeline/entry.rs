use crate::domain::{
    artifact::{Artifact, ArtifactType},
    goal::{GoalDetail, StatusChange},
    metric::Metric,
    session::{Session, SessionStatus},
    update::Update,
};
use chrono::{DateTime, Utc};

/// So many small entries in a row are shown as one line.
const RUN: usize = 4;

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Log,
    Session,
    Artifact,
    Metric,
    Status,
}

impl Kind {
    /// All, as the filter shows them.
    pub const ALL: [Self; 5] = [Self::Log, Self::Session, Self::Artifact, Self::Metric, Self::Status];

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Session => "sessions",
            Self::Artifact => "code",
            Self::Metric => "metrics",
            Self::Status => "moves",
        }
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Log => "Work log",
            Self::Session => "Sessions",
            Self::Artifact => "Code",
            Self::Metric => "Metrics",
            Self::Status => "Moves",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What an entry shows.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Log(Update),
    Session(Box<Session>),
    Artifact(Box<Artifact>),
    Metric(Metric),
    Status(StatusChange),
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its anchor on the page.
    pub id: String,
    pub at: DateTime<Utc>,
    pub what: What,
}

impl Entry {
    /// What it is about.
    pub fn kind(&self) -> Kind {
        match self.what {
            What::Log(_) => Kind::Log,
            What::Session(_) => Kind::Session,
            What::Artifact(_) => Kind::Artifact,
            What::Metric(_) => Kind::Metric,
            What::Status(_) => Kind::Status,
        }
    }

    /// Commits and files: many come together, and few are looked at.
    fn is_minor(&self) -> bool {
        matches!(&self.what, What::Artifact(a) if matches!(a.kind, ArtifactType::Commit | ArtifactType::File))
    }
}

/// Everything that happened, the newest first.
pub fn entries(detail: &GoalDetail) -> Vec<Entry> {
    let log = detail.updates.iter().map(|u| Entry { id: format!("log-{}", u.id), at: u.created_at, what: What::Log(u.clone()) });
    let sessions = detail.sessions.iter().filter(|session| tells_more(session, &detail.updates)).map(|s| {
        let at = s.ended_at.or(s.started_at).unwrap_or(s.created_at);
        Entry { id: format!("session-{}", s.id), at, what: What::Session(Box::new(s.clone())) }
    });
    let code = detail.artifacts.iter().map(|a| {
        let at = a.details.merged_at.or(a.details.opened_at).unwrap_or(a.created_at);
        Entry { id: format!("code-{}", a.id), at, what: What::Artifact(Box::new(a.clone())) }
    });
    let metrics = detail.metrics.iter().map(|m| {
        let at = m.measured_at.unwrap_or(m.created_at);
        Entry { id: format!("metric-{}", m.id), at, what: What::Metric(m.clone()) }
    });
    let moves = detail.status_history.iter().enumerate().map(|(i, change)| Entry {
        id: format!("move-{i}"),
        at: change.at,
        what: What::Status(change.clone()),
    });
    let mut all: Vec<Entry> = log.chain(sessions).chain(code).chain(metrics).chain(moves).collect();
    all.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    all
}

/// It has begun, and the work log does not say the same in its own words.
fn tells_more(session: &Session, log: &[Update]) -> bool {
    let told =
        log.iter().any(|update| update.session_id.as_ref() == Some(&session.id) && Some(&update.summary) == session.summary.as_ref());
    session.status != SessionStatus::Queued && !told
}

/// An entry, or a run of small ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Group {
    One(Box<Entry>),
    Run(Vec<Entry>),
}

/// The entries of the wanted kind, with long runs of small ones together.
pub fn grouped(entries: Vec<Entry>, only: Option<Kind>) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut run: Vec<Entry> = Vec::new();
    for entry in entries.into_iter().filter(|e| only.is_none_or(|kind| e.kind() == kind)) {
        if entry.is_minor() {
            run.push(entry);
            continue;
        }
        close(&mut run, &mut groups);
        groups.push(Group::One(Box::new(entry)));
    }
    close(&mut run, &mut groups);
    groups
}

fn close(run: &mut Vec<Entry>, groups: &mut Vec<Group>) {
    if run.len() >= RUN {
        groups.push(Group::Run(std::mem::take(run)));
    } else {
        groups.extend(run.drain(..).map(|entry| Group::One(Box::new(entry))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{artifact::Details, goal::GoalStatus};

    fn commit(n: i64) -> Entry {
        let artifact = Artifact {
            id: n.to_string().into(),
            goal_id: None,
            kind: ArtifactType::Commit,
            title: "c".into(),
            url: None,
            sha: None,
            repo: None,
            number: None,
            details: Details::default(),
            link_reason: None,
            fetched_at: None,
            fetch_error: None,
            created_at: DateTime::UNIX_EPOCH,
        };
        Entry { id: n.to_string(), at: DateTime::UNIX_EPOCH, what: What::Artifact(Box::new(artifact)) }
    }

    fn moved() -> Entry {
        let change = StatusChange { from: None, to: GoalStatus::Planning, at: DateTime::UNIX_EPOCH, by: "Ada".into() };
        Entry { id: "m".into(), at: DateTime::UNIX_EPOCH, what: What::Status(change) }
    }

    #[test]
    fn four_commits_in_a_row_become_one_line_and_three_do_not() {
        let entries = vec![commit(1), commit(2), commit(3), moved(), commit(4), commit(5), commit(6), commit(7)];
        let shape: Vec<usize> = grouped(entries, None).iter().map(|g| if let Group::Run(run) = g { run.len() } else { 1 }).collect();
        assert_eq!(shape, [1, 1, 1, 1, 4]);
    }

    #[test]
    fn a_filter_leaves_only_its_kind() {
        assert_eq!(grouped(vec![commit(1), moved()], Some(Kind::Status)), [Group::One(Box::new(moved()))]);
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn a_session_shows_once_it_has_begun_unless_the_log_has_its_words() {
        let session = |status, summary: &str| Session { status, summary: Some(summary.into()), ..worked() };
        let update = Update {
            id: "u".to_owned().into(),
            goal_id: "g".to_owned().into(),
            task_id: None,
            session_id: Some(worked().id),
            source: "agent".into(),
            agent_name: None,
            summary: "Cached".into(),
            details: None,
            outcome: None,
            created_at: DateTime::UNIX_EPOCH,
        };
        assert!(tells_more(&session(SessionStatus::Running, "Cache it"), std::slice::from_ref(&update)));
        assert!(!tells_more(&session(SessionStatus::Queued, "Cache it"), &[]));
        assert!(!tells_more(&session(SessionStatus::Succeeded, "Cached"), &[update]));
    }

    fn worked() -> Session {
        Session {
            id: "s".to_owned().into(),
            key: "S1".into(),
            goal_id: None,
            task_id: None,
            external_id: None,
            agent: None,
            model: None,
            status: SessionStatus::Succeeded,
            summary: None,
            output: None,
            tokens: crate::domain::session::Tokens::default(),
            cost_usd: None,
            cost_source: "tokens".into(),
            started_at: None,
            ended_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }
}
