//! What is said right behind a sale without naming whose it is: that it is right as it stands, that whoever bought it buys
//! more, or brings something back.

use crate::dialogue::correcting::{newest, recent};
use crate::dialogue::counter::quoted;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Hint, Intent};
use crate::dialogue::line::Line;
use crate::dialogue::refund;
use crate::dialogue::rung::{self, Rung, bare_amount};
use crate::dialogue::sales;
use crate::dialogue::state::{Buyer, OpenSale};

/// `1250 mesmo, sim` with the price of the newest sale: nothing is booked again. `false`: it is another price, or none.
pub fn stands(desk: &mut Desk, words: &Words) -> bool {
    let says = words.heard.says(Hint::Stands) || words.heard.says(Hint::Settles);
    let sale = newest(desk).filter(|_| says && quoted(desk).is_none());
    let stands = bare_amount(words).is_some() && bare_amount(words) == sale.map(|sale| sale.standing);
    if stands {
        desk.say(Line::UndoKept);
    }
    stands
}

/// `a mesma cliente levou também, 40`: a sale to whoever bought last, shown with the name before it is booked. `false`:
/// nobody bought just now, or it is about something else.
pub fn buys_again(desk: &mut Desk, words: &Words) -> bool {
    let heard = &words.heard;
    let sells = matches!(heard.intent, Intent::RegisterPurchase | Intent::Unknown);
    let again = sells && heard.says(Hint::Again) && !heard.says(Hint::Question) && quoted(desk).is_none();
    let Some((amount, sale)) = bare_amount(words).filter(|_| again).zip(newest(desk)) else { return false };
    let buyer = Buyer::Known(sale.member);
    if rung::names_another(desk, words, &buyer) {
        return false;
    }
    if let Some(line) = rung::objection(desk, &heard.slots) {
        desk.say(line);
        return true;
    }
    let counted = heard.slots.counted;
    let sale = OpenSale { counted, ..Rung::read(amount, &heard.slots).of(buyer) };
    sales::decide(desk, sale, true, false);
    true
}

/// `ela quer devolver a máscara, 55,50` right behind her sale: that one is asked about. `false`: none of the last minutes
/// was of so much.
pub fn comes_back(desk: &mut Desk, words: &Words) -> bool {
    let Some(amount) = words.heard.slots.amount else { return false };
    let mut own = recent(desk);
    own.retain(|sale| sale.standing == amount);
    let Some(sale) = own.first() else { return false };
    refund::ask_about(desk, sale.member, sale.id);
    true
}
