//! What is given beside purchases, told in the chat: birthdays, and referrals that were waited for.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Day;
use crate::dialogue::line::{Button, Class, Line, Message, Points};
use crate::dialogue::voucher;
use crate::domain::bonus::Given;
use crate::domain::ids::MemberId;
use crate::domain::member::{Birthday, Member};
use crate::domain::referring::Referred;
use crate::domain::selling::Sold;
use crate::domain::voucher::Voucher;
use chrono::Datelike;

/// `aniversário 12/05`: kept where something is given for it; the year of birth never is.
pub fn keep_birthday(desk: &mut Desk, words: &Words) {
    let points = Points(desk.draft.program.bonus.birthday);
    let today = desk.draft.shop.zone.wall(desk.event.at).date;
    let said = match words.heard.slots.date {
        _ if !desk.draft.program.keeps_birthdays() => return desk.say(Line::NoBirthday),
        None => return desk.say(Line::BirthdayWhich),
        Some(Day::Today) => (today.month(), today.day()),
        Some(Day::Each { month, day } | Day::Full { month, day, .. }) => (month.into(), day.into()),
    };
    let Some(kept) = desk.draft.set_birthday(desk.speaker(), said.0, said.1) else { return };
    let (day, year) = (written(kept), kept.next(desk.draft.shop.zone));
    // The next time that day comes, whether it counts then or not.
    let comes = today.year() + i32::from((kept.month, kept.day) < (today.month(), today.day()));
    let line = if points.0 == 0 && kept.year > comes {
        Line::BirthdayLater { day, year: kept.year.to_string() }
    } else if points.0 == 0 {
        Line::BirthdayKept { day }
    } else if year == today.year() {
        Line::BirthdaySet { day, points }
    } else {
        Line::BirthdayNext { day, points, year: year.to_string() }
    };
    desk.say(line);
}

/// `12/05`.
pub fn written(birthday: Birthday) -> String {
    format!("{:02}/{:02}", birthday.day, birthday.month)
}

/// What was given, and what somebody has with it.
pub fn lines(desk: &Desk, member: MemberId, first: Line, voucher: Option<&Voucher>) -> Vec<Line> {
    let mut lines = vec![first];
    match voucher {
        Some(voucher) => lines.extend(voucher::given(desk, voucher)),
        None => lines.push(Line::JoinedBalance { balance: desk.shown(member) }),
    }
    lines
}

/// The morning of a birthday.
pub fn birthday(desk: &mut Desk, member: MemberId) {
    let Some(Given { points, voucher }) = desk.draft.birthday(member) else { return };
    let name = desk.draft.member(member).and_then(Member::first_name);
    let name = name.map_or_else(String::new, |name| format!(", {name}"));
    let gift = Line::BirthdayGift { name, points: Points(points) };
    let message = Message::new(lines(desk, member, gift, voucher.as_ref()));
    desk.tell(member, message.buttons(vec![Button::Balance, Button::Rewards]), Class::A);
}

/// A referral that was waited for.
pub fn referral(desk: &mut Desk, friend: MemberId) {
    let Some(settled) = desk.draft.settle_referral(friend) else { return };
    let paid = match settled.referred {
        Referred::Over(referrer) => return over(desk, friend, referrer),
        Referred::Paid(paid) => paid,
    };
    if paid.friend_points > 0 {
        let gift = Line::ReceiptReferral { points: Points(paid.friend_points) };
        let message = Message::new(lines(desk, friend, gift, settled.voucher.as_ref()));
        desk.tell(friend, message.buttons(vec![Button::Balance, Button::Rewards]), Class::A);
    }
    if paid.referrer_points > 0 {
        voucher::tell_referrer(desk, friend, paid, settled.referrer_voucher.as_ref());
    }
}

/// What a purchase brought whoever invited its buyer, or that the month has seen enough friends.
pub fn tell_referrer(desk: &mut Desk, friend: MemberId, sold: &Sold) {
    if let Some(paid) = sold.referral.filter(|paid| paid.referrer_points > 0) {
        voucher::tell_referrer(desk, friend, paid, sold.referrer_voucher.as_ref());
    }
    if let Some(referrer) = sold.over {
        tell_over(desk, friend, referrer);
    }
}

/// The same for the friend, in the receipt.
pub fn friends_line(desk: &Desk, sold: &Sold) -> Option<Line> {
    let promised = desk.draft.program.referral.as_ref().is_some_and(|rule| rule.friend > 0);
    match sold.referral {
        Some(paid) if paid.friend_points > 0 => {
            Some(Line::ReceiptReferral { points: Points(paid.friend_points) })
        }
        _ => sold.over.filter(|_| promised).map(|_| Line::ReferralOver),
    }
}

/// Both are told that the month has seen enough friends; a friend only if something was to be had.
fn over(desk: &mut Desk, friend: MemberId, referrer: MemberId) {
    if desk.draft.program.referral.as_ref().is_some_and(|rule| rule.friend > 0) {
        desk.tell(friend, Line::ReferralOver, Class::A);
    }
    tell_over(desk, friend, referrer);
}

/// Whoever invited a friend too many this month.
fn tell_over(desk: &mut Desk, friend: MemberId, referrer: MemberId) {
    let most = desk.draft.program.referral.as_ref().and_then(|rule| rule.most_a_month).unwrap_or(0);
    let friend = desk.draft.member(friend).and_then(Member::first_name).unwrap_or("★").to_owned();
    desk.tell(referrer, Line::FriendOver { friend, most: i64::from(most) }, Class::A);
}
