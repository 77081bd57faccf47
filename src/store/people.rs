//! Writing people: members, identities, conversations, staff, consents. Rows that changed, one statement a
//! table, each against the version it was read with.

use crate::domain::change::Change;

use crate::domain::facts::{Facts, Key};
use crate::domain::ids::{MemberId, MerchantId};
use crate::domain::member::{Member, StaffRole, Standing};
use crate::statement;
use crate::store::contacts;
use crate::store::contests;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::family;
use crate::store::load::Chats;
use crate::store::mistyped;
use crate::store::stores;
use serde_json::{Value, json};
use std::collections::BTreeMap;

statement!(MEMBERS, "
    insert into member (merchant, id, name, phone, standing, lang, store, referral_code, referred_by,
        referral_purchase, referral_txn, offers, silent, frozen, created_ms, joined_ms, version, moved, merged_into,
        tier, tier_until_ms, tier_due_ms, presence_code, presence_ms, due_ms, birthday, birthday_year, birthday_ms, awaits,
        awaits_ms, cnpj)
    select $1, cast(value->>0 as bigint), value->>1, value->>2, value->>3, value->>4, cast(value->>5 as bigint),
        value->>6, cast(value->>7 as bigint), cast(value->>8 as bigint), cast(value->>9 as bigint),
        cast(value->>10 as bigint), cast(value->>11 as bigint), cast(value->>12 as bigint),
        cast(value->>13 as bigint), cast(value->>14 as bigint), cast(value->>15 as bigint), cast(value->>16 as bigint),
        cast(value->>17 as bigint), value->>18, cast(value->>19 as bigint), cast(value->>20 as bigint), value->>21,
        cast(value->>22 as bigint), cast(value->>23 as bigint), value->>24, cast(value->>25 as bigint),
        cast(value->>26 as bigint), cast(value->>27 as bigint), cast(value->>28 as bigint),
        value->>29
    from {rows 2} r where true
    on conflict (merchant, id) do update set name = excluded.name, phone = excluded.phone,
        standing = excluded.standing, lang = excluded.lang, store = excluded.store,
        referral_code = excluded.referral_code, referred_by = excluded.referred_by,
        referral_purchase = excluded.referral_purchase, referral_txn = excluded.referral_txn,
        offers = excluded.offers, silent = excluded.silent, frozen = excluded.frozen,
        joined_ms = excluded.joined_ms, version = excluded.version, moved = excluded.moved,
        merged_into = excluded.merged_into, tier = excluded.tier, tier_until_ms = excluded.tier_until_ms,
        tier_due_ms = excluded.tier_due_ms, presence_code = excluded.presence_code,
        presence_ms = excluded.presence_ms, due_ms = excluded.due_ms, birthday = excluded.birthday,
        birthday_year = excluded.birthday_year, birthday_ms = excluded.birthday_ms, awaits = excluded.awaits,
        awaits_ms = excluded.awaits_ms, cnpj = excluded.cnpj
    where member.version = excluded.version - 1");

statement!(
    IDENTITIES,
    "
    insert into identity (merchant, kind, value, member)
    select $1, value->>0, value->>1, cast(value->>2 as bigint) from {rows 2} r where true
    on conflict (merchant, kind, value) do update set member = excluded.member"
);

statement!(
    UNLINKED,
    "
    delete from identity where (merchant, kind, value) in (
        select cast($1 as bigint), r.value->>0, r.value->>1 from {rows 2} r)"
);

statement!(
    CONVERSATIONS,
    "
    insert into conversation (merchant, member, state, wa_id, user_id, last_inbound_ms, version, quiet_ms,
        undelivered_ms)
    select $1, cast(value->>0 as bigint), value->>1, value->>2, value->>3, cast(value->>4 as bigint),
        cast(value->>5 as bigint), cast(value->>6 as bigint), cast(value->>7 as bigint)
    from {rows 2} r where true
    on conflict (merchant, member) do update set state = excluded.state, wa_id = excluded.wa_id,
        user_id = excluded.user_id, last_inbound_ms = excluded.last_inbound_ms, version = excluded.version,
        quiet_ms = excluded.quiet_ms, undelivered_ms = excluded.undelivered_ms
    where conversation.version = excluded.version - 1"
);

statement!(
    STAFF,
    "
    insert into staff (merchant, id, member, name, role, store, active, version, since_ms)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), value->>2, value->>3,
        cast(value->>4 as bigint), cast(value->>5 as bigint), cast(value->>6 as bigint), cast(value->>7 as bigint)
    from {rows 2} r where true
    on conflict (merchant, id) do update set member = excluded.member, active = excluded.active,
        version = excluded.version
    where staff.version = excluded.version - 1"
);

