//! Whom a campaign is for: people who are new, who have their birthday, or who have not come for long. It is judged at
//! the sale, from what is known of the buyer then, and what it gave is pinned in the terms of the purchase.

use crate::domain::calendar::Zone;
use crate::domain::facts::Account;
use crate::domain::program::{Program, Segment};

impl Segment {
    /// Whether somebody belongs to it before they buy at this moment.
    pub fn holds(self, account: &Account, zone: Zone, at: i64) -> bool {
        let member = &account.member;
        let days = |since: i64| zone.days_until(since, at);
        match self {
            Segment::New(most) => days(member.joined_at.unwrap_or(member.created_at)) <= i64::from(most),
            Segment::Birthday => member.birthday.is_some_and(|birthday| birthday.counts(zone.wall(at).date)),
            Segment::Away(least) => {
                let bought = account.purchases.iter().filter(|purchase| !purchase.is_reversed());
                let last = bought.map(|purchase| purchase.at).chain([member.created_at]).max();
                last.is_some_and(|last| days(last) >= i64::from(least))
            }
        }
    }
}

impl Program {
    /// Whether a birthday is of any use, and so is kept at all.
    pub fn keeps_birthdays(&self) -> bool {
        let asks = self.campaigns.iter().any(|campaign| campaign.segment == Some(Segment::Birthday));
        self.bonus.birthday > 0 || asks
    }
}
