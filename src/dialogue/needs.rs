//! Needs: whose facts a message wants to see, by name. The store knows how to read each of them; the
//! dialogue only says which.

use crate::dialogue::choosing;
use crate::dialogue::cue::{Cue, Event, Words};
use crate::dialogue::hear::{Hint, Intent};
use crate::dialogue::naming::named;
use crate::dialogue::state::{Buyer, Shown, State, Topic};
use crate::dialogue::why::behind::Why;
use crate::domain::calendar::{MonthAsked, Span};
use crate::domain::closing::{Closing, Flow};
use crate::domain::code::{Dice, voucher_dice};
use crate::domain::facts::{Facts, Key};
use crate::domain::hold::HoldState;
use crate::domain::ids::{HoldId, MemberId, PurchaseId, StaffId};
use crate::domain::liability::Liability;
use crate::domain::meter::Bill;
use crate::domain::money::Money;
use crate::domain::ranking::{DaySummary, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// Facts to be loaded. Each name stands for a fixed closure: a member comes with wallet, lots, holds,
/// recent purchases and referrer; a quote with its purchase and that purchase's member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    pub keys: BTreeSet<Key>,
    pub members: BTreeSet<MemberId>,
    pub codes: BTreeSet<String>,
    pub referrals: BTreeSet<String>,
    pub quotes: BTreeSet<String>,
    /// Whose last sales that stand are wanted, however old.
    pub latest: BTreeSet<Key>,
    /// Sales named by a button or a question, however old.
    pub purchases: BTreeSet<(MemberId, PurchaseId)>,
    /// Orders of channels, by their numbers.
    pub orders: BTreeSet<(StaffId, String)>,
    /// Holds named by a question or by what their speaker handed over lately.
    pub holds: BTreeSet<(HoldId, MemberId)>,
    pub seller: Option<StaffId>,
    /// Whoever manages the shop, to be told of something.
    pub managers: bool,
    /// Those who are marked as family of the team, to be named.
    pub family: bool,
    /// Codes that new vouchers may get: whether there is one already.
    pub drawn: BTreeSet<String>,
    pub figure: Option<Figure>,
}

/// Figures over many people; they are stale as soon as the batch has changed anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    Ranking,
    Statement,
    /// How many of each reward are gone, where there are so many and no more.
    Stock,
    Day(Span),
    Audience,
    Resting,
    Cost,
    Kept,
    Month(MonthAsked),
    Liability,
    /// Why one of the figures that the speaker read lately is what it is, newest last; or what the ledger did.
    Why(Vec<Shown>),
}

/// The figures that were read for one message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub ranking: Option<Standing>,
    pub statement: Vec<Entry>,
    /// Rewards handed over or set aside so far, by key.
    pub gone: BTreeMap<String, i64>,
    pub day: DaySummary,
    pub audience: Audience,
    pub resting: Resting,
    pub cost: Cost,
    pub kept: Kept,
    /// `None`: a month that is still to come.
    pub month: Option<MonthClosed>,
    pub liability: Liability,
    pub why: Why,
}

/// What is kept about somebody besides what was loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    pub purchases: i64,
    /// What other systems of the shop call them.
    pub own_ids: Vec<String>,
    /// The latest word for each purpose; on letters, of each contact.
    pub consents: Vec<Word>,
}

/// A yes or no to something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As the log keeps it: `offers`, `email`, ….
    pub purpose: String,
    pub given: bool,
    /// ms UTC.
    pub at: i64,
    /// The message, or what told of it.
    pub source: String,
}

/// Who an announcement would reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    /// Agreed to offers and can be written to now.
    pub reached: Vec<MemberId>,
    /// How many of them only by template.
    pub by_template: i64,
    /// Agreed, but their chat is closed and no template is approved in their language.
    pub unreached: Vec<MemberId>,
    /// Joined and did not agree.
    pub refused: i64,
    /// What one message is charged, in millionths of a real.
    pub each: i64,
    /// Announcements of this number rest: a new one would, too.
    pub rests: bool,
}

