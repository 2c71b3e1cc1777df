//! The worst that a command line can do.

use super::{
    git, known_name,
    lex::Word,
    parse::{Simple, parse},
    path::Place,
    programs::{Family, asks_the_network, family, finality},
    script,
};
use crate::domain::dispatch::{Assessment, Risk};

/// A command inside a command inside a command: deeper is not followed.
const DEEPEST: usize = 8;

/// Variables that make programs run something else.
const STEERING: [&str; 9] = ["PATH", "LD_", "DYLD_", "GIT_", "BASH_ENV", "ENV", "NODE_OPTIONS", "PYTHON", "RUSTC"];

/// Judges `command` as a shell in `folder` (absolute) would run it.
pub fn assess(command: &str, folder: &str) -> Assessment {
    text(command, &mut Place::at(folder), 0)
}

/// The same where the shell stands in `at` to begin with.
pub fn assess_at(command: &str, folder: &str, at: &str) -> Assessment {
    let mut place = Place::at(folder);
    place.enter(at);
    text(command, &mut place, 0)
}

fn text(command: &str, place: &mut Place<'_>, depth: usize) -> Assessment {
    if depth > DEEPEST {
        return Assessment::loose(Risk::Writes, "it is nested too deeply to be read");
    }
    let Ok(commands) = parse(command) else {
        return Assessment::loose(Risk::Writes, "it cannot be read as a shell command");
    };
    let mut total = Assessment::known(Risk::Reads);
    for simple in &commands {
        total = total.and(Judge { simple, place, depth }.whole());
    }
    total
}

struct Judge<'j, 'p> {
    simple: &'j Simple,
    place: &'j mut Place<'p>,
    depth: usize,
}

impl Judge<'_, '_> {
    fn whole(mut self) -> Assessment {
        let simple = self.simple;
        let around = self.substitutions().and(self.redirections()).and(assigned(&simple.assignments));
        around.and(self.program(&simple.words))
    }

    /// Commands inside words run first.
    fn substitutions(&mut self) -> Assessment {
        let s = self.simple;
        let words = [&s.assignments, &s.words, &s.outputs, &s.inputs, &s.here].into_iter().flatten();
        let inner: Vec<&String> = words.flat_map(|word| &word.commands).collect();
        let depth = self.depth + 1;
        inner.into_iter().fold(Assessment::known(Risk::Reads), |total, command| total.and(text(command, &mut self.place.clone(), depth)))
    }

    fn redirections(&self) -> Assessment {
        let outputs = self.simple.outputs.iter().map(|file| {
            if file.text.starts_with("/dev/") && !self.place.holds(&file.text) {
                return Assessment::because(Risk::Destructive, format!("it writes onto the device {}", file.text));
            }
            let harmless = !file.dynamic && file.text.starts_with("/dev/");
            if harmless { Assessment::known(Risk::Reads) } else { self.file(file, Risk::Writes) }
        });
        let inputs = self.simple.inputs.iter().map(|file| self.file(file, Risk::Reads));
        outputs.chain(inputs).fold(Assessment::known(Risk::Reads), Assessment::and)
    }

    /// A file that is read or written.
    fn file(&self, file: &Word, risk: Risk) -> Assessment {
        if file.dynamic {
            return Assessment::loose(risk, "only the shell knows which file is meant");
        }
        self.place.judge(&file.text, risk)
    }

    fn program(&mut self, words: &[Word]) -> Assessment {
        let Some((first, arguments)) = words.split_first() else { return Assessment::known(Risk::Reads) };
        let Some(name) = known_name(first) else {
            let what = if first.dynamic { "only the shell knows which program is meant".into() } else { unknown(&first.text) };
            return Assessment::loose(Risk::Writes, what);
        };
        let Some(family) = family(name) else {
            let asks = arguments.len() == 1 && matches!(arguments[0].text.as_str(), "--version" | "--help" | "-V");
            return if asks { Assessment::known(Risk::Reads) } else { Assessment::loose(Risk::Writes, unknown(name)) };
        };
        match family {
            Family::Looks if name == "fd" || name == "fdfind" => self.fd(arguments),
            Family::Looks => self.files(arguments, Risk::Reads),
            Family::Speaks => self.speaks(name, arguments),
            Family::Searches => self.searches(name, arguments),
            Family::Changes => self.changes(name, arguments),
            Family::Builds => builds(name, arguments),
            Family::Reaches => self.reaches(name, arguments),
            Family::Loses => {
                self.files(arguments, Risk::Reads).and(Assessment::because(Risk::Destructive, format!("{name} cannot be undone")))
            }
            Family::Wraps => self.wraps(name, arguments),
            Family::Interprets => self.interprets(name, arguments),
            Family::Shell => self.shell(arguments),
            Family::Find => self.find(arguments),
            Family::Git => self.git(arguments),
            Family::Moves => self.moves(arguments),
            Family::Evaluates => self.evaluates(name, arguments),
            Family::Elevates => self.elevates(name, arguments),
        }
    }

