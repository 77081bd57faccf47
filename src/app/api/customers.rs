//! Customers as callers name and describe them.

use super::problem::Problem;
use crate::dialogue::till::ask::{Colleague, Consents, Person, Who};
use crate::domain::cnpj::Cnpj;
use crate::domain::email::Email;
use crate::domain::facts::Key;
use crate::domain::ids::MemberId;
use crate::domain::lang::Lang;
use crate::domain::member::{Store, clean_name};
use crate::domain::phone::Phone;
use crate::moving::{cells, check};
use serde::Deserialize;
use utoipa::ToSchema;

/// Most people of a company in one call.
const MOST_CONTACTS: usize = 20;

/// Who buys. All of it leads to one person; whoever has never been seen behind any of it is somebody new, to whom nothing
/// is sent on WhatsApp before they write.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    #[schema(pattern = r"^\d{1,18}$")]
    id: Option<String>,
    #[schema(pattern = r"^\+\d{8,15}$", example = "+5511987654321")]
    phone: Option<String>,
    #[schema(max_length = 254, example = "ana@exemplo.com.br")]
    email: Option<String>,
    /// How the shop's other systems call them.
    #[schema(max_length = 64)]
    own_id: Option<String>,
    /// The number of a company, with its punctuation or without.
    #[schema(example = "12.ABC.345/01DE-35")]
    cnpj: Option<String>,
}

/// What a customer agreed to, and where. What is left out, nobody has said. A yes never overrules what they said before.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    /// `false`: they want to be told nothing.
    receipts: Option<bool>,
    offers: Option<bool>,
    /// Receipts and news of their own account to their e-mail.
    email: Option<bool>,
    /// Where they said so; kept as evidence, so it names nobody.
    #[schema(min_length = 3, max_length = 80, example = "checkbox at checkout, terms of 2026-03")]
    source: String,
}

/// Somebody who writes and buys for a company.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactWish {
    #[schema(max_length = 40)]
    name: String,
    #[schema(max_length = 40, example = "compras")]
    role: Option<String>,
    #[schema(pattern = r"^\+\d{8,15}$")]
    phone: Option<String>,
    #[schema(max_length = 254)]
    email: Option<String>,
    /// Whether this one takes e-mail; `consents.source` says where they said so.
    email_consent: Option<bool>,
}

/// A customer as another system of the shop knows them, by one of phone, email, own_id and cnpj at least.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "cnpj": "12.ABC.345/01DE-35",
    "name": "Joias Marta",
    "contacts": [{
        "name": "Marta", "phone": "+5511966660001", "email": "marta@joias.example", "email_consent": true,
    }],
    "consents": { "offers": false, "source": "contract of 2026" },
}))]
pub struct MemberWish {
    #[schema(pattern = r"^\+\d{8,15}$", example = "+5511987654321")]
    phone: Option<String>,
    #[schema(max_length = 254, example = "ana@exemplo.com.br")]
    email: Option<String>,
    #[schema(max_length = 64)]
    own_id: Option<String>,
    #[schema(example = "12.ABC.345/01DE-35")]
    cnpj: Option<String>,
    #[schema(max_length = 40)]
    name: Option<String>,
    #[schema(pattern = "^(pt-BR|es|en)$")]
    language: Option<String>,
    /// Name of a store.
    store: Option<String>,
    /// Day and month, with the year or without.
    #[schema(example = "12/05")]
    birthday: Option<String>,
    consents: Option<Agreed>,
    /// The people of a company; each phone and address leads to it.
    #[schema(max_items = 20)]
    contacts: Option<Vec<ContactWish>>,
}

/// Somebody who writes and buys for a company from now on, by phone, e-mail or both.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Rui", "role": "financeiro", "phone": "+5511966660002",
    "email": "rui@joias.example", "email_consent": true, "source": "contract of 2026" }))]
