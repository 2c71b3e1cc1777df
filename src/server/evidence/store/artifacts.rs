//! Artifacts and the goals that they belong to, in the database.

use crate::{
    domain::{
        ArtifactId, Error, GoalId, Result, SessionId, TaskId,
        artifact::{Artifact, ArtifactType, Ci, Details, NewArtifact, PullState},
        id,
        reference::Reference,
    },
    server::{
        clock::{at_millis, millis},
        db::{
            self, Tx,
            entities::{artifact, artifact_link},
            new_id,
        },
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashMap;

/// As `git` abbreviates them, in hexadecimal digits.
const SHORTEST_SHA: usize = 7;

impl From<artifact::Model> for Artifact {
    fn from(row: artifact::Model) -> Self {
        Self {
            id: row.id.into(),
            goal_id: None,
            kind: ArtifactType::parse(&row.kind).unwrap_or(ArtifactType::Link),
            title: row.title,
            url: row.url,
            sha: row.sha,
            repo: row.repo,
            number: row.number,
            details: Details {
                state: row.state.as_deref().and_then(PullState::parse),
                author: row.author,
                branch: row.branch,
                opened_at: row.opened_at.map(at_millis),
                merged_at: row.merged_at.map(at_millis),
                lines_added: row.lines_added,
                lines_removed: row.lines_removed,
                files_changed: row.files_changed,
                tests_added: row.tests_added,
                reviews: row.reviews,
                first_review_seconds: row.first_review_seconds,
                merge_seconds: row.merge_seconds,
                ci: row.ci.as_deref().and_then(Ci::parse),
                head_sha: row.head_sha,
                merge_sha: row.merge_sha,
            },
            link_reason: None,
            fetched_at: row.fetched_at.map(at_millis),
            fetch_error: row.fetch_error,
            created_at: at_millis(row.created_at),
        }
    }
}

/// The artifact with that id, apart from any goal.
pub async fn artifact(db: &impl ConnectionTrait, id: &str) -> Result<Artifact> {
    let found = artifact::Entity::find_by_id(id::stored(id)).one(db).await?;
    found.map(Artifact::from).ok_or_else(|| Error::not_found(format!("artifact {id}")))
}

/// An artifact that is known already: by its address, else by its sha. `place` is where the new one is kept, as far as it says so.
pub async fn find_artifact(
    db: &impl ConnectionTrait,
    url: Option<&str>,
    sha: Option<&str>,
    place: Option<&Reference>,
) -> Result<Option<Artifact>> {
    if let Some(url) = url {
        let found = artifact::Entity::find().filter(artifact::Column::Url.eq(url)).one(db).await?;
        if found.is_some() {
            return Ok(found.map(Artifact::from));
        }
    }
    let Some(sha) = sha else { return Ok(None) };
    let commits = artifact::Entity::find().filter(artifact::Column::Kind.eq(ArtifactType::Commit.as_str()));
    let mut all = commits.filter(same_commit(sha)).all(db).await?;
    // The same digits in another repository are another commit.
    all.retain(|row| match (place, &row.host, &row.repo) {
        (Some(place), Some(host), Some(repo)) => *host == place.web_url && *repo == place.repo,
        _ => true,
    });
    // Between two commits that a short sha fits nothing is guessed.
    Ok(if all.len() == 1 { all.pop().map(Artifact::from) } else { None })
}

/// Of two shas of one commit the shorter one begins the longer one.
fn same_commit(sha: &str) -> Condition {
    let shorter = (SHORTEST_SHA..sha.len()).filter_map(|end| sha.get(..end));
    // The digits end with f. A range uses the index, which LIKE does not.
    let longer = artifact::Column::Sha.gte(sha).and(artifact::Column::Sha.lt(format!("{sha}g")));
    Condition::any().add(longer).add(artifact::Column::Sha.is_in(shorter))
}

/// Adds to what was known what a later report says of it: where it is kept, and what it is called.
pub async fn complete_artifact(tx: &Tx, known: &Artifact, new: &NewArtifact, sha: Option<&str>, place: Option<&Reference>) -> Result<()> {
    let longer = sha.filter(|sha| known.sha.as_deref().is_some_and(|old| sha.len() > old.len()));
    let place = place.filter(|_| known.url.is_none());
    // Words of a person or an agent are better than an address or a sha that stands in for them.
    let stands_in = [known.url.as_deref(), known.sha.as_deref()].contains(&Some(known.title.as_str()));
    let short = place.map(Reference::short);
    let title = new.title.clone().or(short).filter(|_| stands_in || is_short(known));
    if longer.is_none() && place.is_none() && title.is_none() {
        return Ok(());
    }
    let mut row = artifact::ActiveModel { id: Set(known.id.0.clone()), updated_at: Set(millis(tx.now())), ..Default::default() };
    if let Some(title) = title {
        row.title = Set(title);
    }
    if let Some(sha) = longer {
        row.sha = Set(Some(sha.to_owned()));
    }
    if let Some(place) = place {
        row.url = Set(Some(place.canonical_url()));
        row.host = Set(Some(place.web_url.clone()));
        row.repo = Set(Some(place.repo.clone()));
        row.fetch_due_at = Set(Some(millis(tx.now())));
    }
    row.update(tx.db()).await?;
    Ok(())
}

/// Whether an artifact is called by the short form of its address (`owner/repo#12`).
fn is_short(known: &Artifact) -> bool {
    known.url.as_deref().and_then(Reference::parse).is_some_and(|at| at.short() == known.title)
}

/// Adds an artifact that was checked; a code host is asked about it at once.
pub async fn insert_artifact(tx: &Tx, new: &NewArtifact, reference: Option<&Reference>) -> Result<Artifact> {
    let now = millis(tx.now());
    let kind = reference.map(|r| r.kind).or(new.kind).unwrap_or(if new.sha.is_some() { ArtifactType::Commit } else { ArtifactType::Link });
    let url = reference.map(Reference::canonical_url).or_else(|| new.url.clone());
    let sha = reference.and_then(|r| r.sha.clone()).or_else(|| new.sha.clone());
    let title = new.title.clone().or_else(|| reference.map(Reference::short)).or_else(|| url.clone()).or_else(|| sha.clone());
    let merged = new.merged_at.is_some() && kind.is_pull();
    let row = artifact::ActiveModel {
        id: Set(new_id()),
        kind: Set(kind.as_str().into()),
        title: Set(title.unwrap_or_default()),
        url: Set(url),
        sha: Set(sha),
        host: Set(reference.map(|r| r.web_url.clone())),
        repo: Set(reference.map(|r| r.repo.clone())),
        number: Set(reference.and_then(|r| r.number)),
        state: Set(merged.then(|| PullState::Merged.as_str().into())),
        author: Set(None),
        branch: Set(None),
        opened_at: Set(None),
        merged_at: Set(new.merged_at.map(millis)),
        lines_added: Set(new.lines_added),
        lines_removed: Set(new.lines_removed),
        files_changed: Set(new.files_changed),
        tests_added: Set(None),
        reviews: Set(None),
        first_review_seconds: Set(None),
        merge_seconds: Set(None),
        ci: Set(new.ci_status.map(|ci| ci.as_str().into())),
        head_sha: Set(None),
        merge_sha: Set(None),
        fetch_due_at: Set(reference.map(|_| now)),
        fetch_attempts: Set(0),
        fetched_at: Set(None),
        fetch_error: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    Ok(db::insert(tx.db(), row).await?.into())
}

/// Links an artifact to a goal; a link that a person undid stays undone unless `again`.
pub async fn insert_link(
    tx: &Tx,
    artifact: &ArtifactId,
    goal_id: &str,
    task: Option<&TaskId>,
    session: Option<&SessionId>,
    (reason, again): (&str, bool),
) -> Result<()> {
    let row = artifact_link::ActiveModel {
        artifact_id: Set(artifact.0.clone()),
        goal_id: Set(goal_id.into()),
        task_id: Set(task.map(|id| id.0.clone())),
        session_id: Set(session.map(|id| id.0.clone())),
        reason: Set(reason.into()),
        created_at: Set(millis(tx.now())),
        dismissed_at: Set(None),
    };
    let mut known = OnConflict::columns([artifact_link::Column::ArtifactId, artifact_link::Column::GoalId]);
    if again {
        known.update_column(artifact_link::Column::DismissedAt);
    } else {
        known.do_nothing();
    }
    artifact_link::Entity::insert(row).on_conflict(known).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Undoes the link of an artifact to a goal; says whether there was one.
pub async fn dismiss(db: &impl ConnectionTrait, artifact: &str, goal: &GoalId, now: DateTime<Utc>) -> Result<bool> {
    let link = artifact_link::Entity::update_many().col_expr(artifact_link::Column::DismissedAt, Expr::value(millis(now)));
    let link =
        link.filter(artifact_link::Column::ArtifactId.eq(id::stored(artifact))).filter(artifact_link::Column::GoalId.eq(goal.as_str()));
    Ok(link.filter(artifact_link::Column::DismissedAt.is_null()).exec(db).await?.rows_affected > 0)
}

/// Takes back that a link was undone; says whether there is such a link.
pub async fn bring_back(db: &impl ConnectionTrait, artifact: &str, goal: &GoalId) -> Result<bool> {
    let link = artifact_link::Entity::update_many().col_expr(artifact_link::Column::DismissedAt, Expr::value(Option::<i64>::None));
    let link =
        link.filter(artifact_link::Column::ArtifactId.eq(id::stored(artifact))).filter(artifact_link::Column::GoalId.eq(goal.as_str()));
    Ok(link.exec(db).await?.rows_affected > 0)
}

/// The artifacts of a goal, newest first.
pub async fn artifacts_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Artifact>> {
    let links = artifact_link::Entity::find().filter(artifact_link::Column::GoalId.eq(goal_id));
    let links = links.filter(artifact_link::Column::DismissedAt.is_null());
    let links = links.order_by_desc(artifact_link::Column::CreatedAt).order_by_desc(artifact_link::Column::ArtifactId).all(db).await?;
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let ids = links.iter().map(|link| link.artifact_id.as_str());
    let rows = artifact::Entity::find().filter(artifact::Column::Id.is_in(ids)).all(db).await?;
    let mut rows: HashMap<String, artifact::Model> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    let with_link = |link: artifact_link::Model| {
        let row = rows.remove(&link.artifact_id)?;
        Some(Artifact { goal_id: Some(link.goal_id.into()), link_reason: Some(link.reason), ..Artifact::from(row) })
    };
    Ok(links.into_iter().filter_map(with_link).collect())
}

/// Undoes the link of an artifact to a goal if it was made at `at`, in milliseconds.
pub async fn dismiss_made_at(db: &impl ConnectionTrait, artifact: &ArtifactId, goal: &GoalId, at: i64, now: DateTime<Utc>) -> Result<()> {
    let link = artifact_link::Entity::update_many().filter(artifact_link::Column::ArtifactId.eq(artifact.as_str()));
    let link = link.filter(artifact_link::Column::GoalId.eq(goal.as_str())).filter(artifact_link::Column::CreatedAt.eq(at));
    link.col_expr(artifact_link::Column::DismissedAt, Expr::value(millis(now))).exec(db).await?;
    Ok(())
}
