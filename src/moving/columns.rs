//! Columns: which of a sheet mean what, by their headings. The list of headings is data, `conversations/columns.toml`.

use crate::dialogue::hear::fold;
use crate::moving::sheet::Unfit;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a column may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Phone,
    Name,
    /// How the shop's other systems call this person.
    OwnId,
    Balance,
    /// The last day on which the balance counts.
    Expires,
    /// The day since which somebody has it.
    Earned,
    Joined,
    Offers,
    /// Whether somebody takes news of their account by e-mail.
    EmailConsent,
    /// Where somebody agreed to offers or to e-mail, in the shop's words.
    ConsentSource,
    Language,
    Store,
    Birthday,
    Email,
    Cnpj,
}

impl Column {
    pub const ALL: [Column; 15] = [
        Column::Phone,
        Column::Name,
        Column::OwnId,
        Column::Balance,
        Column::Expires,
        Column::Earned,
        Column::Joined,
        Column::Offers,
        Column::EmailConsent,
        Column::ConsentSource,
        Column::Language,
        Column::Store,
        Column::Birthday,
        Column::Email,
        Column::Cnpj,
    ];

    /// What people are known by and found again; a list needs one of them.
    pub const KNOWN_BY: [Column; 4] = [Column::Phone, Column::OwnId, Column::Email, Column::Cnpj];

    /// As the command line names it.
    pub const fn word(self) -> &'static str {
        match self {
            Column::Phone => "phone",
            Column::Name => "name",
            Column::OwnId => "own_id",
            Column::Balance => "balance",
            Column::Expires => "expires",
            Column::Earned => "earned",
            Column::Joined => "joined",
            Column::Offers => "offers",
            Column::EmailConsent => "email_consent",
            Column::ConsentSource => "consent_source",
            Column::Language => "language",
            Column::Store => "store",
            Column::Birthday => "birthday",
            Column::Email => "email",
            Column::Cnpj => "cnpj",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    column: BTreeMap<Column, Vec<String>>,
    answer: Answers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    yes: Vec<String>,
    no: Vec<String>,
}

/// The list that ships, folded.
struct Known {
    headings: BTreeMap<String, Column>,
    answers: BTreeMap<String, bool>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let text = include_str!("../../conversations/columns.toml");
    let source: Source = toml::from_str(text).unwrap_or_else(|fault| panic!("columns.toml: {fault}"));
    let headings = source.column.iter().flat_map(|(column, names)| names.iter().map(|n| (fold(n), *column)));
    let Answers { yes, no } = &source.answer;
    let answers = yes.iter().map(|word| (fold(word), true)).chain(no.iter().map(|word| (fold(word), false)));
    Known { headings: headings.collect(), answers: answers.collect() }
});

/// Yes or no, as a cell says it.
pub fn yes_no(text: &str) -> Option<bool> {
    KNOWN.answers.get(&fold(text)).copied()
}

/// Where in each row what stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    places: BTreeMap<Column, usize>,
    /// How many columns there are.
    pub width: usize,
    /// Headings that mean nothing here.
    pub unknown: Vec<String>,
}

impl Columns {
    /// By the headings of a sheet. `map`: heading and meaning, as somebody said them; what they named outranks the list.
    pub fn of(headings: &[String], map: &[(String, String)]) -> Result<Columns, Unfit> {
        let told = map
            .iter()
            .map(|(heading, meaning)| {
                let column = Column::ALL.into_iter().find(|column| column.word() == meaning.trim());
                let column = column.ok_or_else(|| strange_meaning(meaning))?;
                let at = headings.iter().position(|known| fold(known) == fold(heading));
                Ok((at.ok_or_else(|| strange_heading(heading, headings))?, column))
            })
            .collect::<Result<BTreeMap<usize, Column>, Unfit>>()?;
        let mut columns = Columns { places: BTreeMap::new(), width: headings.len(), unknown: Vec::new() };
        for (at, column) in &told {
            if let Some(other) = columns.places.insert(*column, *at) {
                return Err(twice(*column, headings, other, *at));
            }
        }
        for (at, heading) in headings.iter().enumerate().filter(|(at, _)| !told.contains_key(at)) {
            match KNOWN.headings.get(&fold(heading)) {
                Some(column) if told.values().any(|other| other == column) => {
                    columns.unknown.push(heading.clone());
                }
                Some(column) => {
                    if let Some(other) = columns.places.insert(*column, at) {
                        return Err(twice(*column, headings, other, at));
                    }
                }
                None if heading.is_empty() => {}
                None => columns.unknown.push(heading.clone()),
            }
        }
        if Column::KNOWN_BY.iter().any(|column| columns.has(*column)) {
            return Ok(columns);
        }
        Err(Unfit(format!(
            "no column is known by which its customers are found again: phone, own_id, email or cnpj. Its first line is {}; \
             if one of them is it, say so: --map \"{}=phone\"",
            listed(headings),
            headings.first().map_or("Heading", String::as_str)
        )))
    }

