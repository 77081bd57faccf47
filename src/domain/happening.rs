//! Happenings: what a change means to other systems of the shop, which are told of it. Derived once, where the change is
//! made, from the facts before it; they name members by number and hold no name, no phone and no code.

use crate::domain::change::Change;
use crate::domain::facts::Facts;
use crate::domain::hold::{Hold, HoldState};
use crate::domain::ids::{HoldId, MemberId, PurchaseId, StoreId, VoucherId};
use crate::domain::ledger::{self, Book, Posting};
use crate::domain::member::{Member, Standing};
use crate::domain::money::Money;
use crate::domain::voucher::{Voucher, VoucherState};
use std::collections::BTreeMap;

/// Something that happened to a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    pub member: MemberId,
    /// Business time, ms UTC.
    pub at: i64,
    pub what: What,
}

/// Amounts of credit are in the program's unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    PurchaseCreated {
        purchase: PurchaseId,
        store: StoreId,
        /// Its number at the till or web shop that sold it.
        order: Option<String>,
        amount: Money,
        excluded: Money,
        discount: Money,
        /// What balance and vouchers pay of it.
        paid: Money,
        earned: i64,
    },
    PurchaseReversed {
        purchase: PurchaseId,
        reversed: Money,
        /// What of that had been paid with money.
        refund: Money,
        /// What is left of it.
        standing: Money,
        /// Credit that it no longer earns.
        taken: i64,
    },
    /// A reward was handed over, or balance paid a part of a purchase.
    RedemptionCreated {
        redemption: HoldId,
        /// Its key in the program; `None`: balance that paid.
        reward: Option<String>,
        used: i64,
        purchase: Option<PurchaseId>,
    },
    RedemptionReversed {
        redemption: HoldId,
        returned: i64,
    },
    VoucherIssued {
        voucher: VoucherId,
        value: Money,
        /// The first instant without it, ms UTC.
        expires_at: i64,
        /// The used voucher it is the rest of, or came back from.
        origin: Option<VoucherId>,
    },
    VoucherUsed {
        voucher: VoucherId,
        value: Money,
        used: Money,
        purchase: Option<PurchaseId>,
    },
    VoucherCancelled {
        voucher: VoucherId,
        value: Money,
    },
    VoucherExpired {
        voucher: VoucherId,
        value: Money,
    },
    /// Keys in the program; `None`: the lowest, as long as they have never left it.
    TierChanged {
        from: Option<String>,
        to: Option<String>,
    },
    CreditExpired {
        expired: i64,
    },
    MemberJoined,
    /// What of them is another now, by the names that the API has for it.
    MemberUpdated {
        changed: Vec<&'static str>,
    },
    /// Another record turned out to be theirs, and is nobody's from now on.
    MemberMerged {
        from: MemberId,
    },
    MemberErased,
}

/// The kinds of events, as receivers read them. They never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    PurchaseCreated,
    PurchaseReversed,
    RedemptionCreated,
    RedemptionReversed,
    VoucherIssued,
    VoucherUsed,
    VoucherCancelled,
    VoucherExpired,
    TierChanged,
    CreditExpired,
    MemberJoined,
    MemberUpdated,
    MemberMerged,
    MemberErased,
    /// Nothing happened: somebody tries whether a receiver answers.
    Ping,
}

impl Kind {
    /// All that can be asked for; a ping goes to whoever it is meant for.
    pub const ALL: [Kind; 14] = [
        Kind::PurchaseCreated,
        Kind::PurchaseReversed,
        Kind::RedemptionCreated,
        Kind::RedemptionReversed,
        Kind::VoucherIssued,
        Kind::VoucherUsed,
        Kind::VoucherCancelled,
        Kind::VoucherExpired,
        Kind::TierChanged,
        Kind::CreditExpired,
        Kind::MemberJoined,
        Kind::MemberUpdated,
        Kind::MemberMerged,
        Kind::MemberErased,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::PurchaseCreated => "purchase.created",
            Kind::PurchaseReversed => "purchase.reversed",
            Kind::RedemptionCreated => "redemption.created",
            Kind::RedemptionReversed => "redemption.reversed",
            Kind::VoucherIssued => "voucher.issued",
            Kind::VoucherUsed => "voucher.used",
            Kind::VoucherCancelled => "voucher.cancelled",
            Kind::VoucherExpired => "voucher.expired",
            Kind::TierChanged => "tier.changed",
            Kind::CreditExpired => "credit.expired",
            Kind::MemberJoined => "member.joined",
            Kind::MemberUpdated => "member.updated",
            Kind::MemberMerged => "member.merged",
            Kind::MemberErased => "member.erased",
            Kind::Ping => "ping",
        }
    }
}

