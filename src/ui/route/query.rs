use std::{collections::BTreeMap, fmt};

/// What stands behind the `?` of an address: names and values, none of them empty.
///
/// The router decodes a query before it gives it to us, so what would part
/// names from values is written as an escape of an escape (`&` as `%2526`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(BTreeMap<String, String>);

impl Query {
    /// The value of that name, empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The same, if it says something.
    pub fn given(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }

    /// This query with another value; an empty one takes the name away.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if value.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    /// This query with only these names.
    pub fn only(mut self, names: &[&str]) -> Self {
        self.0.retain(|name, _| names.contains(&name.as_str()));
        self
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Query {
    fn from(text: &str) -> Self {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        pairs.fold(Self::default(), |query, (name, value)| query.with(&unescape(name), unescape(value)))
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (name, value)) in self.0.iter().enumerate() {
            write!(f, "{}{}={}", if i > 0 { "&" } else { "" }, escape(name), escape(value))?;
        }
        Ok(())
    }
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' | '=' | '%' | '+' | '?' | '#' => out += &format!("%25{:02X}", c as u32),
            _ => out.push(c),
        }
        out
    })
}

/// Forms write a space as `+`.
fn unescape(text: &str) -> String {
    let mut parts = text.split('%');
    let plain = |part: &str| part.replace('+', " ");
    let first = plain(parts.next().unwrap_or_default());
    parts.fold(first, |mut out, part| {
        let code = part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(u8::is_ascii);
        match (code, part.get(2..)) {
            (Some(code), Some(rest)) => {
                out.push(char::from(code));
                out += &plain(rest);
            }
            _ => {
                out.push('%');
                out += &plain(part);
            }
        }
        out
    })
}
