//! Joining: by poster or link, with two separate questions (the club? offers?), and by a first purchase at
//! the till, which makes a provisional member whom the first message of that person confirms.

use crate::dialogue::bonus;
use crate::dialogue::contest;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::handover;
use crate::dialogue::hear::{Hint, Intent, Joins, fold};
use crate::dialogue::line::{Button, Line, Message, Percent, Picks, Points};
use crate::dialogue::offers;
use crate::dialogue::regulation::told;
use crate::dialogue::state::{State, Topic};
use crate::dialogue::voucher;
use crate::domain::bonus::Given;
use crate::domain::ids::{MemberId, StoreId};
use crate::domain::member::{Purpose, Standing};
use crate::domain::phone::Phone;
use crate::domain::program::{Program, Rate};

/// "Quero participar …", with or without a friend's code.
pub fn request(desk: &mut Desk, words: &Words) {
    let code = words.heard.slots.code.clone();
    // Joining again, by the poster too, is no consent to offers.
    let wants_offers = words.heard.intent == Intent::OptIn && words.heard.says(Hint::Offers);
    if desk.joined() {
        match code {
            Some(code) => known_member_with_code(desk, &code),
            None if wants_offers && words.heard.says(Hint::Partly) => offers::whole(desk),
            None if wants_offers => offers::opt_in(desk),
            None => {
                let name = desk.vocative();
                desk.say(
                    Message::from(Line::AlreadyIn { name }).buttons(vec![Button::Balance, Button::Menu]),
                );
            }
        }
        return;
    }
    let store = store_named(desk, &words.text);
    let referrer = code.as_deref().and_then(|code| referrer(desk, code));
    if let (Some(code), None) = (code, referrer) {
        desk.say(Line::ReferralUnknown { code });
    }
    invite(desk, store, referrer);
}

/// A code from somebody who is in already: their own, or too late.
fn known_member_with_code(desk: &mut Desk, code: &str) {
    let owner = desk.draft.facts.referrals.get(code).copied().flatten();
    let line = match owner {
        Some(owner) if owner == desk.speaker() => Line::ReferralOwn { code: code.to_owned() },
        Some(_) => Line::ReferralLate,
        None => Line::ReferralUnknown { code: code.to_owned() },
    };
    desk.say(line);
}

/// Who is behind a code; never the speaker.
fn referrer(desk: &Desk, code: &str) -> Option<MemberId> {
    let owner = desk.draft.facts.referrals.get(code).copied().flatten();
    owner.filter(|owner| *owner != desk.speaker())
}

/// The store a poster names in its text.
fn store_named(desk: &Desk, text: &str) -> Option<StoreId> {
    let text = fold(text);
    let mut named = desk.draft.facts.stores.iter().filter(|store| text.contains(&fold(&store.name)));
    let first = named.next()?;
    named.next().is_none().then_some(first.id)
}

/// What the till kept for somebody who has not joined is theirs to see, whatever they answer to the invitation. `false`:
/// there is nothing, or they ask for something else.
pub fn show_kept(desk: &mut Desk, asked: Intent, show: impl FnOnce(&mut Desk)) -> bool {
    let figure = match asked {
        Intent::Balance
        | Intent::MyBalance
        | Intent::Statement
        | Intent::Why
        | Intent::VouchersList
        | Intent::Codes => true,
        Intent::VoucherGet => desk.draft.program.voucher.is_some(),
        _ => false,
    };
    let provisional = desk.me().is_some_and(|member| member.standing == Standing::Provisional);
    let shows = figure && provisional && desk.owned(desk.speaker()).0 > 0;
    if shows {
        show(desk);
        if !is_asked(desk) {
            invite_after(desk, None, None, Vec::new());
        }
    }
    shows
}

/// What the club is, and the two questions. What waits from the till is named first.
pub fn invite(desk: &mut Desk, store: Option<StoreId>, referrer: Option<MemberId>) {
    let waiting = desk.wallet(desk.speaker()).shown();
    let credit = (waiting > 0).then_some(Line::WelcomeCredit { points: Points(waiting) });
    let kept = credit.into_iter().chain(voucher::kept(desk, desk.speaker())).collect();
    invite_after(desk, store, referrer, kept);
}

