//! The shape of a program file: keys that are known and values of their kind. What is wrong is told by line and key, and
//! then mended with something that fits, so that the next fault comes to light as well.

use crate::domain::program::fault::Faults;
use crate::domain::program::written::Written;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

/// How often a file is mended: nobody reads a longer list, and each turn reads the whole file again.
const MOST: usize = 300;

/// What stands in for a value that was wrong, tried one after the other.
const FITS: [&str; 6] = ["1", "\"1\"", "true", "[]", "{}", "[1, 2]"];

/// Sections that stand once; as a list their keys would be taken for values of another kind.
const SINGLE: [&str; 12] = [
    "earn", "expiry", "pay", "voucher", "referral", "ranking", "tiers", "bonus", "law", "notices", "timers",
    "limits",
];

/// What is written, with everything told that has not the shape of a program. `None`: nothing can be said of the rest.
pub(super) fn written(text: &str, faults: &mut Faults) -> Option<Written> {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(fault) => {
            faults.unreadable(fault.span().map_or(0, |span| span.start), fault.message());
            return None;
        }
    };
    let mut file = File {
        text,
        root: Spanned::new(table.span(), DeValue::Table(table.into_inner())),
        mended: BTreeMap::new(),
        beyond: text.len(),
    };
    file.single(faults);
    for _ in 0..MOST {
        match Written::deserialize(ValueDeserializer::from(file.root.clone())) {
            Ok(written) => {
                let sections: BTreeSet<&str> = file.mended.keys().filter_map(|path| first(path)).collect();
                // Every amount is read by the unit.
                let readable = !sections.contains("unit");
                for section in sections {
                    faults.close(section);
                }
                return readable.then_some(written);
            }
            Err(fault) => file.mend(&fault, faults)?,
        }
    }
    None
}

fn first(path: &[String]) -> Option<&str> {
    path.first().map(String::as_str)
}

struct File<'a> {
    text: &'a str,
    root: Spanned<DeValue<'a>>,
    /// How often something else was put in each place.
    mended: BTreeMap<Vec<String>, usize>,
    /// Where what is put in stands.
    beyond: usize,
}

impl File<'_> {
    /// `[[earn]]` is taken for `[earn]`.
    fn single(&mut self, faults: &mut Faults) {
        let DeValue::Table(table) = self.root.get_mut() else { return };
        for (key, value) in table.iter_mut() {
            let name = key.get_ref().as_ref();
            let DeValue::Array(items) = value.get_ref() else { continue };
            let Some(item) = items.first().filter(|item| item.get_ref().is_table()).cloned() else {
                continue;
            };
            if SINGLE.contains(&name) {
                faults.add(name, &format!("stands once: write [{name}] instead of [[{name}]]"));
                self.mended.insert(vec![name.to_owned()], 1);
                *value = item;
            }
        }
    }

    /// Tells of one fault and makes it go away. `None`: it could not be made to.
    fn mend(&mut self, fault: &Error, faults: &mut Faults) -> Option<()> {
        let (message, span) = (fault.message(), fault.span()?);
        let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let (word, known) = words.split_first().map_or(("", &[][..]), |(word, known)| (*word, known));
        let unknown =
            message.starts_with("unknown").then(|| place(self.root.get_ref(), &span, true)).flatten();
        match (unknown, place(self.root.get_ref(), &span, false)) {
            (Some(path), _) => self.unknown(&path, known, faults),
            (None, table) if message.starts_with("missing field") => {
                self.missing([table.unwrap_or_default(), vec![word.to_owned()]].concat(), faults)
            }
            (None, path) => self.wrong(path?, message, known, faults),
        }
    }

    /// A key that none is called by goes; the one it was probably meant to be is not missed then.
    fn unknown(&mut self, path: &[String], known: &[&str], faults: &mut Faults) -> Option<()> {
        let (name, section) = path.split_last()?;
        let near = near(name, known);
        let says = near.map_or_else(
            || format!("is no key here; there is {}", known.join(", ")),
            |near| format!("is no key here; did you mean {near}?"),
        );
        faults.add(&path.join("."), &says);
        let DeValue::Table(table) = at(&mut self.root, section)?.get_mut() else { return None };
        table.remove(name.as_str());
        let meant = near.map(|near| [section, &[near.to_owned()]].concat());
        for path in meant.into_iter().chain([path.to_vec()]) {
            self.mended.entry(path).or_default();
        }
        Some(())
    }

    fn missing(&mut self, path: Vec<String>, faults: &mut Faults) -> Option<()> {
        let (name, section) = path.split_last()?;
        if !self.mended.contains_key(&path) {
            let name = if section.is_empty() { format!("the section [{name}]") } else { name.clone() };
            let key = if section.is_empty() { path.join(".") } else { section.join(".") };
            faults.add(&key, &format!("{name} is missing"));
        }
        // Beyond the text, so that it is mistaken for nothing in it.
        self.beyond += 1;
        let beyond = self.beyond;
        let value = DeValue::parse(FITS[0]).ok()?.into_inner();
        let DeValue::Table(table) = at(&mut self.root, section)?.get_mut() else { return None };
        let key = Spanned::new(beyond..beyond, name.clone().into());
        table.insert(key, Spanned::new(beyond..beyond + 1, value));
        self.mended.insert(path, 1);
        Some(())
    }

    fn wrong(&mut self, path: Vec<String>, message: &str, known: &[&str], faults: &mut Faults) -> Option<()> {
        let value = at(&mut self.root, &path)?;
        if !self.mended.contains_key(&path) {
            let written = self.text.get(value.span()).unwrap_or_default();
            let read = match value.get_ref() {
                DeValue::Array(_) => "a list",
                DeValue::Table(_) => "a section",
                _ => written,
            };
            let says = if message.starts_with("unknown variant") {
                let words = known.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(" or ");
                let near = near(written.trim_matches('"'), known);
                let near = near.map_or_else(String::new, |near| format!("; did you mean {near:?}?"));
                format!("{read} is read; it is {words}{near}")
            } else {
                format!("{read} is read; write {}", wanted(message, &path, read))
            };
            faults.add(&path.join("."), &says);
        }
        let tried = self.mended.entry(path).or_default();
        *value.get_mut() = match known.first() {
            Some(word) if message.starts_with("unknown variant") => {
                DeValue::String((*word).to_owned().into())
            }
            _ => DeValue::parse(FITS.get(*tried)?).ok()?.into_inner(),
        };
        *tried += 1;
        Some(())
    }
}

