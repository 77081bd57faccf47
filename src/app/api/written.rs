//! The form of what a write is answered, for the description: the lane makes the answers, and keeps them as they were
//! given ([`crate::app::till`]).

#![allow(dead_code, reason = "the answers are made where they are kept; a test holds them against this form")]

use super::money::{Credit, Money};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub struct OrderNumber {
    #[schema(example = "184")]
    pub id: String,
}

#[derive(ToSchema)]
pub struct UsedVoucher {
    #[schema(example = "184")]
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
    #[schema(example = "184")]
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

/// A voucher that a purchase would become.
#[derive(ToSchema)]
pub struct VoucherToCome {
    value: Money,
    #[schema(required, format = DateTime)]
    expires: Option<String>,
}

/// What the balance may pay of a purchase.
#[derive(ToSchema)]
pub struct PayableBalance {
    /// The most that may pay now, and what that is worth.
    most: Credit,
    worth: Money,
    /// The least that is used at once, and the step above it.
    least: Credit,
    step: Credit,
    /// Whether it leaves only with `pay.presence`, the code that the customer gets by sending *código* to the shop.
    presence: bool,
}

/// An open voucher, and what of it would count if all that count were shown.
#[derive(ToSchema)]
pub struct CountedVoucher {
    #[schema(example = "184")]
    id: String,
    value: Money,
    #[schema(required, format = DateTime)]
    expires: Option<String>,
    counts: Money,
}

/// Why something does not pay here and now, though the purchase may be made without it.
#[derive(ToSchema)]
pub struct Against {
    #[schema(rename = "type", example = "/api/v1/problems/debt")]
    r#type: String,
    detail: String,
}

/// What its buyer has that may pay a part of a purchase.
#[derive(ToSchema)]
pub struct Payable {
    /// Null where the balance pays nothing.
    #[schema(required)]
    balance: Option<PayableBalance>,
    vouchers: Vec<CountedVoucher>,
    #[schema(required)]
    against: Option<Against>,
}

/// What a purchase would be answered now. What would refuse it refuses this.
#[derive(ToSchema)]
pub struct Quote {
    #[schema(required)]
    order: Option<OrderNumber>,
    /// Null for a number that nobody has been seen behind.
    #[schema(required)]
    member: Option<String>,
    /// What of `customer` was not linked to them: it is somebody else's, or they are known by another.
    #[schema(example = json!(["email"]))]
    not_linked: Vec<String>,
    amount: Money,
    /// What of it takes part.
    eligible: Money,
    paid: PaidWith,
    /// What would be left to be paid with money.
    charge: Money,
    earned: Credit,
    /// What of it would repay a debt.
    repaid: Credit,
    #[schema(required, format = DateTime)]
    usable_from: Option<String>,
    #[schema(required, format = DateTime)]
    expires: Option<String>,
    /// What they would have and owe afterwards.
    balance: Credit,
    debt: Credit,
    #[schema(required)]
    voucher: Option<VoucherToCome>,
    /// What would be left of a voucher that it takes only a part of.
    #[schema(required)]
    rest: Option<VoucherToCome>,
    #[schema(required)]
    tier: Option<TierNow>,
    payable: Payable,
}

/// For which order of this channel a voucher is kept, and the first instant at which it is not any more.
#[derive(ToSchema)]
pub struct KeptFor {
    order: OrderNumber,
    #[schema(format = DateTime)]
    until: String,
}

/// What is behind the code of a voucher.
#[derive(ToSchema)]
pub struct CheckedVoucher {
    #[schema(example = "184")]
    id: String,
    value: Money,
    #[schema(required, format = DateTime)]
    expires: Option<String>,
    /// Whose it is.
    #[schema(example = "184")]
    member: String,
    #[schema(pattern = "^(open|used|cancelled|expired)$")]
    state: String,
    /// The least purchase that it pays a part of.
    minimum: Money,
    /// Whether it may be used at this channel now.
    usable: bool,
    /// Why not.
    #[schema(required)]
    against: Option<Against>,
    #[schema(required)]
    reserved: Option<KeptFor>,
}

/// A voucher that is kept for an order.
#[derive(ToSchema)]
pub struct Reservation {
    #[schema(example = "377")]
    voucher: String,
    member: String,
    value: Money,
    order: OrderNumber,
    /// It lapses by itself at this moment.
    #[schema(format = DateTime)]
    until: String,
}

/// A voucher that is not kept for an order any more.
#[derive(ToSchema)]
pub struct Release {
    #[schema(example = "377")]
    voucher: String,
    order: OrderNumber,
    /// Whether it was kept until now.
    released: bool,
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
    #[schema(example = "184")]
    id: String,
    order: OrderNumber,
    #[schema(example = "184")]
    member: String,
    /// What of `customer` was not linked to them: it is somebody else's, or they are known by another.
    #[schema(example = json!(["email"]))]
    not_linked: Vec<String>,
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
    /// What is left of a voucher that it took only a part of: one of its own, with the old end.
    #[schema(required)]
    rest: Option<IssuedVoucher>,
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
    #[schema(example = "184")]
    id: String,
}

/// Somebody who writes and buys for a company, or did.
#[derive(ToSchema)]
pub struct ContactOf {
    #[schema(example = "191")]
    id: String,
    /// The company.
    #[schema(example = "184")]
    member: String,
}

/// Balance that had paid and is theirs again.
#[derive(ToSchema)]
pub struct Returned {
    /// Whole for points, with two digits after the dot for money.
    #[schema(pattern = r"^-?\d{1,19}(\.\d{2})?$", example = "1250")]
    value: String,
    /// `points`, or the currency (ISO 4217).
    #[schema(pattern = "^(points|[A-Z]{3})$", example = "points")]
    unit: String,
    /// What of the purchase it had paid.
    worth: Money,
}

/// What came back.
#[derive(ToSchema)]
pub struct Reversed {
    #[schema(example = "2041")]
    purchase: String,
    member: String,
    reversed: Money,
    /// The money to hand back: credit that had paid comes back by itself.
    refund: Money,
    /// What is left of it.
    standing: Money,
    /// Credit that was taken back, without what of it had ended unused; and balance that had paid and is theirs again.
    taken: Credit,
    returned: Returned,
    vouchers: Vouchers,
    balance: Credit,
    debt: Credit,
    #[schema(required)]
    tier: Option<TierNow>,
}
