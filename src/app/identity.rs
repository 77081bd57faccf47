//! Who is speaking: from the ids a message carries to one member. A person is one member whatever of user
//! id, phone with the ninth digit or phone without it arrives first, later or alone.

use crate::dialogue::event::Speaker;
use crate::dialogue::manager::guest;
use crate::domain::facts::{Change, Facts, Key, Shop};
use crate::domain::ids::MemberId;
use crate::domain::member::clean_name;
use crate::domain::phone::Phone;

/// The keys a speaker may be known by, strongest first.
pub fn keys(speaker: &Speaker) -> Vec<Key> {
    let user = speaker.user_id.clone().map(Key::User);
    let parent = speaker.parent_user_id.clone().map(Key::ParentUser);
    let phone = speaker.wa_id.as_deref().and_then(Phone::canonical).map(Key::Phone);
    [user, parent, phone].into_iter().flatten().collect()
}

/// The member behind the speaker, enrolled as a guest when nobody is. Links ids that were not known yet;
/// a phone that comes with another user id than before is frozen, because numbers are recycled.
pub fn introduce(
    facts: &mut Facts,
    changes: &mut Vec<Change>,
    shop: &Shop,
    speaker: &Speaker,
    at: i64,
) -> Option<MemberId> {
    let keys = keys(speaker);
    let known = keys.iter().find_map(|key| facts.member_behind(key));
    let name = speaker.name.as_deref().and_then(clean_name);
    let phone = speaker.wa_id.as_deref().and_then(Phone::canonical);
    let mut make = |facts: &mut Facts, change: Change| {
        facts.evolve(&change);
        changes.push(change);
    };
    let id = if let Some(id) = known {
        id
    } else {
        keys.first()?;
        let id = MemberId(facts.next_id);
        facts.next_id += 1;
        make(facts, Change::Enrolled(guest(id, name.clone(), phone.clone(), shop.lang, at)));
        id
    };
    let account = facts.accounts.get(&id)?;
    let mut after = (*account.member).clone();
    let recycled = match (&account.reach.user_id, &speaker.user_id) {
        (Some(before), Some(now)) => {
            before != now && facts.member_behind(&Key::User(now.clone())) != Some(id)
        }
        _ => false,
    };
    after.frozen |= recycled;
    if after.name.is_none() {
        after.name = name;
    }
    if after.phone.is_none()
        && phone.as_ref().is_some_and(|phone| {
            facts.member_behind(&Key::Phone(phone.clone())).is_none_or(|owner| owner == id)
        })
    {
        after.phone = phone;
    }
    if after != *account.member {
        make(facts, Change::Member { member: id, after: Box::new(after) });
    }
    for key in keys {
        if facts.member_behind(&key).is_none() {
            make(facts, Change::Identified { member: id, key });
        }
    }
    Some(id)
}

/// Notes how somebody is written to and when they wrote.
pub fn reached(facts: &mut Facts, id: MemberId, speaker: &Speaker, at: i64) {
    let Some(account) = facts.accounts.get_mut(&id) else { return };
    let reach = &mut account.reach;
    // While the phone is shown it is preferred: it keeps the contact book's link alive.
    if speaker.wa_id.is_some() || speaker.user_id.is_some() {
        reach.wa_id.clone_from(&speaker.wa_id);
    }
    if speaker.user_id.is_some() {
        reach.user_id.clone_from(&speaker.user_id);
    }
    reach.last_inbound = Some(reach.last_inbound.map_or(at, |last| last.max(at)));
}
