//! Tasks wait for tasks: a graph that must have no circle.

use std::collections::{BTreeMap, BTreeSet};

/// What each task waits for.
pub type Waits<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// One circle among the tasks, as the tasks on the way round, the first again at the end; none if there is none.
pub fn cycle<'a>(waits: &Waits<'a>) -> Option<Vec<&'a str>> {
    let mut cleared = BTreeSet::new();
    waits.keys().find_map(|&start| walk(waits, start, &mut Vec::new(), &mut cleared))
}

fn walk<'a>(waits: &Waits<'a>, at: &'a str, path: &mut Vec<&'a str>, cleared: &mut BTreeSet<&'a str>) -> Option<Vec<&'a str>> {
    if cleared.contains(at) {
        return None;
    }
    if let Some(start) = path.iter().position(|&seen| seen == at) {
        let mut circle = path[start..].to_vec();
        circle.push(at);
        return Some(circle);
    }
    path.push(at);
    let found = waits.get(at).into_iter().flatten().find_map(|&next| walk(waits, next, path, cleared));
    path.pop();
    cleared.insert(at);
    found
}

/// All tasks so that each comes after what it waits for, with its depth (0 waits for nothing).
///
/// Tasks on a circle, which the store never holds, are left out.
pub fn order<'a>(waits: &Waits<'a>) -> Vec<(&'a str, usize)> {
    let mut depth: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sorted = Vec::new();
    loop {
        let before = sorted.len();
        for (&task, on) in waits {
            let ready = on.iter().all(|o| depth.contains_key(o) || !waits.contains_key(o));
            if !depth.contains_key(task) && ready {
                let level = on.iter().filter_map(|o| depth.get(o)).max().map_or(0, |d| d + 1);
                depth.insert(task, level);
                sorted.push((task, level));
            }
        }
        if sorted.len() == before {
            return sorted;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits<'a>(pairs: &[(&'a str, &[&'a str])]) -> Waits<'a> {
        pairs.iter().map(|(task, on)| (*task, on.to_vec())).collect()
    }

    #[test]
    fn a_circle_is_named_all_the_way_round() {
        let circle = waits(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"]), ("d", &["a"])]);
        assert_eq!(cycle(&circle), Some(vec!["a", "b", "c", "a"]));
        assert_eq!(cycle(&waits(&[("a", &["a"])])), Some(vec!["a", "a"]));
        assert_eq!(cycle(&waits(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])), None);
    }

    #[test]
    fn what_others_wait_for_comes_first() {
        let diamond = waits(&[("a", &["b", "c"]), ("b", &["d"]), ("c", &["d"]), ("d", &[])]);
        assert_eq!(order(&diamond), [("d", 0), ("b", 1), ("c", 1), ("a", 2)]);
    }
}
