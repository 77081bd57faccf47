//! Tiers: which level somebody is on, how they came there, and how long they stay.
//!
//! The measure is counted over whole months of the shop, the present one among them, so a level can only be lost with a
//! reversal or at the turn of a month. Who falls below keeps it for a while and is told once.

use crate::domain::calendar::Zone;
use crate::domain::draft::Draft;
use crate::domain::facts::Account;
use crate::domain::ids::MemberId;
use crate::domain::member::HeldTier;
use crate::domain::program::{Keep, Tier, Tiers};
use crate::domain::tally::Tally;

/// What happened to somebody's tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TierNews {
    Reached(Tier),
    /// Below its threshold, and kept until then (first instant after it, ms UTC).
    Kept(Tier, i64),
    Lost {
        from: Tier,
        to: Tier,
    },
}

impl Tiers {
    /// What counts for the tier at a moment.
    pub fn measured(&self, account: &Account, zone: Zone, at: i64) -> i64 {
        self.counted(account, zone, at).map(|(_, tally)| tally.of(self.measure)).sum()
    }

    /// The months that count at a moment, with what was done in them.
    pub fn counted<'a>(
        &self,
        account: &'a Account,
        zone: Zone,
        at: i64,
    ) -> impl Iterator<Item = (&'a String, &'a Tally)> + use<'a> {
        let first = self.first(zone, at);
        // A year that is ranked is no month.
        let counts =
            move |month: &str| month.len() > 4 && first.as_deref().is_none_or(|first| month >= first);
        account.months.iter().filter(move |(month, _)| counts(month))
    }

    /// The first month that counts; `None`: all do.
    pub fn first(&self, zone: Zone, at: i64) -> Option<String> {
        self.months.map(|months| zone.month_before(at, months.saturating_sub(1)))
    }

    /// The highest tier that so much reaches, with its place in the list.
    pub fn reached(&self, measured: i64) -> Option<(usize, &Tier)> {
        let mut steps = self.steps.iter().enumerate();
        steps.rfind(|(place, step)| *place == 0 || step.from <= measured)
    }

    fn place(&self, key: &str) -> usize {
        self.steps.iter().position(|step| step.key == key).unwrap_or(0)
    }

    /// The next one up.
    pub fn after(&self, key: &str) -> Option<&Tier> {
        self.steps.get(self.place(key) + 1)
    }
}

impl Draft<'_> {
    /// The tier a member is on: the one they hold, or the lowest.
    pub fn tier(&self, member: MemberId) -> Option<&Tier> {
        let tiers = self.program.tiers.as_ref()?;
        let held = self.member(member).and_then(|member| member.tier.as_ref());
        tiers.steps.get(held.map_or(0, |held| tiers.place(&held.key)))
    }

    /// Holds a member's tier against what they did; says what changed.
    pub fn settle_tier(&mut self, member: MemberId) -> Option<TierNews> {
        let tiers = self.program.tiers.as_ref()?;
        let (zone, at) = (self.shop.zone, self.at);
        let account = self.account(member)?;
        let held = account.member.tier.clone();
        let (reached, tier) = tiers.reached(tiers.measured(account, zone, at))?;
        let place = held.as_ref().map_or(0, |held| tiers.place(&held.key));
        let current = tiers.steps.get(place)?;
        let until = held.as_ref().and_then(|held| held.until);
        let (key, until, news) = if reached > place {
            (tier, None, Some(TierNews::Reached(tier.clone())))
        } else if reached == place || tiers.keep == Keep::Always {
            (current, None, None)
        } else {
            match until {
                Some(until) if until <= at => {
                    (tier, None, Some(TierNews::Lost { from: current.clone(), to: tier.clone() }))
                }
                Some(until) => (current, Some(until), None),
                None => {
                    let until =
                        if tiers.keep == Keep::YearEnd { zone.year_end(at) } else { zone.month_end(at) };
                    (current, Some(until), Some(TierNews::Kept(current.clone(), until)))
                }
            }
        };
        // Looked at again when it runs out, or when a month leaves the window.
        let lowest = tiers.steps.first().is_none_or(|first| first.key == key.key);
        let due = until.or_else(|| (!lowest && tiers.months.is_some()).then(|| zone.month_end(at)));
        let after = (!lowest || held.is_some()).then(|| HeldTier { key: key.key.clone(), until, due });
        if after != held {
            self.alter(member, |row| row.tier = after);
        }
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::domain::member::{Member, Standing};
    use crate::domain::program::Program;

    fn ana() -> Member {
        Member {
            standing: Standing::Joined,
            joined_at: Some(0),
            ..Member::guest(MemberId(1), Some("Ana".to_owned()), None, Lang::PtBr, 0)
        }
    }

    #[test]
    fn the_window_is_whole_months_and_the_threshold_is_reached_to_the_unit() {
        let program = Program::read(include_str!("../../conversations/programs/jewels.toml")).unwrap();
        let tiers = program.tiers.unwrap();
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        let at = zone.midnight("2026-11-21".parse().unwrap());
        let mut account = Account::new(ana());
        let earned = |earned| Tally { earned, ..Tally::default() };
        for (month, points) in [("2025-11", 9_000), ("2025-12", 4_000), ("2026-11", 999), ("2026", 50_000)] {
            account.months.insert(month.to_owned(), earned(points));
        }
        assert_eq!(tiers.measured(&account, zone, at), 4_999);
        for (points, key) in
            [(0, "bronze"), (999, "bronze"), (1_000, "prata"), (4_999, "prata"), (5_000, "ouro")]
        {
            assert_eq!(tiers.reached(points).map(|(_, tier)| tier.key.as_str()), Some(key), "{points}");
        }
        assert_eq!(tiers.after("prata").map(|tier| tier.key.as_str()), Some("ouro"));
        assert_eq!(tiers.after("ouro").map(|tier| tier.key.as_str()), None);
    }
}