fn invite_after(desk: &mut Desk, store: Option<StoreId>, referrer: Option<MemberId>, kept: Vec<Line>) {
    if is_asked(desk) && store.is_none() && referrer.is_none() {
        remind(desk);
        return;
    }
    let program = desk.draft.program;
    let mut lines = vec![welcome(program, desk.draft.shop.name.clone())];
    if program.law.pharmacy {
        lines.push(Line::WelcomeData);
    }
    let provisional = desk.me().is_some_and(|member| member.standing == Standing::Provisional);
    lines.extend(kept);
    // Who bought before is no new friend.
    let referrer = referrer.filter(|_| !provisional);
    if let (Some(by), Some(rule)) = (referrer, &program.referral) {
        let name = desk.draft.member(by).and_then(|member| member.first_name());
        let friend = name.unwrap_or("★").to_owned();
        if rule.friend > 0 {
            lines.push(Line::WelcomeInvited { friend, points: Points(rule.friend) });
        }
    }
    lines.extend([Line::Gap, Line::WelcomeAsk]);
    let token = desk.dice.token();
    let kept = match &desk.state.topic {
        Topic::Joining { store, referrer, .. } => (*store, *referrer),
        _ => (None, None),
    };
    desk.state.topic = Topic::Joining {
        token: token.clone(),
        since: desk.event.now(),
        store: store.or(kept.0),
        referrer: referrer.or(kept.1),
        reminded: false,
    };
    let buttons =
        vec![Button::JoinOnly(token.clone()), Button::JoinOffers(token.clone()), Button::JoinNot(token)];
    desk.say(Message::new(lines).buttons(buttons));
}

/// The two questions were asked just now, and what came is no answer: only how to answer is said again, and never twice in
/// the same words.
fn remind(desk: &mut Desk) {
    let now = desk.event.now();
    let Topic::Joining { since, reminded, .. } = &mut desk.state.topic else { return };
    let line = if *reminded { Line::WelcomeOnce } else { Line::WelcomeAgain };
    (*since, *reminded) = (now, !*reminded);
    let buttons = desk.state.topic.buttons();
    desk.say(Message::from(line).buttons(buttons));
}

/// What the club is, in one sentence.
fn welcome(program: &Program, shop: String) -> Line {
    match program.earn.rate {
        Rate::Percent(percent) => Line::WelcomePercent { shop, percent: Percent(percent) },
        Rate::Visit(points) => Line::WelcomeVisit { shop, points: Points(points) },
        Rate::PerReal(rate) => {
            let (reais, points) = told(rate);
            if program.rewards.is_empty() {
                Line::WelcomePay { shop, reais, points }
            } else {
                Line::Welcome { shop, reais, points }
            }
        }
    }
}

/// `1` joins, `2` joins and takes offers, `3` waits; a plain yes joins without offers, because silence
/// about offers is no consent.
pub fn answer_words(desk: &mut Desk, words: &Words, yes: Option<bool>) -> bool {
    match (words.heard.slots.digit, yes) {
        (Some(1), _) | (None, Some(true)) => answer(desk, true, false),
        (Some(2), _) => answer(desk, true, true),
        (Some(3), _) | (None, Some(false)) => answer(desk, false, false),
        (None, None) => match wish(desk, words) {
            Some(Joins::WithOffers) if words.heard.says(Hint::Partly) => {
                desk.say(Line::OffersWhole);
                remind(desk);
            }
            Some(joins) => answer(desk, true, joins == Joins::WithOffers),
            None => return false,
        },
        _ => return false,
    }
    true
}

/// A plain wish to join, in words of their own. The text of a poster or an invitation is what led to the question, and no
/// answer to it: it names the shop, or a code.
pub fn wish(desk: &Desk, words: &Words) -> Option<Joins> {
    let heard = &words.heard;
    let led_here = heard.slots.code.is_some() || fold(&words.text).contains(&fold(&desk.draft.shop.name));
    let declines_offers = (heard.intent == Intent::NoOffers).then_some(Joins::WithoutOffers);
    heard.joins.or(declines_offers).filter(|_| !led_here)
}

/// `com as ofertas também` right after joining still answers what was asked: which of the two ways it is to be; `a 2` may.
pub fn thinks_again(desk: &mut Desk, words: &Words) -> bool {
    let joined = desk.me().filter(|_| desk.joined()).and_then(|me| me.joined_at);
    let open = matches!(words.heard.intent, Intent::Unknown | Intent::ConfirmYes | Intent::ConfirmNo);
    if !open || joined.is_none_or(|at| desk.stale(at)) || desk.state.topic.question().is_some() {
        return false;
    }
    let offers = desk.me().is_some_and(|me| me.offers);
    let chosen = words.heard.joins.map(|joins| joins == Joins::WithOffers);
    let number = words.heard.slots.digit;
    // A number may as well pick from a list that was shown: it only asks.
    match number.filter(|number| (1..=2).contains(number)).map(|number| number == 2) {
        Some(true) if !offers => return offers::may_return(desk, words, true),
        Some(false) if offers => offers::ask_opt_out(desk, words),
        Some(_) => desk.say(Line::JoinStands),
        None => match chosen {
            Some(true) if words.heard.says(Hint::Partly) => offers::whole(desk),
            Some(true) if !offers => offers::opt_in(desk),
            Some(_) => desk.say(Line::JoinStands),
            None => return false,
        },
    }
    true
}

