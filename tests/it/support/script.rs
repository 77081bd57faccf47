//! Scripts: messages as WhatsApp would deliver them, kept straight into the inbox of one merchant.

use super::engines::Db;
use super::house::hurried;
use super::raw::Raw;
use super::shop::{self, NOON, NUMBER, whom};
use fregues::app::clock::Clock;
use fregues::app::templates::sync;
use fregues::app::till;
use fregues::app::turn::Turns;
use fregues::app::words::Words;
use fregues::domain::happening::Wanted;
use fregues::domain::ids::MerchantId;
use fregues::domain::meter::{Tariff, USUAL_EXCHANGE};
use fregues::store::hooks::{self, NewHook};
use fregues::store::inbox::{self, Kept};
use fregues::store::{Store, channel};
use fregues::whatsapp::templates::{TemplateBody, listed, pack};
use fregues::whatsapp::webhook::split;
use ring::hmac;
use serde_json::{Value, json};

/// Turns without HTTP on either side: what waits in the inbox is decided, what is said stays in the outbox.
pub struct Room {
    pub store: Store,
    pub turns: Turns,
    pub raw: Raw,
    pub clock: Clock,
    pub merchant: MerchantId,
    _db: Db,
}

pub fn turns_on(store: &Store, clock: &Clock) -> Turns {
    let seed = hmac::Key::new(hmac::HMAC_SHA256, b"seed");
    let tariff = Tariff::embedded(USUAL_EXCHANGE).unwrap();
    Turns::new(store.clone(), clock.clone(), Words::embedded().unwrap(), seed, tariff, hurried(clock))
}

impl Room {
    pub async fn open(db: &Db, now: i64) -> Room {
        Room::with(db, now, shop::PETS).await
    }

    /// The same people around another program.
    pub async fn with(db: &Db, now: i64, program: &str) -> Room {
        let store = db.open().await;
        let merchant = shop::settle_as(&store, NUMBER, program).await;
        Room::on(db, store, merchant, now).await
    }

    pub async fn on(db: &Db, store: Store, merchant: MerchantId, now: i64) -> Room {
        let clock = Clock::manual(now);
        Room {
            turns: turns_on(&store, &clock),
            raw: Raw::of(db).await,
            store,
            clock,
            merchant,
            _db: db.clone(),
        }
    }

    /// Keeps a body; `arrival` in ms is also when it reached us.
    pub async fn keep(&self, body: &Value, arrival: i64) -> u64 {
        self.keep_for(self.merchant, body, arrival).await
    }

    /// The same at the number of another merchant.
    pub async fn keep_for(&self, merchant: MerchantId, body: &Value, arrival: i64) -> u64 {
        let rows = kept(merchant, body, arrival);
        self.store.write(move |tx| Box::pin(async move { inbox::keep(tx, &rows).await })).await.unwrap()
    }

    /// WhatsApp approves the whole pack.
    pub async fn approve_templates(&self) {
        let approved = |made: TemplateBody| {
            let mut element = made.body;
            element["status"] = json!("APPROVED");
            listed(&element, NOON - 86_400_000)
        };
        let pack = pack().unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
        let pack = pack.creations().into_iter().filter_map(approved).collect();
        sync(&self.store, self.merchant, pack, NOON - 86_400_000).await.unwrap();
    }

    /// Somebody is told all that happens; nobody sends it here.
    pub async fn tell_somebody(&self) {
        hook(&self.store, self.merchant, "aaaaaaaaaa").await;
    }

    /// WhatsApp lets this number announce nothing.
    pub async fn rest_announcements(&self) {
        let merchant = self.merchant;
        let unit = self.store.write(move |tx| Box::pin(channel::rest_marketing(tx, merchant, NOON)));
        unit.await.unwrap();
    }

