//! The turn: decides what one message leads to. Open questions come first, then fresh requests; the
//! speaker's place in the shop decides what a request may do.

use crate::dialogue::cue::{Cue, Event, Words};
use crate::dialogue::declined::{self, Declined};
use crate::dialogue::desk::{Desk, Effect};
use crate::dialogue::hear::{Hint, Intent};
use crate::dialogue::line::{Button, Line, Message};
use crate::dialogue::needs::Figures;
use crate::dialogue::state::{State, Topic};
use crate::dialogue::{
    adjust, afterwards, asides, asked, bonus, books, choosing, consent, contest, correcting, cost, counter,
    customer, day, disputing, earmark, echo, enrolling, exchange, family, handing, handover, joining,
    lacking, letters, lookup, lost, manager, offers, paying, privacy, question, ranking, rebooking, refund,
    renumbering, resting, sales, staffing, statement, telling, tier, till, undoing, voucher, waiting, why,
};
use crate::domain::draft::Draft;
use crate::domain::facts::{Facts, Shop};

/// Plain facts to decide on.
pub struct View<'a> {
    pub shop: &'a Shop,
    pub facts: &'a Facts,
    pub figures: &'a Figures,
}

/// Decides. Returns the new state, the effects in order, and the next free row number.
pub fn turn(state: State, event: &Event, view: &View) -> (State, Vec<Effect>, i64) {
    let draft = Draft::new(view.shop, view.facts, event.at, &event.key).drawing_from(event.seed);
    let mut desk = Desk::new(draft, event, view.figures, state);
    let over = desk.draft.lapse(event.speaker);
    customer::say_lapsed(&mut desk, event.speaker, &over);
    let before = desk.state.clone();
    match &event.cue {
        // What the shop asks of them waits for an answer like any other question.
        Cue::Words(words) if consent::is_asked(&desk) => hear_words(&mut desk, words),
        Cue::Words(words) => {
            let words = words.meant(&before);
            hear_words(&mut desk, &words);
            echo::notice(&mut desk, &words);
        }
        Cue::Tap(id) => tap(&mut desk, id),
        Cue::Card { phone, name, own } => card(&mut desk, phone.clone(), name.as_deref(), *own),
        Cue::Emoji(emoji) => reaction(&mut desk, emoji),
        Cue::Audio => desk.say(Line::NoAudio),
        Cue::Media => desk.say(Line::NoMedia),
        Cue::Asked(ask) => {
            let answer = till::act(&mut desk, ask);
            desk.answer(answer);
        }
        Cue::Nothing(_) => {}
    }
    desk.state.left = has_left(&desk, &before);
    let now = event.now();
    desk.state.declined = desk.state.left.then(|| Declined::of(&before.topic, now)).flatten();
    earmark::ripen(&mut desk);
    desk.finish()
}

/// Whether a question is over that was open before, and nothing was done that could be undone.
fn has_left(desk: &Desk, before: &State) -> bool {
    let open = |state: &State| state.topic.since().is_some();
    let same = desk.state.handles == before.handles && desk.state.handed == before.handed;
    open(before) && !open(&desk.state) && same && !desk.draft.has_sold()
}

fn hear_words(desk: &mut Desk, words: &Words) {
    joining::greet(desk, words);
    if manager::claim(desk, words)
        || letters::stop(desk, words)
        || consent::own_answer(desk, words)
        || typed_button(desk, words)
        || earmark::let_go_named(desk, words)
        || opt_out(desk, words)
        || contest::words(desk, words)
        || answer(desk, words)
        || asides::answer(desk, words)
    {
        desk.state.misses = 0;
        return;
    }
    let request = |desk: &mut Desk| {
        if desk.staff.is_some() { staff_request(desk, words) } else { customer_request(desk, words) }
    };
    let aside = question::aside(desk, words, request);
    let handled = aside.unwrap_or_else(|| question::beside(desk, question::is_over(desk, words), request));
    // An invitation in answer to something unclear is a guess.
    let guessed = lost::is_unknown(words) && !words.heard.says(Hint::NearOptOut);
    desk.state.misses = if handled && !guessed { 0 } else { desk.state.misses.saturating_add(1) };
    if handled && let Some(button) = words.heard.also.and_then(Button::reading) {
        desk.offer_too(button);
    }
    if !handled && !question::again(desk) {
        // What was meant may belong to the sale that waits for its number, so that is shown before it is booked.
        if let Topic::SalePhone { rung, .. } = &mut desk.state.topic {
            rung.doubt = true;
        }
        lost::misunderstood(desk, words);
    }
}

