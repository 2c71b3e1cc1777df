//! One issue becomes a goal, or what its goal does not know yet is taken over.

use super::store::{self, CommentState, Link};
use crate::{
    domain::{
        Error, GoalId, Result,
        goal::{Goal, GoalPatch, NewGoal},
        jira::{Fate, ImportedIssue, Issue, Step, step},
        text::TEXT_MOST,
    },
    server::{db::Tx, goals},
};

/// Where an issue is from.
#[derive(Clone, Debug)]
pub struct Origin {
    pub connection_id: String,
    /// Where people see its Jira.
    pub site: String,
}

impl Origin {
    fn url(&self, key: &str) -> String {
        format!("{}/browse/{key}", self.site.trim_end_matches('/'))
    }
}

/// Makes a goal of the issue, or takes over what is new where it is one already.
pub async fn bring_in(tx: &mut Tx, origin: &Origin, issue: &Issue) -> Result<ImportedIssue> {
    let known = store::find_by_issue(tx.db(), &origin.connection_id, &origin.site, &issue.id).await?;
    let (goal, fate) = match known {
        Some(link) => take_over(tx, origin, link, issue).await?,
        None => match store::goal_with_address(tx.db(), &origin.site, &issue.key).await? {
            Some(goal) => adopt(tx, origin, &goal, issue).await?,
            None => (add(tx, origin, issue).await?, Fate::Added),
        },
    };
    gather_parts(tx, origin, issue, &goal).await?;
    Ok(ImportedIssue { key: issue.key.clone(), goal_id: goal.id.0, goal_key: goal.key, title: goal.title, fate })
}

/// A new goal; all of it is Jira's.
async fn add(tx: &mut Tx, origin: &Origin, issue: &Issue) -> Result<Goal> {
    let parent = parent_goal(tx, origin, issue).await?.flatten();
    let new = NewGoal {
        title: issue.title.clone(),
        status: Some(issue.state.goal_status()),
        due_on: issue.due_on,
        tags: issue.tags(),
        parent: parent.clone().map(|id| id.0),
        jira_url: Some(origin.url(&issue.key)),
        ..NewGoal::default()
    };
    let goal = goals::insert(tx, &new.check()?).await?;
    let link = Link {
        took_title: Some(goal.title.clone()),
        took_status: Some(goal.status),
        took_parent: parent.map(|id| id.0),
        ..fresh(tx, origin, &goal, issue)
    };
    store::insert(tx, &link).await?;
    Ok(goal)
}

/// A goal that was there before its issue: nothing that somebody wrote is changed.
pub async fn adopt(tx: &mut Tx, origin: &Origin, goal: &Goal, issue: &Issue) -> Result<(Goal, Fate)> {
    let link = fresh(tx, origin, goal, issue);
    store::insert(tx, &link).await?;
    take_over(tx, origin, link, issue).await
}

fn fresh(tx: &Tx, origin: &Origin, goal: &Goal, issue: &Issue) -> Link {
    Link {
        goal_id: goal.id.0.clone(),
        connection_id: origin.connection_id.clone(),
        site: origin.site.clone(),
        issue_id: issue.id.clone(),
        key: issue.key.clone(),
        parent_key: issue.parent.clone(),
        text: text(issue),
        took_title: None,
        took_status: None,
        took_parent: None,
        gone_since: None,
        comment: CommentState::None,
        comment_id: None,
        comment_due_at: None,
        comment_attempts: 0,
        comment_error: None,
        created_at: tx.now(),
    }
}

/// Takes over what changed in Jira, field by field, except what a person changed here since.
pub async fn take_over(tx: &mut Tx, origin: &Origin, known: Link, issue: &Issue) -> Result<(Goal, Fate)> {
    let goal = goals::get(tx.db(), &known.goal_id).await?;
    let old_url = origin.url(&known.key);
    let mut link = Link {
        connection_id: origin.connection_id.clone(),
        site: origin.site.clone(),
        key: issue.key.clone(),
        parent_key: issue.parent.clone(),
        text: text(issue),
        gone_since: None,
        ..known.clone()
    };
    if goal.archived_at.is_some() {
        keep(tx, &known, &link).await?;
        return Ok((goal, Fate::Archived));
    }
    let patch = difference(tx, origin, &goal, &mut link, issue, &old_url).await?;
    let changed = if patch == GoalPatch::default() { goal } else { update(tx, &goal, &mut link, patch).await? };
    let fate = if keep(tx, &known, &link).await? { Fate::Updated } else { Fate::Unchanged };
    Ok((changed, fate))
}

