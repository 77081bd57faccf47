//! Two records of one person become one, and a person who wants to be forgotten is.
//!
//! The record that was there first remains. Points move by a posting; lots, holds and purchases keep their numbers, their
//! dates and the transactions behind them, so that an undo or a refund afterwards finds exactly what it would have
//! found before. Of two answers the stricter one counts.

use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::{Account, Facts};
use crate::domain::hold::{Hold, HoldState};
use crate::domain::ids::MemberId;
use crate::domain::ledger::{Actor, Book, Kind, pieces};
use crate::domain::member::{Member, Standing};
use std::cmp::Reverse;

impl Draft<'_> {
    /// Carries the later record over into the earlier one, which is returned. Only on proof: the caller has it.
    pub fn merge(&mut self, one: MemberId, other: MemberId, actor: Actor) -> MemberId {
        let (into, from) = (one.min(other), one.max(other));
        let (Some(kept), Some(left)) = (self.account(into), self.account(from)) else { return into };
        if into == from {
            return into;
        }
        let after = merged(kept, left);
        let (mine, theirs) = (*kept.wallet, *left.wallet);
        let vouchers = left.open_vouchers().iter().map(|voucher| voucher.value.0).sum();
        let lots: Vec<_> = kept.open_lots().into_iter().chain(left.open_lots()).collect();
        let mut posting = self.posting(Kind::Merge, format!("merge:{from}:{into}"), actor);
        posting.transfer(Book::Member(from), Book::Member(into), theirs.available);
        posting.transfer(Book::Held(from), Book::Held(into), theirs.held);
        posting.transfer(Book::Debt(into), Book::Debt(from), theirs.debt);
        posting.transfer(Book::Vouchers(from), Book::Vouchers(into), vouchers);
        // What one record owed is repaid from what the other had, as any later credit would.
        let repaid = (mine.debt + theirs.debt).min(mine.available + theirs.available);
        posting.transfer(Book::Member(into), Book::Debt(into), repaid);
        posting.uses(pieces(&lots, repaid, None));
        if !posting.transfers.is_empty() {
            self.apply(Change::Posted(posting));
        }
        self.apply(Change::Merged { from, into, after: Box::new(after) });
        // What both did counts together from now on.
        self.settle_tier(into);
        into
    }

    /// Deletes what is personal. Rewards set aside and vouchers are let go, what remains is forfeited and a debt is dropped, by a
    /// transaction that says so; the row keeps its number, because the ledger speaks of it.
    pub fn erase(&mut self, member: MemberId, by: Actor) {
        let Some(account) = self.account(member) else { return };
        let open: Vec<Hold> =
            account.holds.iter().filter(|hold| hold.is_open()).map(|hold| Hold::clone(hold)).collect();
        for hold in &open {
            self.release(hold, HoldState::Released, by);
        }
        let vouchers = self.account(member).map(Account::open_vouchers).unwrap_or_default();
        for voucher in &vouchers {
            self.cancel(voucher, by);
        }
        let Some(account) = self.account(member) else { return };
        let (wallet, lots) = (*account.wallet, account.open_lots());
        let before = Box::new((*account.member).clone());
        let mut posting = self.posting(Kind::Erasure, format!("erasure:{member}:{}", self.source), by);
        posting.transfer(Book::Member(member), Book::Forfeited, wallet.available);
        posting.transfer(Book::Forfeited, Book::Debt(member), wallet.debt);
        posting.uses(pieces(&lots, wallet.available, None));
        if posting.uses.is_empty() {
            posting.store = before.store;
        }
        if !posting.transfers.is_empty() {
            self.apply(Change::Posted(posting));
        }
        self.apply(Change::Erased { member, before, at: self.at, by });
    }
}

impl Facts {
    /// Carries the loaded rows of one account over into another, and whatever pointed to it.
    pub(super) fn merge(&mut self, from: MemberId, into: MemberId, after: &Member) {
        let Some(mut left) = self.accounts.remove(&from) else { return };
        if let Some(kept) = self.accounts.get_mut(&into) {
            join(kept, &mut left, after);
        }
        self.accounts.insert(from, left);
        self.merged.insert(from, into);
        let point = |owner: &mut MemberId| {
            if *owner == from {
                *owner = into;
            }
        };
        self.merged.values_mut().for_each(point);
        self.keys.values_mut().flatten().for_each(point);
        self.referrals.values_mut().flatten().for_each(point);
        self.present.values_mut().flatten().for_each(point);
        self.codes.values_mut().flatten().for_each(|(member, _)| point(member));
        self.vouchers.values_mut().flatten().for_each(|(member, _)| point(member));
        self.quotes.values_mut().flatten().for_each(|(member, _)| point(member));
        self.handed.values_mut().for_each(|(member, _)| point(member));
        for staff in self.staff.values_mut().filter(|staff| staff.member == from) {
            staff.alter().member = into;
        }
    }
}

