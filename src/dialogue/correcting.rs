//! A sale of the last minutes had another amount: one question, whose yes undoes it and registers it anew.

use crate::dialogue::booking;
use crate::dialogue::buying;
use crate::dialogue::counter::{self, quoted};
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Doubt, Flag, Hint, Intent, Place};
use crate::dialogue::line::Line;
use crate::dialogue::paying;
use crate::dialogue::rebooking;
use crate::dialogue::rung::{self, Rung};
use crate::dialogue::state::{Buyer, OpenSale, Topic};
use crate::dialogue::undoing::{self, ask_about, undo_now};
use crate::domain::calendar::MINUTE;
use crate::domain::ids::MemberId;
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;

/// `errei, era 150`, or a sale quoted and `39`: the speaker's newest sale, or the quoted one, had another amount. Only that
/// is put right in one line; anything else is undone and told anew. `false`: it is no such sale.
pub fn correct(desk: &mut Desk, words: &Words) -> bool {
    let slots = &words.heard.slots;
    let settles = words.puts_right() || words.heard.says(Hint::Settles);
    let typed = slots.amount.or_else(|| words.amount.value.filter(|_| settles));
    let figures: Vec<Money> = typed.into_iter().chain(slots.amount_candidates.iter().copied()).collect();
    // Nothing passes over what a customer is asked.
    if matches!(desk.state.topic, Topic::Paying { .. }) {
        paying::let_be(desk, true);
        return true;
    }
    let named = Some(slots).filter(|_| words.heard.intent == Intent::Correct);
    let named = named.and_then(|slots| slots.name.as_deref());
    let Some(sale) = meant(desk, &figures, named, slots.place) else { return false };
    let others: Vec<Money> = figures.into_iter().filter(|figure| *figure != sale.amount).collect();
    let parts = slots.phone.is_some() && !counter::meant(desk, words, sale.member)
        || slots.excluded.or(slots.discount).is_some();
    // The same price once more is another purchase, or nothing to put right.
    if others.is_empty() && !parts && words.heard.intent != Intent::Correct {
        return false;
    }
    let unread = |flag: &Flag| flag.doubt() == Doubt::Ask && *flag != Flag::TwoAmounts;
    match others.as_slice() {
        [amount] if is_plain(&sale) && !parts && !slots.flags.iter().any(unread) => ask(desk, &sale, *amount),
        _ => desk.say(Line::CorrectPlain),
    }
    true
}

/// Nothing but money paid it, and all of it stands.
pub(super) fn is_plain(sale: &Purchase) -> bool {
    sale.terms.still_paid(sale.standing) == Money::ZERO && sale.standing == sale.amount
}

/// The speaker's own newest sale of the last minutes.
pub(super) fn newest(desk: &Desk) -> Option<Purchase> {
    meant(desk, &[], None, None)
}

/// The speaker's own sales of the last minutes, newest first.
pub(super) fn recent(desk: &Desk) -> Vec<Purchase> {
    let Some(staff) = desk.staff.as_ref().map(|staff| staff.id) else { return Vec::new() };
    let since = desk.event.at - desk.draft.program.timers.undo_minutes * MINUTE;
    desk.draft.purchases(|sale| sale.staff == staff && sale.at >= since && !sale.is_reversed())
}

/// `era 34` while a sale waits for its number: that is its price.
pub fn mend_waiting(desk: &mut Desk, words: &Words) -> bool {
    let Topic::SalePhone { rung, .. } = desk.state.topic.clone() else { return false };
    let says = words.puts_right() || words.heard.says(Hint::Settles);
    let corrects = words.heard.intent == Intent::Correct || says;
    let corrects = corrects && quoted(desk).is_none();
    let Some(amount) = rung::bare_amount(words).filter(|_| corrects) else { return false };
    if let Some(line) = rung::misfits(desk, amount, rung.excluded, rung.discount) {
        desk.say(line);
        return true;
    }
    let rung = Rung { amount, ..rung };
    desk.state.topic = rung.without_phone(desk.event.now());
    desk.say(Line::AskPhone { amount });
    true
}