pub struct NewContact {
    #[schema(max_length = 40)]
    name: String,
    #[schema(max_length = 40, example = "compras")]
    role: Option<String>,
    #[schema(pattern = r"^\+\d{8,15}$")]
    phone: Option<String>,
    #[schema(max_length = 254)]
    email: Option<String>,
    /// Whether this one takes e-mail.
    email_consent: Option<bool>,
    /// Where they said so; kept as evidence, so it names nobody.
    #[schema(min_length = 3, max_length = 80)]
    source: Option<String>,
}

impl NewContact {
    /// The contact, and where they said whether they take e-mail.
    pub fn read(self) -> Result<(Colleague, Option<String>), Problem> {
        let NewContact { name, role, phone, email, email_consent, source } = self;
        let source = source.map(|said| agreed_where("source", &said)).transpose()?;
        let wish = ContactWish { name, role, phone, email, email_consent };
        Ok((wish.read("", source.is_some())?, source))
    }
}

impl Customer {
    pub fn read(&self) -> Result<Who, Problem> {
        let id = self.id.as_deref().map(|id| {
            let read = id.parse().ok().filter(|_| is_digits(id));
            read.map(MemberId)
                .ok_or_else(|| Problem::of_field("customer.id", "It is the number of a member."))
        });
        Ok(Who {
            id: id.transpose()?,
            phone: phone("customer.phone", self.phone.as_deref())?,
            email: email("customer.email", self.email.as_deref())?,
            own: own_id("customer.own_id", self.own_id.as_deref())?,
            cnpj: cnpj("customer.cnpj", self.cnpj.as_deref())?,
        })
    }
}

impl Agreed {
    pub fn read(self) -> Result<Consents, Problem> {
        let Agreed { receipts, offers, email, source } = self;
        Ok(Consents { receipts, offers, email, source: agreed_where("consents.source", &source)? })
    }
}

/// Evidence of what somebody agreed to.
fn agreed_where(field: &str, source: &str) -> Result<String, Problem> {
    let read = source.trim();
    let how = if check::names_somebody(read) {
        format!(
            "{read:?} names somebody: it has {}. Say where they agreed, such as \"paper form 2024\"; it is kept even when \
             they are forgotten.",
            check::NAMES_SOMEBODY
        )
    } else if !(3..=80).contains(&read.chars().count()) || source.chars().any(char::is_control) {
        format!(
            "{read:?} is not 3 to 80 characters on one line. Say where they agreed, such as \"paper form 2024\"."
        )
    } else {
        return Ok(read.to_owned());
    };
    Err(Problem::of_field(field, how))
}

impl MemberWish {
    /// `stores`: those of the shop.
    pub fn read(self, stores: &[Store]) -> Result<Person, Problem> {
        let who = Who {
            id: None,
            phone: phone("phone", self.phone.as_deref())?,
            email: email("email", self.email.as_deref())?,
            own: own_id("own_id", self.own_id.as_deref())?,
            cnpj: cnpj("cnpj", self.cnpj.as_deref())?,
        };
        if who.keys().next().is_none() {
            let how = "Give something the customer is known by: phone, email, own_id or cnpj.";
            return Err(Problem::of_field("phone", how));
        }
        let lang = self.language.map(|tag| {
            let how = "There is pt-BR, es and en.";
            Lang::from_tag(&tag).ok_or_else(|| Problem::of_field("language", how))
        });
        let store = self.store.map(|name| {
            let found = stores.iter().find(|store| store.name == name).map(|store| store.id);
            let there = stores.iter().map(|store| store.name.as_str()).collect::<Vec<_>>().join(", ");
            found.ok_or_else(|| {
                Problem::of_field("store", format!("There is no such store; there is {there}."))
            })
        });
        let birthday = self.birthday.map(|day| {
            let how = "It is a day and a month: 12/05, or 1990-05-12.";
            cells::birthday(&day).ok_or_else(|| Problem::of_field("birthday", how))
        });
        let consents = self.consents.map(Agreed::read).transpose()?;
        let contacts = self.contacts.unwrap_or_default();
        if !contacts.is_empty() && who.cnpj.is_none() {
            let how = "Contacts are people of a company: give its cnpj.";
            return Err(Problem::of_field("contacts", how));
        }
        if contacts.len() > MOST_CONTACTS {
            let how = format!("One call has at most {MOST_CONTACTS} contacts.");
            return Err(Problem::of_field("contacts", how));
        }
        let agreed = consents.is_some();
        let contacts = contacts
            .into_iter()
            .map(|contact| contact.read("contacts.", agreed))
            .collect::<Result<_, _>>()?;
        Ok(Person {
            who,
            name: self.name.as_deref().and_then(clean_name),
            lang: lang.transpose()?,
            store: store.transpose()?,
            birthday: birthday.transpose()?,
            consents,
            contacts,
        })
    }
}

