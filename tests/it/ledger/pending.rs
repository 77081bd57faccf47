//! Credit that may be used only later: it counts in the balance and cannot be taken out.

use crate::support::shop::{NOON, NUMBER, PETS, hand_over, rulebook, sale, set_aside, shop};
use fregues::domain::calendar::{DAY, HOUR};
use fregues::domain::change::Change;
use fregues::domain::draft::Draft;
use fregues::domain::facts::{Facts, Shop};
use fregues::domain::hold::Hold;
use fregues::domain::ids::{MemberId, MerchantId, StaffId, StoreId};
use fregues::domain::lang::Lang;
use fregues::domain::member::Member;
use fregues::domain::money::Money;
use fregues::domain::redeeming::NotHeld;

const ANA: MemberId = MemberId(2);

fn at(shop: &Shop, facts: &mut Facts, at: i64, act: impl FnOnce(&mut Draft)) {
    let before = facts.clone();
    let mut draft = Draft::new(shop, &before, at, "wamid");
    act(&mut draft);
    let (made, next_id) = draft.finish();
    facts.next_id = next_id;
    for change in &made {
        facts.evolve(change);
    }
}

fn sell(draft: &mut Draft, reais: i64) {
    draft.sell(&sale(ANA, StaffId(9), StoreId(1), Money::reais(reais)));
}

fn hold(draft: &mut Draft, price: i64) -> Result<Hold, NotHeld> {
    set_aside(draft, ANA, price, "7KD2".to_owned())
}

#[test]
fn credit_is_held_only_from_the_day_it_may_be_used() {
    let rules = rulebook(&PETS.replacen("[earn]", "[earn]\nusable_after_days = 2", 1));
    let shop = Shop { rules, ..shop(MerchantId(1), NUMBER) };
    let mut facts = Facts { next_id: 3, ..Facts::default() };
    at(&shop, &mut facts, NOON, |draft| {
        draft.apply(Change::Enrolled(Member::guest(ANA, None, None, Lang::PtBr, NOON)));
        sell(draft, 100);
    });
    at(&shop, &mut facts, NOON + DAY, |draft| sell(draft, 50));
    // 3.000 points from the first midnight, 1.500 more from the second.
    let (first, second) = (shop.zone.usable_after(NOON, 2), shop.zone.usable_after(NOON, 3));
    for (moment, price, missing) in [
        (NOON + DAY, 1, Some(NotHeld::Later(3_000, first))),
        (NOON + DAY, 3_001, Some(NotHeld::Later(4_500, second))),
        (NOON + DAY, 4_501, Some(NotHeld::Missing(1))),
        (first - 1, 3_000, Some(NotHeld::Later(3_000, first))),
        (first, 3_000, None),
        (first, 3_001, Some(NotHeld::Later(1_500, second))),
        (second, 4_500, None),
    ] {
        let mut draft = Draft::new(&shop, &facts, moment, "wamid.held");
        let held = hold(&mut draft, price);
        assert_eq!(held.err(), missing, "{price} at noon + {} h", (moment - NOON) / HOUR);
    }
    // A hold keeps what may be used; what is left may be used only later.
    at(&shop, &mut facts, first, |draft| {
        hold(draft, 2_000).unwrap();
    });
    assert_eq!(facts.account(ANA).unwrap().spendable(first), 1_000);
    assert_eq!(facts.account(ANA).unwrap().spendable(second), 2_500);
    let hold = facts.account(ANA).unwrap().holds[0].clone();
    at(&shop, &mut facts, first, |draft| hand_over(draft, &hold, StaffId(9), StoreId(1)));
    let left: Vec<i64> = facts.account(ANA).unwrap().open_lots().iter().map(|lot| lot.remaining).collect();
    assert_eq!(left, [1_000, 1_500]);
}
