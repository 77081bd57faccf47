//! Numbers of rows. They are dense and counted per merchant under its lane, so any partition of the same
//! messages into batches gives the same numbers.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

id! {
    /// The business a row belongs to. Comes from `phone_number_id`, or from a key, and from nowhere else.
    MerchantId
    /// A person as this merchant knows them: customer, staff or both.
    MemberId
    StoreId
    StaffId
    /// A group of transfers that stand or fall together.
    TxnId
    /// One credit with its own expiry.
    LotId
    /// Value set aside for a code until it is handed over.
    HoldId
    PurchaseId
    /// Value that a code stands for, of its own.
    VoucherId
    AnnouncementId
    /// A question about whose a number is.
    ContestId
    /// A person of a company, or a customer's own address.
    ContactId
}