impl ContactWish {
    /// `place`: what its fields lie below. `agreed`: it is said where people agreed.
    fn read(self, place: &str, agreed: bool) -> Result<Colleague, Problem> {
        let at = |field: &str| format!("{place}{field}");
        let how = "A contact has a name.";
        let name = clean_name(&self.name).ok_or_else(|| Problem::of_field(&at("name"), how))?;
        let phone = phone(&at("phone"), self.phone.as_deref())?;
        let email = email(&at("email"), self.email.as_deref())?;
        if phone.is_none() && email.is_none() {
            return Err(Problem::of_field(&at("phone"), "A contact has a phone, an e-mail or both."));
        }
        if self.email_consent.is_some() && !agreed {
            let field = if place.is_empty() { "source" } else { "consents.source" };
            let how = format!("Where a contact agreed or refused has to be said: {field}.");
            return Err(Problem::of_field(field, how));
        }
        let role = self.role.as_deref().and_then(clean_name);
        Ok(Colleague { name, role, phone, email, mail: self.email_consent })
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The key of this field, as it is looked up by.
pub fn key(field: &str, text: &str) -> Result<Option<Key>, Problem> {
    let text = Some(text);
    Ok(match field {
        "phone" => phone(field, text)?.map(Key::Phone),
        "email" => email(field, text)?.map(Key::Email),
        "own_id" => own_id(field, text)?.map(Key::Own),
        _ => cnpj(field, text)?.map(Key::Cnpj),
    })
}

fn phone(field: &str, text: Option<&str>) -> Result<Option<Phone>, Problem> {
    let how = "A phone is a plus (in an address %2B), country code and number: +5511987654321. A Brazilian one has an area \
               code in use and nine digits with a 9 before them, or eight of a landline.";
    let digits =
        |text: &str| text.strip_prefix('+').filter(|rest| is_digits(rest)).and_then(Phone::canonical);
    let read = |text: &str| digits(text).filter(Phone::is_possible);
    text.map(|text| read(text).ok_or_else(|| Problem::of_field(field, how))).transpose()
}

fn email(field: &str, text: Option<&str>) -> Result<Option<Email>, Problem> {
    let how = "An address is a name, an @ and a domain: ana@exemplo.com.br.";
    text.map(|text| Email::canonical(text).ok_or_else(|| Problem::of_field(field, how))).transpose()
}

fn own_id(field: &str, text: Option<&str>) -> Result<Option<String>, Problem> {
    let fits = |text: &&str| (1..=64).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    let how = "It has 1 to 64 characters.";
    let read = |text: &str| Some(text.trim()).filter(fits).map(str::to_owned);
    text.map(|text| read(text).ok_or_else(|| Problem::of_field(field, how))).transpose()
}

fn cnpj(field: &str, text: Option<&str>) -> Result<Option<Cnpj>, Problem> {
    let how = "A CNPJ has twelve letters or digits and two digits that check them: 12.ABC.345/01DE-35.";
    text.map(|text| Cnpj::canonical(text).ok_or_else(|| Problem::of_field(field, how))).transpose()
}
