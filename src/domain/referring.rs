//! Referrals: a friend's first purchase of some size pays both sides, at once or some days later, for so many friends a
//! month; with that purchase it falls.

use crate::domain::calendar::DAY;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::ledger::{Actor, Book, Kind};
use crate::domain::member::{Awaited, PaidReferral};
use crate::domain::money::Money;
use crate::domain::program::ReferralRule;
use crate::domain::purchase::Purchase;
use crate::domain::selling::Revouched;
use crate::domain::tally::Tally;
use crate::domain::voucher::Voucher;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferralPaid {
    pub referrer: MemberId,
    pub referrer_points: i64,
    pub friend_points: i64,
}

/// What became of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referred {
    Paid(ReferralPaid),
    /// This person was paid for as many friends this month as the rules allow.
    Over(MemberId),
}

/// What a referral that was waited for led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub referred: Referred,
    /// What the credit of each became, where it becomes vouchers.
    pub voucher: Option<Voucher>,
    pub referrer_voucher: Option<Voucher>,
}

impl Draft<'_> {
    /// The friend's first purchase of that size pays both sides, or will. `counts`: what of it takes part.
    pub(super) fn pay_referral(
        &mut self,
        friend: MemberId,
        purchase: PurchaseId,
        counts: Money,
    ) -> Option<Referred> {
        let rule = self.program.referral.clone()?;
        let member = self.member(friend)?;
        // Two records of one person may have invited each other.
        member.referred_by.filter(|by| *by != friend)?;
        if member.referral.is_some() || member.awaits.is_some() || !rule.pays(counts) {
            return None;
        }
        let due = self.referral_due(self.at, &rule);
        if due > self.at {
            self.alter(friend, |member| member.awaits = Some(Awaited { purchase, due }));
            return None;
        }
        self.refer(friend, purchase, &rule, due, Actor::Member(friend))
    }

    /// Time is up for a referral that was waited for: it is paid if its purchase still stands.
    pub fn settle_referral(&mut self, friend: MemberId) -> Option<Settled> {
        let member = self.member(friend)?;
        let awaited = member.awaits.filter(|awaited| awaited.due <= self.at)?;
        let frozen = |id| self.member(id).is_some_and(|member| member.frozen);
        if frozen(friend) || member.referred_by.is_some_and(frozen) {
            // Looked at again tomorrow: nothing moves while it is in question whose a number is.
            let due = self.at + DAY;
            self.alter(friend, |member| member.awaits = Some(Awaited { due, ..awaited }));
            return None;
        }
        self.alter(friend, |member| member.awaits = None);
        let purchase = self.purchase(friend, awaited.purchase)?.clone();
        let rule = self.shop.rules.version(purchase.rules).program.referral.clone()?;
        if !rule.pays(self.counting(purchase.rules, purchase.store, &purchase.terms, purchase.standing)) {
            return None;
        }
        let due = self.referral_due(purchase.at, &rule);
        let referred = self.refer(friend, purchase.id, &rule, due, Actor::Clock)?;
        let mut settled = Settled { referred, voucher: None, referrer_voucher: None };
        if let Referred::Paid(paid) = referred {
            settled.voucher = self.vouch(friend, Some(purchase.id), Actor::Clock);
            settled.referrer_voucher = self.vouch(paid.referrer, Some(purchase.id), Actor::Clock);
        }
        Some(settled)
    }

    /// When a referral is paid whose purchase was made at this moment: then, or in the morning some days later.
    fn referral_due(&self, at: i64, rule: &ReferralRule) -> i64 {
        let days = i64::from(rule.wait_days);
        if days == 0 { at } else { self.shop.zone.morning(at, days) }
    }

    /// Pays both sides, unless the month of `due` has seen as many friends as the rules allow: then the invitation is
    /// used up.
    fn refer(
        &mut self,
        friend: MemberId,
        purchase: PurchaseId,
        rule: &ReferralRule,
        due: i64,
        actor: Actor,
    ) -> Option<Referred> {
        let referrer = self.member(friend)?.referred_by?;
        let (referrer_points, friend_points) = (rule.referrer, rule.friend);
        let months = self.account(referrer).map(|account| &account.months);
        let friends =
            months.and_then(|months| months.get(&self.shop.zone.month(due))).map_or(0, |m| m.friends);
        if rule.most_a_month.is_some_and(|most| friends >= i64::from(most)) {
            self.alter(friend, |member| member.referred_by = None);
            return Some(Referred::Over(referrer));
        }
        let key = format!("referral:{friend}:{purchase}");
        let mut posting = self.posting(Kind::Referral, key, actor);
        posting.purchase = Some(purchase);
        let rules = self.purchase(friend, purchase).map_or(self.rules, |purchase| purchase.rules);
        let paid = PaidReferral { purchase, txn: posting.txn };
        self.credit(&mut posting, referrer, Book::Issued, referrer_points);
        self.credit(&mut posting, friend, Book::Issued, friend_points);
        if !posting.transfers.is_empty() {
            self.apply(Change::Posted(posting));
        }
        self.alter(friend, |member| member.referral = Some(paid));
        self.tally(referrer, due, rules, Tally { friends: 1, ..Tally::default() });
        self.score(referrer, due, rules, referrer_points);
        self.score(friend, due, rules, friend_points);
        Some(Referred::Paid(ReferralPaid { referrer, referrer_points, friend_points }))
    }

    /// The purchase behind a referral is worth less now: what it paid is taken back, or it is waited for no more.
    /// `counts`: what of it still takes part.
    pub(super) fn unpay_referral(
        &mut self,
        friend: MemberId,
        purchase: &Purchase,
        counts: Money,
        actor: Actor,
        [own, theirs]: [&mut Revouched; 2],
    ) -> Option<ReferralPaid> {
        let rule = self.shop.rules.version(purchase.rules).program.referral.clone()?;
        if rule.pays(counts) {
            return None;
        }
        let member = self.member(friend)?;
        if member.awaits.is_some_and(|awaited| awaited.purchase == purchase.id) {
            self.alter(friend, |member| member.awaits = None);
            return None;
        }
        let paid = member.referral.filter(|paid| paid.purchase == purchase.id)?.txn;
        let referrer = member.referred_by?;
        let (referrer_points, friend_points) = (rule.referrer, rule.friend);
        theirs.dissolved.extend(self.dissolve(referrer, paid, referrer_points, actor));
        // Who invited and the friend may have turned out to be one person, who loses both.
        let lost = friend_points + if friend == referrer { referrer_points } else { 0 };
        own.dissolved.extend(self.dissolve(friend, paid, lost, actor));
        let key = format!("referral-reversal:{friend}:{}:{}", purchase.id, self.source);
        let mut posting = self.posting(Kind::ReferralReversal, key, actor);
        posting.purchase = Some(purchase.id);
        posting.reverses = Some(paid);
        let referrer_taken = self.debit(&mut posting, referrer, referrer_points, paid);
        let friend_taken = self.debit(&mut posting, friend, friend_points, paid);
        if !posting.transfers.is_empty() {
            self.apply(Change::Posted(posting));
        }
        self.alter(friend, |member| member.referral = None);
        let due = self.referral_due(purchase.at, &rule);
        self.tally(referrer, due, purchase.rules, Tally { friends: -1, ..Tally::default() });
        self.score(referrer, due, purchase.rules, -referrer_points);
        self.score(friend, due, purchase.rules, -friend_points);
        Some(ReferralPaid { referrer, referrer_points: referrer_taken, friend_points: friend_taken })
    }
}
