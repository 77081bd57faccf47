//! Endings: when a credit or a voucher ends, who was told of it, and what then becomes of it.
//!
//! Nothing ends in silence. Some days before, its owner is told, in one message for all that ends about then. At the
//! end it counts whether that message arrived. If it did not, what was to end lives some days more, once, with the
//! reason kept, and its owner is told again. While it is in question whose a number is, nothing ends at all.

use crate::domain::calendar::DAY;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::Account;
use crate::domain::ids::{LotId, MemberId};
use crate::domain::ledger::{Actor, Book, Kind, Lot, LotUse, pieces};
use crate::domain::program::span::NEVER;
use crate::domain::voucher::{Voucher, VoucherState};
use std::collections::BTreeMap;

/// What ends this many days after what has to be told goes into the same message.
const TOGETHER: i64 = 3;

/// How far the end of a credit or voucher has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// The cause under which its owner was told.
    pub told: Option<String>,
    /// It lives longer than it was given for, because of this.
    pub untold: Option<Untold>,
    /// A credit that was in a voucher which ended, and came back.
    pub returned: bool,
    /// When time has to look at it next (ms UTC); `None`: never.
    pub due: Option<i64>,
}

/// Why somebody does not know that something of theirs ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Untold {
    /// Nothing was said in time.
    Late,
    /// They wish to be told nothing, or nothing can be sent to them.
    NoWay,
    /// Their chat is closed, and no template may be sent.
    Closed,
    /// It was sent and did not arrive, or nobody knows whether it did.
    Undelivered,
    /// Whose number it is was in question.
    Frozen,
}

impl Untold {
    pub const ALL: [Untold; 5] =
        [Untold::Late, Untold::NoWay, Untold::Closed, Untold::Undelivered, Untold::Frozen];

    /// As it is stored and logged.
    pub const fn as_str(self) -> &'static str {
        match self {
            Untold::Late => "late",
            Untold::NoWay => "no_way",
            Untold::Closed => "closed",
            Untold::Undelivered => "undelivered",
            Untold::Frozen => "frozen",
        }
    }

    pub fn read(text: &str) -> Option<Untold> {
        Untold::ALL.into_iter().find(|why| why.as_str() == text)
    }
}

/// What became of the messages that told of endings, by their cause: `None` where one arrived.
pub type Fates = BTreeMap<String, Option<Untold>>;

/// What time did to somebody's credits and vouchers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ended {
    /// To be told: credit by its end (ms UTC), and vouchers, first to end first.
    pub credits: BTreeMap<i64, i64>,
    pub vouchers: Vec<Voucher>,
    /// What lives longer, and why.
    pub prolonged: Vec<Untold>,
    /// Causes of messages that need not be said any more.
    pub overtaken: Vec<String>,
}

impl Ended {
    /// All of it that has to be told, and the first end (ms UTC); `None` when there is nothing to tell.
    pub fn soon(&self) -> Option<(i64, i64)> {
        let vouchers = self.vouchers.iter().map(|voucher| (voucher.expires_at, voucher.value.0));
        let all = self.credits.iter().map(|(end, amount)| (*end, *amount)).chain(vouchers);
        all.reduce(|(first, sum), (end, amount)| (first.min(end), sum + amount)).map(|(end, sum)| (sum, end))
    }
}

