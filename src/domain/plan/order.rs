//! Tasks in an order in which each comes after what it waits for.

use super::super::task::cycle;

/// The places of the tasks in such an order, the given one kept where possible; `waits[i]` holds what task `i` waits for.
///
/// # Errors
/// Names the titles of tasks that wait for each other in a circle.
pub(super) fn sorted(titles: &[String], waits: &[Vec<usize>]) -> Result<Vec<usize>, String> {
    let mut placed = Vec::with_capacity(waits.len());
    while placed.len() < waits.len() {
        let ready = |i: &usize| !placed.contains(i) && waits[*i].iter().all(|on| placed.contains(on));
        let Some(next) = (0..waits.len()).find(ready) else { return Err(circle(titles, waits)) };
        placed.push(next);
    }
    Ok(placed)
}

fn circle(titles: &[String], waits: &[Vec<usize>]) -> String {
    let named = |on: &Vec<usize>| on.iter().map(|i| titles[*i].as_str()).collect();
    let graph = titles.iter().map(String::as_str).zip(waits.iter().map(named)).collect();
    let way = cycle(&graph).unwrap_or_default().join(" → ");
    format!("these tasks wait for each other in a circle: {way}")
}
