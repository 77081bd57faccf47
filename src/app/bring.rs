//! Bringing customers along: what the lines of a sheet lead to, by the same drafts as everything else, and writing it.
//!
//! A balance comes once: its natural key names the sheet, the person and which of their balances it is. Whoever is known
//! already keeps what they told the shop themselves, above all what they consented to.

use crate::dialogue::figure;
use crate::dialogue::needs::Needs;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::{Facts, Key, Shop};
use crate::domain::ids::MemberId;
use crate::domain::member::{Member, Purpose, Standing};
use crate::domain::opening::Opening;
use crate::domain::phone::Phone;
use crate::moving::check::{Customer, Fault};
use crate::store::load::{self, Chats};
use crate::store::{StoreError, Tx, inbox, ledger, openings, people};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// How many lines are brought in one transaction.
pub const CHUNK: usize = 1_000;

/// Whose customers come, under which name, and when (ms UTC).
#[derive(Debug, Clone)]
pub struct Move {
    pub shop: Shop,
    pub name: String,
    pub at: i64,
    met: Arc<Mutex<Met>>,
}

/// Whom this sheet has spoken of so far.
#[derive(Debug, Default)]
struct Met {
    people: HashSet<Phone>,
    /// Balances of people who were known, however they were named.
    balances: HashSet<String>,
}

/// What came of some lines. Amounts in minor units of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brought {
    pub new: i64,
    pub known: i64,
    pub balances: i64,
    pub points: i64,
    /// Balances that were brought before.
    pub there: i64,
    /// New people who are to take offers, and nobody says where they agreed.
    pub without_source: i64,
    /// When the first and the last of the balances end (ms UTC).
    pub ends: Option<(i64, i64)>,
    pub faults: Vec<Fault>,
}

impl Brought {
    /// Adds what came of more lines.
    pub fn add(&mut self, more: Brought) {
        self.new += more.new;
        self.known += more.known;
        self.balances += more.balances;
        self.points += more.points;
        self.there += more.there;
        self.without_source += more.without_source;
        if let Some((first, last)) = more.ends {
            self.end(first, last);
        }
        self.faults.extend(more.faults);
    }

    fn end(&mut self, first: i64, last: i64) {
        let (soonest, latest) = self.ends.unwrap_or((first, last));
        self.ends = Some((soonest.min(first), latest.max(last)));
    }
}

impl Move {
    pub fn new(shop: Shop, name: String, at: i64) -> Move {
        Move { shop, name, at, met: Arc::default() }
    }

    /// What the lines would lead to; nothing is written.
    pub async fn foresee(&self, tx: &mut Tx, lines: &[Customer]) -> Result<Brought, StoreError> {
        let next_id = inbox::free_id(tx, self.shop.id).await?;
        Ok(self.plan(tx, lines, next_id).await?.brought)
    }

    /// Brings the lines along. Where one is wrong, the others come all the same if `skip` says so; else none does.
    pub async fn carry_out(
        &self,
        tx: &mut Tx,
        lines: &[Customer],
        skip: bool,
    ) -> Result<Brought, StoreError> {
        let merchant = self.shop.id;
        inbox::hold_lane(tx, merchant).await?;
        let next_id = inbox::free_id(tx, merchant).await?;
        let Plan { facts, chats, changes, brought } = self.plan(tx, lines, next_id).await?;
        if !skip && !brought.faults.is_empty() {
            return Ok(Brought { faults: brought.faults, ..Brought::default() });
        }
        people::save(tx, merchant, &facts, &chats, &changes).await?;
        ledger::save(tx, merchant, &facts, &changes, self.at).await?;
        inbox::next_id(tx, merchant, facts.next_id).await?;
        Ok(brought)
    }

