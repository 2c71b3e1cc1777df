//! What a shell command can do, found by reading it as the shell does.
//!
//! Whatever cannot be told from the text alone (an unknown program, an expansion, a script in another language) counts as
//! not contained, so that a person is asked. Nothing here is a sandbox: it decides who is asked, not what is possible.

mod assess;
mod git;
mod lex;
mod parse;
mod path;
mod programs;
mod script;
mod signature;

pub use assess::{assess, assess_at};
pub use path::assess_paths;
pub use signature::signature;

#[cfg(test)]
mod tests;

use lex::Word;

/// The script inside `/bin/bash -lc '…'`, as Codex wraps every command; else the command itself.
pub fn unwrapped(command: &str) -> String {
    let inner = || {
        let simple = parse::parse(command).ok()?;
        let [only] = simple.as_slice() else { return None };
        let [shell, option, script] = only.words.as_slice() else { return None };
        let wrapped = known_name(shell).is_some_and(|name| programs::family(name) == Some(programs::Family::Shell));
        (wrapped && matches!(option.text.as_str(), "-lc" | "-c") && !script.dynamic).then(|| script.text.clone())
    };
    inner().unwrap_or_else(|| command.to_owned())
}

/// The name of a program that is found by `PATH` or stands in a folder of the system; none for a script of the project.
fn known_name(program: &Word) -> Option<&str> {
    if program.dynamic {
        return None;
    }
    let folders = ["/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/"];
    let name = folders.iter().find_map(|folder| program.text.strip_prefix(folder)).unwrap_or(&program.text);
    (!name.is_empty() && (!name.contains('/') || name == ".")).then_some(name)
}
