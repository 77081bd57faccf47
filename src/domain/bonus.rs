//! Bonuses: given for joining, once, and on a birthday, once a year. Of a birthday day and month are kept, and only where
//! the program gives something for it, be it in a campaign.

use crate::domain::calendar::DAY;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::ids::MemberId;
use crate::domain::ledger::{Actor, Book, Kind};
use crate::domain::member::Birthday;
use crate::domain::voucher::Voucher;
use chrono::Datelike;

/// A birthday told later than this before the day counts from the next year on.
const AHEAD: i64 = 30 * DAY;

/// Something that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub points: i64,
    /// What it became, where credit becomes vouchers.
    pub voucher: Option<Voucher>,
}

impl Draft<'_> {
    /// For somebody who joins for the first time.
    pub fn welcome(&mut self, member: MemberId) -> Option<Given> {
        let key = format!("welcome:{member}");
        self.give(Kind::Welcome, key, member, self.program.bonus.welcome, Actor::Member(member))
    }

    /// Keeps a birthday; `None` where the program gives nothing for it. One that is told too late, or told again with
    /// another day after it was given, counts from the next year on.
    pub fn set_birthday(&mut self, member: MemberId, month: u32, day: u32) -> Option<Birthday> {
        if !self.program.keeps_birthdays() {
            return None;
        }
        let known = self.member(member)?.birthday;
        if let Some(known) = known.filter(|known| (known.month, known.day) == (month, day)) {
            return Some(known);
        }
        let (zone, at) = (self.shop.zone, self.at);
        let today = zone.wall(at).date;
        // One whose month has begun is used up: a campaign may have counted it already.
        let next = |known: Birthday| if known.counts(today) { today.year() + 1 } else { known.next(zone) };
        let first = known.map_or(i32::MIN, next).max(today.year());
        let due = |year: i32| Some((year, zone.nine(year, month, day)?));
        let (year, due) = (first..first + 3).filter_map(due).find(|(_, due)| *due >= at + AHEAD)?;
        let birthday = Birthday { month, day, year, due };
        self.alter(member, |row| row.birthday = Some(birthday));
        Some(birthday)
    }

    /// The day has come.
    pub fn birthday(&mut self, member: MemberId) -> Option<Given> {
        let row = self.member(member)?;
        let birthday = row.birthday.filter(|birthday| birthday.due <= self.at)?;
        if row.frozen {
            let due = self.at + DAY;
            self.alter(member, |row| row.birthday = Some(Birthday { due, ..birthday }));
            return None;
        }
        let (zone, year) = (self.shop.zone, birthday.next(self.shop.zone));
        let next = zone.nine(year + 1, birthday.month, birthday.day);
        let after = next.map(|due| Birthday { due, ..birthday });
        self.alter(member, |row| row.birthday = after);
        let key = format!("birthday:{member}:{year}");
        self.give(Kind::Birthday, key, member, self.program.bonus.birthday, Actor::Clock)
    }

    fn give(
        &mut self,
        kind: Kind,
        key: String,
        member: MemberId,
        points: i64,
        actor: Actor,
    ) -> Option<Given> {
        if points == 0 {
            return None;
        }
        let mut posting = self.posting(kind, key, actor);
        self.credit(&mut posting, member, Book::Issued, points);
        self.apply(Change::Posted(posting));
        Some(Given { points, voucher: self.vouch(member, None, actor) })
    }
}
