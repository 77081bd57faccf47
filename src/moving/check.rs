//! A line of a sheet as a customer, or what is wrong with it.

use crate::dialogue::hear::fold;
use crate::domain::cnpj::Cnpj;
use crate::domain::email::Email;
use crate::domain::facts::Key;
use crate::domain::ids::StoreId;
use crate::domain::lang::Lang;
use crate::domain::member::{Store, clean_name};
use crate::domain::phone::Phone;
use crate::domain::program::Unit;
use crate::moving::cells::{self, NoAmount};
use crate::moving::columns::{Column, Columns, yes_no};
use crate::moving::sheet::Row;
use chrono::NaiveDate;
use std::fmt;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Where in the file.
    pub line: u64,
    /// The line on which the file speaks of them first; before the others were looked at, this one.
    pub first: u64,
    pub phone: Option<Phone>,
    pub name: Option<String>,
    pub own_id: Option<String>,
    pub email: Option<Email>,
    pub cnpj: Option<Cnpj>,
    /// Minor units of the program.
    pub balance: i64,
    /// The last day on which it counts; by the program's own rule where none is named.
    pub expires: Option<NaiveDate>,
    pub earned: Option<NaiveDate>,
    pub joined: Option<NaiveDate>,
    pub offers: Option<bool>,
    /// Whether they take news of their own account by e-mail.
    pub mail: Option<bool>,
    pub consent_source: Option<String>,
    pub lang: Option<Lang>,
    pub store: Option<StoreId>,
    pub birthday: Option<(u32, u32)>,
}

impl Customer {
    /// All that they are known by, under the name of its column.
    pub fn keys(&self) -> impl Iterator<Item = (&'static str, Key)> + use<> {
        let phone = self.phone.clone().map(Key::Phone);
        let own = self.own_id.clone().map(Key::Own);
        let email = self.email.clone().map(Key::Email);
        let cnpj = self.cnpj.clone().map(Key::Cnpj);
        let words = Column::KNOWN_BY.map(Column::word).into_iter();
        words.zip([phone, own, email, cnpj]).filter_map(|(word, key)| Some((word, key?)))
    }

    /// Whether they agreed to news by e-mail, and where; without an address they agreed to nothing.
    pub fn agrees_to_mail(&self) -> bool {
        self.mail == Some(true) && self.email.is_some() && self.consent_source.is_some()
    }

    /// Which of their balances this one is: in a file, each stands once.
    pub fn ends(&self) -> String {
        let since = || self.earned.map_or_else(|| "-".to_owned(), |day| format!("since {day}"));
        self.expires.map_or_else(since, |day| day.to_string())
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub line: u64,
    pub says: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.says)
    }
}

/// What lines are read by.
#[derive(Debug, Clone)]
pub struct Measure {
    pub columns: Columns,
    pub unit: Unit,
    pub area_code: u8,
    pub stores: Vec<Store>,
    pub today: NaiveDate,
}

impl Measure {
    /// Reads a line; a fault names the first thing that is wrong with it.
    pub fn read(&self, row: &Row) -> Result<Customer, Fault> {
        self.customer(row).map_err(|says| Fault { line: row.line, says })
    }

    fn customer(&self, row: &Row) -> Result<Customer, String> {
        let (found, width) = (row.fields.len(), self.columns.width);
        if found != width {
            return Err(format!(
                "it has {found} columns and the first line {width}; a text with the separator in it needs quotes"
            ));
        }
        let get = |column: Column| self.columns.get(column, &row.fields);
        let phone = get(Column::Phone).map(|text| {
            cells::phone(text, self.area_code)
                .ok_or_else(|| format!("{text:?} is no phone; (11) 98765-4321 and +5511987654321 are"))
        });
        let phone = phone.transpose()?;
        let (expires, earned) = (self.date(row, Column::Expires)?, self.past(row, Column::Earned)?);
        let balance = self.balance(get(Column::Balance))?;
        if let Some(over) = expires.filter(|last| *last < self.today && balance > 0) {
            return Err(format!("what expired on {over} is no balance any more"));
        }
        let agreed = |column: Column| {
            let word = column.word();
            let read = |text| yes_no(text).ok_or_else(|| format!("{word}: {text:?} is neither yes nor no"));
            get(column).map(read).transpose()
        };
        let (offers, mail) = (agreed(Column::Offers)?, agreed(Column::EmailConsent)?);
        let lang = get(Column::Language).map(|tag| {
            Lang::from_tag(tag).ok_or_else(|| format!("language: {tag:?} is none; there is pt-BR, es and en"))
        });
        let birthday = get(Column::Birthday).map(|text| {
            cells::birthday(text).ok_or_else(|| format!("birthday: {text:?} is no day; 12/05 is one"))
        });
        let email = get(Column::Email).map(|text| {
            Email::canonical(text)
                .ok_or_else(|| format!("email: {text:?} is no address; ana@exemplo.com.br is"))
        });
        let cnpj = get(Column::Cnpj).map(|text| {
            Cnpj::canonical(text).ok_or_else(|| format!("cnpj: {text:?} is none, or a digit is wrong"))
        });
        let customer = Customer {
            line: row.line,
            first: row.line,
            phone,
            name: get(Column::Name).and_then(clean_name),
            own_id: get(Column::OwnId).map(own_id).transpose()?,
            email: email.transpose()?,
            cnpj: cnpj.transpose()?,
            balance,
            expires,
            earned,
            joined: self.past(row, Column::Joined)?,
            offers,
            mail,
            consent_source: get(Column::ConsentSource).map(source).transpose()?,
            lang: lang.transpose()?,
            store: get(Column::Store).map(|name| self.store(name)).transpose()?,
            birthday: birthday.transpose()?,
        };
        let known = customer.keys().next().is_some();
        known.then_some(customer).ok_or_else(|| {
            "it names nothing by which they are found again: a phone, an own_id, an email or a cnpj"
                .to_owned()
        })
    }

