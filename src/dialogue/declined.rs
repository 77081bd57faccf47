//! What is declined: an open question by a no whose other words mend nothing, and a sale, of which what comes next may be the
//! right number.

use crate::dialogue::counter;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Intent;
use crate::dialogue::line::Line;
use crate::dialogue::rung::Rung;
use crate::dialogue::state::Topic;
use crate::dialogue::turn::tap_answer;
use serde::{Deserialize, Serialize};

/// What was to be sold, without whom it was for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declined {
    /// When it was declined, ms UTC.
    pub since: i64,
    pub sale: Rung,
}

impl Declined {
    /// The sale that this topic asks about; one that is paid with more than money is told anew.
    pub fn of(topic: &Topic, since: i64) -> Option<Declined> {
        let sale = match topic {
            Topic::Sale { sales, .. } => match sales.as_slice() {
                [sale] if sale.is_plain() => Rung::within(sale, true),
                _ => return None,
            },
            Topic::SalePhone { rung, .. } => Rung { doubt: true, ..rung.clone() },
            _ => return None,
        };
        Some(Declined { since, sale })
    }
}

/// `não, é outra pessoa`, `errei o nome`: a no whose other words mend nothing is still a no, or the next yes would answer the
/// question. A request of its own leaves the question aside in its own way; what a customer is asked is too much for a guess.
pub fn decline(desk: &mut Desk, words: &Words) -> bool {
    let heard = &words.heard;
    let figure = heard.intent == Intent::RegisterPurchase && heard.slots.phone.is_none();
    let ends = heard.intent == Intent::Cancel || words.only_regrets() || words.only_drops();
    let request = heard.intent.acts() && !ends && !figure;
    if request || counter::quoted(desk).is_some() {
        return false;
    }
    match &desk.state.topic {
        Topic::EnrolPhone { .. } => {
            desk.settle(Line::EnrolDropped);
            true
        }
        Topic::AdjustLacks { .. } => {
            desk.settle(Line::AdjustDropped);
            true
        }
        Topic::SalePhone { .. } | Topic::SaleAmount { .. } | Topic::VoucherAmount { .. } => {
            desk.settle(Line::SaleDropped);
            true
        }
        Topic::Sale { token, .. }
        | Topic::Paying { token, .. }
        | Topic::Redeeming { token, .. }
        | Topic::Undoing { token, .. }
        | Topic::GivingBack { token, .. }
        | Topic::Refunding { token, .. }
        | Topic::Exchanging { token, .. }
        | Topic::Returning { token, .. }
        | Topic::Erasing { token, .. }
        | Topic::Announcing { token, .. }
        | Topic::Dismissing { token, .. }
        | Topic::Hiring { token, .. }
        | Topic::Adjusting { token, .. }
        | Topic::Enrolling { token, .. }
        | Topic::Renumbering { token, .. }
        | Topic::Telling { token, .. }
        | Topic::Resting { token, .. } => {
            let token = token.clone();
            tap_answer(desk, &token, "no");
            // What was to be right instead was not understood.
            if desk.staff.is_some() && (words.right.is_some() || words.only_regrets()) {
                desk.say(Line::SendWhole);
            }
            true
        }
        _ => false,
    }
}