impl What {
    pub const fn kind(&self) -> Kind {
        match self {
            What::PurchaseCreated { .. } => Kind::PurchaseCreated,
            What::PurchaseReversed { .. } => Kind::PurchaseReversed,
            What::RedemptionCreated { .. } => Kind::RedemptionCreated,
            What::RedemptionReversed { .. } => Kind::RedemptionReversed,
            What::VoucherIssued { .. } => Kind::VoucherIssued,
            What::VoucherUsed { .. } => Kind::VoucherUsed,
            What::VoucherCancelled { .. } => Kind::VoucherCancelled,
            What::VoucherExpired { .. } => Kind::VoucherExpired,
            What::TierChanged { .. } => Kind::TierChanged,
            What::CreditExpired { .. } => Kind::CreditExpired,
            What::MemberJoined => Kind::MemberJoined,
            What::MemberUpdated { .. } => Kind::MemberUpdated,
            What::MemberMerged { .. } => Kind::MemberMerged,
            What::MemberErased => Kind::MemberErased,
        }
    }
}

/// What a change of the moment `at` (ms UTC) means, held against the facts before it. Openings, referrals and gifts move
/// balances without being told: whoever needs a balance asks for it.
pub fn happenings(facts: &Facts, change: &Change, at: i64) -> Vec<Happening> {
    let one = |member, what| vec![Happening { member, at, what }];
    let maybe = |member, what: Option<What>| {
        what.into_iter().map(|what| Happening { member, at, what }).collect::<Vec<_>>()
    };
    match change {
        Change::Bought(purchase) => {
            let what = What::PurchaseCreated {
                purchase: purchase.id,
                store: purchase.store,
                order: purchase.order.clone(),
                amount: purchase.amount,
                excluded: purchase.terms.excluded,
                discount: purchase.terms.discount,
                paid: purchase.terms.paid,
                earned: purchase.earned,
            };
            one(purchase.member, what)
        }
        Change::Reduced { purchase, member, standing, taken, .. } => {
            let before = facts.account(*member).and_then(|account| account.purchase(*purchase));
            let what = before.map(|before| What::PurchaseReversed {
                purchase: *purchase,
                reversed: Money(before.standing.0 - standing.0),
                refund: Money(before.terms.charge(before.standing).0 - before.terms.charge(*standing).0),
                standing: *standing,
                taken: *taken,
            });
            maybe(*member, what)
        }
        Change::Hold(hold) => maybe(hold.member, of_hold(before_hold(facts, hold), hold)),
        Change::Voucher(voucher) => {
            maybe(voucher.member, of_voucher(before_voucher(facts, voucher), voucher))
        }
        Change::Posted(posting) if posting.kind == ledger::Kind::Expiry => expired(posting, at),
        Change::Member { member, after } => {
            let before = facts.account(*member).map(|account| &*account.member);
            let told = before.map(|before| of_member(before, after)).unwrap_or_default();
            told.into_iter().map(|what| Happening { member: *member, at, what }).collect()
        }
        Change::Contact { member, .. } | Change::Parted { member, .. } => {
            one(*member, What::MemberUpdated { changed: vec!["contacts"] })
        }
        Change::Merged { from, into, .. } => one(*into, What::MemberMerged { from: *from }),
        Change::Erased { member, .. } => one(*member, What::MemberErased),
        Change::Enrolled(_)
        | Change::Identified { .. }
        | Change::Unlinked { .. }
        | Change::Contested(_)
        | Change::Quieted { .. }
        | Change::Consented { .. }
        | Change::Posted(_)
        | Change::Prolonged { .. }
        | Change::Lapsed { .. }
        | Change::Scored { .. }
        | Change::Family { .. }
        | Change::Hired(_)
        | Change::Dismissed(_)
        | Change::Told { .. }
        | Change::Mistyped(_)
        | Change::Claimed
        | Change::Announced(_)
        | Change::Released { .. }
        | Change::Discarded { .. }
        | Change::Template(_)
        | Change::Allowance { .. } => Vec::new(),
    }
}

fn before_hold<'a>(facts: &'a Facts, hold: &Hold) -> Option<&'a Hold> {
    facts.account(hold.member)?.hold(hold.id)
}

fn before_voucher<'a>(facts: &'a Facts, voucher: &Voucher) -> Option<&'a Voucher> {
    facts.account(voucher.member)?.voucher(voucher.id)
}

/// Setting aside and letting go moves nothing out of the shop's hands, so only what was captured is told.
fn of_hold(before: Option<&Hold>, hold: &Hold) -> Option<What> {
    let returned = hold.returned - before.map_or(0, |before| before.returned);
    let captured = hold.state == HoldState::Captured;
    if captured && hold.used > 0 && before.is_none_or(Hold::is_open) {
        let reward = hold.reward().map(str::to_owned);
        return Some(What::RedemptionCreated {
            redemption: hold.id,
            reward,
            used: hold.used,
            purchase: hold.used_on,
        });
    }
    (captured && returned > 0).then_some(What::RedemptionReversed { redemption: hold.id, returned })
}

