//! Records that were joined, and joined again.

use super::months::{Step, lives};
use crate::support::engines::on_both;

const SALON: &str = include_str!("../../../conversations/programs/salon.toml");

/// What was used of somebody stays with the record it was used on, wherever that record goes afterwards: nobody is said
/// to have used the wrong credit first.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_used_before_two_joins_is_no_fault() {
    let sell = |who, centavos| Step::Sell { who, store: 1, centavos, less: (0, 0), vouchers: false };
    let steps = [
        sell(0, 115),
        sell(4, 13_556),
        Step::Wait { hours: 127 },
        sell(2, 23_504),
        Step::Erase { who: 2 },
        Step::Merge { one: 2, other: 4 },
        Step::TakeBack { which: 2, leaves: 0 },
        Step::Merge { one: 0, other: 4 },
    ];
    on_both(move |db| async move { lives(&db, SALON, &steps).await.unwrap() }).await;
}
