//! What the fields of the dialog hold, and the request that they make.

use crate::domain::{
    Error, Result, Usd,
    dispatch::{AutoApprove, NewDispatch, NewLimits},
};

/// The fields as text, and what came along that has no field.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Id or key.
    pub goal: String,
    /// Id or key; empty for none.
    pub task: String,
    pub prompt: String,
    pub agent: String,
    pub model: String,
    pub repo: String,
    pub base: String,
    pub dollars: String,
    pub minutes: String,
    pub auto_approve: AutoApprove,
    /// The whole prompt, once a person took it over.
    pub exact: Option<String>,
    /// What else was asked for.
    pub rest: NewDispatch,
}

impl Form {
    /// The fields for what is known already.
    pub fn of(wish: &NewDispatch) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            goal: text(&wish.goal_id),
            task: text(&wish.task_id),
            prompt: if wish.exact { String::new() } else { text(&wish.prompt) },
            agent: wish.agent.clone().unwrap_or_else(|| "auto".to_owned()),
            model: text(&wish.model),
            repo: text(&wish.repo),
            base: text(&wish.base_branch),
            dollars: wish.limits.cost_usd.map(|cost| cost.dollars().to_string()).unwrap_or_default(),
            minutes: wish.limits.seconds.map(|seconds| seconds.div_ceil(60).to_string()).unwrap_or_default(),
            auto_approve: wish.auto_approve.unwrap_or_default(),
            exact: wish.prompt.clone().filter(|_| wish.exact),
            rest: wish.clone(),
        }
    }

    /// Enough is known for the server to say what would happen.
    pub fn is_enough(&self) -> bool {
        !self.task.trim().is_empty() || (!self.goal.trim().is_empty() && (!self.prompt.trim().is_empty() || self.exact.is_some()))
    }

    /// The request; an error that names the field otherwise.
    pub fn body(&self) -> Result<NewDispatch> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if self.goal.trim().is_empty() && self.task.trim().is_empty() {
            return Err(Error::invalid("/goalId", "choose the goal that it is for"));
        }
        if !self.is_enough() {
            return Err(Error::invalid("/prompt", "say what is to be done, or choose a task"));
        }
        Ok(NewDispatch {
            goal_id: given(&self.goal),
            task_id: given(&self.task),
            prompt: self.exact.clone().or_else(|| given(&self.prompt)),
            exact: self.exact.is_some(),
            agent: given(&self.agent),
            model: given(&self.model),
            repo: given(&self.repo),
            base_branch: given(&self.base),
            auto_approve: Some(self.auto_approve),
            limits: NewLimits { cost_usd: self.cost()?, seconds: self.seconds()?, tokens: self.rest.limits.tokens },
            ..self.rest.clone()
        })
    }

    fn cost(&self) -> Result<Option<Usd>> {
        let text = self.dollars.trim().trim_start_matches('$');
        if text.is_empty() {
            return Ok(None);
        }
        let cost = text.parse().ok().and_then(Usd::from_dollars).filter(|cost| *cost > Usd::ZERO);
        cost.map(Some).ok_or_else(|| Error::invalid("/limits/costUsd", "must be an amount of dollars, as 5 or 2.50"))
    }

    fn seconds(&self) -> Result<Option<u64>> {
        let text = self.minutes.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let minutes: Option<u64> = text.parse().ok().filter(|minutes| *minutes > 0);
        let seconds = minutes.and_then(|minutes| minutes.checked_mul(60));
        seconds.map(Some).ok_or_else(|| Error::invalid("/limits/seconds", "must be a whole number of minutes"))
    }
}

/// What is allowed without asking, as it is offered: the word of the wire and the words on the page.
pub const PERMISSIONS: [(AutoApprove, &str, &str); 4] = [
    (AutoApprove::None, "none", "Ask for everything"),
    (AutoApprove::Read, "read", "Reads without asking"),
    (AutoApprove::Edit, "edit", "Reads and edits without asking"),
    (AutoApprove::All, "all", "Everything without asking"),
];

/// The words for what is allowed without asking.
pub fn permission(auto: AutoApprove) -> &'static str {
    PERMISSIONS.iter().find(|(known, _, _)| *known == auto).map_or("", |(_, _, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        Form { goal: "G1".into(), prompt: " Fix it ".into(), ..Form::of(&NewDispatch::default()) }
    }

    #[test]
    fn what_is_left_empty_is_not_asked_for() {
        let body = form().body().unwrap();
        assert_eq!((body.goal_id.as_deref(), body.prompt.as_deref(), body.agent.as_deref()), (Some("G1"), Some("Fix it"), Some("auto")));
        assert_eq!((body.model, body.repo, body.task_id, body.exact), (None, None, None, false));
        assert_eq!(body.limits, NewLimits::default());
    }

    #[test]
    fn what_came_along_stays() {
        let wish = NewDispatch { priority: 3, limits: NewLimits { tokens: Some(9), ..NewLimits::default() }, ..NewDispatch::default() };
        let body = Form { task: "T1".into(), dollars: "$2.50".into(), minutes: "90".into(), ..Form::of(&wish) }.body().unwrap();
        assert_eq!((body.priority, body.limits.tokens, body.limits.seconds), (3, Some(9), Some(5_400)));
        assert_eq!(body.limits.cost_usd.unwrap().to_string(), "$2.50");
    }

    #[test]
    fn a_bad_field_is_named() {
        let named = |form: Form, pointer: &str| assert!(form.body().unwrap_err().field(pointer).is_some(), "{pointer}");
        named(Form { goal: String::new(), ..form() }, "/goalId");
        named(Form { prompt: " ".into(), ..form() }, "/prompt");
        for wrong in ["-1", "0", "five", "1e99", "NaN"] {
            named(Form { dollars: wrong.into(), ..form() }, "/limits/costUsd");
        }
        named(Form { minutes: "1.5".into(), ..form() }, "/limits/seconds");
    }

    #[test]
    fn a_prompt_that_was_taken_over_is_all_that_is_told() {
        let body = Form { exact: Some("Only this.\n".into()), ..form() }.body().unwrap();
        assert_eq!((body.exact, body.prompt.as_deref()), (true, Some("Only this.\n")));
        assert_eq!(Form::of(&body).exact.as_deref(), Some("Only this.\n"));
    }
}
