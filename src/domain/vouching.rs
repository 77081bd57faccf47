//! What becomes of vouchers: credit is made into one, a purchase takes it or a part of it, a refund gives it back or
//! dissolves it, and time ends it. Each closing has the same natural key, so the database too lets it happen once.

use crate::domain::calendar::MINUTE;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::Account;
use crate::domain::ids::{MemberId, PurchaseId, StaffId, StoreId, TxnId, VoucherId};
use crate::domain::ledger::{Actor, Book, Kind, Lot, LotUse, Posting, pieces};
use crate::domain::money::Money;
use crate::domain::program::span::Span;
use crate::domain::program::{Expiry, VoucherFrom, VoucherRule};
use crate::domain::purchase::Purchase;
use crate::domain::selling::Revouched;
use crate::domain::voucher::{Reserved, Voucher, VoucherState, stretch};

/// How long a voucher is kept for a checkout (ms).
const RESERVED: i64 = 30 * MINUTE;

/// What a purchase took of one voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub voucher: VoucherId,
    pub used: Money,
    /// What is left of it, with the old end.
    pub rest: Option<Voucher>,
}

/// From when, by which rules and until when a voucher holds.
#[derive(Debug, Clone, Copy)]
struct Promise {
    issued_at: i64,
    rules: i64,
    expires_at: i64,
}

