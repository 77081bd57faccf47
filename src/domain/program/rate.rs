//! What a purchase earns. Floored once, on the whole eligible part: half up would let purchases of 50 centavos earn a
//! point each, and rounding each item would depend on how the till splits.
//!
//! A refund never rounds by itself: what the remaining amount earns is computed anew from the same terms, so refunds in
//! any order end at the same credit.

use crate::domain::calendar::Zone;
use crate::domain::money::Money;
use crate::domain::program::{Base, Campaign, Program, Rate, Segment, Tier};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// What was agreed for one purchase when it was made, beside the version of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The part that neither earns nor is paid with credit.
    pub excluded: Money,
    /// What the shop took off its price: nobody pays it, with money or with credit.
    pub discount: Money,
    /// The part that was paid with balance, reward or voucher.
    pub paid: Money,
    /// Of tier and campaign together.
    pub factor: Decimal,
    /// Added by a campaign.
    pub extra: i64,
    /// The most it may earn, by whichever ceiling was nearest.
    pub most: Option<i64>,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms {
            excluded: Money::ZERO,
            discount: Money::ZERO,
            paid: Money::ZERO,
            factor: Decimal::ONE,
            extra: 0,
            most: None,
        }
    }
}

impl Terms {
    /// What of `standing` takes part. What was taken back is taken from this part first.
    pub fn eligible(&self, standing: Money) -> Money {
        Money((standing.0 - self.excluded.0).max(0))
    }

    /// What stands of a purchase when so much of its price is left: what comes back is what was paid, so the discount goes
    /// last, and with all that was paid for it, nothing stands.
    pub fn left(&self, standing: Money) -> Money {
        if standing <= self.discount { Money::ZERO } else { standing }
    }

    /// What is to be paid of `standing`, with money or with credit.
    pub fn price(&self, standing: Money) -> Money {
        Money((standing.0 - self.discount.0).max(0))
    }

    /// What of the discount comes off the part that takes part; what exceeds it comes off the rest.
    pub fn discounted(&self, standing: Money) -> Money {
        self.discount.min(self.eligible(standing))
    }

    /// What may be paid with credit, and what counts for tiers, rankings, referrals and every least amount.
    pub fn payable(&self, standing: Money) -> Money {
        Money(self.eligible(standing).0 - self.discounted(standing).0)
    }

    /// What of the credit it was paid with is still needed; the rest goes back.
    pub fn still_paid(&self, standing: Money) -> Money {
        self.paid.min(self.payable(standing))
    }

    /// What of `standing` is paid with money.
    pub fn charge(&self, standing: Money) -> Money {
        Money(self.price(standing).0 - self.still_paid(standing).0)
    }
}

/// How a purchase comes to what it earns, step by step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub eligible: Money,
    /// What of that does not earn, because nobody paid it, and because credit did.
    pub discount: Money,
    pub paid: Money,
    /// What the rate is applied to.
    pub base: Money,
    /// Below the least that earns.
    pub too_small: bool,
    /// Rate and factor on the base, floored, whether that took a fraction away, and what a campaign adds.
    pub floored: i64,
    pub rounded: bool,
    pub extra: i64,
    /// The ceiling that cut it.
    pub cut: Option<i64>,
    pub earned: i64,
}

impl Program {
    /// What `standing` of a purchase earns, in minor units.
    pub fn earned(&self, standing: Money, terms: &Terms) -> i64 {
        self.sum(standing, terms).earned
    }

    /// The smallest purchase that brings this much to anybody, on any day; `None` where no purchase does by its amount
    /// alone, or one has a limit below it.
    pub fn least_for(&self, units: i64) -> Option<Money> {
        let wanted = Decimal::from(units) * Decimal::ONE_HUNDRED;
        let centavos = match self.earn.rate {
            Rate::Percent(rate) | Rate::PerReal(rate) if rate > Decimal::ZERO => (wanted / rate).ceil(),
            _ => return None,
        };
        let least = Money(centavos.to_i64()?);
        (self.earned(least, &Terms::default()) >= units).then_some(least)
    }

    /// The same with every step on the way.
    pub fn sum(&self, standing: Money, terms: &Terms) -> Sum {
        let eligible = terms.eligible(standing);
        let (discount, paid) = match self.earn.base {
            Base::Gross => (Money::ZERO, Money::ZERO),
            Base::NetOfDiscount => (terms.discounted(standing), Money::ZERO),
            Base::Net => (terms.discounted(standing), terms.still_paid(standing)),
        };
        let base = Money(eligible.0 - discount.0 - paid.0);
        let too_small = terms.payable(standing) < self.earn.minimum;
        let nothing = Sum {
            eligible,
            discount,
            paid,
            base,
            too_small,
            floored: 0,
            rounded: false,
            extra: 0,
            cut: None,
            earned: 0,
        };
        if base.0 <= 0 || too_small {
            return nothing;
        }
        let amount = Decimal::from(base.0);
        let plain = match self.earn.rate {
            Rate::PerReal(rate) | Rate::Percent(rate) => amount * rate / Decimal::ONE_HUNDRED,
            Rate::Visit(each) => Decimal::from(each),
        };
        let exact = plain * terms.factor;
        let floored = exact.floor().to_i64().unwrap_or(0);
        let rounded = exact != Decimal::from(floored);
        let whole = floored + terms.extra;
        let cut = terms.most.filter(|most| *most < whole);
        Sum { floored, rounded, extra: terms.extra, cut, earned: cut.unwrap_or(whole).max(0), ..nothing }
    }