    /// Every argument that may be a file.
    fn files(&self, arguments: &[Word], risk: Risk) -> Assessment {
        let own =
            if self.place.is_known() { Assessment::known(risk) } else { Assessment::loose(risk, "it works outside the session's folder") };
        arguments.iter().filter_map(as_file).fold(own, |total, file| total.and(self.file(&file, risk)))
    }

    fn speaks(&self, name: &str, arguments: &[Word]) -> Assessment {
        // `set` and `declare` change the shell alone; `man` may start a pager of the user's.
        match name {
            "date" | "hostname" if arguments.iter().any(|a| !a.text.starts_with('+') && !a.text.starts_with('-')) => {
                Assessment::loose(Risk::Writes, format!("{name} sets what every program sees"))
            }
            _ => Assessment::known(Risk::Reads),
        }
    }

    fn searches(&self, name: &str, arguments: &[Word]) -> Assessment {
        if arguments.iter().any(|a| a.text.starts_with("--pre") || (name == "yq" && (a.text == "-i" || a.text.starts_with("--in")))) {
            return Assessment::loose(Risk::Writes, format!("{name} changes files or runs a program with these options"));
        }
        let elsewhere = |a: &Word| ["-e", "-f", "--regexp", "--file", "--from-file"].iter().any(|option| a.text.starts_with(option));
        if arguments.iter().any(elsewhere) {
            return self.files(arguments, Risk::Reads);
        }
        let pattern = arguments.iter().position(|a| !a.text.starts_with('-')).unwrap_or(arguments.len());
        self.files(&arguments[..pattern], Risk::Reads).and(self.files(arguments.get(pattern + 1..).unwrap_or_default(), Risk::Reads))
    }

    fn changes(&self, name: &str, arguments: &[Word]) -> Assessment {
        let runs = name == "tar"
            && arguments
                .iter()
                .any(|a| ["--to-command", "--checkpoint-action", "-I", "--use-compress"].iter().any(|o| a.text.starts_with(o)));
        if runs {
            return Assessment::loose(Risk::Writes, "tar runs another program with these options");
        }
        self.files(arguments, Risk::Writes)
    }

    fn reaches(&self, name: &str, arguments: &[Word]) -> Assessment {
        let network = Assessment::because(Risk::Network, format!("{name} speaks with another machine"));
        let deletes =
            arguments.iter().any(|a| a.text == "--delete" || a.text == "DELETE" || a.text == "-XDELETE" || a.text.starts_with("--delete-"));
        if deletes {
            return network.and(Assessment::because(Risk::Destructive, format!("{name} deletes on the other machine")));
        }
        network.and(self.files(arguments, Risk::Reads))
    }

    fn fd(&self, arguments: &[Word]) -> Assessment {
        if arguments.iter().any(|a| ["-x", "-X", "--exec", "--exec-batch"].contains(&a.text.as_str())) {
            return Assessment::loose(Risk::Writes, "fd runs a program for what it finds");
        }
        self.files(arguments.get(1..).unwrap_or_default(), Risk::Reads)
    }

    /// The wrapped program, without the options of the wrapper.
    fn wraps(&mut self, name: &str, arguments: &[Word]) -> Assessment {
        if name == "command" && arguments.first().is_some_and(|a| a.text == "-v" || a.text == "-V") {
            return Assessment::known(Risk::Reads);
        }
        let (settings, rest) = script::wrapped(name, arguments);
        let mut words = rest.to_vec();
        if words.is_empty() {
            return assigned(settings);
        }
        if name == "xargs" {
            words.push(Word { dynamic: true, ..Word::default() });
        }
        assigned(settings).and(self.program(&words))
    }

    fn elevates(&mut self, name: &str, arguments: &[Word]) -> Assessment {
        let (_, rest) = script::wrapped(name, arguments);
        let rest = rest.to_vec();
        let what = format!("{name} runs it as another person");
        let inner = if name == "sudo" || name == "doas" { self.program(&rest) } else { Assessment::known(Risk::Reads) };
        inner.and(Assessment::loose(Risk::Writes, what))
    }

    fn shell(&mut self, arguments: &[Word]) -> Assessment {
        if let Some(command) = script::of_shell(arguments) {
            if command.dynamic {
                return Assessment::loose(Risk::Writes, "only the shell knows the script that it runs");
            }
            return text(&command.text, self.place, self.depth + 1);
        }
        if arguments.iter().any(|a| !a.text.starts_with('-')) {
            return self.files(arguments, Risk::Reads).and(Assessment::loose(Risk::Writes, "what the script does is not known"));
        }
        if self.simple.piped {
            return Assessment::because(Risk::Destructive, "it runs what another program writes, unseen");
        }
        match self.simple.here.as_slice() {
            [script] if !script.dynamic => text(&script.text, self.place, self.depth + 1),
            _ => Assessment::loose(Risk::Writes, "the script that it runs is not known"),
        }
    }

