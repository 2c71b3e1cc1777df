//! The simple commands of a command line, in the order that they are written.

use super::lex::{Direction, Token, Unreadable, Word, lex};

/// One program with its arguments, or an assignment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Simple {
    /// `NAME=value` in front of the program.
    pub assignments: Vec<Word>,
    /// The program, then its arguments; empty for a bare assignment or redirection.
    pub words: Vec<Word>,
    pub outputs: Vec<Word>,
    pub inputs: Vec<Word>,
    /// Texts that it reads: here-documents and here-strings.
    pub here: Vec<Word>,
    /// Reads what the command before it writes.
    pub piped: bool,
}

/// Words of the shell's own grammar: what follows them is a command again.
const RESERVED: [&str; 15] =
    ["!", "{", "}", "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "time", "esac", "function"];

impl Simple {
    fn is_empty(&self) -> bool {
        let nothing = |words: &Vec<Word>| words.is_empty();
        nothing(&self.words) && nothing(&self.assignments) && nothing(&self.outputs) && nothing(&self.inputs) && self.here.is_empty()
    }

    fn push(&mut self, word: Word) {
        if self.words.is_empty() {
            if !word.quoted && RESERVED.contains(&word.text.as_str()) {
                return;
            }
            if is_assignment(&word) {
                self.assignments.push(word);
                return;
            }
        }
        self.words.push(word);
    }
}

fn is_assignment(word: &Word) -> bool {
    let Some((name, _)) = word.text.split_once('=') else { return false };
    let name = name.strip_suffix('+').unwrap_or(name);
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// All simple commands, in whatever list, pipe, group or loop they stand.
pub fn parse(text: &str) -> Result<Vec<Simple>, Unreadable> {
    let (mut found, mut simple) = (Vec::new(), Simple::default());
    let mut file = None;
    for token in lex(text)? {
        match (token, file.take()) {
            (Token::Word(word), None) => simple.push(word),
            (Token::Word(word), Some(Direction::Out)) => simple.outputs.push(word),
            (Token::Word(word), Some(Direction::In)) => simple.inputs.push(word),
            (Token::Word(word), Some(Direction::Descriptor)) => {
                // `2>&1` names a descriptor, `>&file` a file.
                let descriptor = word.text == "-" || word.text.bytes().all(|b| b.is_ascii_digit());
                if !descriptor || word.dynamic {
                    simple.outputs.push(word);
                }
            }
            (_, Some(_)) => return Err(Unreadable),
            (Token::Redirect(direction), None) => file = Some(direction),
            (Token::Here(text), None) => match found.last_mut() {
                // The text of a here-document starts on the line after its command.
                Some(last) if simple.is_empty() => here_of(last, text),
                _ => simple.here.push(text),
            },
            (Token::Control(sign), None) => {
                let grouped = sign == "(" && simple.is_empty() && simple.piped;
                if !simple.is_empty() {
                    found.push(std::mem::take(&mut simple));
                }
                simple.piped = sign == "|" || grouped;
            }
        }
    }
    if file.is_some() {
        return Err(Unreadable);
    }
    if !simple.is_empty() {
        found.push(simple);
    }
    Ok(found)
}

fn here_of(command: &mut Simple, text: Word) {
    command.here.push(text);
}
