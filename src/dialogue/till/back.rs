//! A purchase, or a part of it, comes back at a till.

use crate::dialogue::counter;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::Line;
use crate::dialogue::refund;
use crate::dialogue::till::answer::{No, Problem, Reversed};
use crate::dialogue::till::ask::{Of, Return};
use crate::dialogue::till::no::refused;
use crate::domain::member::Staff;
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;

/// Takes it back, or says why not. Who gave the channel this right decided how much it may take back, unless the program
/// does.
pub fn take(desk: &mut Desk, staff: &Staff, wish: &Return) -> Result<Reversed, No> {
    let found = wish.of.found(staff.id, desk.draft.facts);
    let found = found.and_then(|(member, id)| desk.draft.purchase(member, id).cloned());
    let Some(purchase) = found else {
        return Err(missing(&wish.of));
    };
    let (member, amount) = (purchase.member, wish.amount.unwrap_or(purchase.standing));
    let objection = counter::at_rest(desk, member);
    let limit = desk.draft.program.limits.refund_by_till;
    if let Some(line) = objection.or_else(|| refund::objection(desk, &purchase, amount, limit)) {
        return Err(refused(of_till(line, &purchase)));
    }
    let back = counter::reverse(desk, staff, &purchase, amount);
    let back = back.ok_or_else(|| missing(&wish.of))?;
    Ok(Reversed {
        purchase: purchase.id,
        member,
        standing: Money(purchase.standing.0 - back.amount.0),
        back,
        wallet: desk.wallet(member),
        tier: desk.draft.tier(member).map(|tier| tier.key.clone()),
    })
}

fn missing(of: &Of) -> No {
    let line = match of {
        Of::Order(order) => Line::TillNoOrder { order: order.clone() },
        Of::Purchase(_, purchase) => Line::TillPurchase { purchase: purchase.to_string() },
    };
    No::new(Problem::NotFound, "purchase", line)
}

/// Nobody stands at a till to be sent to somebody else, or has the sale before their eyes.
fn of_till(line: Line, purchase: &Purchase) -> Line {
    match line {
        Line::UndoAlready => {
            Line::TillReversed { purchase: purchase.id.to_string(), amount: purchase.amount }
        }
        Line::AmountZero => Line::TillZeroBack { left: purchase.standing },
        Line::RefundManager { limit } => Line::TillRefund { limit },
        line => line,
    }
}
