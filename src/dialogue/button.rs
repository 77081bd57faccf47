//! Buttons: what can be tapped under a bubble.

use crate::dialogue::hear::Intent;
use crate::dialogue::value::Value;
use crate::domain::money::Money;
use crate::domain::program::Program;
use serde::{Deserialize, Serialize};

/// Quick replies and list rows. The title is `button-…` in `copy.ftl`; the id says what a tap means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Button {
    // Reads: the id names a word anybody may type, nothing more.
    Balance,
    Statement,
    Rewards,
    Referral,
    Ranking,
    Rules,
    Human,
    Menu,
    OptOut,
    OptIn,
    // Answers to one question, bound to its token.
    JoinOnly(String),
    JoinOffers(String),
    JoinNot(String),
    Yes(String),
    No(String),
    All(String),
    Send(String),
    Discard(String),
    NotMe(String),
    ItIsMe(String),
    Erase(String),
    Keep(String),
    // The sale behind a handle of this person's own state.
    Undo(String),
    /// A manager stands in for the member who does not answer.
    Override(String),
}

impl Button {
    /// The one that reads what somebody asked for.
    pub const fn reading(intent: Intent) -> Option<Button> {
        match intent {
            Intent::Balance => Some(Button::Balance),
            Intent::Statement => Some(Button::Statement),
            Intent::RewardsCatalog => Some(Button::Rewards),
            Intent::ReferralCode => Some(Button::Referral),
            Intent::Ranking => Some(Button::Ranking),
            Intent::RulesHelp => Some(Button::Rules),
            Intent::Human => Some(Button::Human),
            _ => None,
        }
    }

    pub const fn key(&self) -> &'static str {
        match self {
            Button::Balance => "button-balance",
            Button::Statement => "button-statement",
            Button::Rewards => "button-rewards",
            Button::Referral => "button-referral",
            Button::Ranking => "button-ranking",
            Button::Rules => "button-rules",
            Button::Human => "button-human",
            Button::Menu => "button-menu",
            Button::OptOut => "button-opt-out",
            Button::OptIn => "button-opt-in",
            Button::JoinOnly(_) => "button-join-only",
            Button::JoinOffers(_) => "button-join-offers",
            Button::JoinNot(_) => "button-join-not",
            Button::Yes(_) => "button-yes",
            Button::No(_) => "button-no",
            Button::All(_) => "button-all",
            Button::Send(_) => "button-send",
            Button::Discard(_) => "button-discard",
            Button::NotMe(_) => "button-not-me",
            Button::ItIsMe(_) => "button-it-is-me",
            Button::Erase(_) => "button-erase",
            Button::Keep(_) => "button-keep",
            Button::Undo(_) => "button-undo",
            Button::Override(_) => "button-override",
        }
    }

    pub fn id(&self) -> String {
        match self {
            Button::Balance => "read.balance".to_owned(),
            Button::Statement => "read.statement".to_owned(),
            Button::Rewards => "read.rewards".to_owned(),
            Button::Referral => "read.referral".to_owned(),
            Button::Ranking => "read.ranking".to_owned(),
            Button::Rules => "read.rules".to_owned(),
            Button::Human => "read.human".to_owned(),
            Button::Menu => "read.menu".to_owned(),
            Button::OptOut => "read.opt-out".to_owned(),
            Button::OptIn => "read.opt-in".to_owned(),
            Button::JoinOnly(token) => format!("answer.{token}.only"),
            Button::JoinOffers(token) => format!("answer.{token}.offers"),
            Button::NotMe(token) => format!("answer.{token}.other"),
            Button::ItIsMe(token) => format!("answer.{token}.mine"),
            Button::JoinNot(token) | Button::No(token) | Button::Keep(token) => format!("answer.{token}.no"),
            Button::Override(token) => format!("answer.{token}.override"),
            Button::Yes(token) | Button::All(token) | Button::Send(token) | Button::Erase(token) => {
                format!("answer.{token}.yes")
            }
            Button::Discard(token) => format!("answer.{token}.discard"),
            Button::Undo(token) => format!("undo.{token}"),
        }
    }
}

impl SoldRow {
    pub fn values(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("day", Value::Day(self.at)),
            ("time", Value::Time(self.at)),
            ("store", Value::Text(self.store.clone())),
        ]
    }
}

impl Button {
    /// Whether the program has what it leads to.
    pub const fn is_offered(&self, program: &Program) -> bool {
        match self {
            Button::Rewards => !program.rewards.is_empty(),
            Button::Referral => program.referral.is_some(),
            Button::Ranking => program.ranking.is_some(),
            _ => true,
        }
    }
}

impl Picks {
    /// Leaves out what the program does not have.
    #[must_use]
    pub fn offered(mut self, program: &Program) -> Picks {
        if let Picks::Buttons(buttons) | Picks::Menu(buttons) = &mut self {
            buttons.retain(|button| button.is_offered(program));
        }
        match self {
            Picks::Buttons(buttons) if buttons.is_empty() => Picks::None,
            picks => picks,
        }
    }
}

/// Keys of all buttons, for the check of the copy.
pub const BUTTON_KEYS: [&str; 24] = [
    "button-not-me",
    "button-it-is-me",
    "button-erase",
    "button-keep",
    "button-balance",
    "button-statement",
    "button-rewards",
    "button-referral",
    "button-ranking",
    "button-rules",
    "button-human",
    "button-menu",
    "button-opt-out",
    "button-opt-in",
    "button-join-only",
    "button-join-offers",
    "button-join-not",
    "button-yes",
    "button-no",
    "button-all",
    "button-send",
    "button-discard",
    "button-undo",
    "button-override",
];

/// Rows of the customer's menu, in order.
pub const MENU: [Button; 7] = [
    Button::Balance,
    Button::Rewards,
    Button::Statement,
    Button::Referral,
    Button::Ranking,
    Button::Rules,
    Button::Human,
];

/// A sale as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoldRow {
    pub amount: Money,
    /// ms UTC.
    pub at: i64,
    pub store: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Picks {
    #[default]
    None,
    Buttons(Vec<Button>),
    /// Rows of the customer's menu.
    Menu(Vec<Button>),
    /// WhatsApp's own button that shares the person's number.
    OwnNumber,
    /// Rewards within reach: number in the list, name, price.
    Rewards(Vec<(u32, String, i64)>),
    /// Sales to pick one from, in the order of their numbers, as answers to the question of this token.
    Sales(String, Vec<SoldRow>),
}