/// Moves everything that hangs on one account to another and leaves a blank row behind.
pub(super) fn join(kept: &mut Account, left: &mut Account, after: &Member) {
    let (into, from) = (after.id, left.member.id);
    kept.lots.append(&mut left.lots);
    kept.holds.append(&mut left.holds);
    kept.purchases.append(&mut left.purchases);
    for (month, tally) in std::mem::take(&mut left.months) {
        let sum = kept.months.entry(month).or_default();
        *sum = sum.plus(tally);
    }
    kept.vouchers.append(&mut left.vouchers);
    kept.contacts.append(&mut left.contacts);
    kept.lots
        .iter_mut()
        .filter(|lot| lot.member == from)
        .for_each(|lot| lot.carried(|lot| lot.member = into));
    kept.holds
        .iter_mut()
        .filter(|hold| hold.member == from)
        .for_each(|hold| hold.carried(|h| h.member = into));
    kept.vouchers
        .iter_mut()
        .filter(|voucher| voucher.member == from)
        .for_each(|voucher| voucher.carried(|voucher| voucher.member = into));
    let purchases = kept.purchases.iter_mut().filter(|purchase| purchase.member == from);
    purchases.for_each(|purchase| purchase.carried(|purchase| purchase.member = into));
    let quiet_until = kept.reach.quiet_until.max(left.reach.quiet_until);
    if left.reach.last_inbound > kept.reach.last_inbound {
        kept.reach = std::mem::take(&mut left.reach);
    }
    kept.reach.quiet_until = quiet_until;
    left.reach = crate::domain::member::Reach::default();
    kept.said_no = refuses(kept) || refuses(left);
    *kept.member.alter() = after.clone();
    let code = left.member.referral_code.clone().filter(|code| after.referral_code.as_ref() != Some(code));
    // A code that was given out keeps working: it leads on to the record that remains.
    *left.member.alter() = Member { referral_code: code, merged_into: Some(into), ..blank(&left.member) };
}

/// The member two records stand for.
fn merged(kept: &Account, left: &Account) -> Member {
    let (one, other) = (&*kept.member, &*left.member);
    // Who has come further is described better: a name from the till yields to the person's own.
    let rank = |member: &Member| match member.standing {
        Standing::Joined => 2,
        Standing::Guest => 1,
        Standing::Provisional => 0,
    };
    let mut records = [one, other];
    records.sort_by_key(|member| Reverse(rank(member)));
    let [first, second] = records;
    let bought_before = second.standing == Standing::Provisional
        && first.joined_at.is_none_or(|joined| second.created_at <= joined);
    let standing = match first.standing {
        Standing::Guest if second.standing == Standing::Provisional => Standing::Provisional,
        standing => standing,
    };
    let paid = [first, second].into_iter().find(|member| member.referral.is_some());
    let invited = [first, second].into_iter().find_map(|member| member.referred_by);
    // Who bought before is no new friend, and nobody refers themselves.
    let invited = invited.filter(|by| !bought_before && ![one.id, other.id].contains(by));
    Member {
        id: one.id,
        name: first.name.clone().or_else(|| second.name.clone()),
        phone: first.phone.clone().or_else(|| second.phone.clone()),
        cnpj: first.cnpj.clone().or_else(|| second.cnpj.clone()),
        standing,
        lang: first.lang,
        store: first.store.or(second.store),
        referral_code: first.referral_code.clone().or_else(|| second.referral_code.clone()),
        referred_by: paid.map_or(invited, |member| member.referred_by),
        referral: paid.and_then(|member| member.referral),
        offers: (one.offers || other.offers) && !refuses(kept) && !refuses(left),
        silent: one.silent || other.silent,
        frozen: one.frozen || other.frozen,
        moved: one.moved || other.moved,
        merged_into: None,
        tier: first.tier.clone().or_else(|| second.tier.clone()),
        presence: first.presence.clone().or_else(|| second.presence.clone()),
        birthday: first.birthday.or(second.birthday),
        awaits: first.awaits.or(second.awaits).filter(|_| paid.is_none() && invited.is_some()),
        created_at: one.created_at.min(other.created_at),
        joined_at: one.joined_at.into_iter().chain(other.joined_at).min(),
    }
}

fn refuses(account: &Account) -> bool {
    account.said_no && !account.member.offers
}

impl Member {
    /// Whether nothing personal is left of this record: whoever it was is forgotten, or known by another one now.
    pub fn is_blank(&self) -> bool {
        *self == blank(self)
    }
}

/// A row of which nothing personal is left.
pub(super) fn blank(member: &Member) -> Member {
    Member {
        name: None,
        phone: None,
        cnpj: None,
        standing: Standing::Guest,
        store: None,
        referral_code: None,
        referred_by: None,
        referral: None,
        offers: false,
        silent: true,
        frozen: false,
        moved: false,
        tier: None,
        presence: None,
        birthday: None,
        awaits: None,
        joined_at: None,
        ..member.clone()
    }
}
