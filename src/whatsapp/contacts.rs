//! Whose contact card belongs to which message of a batch.

use std::collections::HashMap;

use super::json::Object;
use crate::domain::phone::Phone;

/// Contacts are kept with each message that they belong to; a larger one is left out, so that a thousand
/// messages cannot multiply it.
const LONGEST: usize = 16 * 1024;

pub struct Contacts<'a> {
    all: Vec<&'a str>,
    /// Position by user id, by WhatsApp id as received, and by its canonical phone.
    by_id: HashMap<String, usize>,
    /// User id of the only contact.
    only_user_id: Option<String>,
}

impl<'a> Contacts<'a> {
    pub fn of(value: &Object<'a>) -> Contacts<'a> {
        let all: Vec<&str> =
            value.elements("contacts").into_iter().filter(|raw| raw.len() <= LONGEST).collect();
        let (mut by_id, mut only_user_id) = (HashMap::new(), None);
        for (at, contact) in all.iter().enumerate().filter_map(|(at, raw)| Some((at, Object::read(raw)?))) {
            let (user_id, wa_id) = (contact.id("user_id"), contact.id("wa_id"));
            if let Some(phone) = wa_id.as_deref().and_then(Phone::canonical) {
                by_id.insert(phone.as_str().to_owned(), at);
            }
            by_id.extend(wa_id.map(|id| (id, at)));
            only_user_id.clone_from(&user_id);
            by_id.extend(user_id.map(|id| (id, at)));
        }
        Contacts { all, by_id, only_user_id }
    }

    /// The contact with one of these ids. When none has, the only contact, if the item stands `alone`:
    /// `from` and `wa_id` "may not always match" (Interactive messages webhook). In a batch it could be
    /// another person's, and a message must not be heard in the wrong name.
    pub fn find(&self, user_id: Option<&str>, wa_id: Option<&str>, alone: bool) -> Option<&'a str> {
        let phone = wa_id.and_then(Phone::canonical);
        let ids = [user_id, wa_id, phone.as_ref().map(Phone::as_str)];
        if let Some(at) = ids.into_iter().flatten().find_map(|id| self.by_id.get(id)) {
            return self.all.get(*at).copied();
        }
        let other_person = user_id.is_some() && self.only_user_id.is_some();
        match self.all.as_slice() {
            [only] if alone && !other_person => Some(only),
            _ => None,
        }
    }
}
