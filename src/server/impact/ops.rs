//! Puts assessments and goals side by side.

use super::row::{row, sort, summed};
use crate::{
    domain::{
        Result,
        assessment::Assessment,
        goal::GoalSummary,
        impact::{Impact, ImpactFilter},
    },
    server::{assessments, goals},
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// What the work of the goals that fit did to their metrics. Archived goals and the example are left out.
pub async fn impact(db: &impl ConnectionTrait, filter: &ImpactFilter, now: DateTime<Utc>) -> Result<Impact> {
    let since = filter.days.map(|days| now - Duration::days(i64::from(days)));
    let newest = assessments::newest_of(db, None).await?;
    let ids: Vec<String> = newest.iter().map(|a| a.goal_id.0.clone()).collect();
    let goals: HashMap<String, GoalSummary> = goals::summaries_of(db, &ids).await?.into_iter().map(|g| (g.goal.id.0.clone(), g)).collect();
    let keys: HashMap<String, String> = goals.iter().map(|(id, g)| (id.clone(), g.goal.key.clone())).collect();
    let fits = |a: &Assessment, g: &GoalSummary| {
        let project = filter.project.as_ref().is_none_or(|wanted| g.goal.project.as_ref() == Some(wanted));
        project && since.is_none_or(|since| a.intervention.end >= since) && g.goal.archived_at.is_none() && !g.goal.example
    };
    let pair = |a: Assessment| {
        let goal = goals.get(a.goal_id.as_str())?;
        fits(&a, goal).then(|| (a, goal.clone()))
    };
    let mut pairs: Vec<(Assessment, GoalSummary)> = newest.into_iter().filter_map(pair).collect();
    sort(&mut pairs);
    let rows = pairs.iter().map(|(a, g)| row(a, g, &keys)).collect();
    let (projects, _) = goals::values(db).await?;
    Ok(summed(&pairs, rows, projects))
}
