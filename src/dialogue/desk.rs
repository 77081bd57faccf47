//! The desk: everything one turn works with, and the small moves all topics share.

use crate::dialogue::cue::Event;
use crate::dialogue::line::{Button, Class, Line, Message, Picks, Points};
use crate::dialogue::needs::Figures;
use crate::dialogue::notice::Kind;
use crate::dialogue::state::{Answered, REMEMBERED, Read, Shown, State, Topic};
use crate::dialogue::till::answer::Answer;
use crate::dialogue::way::{Asked, Way, Why, way};
use crate::domain::calendar::{MINUTE, Zone};
use crate::domain::change::Change;
use crate::domain::code::Dice;
use crate::domain::draft::Draft;
use crate::domain::facts::{Account, Wallet};
use crate::domain::ids::{MemberId, StoreId};
use crate::domain::member::{Member, Purpose, Staff, Standing};

/// What a turn leads to. `Apply` first and in order, then what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Apply(Change),
    /// To whoever spoke.
    Say {
        message: Message,
        class: Class,
    },
    /// To somebody else; which way is decided by [`way`].
    Tell {
        to: MemberId,
        message: Message,
        class: Class,
    },
    /// To the till that asked.
    Answer(Box<Answer>),
}

#[derive(Clone)]
pub struct Desk<'a> {
    pub draft: Draft<'a>,
    pub event: &'a Event,
    pub figures: &'a Figures,
    /// The speaker's place in the shop, if they have one now.
    pub staff: Option<Staff>,
    pub state: State,
    pub dice: Dice,
    said: Vec<Effect>,
}

