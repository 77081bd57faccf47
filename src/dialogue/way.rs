//! Ways: how something decided reaches its person, or why it does not. Written once: the answer to staff speaks of
//! the same way that the row in the outbox then takes.
//!
//! | | chat open | closed, template approved | closed, no template |
//! |---|---|---|---|
//! | A: must arrive | as written | as template | waits for their next message |
//! | B: offers | as written | as template | not sent |
//! | C: an answer | as written | not sent | not sent |

use crate::dialogue::line::Class;
use crate::dialogue::notice::Kind;
use crate::domain::facts::Account;
use crate::domain::program::ReceiptsToNew;
use crate::domain::template::Templates;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As it is written: the chat is open.
    Chat,
    /// As the approved template, which is the one thing a closed chat takes.
    Template,
    /// Once they write.
    Waits,
    Not(Why),
}

/// Why something is not sent at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// They asked to be told nothing (`parar tudo`).
    Silent,
    /// Their number may belong to somebody else by now.
    Frozen,
    /// They have never written to this number.
    NeverWrote,
    /// An answer that came too late to be of use.
    Late,
    /// An offer for a closed chat without an approved template.
    NoTemplate,
}

impl Why {
    /// Those that are settled with people or by the program: nothing is to be put right.
    pub const SETTLED: [Why; 3] = [Why::Silent, Why::Frozen, Why::NeverWrote];

    /// As it is kept with the row, for whoever runs the service.
    pub const fn reason(self) -> &'static str {
        match self {
            Why::Silent => "this person asked to be told nothing",
            Why::Frozen => "this number may belong to somebody else by now",
            Why::NeverWrote => "this person has never written to the shop",
            Why::Late => "an answer to a message so old that the chat is closed",
            Why::NoTemplate => "the chat is closed and no template for offers is approved",
        }
    }
}

/// What is to be said, as far as the way depends on it.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub class: Class,
    pub notice: Option<Kind>,
    /// The person has just written; otherwise it comes unasked.
    pub reply: bool,
    /// ms UTC.
    pub now: i64,
}

/// Decides. Whoever has written gets an answer; unasked, nobody is told what they refused.
pub fn way(asked: Asked, to: &Account, templates: &Templates, to_new: ReceiptsToNew) -> Way {
    let Asked { class, notice, reply, now } = asked;
    if !reply && to.member.frozen {
        return Way::Not(Why::Frozen);
    }
    if !reply && to.member.silent {
        return Way::Not(Why::Silent);
    }
    if to.reach.window_open(now) {
        return Way::Chat;
    }
    let approved = notice.is_some_and(|kind| kind.approved(templates, to.member.lang).is_some());
    let stranger = to.reach.last_inbound.is_none();
    match class {
        Class::C => Way::Not(Why::Late),
        // No number leads to them, nor an account.
        _ if !to.is_reachable() => Way::Not(Why::NeverWrote),
        Class::A if stranger && to_new == ReceiptsToNew::Nothing => Way::Not(Why::NeverWrote),
        Class::A | Class::B if approved => Way::Template,
        Class::A if stranger => Way::Not(Why::NeverWrote),
        Class::A => Way::Waits,
        Class::B => Way::Not(Why::NoTemplate),
    }
}