/// A longer life and what comes back of a used one are no turn in a voucher's own life: what comes back is a voucher of
/// its own.
fn of_voucher(before: Option<&Voucher>, voucher: &Voucher) -> Option<What> {
    let &Voucher { id, value, used, used_on, expires_at, origin, state, .. } = voucher;
    let was = before.map(|before| before.state);
    if was == Some(state) {
        return None;
    }
    Some(match state {
        VoucherState::Open => What::VoucherIssued { voucher: id, value, expires_at, origin },
        VoucherState::Used => What::VoucherUsed { voucher: id, value, used, purchase: used_on },
        VoucherState::Cancelled => What::VoucherCancelled { voucher: id, value },
        VoucherState::Expired => What::VoucherExpired { voucher: id, value },
    })
}

fn expired(posting: &Posting, at: i64) -> Vec<Happening> {
    let mut lost: BTreeMap<MemberId, i64> = BTreeMap::new();
    for transfer in posting.transfers.iter().filter(|transfer| transfer.credit == Book::Expired) {
        if let Book::Member(member) = transfer.debit {
            *lost.entry(member).or_default() += transfer.amount;
        }
    }
    let told = |(member, expired)| Happening { member, at, what: What::CreditExpired { expired } };
    lost.into_iter().map(told).collect()
}

fn of_member(before: &Member, after: &Member) -> Vec<What> {
    let mut told = Vec::new();
    let key = |member: &Member| member.tier.as_ref().map(|tier| tier.key.clone());
    let (from, to) = (key(before), key(after));
    let joins = before.standing != Standing::Joined && after.standing == Standing::Joined;
    told.extend(joins.then_some(What::MemberJoined));
    let differs = [
        ("name", before.name != after.name),
        ("phone", before.phone != after.phone),
        ("cnpj", before.cnpj != after.cnpj),
        ("store", before.store != after.store),
        ("language", before.lang != after.lang),
        ("offers", before.offers != after.offers),
        ("receipts", before.silent != after.silent),
    ];
    let changed: Vec<_> = differs.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
    // Who joins is read anew in any case.
    told.extend((!changed.is_empty() && !joins).then_some(What::MemberUpdated { changed }));
    told.extend((from != to).then_some(What::TierChanged { from, to }));
    told
}

/// Which events a receiver is told of: patterns such as `purchase.*`, or single kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted(Vec<String>);

impl Wanted {
    /// Reads `purchase.*,voucher.issued`, or `*` for all there are and will be. The error is a sentence.
    pub fn read(text: &str) -> Result<Wanted, String> {
        let patterns: Vec<String> = text.split(',').map(|word| word.trim().to_owned()).collect();
        for pattern in &patterns {
            if !Kind::ALL.into_iter().any(|kind| fits(pattern, kind)) {
                let known = Kind::ALL.map(Kind::as_str).join(", ");
                return Err(format!(
                    "{pattern:?} is no event: there is {known}; `voucher.*` stands for all that begin so, `*` for all."
                ));
            }
        }
        Ok(Wanted(patterns))
    }

    /// What was read and kept before, perhaps by a version that knew other kinds: those are nobody's.
    pub fn kept(text: &str) -> Wanted {
        Wanted(text.split(',').map(str::to_owned).collect())
    }

    pub fn includes(&self, kind: Kind) -> bool {
        self.0.iter().any(|pattern| fits(pattern, kind))
    }

    /// All kinds that are included.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(|kind| self.includes(*kind))
    }

    /// As it was written.
    pub fn text(&self) -> String {
        self.0.join(",")
    }

    pub fn patterns(&self) -> &[String] {
        &self.0
    }
}

fn fits(pattern: &str, kind: Kind) -> bool {
    let word = kind.as_str();
    match pattern.strip_suffix(".*") {
        Some(group) => word.split_once('.').is_some_and(|(begin, _)| begin == group),
        None => pattern == "*" || pattern == word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_the_kinds_that_begin_like_them() {
        let wanted = Wanted::read("purchase.*, voucher.issued").unwrap();
        assert_eq!(wanted.text(), "purchase.*,voucher.issued");
        let told: Vec<_> = Kind::ALL.into_iter().filter(|kind| wanted.includes(*kind)).collect();
        assert_eq!(told, [Kind::PurchaseCreated, Kind::PurchaseReversed, Kind::VoucherIssued]);
        assert!(Kind::ALL.into_iter().all(|kind| Wanted::read("*").unwrap().includes(kind)));
        for bad in ["", "purchase", "purchase.", "pur*", "voucher.issued,", "ping", "Purchase.*"] {
            assert!(Wanted::read(bad).unwrap_err().contains("is no event"), "{bad}");
        }
    }
}
