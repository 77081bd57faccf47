//! What a voucher asks for, told when it is given and whenever it is shown: only what holds, one short line each. It is
//! what the till refuses by, so nobody learns of it there first.

use crate::dialogue::desk::Desk;
use crate::dialogue::line::Line;
use crate::domain::code::spaced;
use crate::domain::money::Money;
use crate::domain::program::VoucherRule;
use crate::domain::voucher::Voucher;

/// Of these vouchers together.
pub fn conditions(desk: &Desk, vouchers: &[&Voucher]) -> Vec<Line> {
    if vouchers.is_empty() {
        return Vec::new();
    }
    let any = |holds: fn(&VoucherRule) -> bool| {
        vouchers.iter().any(|voucher| desk.draft.voucher_rule(voucher).is_some_and(holds))
    };
    let mut lines = minimums(desk, vouchers);
    let today = desk.zone().day(desk.event.at).0;
    let waits = |voucher: &&&Voucher| {
        today <= voucher.issued_at && desk.draft.voucher_rule(voucher).is_some_and(|rule| !rule.same_day)
    };
    lines.extend(vouchers.iter().find(waits).map(|_| Line::VoucherFromTomorrow));
    lines.extend(stores(desk));
    lines.extend(any(|rule| !rule.keeps_rest).then_some(Line::VoucherRestLost));
    let returns = vouchers.iter().any(|voucher| !desk.draft.comes_back(voucher).is_empty());
    lines.extend(returns.then_some(Line::VoucherComesBack));
    lines
}

/// The least purchase: once where all ask for the same.
fn minimums(desk: &Desk, vouchers: &[&Voucher]) -> Vec<Line> {
    let mut asked: Vec<(Money, &Voucher)> =
        vouchers.iter().map(|voucher| (desk.draft.least_purchase(&[*voucher]), *voucher)).collect();
    let alike = asked.windows(2).all(|pair| matches!(pair, [one, other] if one.0 == other.0));
    asked.retain(|(minimum, _)| *minimum > Money::ZERO);
    match asked.first() {
        Some((minimum, _)) if alike => vec![Line::VoucherFrom { minimum: *minimum }],
        _ => {
            let each = asked.iter().map(|(minimum, voucher)| Line::VoucherEachFrom {
                code: spaced(&voucher.code),
                minimum: *minimum,
            });
            each.collect()
        }
    }
}

/// Where vouchers are taken, if not everywhere.
fn stores(desk: &Desk) -> Option<Line> {
    let program = desk.draft.program;
    let takes = |name: &str| program.store(name).is_none_or(|store| store.takes);
    let all = &desk.draft.facts.stores;
    let taking: Vec<&str> = all.iter().map(|store| store.name.as_str()).filter(|name| takes(name)).collect();
    let some = !taking.is_empty() && taking.len() < all.len();
    some.then(|| Line::VoucherStores { stores: taking.join(", ") })
}
