//! What ends soon: told in the chat, or as a record that invites to nothing.

use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Button, Class, Day, Line, Message, Points};
use crate::dialogue::notice::Notice;
use crate::domain::code::spaced;
use crate::domain::ending::{Ended, Fates, Untold};
use crate::domain::facts::Account;
use crate::domain::ids::MemberId;
use std::collections::BTreeMap;

/// Ends what has come to its end, and tells its owner of what will.
pub fn look(desk: &mut Desk, member: MemberId, fates: &Fates) -> Ended {
    let ended = desk.draft.end(member, fates);
    let Some((sum, first)) = ended.soon() else { return ended };
    let mut lines = vec![Line::Ending];
    lines.extend(
        ended
            .credits
            .iter()
            .map(|(end, amount)| Line::EndingCredit { points: Points(*amount), day: Day(end - 1) }),
    );
    lines.extend(ended.vouchers.iter().map(|voucher| Line::VoucherRow {
        value: voucher.value,
        code: spaced(&voucher.code),
        day: Day(voucher.expires_at - 1),
    }));
    let returns = ended.vouchers.iter().any(|voucher| !desk.draft.comes_back(voucher).is_empty());
    lines.extend(returns.then_some(Line::VoucherComesBack));
    let shop = desk.draft.shop.name.clone();
    let notice = Notice::Expiring { shop, points: Points(sum), day: Day(first - 1) };
    let buttons = vec![Button::Balance, Button::Statement];
    desk.tell(member, Message::new(lines).buttons(buttons).notice(notice), Class::A);
    ended
}

/// What of somebody's lives longer than it was given for, because they did not know that it ends: balance, and vouchers.
pub fn prolonged(account: &Account) -> Vec<Line> {
    let lots = account.lots.iter().filter(|lot| lot.remaining > 0);
    let lots = lots.map(|lot| (&lot.ending, lot.expires_at, lot.remaining));
    let open = account.open_vouchers();
    let vouchers = open.iter().map(|voucher| (&voucher.ending, voucher.expires_at, voucher.value.0));
    let mut later: BTreeMap<(i64, Untold), i64> = BTreeMap::new();
    for (ending, end, amount) in lots.chain(vouchers) {
        if let Some(why) = ending.untold {
            *later.entry((end, why)).or_default() += amount;
        }
    }
    later.into_iter().map(|((end, why), amount)| longer(why, end, amount)).collect()
}

pub fn longer(why: Untold, end: i64, amount: i64) -> Line {
    Line::Prolonged { points: Points(amount), day: Day(end - 1), frozen: i64::from(why == Untold::Frozen) }
}
