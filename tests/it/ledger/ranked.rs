//! The ranking of a month or a year, and what was counted under rules that no longer hold.

use crate::support::shop::{NOON, NUMBER, PETS, sale, shop};
use fregues::domain::calendar::DAY;
use fregues::domain::change::Change;
use fregues::domain::draft::Draft;
use fregues::domain::facts::{Facts, Shop};
use fregues::domain::ids::{MemberId, MerchantId, StaffId, StoreId};
use fregues::domain::lang::Lang;
use fregues::domain::ledger::Actor;
use fregues::domain::member::Member;
use fregues::domain::money::Money;
use fregues::domain::program::Program;
use fregues::domain::rulebook::{Rulebook, Version};

const ANA: MemberId = MemberId(2);
const DUDA: MemberId = MemberId(3);

/// Duda buys for R$ 100 on Ana's invitation under one ranking and for R$ 50 under another, and the first purchase is
/// taken back. What counts of both is looked at before and after that: the month of Ana and of Duda, then the year.
#[test]
fn what_is_taken_back_leaves_the_ranking_that_counted_it() {
    let (month, year) = ("period = \"month\"", "period = \"year\"");
    let visits = "period = \"year\"\nmeasure = \"visits\"";
    for (before, after, then, now) in [
        (month, year, [3_000, 5_500, 0, 1_500], [0, 1_500, 0, 1_500]),
        (year, month, [3_000, 5_500, 3_000, 4_000], [0, 1_500, 0, 0]),
        (month, visits, [3_000, 4_001, 0, 1], [0, 1, 0, 1]),
        (visits, year, [0, 1_501, 0, 1_501], [0, 1_500, 0, 1_500]),
        (year, year, [3_000, 5_500, 3_000, 5_500], [0, 1_500, 0, 1_500]),
    ] {
        let rules = |number: i64, from: i64, ranking: &str| {
            let text = PETS.replace(month, ranking);
            Version { number, from, program: Program::read(&text).unwrap() }
        };
        let rules = Rulebook::new(vec![rules(1, 0, before), rules(2, NOON + DAY, after)]).unwrap();
        let shop = Shop { rules, ..shop(MerchantId(1), NUMBER) };
        let mut facts = Facts { next_id: 9, ..Facts::default() };
        let mut at = |at: i64, act: &dyn Fn(&mut Draft)| {
            let known = facts.clone();
            let mut draft = Draft::new(&shop, &known, at, "wamid");
            act(&mut draft);
            let (made, next_id) = draft.finish();
            facts.next_id = next_id;
            for change in &made {
                facts.evolve(change);
            }
            let counted = |period: &str, member| {
                facts.account(member).unwrap().months.get(period).map_or(0, |tally| tally.ranked)
            };
            let (month, year) = (shop.zone.month(NOON), shop.zone.year(NOON));
            [counted(&month, ANA), counted(&month, DUDA), counted(&year, ANA), counted(&year, DUDA)]
        };
        let buys = |draft: &mut Draft, reais| {
            draft.sell(&sale(DUDA, StaffId(9), StoreId(1), Money::reais(reais))).purchase
        };
        at(NOON, &|draft| {
            draft.apply(Change::Enrolled(Member::guest(ANA, None, None, Lang::PtBr, NOON)));
            let invited = Member::guest(DUDA, None, None, Lang::PtBr, NOON);
            draft.apply(Change::Enrolled(Member { referred_by: Some(ANA), ..invited }));
            buys(draft, 100);
        });
        let counted = at(NOON + DAY, &|draft| {
            buys(draft, 50);
        });
        assert_eq!(counted, then, "{before} → {after}");
        let counted = at(NOON + DAY, &|draft| {
            let first = draft.purchases(|purchase| purchase.amount == Money::reais(100)).remove(0);
            draft.take_back(DUDA, first.id, Money::ZERO, Actor::Clock).unwrap();
        });
        assert_eq!(counted, now, "{before} → {after}, less the first purchase");
    }
}