    fn balance(&self, text: Option<&str>) -> Result<i64, String> {
        let Some(text) = text else { return Ok(0) };
        let read = cells::hundredths(text).map_err(|why| match why {
            NoAmount::Unreadable => format!("balance: {text:?} is no amount; 1234 and 1.234,50 are"),
            NoAmount::Negative => {
                format!("balance: {text:?} is below zero; what somebody owes is not brought along")
            }
            NoAmount::TwoMeanings => {
                format!("balance: {text:?} could be thousands or a part of one; write 1234 or 1,23")
            }
        })?;
        match self.unit {
            Unit::Reais => Ok(read),
            Unit::Points if read % 100 == 0 => Ok(read / 100),
            Unit::Points => Err(format!("balance: {text:?} is no whole number of points")),
        }
    }

    fn date(&self, row: &Row, column: Column) -> Result<Option<NaiveDate>, String> {
        let Some(text) = self.columns.get(column, &row.fields) else { return Ok(None) };
        let no_day = || format!("{}: {text:?} is no day; 31/12/2027 and 2027-12-31 are", column.word());
        cells::day(text).ok_or_else(no_day).map(Some)
    }

    fn past(&self, row: &Row, column: Column) -> Result<Option<NaiveDate>, String> {
        let date = self.date(row, column)?;
        match date.filter(|date| *date > self.today) {
            Some(date) => Err(format!("{}: {date} is still to come", column.word())),
            None => Ok(date),
        }
    }

    fn store(&self, name: &str) -> Result<StoreId, String> {
        let found = self.stores.iter().find(|store| fold(&store.name) == fold(name));
        found.map(|store| store.id).ok_or_else(|| {
            let there: Vec<&str> = self.stores.iter().map(|store| store.name.as_str()).collect();
            format!("store: there is no {name:?}; there is {}", there.join(", "))
        })
    }
}

fn own_id(text: &str) -> Result<String, String> {
    let fits = text.chars().count() <= 64 && !text.chars().any(char::is_control);
    if fits {
        Ok(text.to_owned())
    } else {
        Err("own_id: more than 64 characters, or a line break".to_owned())
    }
}

/// What may name a person, said to whoever wrote such a text.
pub const NAMES_SOMEBODY: &str =
    "an address with @, or more than eight digits that are neither a date nor a time";

/// Whether a text may name a person, by an address or a number.
pub fn names_somebody(text: &str) -> bool {
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    text.contains('@')
        || text.split_whitespace().filter(|word| !is_moment(word)).map(digits).sum::<usize>() > 8
}

/// A date, a time, or one with the other.
fn is_moment(word: &str) -> bool {
    let word = word.trim_matches([',', ';', '(', ')', '.']);
    let (day, time) = word.split_once('T').unwrap_or((word, ""));
    let part = |text: &str, most: u8| text.len() <= 2 && text.parse::<u8>().is_ok_and(|part| part < most);
    let is_time = |text: &str| {
        let Some((hour, rest)) = text.trim_end_matches('Z').split_once([':', 'h']) else { return false };
        let mut rest = rest.split(':');
        let minutes = rest.next().is_none_or(|minutes| minutes.is_empty() || part(minutes, 60));
        part(hour, 24)
            && minutes
            && rest.next().is_none_or(|seconds| part(seconds, 60))
            && rest.next().is_none()
    };
    is_time(word) || (cells::day(day).is_some() && (time.is_empty() || is_time(time)))
}

