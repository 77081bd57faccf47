//! Bringing customers along: what the lines of a sheet lead to, by the same drafts as everything else, and writing it.
//!
//! A balance comes once: its natural key names the sheet, the person and which of their balances it is. Where a person got
//! something under that name that the sheet does not say any more, the sheet was corrected, and more would come twice: the
//! line is left out, and so is that of whoever asked to be forgotten. Whoever is known already keeps what they told the shop themselves, above all what they consented to; a list only
//! fills what is empty ([`known`]).

mod known;

use crate::app::chance::chance;
use crate::dialogue::figure;
use crate::dialogue::needs::Needs;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::{Facts, Key, Shop};
use crate::domain::ids::{MemberId, TxnId};
use crate::domain::opening::{BroughtAlong, Opening};
use crate::domain::program::Unit;
use crate::moving::check::{Customer, Fault};
use crate::moving::columns::Column;
use crate::store::load::{self, Chats};
use crate::store::{StoreError, Tx, forgotten, inbox, ledger, openings, people};
use chrono::NaiveDate;
use known::{enrol, fill};
use ring::hmac;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use known::Filled;

/// How many lines are brought in one transaction.
pub const CHUNK: usize = 1_000;

/// Of how many lines it is told what becomes of each.
pub const FIRST: usize = 5;

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
    /// By the line that names them first.
    people: HashMap<u64, Person>,
    /// Balances of people who were known, however they were named: whether each was there as the sheet says.
    balances: HashMap<String, bool>,
    /// Who of them asked to be forgotten, by the line that names them first.
    forgotten: BTreeSet<u64>,
    /// What has this number or a higher one came from the sheet itself.
    began: Option<i64>,
}

/// One of them.
#[derive(Debug, Default)]
struct Person {
    /// The latest last day that is named for a balance of theirs.
    latest: Option<NaiveDate>,
    /// Whether the sheet brings them.
    new: bool,
    /// What was said of them before, each thing once.
    told: BTreeSet<Column>,
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
    /// Lines of people who asked to be forgotten.
    pub forgotten: Vec<u64>,
    /// New people who are to take offers, and nobody says where they agreed; those of whom the same holds for e-mail.
    pub without_source: i64,
    pub unproven_mail: i64,
    /// New people without a phone, and those of them who take e-mail.
    pub phoneless: i64,
    pub by_mail: i64,
    /// When the first and the last of the balances end (ms UTC).
    pub ends: Option<(i64, i64)>,
    pub faults: Vec<Fault>,
    /// Of how many people who were known what was filled, and what stays although the list says it otherwise.
    pub kept: BTreeMap<Column, i64>,
    pub stays: BTreeMap<Column, i64>,
    /// Of how many of them a yes is refused, because nobody says where they agreed.
    pub unproven: BTreeMap<Column, i64>,
    /// What becomes of the first lines that come.
    pub first: BTreeMap<u64, First>,
}

