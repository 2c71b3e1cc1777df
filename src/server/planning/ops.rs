//! Asking a model for tasks, and what is done where none answers well.

use crate::{
    domain::{
        Result,
        plan::{self, Author, Material, Proposal, Proposed},
        text::Check,
    },
    server::{
        App,
        ai::{AiError, Answer, Options, Prompt},
        connections, goals, jira, spend,
    },
};

const ROLE: &str = "You take business goals apart into tasks for coding agents. You answer with JSON alone.";
/// The longest answer, with the thinking that some models count into it.
const TOKENS_MOST: u32 = 16_000;

/// What a person adds to the question.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// What is wanted of the tasks.
    pub instructions: Option<String>,
    /// What the Jira issue says that the goal comes from; none takes what was imported.
    pub jira: Option<String>,
}

/// Tasks that the goal could have, from the model that is connected, or by what its texts list.
///
/// An answer that cannot be used is given back to the model once. Where it still cannot be used, or no model
/// answers, the built-in heuristic proposes, and the notes say why.
pub async fn propose(app: &App, goal: &str, wishes: Wishes) -> Result<Proposal> {
    let material = material(app, goal, wishes).await?;
    let Some(options) = connections::model(app).await? else { return Ok(plan::heuristic(&material)) };
    match ask(app, &options, &material).await {
        Ok((tasks, model, notes)) => Ok(Proposal { tasks, by: Author::Model, model: Some(model), notes }),
        Err(reason) => {
            tracing::warn!(reason, "the model proposed no tasks");
            let mut proposal = plan::heuristic(&material);
            // Its own first note says that no model was asked.
            if let Some(first) = proposal.notes.first_mut() {
                *first =
                    format!("{} proposed nothing that can be used: {reason}. These tasks come from the goal's own texts.", options.model);
            }
            Ok(proposal)
        }
    }
}

async fn material(app: &App, goal: &str, wishes: Wishes) -> Result<Material> {
    let mut check = Check::default();
    let instructions = check.text("/instructions", wishes.instructions).unwrap_or_default();
    let jira = check.text("/jira", wishes.jira).unwrap_or_default();
    check.done()?;
    let db = app.store.reader();
    let goal = goals::get(db, goal).await?;
    let (_, context) = goals::context(db, goal.id.as_str()).await?;
    let jira = if jira.is_empty() { jira::text_of(db, goal.id.as_str()).await?.unwrap_or_default() } else { jira };
    Ok(Material { title: goal.title, description: goal.description.unwrap_or_default(), jira, context, instructions })
}

type Usable = (Vec<Proposed>, String, Vec<String>);

async fn ask(app: &App, options: &Options, material: &Material) -> Result<Usable, String> {
    let first = answer(app, options, plan::prompt(material)).await?;
    let reason = match plan::read(&first.text) {
        Ok(tasks) => return Ok((tasks, first.model, Vec::new())),
        Err(reason) => reason,
    };
    // The model knows nothing of its first question any more: the material goes along.
    let again = format!("{}\n\n{}", plan::prompt(material), plan::repair_prompt(&first.text, &reason));
    let second = answer(app, options, again).await?;
    let tasks = plan::read(&second.text).map_err(|reason| format!("its answer was refused twice, at last because {reason}"))?;
    Ok((tasks, second.model, vec!["The model's first answer could not be used; this is its second.".to_owned()]))
}

async fn answer(app: &App, options: &Options, user: String) -> Result<Answer, String> {
    let prompt = Prompt { system: ROLE.to_owned(), user, max_tokens: TOKENS_MOST };
    let answer = spend::ask(app, options, &prompt, |_| ()).await;
    answer.map(|(answer, _)| answer).map_err(|error: AiError| error.to_string())
}