/// Where somebody agreed. It is kept as evidence even after they were forgotten, so it must not name them.
fn source(text: &str) -> Result<String, String> {
    if names_somebody(text) {
        return Err(format!(
            "consent_source: {text:?} names somebody ({NAMES_SOMEBODY}); it says where they agreed, such as \"paper form \
             2024\", and is kept even when they are forgotten"
        ));
    }
    Ok(text.chars().filter(|c| !c.is_control()).take(80).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADINGS: [&str; 15] = [
        "phone",
        "name",
        "own_id",
        "balance",
        "expires",
        "earned",
        "joined",
        "offers",
        "consent_source",
        "language",
        "store",
        "birthday",
        "email",
        "cnpj",
        "email_consent",
    ];

    fn measure(unit: Unit) -> Measure {
        let headings = HEADINGS.map(str::to_owned);
        Measure {
            columns: Columns::of(&headings, &[]).unwrap(),
            unit,
            area_code: 11,
            stores: vec![Store::new(StoreId(1), "Centro".to_owned())],
            today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        }
    }

    fn row(line: &str) -> Row {
        Row { line: 7, fields: line.split('|').map(str::to_owned).collect() }
    }

    #[test]
    fn a_line_is_a_customer() {
        let line = "98765-4321|*Ana*  Souza|c-17|1.200|21/11/2026|01/02/2026|2020-05-04|Sim|paper form|en|CENTRO|12/05|Ana@exemplo.com.br|12.ABC.345/01DE-35|s";
        let ana = measure(Unit::Points).read(&row(line)).unwrap();
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        let expected = Customer {
            line: 7,
            first: 7,
            phone: Phone::canonical("5511987654321"),
            name: Some("Ana Souza".to_owned()),
            own_id: Some("c-17".to_owned()),
            email: Email::canonical("ana@exemplo.com.br"),
            cnpj: Cnpj::canonical("12ABC34501DE35"),
            balance: 1_200,
            expires: date(2026, 11, 21),
            earned: date(2026, 2, 1),
            joined: date(2020, 5, 4),
            offers: Some(true),
            mail: Some(true),
            consent_source: Some("paper form".to_owned()),
            lang: Some(Lang::En),
            store: Some(StoreId(1)),
            birthday: Some((5, 12)),
        };
        assert_eq!(ana, expected);
        let bare = measure(Unit::Reais).read(&row("11987654321|||12,50|||||||||||")).unwrap();
        assert_eq!((bare.balance, bare.ends().as_str(), bare.offers), (1_250, "-", None));
        for (line, known_by) in [
            ("|||5|||||||||||", None),
            ("|Ana|c-17|5|||||||||||", Some("own_id")),
            ("|Ana||5|||||||||ana@exemplo.com.br||", Some("email")),
            ("|Ana||5||||||||||11222333000181|", Some("cnpj")),
        ] {
            let read = measure(Unit::Reais).read(&row(line)).ok();
            assert_eq!(read.and_then(|one| Some(one.keys().next()?.0)), known_by, "{line}");
        }
    }

    #[test]
    fn a_date_and_a_time_name_nobody() {
        for (text, names) in [
            ("form 12/05/2024 10:30", false),
            ("form of 2024-05-12T10:30:00Z, counter 2", false),
            ("ficha 12.05.2024 (10h30)", false),
            ("app 12/05/2024 10:30:15 v2.1", false),
            ("form 12345678", false),
            ("form 123456789", true),
            ("fone 11 98765-4321", true),
            ("11 98 76 54 32", true),
            ("counter, 9h", false),
            ("11:98 76:54 32:10", true),
            ("11:98765:4321", true),
            ("CPF 123.456.789-00", true),
            ("12/05/2024 11987654321", true),
            ("2024-05-12T11987654321", true),
            ("12/13/2024 1234", true),
            ("ana@exemplo", true),
        ] {
            assert_eq!(names_somebody(text), names, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_named() {
        for (line, says) in [
            ("|||||||||||||", "it has 14 columns and the first line 15"),
            ("|Ana|||||||||||||", "it names nothing by which they are found again"),
            ("ana||||||||||||||", "\"ana\" is no phone"),
            ("11987654321|||12,5|||||||||||", "no whole number of points"),
            ("11987654321|||1,234|||||||||||", "thousands or a part of one"),
            ("11987654321|||-5|||||||||||", "below zero"),
            ("11987654321|||=1+1|||||||||||", "is no amount"),
            ("11987654321|||5|20/11/2026||||||||||", "expired on 2026-11-20"),
            ("11987654321|||5|31/02/2027||||||||||", "expires: \"31/02/2027\" is no day"),
            ("11987654321||||||22/11/2026||||||||", "joined: 2026-11-22 is still to come"),
            ("11987654321|||||||talvez|||||||", "offers: \"talvez\" is neither yes nor no"),
            ("11987654321||||||||||||||talvez", "email_consent: \"talvez\" is neither"),
            ("11987654321||||||||ana@example.com||||||", "names somebody"),
            ("11987654321|||||||||fr|||||", "language: \"fr\" is none"),
            ("11987654321||||||||||Norte||||", "there is Centro"),
            ("11987654321|||||||||||32/05|||", "birthday: \"32/05\" is no day"),
            ("11987654321||||||||||||ana@exemplo||", "email: \"ana@exemplo\" is no address"),
            ("11987654321|||||||||||||11222333000182|", "cnpj: \"11222333000182\" is none"),
        ] {
            let fault = measure(Unit::Points).read(&row(line)).unwrap_err();
            assert!(fault.says.contains(says), "{line}: {fault}");
            assert_eq!(fault.line, 7);
        }
        assert!(
            measure(Unit::Points).read(&row("11987654321|||0|20/11/2026||||||||||")).is_ok(),
            "nothing expired"
        );
    }
}
