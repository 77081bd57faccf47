//! Tills and web shops: a channel is a member of staff that does not type. What it asks is decided by the functions that
//! decide what a cashier writes, in the same lane; only the answer is another: no bubble, but what was done or why
//! nothing was.
//!
//! Nobody sits at a till who could be asked something: where a person would be asked whether an amount, a new number or
//! the same sale again is right, the number of the order says so.

pub mod answer;
pub mod ask;
mod back;
mod meet;
mod no;
mod quote;
mod sell;
mod shown;
mod tries;
mod who;

use crate::dialogue::desk::Desk;
use crate::dialogue::line::Line;
use answer::{Answer, No, Problem};
use ask::{Ask, Deed};

/// Does what was asked.
pub fn act(desk: &mut Desk, ask: &Ask) -> Answer {
    let Some(staff) = desk.staff.clone().filter(|staff| staff.id == ask.staff) else {
        return Answer::No(No::new(Problem::UnknownKey, None, Line::TillClosed));
    };
    // An order that is registered is told so, however old it says to be.
    let registered = match &ask.deed {
        Deed::Buy(order) | Deed::Quote(order) => sell::not_registered(desk, &staff, &order.id).err(),
        _ => None,
    };
    if let Some(no) = registered {
        return Answer::No(no);
    }
    if ask.late {
        return Answer::No(No::new(Problem::BadField, "occurred_at", Line::TillLate));
    }
    let done = match &ask.deed {
        Deed::Buy(order) => sell::buy(desk, &staff, order).map(Box::new).map(Answer::Bought),
        Deed::Back(wish) => back::take(desk, &staff, wish).map(Box::new).map(Answer::Reversed),
        Deed::Quote(order) => quote::quote(desk, &staff, order).map(Box::new).map(Answer::Quoted),
        Deed::Check(code) => shown::check(desk, &staff, code).map(Box::new).map(Answer::Checked),
        Deed::Reserve(wish) => shown::reserve(desk, &staff, wish).map(Box::new).map(Answer::Kept),
        Deed::Release(wish) => Ok(Answer::Released(shown::release(desk, &staff, wish))),
        Deed::Join(wish) => meet::join(desk, wish).map(|contact| Answer::Contact(wish.member, contact)),
        Deed::Part(wish) => meet::part(desk, wish).map(|()| Answer::Parted(wish.member, wish.contact)),
        Deed::Meet(person) => meet::meet(desk, &staff, person).map(Answer::Met),
    };
    done.unwrap_or_else(|no| Answer::No(No { field: no.field.and_then(|field| ask.place(field)), ..no }))
}