statement!(CONSENTS, "
    insert into consent (merchant, member, purpose, given, at_ms, source)
    select $1, cast(value->>0 as bigint), value->>1, cast(value->>2 as bigint), cast(value->>3 as bigint), value->>4
    from {rows 2} r where true
    on conflict (merchant, member, purpose, source) do update set given = excluded.given");

statement!(CLAIMED, "update merchant set claim = null where id = $1 and claim is not null");

pub static STATEMENTS: &[&Statement] =
    &[&MEMBERS, &IDENTITIES, &UNLINKED, &CONVERSATIONS, &STAFF, &CONSENTS, &CLAIMED];

/// Writes what the batch changed about people.
pub async fn save(
    tx: &mut Tx,
    merchant: MerchantId,
    facts: &Facts,
    chats: &Chats,
    changes: &[Change],
) -> Result<(), StoreError> {
    let members: Vec<Value> = facts
        .accounts
        .values()
        .filter(|account| account.member.dirty)
        .map(|account| member_row(&account.member, account.member.version + 1))
        .collect();
    if !members.is_empty() {
        tx.exactly(&MEMBERS, &[merchant.0.into(), rows(&members)], members.len()).await?;
    }
    save_identities(tx, merchant, changes).await?;
    contacts::save(tx, merchant, changes).await?;
    contests::save(tx, merchant, facts).await?;
    mistyped::save(tx, merchant, facts).await?;
    save_staff(tx, merchant, facts).await?;
    family::save(tx, merchant, changes).await?;
    stores::save(tx, merchant, changes).await?;
    save_conversations(tx, merchant, facts, chats).await?;
    let consents: Vec<_> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Consented { member, purpose, given, at, source } => {
                Some((member, purpose.as_str(), i64::from(*given), at, source))
            }
            _ => None,
        })
        .collect();
    // One message may answer a purpose twice ("parar tudo"); the later word counts, and one statement must
    // not meet a row twice.
    let mut latest = BTreeMap::new();
    for consent in &consents {
        latest.insert((consent.0, consent.1, consent.4), consent);
    }
    if !latest.is_empty() {
        let set: Vec<_> = latest.into_values().collect();
        tx.execute(&CONSENTS, &[merchant.0.into(), rows(&set)]).await?;
    }
    if changes.contains(&Change::Claimed) {
        tx.exactly(&CLAIMED, &[merchant.0.into()], 1).await?;
    }
    Ok(())
}

/// Whom each key leads to in the end; nobody where it was taken away.
async fn save_identities(tx: &mut Tx, merchant: MerchantId, changes: &[Change]) -> Result<(), StoreError> {
    let mut last: BTreeMap<&Key, Option<MemberId>> = BTreeMap::new();
    for change in changes {
        match change {
            Change::Identified { member, key } => last.extend([(key, Some(*member))]),
            Change::Unlinked { key, .. } => last.extend([(key, None)]),
            Change::Parted { keys, .. } => last.extend(keys.iter().map(|key| (key, None))),
            _ => {}
        }
    }
    let (linked, unlinked): (Vec<_>, Vec<_>) = last.into_iter().partition(|(_, member)| member.is_some());
    let linked: Vec<_> = linked.into_iter().map(|(key, member)| (key.kind(), key.value(), member)).collect();
    let unlinked: Vec<_> = unlinked.into_iter().map(|(key, _)| (key.kind(), key.value())).collect();
    if !linked.is_empty() {
        tx.execute(&IDENTITIES, &[merchant.0.into(), rows(&linked)]).await?;
    }
    if !unlinked.is_empty() {
        tx.execute(&UNLINKED, &[merchant.0.into(), rows(&unlinked)]).await?;
    }
    Ok(())
}

async fn save_staff(tx: &mut Tx, merchant: MerchantId, facts: &Facts) -> Result<(), StoreError> {
    let staff: Vec<_> = facts
        .staff
        .values()
        .filter(|staff| staff.dirty)
        .map(|staff| {
            let role = role(staff.role);
            (
                staff.id,
                staff.member,
                &staff.name,
                role,
                staff.store,
                i64::from(staff.active),
                staff.version + 1,
                staff.since,
            )
        })
        .collect();
    if staff.is_empty() {
        return Ok(());
    }
    tx.exactly(&STAFF, &[merchant.0.into(), rows(&staff)], staff.len()).await
}

async fn save_conversations(
    tx: &mut Tx,
    merchant: MerchantId,
    facts: &Facts,
    chats: &Chats,
) -> Result<(), StoreError> {
    let mut set: Vec<Value> = Vec::new();
    for (member, chat) in chats.iter().filter(|(_, chat)| chat.dirty) {
        let Some(account) = facts.accounts.get(member) else { continue };
        let state = serde_json::to_string(&chat.state).unwrap_or_else(|_| "{}".to_owned());
        let reach = &account.reach;
        let (last, version) = (reach.last_inbound, chat.version + 1);
        let (quiet, undelivered) = (reach.quiet_until, reach.undelivered);
        set.push(json!([member, state, reach.wa_id, reach.user_id, last, version, quiet, undelivered]));
    }
    if set.is_empty() {
        return Ok(());
    }
    tx.exactly(&CONVERSATIONS, &[merchant.0.into(), rows(&set)], set.len()).await
}

fn member_row(member: &Member, version: i64) -> Value {
    let standing = match member.standing {
        Standing::Guest => "guest",
        Standing::Provisional => "provisional",
        Standing::Joined => "joined",
    };
    json!([
        member.id,
        member.name,
        member.phone,
        standing,
        member.lang.tag(),
        member.store,
        member.referral_code,
        member.referred_by,
        member.referral.map(|paid| paid.purchase),
        member.referral.map(|paid| paid.txn),
        i64::from(member.offers),
        i64::from(member.silent),
        i64::from(member.frozen),
        member.created_at,
        member.joined_at,
        version,
        i64::from(member.moved),
        member.merged_into,
        member.tier.as_ref().map(|tier| &tier.key),
        member.tier.as_ref().and_then(|tier| tier.until),
        member.tier.as_ref().and_then(|tier| tier.due),
        member.presence.as_ref().map(|presence| &presence.code),
        member.presence.as_ref().map(|presence| presence.until),
        member.due(),
        member.birthday.map(|birthday| format!("{:02}-{:02}", birthday.month, birthday.day)),
        member.birthday.map(|birthday| birthday.year),
        member.birthday.map(|birthday| birthday.due),
        member.awaits.map(|awaited| awaited.purchase),
        member.awaits.map(|awaited| awaited.due),
        member.cnpj
    ])
}

const fn role(role: StaffRole) -> &'static str {
    match role {
        StaffRole::Owner => "owner",
        StaffRole::Manager => "manager",
        StaffRole::Cashier => "cashier",
        StaffRole::Till => "till",
    }
}