/// Whoever types what stands on a button of the open question has tapped it.
fn typed_button(desk: &mut Desk, words: &Words) -> bool {
    let open = desk.state.topic.question().is_some_and(|(_, since)| !desk.stale(since));
    let buttons = if open { desk.state.topic.buttons() } else { Vec::new() };
    // `sim, tudo`: behind a yes as well.
    let behind = !desk.state.topic.is_exact() && desk.staff.is_some();
    let named = |button: &&Button| {
        let key = button.key();
        words.titles.contains(&key) || behind && words.behind_yes.contains(&key)
    };
    let typed = buttons.iter().find(named);
    if let Some(button) = typed {
        tap(desk, &button.id());
    }
    typed.is_some()
}

/// Leaving is never asked about twice and waits for no question. A cashier's "sair" with a sale open means the sale.
fn opt_out(desk: &mut Desk, words: &Words) -> bool {
    let asked = words.heard.intent.leaves();
    // Without offers is one of the two ways to join.
    let joins = joining::is_asked(desk) && joining::wish(desk, words).is_some();
    let busy = !matches!(desk.state.topic, Topic::Idle | Topic::Left { .. });
    let sale_open = desk.staff.is_some() && busy;
    if !asked || joins || sale_open || words.heard.says(Hint::NearOptOut) {
        return false;
    }
    if offers::stop_the_rest(desk, words) {
        return true;
    }
    offers::opt_out(desk, words.heard.intent == Intent::StopAll);
    if words.heard.says(Hint::Keeps) {
        desk.say(Line::EraseKept);
    } else if words.heard.says(Hint::LeavesClub) {
        desk.say(Line::LeaveHow);
    }
    true
}

/// Tries the words as an answer to what is open.
fn answer(desk: &mut Desk, words: &Words) -> bool {
    let Some(since) = desk.state.topic.since() else { return false };
    if desk.stale(since) {
        let asked = !matches!(desk.state.topic, Topic::Left { .. });
        let number = words.heard.slots.digit.is_some() && words.heard.intent != Intent::RewardRedeem;
        let answers = asked && (words.yes.is_some() || number);
        desk.state.topic = Topic::Idle;
        if answers {
            desk.say(Line::Expired);
        }
        return answers;
    }
    if let Some(done) = question::kept(desk, words) {
        return done;
    }
    let erases = matches!(desk.state.topic, Topic::Erasing { .. });
    let agrees = desk.staff.is_some() && words.agrees && !erases;
    let yes = consent::reply(words).or(agrees.then_some(true));
    let answered = match desk.state.topic.clone() {
        Topic::Idle => false,
        Topic::Left { .. } => offers::answer_left(desk, words),
        Topic::Joining { .. } => joining::answer_words(desk, words, yes),
        Topic::OptingOut { .. } => {
            choose(desk, offers::reply(desk, words, yes), offers::answer_opt_out) || offers::stay(desk)
        }
        Topic::Rewards { .. } => choosing::answer(desk, words),
        Topic::SalePhone { rung, .. } => {
            correcting::mend_waiting(desk, words) || waiting::answer_phone(desk, words, rung)
        }
        Topic::SaleAmount { buyer, code, doubt, .. } => {
            waiting::answer_amount(desk, words, &buyer, code, doubt)
        }
        Topic::VoucherAmount { member, by, .. } => voucher::answer_amount(desk, words, member, by),
        Topic::Paying { .. } => paying::answer(desk, words, yes),
        Topic::Sale { sales, .. } => {
            choose(desk, yes, sales::answer)
                || sales::correct(desk, words, &sales)
                || sales::another(desk, words, &sales)
        }
        Topic::Redeeming { .. } => choose(desk, counter::handed_over(desk, words, yes), counter::answer_code),
        Topic::Undoing { .. } => {
            correcting::mend(desk, words) || choose(desk, undoing::reply(words, yes), undoing::answer)
        }
        Topic::GivingBack { .. } => choose(desk, yes, handing::answer),
        Topic::PickingSale { .. } => refund::answer_pick(desk, words),
        Topic::Refunding { .. } => choose(desk, yes, refund::answer) || refund::answer_amount(desk, words),
        Topic::Exchanging { .. } => choose(desk, yes, exchange::answer) || exchange::correct(desk, words),
        Topic::NumberAsked { .. } => false,
        Topic::Returning { .. } => choose(desk, yes, contest::answer_return),
        Topic::MovedAsked { .. } => choose(desk, yes, customer::answer_moved),
        Topic::Erasing { .. } => {
            choose(desk, yes.or(words.heard.says(Hint::Erases).then_some(true)), privacy::answer)
                || privacy::keep(desk, words)
        }
        Topic::Announcing { .. } => {
            choose(desk, yes, manager::answer_announcement) || manager::correct_announcement(desk, words)
        }
        Topic::Adjusting { .. } => choose(desk, yes, adjust::answer) || adjust::correct(desk, words),
        Topic::AdjustLacks { .. } => lacking::answer(desk, words),
        Topic::Dismissing { .. } => choose(desk, yes, staffing::answer_dismissal),
        Topic::Hiring { .. } => {
            choose(desk, yes, staffing::answer_hire) || staffing::correct_hire(desk, words)
        }
        Topic::EnrolPhone { name, .. } => enrolling::answer_phone(desk, words, name),
        Topic::Enrolling { .. } => choose(desk, yes, enrolling::answer) || enrolling::correct(desk, words),
        Topic::Renumbering { .. } => choose(desk, yes, renumbering::answer),
        Topic::Telling { .. } => choose(desk, yes, telling::answer) || telling::correct(desk, words),
        Topic::Resting { .. } => choose(desk, yes, resting::answer),
    };
    // What is to be undone is asked about already.
    let regrets = words.only_regrets() || words.only_drops();
    let regrets = regrets && desk.staff.is_some() && !matches!(desk.state.topic, Topic::Undoing { .. });
    answered || (words.begins == Some(false) || regrets) && declined::decline(desk, words)
}