impl<'a> Desk<'a> {
    pub fn new(draft: Draft<'a>, event: &'a Event, figures: &'a Figures, state: State) -> Desk<'a> {
        // A number in question gives nobody the rights of the team.
        let frozen = draft.member(event.speaker).is_some_and(|member| member.frozen);
        let staff = draft.facts.staff_of(event.speaker).filter(|_| !frozen).cloned();
        // Tokens and codes come from different streams: codes were drawn once already, by `needs`.
        let dice = Dice::new(event.seed ^ 0x007C_E570_CE50);
        Desk { draft, event, figures, staff, state, dice, said: Vec::new() }
    }

    pub fn finish(self) -> (State, Vec<Effect>, i64) {
        let (changes, next_id) = self.draft.finish();
        let effects = changes.into_iter().map(Effect::Apply).chain(self.said).collect();
        (self.state, effects, next_id)
    }

    pub fn speaker(&self) -> MemberId {
        self.event.speaker
    }

    /// The speaker as a member; turns run only for loaded speakers.
    pub fn me(&self) -> Option<&Member> {
        self.draft.member(self.event.speaker)
    }

    pub fn wallet(&self, id: MemberId) -> Wallet {
        self.draft.account(id).map(|account| *account.wallet).unwrap_or_default()
    }

    pub fn shown(&self, id: MemberId) -> Points {
        Points(self.wallet(id).shown())
    }

    /// What somebody has altogether: what they are shown, and their open vouchers.
    pub fn owned(&self, id: MemberId) -> Points {
        let vouchers = self.draft.account(id).map(Account::open_vouchers).unwrap_or_default();
        Points(self.wallet(id).shown() + vouchers.iter().map(|voucher| voucher.value.0).sum::<i64>())
    }

    /// What may be used at this moment.
    pub fn spendable(&self, id: MemberId) -> i64 {
        self.draft.account(id).map_or(0, |account| account.spendable(self.event.at))
    }

    /// Answers the speaker.
    pub fn say(&mut self, message: impl Into<Message>) {
        self.say_as(message, Class::C);
    }

    pub fn say_as(&mut self, message: impl Into<Message>, class: Class) {
        let message = self.offered(message.into());
        self.said.push(Effect::Say { message, class });
    }

    /// Puts one more button under the last answer, where there is room and no question that it would stand beside.
    pub fn offer_too(&mut self, button: Button) {
        let asks = self.state.topic.question().is_some();
        let Some(Effect::Say { message, .. }) = self.said.last().filter(|_| !asks) else { return };
        let mut buttons = match &message.picks {
            Picks::None => Vec::new(),
            Picks::Buttons(buttons) => buttons.clone(),
            _ => return,
        };
        if buttons.contains(&button) {
            return;
        }
        // What was asked for stands before what is only offered.
        buttons.insert(0, button);
        buttons.truncate(3);
        let picks = Picks::Buttons(buttons).offered(self.draft.program);
        if let Some(Effect::Say { message, .. }) = self.said.last_mut() {
            message.picks = picks;
        }
    }

    /// How much was said so far.
    pub const fn spoken(&self) -> usize {
        self.said.len()
    }

    /// Answers the speaker before what was said since then.
    pub fn say_at(&mut self, at: usize, message: impl Into<Message>) {
        let message = self.offered(message.into());
        self.said.insert(at, Effect::Say { message, class: Class::C });
    }

    /// Everything that is answered so far, line by line.
    pub fn answers(&self) -> Vec<&Line> {
        let said = self.said.iter().filter_map(|effect| match effect {
            Effect::Say { message, .. } => Some(&message.lines),
            Effect::Apply(_) | Effect::Tell { .. } | Effect::Answer(_) => None,
        });
        said.flatten().collect()
    }

    /// Tells somebody else, now or once they may be written to.
    pub fn tell(&mut self, to: MemberId, message: impl Into<Message>, class: Class) {
        let message = self.offered(message.into());
        self.said.push(Effect::Tell { to, message, class });
    }

    /// Answers the till that asked.
    pub fn answer(&mut self, answer: Answer) {
        self.said.push(Effect::Answer(Box::new(answer)));
    }

    /// Without the choices that this program has nothing behind.
    fn offered(&self, message: Message) -> Message {
        let program = self.draft.program;
        Message { picks: message.picks.offered(program), ..message }
    }

    /// Closes the open question with this answer and remembers it, so that an old button repeats it.
    pub fn settle(&mut self, message: impl Into<Message>) {
        let message = message.into();
        if let Some((token, _)) = self.state.topic.question() {
            let token = token.to_owned();
            self.answered(&token, message.clone());
        }
        self.state.topic = Topic::Idle;
        self.say(message);
    }

    /// Remembers the answer to a question, so that an old button repeats it.
    pub fn answered(&mut self, token: &str, message: impl Into<Message>) {
        self.state.answered.push(Answered { token: token.to_owned(), message: message.into() });
        let over = self.state.answered.len().saturating_sub(REMEMBERED);
        self.state.answered.drain(..over);
    }

    /// Remembers the figure that is read, so that a *why?* is about it.
    pub fn shows(&mut self, what: impl Into<Read>) {
        self.shows_again(Shown { what: what.into(), at: self.event.at, by: String::new() });
    }

    /// The same of a figure that is explained: quoting the explanation asks about it again.
    pub fn shows_again(&mut self, shown: Shown) {
        self.state.reads.push(Shown { by: self.event.key.clone(), ..shown });
        let over = self.state.reads.len().saturating_sub(REMEMBERED);
        self.state.reads.drain(..over);
    }

    /// Whether something that began at `since` is too old to be answered.
    pub fn stale(&self, since: i64) -> bool {
        let timers = &self.draft.program.timers;
        let staff = self.staff.is_some();
        let minutes = if staff { timers.staff_question_minutes } else { timers.member_question_minutes };
        self.event.now() - since > minutes * MINUTE
    }

    /// Name for a vocative: `, Ana`, or nothing when no name is known.
    pub fn vocative(&self) -> String {
        self.me().and_then(Member::first_name).map_or_else(String::new, |name| format!(", {name}"))
    }

    /// How staff see a member: short name, or the end of the number.
    pub fn shown_name(&self, id: MemberId) -> String {
        let member = self.draft.member(id);
        let named = member.and_then(Member::short_name);
        let ending =
            || member.and_then(|member| member.phone.as_ref()).map(|phone| format!("…{}", phone.ending()));
        named.or_else(ending).unwrap_or_else(|| format!("nº {id}"))
    }

    /// How something unasked would reach this person.
    pub fn way(&self, id: MemberId, class: Class, notice: Option<Kind>) -> Way {
        let asked = Asked { class, notice, reply: false, now: self.event.now() };
        let to_new = self.draft.program.receipts_to_new;
        let account = self.draft.account(id);
        account.map_or(Way::Not(Why::NeverWrote), |to| way(asked, to, &self.draft.facts.templates, to_new))
    }

    /// The clock of whoever speaks.
    pub fn zone(&self) -> Zone {
        self.draft.facts.zone_of(self.draft.shop, self.event.speaker, self.event.at)
    }

    /// Why credit is not taken where the speaker works.
    pub fn not_here(&self) -> Option<Line> {
        let store = self.store_name(self.staff.as_ref()?.store);
        let taken = self.draft.program.store(&store).is_none_or(|rule| rule.takes);
        (!taken).then_some(Line::NotHere { store })
    }

    /// Why whoever speaks moves nothing of this person: it is themselves, or marked as their family.
    pub fn own(&self, member: MemberId) -> Option<Line> {
        if member == self.speaker() {
            return Some(Line::OwnNumber);
        }
        let family = self.draft.facts.is_family(self.speaker(), member);
        family.then(|| Line::OwnFamily { name: self.shown_name(member) })
    }

    /// Why whoever speaks redeems nothing of this person here and now.
    pub fn barred(&self, member: MemberId) -> Option<Line> {
        let owing = || self.draft.owes(member).map(|debt| Line::PayDebt { debt: Points(debt) });
        self.own(member).or_else(|| self.not_here()).or_else(owing)
    }

    pub fn store_name(&self, id: StoreId) -> String {
        self.draft.facts.store(id).map_or_else(String::new, |store| store.name.clone())
    }

    pub fn joined(&self) -> bool {
        self.me().is_some_and(|member| member.standing == Standing::Joined)
    }

    /// Records a yes or no for one purpose, in the log and on the member.
    pub fn consent(&mut self, purpose: Purpose, given: bool) {
        let member = self.speaker();
        let (at, source) = (self.event.at, self.event.key.clone());
        self.draft.apply(Change::Consented { member, purpose, given, at, source });
        self.draft.alter(member, |member| match purpose {
            Purpose::Program | Purpose::Email => {}
            Purpose::Offers => member.offers = given,
            Purpose::Receipts => member.silent = !given,
        });
    }

    /// What is missing for the next reward, or that one is within reach.
    pub fn next_reward(&self, id: MemberId) -> Option<Line> {
        let wallet = self.wallet(id);
        let spendable = self.spendable(id);
        if wallet.debt > 0 {
            return None;
        }
        let lang = self.draft.member(id)?.lang;
        let rewards = &self.draft.program.rewards;
        let best = rewards.iter().filter(|reward| reward.price <= spendable).max_by_key(|r| r.price);
        let next = rewards.iter().filter(|reward| reward.price > wallet.available).min_by_key(|r| r.price);
        match (best, next) {
            (Some(reward), _) => Some(Line::RewardReady { reward: reward.name(lang).to_owned() }),
            (None, Some(reward)) => Some(Line::NextReward {
                missing: Points(reward.price - wallet.available),
                reward: reward.name(lang).to_owned(),
            }),
            (None, None) => None,
        }
    }
}
