//! What happens to a message once it passed the checks: limits, acceptance, the bubble, statuses; and what people
//! say and read on the other side.

use super::check::{Address, Draft};
use super::errors::{MetaError, refuse};
use super::faults::Fault;
use super::inbound;
use super::limits::is_spent;
use super::model::{Accepted, Bubble, Number, Person, Say, Utterance};
use super::state::{Delivery, Payload, State};
use super::statuses::{Status, month, pricing};
use super::{Emulator, wire};
use serde_json::{Value, json};

/// The customer service window, from the person's last message.
const WINDOW_MS: i64 = 24 * 3_600_000;

/// How long `sent`, `delivered` and `read` take for people watching, in ms.
const PAUSES: [i64; 3] = [60, 220, 420];

impl Emulator {
    /// The person says something to a number; the signed webhook waits in the queue. Answers the wamid.
    ///
    /// # Panics
    /// When no such person or number was added.
    pub fn say(&self, person: &str, number: &str, utterance: Utterance) -> String {
        self.read(person);
        let now = self.now();
        let mut state = self.state();
        let person = state.person(person).unwrap_or_else(|| panic!("no person {person} was added"));
        let number = state.number(number).unwrap_or_else(|| panic!("no number {number} was added"));
        let at = utterance.at.unwrap_or(now);
        let fresh = state.rng.wamid();
        let item = inbound::item(&person, &number, &utterance, &fresh, at);
        let wamid = item["id"].as_str().unwrap_or(&fresh).to_owned();
        let change = inbound::change(&person, &number, &item);
        state.told.insert(wamid.clone(), change.clone());
        state.queue.push_back(Delivery::new(Payload::Change(change), now, Some(&wamid), true));
        let per_second = self.per_second(&state);
        state.limits.pass(&number.id, per_second, true, now);
        if let Say::Reaction { to, emoji } = &utterance.kind {
            // Whether a reaction opens the window is not documented; here it does not.
            let changed = decorate(&mut state, to, emoji);
            drop(state);
            self.tell_bubble(&person.id, changed.as_ref());
        } else {
            state.windows.insert((person.id.clone(), number.id.clone()), at);
            let bubble = inbound::bubble(utterance, &number, &wamid, at, item);
            state.push_bubble(&person.id, bubble.clone());
            drop(state);
            self.tell_bubble(&person.id, Some(&bubble));
        }
        self.0.work.notify_one();
        wamid
    }

    /// The person looks at the chat: what was delivered becomes read, and the business is told.
    pub fn read(&self, person: &str) {
        let now = self.now();
        let due = now + self.pause(2);
        let mut changed = Vec::new();
        let mut state = self.state();
        let unread = state
            .chats
            .get_mut(person)
            .into_iter()
            .flatten()
            .rev()
            .take_while(|b| b.status != "read" || b.from_person);
        for bubble in unread.filter(|bubble| !bubble.from_person && bubble.status == "delivered") {
            bubble.status = "read";
            changed.push(bubble.wamid.clone());
        }
        changed.reverse();
        let found = state.person(person);
        for wamid in &changed {
            let Some(message) = state.truth.iter().rev().find(|message| message.wamid == *wamid).cloned()
            else {
                continue;
            };
            let Some(number) = state.number(&message.number) else { continue };
            let status = Status { message: &message, number: &number, person: found.as_ref(), at: now };
            state.queue_status(wamid, status.reached("read", None), due);
        }
        drop(state);
        for wamid in &changed {
            self.tell_status(person, wamid, "read");
        }
        if !changed.is_empty() {
            self.0.work.notify_one();
        }
    }

