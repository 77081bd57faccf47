//! Whom a till speaks of.

use crate::dialogue::contest;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::Line;
use crate::dialogue::till::answer::{No, Problem};
use crate::dialogue::till::ask::Who;
use crate::domain::change::Change;
use crate::domain::facts::Key;
use crate::domain::ids::MemberId;
use crate::domain::member::{Member, Staff, Standing};

/// The one person that all of it leads to; `None`: nobody has been seen behind any of it.
pub fn buyer(desk: &Desk, who: &Who) -> Result<Option<MemberId>, No> {
    let by_id = who.id.map(|id| known(desk, id)).transpose()?;
    if by_id.is_none() && who.keys().next().is_none() {
        return Err(nobody_named());
    }
    let place = |(field, key)| {
        let field = match field {
            "phone" => "customer.phone",
            "email" => "customer.email",
            "own_id" => "customer.own_id",
            _ => "customer.cnpj",
        };
        (field, key)
    };
    one(desk, by_id, who.keys().map(place))
}

/// The record that a purchase is booked on, which is paid already, so that what is another's does not stop it: the first
/// that anything leads to, a phone before the shop's own number, an address and a company.
pub fn payer(desk: &Desk, who: &Who) -> Result<Option<MemberId>, No> {
    let by_id = who.id.map(|id| known(desk, id)).transpose()?;
    let mut keys: Vec<Key> = who.keys().map(|(_, key)| key).collect();
    if by_id.is_none() && keys.is_empty() {
        return Err(nobody_named());
    }
    keys.sort_by_key(|key| match key {
        Key::Phone(_) => 0,
        Key::Own(_) => 1,
        Key::Email(_) => 2,
        _ => 3,
    });
    let found = by_id.or_else(|| keys.iter().find_map(|key| behind(desk, key)));
    Ok(found.filter(|found| by_id.is_some() || !is_other_person(desk, *found, who)))
}

/// A phone that nobody has been seen behind is a person of its own where the address that stands beside it is of somebody
/// who has another phone: whoever typed a stranger's address first would get what its owner buys. A company has many.
fn is_other_person(desk: &Desk, found: MemberId, who: &Who) -> bool {
    let Some(phone) = &who.phone else { return false };
    let new = behind(desk, &Key::Phone(phone.clone())).is_none();
    let own = who.own.as_ref().is_some_and(|own| behind(desk, &Key::Own(own.clone())) == Some(found));
    let person = desk.draft.member(found).is_some_and(|known| known.cnpj.is_none() && known.phone.is_some());
    new && person && !own
}

/// What of this does not lead to them: it is another's, or they are known by another.
pub fn not_linked(desk: &Desk, member: MemberId, who: &Who) -> Vec<&'static str> {
    let account = desk.draft.account(member);
    let strange = |(_, key): &(_, Key)| match behind(desk, key) {
        Some(owner) => owner != member,
        None => !account.is_some_and(|account| account.took(key)),
    };
    who.keys().filter(strange).map(|(field, _)| field).collect()
}

pub fn behind(desk: &Desk, key: &Key) -> Option<MemberId> {
    let owner = desk.draft.facts.member_behind(key)?;
    Some(match key {
        Key::Phone(_) => contest::holder(desk, owner),
        _ => desk.draft.facts.present(owner),
    })
}

/// The one member behind all of these; the first that is another's is named.
pub fn one(
    desk: &Desk,
    first: Option<MemberId>,
    keys: impl Iterator<Item = (&'static str, Key)>,
) -> Result<Option<MemberId>, No> {
    let mut found = first;
    for (field, key) in keys {
        match (found, behind(desk, &key)) {
            (Some(one), Some(other)) if one != other => return Err(another(field, other)),
            (None, behind) => found = behind,
            (Some(_), _) => {}
        }
    }
    Ok(found)
}

/// It is known as somebody else's.
pub fn another(field: &'static str, owner: MemberId) -> No {
    let line = Line::TillTwo { field: last(field), member: owner.to_string() };
    No::new(Problem::IdentityConflict, field, line)
}

/// They have another one, and only one.
pub fn has_another(field: &'static str, member: MemberId) -> No {
    let line = Line::TillOther { field: last(field), member: member.to_string() };
    No::new(Problem::IdentityConflict, field, line)
}

/// A field without the path to it, which is another in each call.
fn last(field: &str) -> String {
    field.rsplit('.').next().unwrap_or_default().to_owned()
}

/// Nothing says whose purchase it is.
pub fn nobody_named() -> No {
    No::new(Problem::BadField, "customer", Line::TillCustomer)
}

/// Somebody new, to whom nothing is sent on WhatsApp before they write.
pub fn enrol(desk: &mut Desk, staff: &Staff, name: Option<String>) -> MemberId {
    let id = MemberId(desk.draft.id());
    let (shop, at) = (desk.draft.shop, desk.event.at);
    let lang = desk.draft.facts.store_lang(shop, Some(staff.store), at);
    let mut member = Member::guest(id, name, None, lang, at);
    member.standing = Standing::Provisional;
    member.store = Some(staff.store);
    desk.draft.apply(Change::Enrolled(member));
    id
}

fn known(desk: &Desk, id: MemberId) -> Result<MemberId, No> {
    let id = desk.draft.facts.present(id);
    let there = desk.draft.member(id).is_some();
    let nobody = || Line::TillNobody { member: id.to_string() };
    there.then_some(id).ok_or_else(|| No::new(Problem::NotFound, "customer.id", nobody()))
}