fn choose(desk: &mut Desk, yes: Option<bool>, decide: fn(&mut Desk, bool)) -> bool {
    if let Some(yes) = yes {
        decide(desk, yes);
    }
    yes.is_some()
}

fn tap(desk: &mut Desk, id: &str) {
    let mut parts = id.splitn(3, '.');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("answer"), Some(token), Some(choice)) => tap_answer(desk, token, choice),
        (Some("undo"), Some(token), None) => undoing::by_handle(desk, token),
        (Some("reward"), Some(number), None) => {
            choosing::redeem_number(desk, number.parse().unwrap_or(0));
        }
        (Some("read"), Some(what), None) => customer::read(desk, what),
        _ => lost::what_to_do(desk),
    }
}

/// A tap on the open question decides it; on an answered one it repeats the answer; else it is too old.
pub(super) fn tap_answer(desk: &mut Desk, token: &str, choice: &str) {
    if consent::tap(desk, token, choice != "no") {
        return;
    }
    let fresh = desk.state.topic.question().is_some_and(|(open, since)| open == token && !desk.stale(since));
    if !fresh {
        let earlier = desk.state.answered.iter().find(|answered| answered.token == token);
        let answer = earlier.map(|answered| &answered.message);
        let late = answer.filter(|_| choice == "no").map(consent::too_late).unwrap_or_default();
        let late = (!late.is_empty()).then(|| Message::new(late));
        let message = late.or_else(|| answer.cloned()).unwrap_or_else(|| Message::from(Line::Expired));
        desk.say(message);
        return;
    }
    let yes = choice != "no";
    match desk.state.topic {
        Topic::Joining { .. } => joining::answer(desk, yes, choice == "offers"),
        Topic::OptingOut { .. } => offers::answer_opt_out(desk, yes),
        Topic::Sale { .. } => sales::answer(desk, yes),
        Topic::Paying { .. } if choice == "override" => paying::stand_in(desk),
        Topic::Paying { .. } => paying::let_be(desk, yes),
        Topic::Redeeming { .. } => counter::answer_code(desk, yes),
        Topic::Undoing { .. } => undoing::answer(desk, yes),
        Topic::GivingBack { .. } => handing::answer(desk, yes),
        Topic::PickingSale { .. } => refund::picked(desk, choice.parse().unwrap_or(0)),
        Topic::Refunding { .. } => refund::answer(desk, yes),
        Topic::Exchanging { .. } => exchange::answer(desk, yes),
        Topic::NumberAsked { .. } => contest::answer(desk, choice == "mine"),
        Topic::Returning { .. } => contest::answer_return(desk, yes),
        Topic::MovedAsked { .. } => customer::answer_moved(desk, yes),
        Topic::Erasing { .. } => privacy::answer(desk, yes),
        Topic::Announcing { .. } => manager::answer_announcement(desk, yes),
        Topic::Adjusting { .. } => adjust::answer(desk, yes),
        Topic::Dismissing { .. } => staffing::answer_dismissal(desk, yes),
        Topic::Hiring { .. } => staffing::answer_hire(desk, yes),
        Topic::Enrolling { .. } => enrolling::answer(desk, yes),
        Topic::Renumbering { .. } => renumbering::answer(desk, yes),
        Topic::Telling { .. } => telling::answer(desk, yes),
        Topic::Resting { .. } if choice == "discard" => resting::discard(desk),
        Topic::Resting { .. } => resting::answer(desk, yes),
        Topic::Idle
        | Topic::Left { .. }
        | Topic::Rewards { .. }
        | Topic::SalePhone { .. }
        | Topic::SaleAmount { .. }
        | Topic::EnrolPhone { .. }
        | Topic::AdjustLacks { .. }
        | Topic::VoucherAmount { .. } => {}
    }
}

