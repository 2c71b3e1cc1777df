//! What is due, what was learnt, and what was delivered, in the database.

use crate::{
    domain::{
        ArtifactId, GoalId, Result,
        artifact::{Artifact, Details, PullState},
        marker,
        reference::Reference,
    },
    server::{
        clock::{at_millis, millis},
        db::{
            Tx,
            entities::{artifact, artifact_link, goal, webhook_delivery},
        },
    },
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// Redeliveries come within days.
const DELIVERIES_KEPT: Duration = Duration::days(30);

/// An artifact that waits to be asked for.
#[derive(Clone, Debug)]
pub struct Due {
    pub artifact: Artifact,
    /// None where its address is not one of a code host.
    pub reference: Option<Reference>,
    /// Failures in a row.
    pub attempts: i64,
}

/// What a look at an artifact gave.
#[derive(Clone, Debug)]
pub struct Looked {
    pub due_at: Option<DateTime<Utc>>,
    pub attempts: i64,
    pub error: Option<String>,
}

/// What is due, longest waiting first.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>, most: u64) -> Result<Vec<Due>> {
    let rows = artifact::Entity::find().filter(artifact::Column::FetchDueAt.lte(millis(now)));
    let rows = rows.order_by_asc(artifact::Column::FetchDueAt).order_by_asc(artifact::Column::Id).limit(most).all(db).await?;
    Ok(rows.into_iter().map(Due::from).collect())
}

/// When the next one is due.
pub async fn next_due(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    let first = artifact::Entity::find().filter(artifact::Column::FetchDueAt.is_not_null()).order_by_asc(artifact::Column::FetchDueAt);
    Ok(first.one(db).await?.and_then(|row| row.fetch_due_at).map(at_millis))
}

impl From<artifact::Model> for Due {
    fn from(row: artifact::Model) -> Self {
        let (attempts, reference) = (row.fetch_attempts, row.url.as_deref().and_then(Reference::parse));
        Self { artifact: Artifact::from(row), reference, attempts }
    }
}

/// Stores the outcome of a look that brought nothing new.
pub async fn put_off(tx: &Tx, id: &ArtifactId, looked: &Looked) -> Result<()> {
    let row = artifact::ActiveModel {
        id: Set(id.0.clone()),
        fetch_due_at: Set(looked.due_at.map(millis)),
        fetch_attempts: Set(looked.attempts),
        fetch_error: Set(looked.error.clone()),
        ..Default::default()
    };
    row.update(tx.db()).await?;
    Ok(())
}

/// Stores what a host told; what it did not tell stays as it was reported.
pub async fn put_details(
    tx: &Tx,
    id: &ArtifactId,
    title: &str,
    new: &Details,
    sha: Option<&str>,
    due_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let now = millis(tx.now());
    let row = artifact::ActiveModel {
        id: Set(id.0.clone()),
        title: Set(title.to_owned()),
        sha: Set(sha.map(Into::into)),
        state: Set(new.state.map(|s| s.as_str().into())),
        author: Set(new.author.clone()),
        branch: Set(new.branch.clone()),
        opened_at: Set(new.opened_at.map(millis)),
        merged_at: Set(new.merged_at.map(millis)),
        lines_added: Set(new.lines_added),
        lines_removed: Set(new.lines_removed),
        files_changed: Set(new.files_changed),
        tests_added: Set(new.tests_added),
        reviews: Set(new.reviews),
        first_review_seconds: Set(new.first_review_seconds),
        merge_seconds: Set(new.merge_seconds),
        ci: Set(new.ci.map(|ci| ci.as_str().into())),
        head_sha: Set(new.head_sha.clone()),
        merge_sha: Set(new.merge_sha.clone()),
        fetch_due_at: Set(due_at.map(millis)),
        fetch_attempts: Set(0),
        fetched_at: Set(Some(now)),
        fetch_error: Set(None),
        updated_at: Set(now),
        ..Default::default()
    };
    row.update(tx.db()).await?;
    Ok(())
}