    async fn plan(&self, tx: &mut Tx, lines: &[Customer], next_id: i64) -> Result<Plan, StoreError> {
        let merchant = self.shop.id;
        let (mut facts, mut chats) = (Facts { next_id, ..Facts::default() }, Chats::new());
        load::house(tx, merchant, &mut facts).await?;
        let keys = lines.iter().flat_map(keys).collect();
        load::load(tx, merchant, &Needs { keys, ..Needs::default() }, self.at, &mut facts, &mut chats)
            .await?;
        let theirs = |line: &Customer| facts.member_behind(&Key::Phone(line.phone.clone()));
        let known: Vec<(MemberId, String)> =
            lines.iter().filter_map(|line| Some((facts.present(theirs(line)?), line.ends()))).collect();
        let ids: Vec<MemberId> = known.iter().map(|(id, _)| *id).collect();
        let mut records: BTreeMap<MemberId, Vec<MemberId>> = ids.iter().map(|id| (*id, vec![*id])).collect();
        for (into, from) in openings::carried(tx, merchant, &ids).await? {
            records.entry(into).or_default().push(from);
        }
        let all = |(id, ends): &(MemberId, String)| -> Vec<String> {
            let records = records.get(id).into_iter().flatten();
            records.map(|record| self.key(*record, ends)).collect()
        };
        let keys: Vec<String> = known.iter().flat_map(all).collect();
        let posted = openings::posted(tx, merchant, &keys).await?;
        let mut planning = Planning { to: self, facts, records, posted, changes: Vec::new() };
        let mut brought = Brought::default();
        for line in lines {
            match planning.line(line) {
                Ok(came) => brought.add(came),
                Err(says) => brought.faults.push(Fault { line: line.line, says }),
            }
        }
        let Planning { facts, changes, .. } = planning;
        Ok(Plan { facts, chats, changes, brought })
    }

    /// The natural key of a balance. It holds nothing of the person but the number of their record, because the ledger is
    /// kept when they are forgotten.
    fn key(&self, member: MemberId, ends: &str) -> String {
        format!("opening:{}:{member}:{ends}", self.name)
    }

    fn source(&self) -> String {
        format!("import:{}", self.name)
    }
}

fn keys(line: &Customer) -> impl Iterator<Item = Key> {
    let others = others(line).map(|(_, key)| key);
    [Key::Phone(line.phone.clone())].into_iter().chain(others)
}

/// What a line knows somebody by beside their phone, with the name of its column.
fn others(line: &Customer) -> impl Iterator<Item = (&'static str, Key)> + use<> {
    let own = line.own_id.clone().map(|own| ("own_id", Key::Own(own)));
    let email = line.email.clone().map(|email| ("email", Key::Email(email)));
    let cnpj = line.cnpj.clone().map(|cnpj| ("cnpj", Key::Cnpj(cnpj)));
    [own, email, cnpj].into_iter().flatten()
}

/// What some lines lead to.
struct Plan {
    facts: Facts,
    chats: Chats,
    changes: Vec<Change>,
    brought: Brought,
}

/// Lines being decided, one after the other.
struct Planning<'a> {
    to: &'a Move,
    facts: Facts,
    /// The records that stand for each known person: theirs, and those that were carried over into it.
    records: BTreeMap<MemberId, Vec<MemberId>>,
    /// Balances that were brought before, by key.
    posted: BTreeMap<String, i64>,
    changes: Vec<Change>,
}

