//! What a message says beside its intent: small things that only an open question, or what lies there for somebody, gives a
//! meaning to.

use super::ears::Listening;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Ends as a question.
    Question,
    /// Sounds like an opt-out without being one of its exact phrases: asks with one tap.
    NearOptOut,
    /// Speaks of receiving offers, not only of the club.
    Offers,
    /// Nothing but the wish that it be deleted: the answer to whether it is to be.
    Erases,
    /// Wants something, whatever it may be.
    Takes,
    /// Does not want something any more, whatever it may be.
    Drops,
    /// Asks how far something is.
    Lacks,
    /// A figure in it is owed, missing or left: no price.
    Talks,
    /// Somebody buys as well.
    Besides,
    /// Speaks of somebody without a name: `quanto ela tem?`
    Theirs,
    /// A command to undo, and not only that something was wrong.
    Undoes,
    /// May want the offers back.
    Returns,
    /// Only tells something, or begs pardon.
    Chats,
    /// Speaks of leaving the club itself, not only its messages.
    LeavesClub,
    /// Asks for what the shop's people know: a price, an appointment.
    Shop,
    /// Wants their record kept.
    Keeps,
    /// Complains of the shop without saying what happened.
    Grumbles,
    /// Asks what a balance is worth in money.
    Worth,
    /// Puts off a decision, or comes back to it.
    PutsOff,
    /// Is not sure that an amount that is set aside is the right one, or says that it is another.
    Amends,
    /// Asks what is known of their birthday.
    AsksBirthday,
    /// Somebody told them of the club.
    Invited,
    /// Asks how much has to be spent for something.
    Spends,
    /// Asks how much of a purchase credit may pay.
    Shares,
    /// Says what a sale came to in the end: `ficou 1.800`, `tudo junto dá 150,50`.
    Settles,
    /// Says that a figure is right as it is: `70 mesmo`.
    Stands,
    /// Whoever bought just now buys more: `a mesma cliente levou também`, `mais 62,20`.
    Again,
    /// What was sold just now is somebody else's.
    NotTheirs,
    /// Says until when, or from when, somebody does not work here.
    Until,
    /// Wants offers of one kind only.
    Partly,
    /// Wants the notices of their own purchases.
    KeepsNotices,
    /// Asks for the rules by name, all of them.
    AllRules,
    /// Names the deed of undoing: `tira`, `take it off`.
    Removes,
    /// Whoever was served just now is meant again: `a mesma de agora`.
    Same,
    /// Asks for a moment.
    Waits,
    /// Names advertisements, and not just messages.
    Promotions,
}

/// The hints that a group of words of `hear.toml` gives by itself; the others have rules of their own.
const BY_GROUP: [(&str, Hint); 33] = [
    ("take_wish", Hint::Takes),
    ("far_ask", Hint::Lacks),
    ("talk_figure", Hint::Talks),
    ("also_word", Hint::Besides),
    ("last_buyer", Hint::Theirs),
    ("undo_command", Hint::Undoes),
    ("back_hint", Hint::Returns),
    ("leave_club", Hint::LeavesClub),
    ("shop", Hint::Shop),
    ("shop_goods", Hint::Shop),
    ("goods", Hint::Shop),
    ("goods_named", Hint::Shop),
    ("keep_data", Hint::Keeps),
    ("grumble", Hint::Grumbles),
    ("asks_off", Hint::Worth),
    ("puts_off", Hint::PutsOff),
    ("amends", Hint::Amends),
    ("asks_birthday", Hint::AsksBirthday),
    ("invited_by", Hint::Invited),
    ("asks_spend", Hint::Spends),
    ("asks_share", Hint::Shares),
    ("settled_at", Hint::Settles),
    ("as_it_is", Hint::Stands),
    ("same_buyer", Hint::Again),
    ("not_theirs", Hint::NotTheirs),
    ("until_when", Hint::Until),
    ("offers_part", Hint::Partly),
    ("keeps_notices", Hint::KeepsNotices),
    ("rules_named", Hint::AllRules),
    ("undo_deed", Hint::Removes),
    ("same_as_now", Hint::Same),
    ("one_moment", Hint::Waits),
    ("promotions", Hint::Promotions),
];

/// All that a message says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hints(u64);

impl Hints {
    /// What single groups of words say, in any of these languages.
    pub(super) fn of(own: &[&Listening<'_>]) -> Hints {
        let mut hints = Hints::default();
        for (group, hint) in BY_GROUP {
            if own.iter().any(|heard| heard.has(group)) {
                hints.put(hint, true);
            }
        }
        hints
    }

    pub fn has(self, hint: Hint) -> bool {
        self.0 & 1 << hint as u64 != 0
    }

    pub(super) fn put(&mut self, hint: Hint, is: bool) {
        let bit = 1 << hint as u64;
        self.0 = if is { self.0 | bit } else { self.0 & !bit };
    }
}
