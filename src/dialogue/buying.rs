//! Who buys: somebody known by their number, or a number nobody has been seen behind.

use crate::dialogue::contest;
use crate::dialogue::desk::Desk;
use crate::dialogue::state::Buyer;
use crate::domain::facts::Key;
use crate::domain::member::clean_name;
use crate::domain::phone::Phone;

pub(super) fn buyer(desk: &Desk, phone: &Phone, name: Option<&str>) -> Buyer {
    let known = desk.draft.facts.member_behind(&Key::Phone(phone.clone()));
    let new = || Buyer::New { phone: phone.clone(), name: name.and_then(clean_name) };
    known.map_or_else(new, |owner| Buyer::Known(contest::holder(desk, owner)))
}

/// Name, where there is one, and number of whoever buys.
pub(super) fn contact(desk: &Desk, buyer: &Buyer) -> (Option<String>, String) {
    match buyer {
        Buyer::New { phone, name } => (name.clone(), phone.spoken()),
        Buyer::Known(id) => {
            let phone = desk.draft.member(*id).and_then(|member| member.phone.as_ref());
            (Some(desk.shown_name(*id)), phone.map_or_else(|| "—".to_owned(), Phone::spoken))
        }
    }
}

pub(super) fn buyer_name(desk: &Desk, buyer: &Buyer) -> String {
    match buyer {
        Buyer::Known(id) => desk.shown_name(*id),
        Buyer::New { phone, name } => name.clone().unwrap_or_else(|| phone.spoken()),
    }
}