/// Stores the link if anything of it is new.
async fn keep(tx: &Tx, known: &Link, link: &Link) -> Result<bool> {
    if known == link {
        return Ok(false);
    }
    store::save(tx, link).await?;
    Ok(true)
}

/// What of the goal is to change; the link remembers what is taken over.
async fn difference(tx: &Tx, origin: &Origin, goal: &Goal, link: &mut Link, issue: &Issue, old_url: &str) -> Result<GoalPatch> {
    let mut patch = GoalPatch::default();
    let title = step(&goal.title, link.took_title.as_ref(), &issue.title);
    if title != Step::Leave {
        link.took_title = Some(issue.title.clone());
        patch.title = (title == Step::Take).then(|| issue.title.clone());
    }
    let there = issue.state.goal_status();
    let status = step(&goal.status, link.took_status.as_ref(), &there);
    if status != Step::Leave {
        link.took_status = Some(there);
        patch.status = (status == Step::Take).then_some(there);
    }
    if let Some(there) = parent_goal(tx, origin, issue).await? {
        let took = link.took_parent.clone().map(GoalId::from);
        let parent = step(&goal.parent, Some(&took), &there);
        if parent != Step::Leave {
            link.took_parent = there.clone().map(|id| id.0);
            patch.parent = (parent == Step::Take).then(|| there.map(|id| id.0));
        }
    }
    // An issue that was moved has another address.
    let url = origin.url(&issue.key);
    let ours = goal.jira_url.as_deref().is_none_or(|here| here == old_url);
    patch.jira_url = (ours && goal.jira_url.as_ref() != Some(&url)).then_some(Some(url));
    Ok(patch)
}

/// Jira may hang a goal below one of its own parts here: then it stays where it is.
async fn update(tx: &mut Tx, goal: &Goal, link: &mut Link, patch: GoalPatch) -> Result<Goal> {
    match goals::update(tx, goal.id.as_str(), patch.clone(), None).await {
        Err(Error::Invalid { .. }) if patch.parent.is_some() => {
            link.took_parent = goal.parent.clone().map(|id| id.0);
            let patch = GoalPatch { parent: None, ..patch };
            if patch == GoalPatch::default() { Ok(goal.clone()) } else { goals::update(tx, goal.id.as_str(), patch, None).await }
        }
        done => done,
    }
}

/// Where Jira hangs the goal: below no other, below another, or below one that nobody brought in (none).
async fn parent_goal(tx: &Tx, origin: &Origin, issue: &Issue) -> Result<Option<Option<GoalId>>> {
    let Some(key) = &issue.parent else { return Ok(Some(None)) };
    Ok(store::find_by_key(tx.db(), &origin.connection_id, key).await?.map(|link| Some(link.goal_id.into())))
}

/// Parts that came in before this one hang below it now, where nobody hung them elsewhere.
async fn gather_parts(tx: &mut Tx, origin: &Origin, issue: &Issue, goal: &Goal) -> Result<()> {
    for mut part in store::children_without(tx.db(), &origin.connection_id, &issue.key).await? {
        let child = goals::get(tx.db(), &part.goal_id).await?;
        if child.parent.is_some() || child.archived_at.is_some() || child.id == goal.id {
            continue;
        }
        part.took_parent = Some(goal.id.0.clone());
        let patch = GoalPatch { parent: Some(Some(goal.id.0.clone())), ..GoalPatch::default() };
        update(tx, &child, &mut part, patch).await?;
        store::save(tx, &part).await?;
    }
    Ok(())
}

fn text(issue: &Issue) -> String {
    issue.text.chars().take(TEXT_MOST).collect()
}
