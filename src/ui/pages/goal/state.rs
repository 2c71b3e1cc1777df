//! The goal that the page shows, and what can be done with it.

use super::patch;
use crate::{
    domain::{
        Result,
        assessment::surest,
        auth::Person,
        event::Event,
        goal::{Goal, GoalDetail, GoalPatch, GoalStatus},
        impact::Measuring,
        task::{Task, TaskPatch},
    },
    rpc,
    ui::hooks::{Look, Step, Steps, use_look, use_steps},
};
use dioxus::prelude::*;
use futures::try_join;
use serde::{Deserialize, Serialize};

/// What the page asks for when it is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    pub detail: GoalDetail,
    /// Newest first.
    pub activity: Vec<Event>,
    /// Who may own the goal.
    pub people: Vec<Person>,
    /// What its metrics say.
    pub measuring: Measuring,
}

/// Asks for a goal by its key or id.
pub async fn load(id: String) -> Result<Loaded> {
    let detail = rpc::goals::detail(id).await?;
    let id = &detail.goal.id.0;
    let (activity, people, measuring) =
        try_join!(rpc::goals::activity(id.clone()), rpc::people::list(), rpc::metrics::measuring(id.clone()))?;
    Ok(Loaded { detail, activity, people, measuring })
}

/// Of what is shown, what the sessions of the goal change; the curves of its metrics are the larger part.
async fn reload(shown: &Loaded) -> Result<Loaded> {
    let id = &shown.detail.goal.id.0;
    let (detail, activity) = try_join!(rpc::goals::detail(id.clone()), rpc::goals::activity(id.clone()))?;
    Ok(Loaded { detail, activity, ..shown.clone() })
}

/// The goal on the page.
#[derive(Clone, Copy)]
pub struct GoalView {
    pub loaded: Signal<Loaded>,
    pub steps: Steps,
    look: Look,
    /// More than what sessions change is to be asked for.
    whole: Signal<bool>,
}

/// Makes the goal known to all parts of its page.
pub fn provide(first: impl FnOnce() -> Loaded) -> GoalView {
    let steps = use_steps();
    let (mut loaded, mut whole) = (use_signal(first), use_signal(|| false));
    let look = use_look(move || async move {
        let shown = loaded.peek().clone();
        let fresh = if whole.replace(false) { load(shown.detail.goal.id.0).await } else { reload(&shown).await };
        if let Ok(fresh) = fresh {
            loaded.set(fresh);
        }
    });
    use_context_provider(|| GoalView { loaded, steps, look, whole })
}

/// The goal of this page.
pub fn use_goal() -> GoalView {
    use_context()
}

impl GoalView {
    /// The goal itself.
    pub fn goal(self) -> Goal {
        self.loaded.read().detail.goal.clone()
    }

    /// What its metrics say.
    pub fn measuring(self) -> Measuring {
        self.loaded.read().measuring.clone()
    }

    /// Looks again. What is shown stays if the server does not answer.
    pub fn refresh(mut self) {
        self.whole.set(true);
        self.look.again();
    }

    /// Looks again at what sessions change: they tell of themselves each second.
    pub fn refresh_sessions(self) {
        self.look.again();
    }

    /// Changes fields of the goal; `done` says so, beside the way back.
    pub fn change(self, patch: GoalPatch, done: impl Into<String>) {
        let before = self.loaded.peek().detail.goal.clone();
        let back = patch::back(&patch, &before);
        let shown = patch.clone();
        self.advance(
            move |detail| patch::show(&shown, &mut detail.goal),
            move |id| {
                let (there, home) = (id.clone(), id);
                Step::new("save the change", move || rpc::goals::change(there.clone(), patch.clone(), None))
                    .undo(done, move || rpc::goals::change(home.clone(), back.clone(), None))
            },
        );
    }

    /// Moves the goal on the board.
    pub fn move_to(self, status: GoalStatus) {
        if self.loaded.peek().detail.goal.status == status {
            return;
        }
        let loaded = self.loaded.peek();
        let measured = loaded.detail.metrics.iter().any(|m| m.after.is_some()) || surest(&loaded.measuring.assessments).is_some();
        drop(loaded);
        let words = match status {
            GoalStatus::Proven if !measured => "Marked proven without a measurement".to_owned(),
            _ => format!("Moved to {}", status.label()),
        };
        self.change(GoalPatch { status: Some(status), ..Default::default() }, words);
    }

    /// Puts the goal into the archive.
    pub fn archive(self) {
        self.advance(
            |_| {},
            |id| {
                let (there, home) = (id.clone(), id);
                Step::new("archive the goal", move || rpc::goals::archive(there.clone()))
                    .undo("Archived", move || rpc::goals::restore(home.clone()))
            },
        );
    }

    /// Takes it out of the archive.
    pub fn restore(self) {
        self.advance(|detail| detail.goal.archived_at = None, |id| Step::new("restore the goal", move || rpc::goals::restore(id.clone())));
    }

    /// Changes a task of the goal.
    pub fn change_task(self, task: &Task, patch: TaskPatch, done: impl Into<String>) {
        let back = patch::back_task(&patch, task);
        let (id, shown) = (task.id.clone(), patch.clone());
        let (there, home) = (id.0.clone(), id.0.clone());
        let show = move |detail: &mut GoalDetail| {
            if let Some(task) = detail.tasks.iter_mut().find(|t| t.id == id) {
                patch::show_task(&shown, task);
            }
        };
        self.advance(show, move |_| {
            Step::new("save the task", move || rpc::tasks::change(there.clone(), patch.clone()))
                .undo(done, move || rpc::tasks::change(home.clone(), back.clone()))
        });
    }

    /// Takes a task away.
    pub fn remove_task(self, task: &Task) {
        let (id, there, home) = (task.id.clone(), task.id.0.clone(), task.id.0.clone());
        let done = format!("Removed {}", task.key);
        self.advance(
            move |detail| detail.tasks.retain(|t| t.id != id),
            move |_| {
                Step::new("remove the task", move || rpc::tasks::remove(there.clone()))
                    .undo(done, move || rpc::tasks::bring_back(home.clone()))
            },
        );
    }

    /// Shows a change at once and takes the step; a step that fails brings back what was shown.
    pub fn advance(self, show: impl FnOnce(&mut GoalDetail), step: impl FnOnce(String) -> Step) {
        let before = self.loaded.peek().detail.clone();
        self.put(|loaded| show(&mut loaded.detail));
        let id = before.goal.id.0.clone();
        self.steps.take(step(id).rollback(move || self.put(|loaded| loaded.detail = before.clone())));
    }

    /// Puts something into what is shown, unless the page was left meanwhile.
    pub fn put(mut self, change: impl FnOnce(&mut Loaded)) {
        if let Ok(mut loaded) = self.loaded.try_write() {
            change(&mut loaded);
        }
    }
}