impl Planning<'_> {
    fn line(&mut self, line: &Customer) -> Result<Brought, String> {
        let known = self.known(line)?;
        let mut came = Brought::default();
        let there = known.and_then(|member| self.there(member, line));
        let brings = line.balance > 0 && there.is_none();
        match there {
            Some((_, points)) if points == line.balance => came.there += 1,
            Some((key, points)) => {
                let Shop { rules, lang, .. } = &self.to.shop;
                let points = figure::amount(points, rules.at(self.to.at).program.unit, *lang);
                return Err(format!(
                    "another balance, {points}, was brought for this person before, as {key}; what was brought is put \
                     right by an adjustment"
                ));
            }
            None => {}
        }
        if let Some(member) = known.filter(|_| line.balance > 0) {
            self.meet(member, line)?;
        }
        let at = self.to.at;
        let source = self.to.source();
        let mut draft = Draft::new(&self.to.shop, &self.facts, at, &source);
        let member = known.unwrap_or_else(|| enrol(&mut draft, line, &source));
        if let Some(own) = line.own_id.clone() {
            draft.link(member, Key::Own(own));
        }
        if let Some(email) = &line.email {
            draft.know_email(member, email);
        }
        if let Some(cnpj) = &line.cnpj {
            draft.know_cnpj(member, cnpj);
        }
        if brings {
            let opening = Opening {
                key: self.to.key(member, &line.ends()),
                points: line.balance,
                last: line.expires,
                since: line.earned,
            };
            let end = draft.bring_along(member, &opening);
            let end = end.ok_or("by the shop's rules this balance has ended; a line may say when it ends")?;
            (came.balances, came.points) = (1, line.balance);
            came.end(end, end);
        }
        let (made, next_id) = draft.finish();
        self.facts.next_id = next_id;
        for change in made {
            self.facts.evolve(&change);
            self.changes.push(change);
        }
        let mut met = self.to.met.lock().unwrap_or_else(PoisonError::into_inner);
        if met.people.insert(line.phone.clone()) {
            let new = known.is_none();
            (came.new, came.known) = (i64::from(new), i64::from(!new));
            let unproven = line.offers == Some(true) && line.consent_source.is_none();
            came.without_source = i64::from(new && unproven);
        }
        Ok(came)
    }

    /// Who a line speaks of, if they are known.
    fn known(&self, line: &Customer) -> Result<Option<MemberId>, String> {
        let behind = |key: &Key| self.facts.member_behind(key).map(|id| self.facts.present(id));
        let by_phone = behind(&Key::Phone(line.phone.clone()));
        for (column, key) in others(line) {
            let value = key.value();
            match (by_phone, behind(&key)) {
                (None, Some(_)) => return Err(format!("{column} {value:?} is known with another phone")),
                (Some(one), Some(other)) if one != other => {
                    return Err(format!("its phone is one person's and {column} {value:?} another's"));
                }
                _ => {}
            }
        }
        let company = by_phone.and_then(|id| self.facts.account(id)?.member.cnpj.as_ref());
        if company.is_some() && line.cnpj.is_some() && company != line.cnpj.as_ref() {
            return Err("its phone is known with another cnpj".to_owned());
        }
        let known = by_phone;
        let frozen = known.and_then(|id| self.facts.account(id)).is_some_and(|account| account.member.frozen);
        if frozen {
            return Err(
                "whose number this is is in question; nothing is given before that is settled".to_owned()
            );
        }
        Ok(known)
    }

    /// The balance of this line, if it was brought before: its key, and how much it was.
    fn there(&self, member: MemberId, line: &Customer) -> Option<(String, i64)> {
        let own = [member];
        let records = self.records.get(&member).map_or(&own[..], Vec::as_slice);
        records.iter().find_map(|record| {
            let key = self.to.key(*record, &line.ends());
            let points = *self.posted.get(&key)?;
            Some((key, points))
        })
    }

    /// Two lines may name one person by two phones.
    fn meet(&self, member: MemberId, line: &Customer) -> Result<(), String> {
        let mut met = self.to.met.lock().unwrap_or_else(PoisonError::into_inner);
        if met.balances.insert(self.to.key(member, &line.ends())) {
            return Ok(());
        }
        Err("a line before names the same person, with a balance of the same end; put them together"
            .to_owned())
    }
}

/// A new member, as the sheet knows them.
fn enrol(draft: &mut Draft, line: &Customer, source: &str) -> MemberId {
    let (id, at, zone) = (MemberId(draft.id()), draft.at, draft.shop.zone);
    let lang = line.lang.unwrap_or_else(|| draft.facts.store_lang(draft.shop, line.store, at));
    let consented = line.offers.filter(|_| line.consent_source.is_some());
    let mut member = Member::guest(id, line.name.clone(), Some(line.phone.clone()), lang, at);
    member.standing = Standing::Joined;
    member.store = line.store;
    member.joined_at = Some(line.joined.map_or(at, |day| zone.midnight(day).min(at)));
    member.offers = consented == Some(true);
    draft.apply(Change::Enrolled(member));
    draft.apply(Change::Identified { member: id, key: Key::Phone(line.phone.clone()) });
    let source =
        line.consent_source.as_ref().map_or_else(|| source.to_owned(), |said| format!("{source}: {said}"));
    let offers = consented.map(|given| (Purpose::Offers, given));
    for (purpose, given) in [(Purpose::Program, true)].into_iter().chain(offers) {
        draft.apply(Change::Consented { member: id, purpose, given, at, source: source.clone() });
    }
    if let Some((month, day)) = line.birthday {
        draft.set_birthday(id, month, day);
    }
    id
}