    /// What of a row stands in a column; nothing where it is empty or not there. The mark before what a spreadsheet would
    /// take for a formula, as exports put it there, is no part of it.
    pub fn get<'a>(&self, column: Column, fields: &'a [String]) -> Option<&'a str> {
        let field = fields.get(*self.places.get(&column)?)?.as_str();
        let bare = field.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
        Some(bare.unwrap_or(field)).filter(|field| !field.is_empty())
    }

    /// Whether there is such a column.
    pub fn has(&self, column: Column) -> bool {
        self.places.contains_key(&column)
    }

    /// The columns as they are understood, with their headings.
    pub fn understood(&self, headings: &[String]) -> Vec<(Column, String)> {
        let heading = |at: &usize| headings.get(*at).cloned().unwrap_or_default();
        self.places.iter().map(|(column, at)| (*column, heading(at))).collect()
    }
}

fn listed(headings: &[String]) -> String {
    headings.iter().map(|heading| format!("{heading:?}")).collect::<Vec<_>>().join(", ")
}

fn twice(column: Column, headings: &[String], one: usize, other: usize) -> Unfit {
    let heading = |at: usize| headings.get(at).map_or("", String::as_str);
    let (word, one, other) = (column.word(), heading(one), heading(other));
    Unfit(format!(
        "two columns could be {word}: {one:?} and {other:?}. Say which it is: --map \"{one}={word}\""
    ))
}

fn strange_meaning(meaning: &str) -> Unfit {
    let words = Column::ALL.map(Column::word).join(", ");
    Unfit(format!("--map: {meaning:?} is no meaning of a column; there is {words}"))
}

fn strange_heading(heading: &str, headings: &[String]) -> Unfit {
    Unfit(format!("--map: no column is called {heading:?}; there is {}", listed(headings)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headings: &[&str], map: &[(&str, &str)]) -> Result<Vec<(&'static str, usize)>, String> {
        let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
        let map: Vec<_> = map.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect();
        let columns = Columns::of(&headings, &map).map_err(|unfit| unfit.0)?;
        Ok(columns.places.into_iter().map(|(column, at)| (column.word(), at)).collect())
    }

    #[test]
    fn headings_are_known_in_three_languages_and_what_is_said_outranks_them() {
        for (headings, map, read) in [
            (&["Nome", "CELULAR", "Saldo"][..], &[][..], &[("phone", 1), ("name", 0), ("balance", 2)][..]),
            (&["teléfono", "Origem do consentimento"], &[], &[("phone", 0), ("consent_source", 1)]),
            (&["Phone", "consent_source", ""], &[], &[("phone", 0), ("consent_source", 1)]),
            (&["Celular", "WhatsApp"], &[("whatsapp", "phone")], &[("phone", 1)]),
            (&["Fone", "Col. 7"], &[("col 7", "balance")], &[("phone", 0), ("balance", 1)]),
            (&["Código", "Saldo"], &[], &[("own_id", 0), ("balance", 1)]),
            (&["E-mail", "Aceita e-mail"], &[], &[("email_consent", 1), ("email", 0)]),
        ] {
            assert_eq!(of(headings, map).unwrap(), read, "{headings:?}");
        }
    }

    #[test]
    fn a_column_that_could_be_two_or_none_is_asked_for() {
        for (headings, map, says) in [
            (
                &["Celular", "WhatsApp"][..],
                &[][..],
                "two columns could be phone: \"Celular\" and \"WhatsApp\"",
            ),
            (
                &["Nome", "Saldo"],
                &[],
                "found again: phone, own_id, email or cnpj. Its first line is \"Nome\", \"Saldo\"",
            ),
            (&["Nome", "Saldo"], &[], "--map \"Nome=phone\""),
            (&["Fone"], &[("Fon", "phone")], "no column is called \"Fon\""),
            (&["Fone"], &[("Fone", "telefone")], "there is phone, name, own_id"),
            (&["A", "B"], &[("A", "phone"), ("B", "phone")], "two columns could be phone"),
        ] {
            let fault = of(headings, map).unwrap_err();
            assert!(fault.contains(says), "{fault}");
        }
    }

    #[test]
    fn the_mark_that_keeps_a_cell_from_being_a_formula_is_no_part_of_it() {
        let columns = Columns::of(&["id".to_owned()], &[]).unwrap();
        for (cell, read) in [
            ("'-17", Some("-17")),
            ("'=1", Some("=1")),
            ("'17", Some("'17")),
            ("-17", Some("-17")),
            ("", None),
        ] {
            assert_eq!(columns.get(Column::OwnId, &[cell.to_owned()]), read, "{cell:?}");
        }
    }

    #[test]
    fn no_heading_means_two_things_and_each_meaning_has_its_own_name() {
        let source: Source = toml::from_str(include_str!("../../conversations/columns.toml")).unwrap();
        let listed: usize = source.column.values().map(Vec::len).sum();
        assert_eq!(KNOWN.headings.len(), listed);
        assert_eq!(KNOWN.answers.len(), source.answer.yes.len() + source.answer.no.len());
        for column in Column::ALL {
            assert_eq!(KNOWN.headings.get(&fold(column.word())), Some(&column));
        }
    }
}