    /// The latest bubble to somebody, spaces plain.
    pub async fn latest(&self, who: &str) -> String {
        let user = shop::user_id(who);
        let sql = format!("select body from outbox where user_id = '{user}' order by id desc limit 1");
        let body = self.raw.rows(&sql).await.pop().unwrap_or_default();
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        let text = body["text"]["body"].as_str().or(body["interactive"]["body"]["text"].as_str());
        text.unwrap_or_default().replace('\u{a0}', " ")
    }

    /// Decides until nothing waits, `most` messages a batch.
    pub async fn decide(&self, most: i64) {
        while self.turns.poll(most).await.unwrap().messages > 0 {}
    }

    /// The same in batches of these sizes, over and over.
    pub async fn decide_in(&self, cuts: &[i64]) {
        for most in cuts.iter().cycle() {
            if self.turns.poll(*most).await.unwrap().messages == 0 {
                return;
            }
        }
    }
}

/// A hook under a number of its own, whose secret nobody needs.
pub async fn hook(store: &Store, merchant: MerchantId, id: &str) {
    let new = NewHook {
        id: id.to_owned(),
        merchant,
        url: "http://127.0.0.1:9/told".to_owned(),
        secret: String::new(),
        wanted: Wanted::read("*").unwrap(),
        at: NOON,
    };
    store.write(move |tx| Box::pin(async move { hooks::add(tx, &new).await })).await.unwrap();
}

/// The rows of a body; what a till asks stands under `till`.
pub fn kept(merchant: MerchantId, body: &Value, arrival: i64) -> Vec<Kept> {
    if let Some(ask) = body.get("till") {
        return vec![till::row(merchant, &serde_json::from_value(ask.clone()).unwrap(), arrival).unwrap()];
    }
    let items = split(body.to_string().as_bytes());
    let row = |(place, item): (i64, fregues::whatsapp::webhook::Item)| Kept {
        key: inbox::key(Some(merchant), &item.key),
        merchant: Some(merchant),
        kind: item.kind.as_str(),
        at: if item.at > 0 { item.at } else { arrival },
        arrival: arrival * 1_000 + place,
        raw: item.raw,
        reason: item.reason,
    };
    (0..).zip(items).map(row).collect()
}

/// A body with these elements of `messages[]`, all from one person.
pub fn body(who: &str, messages: &[Value]) -> Value {
    let person = whom(who);
    let mut contact = json!({ "profile": { "name": person.name }, "user_id": shop::user_id(who) });
    if let Some(wa_id) = person.wa_id() {
        contact["wa_id"] = json!(wa_id);
    }
    change("messages", json!({ "contacts": [contact], "messages": messages }))
}

pub fn change(field: &str, mut value: Value) -> Value {
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] = json!({ "display_phone_number": "551140001234", "phone_number_id": NUMBER });
    json!({ "object": "whatsapp_business_account",
        "entry": [{ "id": "1", "changes": [{ "field": field, "value": value }] }] })
}

/// An element of `messages[]`: `content` with who, when (ms) and which.
pub fn message(who: &str, wamid: &str, at: i64, mut content: Value) -> Value {
    content["id"] = json!(wamid);
    content["timestamp"] = json!((at / 1_000).to_string());
    content["from_user_id"] = json!(shop::user_id(who));
    if let Some(wa_id) = whom(who).wa_id() {
        content["from"] = json!(wa_id);
    }
    content
}

pub fn text(words: &str) -> Value {
    json!({ "type": "text", "text": { "body": words } })
}

/// One text as a whole body, at noon.
pub fn says(who: &str, wamid: &str, words: &str) -> Value {
    body(who, &[message(who, wamid, NOON, text(words))])
}

/// Everything a merchant's messages leave behind, table by table; without what tells how they were cut: versions of
/// rows, and which of the open bubbles is already under way. Of one that was recalled meanwhile it tells what becomes
/// of it, which is what had become of it at once if it had not been under way.
pub async fn left_behind(raw: &Raw) -> Vec<String> {
    left_behind_of(raw, "merchant > 0 or merchant is null").await
}