/// Stores a state that an event told.
pub async fn put_state(tx: &Tx, id: &ArtifactId, state: PullState) -> Result<()> {
    let state = Set(Some(state.as_str().into()));
    let row = artifact::ActiveModel { id: Set(id.0.clone()), state, updated_at: Set(millis(tx.now())), ..Default::default() };
    row.update(tx.db()).await?;
    Ok(())
}

/// Makes what is known of a host and could not be fetched due again, because the connection to it changed.
pub async fn wake_host(tx: &Tx, web_url: &str) -> Result<()> {
    use artifact::Column;
    let failed = Condition::any().add(Column::FetchError.is_not_null()).add(Column::FetchDueAt.is_not_null());
    let rows = wake(tx).filter(failed);
    // A host may live under a prefix; addresses of artifacts start with it.
    rows.filter(Column::Url.starts_with(format!("{}/", web_url.trim_end_matches('/')))).exec(tx.db()).await?;
    Ok(())
}

/// Makes one due now; says whether there is one that can be fetched.
pub async fn wake_one(tx: &Tx, id: &str) -> Result<bool> {
    let known = artifact::Column::Host.is_not_null();
    Ok(wake(tx).filter(artifact::Column::Id.eq(id)).filter(known).exec(tx.db()).await?.rows_affected > 0)
}

/// Makes everything that ends with this commit due now; says how much that is.
pub async fn wake_commit(tx: &Tx, sha: &str) -> Result<u64> {
    let same = Condition::any().add(artifact::Column::HeadSha.eq(sha)).add(artifact::Column::Sha.eq(sha));
    Ok(wake(tx).filter(same).filter(artifact::Column::Host.is_not_null()).exec(tx.db()).await?.rows_affected)
}

fn wake(tx: &Tx) -> sea_orm::UpdateMany<artifact::Entity> {
    artifact::Entity::update_many()
        .col_expr(artifact::Column::FetchDueAt, Expr::value(millis(tx.now())))
        .col_expr(artifact::Column::FetchAttempts, Expr::value(0_i64))
}

/// The artifact with that canonical address.
pub async fn by_url(db: &impl ConnectionTrait, url: &str) -> Result<Option<Artifact>> {
    Ok(artifact::Entity::find().filter(artifact::Column::Url.eq(url)).one(db).await?.map(Artifact::from))
}

/// The goals that an artifact is linked to.
pub async fn goals_of(db: &impl ConnectionTrait, id: &ArtifactId) -> Result<Vec<GoalId>> {
    let links = artifact_link::Entity::find().filter(artifact_link::Column::ArtifactId.eq(id.as_str()));
    let links = links.filter(artifact_link::Column::DismissedAt.is_null()).order_by_asc(artifact_link::Column::CreatedAt).all(db).await?;
    Ok(links.into_iter().map(|link| link.goal_id.into()).collect())
}

/// Whether somebody or something linked them before, even if a person undid it.
pub async fn was_linked(db: &impl ConnectionTrait, artifact: &ArtifactId, goal: &GoalId) -> Result<bool> {
    Ok(artifact_link::Entity::find_by_id((artifact.0.clone(), goal.0.clone())).count(db).await? > 0)
}

/// The goals that carry a Jira key.
pub async fn goals_with_jira(db: &impl ConnectionTrait, key: &str) -> Result<Vec<GoalId>> {
    let rows = goal::Entity::find().filter(goal::Column::JiraUrl.contains(key)).all(db).await?;
    let carries = |row: &goal::Model| row.jira_url.as_deref().and_then(marker::jira_key_in_address).as_deref() == Some(key);
    Ok(rows.into_iter().filter(carries).map(|row| row.id.into()).collect())
}

/// Notes a delivery; says whether it is new.
pub async fn take_delivery(tx: &Tx, id: &str) -> Result<bool> {
    use webhook_delivery::{ActiveModel, Column, Entity};
    let row = ActiveModel { id: Set(id.to_owned()), received_at: Set(millis(tx.now())) };
    let known = OnConflict::column(Column::Id).do_nothing().to_owned();
    let added = Entity::insert(row).on_conflict(known).exec_without_returning(tx.db()).await?;
    Entity::delete_many().filter(Column::ReceivedAt.lt(millis(tx.now() - DELIVERIES_KEPT))).exec(tx.db()).await?;
    Ok(added > 0)
}
