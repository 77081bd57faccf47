//! A program is data: what is earned, how long it lasts, what it buys. Presets live in
//! `conversations/programs/*.toml`; a merchant's own is a versioned row that keeps the same text.

use crate::domain::lang::Lang;
use crate::domain::money::Money;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The rules of one merchant's program, as loaded from TOML.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    pub earn: Earn,
    pub expiry: Expiry,
    #[serde(default, rename = "reward")]
    pub rewards: Vec<RewardRule>,
    pub referral: Option<ReferralRule>,
    pub ranking: Option<RankingRule>,
    #[serde(default)]
    pub timers: Timers,
    #[serde(default)]
    pub limits: Limits,
    #[serde(default)]
    pub receipts_to_new: ReceiptsToNew,
}

/// What somebody is told of a purchase who has never written to the shop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReceiptsToNew {
    /// Nothing before they write first.
    #[default]
    Nothing,
    /// The receipt, as a template: for shops that ask at the counter whether they may.
    Template,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earn {
    /// Points for one real, as decimal text ("30", "0.1"); floored once per purchase.
    pub points_per_real: Decimal,
    /// A purchase below this earns nothing.
    #[serde(default, deserialize_with = "reais")]
    pub minimum: Money,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expiry {
    /// Days each credit lives, its last day included; ends at the store's midnight.
    pub days: u32,
}

/// Something points buy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardRule {
    pub key: String,
    pub price: i64,
    /// Name by language; a missing one falls back to the first given.
    pub name: BTreeMap<Lang, String>,
}

impl RewardRule {
    pub fn name(&self, lang: Lang) -> &str {
        self.name.get(&lang).or_else(|| self.name.values().next()).map_or(&self.key, String::as_str)
    }
}

/// Both sides are paid on the friend's first purchase of at least `minimum`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferralRule {
    pub referrer: i64,
    pub friend: i64,
    #[serde(deserialize_with = "reais")]
    pub minimum: Money,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankingRule {
    pub period: Period,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    Month,
}

/// How long things stay open, in the unit their name says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Timers {
    pub undo_minutes: i64,
    /// The same store, member and amount again within this time is asked about.
    pub repeat_minutes: i64,
    pub staff_question_minutes: i64,
    pub member_question_minutes: i64,
    pub reward_hold_hours: i64,
    /// How long the assistant keeps quiet where a person of the shop talks.
    pub human_hours: i64,
}

impl Default for Timers {
    fn default() -> Self {
        Timers {
            undo_minutes: 10,
            repeat_minutes: 10,
            staff_question_minutes: 10,
            member_question_minutes: 30,
            reward_hold_hours: 24,
            human_hours: 12,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Above this a sale is confirmed before it counts.
    #[serde(deserialize_with = "reais")]
    pub confirm_above: Money,
    /// No sale above this is taken by message at all.
    #[serde(deserialize_with = "reais")]
    pub refuse_above: Money,
    /// Refunds of sales above this need a manager.
    #[serde(deserialize_with = "reais")]
    pub refund_by_cashier: Money,
    /// Wrong codes a member of staff may type in ten minutes.
    pub wrong_codes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            confirm_above: Money::reais(10_000),
            refuse_above: Money::reais(1_000_000),
            refund_by_cashier: Money::reais(500),
            wrong_codes: 5,
        }
    }
}

impl Program {
    /// Reads and checks a program; every fault at once, each naming its key.
    pub fn read(text: &str) -> Result<Program, Vec<String>> {
        let program: Program = toml::from_str(text).map_err(|fault| vec![fault.to_string()])?;
        let mut faults = Vec::new();
        if program.earn.points_per_real.is_sign_negative()
            || program.earn.points_per_real > Decimal::from(100_000)
        {
            faults.push("earn.points_per_real must be between 0 and 100000".to_owned());
        }
        if !(1..=3_650).contains(&program.expiry.days) {
            faults.push("expiry.days must be between 1 and 3650".to_owned());
        }
        for reward in &program.rewards {
            if reward.price <= 0 {
                faults.push(format!("reward {:?}: price must be above 0 points", reward.key));
            }
            if reward.name.is_empty() {
                faults.push(format!("reward {:?}: name needs at least one language", reward.key));
            }
        }
        let mut keys: Vec<&str> = program.rewards.iter().map(|reward| reward.key.as_str()).collect();
        keys.sort_unstable();
        if keys.windows(2).any(|pair| pair.first() == pair.last()) {
            faults.push("reward: two rewards have the same key".to_owned());
        }
        if program.referral.as_ref().is_some_and(|rule| rule.referrer < 0 || rule.friend < 0) {
            faults.push("referral: referrer and friend must not be below 0".to_owned());
        }
        if faults.is_empty() { Ok(program) } else { Err(faults) }
    }

    /// Points for an amount: the rate on the whole amount, floored once. Zero below the minimum.
    pub fn earned(&self, amount: Money) -> i64 {
        if amount < self.earn.minimum || amount.0 <= 0 {
            return 0;
        }
        let points = Decimal::from(amount.0) * self.earn.points_per_real / Decimal::from(100);
        points.floor().to_i64().unwrap_or(0)
    }

    pub fn reward(&self, key: &str) -> Option<&RewardRule> {
        self.rewards.iter().find(|reward| reward.key == key)
    }
}

/// Amounts in programs are written as decimal text in reais ("30.00").
fn reais<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Money, D::Error> {
    let text = String::deserialize(source)?;
    Money::from_plain(&text)
        .ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no amount; write reais as \"30.00\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pets() -> Program {
        Program::read(include_str!("../../conversations/programs/pets.toml")).unwrap()
    }

    #[test]
    fn points_are_floored_once_on_the_whole_amount() {
        let mut program = pets();
        for (centavos, points) in [(8_990, 2_697), (6_000, 1_800), (2_000, 600), (1, 0), (0, 0), (-5, 0)] {
            assert_eq!(program.earned(Money(centavos)), points, "{centavos}");
        }
        program.earn.points_per_real = Decimal::new(1, 1);
        assert_eq!(
            program.earned(Money(1_999)),
            1,
            "0.1 point per real of R$ 19,99 is 1,999 points, floored"
        );
    }

    #[test]
    fn nonsense_is_refused_by_key() {
        let good = include_str!("../../conversations/programs/pets.toml");
        for (from, to, names) in [
            ("days = 365", "days = 0", "expiry.days"),
            ("price = 6000", "price = -1", "price"),
            ("points_per_real = \"30\"", "points_per_real = \"-1\"", "points_per_real"),
            ("[expiry]", "[expirry]", "expirry"),
            ("minimum = \"30.00\"", "minimum = \"30,00\"", "30,00"),
        ] {
            assert!(good.contains(from), "{from}");
            let faults = Program::read(&good.replacen(from, to, 1)).unwrap_err().join("\n");
            assert!(faults.contains(names), "{faults}");
        }
    }
}