    /// Takes a checked message: the answer of the Graph API and the wamid.
    pub(super) fn accept(
        &self,
        number: &Number,
        draft: Draft,
        body: &Value,
        fault: &Fault,
    ) -> Result<(Value, String), MetaError> {
        let now = self.now();
        let mut state = self.state();
        let to = match &draft.address {
            Address::Phone(to) | Address::UserId(to) | Address::Lost(to) => to.clone(),
        };
        self.hold_limits(&mut state, number, &to, now)?;
        let person = recipient(&state, &draft.address);
        let wamid = state.rng.wamid();
        let failed = why_undelivered(&state, &draft, person.as_ref(), number, fault, now);
        let given =
            [&body["to"], &body["recipient"]].into_iter().filter_map(Value::as_str).find(|to| !to.is_empty());
        let given = given.unwrap_or_default();
        let message = Accepted {
            wamid: wamid.clone(),
            number: number.id.clone(),
            to: given.to_owned(),
            person: person.as_ref().map(|person| person.id.clone()),
            callback: draft.callback.clone(),
            body: body.clone(),
            at: now,
            kind: draft.kind,
            failed: failed.as_ref().map(|error| error.code),
        };
        self.count_first(&mut state, &draft, &message);
        let answer = answer(&draft, given, person.as_ref(), &wamid);
        state.truth.push(message.clone());
        let lost = matches!(draft.address, Address::Lost(_));
        if !lost {
            let status = Status { message: &message, number, person: person.as_ref(), at: now };
            self.queue_statuses(&mut state, &status, failed.as_ref(), *fault == Fault::MissingStatus);
        }
        let shown = person.and_then(|person| show(&mut state, draft, &message, person));
        drop(state);
        if let Some((person, bubble)) = shown {
            self.tell_bubble(&person.id, Some(&bubble));
        }
        self.0.work.notify_one();
        Ok((answer, wamid))
    }

    /// Marks what the person wrote as read up to this message, and shows the dots when asked to.
    pub(super) fn mark_read(&self, wamid: &str, typing: bool) -> Result<(), MetaError> {
        let mut state = self.state();
        let person = state.whose.get(wamid).cloned().unwrap_or_default();
        let chat = state.chats.get_mut(&person).map_or(&mut [][..], Vec::as_mut_slice);
        let Some(last) = chat.iter().rposition(|bubble| bubble.wamid == wamid && bubble.from_person) else {
            return refuse(131_009, "Param message_id is not a message of this number.");
        };
        let mut changed = Vec::new();
        for bubble in chat[..=last].iter_mut().filter(|bubble| bubble.from_person && bubble.status != "read")
        {
            bubble.status = "read";
            changed.push(bubble.wamid.clone());
        }
        drop(state);
        for wamid in changed {
            self.tell_status(&person, &wamid, "read");
        }
        if typing {
            self.announce("typing", &json!({ "person": person }));
        }
        Ok(())
    }

    pub(super) fn tell_status(&self, person: &str, wamid: &str, status: &str) {
        self.announce("status", &json!({ "person": person, "wamid": wamid, "status": status }));
    }

    pub(super) fn tell_bubble(&self, person: &str, bubble: Option<&Bubble>) {
        if let Some(bubble) = bubble {
            self.announce("bubble", &json!({ "person": person, "bubble": bubble }));
        }
    }

    fn pause(&self, stage: usize) -> i64 {
        if self.0.settings.typing_pause { PAUSES[stage] } else { 0 }
    }

    fn per_second(&self, state: &State) -> u32 {
        state.faults.per_second.unwrap_or(self.0.settings.per_second)
    }

    fn hold_limits(&self, state: &mut State, number: &Number, to: &str, now: i64) -> Result<(), MetaError> {
        let limit = self.per_second(state);
        if limit > 0 && !state.limits.pass(&number.id, limit, false, now) {
            let sentence = format!("{}: more than {limit} messages within one second at {now}", number.id);
            state.violations.push(sentence);
            return refuse(130_429, "Cloud API message throughput has been reached.");
        }
        let spent = is_spent(to, state.faults.spent_pairs);
        if (spent || self.0.settings.pair_limit) && !state.limits.pair(&number.id, to, spent, now) {
            // Nobody can know who has nothing left to borrow.
            if !spent {
                let sentence = format!("{}: too many messages to one person at {now}", number.id);
                state.violations.push(sentence);
            }
            return refuse(
                131_056,
                "Too many messages sent from this phone number to the same phone number.",
            );
        }
        Ok(())
    }

