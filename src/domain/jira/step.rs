//! Keeping one field in step without taking a person's word away.

/// What becomes of a field of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A person wrote here since: theirs stays.
    Leave,
    /// Both sides say the same already.
    Same,
    /// Jira's is taken over.
    Take,
}

/// What becomes of a field that is `here`, was last taken over as `took`, and is `there` in Jira.
///
/// What nobody changed here is still what was taken over last. Where both say the same, they are in step again,
/// whoever went first.
pub fn step<T: PartialEq>(here: &T, took: Option<&T>, there: &T) -> Step {
    if here == there {
        Step::Same
    } else if took == Some(here) {
        Step::Take
    } else {
        Step::Leave
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_wins_until_both_say_the_same() {
        assert_eq!(step(&"a", Some(&"a"), &"b"), Step::Take, "nobody touched it here");
        assert_eq!(step(&"mine", Some(&"a"), &"b"), Step::Leave);
        assert_eq!(step(&"mine", Some(&"a"), &"a"), Step::Leave, "and nothing changed there");
        assert_eq!(step(&"b", Some(&"a"), &"b"), Step::Same);
        assert_eq!(step(&"mine", None, &"b"), Step::Leave, "a goal that was there before its issue");
    }
}