    /// The terms of a purchase under the campaign that gives most for it, whatever ceiling cuts that.
    pub fn best<'a>(
        &self,
        amount: Money,
        plain: Terms,
        running: impl Iterator<Item = &'a Campaign>,
    ) -> Terms {
        let under = |campaign: &Campaign| Terms {
            factor: plain.factor * campaign.factor,
            extra: campaign.extra,
            ..plain
        };
        let gives = |terms: &Terms| self.earned(amount, &Terms { most: None, ..*terms });
        running.map(under).max_by_key(gives).unwrap_or(plain)
    }

    /// The campaigns that hold for somebody of this tier, in this store, at this moment.
    pub fn running<'a>(
        &'a self,
        tier: Option<&'a Tier>,
        store: &'a str,
        zone: Zone,
        at: i64,
    ) -> impl Iterator<Item = &'a Campaign> {
        self.campaigns.iter().filter(move |campaign| campaign.counts(tier, store, zone, at))
    }

    /// How far back somebody's purchases decide whether a campaign is for them, in days.
    pub fn looks_back(&self) -> u32 {
        let days = self.campaigns.iter().map(|campaign| match campaign.segment {
            Some(Segment::Away(days)) => days,
            _ => 0,
        });
        days.max().unwrap_or(0)
    }

    /// The tier and the campaign behind the terms of a purchase in this store at this moment, where they can have been
    /// only these: what is kept of them is the factor of both. Whoever changes nothing is not named.
    pub fn grounds(
        &self,
        terms: &Terms,
        store: &str,
        zone: Zone,
        at: i64,
    ) -> Option<(Option<&Tier>, Option<&Campaign>)> {
        let steps = self.tiers.iter().flat_map(|tiers| tiers.steps.iter().map(Some));
        let tiers: Vec<Option<&Tier>> = steps.chain(self.tiers.is_none().then_some(None)).collect();
        let mut found = BTreeMap::new();
        for tier in tiers {
            let open = self.campaigns.iter().filter(|campaign| campaign.counts(tier, store, zone, at));
            let mut open: Vec<Option<&Campaign>> = open.map(Some).collect();
            // One for some people may not have been for these.
            if open.iter().flatten().all(|campaign| campaign.segment.is_some()) {
                open.push(None);
            }
            for campaign in open {
                let own = tier.map_or(Decimal::ONE, |tier| tier.factor);
                let (factor, extra) =
                    campaign.map_or((own, 0), |campaign| (own * campaign.factor, campaign.extra));
                if (factor, extra) == (terms.factor, terms.extra) {
                    let tier = tier.filter(|tier| tier.factor != Decimal::ONE);
                    let campaign = campaign.filter(|one| one.factor != Decimal::ONE || one.extra > 0);
                    let keys = (tier.map(|tier| &tier.key), campaign.map(|campaign| &campaign.key));
                    found.insert(keys, (tier, campaign));
                }
            }
        }
        if found.len() == 1 { found.into_values().next() } else { None }
    }
}

