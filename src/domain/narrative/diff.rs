//! What changed between two versions of a text, line by line.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "change", content = "text")]
pub enum Line {
    /// In both.
    Same(String),
    /// Only in the newer.
    Added(String),
    /// Only in the older.
    Removed(String),
}

/// Beyond so many pairs of lines the middle is shown as replaced as a whole.
const PAIRS_MOST: usize = 1_000_000;

/// Compares two texts: the longest common sequence of lines stays.
pub fn lines(older: &str, newer: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (older.lines().collect(), newer.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut out: Vec<Line> = old[..head].iter().map(|l| Line::Same((*l).to_owned())).collect();
    middle(&old[head..old.len() - tail], &new[head..new.len() - tail], &mut out);
    out.extend(old[old.len() - tail..].iter().map(|l| Line::Same((*l).to_owned())));
    out
}

fn middle(old: &[&str], new: &[&str], out: &mut Vec<Line>) {
    let (mut i, mut j) = (0, 0);
    if old.len().saturating_mul(new.len()) <= PAIRS_MOST {
        let common = common(old, new);
        while i < old.len() && j < new.len() {
            if old[i] == new[j] {
                out.push(Line::Same(old[i].to_owned()));
                (i, j) = (i + 1, j + 1);
            } else if common[i + 1][j] >= common[i][j + 1] {
                out.push(Line::Removed(old[i].to_owned()));
                i += 1;
            } else {
                out.push(Line::Added(new[j].to_owned()));
                j += 1;
            }
        }
    }
    out.extend(old[i..].iter().map(|l| Line::Removed((*l).to_owned())));
    out.extend(new[j..].iter().map(|l| Line::Added((*l).to_owned())));
}

/// How many lines the rests from `i` and `j` have in common.
fn common(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut table = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i][j] = if old[i] == new[j] { table[i + 1][j + 1] + 1 } else { table[i + 1][j].max(table[i][j + 1]) };
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{Line, lines};
    use proptest::prelude::*;

    #[test]
    fn a_changed_line_is_out_and_in() {
        let kept = |t: &str| Line::Same(t.into());
        let expected = vec![kept("a"), Line::Removed("b".into()), Line::Added("x".into()), kept("c")];
        assert_eq!(lines("a\nb\nc", "a\nx\nc"), expected);
        assert_eq!(lines("", "a"), vec![Line::Added("a".into())]);
        assert_eq!(lines("a\nb", "b"), vec![Line::Removed("a".into()), kept("b")]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_back(old in "[abc\n]{0,30}", new in "[abc\n]{0,30}") {
            let diff = lines(&old, &new);
            let side = |keep: fn(&Line) -> Option<&String>| diff.iter().filter_map(keep).cloned().collect::<Vec<_>>();
            let older = side(|l| match l { Line::Same(t) | Line::Removed(t) => Some(t), Line::Added(_) => None });
            let newer = side(|l| match l { Line::Same(t) | Line::Added(t) => Some(t), Line::Removed(_) => None });
            prop_assert_eq!(older, old.lines().map(String::from).collect::<Vec<_>>());
            prop_assert_eq!(newer, new.lines().map(String::from).collect::<Vec<_>>());
        }
    }
}
