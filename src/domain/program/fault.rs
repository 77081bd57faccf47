//! Faults of a program file: which key, on which line, and what would be right.

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
}

impl<'a> Faults<'a> {
    pub fn new(text: &'a str) -> Faults<'a> {
        Faults { text, found: Vec::new() }
    }

    /// `key` as `earn.percent` or `reward.2.price` (the second reward's price).
    pub fn add(&mut self, key: &str, says: &str) {
        let line = line_of(self.text, key);
        let place = if line == 0 { key.to_owned() } else { format!("line {line}, {key}") };
        self.found.push((line, format!("{place}: {says}")));
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