fn card(desk: &mut Desk, phone: Option<crate::domain::phone::Phone>, name: Option<&str>, own: bool) {
    let waits = matches!(desk.state.topic, Topic::SalePhone { .. });
    if desk.staff.is_some() && waits {
        waiting::card(desk, phone, name);
    } else if desk.staff.is_some() {
        question::beside(desk, false, |desk| {
            waiting::card(desk, phone, name);
            true
        });
    } else if own {
        joining::own_phone(desk, phone.as_ref());
    } else {
        desk.say(Line::NoMedia);
    }
}

/// A reaction counts as the same emoji typed, and only for an open question.
fn reaction(desk: &mut Desk, emoji: &str) {
    let yes = matches!(emoji.chars().next(), Some('👍' | '👌' | '✅' | '✔' | '🙌' | '💯'));
    let no = matches!(emoji.chars().next(), Some('👎' | '❌' | '🚫' | '✖' | '🙅'));
    let token = desk.state.topic.question().map(|(token, _)| token.to_owned());
    if let (true, Some(token)) = (yes || no, token) {
        tap_answer(desk, &token, if yes { "yes" } else { "no" });
    }
}

fn staff_request(desk: &mut Desk, words: &Words) -> bool {
    if afterwards::stands(desk, words)
        || rebooking::puts_right(desk, words)
        || afterwards::buys_again(desk, words)
        || counter::handed_already(desk, words)
    {
        return true;
    }
    match words.heard.intent {
        Intent::RegisterPurchase => sales::request(desk, words),
        Intent::CustomerLookup => lookup::request(desk, words),
        Intent::PayWithBalance => paying::request(desk, words),
        Intent::RedeemVoucher | Intent::RedeemPoints => counter::code(desk, words),
        Intent::Correct if correcting::correct(desk, words) => {}
        Intent::Undo | Intent::Cancel | Intent::Correct => undoing::request(desk, words),
        Intent::Refund => counter::refund(desk, words),
        Intent::Exchange => exchange::request(desk, words),
        Intent::TodaySales | Intent::Report => day::sum(desk, words),
        Intent::Cost => cost::cost(desk),
        Intent::Adjust => adjust::request(desk, words),
        Intent::CloseMonth => books::month(desk),
        Intent::Liability => books::liability(desk),
        Intent::Why => why::team(desk),
        Intent::StaffHelp | Intent::Menu => manager::help(desk),
        Intent::Greeting => manager::greet(desk),
        Intent::ChangeRole => staffing::change_role(desk),
        Intent::LeaveTheirs => manager::leave_theirs(desk),
        Intent::Members => manager::members(desk),
        Intent::BroadcastStart => manager::announce(desk, words),
        Intent::BroadcastSegment => manager::announce_part(desk),
        Intent::BroadcastRelease => resting::release(desk),
        Intent::BroadcastDiscard => resting::discard(desk),
        Intent::RegisterCustomer => enrolling::request(desk, words),
        Intent::ChangeNumber => renumbering::request(desk, words),
        Intent::Info => telling::request(desk, words),
        Intent::Team => manager::team(desk, words),
        Intent::AddStaff => staffing::hire(desk, words),
        Intent::RemoveStaff => staffing::dismiss(desk, words),
        Intent::Family => family::mark(desk, words, true),
        Intent::FamilyNot => family::mark(desk, words, false),
        Intent::MyBalance => customer::balance(desk),
        Intent::Approve if words.phone.value.is_some() => {
            words.phone.value.iter().for_each(|phone| contest::release(desk, phone));
        }
        Intent::DeleteData => privacy::ask_for(desk, words),
        Intent::Approve => desk.say(Line::ApproveNothing),
        Intent::Campaign | Intent::SetRule | Intent::Reject | Intent::BroadcastStatus => {
            desk.say(Line::NotYet);
        }
        Intent::BroadcastConfirm | Intent::BroadcastCancel => desk.say(Line::AnnounceGone),
        Intent::Unknown if lookup::asks(words) => lookup::request(desk, words),
        Intent::Unknown if sales::named(desk, words) => {}
        Intent::ConfirmYes if lost::nothing_open(desk) => {}
        Intent::ConfirmNo if undoing::disowned(desk) => {}
        _ => return customer_request(desk, words),
    }
    true
}

