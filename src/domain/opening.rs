//! Balances that customers bring along from where the shop kept them before.

use crate::domain::calendar::next_day;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::ids::MemberId;
use crate::domain::ledger::{Actor, Book, Kind};
use crate::domain::program::span::NEVER;
use crate::domain::voucher::Voucher;
use chrono::NaiveDate;

/// A balance that is brought along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Natural and permanent, so that it comes once.
    pub key: String,
    /// Minor units of the program, above zero.
    pub points: i64,
    /// The last day on which it counts; by the program's own rule, from the day it was earned, where none is named.
    pub last: Option<NaiveDate>,
    /// Since when they have it; since today where nothing is said.
    pub since: Option<NaiveDate>,
    /// The latest last day that is named for any of their balances: a voucher made of it ends no sooner.
    pub latest: Option<NaiveDate>,
}

/// What became of a balance that was brought along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtAlong {
    /// When it ends (ms UTC), by itself or as the voucher it became.
    pub ends: i64,
    /// What it became where the program makes vouchers, together with what was there and waited to be enough.
    pub voucher: Option<Voucher>,
}

impl Draft<'_> {
    /// Gives a balance brought along, which may be used at once: they had it already. Where credit becomes vouchers, it does
    /// too. `None`, and nothing is given, where it has ended.
    pub fn bring_along(&mut self, member: MemberId, opening: &Opening) -> Option<BroughtAlong> {
        let (zone, at) = (self.zone_of(member), self.at);
        let earned_at = opening.since.map_or(at, |day| zone.midnight(day).min(at));
        let after = |last| zone.midnight(next_day(last)).min(NEVER);
        let expires_at = match opening.last {
            Some(last) => after(last),
            None => self.program.expiry.ends(zone, earned_at),
        };
        if expires_at <= at {
            return None;
        }
        let ending = self.ending(expires_at);
        let mut posting = self.posting(Kind::Opening, opening.key.clone(), Actor::Clock);
        self.credit(&mut posting, member, Book::Opening, opening.points);
        for lot in &mut posting.lots {
            (lot.earned_at, lot.usable_at) = (earned_at, at);
            (lot.expires_at, lot.promised, lot.ending) = (expires_at, expires_at, ending.clone());
        }
        self.apply(Change::Posted(posting));
        let least = opening.latest.map_or(at, after);
        let voucher = self.vouch_until(member, (None, Actor::Clock), least);
        Some(BroughtAlong { ends: voucher.as_ref().map_or(expires_at, |made| made.expires_at), voucher })
    }
}
