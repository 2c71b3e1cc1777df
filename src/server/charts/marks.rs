//! The numbered marks that pictures, lists and timelines share.

/// Numbered marks for merges, in order of time: those whose marks would touch, closer than a 24th of the width, share one.
pub fn numbered(times: &[i64], width_seconds: i64) -> Vec<(i64, String)> {
    let close = (width_seconds / 24).max(1);
    let mut groups: Vec<(i64, usize, usize, i64)> = Vec::new();
    for (at, time) in times.iter().enumerate() {
        match groups.last_mut() {
            Some((_, _, last, until)) if time - *until <= close => (*last, *until) = (at, *time),
            _ => groups.push((*time, at, at, *time)),
        }
    }
    let words = |first: usize, last: usize| if first == last { circled(first) } else { format!("{}–{}", circled(first), circled(last)) };
    groups.into_iter().map(|(time, first, last, _)| (time, words(first, last))).collect()
}

/// ① for 0, up to ⑳; plain numbers beyond.
pub fn circled(at: usize) -> String {
    let circle = u32::try_from(at).ok().filter(|at| *at < 20).and_then(|at| char::from_u32('①' as u32 + at));
    circle.map_or_else(|| format!("({})", at + 1), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_merges_share_a_mark() {
        let day = 86_400;
        let marks = numbered(&[0, 60, 10 * day, 20 * day, 20 * day + 3_600], 35 * day);
        assert_eq!(marks, [(0, "①–②".into()), (10 * day, "③".into()), (20 * day, "④–⑤".into())]);
        assert_eq!((circled(19).as_str(), circled(20).as_str()), ("⑳", "(21)"));
    }
}