/// The same of some merchants only.
pub async fn left_behind_of(raw: &Raw, whose: &str) -> Vec<String> {
    const TABLES: [&str; 31] = [
        "member: id, name, phone, standing, lang, store, referral_code, referred_by, referral_purchase, referral_txn, \
         offers, silent, frozen, moved, merged_into, created_ms, joined_ms, presence_code, presence_ms, due_ms, birthday, \
         awaits, cnpj from member order by id",
        "contact: id, member, name, role, phone, account, email, mail, bounced_ms from contact order by id",
        "identity: kind, value, member from identity order by kind, value",
        "contest: id, member, newcomer, phone, opened_ms, code, code_ms, outcome, closed_ms, closed_by \
         from contest order by id",
        "erasure: member, at_ms, actor, user_id, words, state from erasure order by member",
        "forgotten: length(hash), length(person) from forgotten order by 1",
        "conversation: member, state, wa_id, user_id, last_inbound_ms, quiet_ms from conversation order by member",
        "staff: id, member, name, role, store, active from staff order by id",
        "wallet: member, available, held, debt, owing_ms from wallet order by member",
        "txn: id, kind, key, hash, actor, source, store, purchase, reverses, rules, at_ms from txn order by id",
        "transfer: txn, line, unit, debit, credit, amount from transfer order by txn, line",
        "lot: id, member, txn, original, remaining, earned_ms, expires_ms, promised_ms, rules, told, untold, returned, due_ms \
         from lot order by id",
        "lot_use: txn, line, lot, amount from lot_use order by txn, line",
        "purchase: id, member, staff, store, amount, standing, earned, rules, remark, txn, wamid, at_ms, told, paid, agreed, order_id \
         from purchase order by id",
        "hold: id, member, code, reward, amount, state, opened_ms, expires_ms, closed_ms, closed_by, closed_in, purpose, \
         used_on, used, returned from hold order by id",
        "hold_piece: hold, line, lot, amount from hold_piece order by hold, line",
        "voucher: id, member, code, value, state, issued_ms, expires_ms, rules, txn, origin, closed_ms, closed_by, \
         closed_in, used_on, used, returned, told, untold, due_ms, reserved_by, reserved_order, reserved_ms from voucher \
         order by id",
        "voucher_piece: voucher, line, lot, amount from voucher_piece order by voucher, line",
        "reason: txn, member, text from reason order by txn",
        "wrong_code: staff, day_ms, tries from wrong_code order by staff",
        "score: month, member, points, friends from score order by month, member",
        "consent: member, purpose, given, at_ms, source from consent order by member, purpose, source",
        "announcement: id, staff, text, people, price, at_ms from announcement order by id",
        "api_answer: staff, kind, key, hash, status, body, request, at_ms from api_answer order by staff, kind, key",
        "lane: merchant, next_id from lane order by merchant",
        "inbox: key, merchant, kind, state, reason from inbox order by key",
        "outbox: id, member, class, case when state = 'sending' and recalled is not null then recalled \
         when state in ('sending', 'queued') then 'open' else state end, wa_id, user_id, body, about, cause, due_ms, \
         template, until_ms, initiates, reason from outbox order by id",
        "template: name, lang, remote_id, category, status, quality, reason, updated_ms from template order by name, lang",
        "channel: merchant, state, allowance, quality from channel order by merchant",
        "event: id, member, kind, at_ms, body, kept_ms from event order by id",
        "delivery: hook, event, member, state, attempt, due_ms from delivery order by hook, event",
    ];
    let mut found = Vec::new();
    for table in TABLES {
        let (name, rest) = table.split_once(": ").unwrap_or_default();
        let ours = rest.replacen(" order by", &format!(" where {whose} order by"), 1);
        for row in raw.rows(&format!("select {ours}")).await {
            found.push(format!("{name}: {row}"));
        }
    }
    found
}
