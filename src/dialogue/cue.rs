//! What a turn is told: one message, heard, with the time and the randomness it may use.

use crate::dialogue::hear::{Heard, Hint, Intent, Put, Reading, Right, Whom};
use crate::dialogue::state::{State, Topic};
use crate::dialogue::till::ask::Ask;
use crate::domain::ids::MemberId;
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use std::borrow::Cow;

/// One message, heard, with the time and the randomness it may use. Everything a turn knows of the
/// outside comes in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The natural key of everything this message causes: its wamid, or the request of a till.
    pub key: String,
    /// Business time, ms UTC.
    pub at: i64,
    /// When it reached us, ms UTC: staleness is judged by the later of the two.
    pub arrived: i64,
    /// A keyed hash of the message id.
    pub seed: u64,
    pub speaker: MemberId,
    pub cue: Cue,
    pub quotes: Option<String>,
    /// The frozen record that had the speaker's number before.
    pub contested: Option<MemberId>,
}

impl Event {
    /// The later of writing and arriving.
    pub fn now(&self) -> i64 {
        self.at.max(self.arrived)
    }
}

/// What a message amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cue {
    Words(Box<Words>),
    Tap(String),
    /// A shared contact: the first number on it that can be read.
    Card {
        phone: Option<Phone>,
        name: Option<String>,
        own: bool,
    },
    Emoji(String),
    Audio,
    Media,
    /// A till or a web shop asks.
    Asked(Box<Ask>),
    /// Nothing to answer; the reason is kept with the message.
    Nothing(&'static str),
}

/// Typed words: as they are, as a fresh request, and as an answer to whatever may be open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub text: String,
    /// Keys of the buttons whose words these are: typing them is tapping, as long as the question is open.
    pub titles: Vec<&'static str>,
    /// The same of what stands behind a yes: `sim, tudo`.
    pub behind_yes: Vec<&'static str>,
    pub heard: Heard,
    pub yes: Option<bool>,
    /// Nothing but one yes after another, and what may go on behind one.
    pub agrees: bool,
    /// They begin with a yes or a no, whatever follows.
    pub begins: Option<bool>,
    /// What they put right, where they begin like that.
    pub right: Option<Right>,
    /// They only say that something is wrong.
    pub wrong: bool,
    /// Somebody is named beside one amount.
    pub whom: Option<Whom>,
    /// So many vouchers, or none: the answer to how many are to pay.
    pub vouchers: Option<usize>,
    pub amount: Reading<Money>,
    pub phone: Reading<Phone>,
}

impl Words {
    /// Nothing but a figure behind a *no* or an *it was*: `não, 70`, `era no 11…`.
    pub fn puts_right(&self) -> bool {
        self.right.as_ref().is_some_and(|right| right.strong && right.put == Put::Figures)
    }

    /// They say that something was wrong, and neither what nor that it is to be undone: `errei o nome dela`.
    pub fn only_regrets(&self) -> bool {
        let heard = &self.heard;
        heard.intent == Intent::Undo
            && !heard.says(Hint::Undoes)
            && heard.slots.phone.is_none()
            && self.amount.value.is_none()
    }

    /// Something is not wanted any more, and nothing else is said of it: `cancela, ela não vai mais fazer`.
    pub fn only_drops(&self) -> bool {
        self.heard.says(Hint::Drops) && self.heard.slots.phone.is_none() && self.amount.value.is_none()
    }

    /// What they put right, where it may be a name.
    pub fn right_name(&self) -> Option<String> {
        match self.right.as_ref().filter(|right| right.strong).map(|right| &right.put) {
            Some(Put::Name(name)) => Some(name.clone()),
            _ => None,
        }
    }

    /// What they call somebody behind an *it is*, sure or not.
    pub fn called(&self) -> Option<String> {
        match self.right.as_ref().map(|right| &right.put) {
            Some(Put::Name(name)) => Some(name.clone()),
            _ => None,
        }
    }

    /// As they are meant in this state: what no rule takes is what it is most like, as far as that only tells something or
    /// asks first. While a question waits they are a word for that one.
    pub fn meant(&self, state: &State) -> Cow<'_, Words> {
        let waits = match state.topic {
            Topic::Left { .. } | Topic::Rewards { .. } | Topic::Joining { .. } => false,
            _ => state.topic.since().is_some(),
        };
        let likely = self.heard.likely.as_ref().map(|(intent, _)| *intent).filter(|_| !waits);
        match likely {
            Some(intent) if intent.leaves() => {
                let heard = self.heard.clone().saying(Hint::NearOptOut);
                Cow::Owned(Words { heard, ..self.clone() })
            }
            Some(intent) if intent.tells_or_asks() => {
                Cow::Owned(Words { heard: self.heard.clone().taken_as_likely(), ..self.clone() })
            }
            _ => Cow::Borrowed(self),
        }
    }
}
