//! An order or a reversal comes once more under its number, with other content: what was done under it, as its answer says.

use crate::dialogue::line::Line;
use crate::dialogue::till::answer::{Answer, AnswerKind, No, Problem};
use crate::dialogue::till::ask::{Ask, Deed};
use crate::domain::money::Money;
use crate::store::answers::Stored;
use serde_json::Value;

/// What is answered instead. Of what was asked then only a hash is kept, but what came of it is.
pub fn from(stored: &Stored, ask: &Ask) -> Answer {
    let done: Value = serde_json::from_str(&stored.body).unwrap_or_default();
    let amount = |field: &str| {
        let value = done[field]["value"].as_str().and_then(Money::from_plain);
        value.unwrap_or(Money::ZERO)
    };
    let text = |field: &str| done[field].as_str().unwrap_or_default().to_owned();
    let (_, kind, name) = &stored.name;
    let (field, line) = match kind {
        AnswerKind::Reversal => {
            let reversal = name.split_once(':').map_or(&**name, |(_, id)| id).to_owned();
            let line =
                Line::TillReversal { reversal, purchase: text("purchase"), amount: amount("reversed") };
            ("reversal.id", line)
        }
        AnswerKind::Order | AnswerKind::Key => {
            let (order, purchase, amount) = (name.clone(), text("id"), amount("amount"));
            let now = match &ask.deed {
                Deed::Buy(order) => Some(order.amount).filter(|now| *now != amount),
                _ => None,
            };
            let line = match now {
                Some(now) => Line::TillOrder { order, purchase, amount, now },
                None => Line::TillOrderSame { order, purchase, amount },
            };
            ("order.id", line)
        }
    };
    Answer::No(No::new(Problem::OrderConflict, field, line))
}