impl Campaign {
    /// Whether it counts for a purchase on this tier, in this store, at this moment.
    fn counts(&self, tier: Option<&Tier>, store: &str, zone: Zone, at: i64) -> bool {
        let theirs = |tier: &Tier| self.tiers.contains(&tier.key);
        (self.tiers.is_empty() || tier.is_some_and(theirs))
            && (self.stores.is_empty() || self.stores.iter().any(|name| name == store))
            && self.dates.hold(zone, at)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::calendar::Zone;
    use crate::domain::money::Money;
    use crate::domain::program::rate::Terms;
    use crate::domain::program::{Base, Program, Rate};
    use rust_decimal::Decimal;

    fn pets() -> Program {
        Program::read(include_str!("../../../conversations/programs/pets.toml")).unwrap()
    }

    #[test]
    fn it_is_floored_once_on_the_whole_amount() {
        let mut program = pets();
        let plain = Terms::default();
        for (centavos, points) in [(8_990, 2_697), (6_000, 1_800), (2_000, 600), (1, 0), (0, 0), (-5, 0)] {
            assert_eq!(program.earned(Money(centavos), &plain), points, "{centavos}");
        }
        program.earn.rate = Rate::PerReal(Decimal::new(1, 1));
        assert_eq!(program.earned(Money(1_999), &plain), 1, "0.1 point per real of R$ 19,99 is 1,999 points");
        program.earn.rate = Rate::Percent(Decimal::from(5));
        assert_eq!(program.earned(Money(3_330), &plain), 166, "5 % of R$ 33,30 is R$ 1,665");
        program.earn.rate = Rate::Visit(1);
        assert_eq!(program.earned(Money(3_330), &plain), 1);
    }

    #[test]
    fn excluded_and_paid_parts_earn_nothing_and_stand_to_the_last() {
        let mut program = pets();
        program.earn.rate = Rate::Percent(Decimal::from(10));
        program.earn.base = Base::Net;
        let terms = Terms { excluded: Money(6_000), paid: Money(2_000), ..Terms::default() };
        for (standing, earned, still_paid) in
            [(18_000, 1_000, 2_000), (9_000, 100, 2_000), (7_000, 0, 1_000), (6_000, 0, 0), (0, 0, 0)]
        {
            let standing = Money(standing);
            assert_eq!(program.earned(standing, &terms), earned, "{standing:?}");
            assert_eq!(terms.still_paid(standing), Money(still_paid), "{standing:?}");
        }
        program.earn.base = Base::Gross;
        assert_eq!(program.earned(Money(18_000), &terms), 1_200);
    }

    #[test]
    fn each_base_leaves_out_more_of_a_discounted_purchase_and_the_discount_stands_to_the_last() {
        let mut program = pets();
        program.earn.rate = Rate::Percent(Decimal::from(10));
        let terms = Terms { discount: Money(1_000), paid: Money(2_000), ..Terms::default() };
        let bases = [Base::Gross, Base::NetOfDiscount, Base::Net];
        // What stands, what it earns by each base, and what of the credit it was paid with is still needed.
        for (standing, earned, still_paid) in [
            (10_000, [1_000, 900, 700], 2_000),
            (5_500, [550, 450, 250], 2_000),
            (2_500, [250, 150, 0], 1_500),
            (1_000, [100, 0, 0], 0),
            (0, [0, 0, 0], 0),
        ] {
            let standing = Money(standing);
            let by_base = bases.map(|base| {
                program.earn.base = base;
                program.earned(standing, &terms)
            });
            assert_eq!(by_base, earned, "{standing:?}");
            assert_eq!(terms.still_paid(standing), Money(still_paid), "{standing:?}");
        }
    }

    #[test]
    fn a_tier_and_a_campaign_are_named_only_where_they_can_have_been_no_others() {
        let text = include_str!("../../../conversations/programs/jewels.toml");
        let dates = "from = \"2026-11-01\"\nto = \"2026-11-30\"";
        let two = format!(
            "{text}\n[[campaign]]\nkey = \"a\"\nname = {{ en = \"A\" }}\n{dates}\nfactor = \"2\"\n\
             [[campaign]]\nkey = \"b\"\nname = {{ en = \"B\" }}\n{dates}\nextra = 50\ntiers = [\"ouro\"]\n"
        );
        let mut program = Program::read(&two).unwrap();
        let tiers = program.tiers.as_mut().unwrap();
        tiers.steps[2].factor = Decimal::new(15, 1);
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        let at = zone.midnight("2026-11-21".parse().unwrap());
        let named = |factor, extra, at| {
            let terms = Terms { factor, extra, ..Terms::default() };
            let found = program.grounds(&terms, "Site", zone, at)?;
            Some((found.0.map(|tier| tier.key.clone()), found.1.map(|campaign| campaign.key.clone())))
        };
        let (ouro, key) = (Some("ouro".to_owned()), |key: &str| Some(key.to_owned()));
        assert_eq!(named(Decimal::from(2), 0, at), Some((None, key("a"))));
        assert_eq!(named(Decimal::from(3), 0, at), Some((ouro.clone(), key("a"))));
        assert_eq!(named(Decimal::new(15, 1), 50, at), Some((ouro.clone(), key("b"))));
        assert_eq!(named(Decimal::new(15, 1), 0, at), None, "a campaign counted for everybody");
        let later = zone.midnight("2026-12-21".parse().unwrap());
        assert_eq!(named(Decimal::new(15, 1), 0, later), Some((ouro, None)));
        program.campaigns[1].factor = Decimal::from(2);
        program.campaigns[1].extra = 0;
        let terms = Terms { factor: Decimal::from(3), ..Terms::default() };
        assert!(program.grounds(&terms, "Site", zone, at).is_none(), "either campaign, and both alike");
    }

    #[test]
    fn factor_extra_ceiling_and_floor_come_in_this_order() {
        let mut program = pets();
        program.earn.minimum = Money(1_000);
        let terms = Terms { factor: Decimal::new(15, 1), extra: 100, most: Some(5_000), ..Terms::default() };
        for (standing, earned) in [(999, 0), (1_000, 550), (1_001, 550), (10_000, 4_600), (99_999, 5_000)] {
            assert_eq!(program.earned(Money(standing), &terms), earned, "{standing}");
        }
    }
}
