//! Faults of a program file: which key, on which line, and what would be right.

use std::collections::BTreeSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One step to a key: a name, or a place in a list.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// Collects faults of one text.
pub struct Faults<'a> {
    text: &'a str,
    found: Vec<(usize, String)>,
    /// Sections that were told of already: what else is said of them may only follow from that.
    closed: BTreeSet<String>,
}

impl<'a> Faults<'a> {
    pub fn new(text: &'a str) -> Faults<'a> {
        Faults { text, found: Vec::new(), closed: BTreeSet::new() }
    }

    /// `key` as `earn.percent` or `reward.2.price` (the second reward's price).
    pub fn add(&mut self, key: &str, says: &str) {
        if key.split('.').next().is_some_and(|section| self.closed.contains(section)) {
            return;
        }
        let line = line_of(self.text, key);
        let place = if line == 0 { key.to_owned() } else { format!("line {line}, {key}") };
        self.found.push((line, format!("{place}: {says}")));
    }

    /// What stands at this byte is no TOML.
    pub fn unreadable(&mut self, start: usize, says: &str) {
        let number = self.text.get(..start).unwrap_or("").matches('\n').count();
        let written = self.text.lines().nth(number).unwrap_or("").trim();
        self.found.push((number + 1, format!("line {}: {written:?} cannot be read: {says}", number + 1)));
    }

    /// Nothing more is told of this section.
    pub fn close(&mut self, section: &str) {
        self.closed.insert(section.to_owned());
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Adds it unless this holds.
    pub fn unless(&mut self, holds: bool, key: &str, says: &str) {
        if !holds {
            self.add(key, says);
        }
    }

    /// In the order of the text.
    pub fn all(mut self) -> Vec<String> {
        self.found.sort_by_key(|(line, _)| *line);
        self.found.into_iter().map(|(_, fault)| fault).collect()
    }
}

/// The line (from 1) on which a key stands; of a key that is missing the line of what it is missing in; 0 when
/// nothing of it is there.
fn line_of(text: &str, key: &str) -> usize {
    let Ok(table) = DeTable::parse(text) else { return 0 };
    let steps = key.split('.').map(|step| match step.parse::<usize>() {
        Ok(number) if number > 0 => Step::Item(number - 1),
        _ => Step::Key(step),
    });
    let mut at = None;
    let root = DeValue::Table(table.into_inner());
    let mut value = &root;
    for step in steps {
        // `[[earn]]` is read as `[earn]`.
        let first = match (step, value) {
            (Step::Key(_), DeValue::Array(items)) => items.first().map(Spanned::get_ref),
            _ => None,
        };
        value = first.unwrap_or(value);
        let next = match (step, value) {
            (Step::Key(name), DeValue::Table(table)) => {
                let entry = table.iter().find(|(key, _)| key.get_ref() == name);
                entry.map(|(key, value)| (key.span().start, value.get_ref()))
            }
            (Step::Item(index), DeValue::Array(items)) => {
                items.get(index).map(|item| (item.span().start, item.get_ref()))
            }
            _ => None,
        };
        let Some((start, inner)) = next else { break };
        at = Some(start);
        value = inner;
    }
    at.map_or(0, |start| text.get(..start).unwrap_or("").matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn a_fault_names_the_line_of_its_key() {
        let text = "a = 1\n\n[earn]\npercent = \"5\"\n\n[[reward]]\nkey = \"x\"\n\n[[reward]]\nprice = 1\n";
        for (key, line) in [
            ("a", 1),
            ("earn", 3),
            ("earn.percent", 4),
            ("earn.missing", 3),
            ("reward.2.price", 10),
            ("reward.1.price", 6),
            ("expiry.days", 0),
        ] {
            assert_eq!(line_of(text, key), line, "{key}");
        }
    }
}
