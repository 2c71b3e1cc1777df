//! Where each task stands in the drawing: what comes first at the left, in as few crossings as two sweeps give.

use crate::domain::{
    TaskId,
    task::{Task, order},
};
use std::collections::BTreeMap;

/// The size of a box, and the room between boxes.
pub const WIDTH: f64 = 180.0;
pub const HEIGHT: f64 = 44.0;
const GAP_X: f64 = 36.0;
const GAP_Y: f64 = 14.0;
const MARGIN: f64 = 8.0;
/// How often the layers are put in order again; more changes little for graphs of this size.
const SWEEPS: usize = 4;

/// A drawing of tasks that wait for each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    pub width: f64,
    pub height: f64,
    pub boxes: Vec<Place>,
    /// From the task that comes first to the one that waits.
    pub arrows: Vec<Arrow>,
}

/// The upper left corner of a task's box.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub id: TaskId,
    pub x: f64,
    pub y: f64,
}

/// The line from one box to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    pub from: TaskId,
    pub to: TaskId,
    /// An SVG path.
    pub path: String,
    /// On the longest way through what is still open.
    pub critical: bool,
}

/// Lays out the tasks that wait for others or are waited for.
pub fn layout(tasks: &[Task]) -> Layout {
    let linked: Vec<&Task> = tasks.iter().filter(|t| is_linked(t, tasks)).collect();
    let waits: BTreeMap<&str, Vec<&str>> =
        linked.iter().map(|t| (t.id.as_str(), t.depends_on.iter().map(TaskId::as_str).collect())).collect();
    let depths = order(&waits);
    let mut layers: Vec<Vec<&str>> = Vec::new();
    for (id, depth) in &depths {
        if layers.len() <= *depth {
            layers.resize(depth + 1, Vec::new());
        }
        layers[*depth].push(id);
    }
    untangle(&mut layers, &waits);
    let places = place(&layers);
    let way = critical(&linked);
    let arrows = arrows(&waits, &places, &way);
    let width = places.values().map(|(x, _)| x + WIDTH).fold(0.0, f64::max) + MARGIN;
    let height = places.values().map(|(_, y)| y + HEIGHT).fold(0.0, f64::max) + MARGIN;
    let boxes = depths.iter().filter_map(|(id, _)| places.get(id).map(|(x, y)| Place { id: (*id).into(), x: *x, y: *y })).collect();
    Layout { width, height, boxes, arrows }
}

fn is_linked(task: &Task, tasks: &[Task]) -> bool {
    !task.depends_on.is_empty() || tasks.iter().any(|t| t.depends_on.contains(&task.id))
}

/// Orders each layer by the middle of its neighbours, from left to right and back.
fn untangle(layers: &mut [Vec<&str>], waits: &BTreeMap<&str, Vec<&str>>) {
    for sweep in 0..SWEEPS {
        let rows: BTreeMap<String, usize> =
            layers.iter().flat_map(|layer| layer.iter().enumerate().map(|(row, id)| ((*id).to_owned(), row))).collect();
        let forward = sweep % 2 == 0;
        for layer in layers.iter_mut() {
            let middle = |id: &str| -> f64 {
                let before = waits.get(id).into_iter().flatten().copied();
                let after = waits.iter().filter(|(_, on)| on.contains(&id)).map(|(task, _)| *task);
                let near: Vec<usize> = if forward {
                    before.filter_map(|n| rows.get(n).copied()).collect()
                } else {
                    after.filter_map(|n| rows.get(n).copied()).collect()
                };
                let own = rows.get(id).copied().unwrap_or_default();
                mean(if near.is_empty() { std::slice::from_ref(&own) } else { &near })
            };
            layer.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "rows of one drawing")]
fn mean(rows: &[usize]) -> f64 {
    rows.iter().sum::<usize>() as f64 / rows.len() as f64
}

/// The corners of the boxes; short layers stand in the middle.
#[expect(clippy::cast_precision_loss, reason = "boxes of one drawing")]
fn place<'a>(layers: &[Vec<&'a str>]) -> BTreeMap<&'a str, (f64, f64)> {
    let tallest = layers.iter().map(Vec::len).max().unwrap_or_default() as f64;
    let mut places = BTreeMap::new();
    for (column, layer) in layers.iter().enumerate() {
        let top = (tallest - layer.len() as f64) * (HEIGHT + GAP_Y) / 2.0;
        for (row, id) in layer.iter().enumerate() {
            let x = MARGIN + column as f64 * (WIDTH + GAP_X);
            let y = MARGIN + top + row as f64 * (HEIGHT + GAP_Y);
            places.insert(*id, (x, y));
        }
    }
    places
}

