//! Bringing customers along: what the lines of a sheet lead to, by the same drafts as everything else, and writing it.
//!
//! A balance comes once: its natural key names the sheet, the person and which of their balances it is. Where a person got
//! something under that name that the sheet does not say any more, the sheet was corrected, and more would come twice: the
//! line is left out. Whoever is known already keeps what they told the shop themselves, above all what they consented to.

use crate::app::chance::chance;
use crate::dialogue::figure;
use crate::dialogue::needs::Needs;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::{Facts, Key, Shop};
use crate::domain::ids::{MemberId, TxnId};
use crate::domain::member::{Member, Purpose, Standing};
use crate::domain::opening::{BroughtAlong, Opening};
use crate::domain::phone::Phone;
use crate::domain::program::Unit;
use crate::moving::check::{Customer, Fault};
use crate::store::load::{self, Chats};
use crate::store::{StoreError, Tx, inbox, ledger, openings, people};
use chrono::NaiveDate;
use ring::hmac;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many lines are brought in one transaction.
pub const CHUNK: usize = 1_000;

/// Whose customers come, under which name, and when (ms UTC). One sheet read once from its start to its end.
#[derive(Debug, Clone)]
pub struct Move {
    pub shop: Shop,
    pub name: String,
    pub at: i64,
    /// Where codes of vouchers come from.
    seed: hmac::Key,
    met: Arc<Mutex<Met>>,
}

/// Whom this sheet has spoken of so far.
#[derive(Debug, Default)]
struct Met {
    /// The latest last day that it names for a balance of theirs.
    people: HashMap<Phone, Option<NaiveDate>>,
    /// Balances of people who were known, however they were named: whether each was there as the sheet says.
    balances: HashMap<String, bool>,
    /// What has this number or a higher one came from the sheet itself.
    began: Option<i64>,
}

/// A balance that came under this name before the sheet was read: which of theirs it is, and how much.
type Before = (String, i64);

/// What a balance of a line is beside those before.
enum Beside {
    New,
    There,
    /// They got so much, and the sheet says it otherwise now.
    Corrected(i64),
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
    /// Vouchers that balances became, and what they are worth (centavos).
    pub vouchers: i64,
    pub worth: i64,
    /// Lines whose people got something else under this name before.
    pub left_out: Vec<Fault>,
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
        self.vouchers += more.vouchers;
        self.worth += more.worth;
        self.left_out.extend(more.left_out);
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
    pub fn new(shop: Shop, name: String, at: i64, seed: hmac::Key) -> Move {
        Move { shop, name, at, seed, met: Arc::default() }
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
        let known: Vec<MemberId> =
            lines.iter().filter_map(|line| Some(facts.present(theirs(line)?))).collect();
        let before = self.before(tx, &known, next_id).await?;
        let mut planning = Planning { to: self, facts, before, changes: Vec::new() };
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

    /// What these people got under this name, they themselves or the records that were carried over into theirs, before the
    /// sheet was read.
    async fn before(
        &self,
        tx: &mut Tx,
        known: &[MemberId],
        next_id: i64,
    ) -> Result<BTreeMap<MemberId, Vec<Before>>, StoreError> {
        let merchant = self.shop.id;
        let began = TxnId(*self.met().began.get_or_insert(next_id));
        let mut owners: BTreeMap<MemberId, MemberId> = known.iter().map(|id| (*id, *id)).collect();
        for (into, from) in openings::carried(tx, merchant, known).await? {
            owners.insert(from, into);
        }
        let records: Vec<MemberId> = owners.keys().copied().collect();
        let mut before: BTreeMap<MemberId, Vec<Before>> = BTreeMap::new();
        for brought in openings::brought(tx, merchant, &records).await? {
            let ends = brought.key.strip_prefix(&self.key(brought.member, ""));
            if let (Some(ends), Some(owner)) =
                (ends.filter(|_| brought.txn < began), owners.get(&brought.member))
            {
                before.entry(*owner).or_default().push((ends.to_owned(), brought.points));
            }
        }
        Ok(before)
    }

    fn met(&self) -> MutexGuard<'_, Met> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner)
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
    before: BTreeMap<MemberId, Vec<Before>>,
    changes: Vec<Change>,
}

impl Planning<'_> {
    fn line(&mut self, line: &Customer) -> Result<Brought, String> {
        let known = self.known(line)?;
        let mut came = Brought::default();
        let beside = match known.filter(|_| line.balance > 0) {
            Some(member) => self.beside(member, line)?,
            None => Beside::New,
        };
        if let Beside::Corrected(points) = beside {
            came.left_out.push(Fault { line: line.line, says: self.corrected(points) });
            self.count(line, known, &mut came);
            return Ok(came);
        }
        came.there = i64::from(matches!(beside, Beside::There));
        let at = self.to.at;
        let source = self.to.source();
        let seed = chance(&self.to.seed, &line.line.to_string());
        let mut draft = Draft::new(&self.to.shop, &self.facts, at, &source).drawing_from(seed);
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
        if line.balance > 0 && matches!(beside, Beside::New) {
            let opening = Opening {
                key: self.to.key(member, &line.ends()),
                points: line.balance,
                last: line.expires,
                since: line.earned,
                latest: self.to.met().latest(line),
            };
            let along = draft.bring_along(member, &opening);
            let BroughtAlong { ends, voucher } =
                along.ok_or("by the shop's rules this balance has ended; a line may say when it ends")?;
            (came.balances, came.points) = (1, line.balance);
            came.vouchers = i64::from(voucher.is_some());
            came.worth = voucher.map_or(0, |made| made.value.0);
            came.end(ends, ends);
        }
        let (made, next_id) = draft.finish();
        self.facts.next_id = next_id;
        for change in made {
            self.facts.evolve(&change);
            self.changes.push(change);
        }
        self.count(line, known, &mut came);
        Ok(came)
    }

