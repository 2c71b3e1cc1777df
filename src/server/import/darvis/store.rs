//! Records of the original in the database, each with its old id.

use super::{
    field::Oddity,
    rows::{Artifact, Goal, Metric, Part, Update},
};
use crate::{
    domain::{
        Result,
        artifact::PullState,
        id::Keyed,
        narrative::{IMPORTED, check::Checked, facts::Fact},
    },
    server::{
        clock::millis,
        db::{
            Change, Tx,
            entities::{artifact, artifact_link, goal, goal_status_change, metric, narrative, update},
            find_external, keep_external, new_id,
        },
        search::{self, Doc, Kind},
    },
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

/// The name of this source among external ids.
const SOURCE: &str = "darvis";

/// What became of a record.
pub enum Outcome {
    Added,
    /// It came in with an earlier run.
    Known,
    /// It was left out.
    Odd(Oddity),
}

/// A record of the original that can be written.
pub trait Record: Send + 'static {
    async fn write(&self, tx: &mut Tx) -> Result<Outcome>;
}

impl Record for Goal {
    async fn write(&self, tx: &mut Tx) -> Result<Outcome> {
        let known = find(tx, "goal", &self.old_id).await?;
        let id = match &known {
            Some(id) => id.clone(),
            None => add_goal(tx, self).await?,
        };
        if find(tx, "narrative", &self.old_id).await?.is_none() && self.narrative.is_some() {
            add_narrative(tx, self, &id).await?;
        }
        Ok(if known.is_some() { Outcome::Known } else { Outcome::Added })
    }
}

impl Record for Part<Update> {
    async fn write(&self, tx: &mut Tx) -> Result<Outcome> {
        part(tx, "updates", "update", self, async |tx, goal| {
            let row = update::ActiveModel {
                id: Set(new_id()),
                goal_id: Set(goal.into()),
                task_id: Set(None),
                session_id: Set(None),
                source: Set(if self.what.by_agent { "agent" } else { "manual" }.into()),
                agent_name: Set(self.what.agent_name.clone()),
                summary: Set(self.what.summary.clone()),
                details: Set(self.what.details.clone()),
                outcome: Set(None),
                created_at: Set(millis(self.created_at)),
            };
            let row = row.insert(tx.db()).await?;
            let body = row.details.as_deref().unwrap_or_default();
            let doc = Doc { kind: Kind::Update, record_id: &row.id, goal_id: Some(goal), key: None, title: &row.summary, body };
            search::put(tx.db(), doc).await?;
            Ok(row.id)
        })
        .await
    }
}

impl Record for Part<Metric> {
    async fn write(&self, tx: &mut Tx) -> Result<Outcome> {
        part(tx, "metrics", "metric", self, async |tx, goal| {
            let row = metric::ActiveModel {
                id: Set(new_id()),
                goal_id: Set(goal.into()),
                name: Set(self.what.name.clone()),
                before_value: Set(self.what.before),
                after_value: Set(self.what.after),
                unit: Set(self.what.unit.clone()),
                improve: Set(None),
                source: Set(self.what.source.clone()),
                note: Set(None),
                measured_at: Set(self.what.measured_at.map(millis)),
                created_at: Set(millis(self.created_at)),
                removed_at: Set(None),
            };
            Ok(row.insert(tx.db()).await?.id)
        })
        .await
    }
}

impl Record for Part<Artifact> {
    async fn write(&self, tx: &mut Tx) -> Result<Outcome> {
        part(tx, "artifacts", "artifact", self, async |tx, goal| {
            let id = match same_address(tx, self.what.url.as_deref()).await? {
                Some(id) => id,
                None => add_artifact(tx, self, goal).await?,
            };
            let link = artifact_link::ActiveModel {
                artifact_id: Set(id.clone()),
                goal_id: Set(goal.into()),
                task_id: Set(None),
                session_id: Set(None),
                reason: Set("imported".into()),
                created_at: Set(millis(self.created_at)),
                dismissed_at: Set(None),
            };
            let known = OnConflict::columns([artifact_link::Column::ArtifactId, artifact_link::Column::GoalId]).do_nothing().to_owned();
            artifact_link::Entity::insert(link).on_conflict(known).exec_without_returning(tx.db()).await?;
            Ok(id)
        })
        .await
    }
}