/// The longest way through the open tasks: what holds the goal up.
fn critical(tasks: &[&Task]) -> Vec<TaskId> {
    let open: BTreeMap<&str, &&Task> = tasks.iter().filter(|t| !t.status.is_closed()).map(|t| (t.id.as_str(), t)).collect();
    let waits: BTreeMap<&str, Vec<&str>> = open
        .iter()
        .map(|(id, task)| (*id, task.depends_on.iter().map(TaskId::as_str).filter(|on| open.contains_key(on)).collect()))
        .collect();
    let mut longest: BTreeMap<&str, (i64, Option<&str>)> = BTreeMap::new();
    for (id, _) in order(&waits) {
        let own = open.get(id).and_then(|t| t.estimate_minutes).map_or(60, i64::from);
        let before = waits[id].iter().filter_map(|on| longest.get(on).map(|(length, _)| (*length, *on))).max();
        longest.insert(id, (own + before.map_or(0, |(length, _)| length), before.map(|(_, on)| on)));
    }
    let mut at = longest.iter().max_by_key(|(_, (length, _))| *length).map(|(id, _)| *id);
    let mut way = Vec::new();
    while let Some(id) = at {
        way.push(TaskId::from(id));
        at = longest.get(id).and_then(|(_, before)| *before);
    }
    way
}

fn arrows(waits: &BTreeMap<&str, Vec<&str>>, places: &BTreeMap<&str, (f64, f64)>, way: &[TaskId]) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for (to, on) in waits {
        for from in on {
            let (Some((x1, y1)), Some((x2, y2))) = (places.get(from), places.get(to)) else { continue };
            let (start, end) = ((x1 + WIDTH, y1 + HEIGHT / 2.0), (x2 - 6.0, y2 + HEIGHT / 2.0));
            let bend = ((end.0 - start.0) / 2.0).clamp(16.0, 60.0);
            let path = format!(
                "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
                start.0,
                start.1,
                start.0 + bend,
                start.1,
                end.0 - bend,
                end.1,
                end.0,
                end.1
            );
            let step = [*to, *from];
            let critical = way.windows(2).any(|pair| pair[0].as_str() == step[0] && pair[1].as_str() == step[1]);
            arrows.push(Arrow { from: (*from).into(), to: (*to).into(), path, critical });
        }
    }
    arrows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::task::{Complexity, TaskStatus};
    use chrono::DateTime;

    fn task(id: &str, on: &[&str]) -> Task {
        Task {
            id: id.into(),
            key: id.to_uppercase(),
            goal_id: "g".into(),
            title: id.into(),
            details: None,
            complexity: Complexity::Medium,
            status: TaskStatus::Todo,
            estimate_minutes: None,
            depends_on: on.iter().map(|on| (*on).into()).collect(),
            blocked_by: Vec::new(),
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            started_at: None,
            finished_at: None,
            version: 1,
            start_when_ready: false,
        }
    }

    fn at(layout: &Layout, id: &str) -> (f64, f64) {
        layout.boxes.iter().find(|b| b.id.as_str() == id).map(|b| (b.x, b.y)).unwrap()
    }

    #[test]
    fn what_comes_first_stands_at_the_left_and_no_box_on_another() {
        let drawn = layout(&[task("a", &[]), task("b", &["a"]), task("c", &["a"]), task("d", &["b", "c"]), task("alone", &[])]);
        assert!(at(&drawn, "a").0 < at(&drawn, "b").0 && at(&drawn, "b").0 < at(&drawn, "d").0);
        assert_eq!(drawn.boxes.len(), 4, "what is not linked is not in the graph");
        assert_eq!(drawn.arrows.len(), 4);
        for (i, one) in drawn.boxes.iter().enumerate() {
            for other in &drawn.boxes[i + 1..] {
                assert!((one.x - other.x).abs() >= WIDTH || (one.y - other.y).abs() >= HEIGHT, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn lines_that_need_not_cross_do_not() {
        let drawn = layout(&[task("a", &[]), task("b", &[]), task("x", &["b"]), task("y", &["a"])]);
        assert_eq!(at(&drawn, "a").1 < at(&drawn, "b").1, at(&drawn, "y").1 < at(&drawn, "x").1);
    }

    #[test]
    fn the_longest_open_way_is_marked() {
        let drawn = layout(&[task("a", &[]), task("b", &["a"]), task("c", &["b"]), task("d", &["a"])]);
        let critical: Vec<(&str, &str)> = drawn.arrows.iter().filter(|a| a.critical).map(|a| (a.from.as_str(), a.to.as_str())).collect();
        assert_eq!(critical, [("a", "b"), ("b", "c")]);
    }
}
