//! Selling and taking back: what a purchase gives, and what a refund takes.

use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::hold::Hold;
use crate::domain::ids::{HoldId, LotId, MemberId, PurchaseId, StaffId, StoreId, TxnId, VoucherId};
use crate::domain::ledger::{Actor, Book, Kind, Lot, LotUse, Posting, pieces};
use crate::domain::money::Money;
use crate::domain::program::rate::Terms;
use crate::domain::program::{Measure, Period, Program, Segment};
use crate::domain::purchase::{Agreed, Purchase};
use crate::domain::redeeming::Capture;
use crate::domain::referring::{ReferralPaid, Referred};
use crate::domain::tally::Tally;
use crate::domain::tiers::TierNews;
use crate::domain::voucher::Voucher;
use crate::domain::vouching::Taken;
use rust_decimal::Decimal;

/// A sale that was decided on.
#[derive(Debug, Clone)]
pub struct Sale {
    pub member: MemberId,
    pub staff: StaffId,
    pub store: StoreId,
    pub amount: Money,
    /// The part of it that neither earns nor is paid with credit.
    pub excluded: Money,
    /// What the shop took off the price.
    pub discount: Money,
    /// Vouchers of this member that pay a part of it, in the order in which they are taken.
    pub vouchers: Vec<VoucherId>,
    /// What of their balance was set aside to pay a part of it.
    pub hold: Option<HoldId>,
    /// Who agreed to that, or how they were known.
    pub agreed: Option<Agreed>,
    pub remark: Option<String>,
    /// The staff message it came with, where another message completes it.
    pub wamid: Option<String>,
    /// Position within its message: one message may register several sales.
    pub line: u32,
    pub told: bool,
    /// Its number at the till or web shop that sold it.
    pub order: Option<String>,
}

/// What a sale led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sold {
    pub purchase: PurchaseId,
    pub points: i64,
    /// The part that may earn.
    pub eligible: Money,
    /// From when (ms UTC) the credit may be used.
    pub usable_at: i64,
    /// End of validity of the credit (exclusive, ms UTC).
    pub expires_at: i64,
    /// Points of the credit that went into an older debt.
    pub repaid: i64,
    /// Vouchers that paid a part of it.
    pub taken: Vec<Taken>,
    /// Balance that paid a part of it, and what that was worth.
    pub used: (i64, Money),
    /// The voucher that the credit became, and the one of whoever referred the friend.
    pub voucher: Option<Voucher>,
    pub referrer_voucher: Option<Voucher>,
    pub referral: Option<ReferralPaid>,
    /// Who invited this friend and may be paid for no more of them this month.
    pub over: Option<MemberId>,
    pub tier: Option<TierNews>,
}

/// What a reversal or an adjustment did to somebody's vouchers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revouched {
    /// Balance again, because a credit in them was taken back.
    pub dissolved: Vec<Voucher>,
    /// What the rest of those became, as far as it was enough.
    pub issued: Vec<Voucher>,
    /// Given back, because they had paid for what was taken back.
    pub returned: Vec<Voucher>,
    /// What of that repaid a debt instead.
    pub repaid: i64,
}

/// What a reversal led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    pub amount: Money,
    /// What of that nobody had paid, because the shop had taken it off.
    pub discount: Money,
    /// What was taken of whoever bought, or is owed by them since.
    pub points: i64,
    /// What had ended unused before, and is not charged for.
    pub lapsed: i64,
    /// The money to hand back: what of it was paid neither by credit nor by the shop.
    pub refund: Money,
    /// Balance that had paid it and came back, and what of the purchase it had paid.
    pub returned: i64,
    pub worth: Money,
    pub vouchers: Revouched,
    pub referrer_vouchers: Revouched,
    /// The referral that fell with it.
    pub referral: Option<ReferralPaid>,
    pub tier: Option<TierNews>,
}