/// Writes what belongs to a goal, if that goal is there and this is new.
async fn part<T>(
    tx: &mut Tx,
    table: &'static str,
    kind: &str,
    part: &Part<T>,
    add: impl AsyncFnOnce(&mut Tx, &str) -> Result<String>,
) -> Result<Outcome> {
    if find(tx, kind, &part.old_id).await?.is_some() {
        return Ok(Outcome::Known);
    }
    let Some(goal) = find(tx, "goal", &part.old_goal).await? else {
        let detail = match part.old_goal.as_str() {
            "" => "belongs to no goal: not imported".into(),
            gone => format!("belongs to goal `{gone}`, which is not in the file: not imported"),
        };
        return Ok(Outcome::Odd(Oddity { table, row: Some(part.row), id: Some(part.old_id.clone()), detail }));
    };
    let id = add(tx, &goal).await?;
    keep(tx, kind, &part.old_id, &id).await?;
    let at = millis(part.created_at);
    let older = goal::Entity::update_many().filter(goal::Column::Id.eq(goal)).filter(goal::Column::UpdatedAt.lt(at));
    older.col_expr(goal::Column::UpdatedAt, Expr::value(at)).exec(tx.db()).await?;
    Ok(Outcome::Added)
}

async fn find(tx: &Tx, kind: &str, old_id: &str) -> Result<Option<String>> {
    find_external(tx, SOURCE, kind, old_id).await
}

async fn keep(tx: &Tx, kind: &str, old_id: &str, id: &str) -> Result<()> {
    keep_external(tx, SOURCE, kind, old_id, id).await
}

async fn add_goal(tx: &mut Tx, old: &Goal) -> Result<String> {
    let (created, updated) = (millis(old.created_at), millis(old.updated_at));
    let row = goal::ActiveModel {
        id: Set(new_id()),
        number: Set(tx.next_number(Keyed::Goal).await?),
        title: Set(old.title.clone()),
        description: Set(old.description.clone()),
        status: Set(old.status.as_str().into()),
        priority: Set("medium".into()),
        due_on: Set(None),
        tags: Set(json(&old.tags)),
        project: Set(None),
        parent_id: Set(None),
        owner_id: Set(None),
        jira_url: Set(old.jira_url.clone()),
        hypothesis: Set(None),
        hypothesis_at: Set(None),
        outcomes: Set(json(&old.outcomes)),
        outcome_notes: Set(old.outcome_notes.clone()),
        imported_micros: Set(old.spend.micros()),
        example: Set(false),
        created_at: Set(created),
        updated_at: Set(updated),
        status_changed_at: Set(updated),
        archived_at: Set(old.archived.then_some(updated)),
        version: Set(1),
    };
    let row = row.insert(tx.db()).await?;
    keep(tx, "goal", &old.old_id, &row.id).await?;
    let step = goal_status_change::ActiveModel {
        id: Set(new_id()),
        goal_id: Set(row.id.clone()),
        from_status: Set(None),
        to_status: Set(row.status.clone()),
        actor: Set("import".into()),
        at: Set(updated),
    };
    step.insert(tx.db()).await?;
    let key = Keyed::Goal.key(row.number);
    let body = [old.description.as_deref().unwrap_or_default(), &old.tags.join(" ")].join("\n");
    let doc = Doc { kind: Kind::Goal, record_id: &row.id, goal_id: Some(&row.id), key: Some(&key), title: &row.title, body: &body };
    search::put(tx.db(), doc).await?;
    let summary = format!("imported {key} from Darvis Maestro");
    tx.record(Change { kind: "goal.created", goal_id: Some(&row.id), subject_id: Some(&row.id), summary, ..Default::default() }).await?;
    Ok(row.id)
}