/// Announcements that rest until somebody decides. Rows are those of the outbox, one for each message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resting {
    /// Oldest first.
    pub announcements: Vec<RestingOne>,
    /// What would leave now, and how many people it is for.
    pub send: Vec<i64>,
    pub people: i64,
    /// How many of these messages go only by template.
    pub by_template: i64,
    /// Of people who take no offers any more.
    pub refused: Refused,
    /// People whose chat is closed, and no template is approved in their language: theirs go on resting.
    pub unreached: i64,
    /// People of whom nobody knows whether they got it.
    pub doubtful: i64,
    /// Everything that can be given up.
    pub all: Vec<i64>,
    /// New announcements rest too.
    pub stopped: bool,
    /// What one message is charged, in millionths of a real.
    pub each: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused {
    pub rows: Vec<i64>,
    pub people: i64,
}

/// What is left of one announcement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestingOne {
    /// When it was announced, ms UTC.
    pub at: i64,
    pub text: String,
    /// Messages that rest, whatever becomes of them.
    pub people: i64,
}

/// What WhatsApp's messages cost this month and the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    pub this: MonthCost,
    pub before: MonthCost,
    /// First day of the rate card in force, ms UTC.
    pub card: i64,
    /// One unit of the card's currency.
    pub exchange: Money,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthCost {
    /// `2026-11`.
    pub month: String,
    pub bill: Bill,
    /// Accepted, not yet reported as delivered: charged when they are.
    pub under_way: i64,
}

/// The end of a month, or how far it has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthClosed {
    /// `2026-11`.
    pub month: String,
    pub so_far: bool,
    /// `None`: it does not add up, and nobody is shown it.
    pub closing: Option<Closing>,
    /// By the names of stores; `None`: what belongs to none.
    pub by_store: Vec<(Option<String>, Flow)>,
}

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: String,
    pub at: i64,
    /// Change of what the member has: above zero gained.
    pub points: i64,
    pub amount: Option<Money>,
    /// Set aside to pay a purchase, not for a reward.
    pub pays: bool,
    /// What became of it, where it was set aside.
    pub held: Option<HoldState>,
    /// Why, in a manager's words.
    pub reason: Option<String>,
}

/// How many candidates for a short code are looked up: one of them is free.
const CANDIDATES: usize = 4;

/// Short codes this event may give out.
pub fn short_codes(seed: u64) -> Vec<String> {
    let mut dice = Dice::new(seed);
    (0..CANDIDATES).map(|_| dice.short_code()).collect()
}

/// How many codes for new vouchers are looked up: the first that this event draws. That one of the later ones exists
/// already is as unlikely as that somebody guesses one.
const DRAWN: usize = 6;

/// Codes that vouchers of this event get, in the order in which they are drawn.
fn long_codes(seed: u64) -> Vec<String> {
    let mut dice = voucher_dice(seed);
    (0..DRAWN).map(|_| dice.long_code()).collect()
}

/// What `event` needs in `state`; `staff` when the speaker works here.
pub fn needs(state: &State, event: &Event, staff: Option<StaffId>) -> Needs {
    let mut needs = Needs::default();
    needs.members.insert(event.speaker);
    needs.quotes.extend(event.quotes.iter().cloned());
    needs.of_topic(&state.topic);
    if staff.is_some() {
        needs.drawn.extend(long_codes(event.seed));
    }
    match &event.cue {
        Cue::Words(words) => {
            let words = words.meant(state);
            needs.of_words(&words, state, event.seed, staff);
            if staff.is_some()
                && matches!(words.heard.intent, Intent::Undo | Intent::Cancel | Intent::Correct)
            {
                needs.members.extend(state.adjusted.as_ref().map(|adjusted| adjusted.member));
                state.handed.iter().for_each(|handed| needs.hold(handed.hold, handed.member));
            } else if staff.is_some() && words.heard.hands_over.is_some() {
                state.handed.iter().for_each(|handed| needs.hold(handed.hold, handed.member));
            }
        }
        Cue::Tap(id) => needs.of_tap(id, state, event.seed),
        Cue::Card { phone, .. } => needs.keys.extend(phone.iter().cloned().map(Key::Phone)),
        Cue::Asked(ask) => ask.needs(&mut needs),
        Cue::Emoji(_) | Cue::Audio | Cue::Media | Cue::Nothing(_) => {}
    }
    needs
}

