//! What a shop reads in a spreadsheet: its members, their credits, what moved, purchases and vouchers, each row for people.
//! Whatever a program is to read again is in [`crate::store::dump`].

use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use sqlx::any::AnyRow;

/// How a cell is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    Text,
    /// E.164; nothing but a plus and digits.
    Phone,
    Number,
    /// Minor units of what the program counts in.
    Credit,
    /// Centavos.
    Money,
    /// Milliseconds UTC.
    Time,
    /// Milliseconds UTC at which something ends; its last day.
    LastDay,
    /// Milliseconds UTC; the day.
    Day,
    /// 0 or 1.
    Flag,
}

/// One sheet: what its columns are called and hold.
#[derive(Debug)]
pub struct Sheet {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Cell)],
    /// The tables that have a row for each of its lines, or more.
    pub tables: &'static [&'static str],
    read: &'static Statement,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Nothing,
    Number(i64),
    Text(String),
}

/// What leads to members beside their phone; of several the first, by which a list finds them again as by the others. All in
/// one pass: looked up one by one, each would go through every address of the shop.
macro_rules! known_by {
    () => {
        "(select i.member, min(case when i.kind = 'email' then i.value end {bytes}) as email,
            min(case when i.kind = 'own' then i.value end {bytes}) as own
        from identity i where i.merchant = $1 group by i.member)"
    };
}

// A channel has a record of its own and is nobody.
statement!(
    MEMBERS,
    concat!(
        "
    select m.id, m.name, m.phone, k.email, k.own, m.cnpj, m.standing, m.lang, s.name, m.birthday, m.offers, m.tier,
        m.joined_ms, coalesce(w.available, 0), coalesce(w.held, 0), coalesce(w.debt, 0), m.merged_into
    from member m left join wallet w on w.merchant = m.merchant and w.member = m.id
    left join store s on s.merchant = m.merchant and s.id = m.store
    left join ",
        known_by!(),
        " k on k.member = m.id
    where m.merchant = $1 and m.id not in (select t.member from staff t where t.merchant = $1 and t.role = 'till')
    order by m.id"
    )
);
// All that is owed, be it credit or an open voucher: whoever brings this along makes credit of it, and of that new vouchers.
statement!(
    BALANCES,
    concat!(
        "
    select m.phone, m.name, cast(sum(o.amount) as bigint), o.expires_ms, min(o.since_ms), max(o.usable_ms), m.id,
        k.email, k.own, m.cnpj, cast(sum(o.in_vouchers) as bigint)
    from (select member, remaining as amount, expires_ms, earned_ms as since_ms, usable_ms, 0 as in_vouchers
              from lot where merchant = $1 and remaining > 0
          union all
          select member, value, expires_ms, issued_ms, issued_ms, value from voucher
              where merchant = $1 and state = 'open') o
    join member m on m.merchant = $1 and m.id = o.member
    left join ",
        known_by!(),
        " k on k.member = m.id
    group by m.id, m.phone, m.name, k.email, k.own, m.cnpj, o.expires_ms order by m.id, o.expires_ms"
    )
);
statement!(
    MOVEMENTS,
    "
    select f.txn, t.at_ms, t.kind, f.debit, f.credit, f.amount, t.purchase, s.name, t.actor
    from transfer f join txn t on t.merchant = f.merchant and t.id = f.txn
    left join store s on s.merchant = t.merchant and s.id = t.store
    where f.merchant = $1 order by f.txn, f.line"
);
statement!(
    PURCHASES,
    "
    select p.id, p.at_ms, p.member, a.name, s.name, p.amount, p.standing, p.earned, p.discount, p.paid, p.remark, p.order_id
    from purchase p left join staff a on a.merchant = p.merchant and a.id = p.staff
    left join store s on s.merchant = p.merchant and s.id = p.store
    where p.merchant = $1 order by p.id"
);
statement!(
    VOUCHERS,
    "
    select id, member, code, value, state, issued_ms, expires_ms, closed_ms, used
    from voucher where merchant = $1 order by id"
);