/// What should stand there, by what the parser expected of the value that was read.
fn wanted(message: &str, path: &[String], read: &str) -> String {
    let expected = message.rsplit_once("expected ").map_or("", |(_, expected)| expected);
    let scalar = !["a list", "a section"].contains(&read);
    let quoted = format!("\"{}\"", read.trim_matches(['"', '\'']));
    match (expected, path) {
        ("u8" | "u32" | "i64", _) => "a whole number without quotes, such as 30".to_owned(),
        ("a boolean", _) => "true or false, without quotes".to_owned(),
        ("a string", _) if scalar => format!("it between quotes: {quoted}"),
        ("a string", _) => "text between quotes".to_owned(),
        ("a sequence", [name]) => format!("[[{name}]] above each, because there may be several"),
        ("a sequence", _) if scalar => format!("a list: [{quoted}]"),
        ("a sequence", _) => "a list between [ and ]".to_owned(),
        ("a map", _) => "a name for each language: { pt-BR = \"…\", en = \"…\" }".to_owned(),
        (kind, [name]) if kind.starts_with("struct ") => format!("[{name}] above its keys"),
        (kind, _) if kind.contains("Decimal") => "a number between quotes, such as \"2.5\"".to_owned(),
        (kind, _) if kind.starts_with("an array") => "two whole numbers, such as [16, 18]".to_owned(),
        _ if message.contains("Worth") => {
            "a whole number of points, such as 3000, or reais between quotes, such as \"5.00\"".to_owned()
        }
        _ if message.contains("string or table") => "one of its words, between quotes".to_owned(),
        _ => "what `fregues program show` has there".to_owned(),
    }
}

/// The word that was probably meant.
fn near<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    let most = (word.chars().count() / 3).max(1);
    let distances = known.iter().map(|known| (strsim::osa_distance(word, known), *known));
    distances.filter(|(distance, _)| *distance <= most).min().map(|(_, known)| known)
}

/// The path to the innermost value, or to the key, that stands exactly there.
fn place(value: &DeValue, span: &Range<usize>, of_key: bool) -> Option<Vec<String>> {
    let inner = |name: String, value: &Spanned<DeValue>, key: Option<Range<usize>>| {
        let here = if of_key { key.as_ref() == Some(span) } else { value.span() == *span };
        let deeper = place(value.get_ref(), span, of_key).or_else(|| here.then(Vec::new))?;
        Some([vec![name], deeper].concat())
    };
    match value {
        DeValue::Table(table) => {
            table.iter().find_map(|(key, value)| inner(key.get_ref().to_string(), value, Some(key.span())))
        }
        DeValue::Array(items) => (1..)
            .zip(items.iter())
            .find_map(|(number, item): (usize, _)| inner(number.to_string(), item, None)),
        _ => None,
    }
}

fn at<'v, 'a>(value: &'v mut Spanned<DeValue<'a>>, path: &[String]) -> Option<&'v mut Spanned<DeValue<'a>>> {
    let Some((name, rest)) = path.split_first() else { return Some(value) };
    let inner = match value.get_mut() {
        DeValue::Table(table) => table.iter_mut().find(|(key, _)| key.get_ref() == name)?.1,
        DeValue::Array(items) => items.get_mut(name.parse::<usize>().ok()?.checked_sub(1)?)?,
        _ => return None,
    };
    at(inner, rest)
}

