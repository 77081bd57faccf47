//! The form of what a write is answered, for the description: the lane makes the answers, and keeps them as they were
//! given ([`crate::app::till`]).

#![allow(dead_code, reason = "the answers are made where they are kept; a test holds them against this form")]

use super::money::{Credit, Money};
use utoipa::ToSchema;

#[derive(ToSchema)]
pub struct OrderNumber {
    id: String,
}

#[derive(ToSchema)]
pub struct UsedVoucher {
    id: String,
    used: Money,
}

/// What paid beside money.
#[derive(ToSchema)]
pub struct PaidWith {
    balance: Credit,
    worth: Money,
    vouchers: Vec<UsedVoucher>,
}

/// A voucher without its code, which is its owner's.
#[derive(ToSchema)]
pub struct IssuedVoucher {
    id: String,
    value: Money,
    #[schema(required, format = DateTime)]
    expires: Option<String>,
}

#[derive(ToSchema)]
pub struct TierNow {
    key: String,
    /// Whether this brought them there.
    changed: bool,
}

/// How the customer was told.
#[derive(ToSchema)]
pub struct Told {
    #[schema(pattern = "^(chat|template|waits|not)$")]
    whatsapp: String,
    #[schema(required)]
    reason: Option<String>,
}

/// A purchase that was registered.
#[derive(ToSchema)]
pub struct Bought {
    id: String,
    order: OrderNumber,
    member: String,
    amount: Money,
    /// What of it takes part.
    eligible: Money,
    paid: PaidWith,
    /// What is left to be paid with money.
    charge: Money,
    earned: Credit,
    /// What of it repaid a debt.
    repaid: Credit,
    #[schema(required, format = DateTime)]
    usable_from: Option<String>,
    #[schema(required, format = DateTime)]
    expires: Option<String>,
    balance: Credit,
    debt: Credit,
    #[schema(required)]
    voucher: Option<IssuedVoucher>,
    #[schema(required)]
    tier: Option<TierNow>,
    told: Told,
}

#[derive(ToSchema)]
pub struct Vouchers {
    cancelled: Vec<IssuedVoucher>,
    returned: Vec<IssuedVoucher>,
    issued: Vec<IssuedVoucher>,
}

/// The customer that was told of.
#[derive(ToSchema)]
pub struct Met {
    id: String,
}

/// What came back.
#[derive(ToSchema)]
pub struct Reversed {
    purchase: String,
    member: String,
    reversed: Money,
    /// What is left of it.
    standing: Money,
    /// Credit that was taken back, and balance that had paid and is theirs again.
    taken: Credit,
    returned: Credit,
    vouchers: Vouchers,
    balance: Credit,
    debt: Credit,
    #[schema(required)]
    tier: Option<TierNow>,
}