impl Draft<'_> {
    /// Makes the balance a voucher as far as the program says so: all of it, or as many times the minimum as it
    /// holds, once it reaches that.
    pub fn vouch(&mut self, member: MemberId, purchase: Option<PurchaseId>, actor: Actor) -> Option<Voucher> {
        self.vouch_until(member, (purchase, actor), self.at)
    }

    /// The same, where a voucher ends no sooner than `least` (ms UTC).
    pub(super) fn vouch_until(
        &mut self,
        member: MemberId,
        by: (Option<PurchaseId>, Actor),
        least: i64,
    ) -> Option<Voucher> {
        let days = self.program.voucher.as_ref()?.days;
        let promise = self.promise(self.days_from_now(member, days).max(least));
        self.issue(member, by, promise, &self.ripe(member))
    }

    /// What is left of dissolved vouchers: of each what is enough is one again, with all that it promised. What is not
    /// joins the other balance, and where they are enough together, that is a new voucher, which ends no sooner than they
    /// would have.
    pub(super) fn vouch_again(
        &mut self,
        member: MemberId,
        purchase: Option<PurchaseId>,
        actor: Actor,
        dissolved: &[Voucher],
    ) -> Vec<Voucher> {
        let mut first_to_end: Vec<&Voucher> = dissolved.iter().collect();
        first_to_end.sort_by_key(|voucher| (voucher.expires_at, voucher.id));
        let mut issued = Vec::new();
        for voucher in &first_to_end {
            let mut left = self.ripe(member);
            left.retain_mut(|lot| {
                let pieces = voucher.pieces.iter().filter(|piece| piece.lot == lot.id);
                lot.remaining = lot.remaining.min(pieces.map(|piece| piece.amount).sum());
                lot.remaining > 0
            });
            let Voucher { issued_at, rules, expires_at, .. } = **voucher;
            let promise = Promise { issued_at, rules, expires_at };
            issued.extend(self.issue(member, (purchase, actor), promise, &left));
        }
        if let (Some(last), Some(rule)) = (first_to_end.last(), self.program.voucher.as_ref()) {
            let ends = last.expires_at.max(self.days_from_now(member, rule.days));
            issued.extend(self.issue(member, (purchase, actor), self.promise(ends), &self.ripe(member)));
        }
        issued
    }

    /// What a voucher of this moment promises.
    fn promise(&self, expires_at: i64) -> Promise {
        Promise { issued_at: self.at, rules: self.rules, expires_at }
    }

    /// A voucher of these credits, if the rules it is promised by let it be: they say how much goes into it, too.
    fn issue(
        &mut self,
        member: MemberId,
        (purchase, actor): (Option<PurchaseId>, Actor),
        promise: Promise,
        lots: &[Lot],
    ) -> Option<Voucher> {
        let Promise { issued_at, rules, expires_at } = promise;
        let rule = self.shop.rules.version(rules).program.voucher.clone()?;
        let available = self.account(member)?.wallet.available;
        let value = lots.iter().map(|lot| lot.remaining).sum::<i64>().min(available);
        let value = match rule.from {
            VoucherFrom::Credit | VoucherFrom::Balance => value,
            VoucherFrom::Multiples => value / rule.minimum * rule.minimum,
        };
        if value < rule.minimum {
            return None;
        }
        let id = VoucherId(self.id());
        let mut posting = self.posting(Kind::VoucherIssue, format!("voucher:{id}"), actor);
        posting.purchase = purchase;
        posting.transfer(Book::Member(member), Book::Vouchers(member), value);
        let made_of = pieces(lots, value, None);
        posting.uses(made_of.clone());
        let voucher = Voucher {
            id,
            member,
            code: self.voucher_code(),
            value: Money(value),
            state: VoucherState::Open,
            issued_at,
            expires_at,
            ending: self.ending(expires_at),
            rules,
            txn: posting.txn,
            origin: None,
            pieces: made_of,
            closed_at: None,
            closed_by: None,
            closed_in: None,
            used_on: None,
            used: Money::ZERO,
            returned: Money::ZERO,
            reserved: None,
        };
        self.apply(Change::Posted(posting));
        self.apply(Change::Voucher(Box::new(voucher.clone())));
        Some(voucher)
    }

    /// The credits that may be used at this moment.
    fn ripe(&self, member: MemberId) -> Vec<Lot> {
        let mut lots = self.account(member).map(Account::open_lots).unwrap_or_default();
        lots.retain(|lot| lot.usable_at <= self.at && self.at < lot.expires_at);
        lots
    }

    /// The midnight after so many days, today not counted.
    pub(super) fn days_from_now(&self, member: MemberId, days: u32) -> i64 {
        Expiry { span: Span::Days(days), month_end: false }.ends(self.zone_of(member), self.at)
    }

    /// The rule a voucher was issued under: what it promised holds, whatever the rules are today.
    pub fn voucher_rule(&self, voucher: &Voucher) -> Option<&VoucherRule> {
        self.shop.rules.version(voucher.rules).program.voucher.as_ref()
    }

    /// The least purchase that these vouchers may pay together: the largest that one of them asks for, or the sum of the
    /// shares that each asks to be of its value.
    pub fn least_purchase(&self, vouchers: &[&Voucher]) -> Money {
        let (mut least, mut shares) = (Money::ZERO, 0_i128);
        for voucher in vouchers {
            let Some(rule) = self.voucher_rule(voucher) else { continue };
            least = least.max(rule.minimum_purchase);
            shares += i128::from(voucher.value.0) * i128::from(rule.minimum_share);
        }
        least.max(Money(i64::try_from(shares / 100).unwrap_or(i64::MAX)))
    }

    /// What a purchase of which `eligible` may be paid with credit would take of these vouchers, in their order; one that
    /// asks for a larger purchase beside those before it is left out.
    pub fn covered(
        &self,
        member: MemberId,
        vouchers: &[VoucherId],
        eligible: Money,
    ) -> Vec<(Voucher, Money)> {
        let Some(account) = self.account(member) else { return Vec::new() };
        let mut left = eligible;
        let open = vouchers.iter().filter_map(|id| account.voucher(*id)).filter(|voucher| voucher.is_open());
        let mut covered: Vec<(Voucher, Money)> = Vec::new();
        for voucher in open {
            let used = voucher.value.min(left);
            let together: Vec<&Voucher> = covered.iter().map(|(one, _)| one).chain([voucher]).collect();
            if used > Money::ZERO && self.least_purchase(&together) <= eligible {
                left = Money(left.0 - used.0);
                covered.push((voucher.clone(), used));
            }
        }
        covered
    }

    /// Keeps it for an order of a channel, half an hour at most. Returns until when (ms UTC).
    pub fn reserve(&mut self, voucher: &Voucher, by: StaffId, order: &str) -> i64 {
        let until = (self.at + RESERVED).min(voucher.expires_at);
        let reserved = Some(Reserved { by, order: order.to_owned(), until });
        self.apply(Change::Voucher(Box::new(Voucher { reserved, ..voucher.clone() })));
        until
    }

    /// Keeps it for nobody any more.
    pub fn unreserve(&mut self, voucher: &Voucher) {
        self.apply(Change::Voucher(Box::new(Voucher { reserved: None, ..voucher.clone() })));
    }

    /// A purchase takes `used` of a voucher; what is left is one of its own, with the old end.
    pub(super) fn take(
        &mut self,
        voucher: &Voucher,
        used: Money,
        purchase: PurchaseId,
        by: StaffId,
        store: StoreId,
    ) -> Taken {
        let (member, value) = (voucher.member, voucher.value);
        let mut posting = self.closing(Kind::VoucherUse, voucher, Actor::Staff(by));
        (posting.store, posting.purchase) = (Some(store), Some(purchase));
        posting.transfer(Book::Vouchers(member), Book::Redeemed, used.0);
        let keeps = self.keeps_rest(voucher);
        if !keeps {
            posting.transfer(Book::Vouchers(member), Book::Expired, value.0 - used.0);
        }
        let txn = posting.txn;
        self.apply(Change::Posted(posting));
        self.apply(Change::Voucher(Box::new(Voucher {
            state: VoucherState::Used,
            closed_at: Some(self.at),
            closed_by: Some(by),
            closed_in: Some(store),
            used_on: Some(purchase),
            used,
            reserved: None,
            ..voucher.clone()
        })));
        let rest = (keeps && used < value).then(|| {
            let left = stretch(&voucher.pieces, used, value);
            self.another(voucher, txn, left, voucher.expires_at)
        });
        Taken { voucher: voucher.id, used, rest }
    }

    fn keeps_rest(&self, voucher: &Voucher) -> bool {
        self.voucher_rule(voucher).is_none_or(|rule| rule.keeps_rest)
    }

    /// A purchase that vouchers had paid for is worth less now: what it no longer needs comes back, of the voucher that
    /// ends last first, each with its own end; one that has ended meanwhile lives some days more. When nothing of the
    /// purchase stands, a rest that was lost to it comes back too. A debt is repaid from all of it first.
    pub(super) fn give_back(
        &mut self,
        purchase: &Purchase,
        standing: Money,
        actor: Actor,
        vouchers: &mut Revouched,
    ) {
        let Some(account) = self.account(purchase.member) else { return };
        let mut needless =
            purchase.terms.still_paid(purchase.standing).0 - purchase.terms.still_paid(standing).0;
        let mut used: Vec<Voucher> = account
            .vouchers
            .iter()
            .filter(|voucher| voucher.used_on == Some(purchase.id))
            .map(|voucher| Voucher::clone(voucher))
            .collect();
        used.sort_by_key(|voucher| (-voucher.expires_at, -voucher.id.0));
        let undone = standing == Money::ZERO && !purchase.is_reversed();
        for voucher in used {
            let part = voucher.spent().0.min(needless);
            needless -= part;
            let lost =
                if undone && !self.keeps_rest(&voucher) { voucher.value.0 - voucher.used.0 } else { 0 };
            if part + lost > 0 {
                self.come_back(&voucher, (part, lost), actor, vouchers);
            }
        }
    }

    /// So much of what a voucher paid comes back, and so much of what was lost with it.
    fn come_back(
        &mut self,
        voucher: &Voucher,
        (part, lost): (i64, i64),
        actor: Actor,
        vouchers: &mut Revouched,
    ) {
        let Some(account) = self.account(voucher.member) else { return };
        let repaid = account.wallet.debt.min(part + lost);
        let ended = voucher.expires_at <= self.at;
        let grace = self.program.notices.returned_days;
        let ends = if ended { self.days_from_now(voucher.member, grace) } else { voucher.expires_at };
        let spent = voucher.spent();
        let mut pieces = stretch(&voucher.pieces, Money(spent.0 - part), spent);
        pieces.extend(stretch(&voucher.pieces, Money(voucher.value.0 - lost), voucher.value));
        let pieces = stretch(&pieces, Money(repaid), Money(part + lost));
        let key = format!("voucher-return:{}:{}", voucher.id, self.source);
        let mut posting = self.posting(Kind::VoucherReturn, key, actor);
        (posting.purchase, posting.store) = (voucher.used_on, voucher.closed_in);
        posting.transfer(Book::Redeemed, Book::Vouchers(voucher.member), part);
        posting.transfer(Book::Expired, Book::Vouchers(voucher.member), lost);
        posting.transfer(Book::Vouchers(voucher.member), Book::Debt(voucher.member), repaid);
        let txn = posting.txn;
        self.apply(Change::Posted(posting));
        let returned = Money(voucher.returned.0 + part);
        self.apply(Change::Voucher(Box::new(Voucher { returned, ..voucher.clone() })));
        vouchers.repaid += repaid;
        if !pieces.is_empty() {
            vouchers.returned.push(self.another(voucher, txn, pieces, ends));
        }
    }

    /// A voucher that goes on where another was closed.
    fn another(&mut self, origin: &Voucher, txn: TxnId, pieces: Vec<LotUse>, expires_at: i64) -> Voucher {
        // Whoever was told of the end knows that of the rest too.
        let same = expires_at == origin.expires_at;
        let ending = if same { origin.ending.clone() } else { self.ending(expires_at) };
        let voucher = Voucher {
            id: VoucherId(self.id()),
            code: self.voucher_code(),
            value: Money(pieces.iter().map(|piece| piece.amount).sum()),
            state: VoucherState::Open,
            expires_at,
            ending,
            txn,
            origin: Some(origin.id),
            pieces,
            closed_at: None,
            closed_by: None,
            closed_in: None,
            used_on: None,
            used: Money::ZERO,
            returned: Money::ZERO,
            reserved: None,
            ..origin.clone()
        };
        self.apply(Change::Voucher(Box::new(voucher.clone())));
        voucher
    }

    /// Dissolves the open vouchers that the credit of this transaction went into, and others as long as there is less
    /// than `points`: nobody owes what stands in their vouchers.
    pub(super) fn dissolve(
        &mut self,
        member: MemberId,
        txn: TxnId,
        points: i64,
        actor: Actor,
    ) -> Vec<Voucher> {
        let points = points - self.lapsed(member, txn, points);
        let Some(account) = self.account(member) else { return Vec::new() };
        let lots: Vec<_> = account.lots.iter().filter(|lot| lot.txn == txn).map(|lot| lot.id).collect();
        let own = |voucher: &Voucher| lots.iter().any(|lot| voucher.holds(*lot));
        let mut open = account.open_vouchers();
        open.sort_by_key(|voucher| !own(voucher));
        let mut dissolved = Vec::new();
        for voucher in open {
            let available = self.account(member).map_or(0, |account| account.wallet.available);
            if own(&voucher) || available < points {
                self.cancel(&voucher, actor);
                dissolved.push(voucher);
            }
        }
        dissolved
    }

    /// Makes a voucher balance again, in the credits it was made of; a debt is repaid from it first.
    pub(super) fn cancel(&mut self, voucher: &Voucher, actor: Actor) {
        let member = voucher.member;
        self.outlive(member, |lot| voucher.holds(lot));
        let Some(account) = self.account(member) else { return };
        let (repaid, mut lots) = (account.wallet.debt.min(voucher.value.0), account.open_lots());
        let mut posting = self.closing(Kind::VoucherCancel, voucher, actor);
        posting.transfer(Book::Vouchers(member), Book::Member(member), voucher.value.0);
        posting.transfer(Book::Member(member), Book::Debt(member), repaid);
        for piece in &voucher.pieces {
            posting.uses.push(LotUse { lot: piece.lot, amount: -piece.amount });
            for lot in lots.iter_mut().filter(|lot| lot.id == piece.lot) {
                lot.remaining += piece.amount;
            }
        }
        posting.uses(pieces(&lots, repaid, None));
        self.apply(Change::Posted(posting));
        self.apply(Change::Voucher(Box::new(Voucher {
            state: VoucherState::Cancelled,
            closed_at: Some(self.at),
            reserved: None,
            ..voucher.clone()
        })));
    }

    pub(super) fn closing(&mut self, kind: Kind, voucher: &Voucher, actor: Actor) -> Posting {
        self.posting(kind, format!("voucher-close:{}", voucher.id), actor)
    }
}