pub static STATEMENTS: &[&Statement] = &[&MEMBERS, &BALANCES, &MOVEMENTS, &PURCHASES, &VOUCHERS];

pub static SHEETS: [Sheet; 5] = [
    Sheet {
        name: "members",
        columns: &[
            ("member", Cell::Number),
            ("name", Cell::Text),
            ("phone", Cell::Phone),
            ("email", Cell::Text),
            ("own_id", Cell::Text),
            ("cnpj", Cell::Text),
            ("standing", Cell::Text),
            ("language", Cell::Text),
            ("store", Cell::Text),
            ("birthday", Cell::Text),
            ("offers", Cell::Flag),
            ("tier", Cell::Text),
            ("joined", Cell::Time),
            ("available", Cell::Credit),
            ("set_aside", Cell::Credit),
            ("owed", Cell::Credit),
            ("merged_into", Cell::Number),
        ],
        tables: &["member"],
        read: &MEMBERS,
    },
    // By the headings that `fregues import` knows, one line for each end, as it takes them.
    Sheet {
        name: "balances",
        columns: &[
            ("phone", Cell::Phone),
            ("name", Cell::Text),
            ("balance", Cell::Credit),
            ("expires", Cell::LastDay),
            ("earned", Cell::Day),
            ("usable_from", Cell::Time),
            ("member", Cell::Number),
            ("email", Cell::Text),
            ("own_id", Cell::Text),
            ("cnpj", Cell::Text),
            ("in_vouchers", Cell::Credit),
        ],
        tables: &["lot", "voucher"],
        read: &BALANCES,
    },
    Sheet {
        name: "movements",
        columns: &[
            ("transaction", Cell::Number),
            ("time", Cell::Time),
            ("kind", Cell::Text),
            ("from", Cell::Text),
            ("to", Cell::Text),
            ("amount", Cell::Credit),
            ("purchase", Cell::Number),
            ("store", Cell::Text),
            ("by", Cell::Text),
        ],
        tables: &["transfer"],
        read: &MOVEMENTS,
    },
    Sheet {
        name: "purchases",
        columns: &[
            ("id", Cell::Number),
            ("time", Cell::Time),
            ("member", Cell::Number),
            ("staff", Cell::Text),
            ("store", Cell::Text),
            ("amount", Cell::Money),
            ("amount_not_refunded", Cell::Money),
            ("earned", Cell::Credit),
            ("discount", Cell::Money),
            ("paid_with_credit", Cell::Money),
            ("remark", Cell::Text),
            ("order", Cell::Text),
        ],
        tables: &["purchase"],
        read: &PURCHASES,
    },
    Sheet {
        name: "vouchers",
        columns: &[
            ("id", Cell::Number),
            ("member", Cell::Number),
            ("code", Cell::Text),
            ("value", Cell::Credit),
            ("state", Cell::Text),
            ("issued", Cell::Time),
            ("expires", Cell::LastDay),
            ("closed", Cell::Time),
            ("used", Cell::Credit),
        ],
        tables: &["voucher"],
        read: &VOUCHERS,
    },
];

/// Hands over each row of a sheet.
pub async fn each(
    tx: &mut Tx,
    sheet: &Sheet,
    merchant: MerchantId,
    mut look: impl FnMut(&[Value]) -> Result<(), StoreError> + Send,
) -> Result<(), StoreError> {
    let (columns, mut values) = (sheet.columns, Vec::with_capacity(sheet.columns.len()));
    tx.each(sheet.read, &[merchant.0.into()], move |row| {
        values.clear();
        for (place, (_, cell)) in columns.iter().enumerate() {
            values.push(value(row, place, *cell)?);
        }
        look(&values)
    })
    .await
}

fn value(row: &AnyRow, place: usize, cell: Cell) -> Result<Value, StoreError> {
    Ok(match cell {
        Cell::Text | Cell::Phone => row.maybe_text(place)?.map_or(Value::Nothing, Value::Text),
        _ => row.maybe_int(place)?.map_or(Value::Nothing, Value::Number),
    })
}
