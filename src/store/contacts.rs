//! The people of a company, and customers' own addresses: loaded with their member where there are any.

use crate::domain::change::Change;
use crate::domain::contact::Contact;
use crate::domain::email::Email;
use crate::domain::facts::Facts;
use crate::domain::ids::{ContactId, MemberId, MerchantId};
use crate::domain::phone::Phone;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use serde_json::{Value, json};
use std::collections::BTreeMap;

statement!(
    LOAD,
    "
    select c.member, c.id, c.name, c.role, c.phone, c.account, c.email, c.mail, c.bounced_ms
    from {rows 2} r cross join contact c
    where c.merchant = $1 and c.member = cast(r.value->>0 as bigint) order by c.id"
);
statement!(
    SAVE,
    "
    insert into contact (merchant, id, member, name, role, phone, account, email, mail, bounced_ms)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), value->>2, value->>3, value->>4, value->>5,
        value->>6, cast(value->>7 as bigint), cast(value->>8 as bigint)
    from {rows 2} r where true
    on conflict (merchant, id) do update set name = excluded.name, role = excluded.role, phone = excluded.phone,
        account = excluded.account, email = excluded.email, mail = excluded.mail, bounced_ms = excluded.bounced_ms"
);

statement!(GONE, "delete from contact where merchant = $1 and id = $2 and member = $3");
statement!(PARENTS, "delete from identity where merchant = $1 and member = $2 and kind = 'parent_user'");

pub static STATEMENTS: &[&Statement] = &[&LOAD, &SAVE, &GONE, &PARENTS];

/// Reads those of these members.
pub(super) async fn load(
    tx: &mut Tx,
    merchant: MerchantId,
    members: &[MemberId],
    facts: &mut Facts,
) -> Result<(), StoreError> {
    if members.is_empty() {
        return Ok(());
    }
    let set: Vec<_> = members.iter().map(|id| (id,)).collect();
    for row in tx.fetch(&LOAD, &[merchant.0.into(), rows(&set)]).await? {
        let contact = Contact {
            id: ContactId(row.int(1)?),
            name: row.maybe_text(2)?,
            role: row.maybe_text(3)?,
            phone: row.maybe_text(4)?.as_deref().and_then(Phone::canonical),
            account: row.maybe_text(5)?,
            email: row.maybe_text(6)?.as_deref().and_then(Email::canonical),
            mail: row.maybe_int(7)?.map(|mail| mail != 0),
            bounced: row.maybe_int(8)?,
        };
        if let Some(account) = facts.accounts.get_mut(&MemberId(row.int(0)?)) {
            account.contacts.push(contact);
        }
    }
    Ok(())
}

/// Writes each that changed as it is in the end.
pub(super) async fn save(tx: &mut Tx, merchant: MerchantId, changes: &[Change]) -> Result<(), StoreError> {
    let mut last: BTreeMap<ContactId, Value> = BTreeMap::new();
    for change in changes {
        let Change::Contact { member, contact } = change else { continue };
        let Contact { id, name, role, phone, account, email, mail, bounced } = &**contact;
        let mail = mail.map(i64::from);
        last.insert(*id, json!([id, member, name, role, phone, account, email, mail, bounced]));
    }
    if !last.is_empty() {
        let set: Vec<Value> = last.into_values().collect();
        tx.exactly(&SAVE, &[merchant.0.into(), rows(&set)], set.len()).await?;
    }
    for change in changes {
        let Change::Parted { member, contact, .. } = change else { continue };
        tx.exactly(&GONE, &[merchant.0.into(), contact.id.0.into(), member.0.into()], 1).await?;
        tx.execute(&PARENTS, &[merchant.0.into(), member.0.into()]).await?;
    }
    Ok(())
}