/// The quoted one of the speaker's own sales of the last minutes, or the newest, of whoever is named; of two figures
/// (`não é 46, é 36`) one is its amount. `a primeira era errada` counts them from the oldest.
fn meant(desk: &Desk, figures: &[Money], named: Option<&str>, place: Option<Place>) -> Option<Purchase> {
    let quoted = quoted(desk);
    let mut own = recent(desk);
    own.retain(|sale| quoted.is_none_or(|quoted| quoted == (sale.member, sale.id)));
    let (own, _) = undoing::of_named(desk, own, named);
    let by_figure = own.iter().find(|sale| figures.len() > 1 && figures.contains(&sale.amount));
    let number = place.and_then(|place| usize::try_from(place.among(own.len())).ok());
    let placed = number.and_then(|number| own.iter().rev().nth(number.checked_sub(1)?));
    by_figure.or(placed).or(own.first()).cloned()
}

fn ask(desk: &mut Desk, sale: &Purchase, amount: Money) {
    if !desk.draft.is_untouched(sale) {
        desk.say(Line::UndoLate);
    } else if let Some(line) = rung::misfit(desk, &put_right(sale, amount)) {
        desk.say(line);
    } else {
        ask_about(desk, sale, Some(amount), Vec::new());
    }
}

/// Another amount or another number, typed as the answer: it is asked again. The sale as it is to be, typed once more, is a
/// yes.
pub fn mend(desk: &mut Desk, words: &Words) -> bool {
    let Topic::Undoing { member, purchase, right, to, .. } = desk.state.topic.clone() else { return false };
    let Some(sale) = desk.draft.purchase(member, purchase).cloned() else { return false };
    if right.is_some() && is_typed_again(desk, words, member, right) {
        undoing::answer(desk, true);
        return true;
    }
    if words.wrong {
        let plain = right.is_none() && to.is_none();
        desk.say(if plain { Line::UndoPlain } else { Line::AskedAgain });
        undoing::again(desk);
        return true;
    }
    let settles = words.puts_right() || words.heard.says(Hint::Settles);
    let puts_right = settles || words.heard.intent == Intent::Correct;
    let answers = puts_right || rung::completes(desk, words).is_some();
    let phone = words.phone.value.as_ref().filter(|_| answers && (puts_right || to.is_some()));
    if let Some(phone) = phone.filter(|_| words.phone.doubt != Doubt::Ask && !rung::names_amount(words)) {
        let to = buying::buyer(desk, phone, None);
        return rebooking::move_to(desk, &sale, to);
    }
    let Some(amount) = rung::bare_amount(words).filter(|_| answers && (puts_right || right.is_some())) else {
        return stays(desk, words, &sale);
    };
    // `não, 70 mesmo`: as it is.
    if amount == sale.amount && to.is_none() {
        desk.settle(Line::UndoKept);
    } else {
        ask(desk, &sale, amount);
    }
    true
}

/// `70 está certo` with the price that it has.
fn stays(desk: &mut Desk, words: &Words, sale: &Purchase) -> bool {
    let stays = words.heard.says(Hint::Stands) && rung::bare_amount(words) == Some(sale.amount);
    if stays {
        desk.settle(Line::UndoKept);
    }
    stays
}

/// Nothing but their number and this amount, as a sale that is sure.
fn is_typed_again(desk: &Desk, words: &Words, member: MemberId, amount: Option<Money>) -> bool {
    let slots = &words.heard.slots;
    let sold =
        words.heard.intent == Intent::RegisterPurchase && slots.amount == amount && slots.phone.is_some();
    let plain = slots.excluded.or(slots.discount).is_none() && slots.vouchers.is_none();
    let sure = slots.flags.iter().all(|flag| flag.doubt() == Doubt::Sure);
    sold && plain && sure && counter::meant(desk, words, member)
}

/// The yes: whoever read both amounts is not asked about the new one again.
pub fn carry_out(desk: &mut Desk, old: &Purchase, amount: Money) {
    let new = put_right(old, amount);
    if let Some(line) = rung::misfit(desk, &new) {
        desk.settle(line);
        return;
    }
    undo_now(desk, old.member, old.id);
    if desk.draft.purchase(old.member, old.id).is_some_and(Purchase::is_reversed) {
        booking::register(desk, &[new]);
    }
}

/// The same sale with another amount.
fn put_right(old: &Purchase, amount: Money) -> OpenSale {
    let (excluded, discount) = (old.terms.excluded, old.terms.discount);
    Rung { amount, excluded, discount, summed: Vec::new(), remark: None, doubt: false }
        .of(Buyer::Known(old.member))
}