/// What anybody may ask. `false`: not understood.
fn customer_request(desk: &mut Desk, words: &Words) -> bool {
    if customer::refuse_frozen(desk) {
        return true;
    }
    if words.heard.says(Hint::NearOptOut) {
        offers::ask_opt_out(desk, words);
        return true;
    }
    if words.heard.intent == Intent::Menu {
        // Whoever has not joined is told of the club instead, and it is the assistant that they want.
        handover::come_back(desk);
    }
    match words.heard.intent {
        Intent::OptIn | Intent::ReferralApply => joining::request(desk, words),
        Intent::Human => {
            consent::let_be(desk);
            handover::call(desk, Some(words));
        }
        Intent::Complaint | Intent::NotCredited => disputing::complain(desk, words),
        Intent::Mourning => desk.say(Line::Condolence),
        Intent::Scam | Intent::NumberSource => asked::trust(desk, words.heard.intent),
        Intent::Robot | Intent::AnyoneThere => asked::robot(desk),
        _ if choosing::far(desk, words) => {}
        Intent::RulesHelp => asked::rules(desk, words),
        Intent::ExportData => privacy::export(desk),
        Intent::MailStart => letters::start(desk),
        Intent::DeleteData => privacy::ask(desk, desk.speaker()),
        Intent::LanguageChange => customer::language(desk, words),
        Intent::Thanks => desk.say(Line::YouAreWelcome),
        Intent::Dispute | Intent::WrongAmount => disputing::request(desk, words),
        Intent::ChangeNumber => renumbering::explain(desk),
        Intent::Hours | Intent::Address if telling::read(desk, words.heard.intent) => {}
        Intent::Hours | Intent::Address => lost::team_knows(desk),
        // Where something was said of an open question already, that is the answer.
        Intent::Smalltalk if words.heard.says(Hint::Chats) && desk.spoken() == 0 => desk.say(Line::NoTrouble),
        // These need no paid bubble out of the blue.
        Intent::Smalltalk | Intent::ConfirmYes | Intent::ConfirmNo => {}
        Intent::OptOut | Intent::StopAll | Intent::NoOffers => {
            offers::opt_out(desk, words.heard.intent == Intent::StopAll);
        }
        intent if !desk.joined() && desk.staff.is_none() => {
            let show = |desk: &mut Desk| show_figure(desk, words);
            return joining::show_kept(desk, intent, show) || lost::newcomer(desk, words);
        }
        Intent::Balance | Intent::MyBalance => customer::balance(desk),
        Intent::Statement => statement::read(desk),
        Intent::Why => why::mine(desk, words),
        Intent::ReferralCode => customer::referral(desk),
        Intent::Ranking => ranking::read(desk),
        Intent::VoucherGet if desk.draft.program.voucher.is_some() => voucher::list(desk),
        Intent::VoucherGet if desk.draft.program.pay.is_some() => earmark::set_aside(desk, words),
        Intent::Presence => paying::say_presence(desk),
        Intent::Cancel if earmark::let_go(desk) => {}
        Intent::RewardsCatalog | Intent::VoucherGet => customer::rewards(desk),
        Intent::RewardRedeem => choosing::redeem(desk, words),
        Intent::VouchersList => asked::vouchers(desk),
        Intent::Codes => asked::codes(desk),
        Intent::RankingName => asked::ranking_name(desk),
        Intent::Tier => tier::mine(desk),
        Intent::BirthdaySet => bonus::keep_birthday(desk, words),
        Intent::NameSet => customer::name(desk, words),
        Intent::Menu | Intent::Back => customer::menu(desk),
        Intent::Cancel => {
            desk.say(Message::from(Line::NothingOpen).buttons(vec![Button::Balance, Button::Menu]));
        }
        Intent::Greeting => customer::hello(desk),
        _ => return lost::refuse_sale(desk, words) || choosing::wished(desk, words),
    }
    true
}

/// What somebody has, as they asked for it.
fn show_figure(desk: &mut Desk, words: &Words) {
    match words.heard.intent {
        Intent::Statement => statement::read(desk),
        Intent::Why => why::mine(desk, words),
        Intent::VouchersList | Intent::Codes | Intent::VoucherGet => voucher::list(desk),
        _ => customer::balance(desk),
    }
}