    fn evaluates(&mut self, name: &str, arguments: &[Word]) -> Assessment {
        if name != "eval" {
            return self.files(arguments, Risk::Reads).and(Assessment::loose(Risk::Writes, "what the script does is not known"));
        }
        if arguments.iter().any(|a| a.dynamic) {
            return Assessment::loose(Risk::Writes, "only the shell knows what eval runs");
        }
        let command: Vec<&str> = arguments.iter().map(|a| a.text.as_str()).collect();
        text(&command.join(" "), self.place, self.depth + 1)
    }

    fn interprets(&self, name: &str, arguments: &[Word]) -> Assessment {
        if self.simple.piped && arguments.iter().all(|a| a.text.starts_with('-') && a.text.len() == 1) && !matches!(name, "sort") {
            return Assessment::because(Risk::Destructive, "it runs what another program writes, unseen");
        }
        match script::of_interpreter(name, arguments) {
            script::Verdict::Harmless(files) => self.files(files, Risk::Reads),
            script::Verdict::InPlace(files) => self.files(files, Risk::Writes),
            script::Verdict::Unknown => Assessment::loose(Risk::Writes, format!("what the script of {name} does is not known")),
        }
    }

    fn find(&mut self, arguments: &[Word]) -> Assessment {
        let at = |options: &[&str]| arguments.iter().position(|a| options.contains(&a.text.as_str()));
        let roots = arguments.iter().position(|a| a.text.starts_with('-') || a.text == "(").unwrap_or(arguments.len());
        let mut total = self.files(&arguments[..roots], Risk::Reads);
        if at(&["-delete"]).is_some() {
            total = total.and(Assessment::because(Risk::Destructive, "find -delete cannot be undone"));
        }
        if at(&["-fprint", "-fprintf", "-fls", "-fprint0"]).is_some() {
            total = total.and(Assessment::loose(Risk::Writes, "find writes what it finds into a file"));
        }
        if let Some(action) = at(&["-exec", "-execdir", "-ok", "-okdir"]) {
            let run: Vec<Word> = arguments[action + 1..].iter().take_while(|a| a.text != ";" && a.text != "+").cloned().collect();
            // `{}` is below the folders that were judged above.
            total = total.and(self.program(&run));
        }
        total
    }

    fn git(&self, arguments: &[Word]) -> Assessment {
        let words: Vec<&str> = arguments.iter().map(|a| a.text.as_str()).collect();
        // Of two files outside the repository git shows the difference too.
        let own = if words.iter().any(|word| matches!(*word, "diff" | "blame" | "grep" | "apply" | "hash-object")) {
            git::assess(&words).and(self.files(arguments, Risk::Reads))
        } else {
            git::assess(&words)
        };
        if self.place.is_known() { own } else { own.and(Assessment::loose(Risk::Reads, "it works outside the session's folder")) }
    }

    fn moves(&mut self, arguments: &[Word]) -> Assessment {
        match arguments {
            [folder] if !folder.dynamic => {
                self.place.enter(&folder.text);
                self.file(folder, Risk::Reads)
            }
            _ => {
                self.place.enter("~");
                Assessment::loose(Risk::Reads, "only the shell knows which folder is meant")
            }
        }
    }
}

fn builds(name: &str, arguments: &[Word]) -> Assessment {
    let words: Vec<&str> = arguments.iter().map(|a| a.text.as_str()).collect();
    if words.len() == 1 && matches!(words[0], "--version" | "-V" | "--help" | "version") {
        return Assessment::known(Risk::Reads);
    }
    let own = Assessment::loose(Risk::Writes, format!("{name} runs what the project or another machine says"));
    if let Some(word) = finality(name, &words) {
        return own.and(Assessment::because(Risk::Destructive, format!("{name} {word} cannot be undone")));
    }
    if asks_the_network(name, &words) { own.and(Assessment::known(Risk::Network)) } else { own }
}

fn assigned(assignments: &[Word]) -> Assessment {
    let steers = |word: &&Word| STEERING.iter().any(|name| word.text.starts_with(name));
    assignments.iter().find(steers).map_or_else(
        || Assessment::known(Risk::Reads),
        |word| {
            let name = word.text.split('=').next().unwrap_or_default();
            Assessment::loose(Risk::Writes, format!("{name} changes which programs run"))
        },
    )
}

/// `--output=/etc/x` and `-C/etc` name files too; a plain option names none.
fn as_file(word: &Word) -> Option<Word> {
    let text = word.text.as_str();
    if !text.starts_with('-') || text == "-" {
        return (text != "-" || word.dynamic).then(|| word.clone());
    }
    let value = text.split_once('=').map(|(_, value)| value).or_else(|| text.find('/').map(|at| &text[at..]))?;
    Some(Word { text: value.to_owned(), ..word.clone() })
}

fn unknown(program: &str) -> String {
    format!("what {program} does is not known")
}
