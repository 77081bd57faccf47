//! From a parsed message to what a turn is told: the words heard in the speaker's role and language.

use crate::app::words::Words as Spoken;
use crate::dialogue::cue::{Cue, Words};
use crate::dialogue::event::{Card, Content, Inbound};
use crate::dialogue::hear::{
    Ears, Reading, Role, Setting, agrees, begins_with, hear, put_right, read_amount, read_phone,
    read_vouchers, read_whom, read_yes_no, says_wrong,
};
use crate::domain::facts::Shop;
use crate::domain::lang::Lang;
use crate::domain::member::{Staff, clean_name};
use crate::domain::phone::Phone;

/// The role words are read in: somebody dismissed is still read as staff, so that the refusal fits.
pub fn role(staff: Option<&Staff>) -> Role {
    match staff {
        Some(staff) if staff.role.manages() => Role::Owner,
        Some(_) => Role::Staff,
        None => Role::Customer,
    }
}

/// In the role and language of the speaker; the area code is for numbers typed without one.
pub fn cue(
    inbound: &Inbound,
    (role, lang, area_code): (Role, Lang, u8),
    shop: &Shop,
    spoken: &Spoken,
) -> Cue {
    let high_amount = shop.rules.newest().program.limits.confirm_above;
    let setting = Setting { role, lang, area_code, high_amount };
    match &inbound.content {
        Content::Text(text) => words(text, &setting, spoken),
        Content::Tap { id, .. } => Cue::Tap(id.clone()),
        Content::Contacts(cards) => card(cards, &setting, &spoken.ears),
        Content::Reaction { emoji, .. } if emoji.is_empty() => Cue::Nothing("a reaction was taken back"),
        Content::Reaction { emoji, .. } => Cue::Emoji(emoji.clone()),
        Content::Audio => Cue::Audio,
        // A caption is as good as a text; a picture alone is not.
        Content::Media { caption: Some(caption), .. } if !caption.trim().is_empty() => {
            words(caption, &setting, spoken)
        }
        Content::Media { .. } => Cue::Media,
        Content::Asked(ask) => Cue::Asked(ask.clone()),
        Content::Moved { .. } => Cue::Nothing("a number or user id changed"),
        Content::Other { .. } => Cue::Nothing("a kind of message nobody answers"),
    }
}

fn words(text: &str, setting: &Setting, spoken: &Spoken) -> Cue {
    let ears = &spoken.ears;
    let heard = hear(text, setting, ears);
    let yes = read_yes_no(text, ears);
    let begins = begins_with(text, setting.lang, ears);
    let behind = text.split_once([',', ' ']).filter(|_| begins == Some(true) && yes.is_none());
    let titled = |text: &str| spoken.copy.titles(setting.lang, text);
    Cue::Words(Box::new(Words {
        heard,
        yes,
        agrees: agrees(text, ears),
        begins,
        right: put_right(text, setting, ears),
        wrong: says_wrong(text, ears),
        whom: read_whom(text, setting, ears),
        titles: titled(text),
        behind_yes: behind.map(|(_, rest)| titled(rest.trim())).unwrap_or_default(),
        vouchers: read_vouchers(text, setting, ears),
        amount: read_amount(text, setting, ears),
        phone: read_phone(text, setting, ears),
        text: text.to_owned(),
    }))
}

/// The first number on a shared card that can be read; a number with WhatsApp wins.
fn card(cards: &[Card], setting: &Setting, ears: &Ears) -> Cue {
    let mut phones = cards.iter().flat_map(|card| card.phones.iter());
    let by_wa_id = phones.clone().find_map(|phone| phone.wa_id.as_deref().and_then(Phone::canonical));
    let typed = || {
        phones.find_map(|phone| {
            let setting = Setting { role: Role::Staff, ..*setting };
            let Reading { value, .. } = read_phone(&phone.typed, &setting, ears);
            value
        })
    };
    let name = cards.iter().find_map(|card| card.name.as_deref().and_then(clean_name));
    Cue::Card { phone: by_wa_id.or_else(typed), name, own: cards.iter().any(|card| card.own) }
}
