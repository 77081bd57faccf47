//! People: members, how they can be reached, what they agreed to, and staff.

use crate::domain::calendar::Zone;
use crate::domain::cnpj::Cnpj;
use crate::domain::ids::{MemberId, PurchaseId, StaffId, StoreId, TxnId};
use crate::domain::lang::Lang;
use crate::domain::phone::Phone;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// How far somebody has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Wrote, but has not joined.
    Guest,
    /// Credited at the till, has never written: nothing is sent until they do.
    Provisional,
    Joined,
}

/// A person as one merchant knows them. The phone is optional everywhere: people with a username may
/// never show it.
// Two wishes and two doubts, each on its own.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub name: Option<String>,
    pub phone: Option<Phone>,
    /// The customer is a company; who writes for it are its contacts.
    pub cnpj: Option<Cnpj>,
    pub standing: Standing,
    pub lang: Lang,
    pub store: Option<StoreId>,
    pub referral_code: Option<String>,
    pub referred_by: Option<MemberId>,
    /// What paid the referral of this friend; cleared when that purchase is undone.
    pub referral: Option<PaidReferral>,
    /// Consent to offers; receipts and answers do not depend on it.
    pub offers: bool,
    /// Receipts too were refused ("parar tudo").
    pub silent: bool,
    /// The number answers to another account than before (recycled?): value rests until that is settled.
    pub frozen: bool,
    /// WhatsApp said that the number or account changed: value leaves only once they confirmed it.
    pub moved: bool,
    /// This record turned out to be somebody's second one and was carried over into that one.
    pub merged_into: Option<MemberId>,
    /// The tier they hold, once they left the lowest.
    pub tier: Option<HeldTier>,
    /// The code that says at the counter that they are there.
    pub presence: Option<Presence>,
    pub birthday: Option<Birthday>,
    /// A purchase that will pay the referral of this friend.
    pub awaits: Option<Awaited>,
    pub created_at: i64,
    pub joined_at: Option<i64>,
}

/// A presence code, as somebody got it lately. It names them to staff and is worth nothing by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// Four symbols.
    pub code: String,
    /// First instant (ms UTC) at which it is no longer good.
    pub until: i64,
}

/// A tier as somebody holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldTier {
    /// Its key in the program.
    pub key: String,
    /// Below its threshold already, and kept until then (exclusive, ms UTC).
    pub until: Option<i64>,
    /// When time alone may change it (ms UTC).
    pub due: Option<i64>,
}

/// A birthday as it is kept, without the year of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Birthday {
    pub month: u32,
    pub day: u32,
    /// The first year it counts for.
    pub year: i32,
    /// When something is given next, ms UTC.
    pub due: i64,
}

impl Birthday {
    /// The year for which something is given next: of the day nearest to `due`, which the zone of the shop as it was then,
    /// or a frozen record, may have put somewhat before or after it.
    pub fn next(self, zone: Zone) -> i32 {
        let about = zone.wall(self.due).year();
        let away = |year: &i32| {
            let nine = zone.nine(*year, self.month, self.day);
            nine.map_or(i64::MAX, |nine| (nine - self.due).abs())
        };
        (about - 1..about + 2).min_by_key(away).unwrap_or(about)
    }

    /// Whether this day is in its month, and it was told early enough for this year.
    pub fn counts(self, today: NaiveDate) -> bool {
        self.month == today.month() && self.year <= today.year()
    }
}

/// A purchase that pays a referral then (ms UTC), if it still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Awaited {
    pub purchase: PurchaseId,
    pub due: i64,
}

/// The purchase that set a referral off and the transaction that paid both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidReferral {
    pub purchase: PurchaseId,
    pub txn: TxnId,
}

impl Member {
    /// A person who has written or works here, but has not joined.
    pub const fn guest(
        id: MemberId,
        name: Option<String>,
        phone: Option<Phone>,
        lang: Lang,
        created_at: i64,
    ) -> Member {
        Member {
            id,
            name,
            phone,
            cnpj: None,
            standing: Standing::Guest,
            lang,
            store: None,
            referral_code: None,
            referred_by: None,
            referral: None,
            offers: false,
            silent: false,
            frozen: false,
            moved: false,
            merged_into: None,
            tier: None,
            presence: None,
            birthday: None,
            awaits: None,
            created_at,
            joined_at: None,
        }
    }

    /// When time has to look at them next (ms UTC).
    pub fn due(&self) -> Option<i64> {
        let tier = self.tier.as_ref().and_then(|tier| tier.due);
        let birthday = self.birthday.map(|birthday| birthday.due);
        let referral = self.awaits.map(|awaited| awaited.due);
        [tier, birthday, referral].into_iter().flatten().min()
    }

    /// First name and initial, `Ana S.`: what staff see.
    pub fn short_name(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        let mut words = name.split_whitespace();
        let first = words.next()?;
        let initial = words.next_back().and_then(|last| last.chars().next());
        Some(initial.map_or_else(|| first.to_owned(), |letter| format!("{first} {letter}.")))
    }

    /// First name only: how the shop speaks to a customer.
    pub fn first_name(&self) -> Option<&str> {
        first_name(self.name.as_deref()?)
    }

