//! What may happen in a walk, and how often.

use super::{PEOPLE, Who};
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
pub enum Step {
    Sell(Sell),
    /// Leaves so many thousandths of what stands.
    TakeBack {
        which: usize,
        leaves: i64,
    },
    /// Sets balance aside, for a purchase or for a reward.
    Hold {
        who: Who,
        amount: i64,
        purchase: bool,
    },
    Capture {
        which: usize,
    },
    Release {
        which: usize,
    },
    /// A reward that was handed over comes back.
    GiveBack {
        which: usize,
    },
    Adjust {
        who: Who,
        amount: i64,
    },
    Merge {
        one: Who,
        other: Who,
    },
    Erase {
        who: Who,
    },
    /// Hours go by; what people are told from then on arrives, or does not.
    Wait {
        hours: i64,
        arrives: bool,
    },
    /// It is the next moment at which something happens by itself.
    Until {
        arrives: bool,
    },
}

/// A purchase: `excluded` and `discount` are thousandths of its amount.
#[derive(Debug, Clone, Copy)]
pub struct Sell {
    pub who: Who,
    pub centavos: i64,
    pub excluded: i64,
    pub discount: i64,
    pub pays: Pays,
}

/// What a purchase is paid with, beside money.
#[derive(Debug, Clone, Copy)]
pub enum Pays {
    Nothing,
    /// All vouchers, first to end first; the other way round; the first alone.
    Vouchers,
    LastFirst,
    OneVoucher,
    /// What was set aside for a purchase.
    Code,
    /// So many thousandths of the most that may pay it.
    AtOnce(i64),
}

pub fn step() -> impl Strategy<Value = Step> {
    // Some come more often, so that much happens to them.
    let who = prop_oneof![2 => 0..2_usize, 1 => 0..usize::try_from(PEOPLE).unwrap()];
    let centavos = prop_oneof![1..200_i64, 2_900..3_100_i64, 1_000..60_000_i64];
    let part = || prop_oneof![Just(0), 0..1_001_i64];
    let amount = prop_oneof![1..300_i64, 1..4_000_i64];
    let holds = (who.clone(), amount, any::<bool>());
    prop_oneof![
        9 => (who.clone(), centavos, part(), less(), pays()).prop_map(|(who, centavos, excluded, discount, pays)|
            Step::Sell(Sell { who, centavos, excluded, discount, pays })),
        5 => (any::<usize>(), part()).prop_map(|(which, leaves)| Step::TakeBack { which, leaves }),
        4 => holds.prop_map(|(who, amount, purchase)| Step::Hold { who, amount, purchase }),
        1 => any::<usize>().prop_map(|which| Step::Capture { which }),
        1 => any::<usize>().prop_map(|which| Step::Release { which }),
        2 => any::<usize>().prop_map(|which| Step::GiveBack { which }),
        1 => (who.clone(), -3_000..3_000_i64).prop_map(|(who, amount)| Step::Adjust { who, amount }),
        1 => (who.clone(), who.clone()).prop_map(|(one, other)| Step::Merge { one, other }),
        1 => who.prop_map(|who| Step::Erase { who }),
        3 => (1..200_i64, any::<bool>()).prop_map(|(hours, arrives)| Step::Wait { hours, arrives }),
        6 => any::<bool>().prop_map(|arrives| Step::Until { arrives }),
    ]
}

/// A discount: mostly none, never all.
fn less() -> impl Strategy<Value = i64> {
    prop_oneof![2 => Just(0), 1 => 0..1_000_i64]
}

pub fn pays() -> impl Strategy<Value = Pays> {
    prop_oneof![
        2 => Just(Pays::Nothing),
        2 => Just(Pays::Vouchers),
        1 => Just(Pays::LastFirst),
        1 => Just(Pays::OneVoucher),
        2 => Just(Pays::Code),
        2 => (1..1_001_i64).prop_map(Pays::AtOnce),
    ]
}

impl Step {
    /// After a merge or an erasure everything is loaded anew.
    pub fn ends_a_batch(self) -> bool {
        matches!(self, Step::Merge { .. } | Step::Erase { .. })
    }
}