    /// Meta does not say how it refuses whoever writes to too many people first, so it is only counted.
    fn count_first(&self, state: &mut State, draft: &Draft, message: &Accepted) {
        let window = message
            .person
            .as_ref()
            .and_then(|person| state.windows.get(&(person.clone(), message.number.clone())).copied());
        let open = window.is_some_and(|last| message.at - last < WINDOW_MS);
        let allowance = self.0.settings.allowance;
        if draft.kind == "service" || open || allowance == 0 {
            return;
        }
        let people = state.limits.first(&message.to, message.at);
        if people > allowance as usize {
            let sentence = format!("{people} people were written to first within 24 hours at {}", message.at);
            state.violations.push(sentence);
        }
    }

    fn queue_statuses(&self, state: &mut State, status: &Status, failed: Option<&MetaError>, silent: bool) {
        let (wamid, now) = (&status.message.wamid, status.at);
        if silent {
            return;
        }
        if let Some(error) = failed {
            state.queue_status(wamid, status.failed(error), now + self.pause(1));
            return;
        }
        let kind = status.message.kind;
        let used = state.service_used.entry((status.number.id.clone(), month(now))).or_insert(0);
        *used += u32::from(kind == "service");
        let price = pricing(kind, *used);
        state.queue_status(wamid, status.reached("sent", Some(price.clone())), now + self.pause(0));
        state.queue_status(wamid, status.reached("delivered", Some(price)), now + self.pause(1));
    }
}

fn recipient(state: &State, address: &Address) -> Option<Person> {
    let found = |fits: &dyn Fn(&Person) -> bool| state.people.iter().find(|person| fits(person)).cloned();
    match address {
        Address::Phone(number) => found(&|person| person.answers_to(number)),
        Address::UserId(id) => found(&|person| person.user_id == *id),
        Address::Lost(_) => None,
    }
}

/// Undeliverable messages are accepted and fail afterwards, as at Meta.
fn why_undelivered(
    state: &State,
    draft: &Draft,
    person: Option<&Person>,
    number: &Number,
    fault: &Fault,
    now: i64,
) -> Option<MetaError> {
    if let Fault::Failed(code) = fault {
        return Some(MetaError::of(*code));
    }
    let Some(person) = person else { return Some(MetaError::of(131_026)) };
    let last = state.windows.get(&(person.id.clone(), number.id.clone()));
    let open = last.is_some_and(|last| now - last < WINDOW_MS);
    if draft.kind == "service" && !open {
        let details = "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
        return Some(MetaError { code: 131_047, details: details.to_owned() });
    }
    None
}

/// A phone is echoed with its WhatsApp id, a BSUID with itself.
fn answer(draft: &Draft, given: &str, person: Option<&Person>, wamid: &str) -> Value {
    let contact = match &draft.address {
        Address::Phone(number) => {
            json!({ "input": given, "wa_id": person.and_then(Person::real_wa_id).unwrap_or_else(|| number.clone()) })
        }
        Address::UserId(id) => json!({ "input": given, "user_id": id }),
        Address::Lost(_) => json!({ "input": given, "wa_id": wire::digits(given) }),
    };
    let mut message = json!({ "id": wamid });
    if draft.bubble.template.is_some() {
        message["message_status"] = json!("accepted");
    }
    json!({ "messaging_product": "whatsapp", "contacts": [contact], "messages": [message] })
}

/// Puts the message on the person's screen; a reaction goes onto the bubble it is for.
fn show(state: &mut State, draft: Draft, message: &Accepted, person: Person) -> Option<(Person, Bubble)> {
    if let Some((wamid, emoji)) = &draft.reaction {
        let changed = decorate(state, wamid, emoji)?;
        return Some((person, changed));
    }
    let bubble = Bubble {
        wamid: message.wamid.clone(),
        number: message.number.clone(),
        at: message.at,
        status: if message.failed.is_some() { "failed" } else { "delivered" },
        error: message.failed,
        ..draft.bubble
    };
    state.push_bubble(&person.id, bubble.clone());
    Some((person, bubble))
}

fn decorate(state: &mut State, wamid: &str, emoji: &str) -> Option<Bubble> {
    let bubble = state.bubble_mut(wamid)?;
    bubble.reaction = (!emoji.is_empty()).then(|| emoji.to_owned());
    Some(bubble.clone())
}