    /// `R***`: as much as people who need not know each other see.
    pub fn masked(&self) -> String {
        masked(self.name.as_deref())
    }
}

pub fn first_name(name: &str) -> Option<&str> {
    name.split_whitespace().next()
}

pub fn masked(name: Option<&str>) -> String {
    let letter = name.and_then(|name| name.chars().next());
    letter.map_or_else(String::new, String::from) + "***"
}

/// A text as it may be shown beside ours: one line, no markup, no control or direction characters. Empty becomes `None`.
pub fn clean_text(raw: &str) -> Option<String> {
    let text = visible(raw).split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn visible(raw: &str) -> String {
    let visible = raw.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| {
        let direction =
            matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
        let markup = matches!(c, '*' | '_' | '~' | '`');
        !c.is_control() && !direction && !markup && *c != '\u{feff}'
    });
    visible.collect()
}

/// A name as it may be shown: one line, no markup, no links, no control or direction characters, at most
/// 40 characters. Empty becomes `None`.
pub fn clean_name(raw: &str) -> Option<String> {
    let visible = visible(raw);
    let words = visible.split_whitespace().filter(|word| !word.contains("://") && !word.contains("wa.me"));
    let name = words.collect::<Vec<_>>().join(" ");
    let name: String = name.chars().take(40).collect();
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// How a member is written to, exactly as WhatsApp gave it, and when they last wrote (ms UTC).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    /// `None`: never wrote to us.
    pub last_inbound: Option<i64>,
    /// Until then (ms UTC) a person of the shop talks in this chat and the assistant keeps quiet.
    pub quiet_until: Option<i64>,
    /// WhatsApp said then (ms UTC) that nothing arrives there, by either spelling of the number; they have not written
    /// since.
    pub undelivered: Option<i64>,
}

/// The customer service window is 24 h from their last message; ten minutes are kept as a margin.
/// Source: Meta, Service messages. The margin covers clocks that differ.
pub const WINDOW_MS: i64 = 24 * 60 * 60_000 - 10 * 60_000;

impl Reach {
    pub fn window_open(&self, at: i64) -> bool {
        self.last_inbound.is_some_and(|last| at - last < WINDOW_MS)
    }

    pub fn is_quiet(&self, at: i64) -> bool {
        self.quiet_until.is_some_and(|until| at < until)
    }
}

/// Who may do most stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StaffRole {
    Owner,
    Manager,
    Cashier,
    /// No person but a channel: a till or a web shop that sells through the API. It has a store and a record of its own,
    /// which nothing leads to, so that nobody can write as it and nothing is written to it.
    #[serde(skip_deserializing)]
    Till,
}

impl StaffRole {
    /// Managers and owners may announce, hire and dismiss.
    pub const fn manages(self) -> bool {
        matches!(self, StaffRole::Owner | StaffRole::Manager)
    }
}

/// Somebody who works for the shop, recognised by their own number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    /// The person behind it, once they have written (or were found by phone).
    pub member: MemberId,
    pub name: String,
    pub role: StaffRole,
    pub store: StoreId,
    pub active: bool,
    /// Since when, ms UTC; `None` for those who did before this was kept.
    pub since: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    pub id: StoreId,
    pub name: String,
    /// When it is open, in a manager's words.
    pub hours: Option<String>,
    /// Where it is, in a manager's words.
    pub address: Option<String>,
}

impl Store {
    /// One that nothing is told of.
    pub const fn new(id: StoreId, name: String) -> Store {
        Store { id, name, hours: None, address: None }
    }
}

/// What a manager tells customers of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Hours,
    Address,
}

/// What somebody agrees to; each is asked apart (LGPD: purpose by purpose).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    Program,
    Offers,
    Receipts,
    /// Receipts and news of their own account by e-mail too.
    Email,
}

impl Purpose {
    pub const fn as_str(self) -> &'static str {
        match self {
            Purpose::Program => "program",
            Purpose::Offers => "offers",
            Purpose::Receipts => "receipts",
            Purpose::Email => "email",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_without_tricks() {
        for (raw, shown) in [
            ("Ana  Souza", Some("Ana Souza")),
            ("*Ana*\n_x_", Some("Ana x")),
            ("\u{202e}Ana", Some("Ana")),
            ("https://golpe.example wa.me/55", None),
            ("   ", None),
        ] {
            assert_eq!(clean_name(raw).as_deref(), shown, "{raw:?}");
        }
        assert_eq!(clean_name(&"x".repeat(90)).map(|n| n.len()), Some(40));
    }
    #[test]
    fn a_birthday_keeps_its_year_when_the_zone_of_the_shop_moves() {
        let zone = |name| Zone::named(name).unwrap();
        for (then, now) in [("America/Sao_Paulo", "America/Manaus"), ("America/Manaus", "America/Sao_Paulo")]
        {
            let due = zone(then).nine(2026, 1, 1).unwrap();
            let birthday = Birthday { month: 1, day: 1, year: 2026, due };
            assert_eq!(birthday.next(zone(now)), 2026, "{then} to {now}");
            let frozen = Birthday { due: due + 40 * 86_400_000, ..birthday };
            assert_eq!(frozen.next(zone(now)), 2026, "put off");
        }
    }
}
