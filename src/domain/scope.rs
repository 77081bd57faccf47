//! What a key may do. Each is named apart, so that a till that sells cannot read the members, and the other way round.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Members, balances, statements, vouchers, purchases, rewards.
    Read,
    /// Register purchases.
    Purchases,
    /// Take purchases back.
    Reversals,
    /// Look vouchers up by their codes, keep them for an order, redeem them.
    Vouchers,
    /// Tell of customers.
    Members,
    /// See who is told what happens, and have it told again.
    Webhooks,
}

impl Scope {
    pub const ALL: [Scope; 6] =
        [Scope::Read, Scope::Purchases, Scope::Reversals, Scope::Vouchers, Scope::Members, Scope::Webhooks];

    pub const fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Purchases => "purchases",
            Scope::Reversals => "reversals",
            Scope::Vouchers => "vouchers",
            Scope::Members => "members",
            Scope::Webhooks => "webhooks",
        }
    }

    pub fn read(text: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// As they are stored and shown: `read,purchases`.
pub fn joined(scopes: &BTreeSet<Scope>) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(",")
}

/// Reads what [`joined`] writes; `None` where a word is none of them, or there is none at all.
pub fn split(text: &str) -> Option<BTreeSet<Scope>> {
    text.split(',').map(|word| Scope::read(word.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_written_and_read_alike() {
        let all: BTreeSet<Scope> = Scope::ALL.into_iter().collect();
        assert_eq!(split(&joined(&all)), Some(all));
        assert_eq!(split("purchases, read"), Some([Scope::Read, Scope::Purchases].into()));
        for bad in ["", "everything", "read,", "READ"] {
            assert_eq!(split(bad), None, "{bad}");
        }
    }
}
