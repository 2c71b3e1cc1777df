//! What people call goals: words, tags and projects, compared without regard to case and accents.

use super::rows::labels;
use crate::{
    domain::{Result, goal::GoalFilter, id::Keyed},
    server::{
        db::{entities::goal, one_of},
        search::fold,
    },
};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryFilter, QuerySelect, Select};

#[derive(FromQueryResult)]
struct Called {
    id: String,
    number: i64,
    title: String,
    project: Option<String>,
    tags: String,
}

/// What is asked for, folded.
struct Asked {
    words: Vec<String>,
    tag: Option<String>,
    project: Option<String>,
}

/// Narrows `select` by what only we can compare: no database folds accents by itself.
pub async fn narrow(db: &impl ConnectionTrait, select: Select<goal::Entity>, filter: &GoalFilter) -> Result<Select<goal::Entity>> {
    let given = |value: &Option<String>| value.as_deref().map(|text| fold(text.trim())).filter(|text| !text.is_empty());
    let words = filter.q.iter().flat_map(|q| q.split_whitespace()).map(fold).collect();
    let asked = Asked { words, tag: given(&filter.tag), project: given(&filter.project) };
    if asked.words.is_empty() && asked.tag.is_none() && asked.project.is_none() {
        return Ok(select);
    }
    use goal::Column::{Id, Number, Project, Tags, Title};
    let columns = select.clone().select_only().columns([Id, Number, Title, Project, Tags]);
    let called: Vec<Called> = columns.into_model().all(db).await?;
    let ids: Vec<String> = called.into_iter().filter(|goal| asked.takes(goal)).map(|goal| goal.id).collect();
    Ok(select.filter(one_of(db.get_database_backend(), "goals.id", &ids)))
}

impl Asked {
    fn takes(&self, goal: &Called) -> bool {
        let tags: Vec<String> = labels(&goal.tags).iter().map(|tag| fold(tag)).collect();
        let project = goal.project.as_deref().map(fold);
        let tagged = self.tag.as_ref().is_none_or(|tag| tags.contains(tag));
        let placed = self.project.as_ref().is_none_or(|asked| project.as_ref() == Some(asked));
        if !tagged || !placed {
            return false;
        }
        let title = fold(&goal.title);
        let mentions = |word: &String| {
            let text = || tags.iter().chain(&project).chain([&title]).any(|text| text.contains(word));
            Keyed::Goal.number(word) == Some(goal.number) || text()
        };
        self.words.iter().all(mentions)
    }
}