    fn count(&self, line: &Customer, known: Option<MemberId>, came: &mut Brought) {
        let mut met = self.to.met();
        let latest = met.latest(line);
        if met.people.insert(line.phone.clone(), latest).is_none() {
            let new = known.is_none();
            (came.new, came.known) = (i64::from(new), i64::from(!new));
            let unproven = line.offers == Some(true) && line.consent_source.is_none();
            came.without_source = i64::from(new && unproven);
        }
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

    /// What somebody got before is theirs whatever the sheet says now. What it says beside that is new only after it named all
    /// of that as it is, as it does where it was broken off and goes on. Two lines may name one person by two phones.
    fn beside(&self, member: MemberId, line: &Customer) -> Result<Beside, String> {
        let before = self.before.get(&member).map_or(&[][..], Vec::as_slice);
        let (ends, mut met) = (line.ends(), self.to.met());
        let there = before.iter().any(|(one, points)| *one == ends && *points == line.balance);
        if met.balances.insert(self.to.key(member, &ends), there).is_some() {
            return Err(
                "a line before names the same person, with a balance of the same end; put them together"
                    .to_owned(),
            );
        }
        let named = |ends: &str| met.balances.get(&self.to.key(member, ends)) == Some(&true);
        Ok(if there {
            Beside::There
        } else if before.iter().all(|(ends, _)| named(ends)) {
            Beside::New
        } else {
            Beside::Corrected(before.iter().map(|(_, points)| points).sum())
        })
    }

    fn corrected(&self, points: i64) -> String {
        let Shop { rules, lang, .. } = &self.to.shop;
        let unit = rules.at(self.to.at).program.unit;
        let points = match unit {
            Unit::Reais => figure::amount(points, unit, *lang),
            Unit::Points => format!("{} points", figure::amount(points, unit, *lang)),
        };
        format!(
            "{points} were brought for this person under this name before; another --name adds this line to it, an \
             adjustment puts right what was brought"
        )
    }
}

impl Met {
    /// The latest last day that is named for a balance of this person, up to this line.
    fn latest(&self, line: &Customer) -> Option<NaiveDate> {
        self.people.get(&line.phone).copied().flatten().max(line.expires)
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