async fn add_narrative(tx: &mut Tx, old: &Goal, goal: &str) -> Result<()> {
    let Some((tone, text)) = &old.narrative else { return Ok(()) };
    let at = millis(old.updated_at);
    let row = narrative::ActiveModel {
        id: Set(new_id()),
        goal_id: Set(goal.into()),
        tone: Set(tone.as_str().into()),
        markdown: Set(text.clone()),
        source: Set(text.clone()),
        engine: Set(IMPORTED.into()),
        cost_micros: Set(None),
        claims: Set("[]".into()),
        facts: Set("[]".into()),
        unverified: Set(0),
        edited: Set(false),
        notice: Set(Some("its figures were not checked yet".into())),
        created_at: Set(at),
        updated_at: Set(at),
    };
    let row = row.insert(tx.db()).await?;
    let doc = Doc { kind: Kind::Narrative, record_id: &row.id, goal_id: Some(goal), key: None, title: tone.label(), body: text };
    search::put(tx.db(), doc).await?;
    keep(tx, "narrative", &old.old_id, &row.id).await
}

/// A narrative that came in, whose figures nobody has looked up yet.
pub struct Unchecked {
    id: String,
    pub goal_id: String,
    pub source: String,
}

/// The imported narratives that were not checked.
pub async fn unchecked(db: &impl ConnectionTrait) -> Result<Vec<Unchecked>> {
    let rows = narrative::Entity::find().filter(narrative::Column::Engine.eq(IMPORTED)).filter(narrative::Column::Facts.eq("[]"));
    let rows = rows.all(db).await?.into_iter();
    Ok(rows.map(|row| Unchecked { id: row.id, goal_id: row.goal_id, source: row.source }).collect())
}

/// Keeps what the check has found.
pub async fn keep_check(tx: &Tx, of: &Unchecked, checked: &Checked, facts: &[Fact]) -> Result<()> {
    let row = narrative::ActiveModel {
        id: Set(of.id.clone()),
        markdown: Set(checked.markdown.clone()),
        claims: Set(serde_json::to_string(&checked.claims).unwrap_or_else(|_| "[]".into())),
        facts: Set(serde_json::to_string(facts).unwrap_or_else(|_| "[]".into())),
        unverified: Set(checked.unverified.into()),
        notice: Set(None),
        ..Default::default()
    };
    row.update(tx.db()).await?;
    Ok(())
}

async fn same_address(tx: &Tx, url: Option<&str>) -> Result<Option<String>> {
    let Some(url) = url else { return Ok(None) };
    let found = artifact::Entity::find().filter(artifact::Column::Url.eq(url)).one(tx.db()).await?;
    Ok(found.map(|row| row.id))
}

async fn add_artifact(tx: &mut Tx, part: &Part<Artifact>, goal: &str) -> Result<String> {
    let old = &part.what;
    let reference = old.reference.as_ref();
    let merged = old.merged_at.is_some() && old.kind.is_pull();
    let row = artifact::ActiveModel {
        id: Set(new_id()),
        kind: Set(old.kind.as_str().into()),
        title: Set(old.title.clone()),
        url: Set(old.url.clone()),
        sha: Set(reference.and_then(|r| r.sha.clone())),
        host: Set(reference.map(|r| r.web_url.clone())),
        repo: Set(reference.map(|r| r.repo.clone())),
        number: Set(reference.and_then(|r| r.number)),
        state: Set(merged.then(|| PullState::Merged.as_str().into())),
        merged_at: Set(old.merged_at.map(millis)),
        lines_added: Set(old.lines_added),
        lines_removed: Set(old.lines_removed),
        files_changed: Set(old.files_changed),
        ci: Set(old.ci.map(|ci| ci.as_str().into())),
        // The code host is asked in the background, as about any other.
        fetch_due_at: Set(reference.map(|_| millis(tx.now()))),
        fetch_attempts: Set(0),
        created_at: Set(millis(part.created_at)),
        updated_at: Set(millis(part.created_at)),
        ..Default::default()
    };
    let row = row.insert(tx.db()).await?;
    let body = [row.url.as_deref(), row.sha.as_deref(), row.repo.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let doc = Doc { kind: Kind::Artifact, record_id: &row.id, goal_id: Some(goal), key: None, title: &row.title, body: &body };
    search::put(tx.db(), doc).await?;
    Ok(row.id)
}

fn json(labels: &[String]) -> String {
    serde_json::to_string(labels).unwrap_or_else(|_| "[]".into())
}