/// Whether they are asked at this moment if they want to join.
pub fn is_asked(desk: &Desk) -> bool {
    matches!(desk.state.topic, Topic::Joining { since, .. } if !desk.stale(since))
}

pub fn answer(desk: &mut Desk, yes: bool, offers: bool) {
    let shop = desk.draft.shop.name.clone();
    let Topic::Joining { store, referrer, .. } = desk.state.topic.clone() else { return };
    if !yes {
        desk.settle(Line::JoinLater { shop });
        return;
    }
    // Whoever joins wants the assistant, though the chat was left to a person.
    handover::come_back(desk);
    let id = desk.speaker();
    let at = desk.event.at;
    let first = desk.me().is_some_and(|member| member.joined_at.is_none());
    desk.consent(Purpose::Program, true);
    desk.consent(Purpose::Offers, offers);
    desk.draft.alter(id, |member| {
        if member.standing == Standing::Guest {
            member.referred_by = referrer;
        }
        member.standing = Standing::Joined;
        member.store = store.or(member.store);
        member.joined_at = Some(at);
    });
    let name = desk.vocative();
    let gift = first.then(|| desk.draft.welcome(id)).flatten();
    let mut lines = vec![Line::Joined { name }];
    lines.extend(match gift {
        Some(Given { points, voucher }) => {
            bonus::lines(desk, id, Line::WelcomeGift { points: Points(points) }, voucher.as_ref())
        }
        None => {
            let (balance, kept) = (desk.shown(id), voucher::kept(desk, id));
            let shown = (balance.0 != 0 || kept.is_empty()).then_some(Line::JoinedBalance { balance });
            shown.into_iter().chain(kept).collect()
        }
    });
    if offers {
        lines.push(Line::JoinedOffers { shop });
    }
    desk.settle(Message::new(lines).buttons(vec![Button::Rewards, Button::Referral, Button::Rules]));
    ask_number(desk);
}

/// People with a username may keep their number to themselves. They are asked once, and need not say.
fn ask_number(desk: &mut Desk) {
    let hidden = desk.me().is_some_and(|member| member.phone.is_none());
    if hidden && !desk.state.asked_number {
        request_number(desk);
    }
}

/// A number typed by hand proves nothing; WhatsApp's own button does.
pub fn request_number(desk: &mut Desk) {
    desk.state.asked_number = true;
    desk.say(Message::from(Line::NumberRequest).picks(Picks::OwnNumber));
}

/// Somebody shared their own number at our request. It was linked when they were introduced, unless it is known by
/// another account.
pub fn own_phone(desk: &mut Desk, phone: Option<&Phone>) {
    if desk.event.contested.is_some() {
        contest::ask(desk);
    } else if phone.is_none() {
        desk.say(Line::BadPhone);
    } else if desk.joined() {
        let buttons = vec![Button::Balance, Button::Menu];
        let balance = desk.shown(desk.speaker());
        desk.say(Message::from(Line::NumberLinked { balance }).buttons(buttons));
    } else {
        invite(desk, None, None);
    }
}

/// How many words of another language make a message plainly one in it, and how many do so alone.
const PLAIN: usize = 2;
const LONG: usize = 4;

/// Whoever writes for the first time is answered in the language they write; after that, in the one they chose, or went on
/// to write.
pub fn greet(desk: &mut Desk, words: &Words) {
    let talked = desk.state != State::default();
    let known = talked || desk.joined() || desk.staff.is_some() || desk.event.contested.is_some();
    let theirs = words.heard.lang.filter(|_| !known);
    let other = theirs.filter(|lang| desk.me().is_some_and(|me| !me.frozen && me.lang != *lang));
    if let Some(lang) = other {
        let id = desk.speaker();
        desk.draft.alter(id, |member| member.lang = lang);
    }
    if known {
        follow(desk, words);
    }
}

/// Whoever goes on writing another language than theirs is answered in it: from the second message that is plainly in it, or
/// from one long one. A few words of the neighbour's change nothing.
fn follow(desk: &mut Desk, words: &Words) {
    let Some((lang, theirs)) = words.heard.lang.zip(desk.me().filter(|me| !me.frozen).map(|me| me.lang))
    else {
        return;
    };
    // What the team types is short and full of names: one line is never enough.
    let long = words.heard.sure >= LONG && desk.staff.is_none();
    let plain = words.heard.sure >= PLAIN;
    let again = desk.state.wrote == Some(lang);
    // A language that was asked for gives way only to who goes on at length in another.
    let follows = if desk.state.chose { long && again } else { long || plain && again };
    let counts = if desk.state.chose { long } else { plain };
    if lang == theirs {
        desk.state.wrote = None;
    } else if follows {
        let id = desk.speaker();
        (desk.state.wrote, desk.state.chose) = (None, false);
        desk.draft.alter(id, |member| member.lang = lang);
    } else if counts {
        desk.state.wrote = Some(lang);
    }
}
