//! Who buys.

use crate::dialogue::desk::Desk;
use crate::dialogue::line::Line;
use crate::dialogue::sales;
use crate::dialogue::state::Buyer;
use crate::dialogue::till::answer::{No, Problem};
use crate::dialogue::till::ask::Who;
use crate::domain::ids::MemberId;

/// The one person that all of it leads to; a number never seen is somebody new.
pub fn buyer(desk: &Desk, who: &Who) -> Result<Buyer, No> {
    let by_id = who.id.map(|id| known(desk, id)).transpose()?;
    let by_phone = who.phone.as_ref().map(|phone| sales::buyer(desk, phone, None));
    match (by_id, by_phone) {
        (Some(id), Some(buyer)) if buyer != Buyer::Known(id) => {
            Err(No::new(Problem::IdentityConflict, "customer", Line::TillTwo))
        }
        (Some(id), _) => Ok(Buyer::Known(id)),
        (None, Some(buyer)) => Ok(buyer),
        (None, None) => Err(nobody_named()),
    }
}

/// Nothing says whose purchase it is.
pub fn nobody_named() -> No {
    No::new(Problem::BadField, "customer", Line::TillCustomer)
}

fn known(desk: &Desk, id: MemberId) -> Result<MemberId, No> {
    let id = desk.draft.facts.present(id);
    let there = desk.draft.member(id).is_some();
    there.then_some(id).ok_or_else(|| No::new(Problem::NotFound, "customer.id", Line::TillNobody))
}
