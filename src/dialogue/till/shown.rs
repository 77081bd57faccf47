//! A voucher that is shown by its code: what is behind it, and keeping it for an order until that is paid.

use crate::dialogue::counter;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::Line;
use crate::dialogue::till::answer::{Checked, Kept, No, Problem, Released};
use crate::dialogue::till::ask::{Release, Reserve};
use crate::dialogue::till::no::refused;
use crate::dialogue::till::sell::{not_registered, wrong};
use crate::dialogue::till::tries::{self, Trying};
use crate::dialogue::voucher;
use crate::domain::facts::Account;
use crate::domain::member::Staff;
use crate::domain::voucher::{Voucher, VoucherState};

const CODE: &str = "code";

/// What is behind a code. Of a record that rests nothing is told.
pub fn check(desk: &mut Desk, staff: &Staff, code: &String) -> Result<Checked, No> {
    let voucher = tried(desk, staff, ("", code), |_| true)?;
    let member = voucher.member;
    let reserved = voucher.reserved_at(desk.event.at);
    let own = reserved.filter(|reserved| reserved.by == staff.id);
    let kept_for = own.map(|own| (own.order.clone(), own.until));
    let order = kept_for.as_ref().map(|(order, _)| order.as_str());
    let against = voucher::refusal(desk, &voucher, order).map(refused).map(of_code);
    let minimum = desk.draft.least_purchase(&[&voucher]);
    Ok(Checked { voucher, member, minimum, kept_for, against })
}

/// Keeps it for an order of this channel: nobody else can use it meanwhile. Asked again, it is kept until the same moment.
pub fn reserve(desk: &mut Desk, staff: &Staff, wish: &Reserve) -> Result<Kept, No> {
    not_registered(desk, staff, &wish.order)?;
    let meant = |voucher: &Voucher| voucher.id == wish.voucher;
    let voucher = tried(desk, staff, (&wish.order, &wish.code), meant)?;
    if let Some(line) = voucher::refusal(desk, &voucher, Some(&wish.order)) {
        return Err(of_code(refused(line)));
    }
    let kept = voucher.reserved_at(desk.event.at).map(|reserved| reserved.until);
    let until = kept.unwrap_or_else(|| desk.draft.reserve(&voucher, staff.id, &wish.order));
    Ok(Kept { member: voucher.member, voucher, order: wish.order.clone(), until })
}

/// Keeps it no longer. What is not kept for this order any more, or never was, is let go already.
pub fn release(desk: &mut Desk, staff: &Staff, wish: &Release) -> Released {
    let member = desk.draft.facts.present(wish.member);
    let account = desk.draft.account(member);
    let voucher = account.and_then(|account: &Account| account.voucher(wish.voucher)).cloned();
    let kept = voucher.filter(|voucher| {
        let reserved = voucher.reserved_at(desk.event.at);
        reserved.is_some_and(|reserved| reserved.is_for(staff.id, &wish.order))
    });
    if let Some(voucher) = &kept {
        desk.draft.unreserve(voucher);
    }
    Released { voucher: wish.voucher, order: wish.order.clone(), was_kept: kept.is_some() }
}

/// The voucher that a code stands for, if it is the one that is meant. A wrong code counts.
fn tried(
    desk: &mut Desk,
    staff: &Staff,
    (order, code): (&str, &String),
    meant: impl Fn(&Voucher) -> bool,
) -> Result<Voucher, No> {
    let trying = Trying { member: None, order };
    tries::open(desk, staff, trying, [code].into_iter()).map_err(of_code)?;
    let found = behind(desk, code).and_then(|voucher| {
        let right = meant(&voucher);
        right.then_some(voucher).ok_or_else(|| wrong(CODE, code))
    });
    if found.as_ref().is_err_and(No::is_wrong_code) {
        tries::count(desk, staff, trying);
    }
    found
}

/// The voucher that a code stands for; that one is gone tells nothing of whoever had it.
fn behind(desk: &Desk, code: &str) -> Result<Voucher, No> {
    let found = desk.draft.facts.vouchers.get(code).copied().flatten();
    let (owner, id) = found.ok_or_else(|| wrong(CODE, code))?;
    let owner = desk.draft.facts.present(owner);
    let voucher = desk.draft.account(owner).and_then(|account| account.voucher(id)).cloned();
    let voucher = voucher.ok_or_else(|| No::new(Problem::NotFound, CODE, Line::VoucherGone))?;
    let rests = counter::at_rest(desk, owner).filter(|_| voucher.state != VoucherState::Cancelled);
    match rests {
        Some(line) => Err(of_code(refused(line))),
        None => Ok(voucher),
    }
}

/// Here the code is all that was sent.
fn of_code(no: No) -> No {
    No { field: Some(CODE), ..no }
}
