//! Rows as values of the domain, column by column.

use crate::domain::cnpj::Cnpj;
use crate::domain::ending::{Ending, Untold};
use crate::domain::ids::{LotId, MemberId, PurchaseId, StaffId, StoreId, TxnId};
use crate::domain::lang::Lang;
use crate::domain::ledger::Lot;
use crate::domain::member::{
    Awaited, Birthday, HeldTier, Member, PaidReferral, Presence, StaffRole, Standing,
};
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::program::rate::Terms;
use crate::domain::purchase::{Agreed, Purchase};
use crate::store::columns::Columns;
use crate::store::engine::StoreError;
use sqlx::any::AnyRow;

pub(super) fn member(row: &AnyRow) -> Result<Member, StoreError> {
    let referral = match (row.maybe_int(8)?, row.maybe_int(9)?) {
        (Some(purchase), Some(txn)) => Some(PaidReferral { purchase: PurchaseId(purchase), txn: TxnId(txn) }),
        _ => None,
    };
    Ok(Member {
        id: MemberId(row.int(0)?),
        name: row.maybe_text(1)?,
        phone: row.maybe_text(2)?.as_deref().and_then(Phone::canonical),
        cnpj: row.maybe_text(42)?.as_deref().and_then(Cnpj::canonical),
        standing: standing(&row.text(3)?)?,
        lang: lang(&row.text(4)?)?,
        store: row.maybe_int(5)?.map(StoreId),
        referral_code: row.maybe_text(6)?,
        referred_by: row.maybe_int(7)?.map(MemberId),
        referral,
        offers: row.flag(10)?,
        silent: row.flag(11)?,
        frozen: row.flag(12)?,
        moved: row.flag(25)?,
        merged_into: row.maybe_int(26)?.map(MemberId),
        tier: row
            .maybe_text(31)?
            .map(|key| {
                Ok::<_, StoreError>(HeldTier { key, until: row.maybe_int(32)?, due: row.maybe_int(33)? })
            })
            .transpose()?,
        presence: row.maybe_text(34)?.zip(row.maybe_int(35)?).map(|(code, until)| Presence { code, until }),
        birthday: birthday(row)?,
        awaits: match (row.maybe_int(40)?, row.maybe_int(41)?) {
            (Some(purchase), Some(due)) => Some(Awaited { purchase: PurchaseId(purchase), due }),
            _ => None,
        },
        created_at: row.int(13)?,
        joined_at: row.maybe_int(14)?,
    })
}

fn birthday(row: &AnyRow) -> Result<Option<Birthday>, StoreError> {
    let Some(text) = row.maybe_text(37)? else { return Ok(None) };
    let read = || {
        let (month, day) = text.split_once('-')?;
        let year = i32::try_from(row.maybe_int(38).ok()??).ok()?;
        Some(Birthday {
            month: month.parse().ok()?,
            day: day.parse().ok()?,
            year,
            due: row.maybe_int(39).ok()??,
        })
    };
    read().map(Some).ok_or_else(|| unreadable("member.birthday", &text))
}

pub(super) fn lot(row: &AnyRow) -> Result<Lot, StoreError> {
    Ok(Lot {
        id: LotId(row.int(0)?),
        member: MemberId(row.int(1)?),
        txn: TxnId(row.int(2)?),
        original: row.int(3)?,
        remaining: row.int(4)?,
        earned_at: row.int(5)?,
        expires_at: row.int(6)?,
        rules: row.int(7)?,
        usable_at: row.int(9)?,
        ending: Ending { returned: row.flag(12)?, ..ending(row, 10, 13)? },
        promised: row.int(14)?,
        lapsed: row.int(15)?,
    })
}

/// An ending out of the columns `told` and `untold`, which stand together, and `due_ms`.
pub(super) fn ending(row: &AnyRow, told: usize, due: usize) -> Result<Ending, StoreError> {
    let untold = row.maybe_text(told + 1)?;
    let read = |why: String| Untold::read(&why).ok_or_else(|| unreadable("untold", &why));
    Ok(Ending {
        told: row.maybe_text(told)?,
        untold: untold.map(read).transpose()?,
        returned: false,
        due: row.maybe_int(due)?,
    })
}

pub(super) fn purchase(row: &AnyRow) -> Result<Purchase, StoreError> {
    Ok(Purchase {
        id: PurchaseId(row.int(0)?),
        member: MemberId(row.int(1)?),
        staff: StaffId(row.int(2)?),
        store: StoreId(row.int(3)?),
        amount: Money(row.int(4)?),
        standing: Money(row.int(5)?),
        earned: row.int(6)?,
        rules: row.int(7)?,
        remark: row.maybe_text(8)?,
        txn: TxnId(row.int(9)?),
        wamid: row.text(10)?,
        at: row.int(11)?,
        told: row.flag(12)?,
        order: row.maybe_text(21)?,
        agreed: row.maybe_text(19)?.as_deref().and_then(Agreed::read),
        terms: Terms {
            excluded: Money(row.int(14)?),
            discount: Money(row.int(20)?),
            paid: Money(row.int(15)?),
            factor: row
                .text(16)?
                .parse()
                .map_err(|_| StoreError::Unreadable("purchase.factor is no number".to_owned()))?,
            extra: row.int(17)?,
            most: row.maybe_int(18)?,
        },
    })
}

pub(super) fn unreadable(column: &str, value: &str) -> StoreError {
    StoreError::Unreadable(format!("{column} holds {value:?}"))
}

pub(super) fn standing(text: &str) -> Result<Standing, StoreError> {
    match text {
        "guest" => Ok(Standing::Guest),
        "provisional" => Ok(Standing::Provisional),
        "joined" => Ok(Standing::Joined),
        other => Err(unreadable("member.standing", other)),
    }
}

pub(super) fn staff_role(text: &str) -> Result<StaffRole, StoreError> {
    match text {
        "owner" => Ok(StaffRole::Owner),
        "manager" => Ok(StaffRole::Manager),
        "cashier" => Ok(StaffRole::Cashier),
        "till" => Ok(StaffRole::Till),
        other => Err(unreadable("staff.role", other)),
    }
}

pub(super) fn lang(text: &str) -> Result<Lang, StoreError> {
    Lang::from_tag(text).ok_or_else(|| unreadable("lang", text))
}
