//! A shell command, cut into words and operators.

use std::{iter::Peekable, str::Chars};

/// What a command line is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Word(Word),
    /// `;` (a line's end too), `&&`, `||`, `|`, `&`, `(`, `)`.
    Control(&'static str),
    /// A redirection; the word after it is the file.
    Redirect(Direction),
    /// The text of a here-document, or of a here-string.
    Here(Word),
}

/// Where a redirection goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    In,
    Out,
    /// To another descriptor, as `2>&1`; the word after it is its number.
    Descriptor,
}

/// A word without its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// Holds something that only the shell can expand: `$name`, `$(…)`.
    pub dynamic: bool,
    /// Some of it was quoted, so it is no reserved word.
    pub quoted: bool,
    /// The commands inside it: `$(…)`, backticks, `<(…)`.
    pub commands: Vec<String>,
}

/// The command cannot be read: a quote or a parenthesis is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Cuts a command line, here-documents included.
pub fn lex(text: &str) -> Result<Vec<Token>, Unreadable> {
    Lexer { chars: text.chars().peekable(), tokens: Vec::new(), pending: Vec::new() }.run()
}

struct Lexer<'a> {
    chars: Peekable<Chars<'a>>,
    tokens: Vec<Token>,
    /// Delimiters of here-documents whose text starts on the next line; whether the delimiter was quoted.
    pending: Vec<(String, bool)>,
}

