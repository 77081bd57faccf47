//! Looking somebody up at the counter, by number. Names lead to nobody: there are many of each, and whoever asks wants one.

use crate::dialogue::buying::buyer;
use crate::dialogue::contest;
use crate::dialogue::correcting;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Flag, Hint};
use crate::dialogue::line::{Line, Message};
use crate::dialogue::manager::area;
use crate::dialogue::rung::refusal;
use crate::dialogue::state::{Buyer, Topic};
use crate::domain::facts::Account;
use crate::domain::ids::MemberId;
use crate::domain::money::Money;

/// `? 11…`: reading is harmless. Behind a phone alone the next bare amount is its sale; behind a question about somebody it
/// is confirmed.
pub fn request(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    let refused = refusal(&slots.flags, None, &slots.phone_candidates, &[]);
    // `e agora, quanto ela tem?` right behind a sale of hers.
    let hers = correcting::newest(desk)
        .filter(|_| words.heard.says(Hint::Theirs) && slots.name.is_none() && refused.is_none());
    let buyer = match (&slots.phone, hers) {
        (Some(phone), _) => buyer(desk, phone, slots.name.as_deref()),
        (None, Some(sale)) => Buyer::Known(sale.member),
        (None, None) => {
            desk.say(refused.unwrap_or(Line::LookupHow { area: area(desk) }));
            return;
        }
    };
    let line = match &buyer {
        Buyer::Known(id) => {
            Line::Lookup { name: desk.shown_name(*id), phone: ending(desk, *id), balance: desk.shown(*id) }
        }
        Buyer::New { phone, .. } => Line::LookupNobody { phone: phone.spoken() },
    };
    let mut lines = vec![line];
    lines.extend(vouchers(desk, &buyer));
    lines.extend(in_question(desk, &buyer));
    // Whoever has just bought is not about to buy.
    if slots.phone.is_some() {
        let doubt = !slots.flags.contains(&Flag::BarePhone);
        desk.state.topic = Topic::SaleAmount { since: desk.event.now(), buyer, code: None, doubt };
    }
    desk.say(Message::new(lines));
}

/// `? ana`: somebody is looked up, whatever else was understood.
pub fn asks(words: &Words) -> bool {
    words.text.trim_start().starts_with('?') && words.text.trim().len() > 1
}

fn ending(desk: &Desk, id: MemberId) -> String {
    let phone = desk.draft.member(id).and_then(|member| member.phone.as_ref());
    phone.map(|phone| phone.ending().to_owned()).unwrap_or_default()
}

/// What somebody has in vouchers, which is no balance.
fn vouchers(desk: &Desk, buyer: &Buyer) -> Option<Line> {
    let Buyer::Known(id) = buyer else { return None };
    let open = desk.draft.account(*id).map(Account::open_vouchers).unwrap_or_default();
    let value = Money(open.iter().map(|voucher| voucher.value.0).sum());
    let count = i64::try_from(open.len()).unwrap_or(i64::MAX);
    (count > 0).then_some(Line::LookupVouchers { count, value })
}

/// That the number came with another account than before.
pub(super) fn in_question(desk: &Desk, buyer: &Buyer) -> Option<Line> {
    let Buyer::Known(id) = buyer else { return None };
    let contest = contest::of_newcomer(desk, *id)?;
    Some(Line::SaleContested { phone: contest.phone.spoken() })
}
