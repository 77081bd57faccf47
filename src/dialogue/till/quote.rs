//! What a purchase would lead to: decided by what decides it, on a copy of the desk that is thrown away.

use crate::dialogue::desk::Desk;
use crate::dialogue::till::answer::{No, Payable, PayableBalance, Quoted};
use crate::dialogue::till::ask::Order;
use crate::dialogue::till::no::refused;
use crate::dialogue::till::sell;
use crate::dialogue::voucher;
use crate::domain::facts::Account;
use crate::domain::ids::{MemberId, VoucherId};
use crate::domain::member::Staff;
use crate::domain::money::Money;
use crate::domain::program::Consent;
use crate::domain::program::rate::Terms;
use crate::domain::voucher::Voucher;

/// The answer of a purchase, or why there would be none: as of a purchase, a wrong code counts.
pub fn quote(desk: &mut Desk, staff: &Staff, order: &Order) -> Result<Quoted, No> {
    let mut trial = desk.clone();
    let tried = sell::buy(&mut trial, staff, order);
    if tried.is_err() {
        *desk = trial;
    }
    let bought = tried?;
    let known = desk.draft.account(bought.member).is_some();
    Ok(Quoted { known, payable: payable(desk, bought.member, order), bought })
}

fn payable(desk: &Desk, member: MemberId, order: &Order) -> Payable {
    let program = desk.draft.program;
    let excluded = if program.earn.excluded.is_some() { order.excluded } else { Money::ZERO };
    let part = Terms { excluded, ..Terms::default() }.payable(order.amount);
    let against = desk.barred(member).map(refused);
    let free = against.is_none();
    let balance = program.pay.as_ref().map(|pay| {
        let most = if free { desk.draft.most_payable(member, Some(part)) } else { 0 };
        PayableBalance {
            most,
            worth: pay.worth(most),
            least: pay.minimum,
            step: pay.step,
            presence: pay.consent == Consent::Member,
        }
    });
    Payable { balance, vouchers: vouchers(desk, member, order, part), against }
}

/// Their open vouchers, with what a purchase of which `part` may be paid would take of each.
fn vouchers(desk: &Desk, member: MemberId, order: &Order, part: Money) -> Vec<(Voucher, Money)> {
    let open = desk.draft.account(member).map(Account::open_vouchers).unwrap_or_default();
    let usable = |voucher: &&Voucher| voucher::refusal(desk, voucher, Some(&order.id)).is_none();
    let ids: Vec<VoucherId> = open.iter().filter(usable).map(|voucher| voucher.id).collect();
    let covered = desk.draft.covered(member, &ids, part);
    let counts = |voucher: &Voucher| {
        let found = covered.iter().find(|(one, _)| one.id == voucher.id);
        found.map_or(Money::ZERO, |(_, used)| *used)
    };
    open.into_iter().map(|voucher| (voucher.clone(), counts(&voucher))).collect()
}
