//! Programs that run other programs or scripts: what is inside them.

use super::lex::Word;

/// The options of a wrapper or its variables (`env A=b`), and the program that it runs.
pub fn wrapped<'a>(name: &str, arguments: &'a [Word]) -> (&'a [Word], &'a [Word]) {
    let valued: &[&str] = match name {
        "env" => &["-u", "--unset", "-C", "--chdir", "-S", "--split-string"],
        "nice" => &["-n", "--adjustment"],
        "timeout" => &["-s", "--signal", "-k", "--kill-after"],
        "stdbuf" => &["-i", "-o", "-e"],
        "xargs" => &["-n", "-P", "-I", "-L", "-d", "-s", "-a", "-E"],
        "ionice" => &["-c", "-n"],
        "watch" => &["-n", "--interval"],
        "sudo" | "doas" => &["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-U", "-D"],
        "exec" => &["-a"],
        _ => &[],
    };
    let mut at = 0;
    while let Some(word) = arguments.get(at) {
        let setting = matches!(name, "env" | "sudo" | "doas") && word.text.contains('=') && !word.text.starts_with('-');
        if !word.text.starts_with('-') && !setting {
            break;
        }
        at += if valued.contains(&word.text.as_str()) { 2 } else { 1 };
    }
    // `timeout 10 make`: the number is no program.
    if name == "timeout" && at < arguments.len() {
        at += 1;
    }
    arguments.split_at(at.min(arguments.len()))
}

/// The script of `sh -c '…'`, also as `bash -lc`.
pub fn of_shell(arguments: &[Word]) -> Option<&Word> {
    let option = |word: &Word| word.text.starts_with('-') && !word.text.starts_with("--") && word.text.ends_with('c');
    let at = arguments.iter().position(option)?;
    arguments[..at].iter().all(|word| word.text.starts_with('-')).then(|| arguments.get(at + 1)).flatten()
}

/// What a script in another language does.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// It reads these files.
    Harmless(&'a [Word]),
    /// It changes these files.
    InPlace(&'a [Word]),
    Unknown,
}

/// Judges `sed`, `awk` and `sort`, which are mostly harmless; a script of a whole language is not read.
pub fn of_interpreter<'a>(name: &str, arguments: &'a [Word]) -> Verdict<'a> {
    let version = |word: &Word| matches!(word.text.as_str(), "--version" | "-V" | "-v");
    match (name, arguments) {
        ("sort", _) => sort(arguments),
        ("sed", _) => sed(arguments),
        ("awk" | "gawk" | "mawk", _) => awk(arguments),
        (_, [only]) if version(only) => Verdict::Harmless(&[]),
        _ => Verdict::Unknown,
    }
}

fn sort(arguments: &[Word]) -> Verdict<'_> {
    let writes = |word: &Word| word.text.starts_with("-o") || word.text.starts_with("--output") || word.text.starts_with("--compress");
    if arguments.iter().any(writes) { Verdict::Unknown } else { Verdict::Harmless(arguments) }
}

fn sed(arguments: &[Word]) -> Verdict<'_> {
    let known = |word: &Word| {
        ["-n", "-e", "-E", "-r", "-i", "-s", "-z", "--quiet", "--in-place", "-i.bak", "-ni", "-En", "-Ei"].contains(&word.text.as_str())
    };
    let options = arguments.iter().take_while(|word| word.text.starts_with('-')).count();
    let (options, rest) = arguments.split_at(options);
    let Some((script, files)) = rest.split_first() else { return Verdict::Unknown };
    if !options.iter().all(known) || !harmless_sed(script) || files.iter().any(|file| file.text.starts_with('-')) {
        return Verdict::Unknown;
    }
    let in_place = options.iter().any(|word| word.text.contains('i') && word.text != "--quiet");
    if in_place { Verdict::InPlace(files) } else { Verdict::Harmless(files) }
}

/// One command that prints, deletes lines or substitutes: `e` would run its text, `w` write a file.
fn harmless_sed(script: &Word) -> bool {
    if script.dynamic {
        return false;
    }
    let text = script.text.trim();
    let address_only = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '$' | '!' | ' ' | '~' | '+'));
    if let Some(addresses) = text.strip_suffix(['p', 'd', 'q']) {
        return address_only(addresses);
    }
    let Some(rest) = text.find('s').filter(|at| address_only(&text[..*at])).map(|at| &text[at + 1..]) else { return false };
    let Some(mark) = rest.chars().next().filter(|c| !c.is_alphanumeric() && *c != '\\') else { return false };
    let parts: Vec<&str> = rest[mark.len_utf8()..].split(mark).collect();
    let flags = |flags: &str| flags.chars().all(|c| matches!(c, 'g' | 'i' | 'I' | 'p' | '0'..='9'));
    matches!(parts.as_slice(), [_, _, last] if flags(last)) && !text.contains('\n')
}

fn awk(arguments: &[Word]) -> Verdict<'_> {
    let mut at = 0;
    while let Some(word) = arguments.get(at) {
        match word.text.as_str() {
            "-F" => at += 2,
            text if text.starts_with("-F") => at += 1,
            text if text.starts_with('-') => return Verdict::Unknown,
            _ => break,
        }
    }
    let Some((script, files)) = arguments.get(at..).and_then(<[Word]>::split_first) else { return Verdict::Unknown };
    let acts = |text: &str| ["system", ">", "|", "getline", "close(", "@"].iter().any(|word| text.contains(word));
    if script.dynamic || acts(&script.text) { Verdict::Unknown } else { Verdict::Harmless(files) }
}