#[cfg(test)]
mod tests {
    use crate::domain::program::Program;

    fn faults(text: &str) -> Vec<String> {
        Program::read(text).err().unwrap_or_default()
    }

    /// A line more in one of the sections of a program that is right, and what is told of it.
    #[test]
    fn a_value_of_another_kind_says_what_was_read_and_what_to_write() {
        let table = [
            (
                "earn",
                "base = \"liquido\"",
                "\"liquido\" is read; it is \"gross\" or \"net_of_discount\" or \"net\"",
            ),
            (
                "earn",
                "base = \"nett\"",
                "it is \"gross\" or \"net_of_discount\" or \"net\"; did you mean \"net\"?",
            ),
            ("earn", "base = 1", "1 is read; write one of its words, between quotes"),
            ("earn", "minimum = 30.00", "30.00 is read; write it between quotes: \"30.00\""),
            (
                "earn",
                "usable_after_days = \"2 dias\"",
                "\"2 dias\" is read; write a whole number without quotes",
            ),
            ("earn", "usable_after_days = -2", "-2 is read; write a whole number"),
            ("earn", "most = 5.0", "5.0 is read; write a whole number of points, such as 3000, or reais"),
            ("earn", "excluded = \"x\"", "\"x\" is read; write a name for each language"),
            ("earn", "excluded = { pt = \"x\" }", "excluded.pt: is no key here; there is pt-BR, es, en"),
            ("earn", "excluded = { en = 5 }", "excluded.en: 5 is read; write it between quotes: \"5\""),
            ("earn", "percentt = \"5\"", "percentt: is no key here; did you mean percent?"),
            (
                "earn",
                "colour = \"red\"",
                "colour: is no key here; there is points_per_real, percent, per_visit",
            ),
            ("expiry", "month_end = \"yes\"", "\"yes\" is read; write true or false, without quotes"),
            ("expiry", "every_year_on = 2026-12-31", "write it between quotes: \"2026-12-31\""),
            ("pay", "value = \"a lot\"", "\"a lot\" is read; write a number between quotes, such as \"2.5\""),
            ("pay", "value = { a = 1 }", "a section is read; write a number between quotes"),
            ("tiers", "months = 1.5", "1.5 is read; write a whole number"),
            ("referral", "friend = \"1.00\"", "referrer is missing"),
            ("ranking", "names = true", "period is missing"),
        ];
        let mut wrong = Vec::new();
        for (section, line, says) in table {
            let text = format!("[{section}]\n{line}\n");
            let others = [("earn", "percent = \"5\""), ("expiry", "never = true")];
            let others = others.into_iter().filter(|(name, _)| *name != section);
            let rest: Vec<String> = others.map(|(name, line)| format!("[{name}]\n{line}\n")).collect();
            let found = faults(&format!("{text}{}", rest.concat()));
            let told = found.iter().any(|fault| fault.starts_with("line ") && fault.contains(says));
            if !told || found.iter().any(|fault| fault.contains("TOML parse") || fault.contains('\n')) {
                wrong.push(format!("{section}, {line}: {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_fault_is_told_at_once_and_nothing_that_only_follows_from_one() {
        let text = "unit = \"points\"\n[earn]\npercentt = \"5\"\nbase = \"liquido\"\n[expirry]\nmonths = 12\n\
            [[voucher]]\ndays = \"ten\"\n[reward]\nkey = 1\n[[tier]]\nkey = \"a\"\n[[tier]]\nfrom = \"x\"\n\
            [notices]\nexpiry_days = 0\n";
        assert_eq!(
            faults(text),
            [
                "line 3, earn.percentt: is no key here; did you mean percent?",
                "line 4, earn.base: \"liquido\" is read; it is \"gross\" or \"net_of_discount\" or \"net\"",
                "line 5, expirry: is no key here; did you mean expiry?",
                "line 7, voucher: stands once: write [voucher] instead of [[voucher]]",
                "line 7, voucher: from is missing",
                "line 7, voucher: minimum is missing",
                "line 8, voucher.days: \"ten\" is read; write a whole number without quotes, such as 30",
                "line 9, reward: a section is read; write [[reward]] above each, because there may be several",
                "line 11, tier.1: from is missing",
                "line 11, tier.1: name is missing",
                "line 13, tier.2: key is missing",
                "line 13, tier.2: name is missing",
                "line 14, tier.2.from: \"x\" is read; write a whole number without quotes, such as 30",
                "line 16, notices.expiry_days: must be between 1 and 365",
            ]
        );
        assert_eq!(
            faults(""),
            ["earn: the section [earn] is missing", "expiry: the section [expiry] is missing"]
        );
        let broken = faults("unit = \"points\"\n[earn]\npercent = 5%\n");
        assert!(broken[0].starts_with("line 3: \"percent = 5%\" cannot be read: "), "{broken:?}");
    }
}
