use dioxus::prelude::*;

/// A number or words in a table: as they are read, and as a program takes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub words: String,
    pub raw: String,
}

impl Cell {
    /// Words that are the same for both.
    pub fn words(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { raw: words.clone(), words }
    }

    /// A number with its words; none is empty.
    pub fn number(words: impl Into<String>, raw: Option<f64>) -> Self {
        Self { words: words.into(), raw: raw.map(|n| n.to_string()).unwrap_or_default() }
    }
}

/// A picture with a sentence above it, the same as a table, and as a file.
#[component]
pub fn Panel(id: String, title: String, columns: Vec<&'static str>, rows: Vec<Vec<Cell>>, children: Element) -> Element {
    let mut table = use_signal(|| false);
    rsx! {
        section { class: "card panel-chart", "aria-labelledby": "{id}-title",
            header { class: "panel-head",
                h2 { id: "{id}-title", "{title}" }
                span { class: "panel-tools",
                    button { class: "text-button", r#type: "button", "aria-pressed": table().to_string(), onclick: move |_| table.toggle(), "Table" }
                    a { class: "text-button", href: csv_address(&columns, &rows), download: "{id}.csv", "CSV" }
                }
            }
            if table() {
                div { class: "table-region", tabindex: "0", role: "region", "aria-label": "{title}, as a table",
                    table { class: "table",
                        thead {
                            tr {
                                for column in &columns {
                                    th { key: "{column}", scope: "col", "{column}" }
                                }
                            }
                        }
                        tbody {
                            for (i , row) in rows.iter().enumerate() {
                                tr { key: "{i}",
                                    for (column , cell) in columns.iter().zip(row) {
                                        td { key: "{column}", "{cell.words}" }
                                    }
                                }
                            }
                        }
                    }
                }
            } else {
                {children}
            }
        }
    }
}

/// The table as a file that the address itself holds: it needs no server and no program.
fn csv_address(columns: &[&str], rows: &[Vec<Cell>]) -> String {
    let head = columns.iter().map(|column| quoted(column)).collect::<Vec<_>>().join(",");
    let lines = rows.iter().map(|row| row.iter().map(|cell| quoted(&cell.raw)).collect::<Vec<_>>().join(","));
    let text = std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\r\n");
    let encoded = text.bytes().fold(String::with_capacity(text.len() * 2), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
        out
    });
    format!("data:text/csv;charset=utf-8,{encoded}")
}

/// Quoted where it must be; what a spreadsheet would take for a formula is disarmed.
fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '@', '\t']) || (text.starts_with('-') && text.parse::<f64>().is_err());
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_can_be_read_again_and_runs_nothing() {
        assert_eq!(
            (quoted("a, \"b\""), quoted("-12.5"), quoted("=HYPERLINK(1)")),
            ("\"a, \"\"b\"\"\"".into(), "-12.5".into(), "'=HYPERLINK(1)".into())
        );
        let address = csv_address(&["Goal", "Effect"], &[vec![Cell::words("G1"), Cell::number("−29 %", Some(-29.2))]]);
        assert_eq!(address, "data:text/csv;charset=utf-8,Goal%2CEffect%0D%0AG1%2C-29.2");
    }
}
