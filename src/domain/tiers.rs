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
use std::iter::successors;

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

/// How long what somebody did already keeps their tier, and what it takes to stay on it after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasting {
    /// First instant without it (ms UTC).
    pub until: i64,
    /// To be done before that.
    pub missing: i64,
    /// What is done from this instant (ms UTC) on counts for it; past, when what is done today does.
    pub from: i64,
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

    /// How long a tier lasts if nothing more is done; `None`: for ever.
    ///
    /// It falls at the turn of the month whose window holds too little, and is kept for a while after. Whoever has enough
    /// in the last window before that ends is not below then, and stays.
    pub fn lasting(&self, tier: &Tier, account: &Account, zone: Zone, at: i64) -> Option<Lasting> {
        let months = self.months.filter(|_| tier.from > 0 && self.keep != Keep::Always)?;
        let kept = account.member.tier.as_ref().and_then(|held| held.until);
        let until = kept.or_else(|| {
            let turns = successors(Some(at), |turn| Some(zone.month_end(*turn)));
            let below = |turn: &i64| self.measured(account, zone, *turn) < tier.from;
            let mut turns = turns.zip(0..=months).map(|(turn, _)| turn);
            turns.find(below).map(|turn| self.landing(zone, turn))
        })?;
        let last = until - 1;
        let missing = (tier.from - self.measured(account, zone, last)).max(0);
        let window = self.first(zone, last).and_then(|month| zone.month_span(&month));
        Some(Lasting { until, missing, from: window.map_or(at, |(from, _)| from) })
    }

    /// Until when (ms UTC) somebody keeps a tier whose threshold they fell below at a moment.
    fn landing(&self, zone: Zone, at: i64) -> i64 {
        if self.keep == Keep::YearEnd { zone.year_end(at) } else { zone.month_end(at) }
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
                    let until = tiers.landing(zone, at);
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

    type Months = &'static [(&'static str, i64)];

    #[test]
    fn a_tier_lasts_as_long_as_what_was_done_keeps_it_whenever_one_asks() {
        let program = Program::read(include_str!("../../conversations/programs/jewels.toml")).unwrap();
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        let noon = |day: &str| zone.midnight(day.parse().unwrap()) + 12 * 3_600_000;
        let midnight = |day: &str| zone.midnight(day.parse().unwrap());
        let once: Months = &[("2026-11", 2_446)];
        let thrice: Months = &[("2026-11", 600), ("2027-01", 300), ("2027-06", 500)];
        // Keep, months, today; first day without it, what is missing, from when on.
        for (keep, done, today, until, missing, from) in [
            (Keep::MonthEnd, once, "2026-11-22", "2027-12-01", 1_000, "2026-12-01"),
            (Keep::MonthEnd, once, "2026-12-01", "2027-12-01", 1_000, "2026-12-01"),
            (Keep::MonthEnd, once, "2027-10-31", "2027-12-01", 1_000, "2026-12-01"),
            (Keep::MonthEnd, once, "2027-11-01", "2027-12-01", 1_000, "2026-12-01"),
            (Keep::YearEnd, once, "2026-11-22", "2028-01-01", 1_000, "2027-01-01"),
            (Keep::YearEnd, once, "2027-11-01", "2028-01-01", 1_000, "2027-01-01"),
            (Keep::MonthEnd, thrice, "2027-06-10", "2027-12-01", 200, "2026-12-01"),
            (Keep::YearEnd, thrice, "2027-06-10", "2028-01-01", 200, "2027-01-01"),
        ] {
            let tiers = Tiers { keep, ..program.tiers.clone().unwrap() };
            let mut account = Account::new(ana());
            for (month, earned) in done {
                account.months.insert((*month).to_owned(), Tally { earned: *earned, ..Tally::default() });
            }
            let lasting = Lasting { until: midnight(until), missing, from: midnight(from) };
            let silver = &tiers.steps[1];
            assert_eq!(tiers.lasting(silver, &account, zone, noon(today)), Some(lasting), "{keep:?} {today}");
            let always = Tiers { keep: Keep::Always, ..tiers.clone() };
            let ever = Tiers { months: None, ..tiers.clone() };
            for (tiers, step) in [(&always, 1), (&ever, 1), (&tiers, 0)] {
                assert_eq!(tiers.lasting(&tiers.steps[step], &account, zone, noon(today)), None, "{today}");
            }
            // Whoever does that much in the last of these days is above the threshold still.
            let last = lasting.until - 1;
            let more = Tally { earned: missing, ..Tally::default() };
            let month = account.months.entry(zone.month(last)).or_default();
            *month = month.plus(more);
            assert_eq!(tiers.measured(&account, zone, last), 1_000, "{keep:?} {today}");
        }
    }
}