impl Lexer<'_> {
    fn run(mut self) -> Result<Vec<Token>, Unreadable> {
        while let Some(&c) = self.chars.peek() {
            match c {
                '\n' => {
                    self.chars.next();
                    self.tokens.push(Token::Control(";"));
                    self.here_documents()?;
                }
                c if c.is_whitespace() => {
                    self.chars.next();
                }
                '#' => while self.chars.next_if(|&c| c != '\n').is_some() {},
                ';' | '&' | '|' | '(' | ')' => self.control()?,
                '<' | '>' => self.redirection()?,
                _ => self.word_or_descriptor()?,
            }
        }
        if self.pending.is_empty() { Ok(self.tokens) } else { Err(Unreadable) }
    }

    fn control(&mut self) -> Result<(), Unreadable> {
        let first = self.chars.next();
        let double = |lexer: &mut Self, c| lexer.chars.next_if_eq(&c).is_some();
        let token = match first {
            Some('&') if double(self, '&') => "&&",
            Some('&') if self.chars.peek() == Some(&'>') => return self.redirection(),
            Some('&') => "&",
            Some('|') if double(self, '|') => "||",
            Some('|') => {
                double(self, '&');
                "|"
            }
            Some('(') => "(",
            Some(')') => ")",
            _ => ";",
        };
        self.tokens.push(Token::Control(token));
        Ok(())
    }

    fn redirection(&mut self) -> Result<(), Unreadable> {
        let sign = self.chars.next();
        if self.chars.next_if_eq(&'(').is_some() {
            let command = self.balanced()?;
            let word = Word { text: String::new(), dynamic: true, quoted: true, commands: vec![command] };
            self.tokens.push(Token::Word(word));
            return Ok(());
        }
        let mut direction = if sign == Some('>') { Direction::Out } else { Direction::In };
        let mut here = 0;
        while let Some(c) = self.chars.next_if(|c| matches!(c, '<' | '>' | '&' | '|')) {
            match c {
                '&' => direction = Direction::Descriptor,
                '<' if sign == Some('<') => here += 1,
                '>' => direction = Direction::Out,
                _ => {}
            }
        }
        match here {
            0 => self.tokens.push(Token::Redirect(direction)),
            1 => {
                self.chars.next_if_eq(&'-');
                let delimiter = self.next_word()?;
                self.pending.push((delimiter.text, delimiter.quoted));
            }
            _ => {
                let text = self.next_word()?;
                self.tokens.push(Token::Here(text));
            }
        }
        Ok(())
    }

    fn here_documents(&mut self) -> Result<(), Unreadable> {
        for (delimiter, quoted) in std::mem::take(&mut self.pending) {
            let mut text = String::new();
            loop {
                let mut line = String::new();
                while let Some(c) = self.chars.next_if(|&c| c != '\n') {
                    line.push(c);
                }
                let more = self.chars.next().is_some();
                if line.trim_start_matches('\t') == delimiter {
                    break;
                }
                if !more {
                    return Err(Unreadable);
                }
                text.push_str(&line);
                text.push('\n');
            }
            let word = if quoted { Word { text, quoted: true, ..Word::default() } } else { expanded(&text)? };
            self.tokens.push(Token::Here(word));
        }
        Ok(())
    }

    fn next_word(&mut self) -> Result<Word, Unreadable> {
        while self.chars.next_if(|c| *c == ' ' || *c == '\t').is_some() {}
        self.word()
    }

    /// `2>` starts a redirection, `2` alone is a word.
    fn word_or_descriptor(&mut self) -> Result<(), Unreadable> {
        let word = self.word()?;
        let number = !word.text.is_empty() && word.text.bytes().all(|b| b.is_ascii_digit()) && !word.quoted;
        if number && matches!(self.chars.peek(), Some('<' | '>')) {
            return self.redirection();
        }
        self.tokens.push(Token::Word(word));
        Ok(())
    }

    fn word(&mut self) -> Result<Word, Unreadable> {
        let mut word = Word::default();
        while let Some(&c) = self.chars.peek() {
            if c.is_whitespace() || matches!(c, ';' | '&' | '|' | '(' | ')' | '<' | '>') {
                break;
            }
            self.chars.next();
            match c {
                '\'' => self.single(&mut word)?,
                '"' => self.double(&mut word)?,
                '\\' => match self.chars.next() {
                    Some('\n') => {}
                    Some(c) => {
                        word.quoted = true;
                        word.text.push(c);
                    }
                    None => return Err(Unreadable),
                },
                '$' if self.chars.peek() == Some(&'\'') => {
                    self.chars.next();
                    self.ansi(&mut word)?;
                }
                '$' | '`' => self.expansion(c, &mut word)?,
                _ => word.text.push(c),
            }
        }
        Ok(word)
    }

    fn single(&mut self, word: &mut Word) -> Result<(), Unreadable> {
        word.quoted = true;
        loop {
            match self.chars.next() {
                Some('\'') => return Ok(()),
                Some(c) => word.text.push(c),
                None => return Err(Unreadable),
            }
        }
    }

    /// `$'…'` can spell any character, so its text is not known.
    fn ansi(&mut self, word: &mut Word) -> Result<(), Unreadable> {
        word.quoted = true;
        loop {
            match self.chars.next() {
                Some('\'') => return Ok(()),
                Some('\\') => {
                    word.dynamic = true;
                    self.chars.next();
                }
                Some(c) => word.text.push(c),
                None => return Err(Unreadable),
            }
        }
    }

    fn double(&mut self, word: &mut Word) -> Result<(), Unreadable> {
        word.quoted = true;
        loop {
            match self.chars.next() {
                Some('"') => return Ok(()),
                Some('\\') => match self.chars.next() {
                    Some(c @ ('"' | '\\' | '$' | '`')) => word.text.push(c),
                    Some('\n') => {}
                    Some(c) => word.text.extend(['\\', c]),
                    None => return Err(Unreadable),
                },
                Some(c @ ('$' | '`')) => self.expansion(c, word)?,
                Some(c) => word.text.push(c),
                None => return Err(Unreadable),
            }
        }
    }

    fn expansion(&mut self, sign: char, word: &mut Word) -> Result<(), Unreadable> {
        if sign == '`' {
            word.dynamic = true;
            word.commands.push(self.until('`')?);
            return Ok(());
        }
        match self.chars.peek() {
            Some('(') => {
                self.chars.next();
                word.dynamic = true;
                // `$((1 + 2))` reads as a command in parentheses: unknown, which is on the safe side.
                word.commands.push(self.balanced()?);
            }
            Some('{') => {
                word.dynamic = true;
                let name = self.until('}')?;
                word.commands.extend(expanded(&name)?.commands);
            }
            Some(c) if c.is_alphanumeric() || "_@*#?!$-".contains(*c) => {
                word.dynamic = true;
                self.chars.next();
                while self.chars.next_if(|c| c.is_alphanumeric() || *c == '_').is_some() {}
            }
            _ => word.text.push('$'),
        }
        Ok(())
    }

    fn until(&mut self, end: char) -> Result<String, Unreadable> {
        let mut text = String::new();
        loop {
            match self.chars.next() {
                Some(c) if c == end => return Ok(text),
                Some('\\') => text.extend(self.chars.next()),
                Some(c) => text.push(c),
                None => return Err(Unreadable),
            }
        }
    }

    /// The text up to the parenthesis that closes, quotes respected.
    fn balanced(&mut self) -> Result<String, Unreadable> {
        let (mut text, mut depth, mut quote) = (String::new(), 1, None);
        while let Some(c) = self.chars.next() {
            match (c, quote) {
                ('\\', None | Some('"')) => {
                    text.push(c);
                    text.extend(self.chars.next());
                    continue;
                }
                ('\'' | '"', None) => quote = Some(c),
                (c, Some(open)) if c == open => quote = None,
                ('(', None) => depth += 1,
                (')', None) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(text);
            }
            text.push(c);
        }
        Err(Unreadable)
    }
}

/// A text as the shell expands it where quotes mean nothing, as in a here-document.
fn expanded(text: &str) -> Result<Word, Unreadable> {
    let mut lexer = Lexer { chars: text.chars().peekable(), tokens: Vec::new(), pending: Vec::new() };
    let mut word = Word { quoted: true, ..Word::default() };
    while let Some(c) = lexer.chars.next() {
        match c {
            '\\' => word.text.extend(lexer.chars.next()),
            '$' | '`' => lexer.expansion(c, &mut word)?,
            _ => word.text.push(c),
        }
    }
    Ok(word)
}