impl Draft<'_> {
    /// Registers a purchase: credit, score, and the referral if this is the friend's first of that size.
    pub fn sell(&mut self, sale: &Sale) -> Sold {
        let id = PurchaseId(self.id());
        let key = match &sale.order {
            Some(order) => format!("order:{}:{order}", sale.staff),
            None => format!("purchase:{}:{}:{}", self.shop.phone_number_id, self.source, sale.line),
        };
        let bare = Terms { excluded: sale.excluded, discount: sale.discount, ..Terms::default() };
        let payable = bare.payable(sale.amount);
        let covered = self.covered(sale.member, &sale.vouchers, payable);
        let held = sale.hold.and_then(|id| self.account(sale.member)?.hold(id).cloned());
        let held = held.filter(Hold::is_open);
        let used = self.part_of(held.as_ref(), payable);
        let paid = Money(covered.iter().map(|(_, used)| used.0).sum::<i64>() + used.1.0);
        let terms = self.terms(sale, paid);
        let points = self.program.earned(sale.amount, &terms);
        let mut posting = self.posting(Kind::Accrual, key, Actor::Staff(sale.staff));
        posting.store = Some(sale.store);
        posting.purchase = Some(id);
        let (expires_at, repaid) = self.credit(&mut posting, sale.member, Book::Issued, points);
        let purchase = Purchase {
            id,
            member: sale.member,
            staff: sale.staff,
            store: sale.store,
            amount: sale.amount,
            standing: sale.amount,
            earned: points,
            agreed: sale.agreed,
            rules: self.rules,
            terms,
            remark: sale.remark.clone(),
            txn: posting.txn,
            wamid: sale.wamid.clone().unwrap_or_else(|| self.source.to_owned()),
            at: self.at,
            told: sale.told,
            order: sale.order.clone(),
        };
        self.apply(Change::Posted(posting));
        self.apply(Change::Bought(purchase));
        self.slide(sale.member);
        let taken =
            covered.iter().map(|(one, used)| self.take(one, *used, id, sale.staff, sale.store)).collect();
        if let Some(hold) = held {
            let actor = match sale.agreed {
                Some(Agreed::Member) => Actor::Member(sale.member),
                _ => Actor::Staff(sale.staff),
            };
            let capture = Capture { actor, by: sale.staff, store: sale.store, purchase: Some(id) };
            self.capture(&hold, used.0, capture);
        }
        let counts = self.counting(self.rules, sale.store, &terms, sale.amount);
        let visits = i64::from(counts > Money::ZERO);
        let did = Tally { earned: points, spent: counts.0, visits, ..Tally::default() };
        self.count(sale.member, self.at, self.rules, did);
        let tier = self.settle_tier(sale.member);
        let referred = self.pay_referral(sale.member, id, counts);
        let (referral, over) = match referred {
            Some(Referred::Paid(paid)) => (Some(paid), None),
            Some(Referred::Over(by)) => (None, Some(by)),
            None => (None, None),
        };
        let actor = Actor::Staff(sale.staff);
        let gained = points > 0 || referral.is_some();
        let voucher = gained.then(|| self.vouch(sale.member, Some(id), actor)).flatten();
        let referrer_voucher = referral.and_then(|paid| self.vouch(paid.referrer, Some(id), actor));
        Sold {
            purchase: id,
            points,
            eligible: terms.eligible(sale.amount),
            usable_at: self.zone_of(sale.member).usable_after(self.at, self.program.earn.usable_after),
            expires_at,
            repaid,
            taken,
            used,
            voucher,
            referrer_voucher,
            referral,
            over,
            tier,
        }
    }

    /// What of a hold a purchase takes, of which so much may be paid, and what that is worth.
    pub fn part_of(&self, hold: Option<&Hold>, payable: Money) -> (i64, Money) {
        let (Some(pay), Some(hold)) = (&self.program.pay, hold) else { return (0, Money::ZERO) };
        let used = hold.amount.min(pay.most(payable));
        (used, pay.worth(used))
    }

    /// Gives a balance brought along from elsewhere.
    pub fn open_with(&mut self, member: MemberId, points: i64) {
        let key = format!("opening:{member}");
        let mut posting = self.posting(Kind::Opening, key, Actor::Clock);
        self.credit(&mut posting, member, Book::Opening, points);
        self.apply(Change::Posted(posting));
    }

    /// Puts `points` into a posting as a new lot; an older debt is repaid first. Returns the end of
    /// validity and what was repaid.
    pub(super) fn credit(
        &mut self,
        posting: &mut Posting,
        member: MemberId,
        from: Book,
        points: i64,
    ) -> (i64, i64) {
        let (zone, program) = (self.zone_of(member), self.program);
        let expires_at = program.expiry.ends(zone, self.at);
        let usable_at = zone.usable_after(self.at, program.earn.usable_after);
        if points <= 0 {
            return (expires_at, 0);
        }
        let debt = self.account(member).map_or(0, |account| account.wallet.debt);
        let repaid = debt.min(points);
        let lot = LotId(self.id());
        if posting.store.is_none() && posting.purchase.is_none() {
            // Written down now: where somebody belongs changes, and a month stays as it was closed.
            posting.store = self.member(member).and_then(|member| member.store);
        }
        posting.transfer(from, Book::Member(member), points);
        posting.transfer(Book::Member(member), Book::Debt(member), repaid);
        posting.lots.push(Lot {
            id: lot,
            member,
            txn: posting.txn,
            original: points,
            remaining: points - repaid,
            lapsed: 0,
            earned_at: self.at,
            usable_at,
            expires_at,
            ending: self.ending(expires_at),
            promised: expires_at,
            rules: posting.rules,
        });
        if repaid > 0 {
            posting.uses(vec![LotUse { lot, amount: repaid }]);
        }
        (expires_at, repaid)
    }

    /// Reduces a purchase to `standing`, or to nothing when nobody paid that, and takes back what it no longer
    /// earns: what the remaining amount earns is computed anew, so refunds end at the same credit in any order
    /// (reliability rule of the ledger: never a proportional rounding per refund).
    pub fn take_back(
        &mut self,
        member: MemberId,
        id: PurchaseId,
        standing: Money,
        actor: Actor,
    ) -> Option<TakenBack> {
        let purchase = self.purchase(member, id)?.clone();
        let standing = purchase.terms.left(standing);
        let amount = Money(purchase.standing.0 - standing.0);
        let [before, after] = [purchase.standing, standing].map(|standing| purchase.terms.price(standing));
        let discount = Money(amount.0 - (before.0 - after.0));
        let [before, after] = [purchase.standing, standing].map(|standing| purchase.terms.charge(standing));
        let refund = Money(before.0 - after.0);
        let earned = self.shop.rules.version(purchase.rules).program.earned(standing, &purchase.terms);
        let points = purchase.earned - earned;
        let dissolved =
            if points > 0 { self.dissolve(member, purchase.txn, points, actor) } else { Vec::new() };
        let key = format!("reversal:{}:{}", purchase.id, self.source);
        let mut posting = self.posting(Kind::Reversal, key, actor);
        posting.store = Some(purchase.store);
        posting.purchase = Some(id);
        posting.reverses = Some(purchase.txn);
        let taken = self.debit(&mut posting, member, points, purchase.txn);
        if !posting.transfers.is_empty() {
            self.apply(Change::Posted(posting));
        }
        self.apply(Change::Reduced { purchase: id, member, standing, earned, taken });
        let [before, after] = [purchase.standing, standing]
            .map(|standing| self.counting(purchase.rules, purchase.store, &purchase.terms, standing));
        let visits = i64::from(after > Money::ZERO) - i64::from(before > Money::ZERO);
        let undone = Tally { earned: -points, spent: after.0 - before.0, visits, ..Tally::default() };
        self.count(member, purchase.at, purchase.rules, undone);
        let tier = self.settle_tier(member);
        let mut vouchers = Revouched { dissolved, ..Revouched::default() };
        let mut theirs = Revouched::default();
        let referral = self.unpay_referral(member, &purchase, after, actor, [&mut vouchers, &mut theirs]);
        let returned = self.roll_back(&purchase, standing, actor);
        self.give_back(&purchase, standing, actor, &mut vouchers);
        vouchers.issued = self.vouch_again(member, Some(id), actor, &vouchers.dissolved);
        if let Some(paid) = &referral {
            theirs.issued = self.vouch_again(paid.referrer, Some(id), actor, &theirs.dissolved);
        }
        Some(TakenBack {
            amount,
            discount,
            points: taken,
            lapsed: points - taken,
            refund,
            returned,
            worth: if returned > 0 { Money(amount.0 - discount.0 - refund.0) } else { Money::ZERO },
            vouchers,
            referrer_vouchers: theirs,
            referral,
            tier,
        })
    }

    /// Whether all that a purchase gave is still there, as balance or in open vouchers, or went into a debt that was there
    /// before it and still is.
    pub fn is_untouched(&self, purchase: &Purchase) -> bool {
        let Some(account) = self.account(purchase.member) else { return false };
        if account.wallet.owing_since.is_some_and(|since| since < purchase.at) {
            return true;
        }
        let lot = account.lots.iter().find(|lot| lot.txn == purchase.txn).map(|lot| lot.id);
        let open = account.open_vouchers();
        let holding = open.iter().filter(|voucher| lot.is_some_and(|lot| voucher.holds(lot)));
        let vouched: i64 = holding.map(|voucher| voucher.value.0).sum();
        account.wallet.available + vouched >= purchase.earned - account.lapsed(purchase.txn)
    }

    /// Takes `points` from a member, less what lapsed of them: from what is available, the rest as debt. The credit
    /// that `txn` gave is emptied first. Returns what was taken.
    pub(super) fn debit(&mut self, posting: &mut Posting, member: MemberId, points: i64, txn: TxnId) -> i64 {
        let points = self.forgive(posting, member, points, txn);
        let Some(account) = self.account(member) else { return 0 };
        // What the posting takes already: who invited and the friend may have turned out to be one person.
        let before = posting.transfers.iter().filter(|transfer| transfer.debit == Book::Member(member));
        let taken =
            points.min(account.wallet.available - before.map(|transfer| transfer.amount).sum::<i64>());
        let mut lots = account.open_lots();
        for piece in &posting.uses {
            lots.iter_mut().filter(|lot| lot.id == piece.lot).for_each(|lot| lot.remaining -= piece.amount);
        }
        // A referral gave two credits, and both may have come to the same person.
        let given = lots.iter().filter(|lot| lot.txn == txn && lot.remaining > 0);
        let own = given.max_by_key(|lot| lot.original == points).map(|lot| lot.id);
        posting.uses(pieces(&lots, taken, own));
        posting.transfer(Book::Member(member), Book::Issued, taken);
        posting.transfer(Book::Debt(member), Book::Issued, points - taken);
        points
    }

    /// What of a purchase takes part in the program of these rules: tiers, rankings and referrals count it too.
    pub(super) fn counting(&self, rules: i64, store: StoreId, terms: &Terms, standing: Money) -> Money {
        let program = &self.shop.rules.version(rules).program;
        if self.gives(program, store) { terms.payable(standing) } else { Money::ZERO }
    }

    fn gives(&self, program: &Program, store: StoreId) -> bool {
        self.facts.store(store).is_none_or(|store| program.gives_in(&store.name))
    }

    /// What is agreed for a sale beside the rules: by tier, campaign and ceilings of this moment.
    fn terms(&self, sale: &Sale, paid: Money) -> Terms {
        let store = self.facts.store(sale.store).map_or("", |store| store.name.as_str());
        let tier = self.tier(sale.member);
        let plain = Terms {
            excluded: sale.excluded,
            discount: sale.discount,
            paid,
            factor: tier.map_or(Decimal::ONE, |tier| tier.factor),
            extra: 0,
            most: if self.gives(self.program, sale.store) { self.most(sale.member) } else { Some(0) },
        };
        let (zone, account) = (self.zone_at(sale.store), self.account(sale.member));
        let theirs = |segment: Segment| account.is_some_and(|account| segment.holds(account, zone, self.at));
        let running = self.program.running(tier, store, zone, self.at);
        let running = running.filter(|campaign| campaign.segment.is_none_or(theirs));
        self.program.best(sale.amount, plain, running)
    }

    /// The nearest ceiling of what a purchase of this person may give now.
    fn most(&self, member: MemberId) -> Option<i64> {
        let earn = &self.program.earn;
        let (zone, months, at) = (self.zone_of(member), self.shop.zone, self.at);
        let account = self.account(member);
        let today = || {
            let (from, to) = zone.day(at);
            let purchases = account.iter().flat_map(|account| account.purchases.iter());
            purchases.filter(|purchase| (from..to).contains(&purchase.at)).map(|p| p.earned).sum::<i64>()
        };
        let month =
            || account.and_then(|account| account.months.get(&months.month(at))).map_or(0, |m| m.earned);
        let ceilings = [
            earn.most,
            earn.most_a_day.map(|most| (most - today()).max(0)),
            earn.most_a_month.map(|most| (most - month()).max(0)),
        ];
        ceilings.into_iter().flatten().min()
    }

    /// Counts a purchase of `at`, or what is taken back of it, as the rules of that time rank it.
    fn count(&mut self, member: MemberId, at: i64, rules: i64, did: Tally) {
        let ranking = self.shop.rules.version(rules).program.ranking.as_ref();
        let ranked = ranking.map_or(0, |ranking| did.of(ranking.measure));
        self.tally(member, at, rules, Tally { ranked, ..did });
    }

    /// What a referral gives counts for a ranking of what was earned, and for nothing else.
    pub(super) fn score(&mut self, member: MemberId, at: i64, rules: i64, points: i64) {
        let ranking = self.shop.rules.version(rules).program.ranking.as_ref();
        if ranking.is_some_and(|ranking| ranking.measure == Measure::Earned) {
            self.tally(member, at, rules, Tally { ranked: points, ..Tally::default() });
        }
    }

    pub(super) fn tally(&mut self, member: MemberId, at: i64, rules: i64, tally: Tally) {
        if tally.is_nothing() {
            return;
        }
        let zone = self.shop.zone;
        let ranking = self.shop.rules.version(rules).program.ranking.as_ref();
        let by_year = ranking.is_some_and(|ranking| ranking.period == Period::Year);
        self.apply(Change::Scored { member, period: zone.month(at), tally });
        if by_year && tally.ranked != 0 {
            let tally = Tally { ranked: tally.ranked, ..Tally::default() };
            self.apply(Change::Scored { member, period: zone.year(at), tally });
        }
    }
}