impl Draft<'_> {
    /// The ending of something that is to last until then, and of which nobody was told yet.
    pub(super) fn ending(&self, expires_at: i64) -> Ending {
        if expires_at >= NEVER {
            return Ending::default();
        }
        let (zone, at) = (self.shop.zone, self.at);
        let ahead = i64::from(self.program.notices.expiry_days);
        let notice = zone.morning(expires_at - 1, -ahead);
        let next = self.next_morning();
        let soonest = if next < expires_at { next } else { at };
        Ending { due: Some(notice.max(soonest)), ..Ending::default() }
    }

    fn next_morning(&self) -> i64 {
        let (zone, at) = (self.shop.zone, self.at);
        let today = zone.morning(at, 0);
        if today > at { today } else { zone.morning(at, 1) }
    }

    /// Gives a credit another end, of which nobody was told yet.
    pub(super) fn prolong(&mut self, member: MemberId, lot: &Lot, until: i64) {
        let ending = Ending { returned: lot.ending.returned, ..self.ending(until) };
        self.apply(Change::Prolonged { member, lot: lot.id, until, ending });
    }

    /// Credits that ended while they stood elsewhere live some days more, now that they come back.
    pub(super) fn outlive(&mut self, member: MemberId, back: impl Fn(LotId) -> bool) {
        let (at, until) = (self.at, self.days_from_now(member, self.program.notices.returned_days));
        let lots = self.account(member).map(Account::open_lots).unwrap_or_default();
        for lot in lots.iter().filter(|lot| lot.expires_at <= at && back(lot.id)) {
            self.prolong(member, lot, until);
        }
    }

    /// A purchase prolongs the credits whose own rules say so.
    pub(super) fn slide(&mut self, member: MemberId) {
        let lots = self.account(member).map(Account::open_lots).unwrap_or_default();
        for lot in lots.iter().filter(|lot| lot.remaining > 0) {
            let expiry = &self.shop.rules.version(lot.rules).program.expiry;
            let until = expiry.ends(self.zone_of(member), self.at);
            if expiry.slides() && lot.expires_at > self.at && until > lot.expires_at {
                self.prolong(member, lot, until);
            }
        }
    }

    /// Ends what has come to its end, prolongs what its owner does not know of, and says what they have to be told.
    pub fn end(&mut self, member: MemberId, fates: &Fates) -> Ended {
        let mut ended = Ended::default();
        let Some(account) = self.account(member) else { return ended };
        if account.member.frozen {
            self.rest(member);
            return ended;
        }
        let mut vouchers = account.open_vouchers();
        vouchers.retain(|voucher| voucher.expires_at <= self.at);
        for voucher in &vouchers {
            match self.lives(&voucher.ending, fates, &mut ended) {
                Some(why) => self.prolong_voucher(voucher, why),
                None => self.end_voucher(voucher),
            }
        }
        self.end_credits(member, fates, &mut ended);
        self.tell(member, &mut ended);
        ended
    }

    /// Why it lives on although its end has come; `None`: it ends.
    fn lives(&self, ending: &Ending, fates: &Fates, ended: &mut Ended) -> Option<Untold> {
        let more = self.program.notices.untold_days > 0;
        let before = ending.untold.is_some_and(|why| why != Untold::Frozen);
        let why = match &ending.told {
            None => Some(Untold::Late),
            Some(cause) => fates.get(cause).copied().unwrap_or(Some(Untold::Undelivered)),
        };
        // Told anew or over: what was not said by now is not said any more.
        ended.overtaken.extend(ending.told.clone());
        let why = why.filter(|_| more && !before)?;
        ended.prolonged.push(why);
        Some(why)
    }

    /// The end of what lives on from now.
    fn later(&self, member: MemberId) -> i64 {
        self.zone_of(member).usable_after(self.at, self.program.notices.untold_days.max(1))
    }

    /// Credits that have ended, first to expire first. What an open hold needs of them lives as long as that can.
    fn end_credits(&mut self, member: MemberId, fates: &Fates, ended: &mut Ended) {
        let Some(account) = self.account(member) else { return };
        let mut held = account.wallet.held;
        let open = account.holds.iter().filter(|hold| hold.is_open());
        let closes = open.map(|hold| hold.expires_at).min().unwrap_or(self.at).max(self.at + 1);
        let mut lots: Vec<Lot> = account.open_lots();
        lots.retain(|lot| lot.remaining > 0);
        lots.sort_by_key(|lot| (lot.expires_at, lot.earned_at, lot.id));
        for lot in lots {
            let needed = held.min(lot.remaining);
            held -= needed;
            if lot.expires_at > self.at {
                continue;
            }
            if let Some(why) = self.lives(&lot.ending, fates, ended) {
                let until = self.later(member);
                let ending =
                    Ending { untold: Some(why), returned: lot.ending.returned, ..self.ending(until) };
                self.apply(Change::Prolonged { member, lot: lot.id, until, ending });
                continue;
            }
            self.expire(&lot, lot.remaining - needed);
            if needed > 0 {
                let ending = Ending { due: Some(closes), ..lot.ending.clone() };
                self.apply(Change::Prolonged { member, lot: lot.id, until: closes, ending });
            }
        }
    }

    fn expire(&mut self, lot: &Lot, amount: i64) {
        if amount <= 0 {
            return;
        }
        let key = format!("expire:{}:{}", lot.id, lot.expires_at);
        let mut posting = self.posting(Kind::Expiry, key, Actor::Clock);
        posting.transfer(Book::Member(lot.member), Book::Expired, amount);
        posting.uses(vec![LotUse { lot: lot.id, amount }]);
        self.apply(Change::Posted(posting));
        self.apply(Change::Lapsed { member: lot.member, lot: lot.id, amount });
    }

    fn prolong_voucher(&mut self, voucher: &Voucher, why: Untold) {
        let expires_at = self.later(voucher.member);
        let ending = Ending { untold: Some(why), ..self.ending(expires_at) };
        self.apply(Change::Voucher(Box::new(Voucher { expires_at, ending, ..voucher.clone() })));
    }

    /// A voucher ends: its value is lost, or balance again as far as it has not come back before. A debt is repaid
    /// from that first.
    fn end_voucher(&mut self, voucher: &Voucher) {
        let member = voucher.member;
        let back = self.comes_back(voucher);
        let value: i64 = back.iter().map(|piece| piece.amount).sum();
        self.outlive(member, |lot| back.iter().any(|piece| piece.lot == lot));
        self.mark_returned(member, &back);
        let Some(account) = self.account(member) else { return };
        let (repaid, mut lots) = (account.wallet.debt.min(value), account.open_lots());
        let mut posting = self.closing(Kind::VoucherExpiry, voucher, Actor::Clock);
        posting.transfer(Book::Vouchers(member), Book::Member(member), value);
        posting.transfer(Book::Vouchers(member), Book::Expired, voucher.value.0 - value);
        posting.transfer(Book::Member(member), Book::Debt(member), repaid);
        for piece in &back {
            posting.uses.push(LotUse { lot: piece.lot, amount: -piece.amount });
            for lot in lots.iter_mut().filter(|lot| lot.id == piece.lot) {
                lot.remaining += piece.amount;
            }
        }
        posting.uses(pieces(&lots, repaid, None));
        self.apply(Change::Posted(posting));
        for piece in voucher.pieces.iter().filter(|piece| !back.contains(piece)) {
            self.apply(Change::Lapsed { member, lot: piece.lot, amount: piece.amount });
        }
        let (state, closed_at) = (VoucherState::Expired, Some(self.at));
        self.apply(Change::Voucher(Box::new(Voucher {
            state,
            closed_at,
            reserved: None,
            ..voucher.clone()
        })));
    }

    /// What of a voucher is balance again if it ends unused: each credit once.
    pub fn comes_back(&self, voucher: &Voucher) -> Vec<LotUse> {
        let returns = self.voucher_rule(voucher).is_some_and(|rule| rule.returns);
        let lots = self.account(voucher.member).map(Account::open_lots).unwrap_or_default();
        let fresh = |id: LotId| returns && lots.iter().any(|lot| lot.id == id && !lot.ending.returned);
        voucher.pieces.iter().filter(|piece| fresh(piece.lot)).copied().collect()
    }

    fn mark_returned(&mut self, member: MemberId, back: &[LotUse]) {
        let lots = self.account(member).map(Account::open_lots).unwrap_or_default();
        for lot in lots.iter().filter(|lot| back.iter().any(|piece| piece.lot == lot.id)) {
            let ending = Ending { returned: true, ..lot.ending.clone() };
            self.apply(Change::Prolonged { member, lot: lot.id, until: lot.expires_at, ending });
        }
    }

    /// What somebody has to be told now, with what ends soon after it.
    fn tell(&mut self, member: MemberId, ended: &mut Ended) {
        let Some(account) = self.account(member) else { return };
        let untold = |ending: &Ending| ending.told.is_none() && ending.due.is_some();
        let mut lots = account.open_lots();
        lots.retain(|lot| lot.remaining > 0 && untold(&lot.ending));
        let mut vouchers = account.open_vouchers();
        vouchers.retain(|voucher| untold(&voucher.ending));
        let dues = lots.iter().map(|lot| lot.ending.due).chain(vouchers.iter().map(|one| one.ending.due));
        if dues.flatten().all(|due| due > self.at) {
            return;
        }
        let until = self.at + (i64::from(self.program.notices.expiry_days) + 1 + TOGETHER) * DAY;
        let told = |expires_at| Ending {
            told: Some(self.source.to_owned()),
            due: Some(expires_at),
            ..Ending::default()
        };
        let due = |ending: &Ending, end: i64| end <= until || ending.due.is_some_and(|due| due <= self.at);
        let mut changes = Vec::new();
        for lot in lots.iter().filter(|lot| due(&lot.ending, lot.expires_at)) {
            *ended.credits.entry(lot.expires_at).or_default() += lot.remaining;
            let Ending { untold, returned, .. } = lot.ending;
            let (until, ending) = (lot.expires_at, Ending { untold, returned, ..told(lot.expires_at) });
            changes.push(Change::Prolonged { member, lot: lot.id, until, ending });
        }
        for voucher in vouchers.iter().filter(|voucher| due(&voucher.ending, voucher.expires_at)) {
            ended.vouchers.push(voucher.clone());
            let ending = Ending { untold: voucher.ending.untold, ..told(voucher.expires_at) };
            changes.push(Change::Voucher(Box::new(Voucher { ending, ..voucher.clone() })));
        }
        for change in changes {
            self.apply(change);
        }
    }

    /// While nobody knows whose the number is, nothing ends: it is looked at again in the morning.
    fn rest(&mut self, member: MemberId) {
        let Some(account) = self.account(member) else { return };
        let (at, later, next) = (self.at, self.later(member), self.next_morning());
        let rested = |ending: &Ending, end: i64| {
            let over = end <= at;
            let untold = if over { Some(Untold::Frozen) } else { ending.untold };
            let told = ending.told.clone().filter(|_| !over);
            (if over { later } else { end }, Ending { told, untold, due: Some(next), ..ending.clone() })
        };
        let due = |ending: &Ending| ending.due.is_some_and(|due| due <= at);
        let mut changes = Vec::new();
        for lot in account.lots.iter().filter(|lot| lot.remaining > 0 && due(&lot.ending)) {
            let (until, ending) = rested(&lot.ending, lot.expires_at);
            changes.push(Change::Prolonged { member, lot: lot.id, until, ending });
        }
        for voucher in account.open_vouchers().iter().filter(|voucher| due(&voucher.ending)) {
            let (expires_at, ending) = rested(&voucher.ending, voucher.expires_at);
            let voucher = Voucher { expires_at, ending, ..voucher.clone() };
            changes.push(Change::Voucher(Box::new(voucher)));
        }
        for change in changes {
            self.apply(change);
        }
    }
}