/// What becomes of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct First {
    /// Of somebody who was known; of whoever is new all that the line says is kept.
    pub filled: Option<Filled>,
    /// Its balance came before.
    pub there: bool,
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
        self.forgotten.extend(more.forgotten);
        self.without_source += more.without_source;
        self.unproven_mail += more.unproven_mail;
        self.phoneless += more.phoneless;
        self.by_mail += more.by_mail;
        if let Some((first, last)) = more.ends {
            self.end(first, last);
        }
        self.faults.extend(more.faults);
        for (sum, more) in
            [(&mut self.kept, more.kept), (&mut self.stays, more.stays), (&mut self.unproven, more.unproven)]
        {
            for (column, count) in more {
                *sum.entry(column).or_default() += count;
            }
        }
        self.first.extend(more.first);
        while self.first.len() > FIRST {
            self.first.pop_last();
        }
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
        let keys: BTreeSet<Key> = lines.iter().flat_map(Customer::keys).map(|(_, key)| key).collect();
        let needs = Needs { keys: keys.clone(), ..Needs::default() };
        load::load(tx, merchant, &needs, self.at, &mut facts, &mut chats).await?;
        let theirs = |key: &Key| facts.member_behind(key).map(|id| facts.present(id));
        let known: BTreeSet<MemberId> = keys.iter().filter_map(theirs).collect();
        let known: Vec<MemberId> = known.into_iter().collect();
        let before = self.before(tx, &known, next_id).await?;
        let mut planning =
            Planning { to: self, facts, before, enrolled: BTreeMap::new(), changes: Vec::new() };
        let forgotten = forgotten::among(tx, merchant, &keys).await?;
        let mut brought = Brought::default();
        for line in lines {
            if self.met().is_forgotten(line, &forgotten) {
                brought.forgotten.push(line.line);
                continue;
            }
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

    /// Whether the rules that count now have a use for birthdays.
    pub fn keeps_birthdays(&self) -> bool {
        self.shop.rules.at(self.at).program.keeps_birthdays()
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
    /// Whom these lines made members, and which of them did.
    enrolled: BTreeMap<MemberId, u64>,
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
            self.count(line, known, None, &mut came);
            return Ok(came);
        }
        came.there = i64::from(matches!(beside, Beside::There));
        let at = self.to.at;
        let source = self.to.source();
        let seed = chance(&self.to.seed, &line.line.to_string());
        let mut draft = Draft::new(&self.to.shop, &self.facts, at, &source).drawing_from(seed);
        let (member, filled) = match known {
            Some(member) => (member, Some(fill(&mut draft, member, line, &source))),
            None => (enrol(&mut draft, line, &source), None),
        };
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
        if known.is_none() {
            self.enrolled.insert(member, line.line);
        }
        self.facts.next_id = next_id;
        for change in made {
            self.facts.evolve(&change);
            self.changes.push(change);
        }
        came.first.insert(line.line, First { filled: filled.clone(), there: came.there > 0 });
        self.count(line, known, filled, &mut came);
        Ok(came)
    }

    /// Counts people once, however many lines name them.
    fn count(&self, line: &Customer, known: Option<MemberId>, filled: Option<Filled>, came: &mut Brought) {
        let mut met = self.to.met();
        let latest = met.latest(line);
        let first = !met.people.contains_key(&line.first);
        let person = met.people.entry(line.first).or_default();
        person.latest = latest;
        if first {
            person.new = known.is_none();
            let (new, phoneless) = (known.is_none(), line.phone.is_none());
            (came.new, came.known) = (i64::from(new), i64::from(!new));
            let unproven = |agreed| agreed == Some(true) && line.consent_source.is_none();
            came.without_source = i64::from(new && unproven(line.offers));
            came.unproven_mail = i64::from(new && line.email.is_some() && unproven(line.mail));
            came.phoneless = i64::from(new && phoneless);
            came.by_mail = i64::from(new && phoneless && line.agrees_to_mail());
        }
        let filled = filled.filter(|_| !person.new).unwrap_or_default();
        for (sum, columns) in [
            (&mut came.kept, filled.kept),
            (&mut came.stays, filled.stays.into_keys().collect()),
            (&mut came.unproven, filled.unproven),
        ] {
            let once = columns.into_iter().filter(|column| person.told.insert(*column));
            sum.extend(once.map(|column| (column, 1)));
        }
    }

    /// Who a line speaks of, if they are known: the one customer to whom all of it leads.
    fn known(&self, line: &Customer) -> Result<Option<MemberId>, String> {
        let mut found: Option<(&str, MemberId)> = None;
        for (column, key) in line.keys() {
            let behind = self.facts.member_behind(&key).map(|id| self.facts.present(id));
            match (found, behind) {
                (Some((other, one)), Some(two)) if one != two => {
                    let (one, two) = (self.named(one), self.named(two));
                    return Err(format!("its {other} is that of {one} and its {column} that of {two}"));
                }
                (None, Some(id)) => found = Some((column, id)),
                _ => {}
            }
        }
        let Some((column, id)) = found else { return Ok(None) };
        let Some(member) = self.facts.account(id).map(|account| &*account.member) else {
            return Ok(Some(id));
        };
        let by_phone = column == "phone";
        if !by_phone && line.phone.is_some() && member.phone.is_some() && line.phone != member.phone {
            return Err(format!("its {column} is that of {}, who has another phone", self.named(id)));
        }
        if line.cnpj.is_some() && member.cnpj.is_some() && line.cnpj != member.cnpj {
            return Err(format!("its {column} is that of {}, who has another cnpj", self.named(id)));
        }
        if member.frozen {
            return Err(
                "whose number this is is in question; nothing is given before that is settled".to_owned()
            );
        }
        Ok(Some(id))
    }

    /// Somebody as a fault names them: by a number of theirs or of a line, which says nothing to anybody else.
    fn named(&self, member: MemberId) -> String {
        let line = self.enrolled.get(&member);
        line.map_or_else(|| format!("member {member}"), |line| format!("line {line}"))
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
    /// Whether a line speaks of somebody who asked to be forgotten, or a line before did so of the same person.
    fn is_forgotten(&mut self, line: &Customer, forgotten: &BTreeSet<Key>) -> bool {
        if line.keys().any(|(_, key)| forgotten.contains(&key)) {
            self.forgotten.insert(line.first);
        }
        self.forgotten.contains(&line.first)
    }

    /// The latest last day that is named for a balance of this person, up to this line.
    fn latest(&self, line: &Customer) -> Option<NaiveDate> {
        self.people.get(&line.first).and_then(|person| person.latest).max(line.expires)
    }
}