impl Needs {
    fn of_topic(&mut self, topic: &Topic) {
        match topic {
            Topic::Joining { referrer: member, .. } | Topic::AdjustLacks { member, .. } => {
                self.members.extend(*member);
            }
            Topic::SaleAmount { buyer, .. } => self.buyer(buyer),
            Topic::Sale { sales, .. } => sales.iter().for_each(|sale| self.buyer(&sale.buyer)),
            Topic::Paying { sale, code, .. } => {
                self.buyer(&sale.buyer);
                self.codes.extend(code.iter().cloned());
            }
            Topic::Redeeming { member, .. }
            | Topic::VoucherAmount { member, .. }
            | Topic::Adjusting { member, .. }
            | Topic::Returning { member, .. }
            | Topic::Erasing { member, .. } => {
                self.members.insert(*member);
            }
            Topic::Undoing { member, purchase, to, .. } => {
                self.purchase(*member, *purchase);
                if let Some(buyer) = to {
                    self.buyer(buyer);
                }
            }
            Topic::Refunding { member, purchase, .. } | Topic::Exchanging { member, purchase, .. } => {
                self.purchase(*member, *purchase);
            }
            Topic::PickingSale { member, sales, .. } => {
                for sale in sales {
                    self.purchase(*member, *sale);
                }
            }
            Topic::GivingBack { member, hold, .. } => self.hold(*hold, *member),
            Topic::Enrolling { phone, .. } | Topic::Hiring { phone, .. } => {
                self.keys.insert(Key::Phone(phone.clone()));
            }
            Topic::Renumbering { old, new, .. } => {
                self.keys.extend([old, new].map(|phone| Key::Phone(phone.clone())));
            }
            Topic::Announcing { .. } => self.figure = Some(Figure::Audience),
            Topic::Resting { .. } => self.figure = Some(Figure::Resting),
            Topic::Idle
            | Topic::Left { .. }
            | Topic::Rewards { .. }
            | Topic::OptingOut { .. }
            | Topic::NumberAsked { .. }
            | Topic::MovedAsked { .. }
            | Topic::Dismissing { .. }
            | Topic::EnrolPhone { .. }
            | Topic::Telling { .. }
            | Topic::SalePhone { .. } => {}
        }
    }

    fn purchase(&mut self, member: MemberId, purchase: PurchaseId) {
        self.members.insert(member);
        self.purchases.insert((member, purchase));
    }

    fn hold(&mut self, hold: HoldId, member: MemberId) {
        self.members.insert(member);
        self.holds.insert((hold, member));
    }

    fn buyer(&mut self, buyer: &Buyer) {
        match buyer {
            Buyer::Known(member) => {
                self.members.insert(*member);
            }
            Buyer::New { phone, .. } => {
                self.keys.insert(Key::Phone(phone.clone()));
            }
        }
    }

    fn of_words(&mut self, words: &Words, state: &State, seed: u64, staff: Option<StaffId>) {
        let slots = &words.heard.slots;
        let phones = slots.phone.iter().chain(words.phone.value.iter());
        let phones = phones.chain(words.heard.sales.iter().map(|sale| &sale.phone));
        self.keys.extend(phones.cloned().map(Key::Phone));
        if let Some(code) = slots.code.as_ref().or(slots.voucher.as_ref()) {
            self.managers = staff.is_some();
            self.codes.insert(code.clone());
            self.referrals.insert(code.clone());
        }
        // A sale of their own may be put right.
        let behind = [Hint::Settles, Hint::Stands, Hint::Again, Hint::NotTheirs, Hint::Same];
        let behind = || behind.into_iter().any(|hint| words.heard.says(hint));
        if words.right.is_some() || slots.ending.is_some() || behind() {
            self.seller = staff;
        }
        let names =
            staff.is_none() && words.heard.intent == Intent::Unknown && choosing::is_short(&words.text);
        if words.heard.slots.digit.is_some()
            || words.heard.says(Hint::Takes)
            || words.heard.says(Hint::Lacks)
            || names
        {
            self.figure = Some(Figure::Stock);
        }
        match words.heard.intent {
            Intent::Presence => self.codes.extend(short_codes(seed)),
            Intent::RewardRedeem | Intent::VoucherGet | Intent::RedeemPoints | Intent::RewardsCatalog => {
                self.codes.extend(short_codes(seed));
                self.figure = Some(Figure::Stock);
            }
            Intent::ChangeNumber => {
                self.keys.extend(slots.phone_candidates.iter().cloned().map(Key::Phone));
            }
            Intent::Human
            | Intent::Dispute
            | Intent::WrongAmount
            | Intent::Complaint
            | Intent::NotCredited => {
                self.managers = true;
            }
            Intent::Undo | Intent::Cancel | Intent::Correct | Intent::ConfirmNo => self.seller = staff,
            Intent::CustomerLookup if slots.phone.is_none() => self.seller = staff,
            Intent::Refund | Intent::Exchange if staff.is_some() => {
                self.latest.extend(slots.phone.iter().cloned().map(Key::Phone));
                self.seller = staff;
            }
            Intent::Family | Intent::FamilyNot => self.family = true,
            Intent::DeleteData if staff.is_some() => self.keys.extend(named(&words.text)),
            Intent::Ranking => self.figure = Some(Figure::Ranking),
            Intent::Statement => self.figure = Some(Figure::Statement),
            Intent::ExportData => self.figure = Some(Figure::Kept),
            Intent::TodaySales | Intent::Report => self.figure = slots.span().map(Figure::Day),
            Intent::Cost => self.figure = Some(Figure::Cost),
            Intent::CloseMonth => self.figure = Some(Figure::Month(slots.month)),
            Intent::Why => {
                self.figure = Some(Figure::Why(state.reads.clone()));
                self.seller = staff;
            }
            Intent::Liability => self.figure = Some(Figure::Liability),
            Intent::BroadcastStart | Intent::BroadcastSegment | Intent::Members => {
                self.figure = Some(Figure::Audience);
            }
            Intent::BroadcastRelease | Intent::BroadcastDiscard => self.figure = Some(Figure::Resting),
            _ => {}
        }
        if words.heard.slots.digit.is_some() || words.titles.contains(&"button-it-is-me") {
            self.codes.extend(short_codes(seed));
        }
    }

