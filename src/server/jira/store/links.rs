//! Which goal was which issue, and what of it was taken over last.

use crate::{
    domain::{
        Result,
        goal::{Goal, GoalStatus},
        marker::jira_key_in_address,
    },
    server::{
        clock::{at_millis, millis},
        db::{
            self, Tx,
            entities::{goal, jira_issue},
            one_of,
        },
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// How far the comment with the proof is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CommentState {
    #[default]
    None,
    /// It was sent, and nobody knows yet whether it arrived.
    Sending,
    Sent,
}

/// The issue that a goal was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub goal_id: String,
    pub connection_id: String,
    /// Where people see the Jira that it is from.
    pub site: String,
    /// Jira's own number, which stays when the issue is moved.
    pub issue_id: String,
    /// `ABC-12`
    pub key: String,
    pub parent_key: Option<String>,
    /// What the issue says.
    pub text: String,
    /// The title that was taken over last; none was where the goal was there first.
    pub took_title: Option<String>,
    pub took_status: Option<GoalStatus>,
    /// The id of the goal that was set as its parent.
    pub took_parent: Option<String>,
    /// Since when it is not found any more.
    pub gone_since: Option<DateTime<Utc>>,
    pub comment: CommentState,
    pub comment_id: Option<String>,
    /// Not before then is a comment tried again.
    pub comment_due_at: Option<DateTime<Utc>>,
    pub comment_attempts: u32,
    pub comment_error: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl From<jira_issue::Model> for Link {
    fn from(row: jira_issue::Model) -> Self {
        Self {
            goal_id: row.goal_id,
            connection_id: row.connection_id,
            site: row.site,
            issue_id: row.issue_id,
            key: row.issue_key,
            parent_key: row.parent_key,
            text: row.body,
            took_title: row.took_title,
            took_status: row.took_status.as_deref().and_then(GoalStatus::parse),
            took_parent: row.took_parent,
            gone_since: row.gone_since.map(at_millis),
            comment: match row.comment_state.as_deref() {
                Some("sent") => CommentState::Sent,
                Some(_) => CommentState::Sending,
                None => CommentState::None,
            },
            comment_id: row.comment_id,
            comment_due_at: row.comment_due_at.map(at_millis),
            comment_attempts: u32::try_from(row.comment_attempts).unwrap_or_default(),
            comment_error: row.comment_error,
            created_at: at_millis(row.created_at),
        }
    }
}

impl From<&Link> for jira_issue::Model {
    fn from(link: &Link) -> Self {
        Self {
            goal_id: link.goal_id.clone(),
            connection_id: link.connection_id.clone(),
            site: link.site.clone(),
            issue_id: link.issue_id.clone(),
            issue_key: link.key.clone(),
            parent_key: link.parent_key.clone(),
            body: link.text.clone(),
            took_title: link.took_title.clone(),
            took_status: link.took_status.map(|status| status.as_str().into()),
            took_parent: link.took_parent.clone(),
            gone_since: link.gone_since.map(millis),
            comment_state: match link.comment {
                CommentState::None => None,
                CommentState::Sending => Some("sending".into()),
                CommentState::Sent => Some("sent".into()),
            },
            comment_id: link.comment_id.clone(),
            comment_due_at: link.comment_due_at.map(millis),
            comment_attempts: link.comment_attempts.into(),
            comment_error: link.comment_error.clone(),
            created_at: millis(link.created_at),
        }
    }
}

/// The issue that a goal was.
pub async fn find_by_goal(db: &impl ConnectionTrait, goal_id: &str) -> Result<Option<Link>> {
    Ok(jira_issue::Entity::find_by_id(goal_id).one(db).await?.map(Link::from))
}

/// What the issue of a goal says, if it was one.
pub async fn text_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Option<String>> {
    Ok(find_by_goal(db, goal_id).await?.map(|link| link.text).filter(|text| !text.is_empty()))
}

/// What became of an issue: by its connection, or by its site where that was connected anew.
pub async fn find_by_issue(db: &impl ConnectionTrait, connection_id: &str, site: &str, issue_id: &str) -> Result<Option<Link>> {
    let found = of_either(connection_id, site).filter(jira_issue::Column::IssueId.eq(issue_id)).all(db).await?;
    let (same, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|row| row.connection_id == connection_id);
    Ok(same.into_iter().chain(others).next().map(Link::from))
}

/// What became of the issue with that key.
pub async fn find_by_key(db: &impl ConnectionTrait, connection_id: &str, key: &str) -> Result<Option<Link>> {
    let with_key = jira_issue::Entity::find().filter(jira_issue::Column::IssueKey.eq(key));
    Ok(with_key.filter(jira_issue::Column::ConnectionId.eq(connection_id)).one(db).await?.map(Link::from))
}

/// All goals of a connection with their issues, oldest first.
pub async fn of_connection(db: &impl ConnectionTrait, connection_id: &str) -> Result<Vec<(Link, Goal)>> {
    pairs(db, jira_issue::Entity::find().filter(jira_issue::Column::ConnectionId.eq(connection_id))).await
}

/// The same with those of the site that were made when it was connected otherwise.
pub async fn of_site(db: &impl ConnectionTrait, connection_id: &str, site: &str) -> Result<Vec<(Link, Goal)>> {
    pairs(db, of_either(connection_id, site)).await
}

fn of_either(connection_id: &str, site: &str) -> sea_orm::Select<jira_issue::Entity> {
    let either = Condition::any().add(jira_issue::Column::ConnectionId.eq(connection_id)).add(jira_issue::Column::Site.eq(site));
    jira_issue::Entity::find().filter(either)
}

async fn pairs(db: &impl ConnectionTrait, links: sea_orm::Select<jira_issue::Entity>) -> Result<Vec<(Link, Goal)>> {
    let rows = links.order_by_asc(jira_issue::Column::CreatedAt).order_by_asc(jira_issue::Column::GoalId).all(db).await?;
    let ids: Vec<String> = rows.iter().map(|row| row.goal_id.clone()).collect();
    let goals = goal::Entity::find().filter(one_of(db.get_database_backend(), "id", &ids)).all(db).await?;
    let mut goals: std::collections::HashMap<String, Goal> = goals.into_iter().map(|goal| (goal.id.clone(), goal.into())).collect();
    Ok(rows.into_iter().filter_map(|row| Some((goals.remove(&row.goal_id)?, row))).map(|(goal, row)| (row.into(), goal)).collect())
}

/// Issues that are a part of this one, and whose goals have no parent yet.
pub async fn children_without(db: &impl ConnectionTrait, connection_id: &str, parent_key: &str) -> Result<Vec<Link>> {
    let parts = jira_issue::Entity::find().filter(jira_issue::Column::ParentKey.eq(parent_key));
    let parts = parts.filter(jira_issue::Column::ConnectionId.eq(connection_id)).filter(jira_issue::Column::TookParent.is_null());
    Ok(parts.all(db).await?.into_iter().map(Link::from).collect())
}

/// The goals that became proven since then, and whose comment is due.
pub async fn due_comments(
    db: &impl ConnectionTrait,
    connection_id: &str,
    since: DateTime<Utc>,
    attempts_most: u32,
    now: DateTime<Utc>,
) -> Result<Vec<Link>> {
    let open = jira_issue::Entity::find().filter(jira_issue::Column::ConnectionId.eq(connection_id));
    let open =
        open.filter(Condition::any().add(jira_issue::Column::CommentState.is_null()).add(jira_issue::Column::CommentState.ne("sent")));
    let open = open.filter(jira_issue::Column::CommentAttempts.lt(attempts_most));
    let proven = |goal: &Goal| goal.status == GoalStatus::Proven && goal.status_changed_at >= since && goal.archived_at.is_none();
    let due = |link: &Link| link.gone_since.is_none() && link.comment_due_at.is_none_or(|at| at <= now);
    Ok(pairs(db, open).await?.into_iter().filter(|(link, goal)| due(link) && proven(goal)).map(|(link, _)| link).collect())
}

/// The goal outside the archive that carries the address of this issue, and is not known as another one.
pub async fn goal_with_address(db: &impl ConnectionTrait, site: &str, key: &str) -> Result<Option<Goal>> {
    let inside = format!("{}/", site.trim_end_matches('/'));
    let carrying = goal::Entity::find().filter(goal::Column::JiraUrl.contains(key)).filter(goal::Column::ArchivedAt.is_null());
    let rows = carrying.order_by_asc(goal::Column::Number).all(db).await?;
    let is_it = |url: &str| url.starts_with(&inside) && jira_key_in_address(url).as_deref() == Some(key);
    for row in rows.into_iter().filter(|row| row.jira_url.as_deref().is_some_and(is_it)) {
        if find_by_goal(db, &row.id).await?.is_none() {
            return Ok(Some(row.into()));
        }
    }
    Ok(None)
}

/// Remembers which issue a goal was.
pub async fn insert(tx: &Tx, link: &Link) -> Result<()> {
    use sea_orm::IntoActiveModel;
    let mut row = jira_issue::Model::from(link).into_active_model();
    for column in <jira_issue::Column as sea_orm::Iterable>::iter() {
        sea_orm::ActiveModelTrait::reset(&mut row, column);
    }
    db::insert(tx.db(), row).await?;
    Ok(())
}

/// Stores what changed about it.
pub async fn save(tx: &Tx, link: &Link) -> Result<()> {
    db::update(tx.db(), jira_issue::Model::from(link)).await?;
    Ok(())
}
