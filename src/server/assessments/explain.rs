//! An assessment in the words of the model that is connected. What the words say is checked; the grade is the engine's.

use super::store::{self, NewWords};
use crate::{
    domain::{
        Error, Result, Usd,
        assessment::{Assessment, InWords, read},
        narrative::{check::Checked, facts},
    },
    server::{
        App, ai,
        auth::Caller,
        connections,
        db::{Change, Tx},
        spend,
    },
};

/// Has a version explained, and keeps the words with it.
///
/// An answer that says more than the records do is given back to the model once. Where it still does, nothing of it is kept but its cost.
pub async fn explain(app: &App, who: &Caller, id: &str) -> Result<InWords> {
    let assessment = store::get(app.store.reader(), id).await?.told();
    let options = connections::model(app).await?;
    let options = options.ok_or_else(|| Error::conflict("no model is connected that could explain it: Settings, Integrations adds one"))?;
    let mut asked = Asked { app, options: &options, assessment: &assessment, cost: Some(Usd::ZERO) };
    let (written, model) = asked.answer().await?;
    let cost = asked.cost;
    let op = async move |tx: &mut Tx| {
        let new = NewWords { written, engine: options.engine(&model), cost };
        let words = store::add_words(tx, &assessment, new).await?;
        let change = Change {
            kind: "assessment.explained",
            goal_id: Some(assessment.goal_id.as_str()),
            subject_id: Some(&assessment.id),
            summary: format!("had {} explained in words by {model}", assessment.metric),
            ..Default::default()
        };
        tx.record(change).await?;
        Ok(words)
    };
    app.store.write(who, app.clock.now(), op).await
}

/// The newest words about a version.
pub async fn words(app: &App, id: &str) -> Result<InWords> {
    let db = app.store.reader();
    let assessment = store::get(db, id).await?;
    let all = store::words_of(db, assessment.goal_id.as_str()).await?;
    let newest = all.into_iter().find(|words| words.assessment_id == assessment.id);
    newest.ok_or_else(|| Error::not_found(format!("explanation of assessment {id}")))
}

/// A text that was checked, as it came, with the facts that it was checked against.
pub struct Written {
    pub source: String,
    pub facts: Vec<facts::Fact>,
    pub checked: Checked,
}

struct Asked<'a> {
    app: &'a App,
    options: &'a ai::Options,
    assessment: &'a Assessment,
    /// What all answers cost; none where that is not known of one.
    cost: Option<Usd>,
}

impl Asked<'_> {
    async fn answer(&mut self) -> Result<(Written, String)> {
        let facts = facts::of_assessment(self.assessment);
        let prompt = ai::explanation(&facts, &must(self.assessment));
        let first = self.ask(&prompt).await?;
        let reason = match read(&first.text, self.assessment, &facts) {
            Ok(checked) => return Ok((Written { source: first.text, facts, checked }, first.model)),
            Err(reason) => reason,
        };
        let second = self.ask(&ai::explanation_again(&prompt, &first.text, &reason)).await?;
        match read(&second.text, self.assessment, &facts) {
            Ok(checked) => Ok((Written { source: second.text, facts, checked }, second.model)),
            Err(reason) => {
                tracing::warn!(reason, "the words of the model were refused twice");
                let engine = self.options.engine(&second.model);
                Err(Error::unreachable(format!("{engine} explained it with words that cannot be shown, twice. At last {reason}")))
            }
        }
    }

    async fn ask(&mut self, prompt: &ai::Prompt) -> Result<ai::Answer> {
        let answer = spend::ask(self.app, self.options, prompt, |_| ()).await;
        let (answer, cost) = answer
            .map_err(|error| Error::unreachable(format!("{} did not explain it: {error}", self.options.engine(&self.options.model))))?;
        self.cost = self.cost.zip(cost).map(|(all, cost)| all + cost);
        Ok(answer)
    }
}

/// What [`read`] wants to be said of it.
fn must(of: &Assessment) -> Vec<&'static str> {
    let ordinary = of.is_ordinary().then_some("not distinguishable from normal variation");
    let provisional = of.provisional.then_some("provisional");
    let shared = (!of.shared_with.is_empty()).then_some("credit shared with other goals");
    ordinary.into_iter().chain(provisional).chain(shared).collect()
}
