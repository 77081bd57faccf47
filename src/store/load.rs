//! Loading facts: each name of a `Needs` has a fixed closure, read with a bounded number of statements
//! whatever the size of the set.

use crate::dialogue::needs::Needs;
use crate::dialogue::state::State;
use crate::domain::facts::{Account, Facts, Key, Wallet};
use crate::domain::ids::{HoldId, MemberId, MerchantId, PurchaseId, StaffId, StoreId, VoucherId};
use crate::domain::member::{Reach, Staff, Store as Shop};
use crate::domain::row::Row;
use crate::domain::tally::Tally;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::contacts;
use crate::store::contests;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::family;
use crate::store::holds;
use crate::store::lapsed;
use crate::store::latest;
use crate::store::mistyped;
use crate::store::orders;
use crate::store::stored::{lot, member, purchase, staff_role};
use crate::store::vouchers;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

/// A conversation's state as it is stored, and the version of its row.
#[derive(Debug, Clone, Default)]
pub struct Chat {
    pub state: State,
    pub version: i64,
    pub dirty: bool,
}

pub type Chats = BTreeMap<MemberId, Chat>;

statement!(STORES, "select id, name, hours, address from store where merchant = $1 order by id");
statement!(
    STAFF,
    "select id, member, name, role, store, active, version, since_ms from staff where merchant = $1"
);
statement!(
    KEYS,
    "
    select i.kind, i.value, i.member from {rows 2} r cross join identity i
    where i.merchant = $1 and i.kind = r.value->>0 and i.value = r.value->>1"
);
statement!(
    REFERRALS,
    "
    select m.referral_code, coalesce(m.merged_into, m.id) from {rows 2} r cross join member m
    where m.merchant = $1 and m.referral_code = r.value->>0"
);
// One message may hold several sales: quoting it means the last.
statement!(
    QUOTES,
    "
    select o.wamid, p.id, p.member from {rows 2} r cross join outbox o
    join purchase p on p.merchant = o.merchant and p.id = o.about
    where o.merchant = $1 and o.wamid = r.value->>0
    union all
    select p.wamid, p.id, p.member from {rows 2} r cross join purchase p
    where p.merchant = $1 and p.wamid = r.value->>0
    order by 2"
);
statement!(
    PRESENT,
    "
    select m.presence_code, coalesce(m.merged_into, m.id) from {rows 2} r cross join member m
    where m.merchant = $1 and m.presence_code is not null and m.presence_code = r.value->>0
    order by m.presence_ms, m.id"
);
statement!(
    SELLERS,
    "
    select p.member from {rows 2} r cross join purchase p
    where p.merchant = $1 and p.staff = cast(r.value->>0 as bigint) and p.at_ms >= $3"
);
statement!(MEMBERS, "
    select m.id, m.name, m.phone, m.standing, m.lang, m.store, m.referral_code, m.referred_by,
           m.referral_purchase, m.referral_txn, m.offers, m.silent, m.frozen, m.created_ms, m.joined_ms, m.version,
           c.state, c.wa_id, c.user_id, c.last_inbound_ms, c.version,
           w.available, w.held, w.debt, w.version, m.moved, m.merged_into, c.quiet_ms, a.id,
           coalesce((select 1 - n.given from consent n where n.merchant = m.merchant and n.member = m.id
                     and n.purpose = 'offers' order by n.at_ms desc, n.given limit 1), 0), c.undelivered_ms,
           m.tier, m.tier_until_ms, m.tier_due_ms, m.presence_code, m.presence_ms, w.owing_ms, m.birthday,
           m.birthday_year, m.birthday_ms, m.awaits, m.awaits_ms, m.cnpj,
           (select min(k.member) from contact k where k.merchant = m.merchant and k.member = m.id)
    from {rows 2} r cross join member a
    join member m on m.merchant = a.merchant and m.id = coalesce(a.merged_into, a.id)
    left join conversation c on c.merchant = m.merchant and c.member = m.id
    left join wallet w on w.merchant = m.merchant and w.member = m.id
    where a.merchant = $1 and a.id = cast(r.value->>0 as bigint)");
statement!(
    LOTS,
    "
    select l.id, l.member, l.txn, l.original, l.remaining, l.earned_ms, l.expires_ms, l.rules, l.version, l.usable_ms,
           l.told, l.untold, l.returned, l.due_ms, l.promised_ms, l.lapsed
    from {rows 2} r cross join lot l
    where l.merchant = $1 and l.member = cast(r.value->>0 as bigint) and l.remaining > 0
    union
    select l.id, l.member, l.txn, l.original, l.remaining, l.earned_ms, l.expires_ms, l.rules, l.version, l.usable_ms,
           l.told, l.untold, l.returned, l.due_ms, l.promised_ms, l.lapsed
    from {rows 3} r cross join lot l
    where l.merchant = $1 and l.id = cast(r.value->>0 as bigint)"
);
statement!(PURCHASES, "
    select p.id, p.member, p.staff, p.store, p.amount, p.standing, p.earned, p.rules, p.remark, p.txn, p.wamid,
           p.at_ms, p.told, p.version, p.excluded, p.paid, p.factor, p.extra, p.most, p.agreed,
           p.discount, p.order_id
    from {rows 2} r cross join purchase p
    where p.merchant = $1 and p.member = cast(r.value->>0 as bigint) and p.at_ms >= $4
    union
    select p.id, p.member, p.staff, p.store, p.amount, p.standing, p.earned, p.rules, p.remark, p.txn, p.wamid,
           p.at_ms, p.told, p.version, p.excluded, p.paid, p.factor, p.extra, p.most, p.agreed,
           p.discount, p.order_id
    from {rows 3} r cross join purchase p
    where p.merchant = $1 and p.id = cast(r.value->>0 as bigint)");
statement!(
    MONTHS,
    "
    select s.member, s.month, s.points, s.earned, s.spent, s.visits, s.friends from {rows 2} r cross join score s
    where s.merchant = $1 and s.member = cast(r.value->>0 as bigint)"
);
pub static STATEMENTS: &[&Statement] =
    &[&STORES, &STAFF, &KEYS, &REFERRALS, &QUOTES, &PRESENT, &SELLERS, &MEMBERS, &LOTS, &PURCHASES, &MONTHS];

/// What every batch knows: stores and staff, and what those mistyped. Staff are members; they load when somebody needs them.
pub async fn house(tx: &mut Tx, merchant: MerchantId, facts: &mut Facts) -> Result<(), StoreError> {
    for row in tx.fetch(&STORES, &[merchant.0.into()]).await? {
        facts.stores.push(Shop {
            id: StoreId(row.int(0)?),
            name: row.text(1)?,
            hours: row.maybe_text(2)?,
            address: row.maybe_text(3)?,
        });
    }
    for row in tx.fetch(&STAFF, &[merchant.0.into()]).await? {
        let staff = Staff {
            id: StaffId(row.int(0)?),
            member: MemberId(row.int(1)?),
            name: row.text(2)?,
            role: staff_role(&row.text(3)?)?,
            store: StoreId(row.int(4)?),
            active: row.flag(5)?,
            since: row.maybe_int(7)?,
        };
        facts.staff.insert(staff.id, Row::stored(staff, row.int(6)?));
    }
    family::load(tx, merchant, facts).await?;
    mistyped::load(tx, merchant, facts).await
}

/// Loads what is named and not loaded yet. `since`: purchases older than this are loaded only by quote.
pub async fn load(
    tx: &mut Tx,
    merchant: MerchantId,
    needs: &Needs,
    since: i64,
    facts: &mut Facts,
    chats: &mut Chats,
) -> Result<(), StoreError> {
    let mut members: BTreeSet<MemberId> = needs.members.clone();
    members.extend(needs.managers.then(|| facts.managers()).into_iter().flatten());
    members.extend(facts.family.iter().filter(|_| needs.family).map(|(_, relative)| *relative));
    members.extend(keys(tx, merchant, &needs.keys, facts).await?);
    members.extend(referrals(tx, merchant, &needs.referrals, facts).await?);
    let mut holds: Vec<(HoldId, MemberId)> = needs.holds.iter().copied().collect();
    let mut purchases = quotes(tx, merchant, &needs.quotes, facts, &mut members, &mut holds).await?;
    purchases.extend(latest::load(tx, merchant, &needs.latest, facts, &mut members).await?);
    purchases.extend(needs.purchases.iter().map(|(member, purchase)| (*purchase, *member)));
    purchases.extend(orders::load(tx, merchant, &needs.orders, facts, &mut members).await?);
    holds.extend(holds::behind_codes(tx, merchant, &needs.codes, facts).await?);
    members.extend(holds.iter().map(|(_, member)| *member));
    members.extend(present(tx, merchant, &needs.codes, facts).await?);
    let long = needs.codes.union(&needs.drawn).cloned().collect();
    let vouchers = vouchers::behind_codes(tx, merchant, &long, facts).await?;
    members.extend(vouchers.iter().map(|(_, member)| *member));
    members.extend(sellers(tx, merchant, needs.seller, since, facts).await?);
    let named = Named { holds, purchases, vouchers };
    contests::behind_codes(tx, merchant, &needs.codes, facts, &mut members).await?;
    let mut wanted: BTreeSet<MemberId> =
        members.into_iter().filter(|id| facts.account(*id).is_none()).collect();
    let again: Vec<MemberId> = named_of_loaded(facts, &named);
    if !again.is_empty() {
        details(tx, merchant, &again, &named, since, facts).await?;
    }
    // Whoever invited a loaded member is loaded too: a purchase may pay them; whoever contests the number of a frozen
    // one; and whoever waits at the counter for their yes. Two rounds suffice for that.
    while !wanted.is_empty() {
        let ids: Vec<MemberId> = wanted.iter().copied().collect();
        let ids = accounts(tx, merchant, &ids, facts, chats).await?;
        details(tx, merchant, &ids, &named, since, facts).await?;
        let newcomers = contests::of_frozen(tx, merchant, &ids, facts).await?;
        let inviters = ids.iter().filter_map(|id| facts.accounts.get(id)?.member.referred_by);
        let open = ids.iter().filter_map(|id| facts.accounts.get(id)).flat_map(|account| &account.holds);
        let asking = open.filter_map(|hold| facts.staff.get(&hold.asked()?.staff)).map(|staff| staff.member);
        wanted = inviters.chain(newcomers).chain(asking).filter(|id| facts.account(*id).is_none()).collect();
    }
    lapsed::load(tx, merchant, &named.purchases, facts).await
}

/// Rows asked for by name rather than through their member.
struct Named {
    holds: Vec<(HoldId, MemberId)>,
    purchases: Vec<(PurchaseId, MemberId)>,
    vouchers: Vec<(VoucherId, MemberId)>,
}

/// Members loaded before, of whom a hold, purchase or voucher is asked for that they were not loaded with.
fn named_of_loaded(facts: &Facts, named: &Named) -> Vec<MemberId> {
    let holds = named
        .holds
        .iter()
        .filter(|(hold, member)| facts.account(*member).is_some_and(|account| account.hold(*hold).is_none()));
    let purchases = named.purchases.iter().filter(|(purchase, member)| {
        facts.account(*member).is_some_and(|account| account.purchase(*purchase).is_none())
    });
    let vouchers = named.vouchers.iter().filter(|(voucher, member)| {
        facts.account(*member).is_some_and(|account| account.voucher(*voucher).is_none())
    });
    let members = holds.map(|(_, member)| *member).chain(purchases.map(|(_, member)| *member));
    let members: BTreeSet<MemberId> = members.chain(vouchers.map(|(_, member)| *member)).collect();
    members.into_iter().collect()
}

async fn keys(
    tx: &mut Tx,
    merchant: MerchantId,
    keys: &BTreeSet<Key>,
    facts: &mut Facts,
) -> Result<Vec<MemberId>, StoreError> {
    let new: Vec<&Key> = keys.iter().filter(|key| !facts.keys.contains_key(*key)).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let set: Vec<_> = new.iter().map(|key| (key.kind(), key.value())).collect();
    let mut members = Vec::new();
    let mut found = BTreeMap::new();
    for row in tx.fetch(&KEYS, &[merchant.0.into(), rows(&set)]).await? {
        let member = MemberId(row.int(2)?);
        found.insert((row.text(0)?, row.text(1)?), member);
        members.push(member);
    }
    for key in new {
        let member = found.get(&(key.kind().to_owned(), key.value().to_owned())).copied();
        facts.keys.insert(key.clone(), member);
    }
    Ok(members)
}

async fn referrals(
    tx: &mut Tx,
    merchant: MerchantId,
    codes: &BTreeSet<String>,
    facts: &mut Facts,
) -> Result<Vec<MemberId>, StoreError> {
    let new: Vec<_> =
        codes.iter().filter(|code| !facts.referrals.contains_key(*code)).map(|code| (code,)).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let found = tx.fetch(&REFERRALS, &[merchant.0.into(), rows(&new)]).await?;
    for (code,) in new {
        facts.referrals.insert(code.clone(), None);
    }
    let mut members = Vec::new();
    for row in found {
        let member = MemberId(row.int(1)?);
        facts.referrals.insert(row.text(0)?, Some(member));
        members.push(member);
    }
    Ok(members)
}

async fn quotes(
    tx: &mut Tx,
    merchant: MerchantId,
    wamids: &BTreeSet<String>,
    facts: &mut Facts,
    members: &mut BTreeSet<MemberId>,
    holds: &mut Vec<(HoldId, MemberId)>,
) -> Result<Vec<(PurchaseId, MemberId)>, StoreError> {
    let new: Vec<_> =
        wamids.iter().filter(|wamid| !facts.quotes.contains_key(*wamid)).map(|wamid| (wamid,)).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    holds.extend(holds::behind_quotes(tx, merchant, rows(&new), facts).await?);
    let found = tx.fetch(&QUOTES, &[merchant.0.into(), rows(&new)]).await?;
    for (wamid,) in new {
        facts.quotes.insert(wamid.clone(), None);
    }
    let mut purchases = Vec::new();
    for row in found {
        let (purchase, member) = (PurchaseId(row.int(1)?), MemberId(row.int(2)?));
        facts.quotes.insert(row.text(0)?, Some((member, purchase)));
        members.insert(member);
        purchases.push((purchase, member));
    }
    Ok(purchases)
}

/// Looks up presence codes.
async fn present(
    tx: &mut Tx,
    merchant: MerchantId,
    codes: &BTreeSet<String>,
    facts: &mut Facts,
) -> Result<Vec<MemberId>, StoreError> {
    let new: Vec<_> =
        codes.iter().filter(|code| !facts.present.contains_key(*code)).map(|code| (code,)).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let found = tx.fetch(&PRESENT, &[merchant.0.into(), rows(&new)]).await?;
    for (code,) in new {
        facts.present.insert(code.clone(), None);
    }
    let mut members = Vec::new();
    // Of several the latest comes last, so it wins.
    for row in found {
        let member = MemberId(row.int(1)?);
        facts.present.insert(row.text(0)?, Some(member));
        members.push(member);
    }
    Ok(members)
}

async fn sellers(
    tx: &mut Tx,
    merchant: MerchantId,
    seller: Option<StaffId>,
    since: i64,
    facts: &mut Facts,
) -> Result<Vec<MemberId>, StoreError> {
    let Some(seller) = seller.filter(|seller| facts.sellers.insert(*seller)) else { return Ok(Vec::new()) };
    let found = tx.fetch(&SELLERS, &[merchant.0.into(), rows(&[(seller,)]), since.into()]).await?;
    found.iter().map(|row| Ok(MemberId(row.int(0)?))).collect()
}

async fn accounts(
    tx: &mut Tx,
    merchant: MerchantId,
    ids: &[MemberId],
    facts: &mut Facts,
    chats: &mut Chats,
) -> Result<Vec<MemberId>, StoreError> {
    let set: Vec<_> = ids.iter().map(|id| (id,)).collect();
    let (mut loaded, mut with_contacts) = (Vec::new(), Vec::new());
    for row in tx.fetch(&MEMBERS, &[merchant.0.into(), rows(&set)]).await? {
        let (id, asked) = (MemberId(row.int(0)?), MemberId(row.int(28)?));
        if asked != id {
            facts.merged.insert(asked, id);
        }
        if facts.accounts.contains_key(&id) {
            continue;
        }
        let wallet = match row.maybe_int(24)? {
            Some(version) => {
                let (available, held, debt) = (row.int(21)?, row.int(22)?, row.int(23)?);
                let wallet = Wallet { available, held, debt, owing_since: row.maybe_int(36)? };
                Row::stored(wallet, version)
            }
            None => Row::stored(Wallet::default(), 0),
        };
        let reach = Reach {
            wa_id: row.maybe_text(17)?,
            user_id: row.maybe_text(18)?,
            last_inbound: row.maybe_int(19)?,
            quiet_until: row.maybe_int(27)?,
            undelivered: row.maybe_int(30)?,
        };
        let account = Account {
            member: Row::stored(member(&row)?, row.int(15)?),
            reach,
            contacts: Vec::new(),
            wallet,
            lots: Vec::new(),
            holds: Vec::new(),
            purchases: Vec::new(),
            months: BTreeMap::new(),
            vouchers: Vec::new(),
            said_no: row.flag(29)?,
        };
        facts.accounts.insert(id, account);
        chats.insert(id, chat(&row, id)?);
        loaded.push(id);
        with_contacts.extend(row.maybe_int(43)?.map(|_| id));
    }
    contacts::load(tx, merchant, &with_contacts, facts).await?;
    Ok(loaded)
}

/// A state that cannot be read loads as idle: the message is heard, only the open question is lost.
fn chat(row: &AnyRow, member: MemberId) -> Result<Chat, StoreError> {
    let Some(version) = row.maybe_int(20)? else { return Ok(Chat::default()) };
    let state = serde_json::from_str(&row.text(16)?).unwrap_or_else(|fault| {
        tracing::warn!(%member, %fault, "a conversation state cannot be read and starts anew");
        State::default()
    });
    Ok(Chat { state, version, dirty: false })
}

async fn details(
    tx: &mut Tx,
    merchant: MerchantId,
    ids: &[MemberId],
    named: &Named,
    since: i64,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    let set: Vec<_> = ids.iter().map(|id| (id,)).collect();
    let members = rows(&set);
    let made_of =
        vouchers::load(tx, merchant, members.clone(), &named.vouchers, &named.purchases, since, facts)
            .await?;
    let taken =
        holds::load(tx, merchant, members.clone(), &named.holds, &named.purchases, since, facts).await?;
    let made_of: Vec<_> = made_of.union(&taken).map(|lot| (*lot,)).collect();
    let purchases: Vec<_> = named.purchases.iter().map(|(purchase, _)| (purchase,)).collect();
    let args = [merchant.0.into(), members.clone(), rows(&purchases), since.into()];
    for row in tx.fetch(&PURCHASES, &args).await? {
        let purchase = purchase(&row)?;
        let version = row.int(13)?;
        let account = facts.accounts.get_mut(&purchase.member);
        if let Some(account) = account.filter(|account| account.purchase(purchase.id).is_none()) {
            account.purchases.push(Row::stored(purchase, version));
        }
    }
    for row in tx.fetch(&LOTS, &[merchant.0.into(), members, rows(&made_of)]).await? {
        know_lot(facts, &row)?;
    }
    let months = tx.fetch(&MONTHS, &[merchant.0.into(), rows(&set)]).await?;
    for row in months {
        let tally = Tally {
            ranked: row.int(2)?,
            earned: row.int(3)?,
            spent: row.int(4)?,
            visits: row.int(5)?,
            friends: row.int(6)?,
        };
        if let Some(account) = facts.accounts.get_mut(&MemberId(row.int(0)?)) {
            account.months.insert(row.text(1)?, tally);
        }
    }
    // Numbered as they came to be: whoever walks them does so in the same order on both engines and in every batch.
    for id in ids {
        let Some(account) = facts.accounts.get_mut(id) else { continue };
        account.lots.sort_by_key(|lot| lot.id);
        account.purchases.sort_by_key(|purchase| purchase.id);
    }
    Ok(())
}

/// A credit, unless it is loaded already or nobody is loaded whose it is.
pub(super) fn know_lot(facts: &mut Facts, row: &AnyRow) -> Result<(), StoreError> {
    let lot = lot(row)?;
    let version = row.int(8)?;
    let account = facts.accounts.get_mut(&lot.member);
    if let Some(account) = account.filter(|account| account.lots.iter().all(|known| known.id != lot.id)) {
        account.lots.push(Row::stored(lot, version));
    }
    Ok(())
}
