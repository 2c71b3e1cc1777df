//! What two commands have in common, so that an answer for one can hold for the other.

use super::{
    known_name,
    parse::{Simple, parse},
    programs::{Family, family},
};

/// The programs of a command line, with the subcommand where there is one: `git add`, `cargo test`, `touch`.
///
/// None where that would promise too much: a script, a shell, a wrapper or a program that is not known stands in it, and then
/// only the very same text is alike.
pub fn signature(command: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for simple in parse(command).ok()? {
        let label = label(&simple)?;
        if !found.contains(&label) {
            found.push(label);
        }
    }
    (!found.is_empty()).then_some(found)
}

fn label(simple: &Simple) -> Option<String> {
    let inside = [&simple.words, &simple.outputs, &simple.here].into_iter().flatten().any(|word| !word.commands.is_empty());
    let (first, arguments) = simple.words.split_first()?;
    if inside || !simple.assignments.is_empty() {
        return None;
    }
    let name = known_name(first)?;
    match family(name)? {
        Family::Builds if !simple.outputs.is_empty() => None,
        Family::Git | Family::Builds => {
            let verb = arguments.first().filter(|word| !word.dynamic && !word.text.starts_with('-'))?;
            // `npm run build` and `npm run deploy` are not alike.
            let more = (verb.text == "run").then(|| arguments.get(1)).flatten().map(|word| format!(" {}", word.text));
            Some(format!("{name} {}{}", verb.text, more.unwrap_or_default()))
        }
        Family::Looks | Family::Speaks | Family::Searches | Family::Changes | Family::Moves => Some(name.to_owned()),
        _ => None,
    }
}