    fn of_tap(&mut self, id: &str, state: &State, seed: u64) {
        match id.split_once('.') {
            Some(("read", "human")) => self.managers = true,
            Some(("read", "ranking")) => self.figure = Some(Figure::Ranking),
            Some(("read", "statement")) => self.figure = Some(Figure::Statement),
            Some(("read", "rewards")) => self.figure = Some(Figure::Stock),
            Some(("reward", _)) => {
                self.codes.extend(short_codes(seed));
                self.figure = Some(Figure::Stock);
            }
            Some(("answer", choice)) if choice.rsplit('.').next() == Some("mine") => {
                self.codes.extend(short_codes(seed));
            }
            Some(("undo", token)) => {
                if let Some(handle) = state.handles.iter().find(|handle| handle.token == token) {
                    self.purchase(handle.member, handle.purchase);
                }
            }
            _ => {}
        }
    }

    /// Whether all of it is loaded. Figures are read for each message anew and are not asked here.
    pub fn covered(&self, facts: &Facts) -> bool {
        self.keys.iter().all(|key| facts.keys.contains_key(key))
            && self.members.iter().all(|id| facts.account(*id).is_some())
            && self.codes.iter().all(|code| {
                facts.codes.contains_key(code)
                    && facts.present.contains_key(code)
                    && facts.returns.contains_key(code)
                    && facts.vouchers.contains_key(code)
            })
            && self.drawn.iter().all(|code| facts.vouchers.contains_key(code))
            && (!self.managers || facts.managers().iter().all(|id| facts.account(*id).is_some()))
            && (!self.family || facts.family.iter().all(|(_, id)| facts.account(*id).is_some()))
            && self.referrals.iter().all(|code| facts.referrals.contains_key(code))
            && self.quotes.iter().all(|wamid| facts.quotes.contains_key(wamid))
            && self.orders.iter().all(|order| facts.orders.contains_key(order))
            && self.latest.iter().all(|key| match facts.keys.get(key) {
                None => false,
                Some(owner) => owner.is_none_or(|owner| facts.latest.contains(&owner)),
            })
            && self.purchases.iter().all(|(member, purchase)| {
                facts.account(*member).is_some_and(|account| account.purchase(*purchase).is_some())
            })
            && self.holds.iter().all(|(hold, member)| {
                facts.account(*member).is_some_and(|account| account.hold(*hold).is_some())
            })
            && self.seller.is_none_or(|staff| facts.sellers.contains(&staff))
    }

    /// Adds what another message needs; figures stay with their own message.
    pub fn merge(&mut self, other: Needs) {
        self.keys.extend(other.keys);
        self.members.extend(other.members);
        self.codes.extend(other.codes);
        self.referrals.extend(other.referrals);
        self.quotes.extend(other.quotes);
        self.purchases.extend(other.purchases);
        self.orders.extend(other.orders);
        self.holds.extend(other.holds);
        self.latest.extend(other.latest);
        self.drawn.extend(other.drawn);
        self.managers |= other.managers;
        self.family |= other.family;
    }
}
