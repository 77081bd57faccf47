//! A draft: facts as one decision would leave them. A turn works on a draft and hands over the changes it
//! made; the facts themselves stay untouched until the batch applies those changes.

use crate::domain::change::Change;
use crate::domain::code::{Dice, voucher_dice};
use crate::domain::facts::{Account, Facts, Shop};
use crate::domain::hold::{Hold, HoldState};
use crate::domain::ids::{MemberId, PurchaseId, StoreId, TxnId};
use crate::domain::ledger::{Actor, Kind, LotUse, Posting, Transfer};
use crate::domain::member::Member;
use crate::domain::merging::join;
use crate::domain::program::Program;
use crate::domain::purchase::Purchase;
use crate::domain::rulebook::Version;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone)]
pub struct Draft<'a> {
    pub shop: &'a Shop,
    pub facts: &'a Facts,
    /// Business time of the decision, ms UTC.
    pub at: i64,
    /// Id of the message (or due thing) behind it.
    pub source: &'a str,
    /// The rules of that moment, and their number.
    pub program: &'a Program,
    pub rules: i64,
    /// Codes of vouchers are drawn from here.
    pub(super) dice: Dice,
    touched: BTreeMap<MemberId, Account>,
    next_id: i64,
    changes: Vec<Change>,
}

impl<'a> Draft<'a> {
    pub fn new(shop: &'a Shop, facts: &'a Facts, at: i64, source: &'a str) -> Draft<'a> {
        let (next_id, dice) = (facts.next_id, Dice::new(facts.next_id.unsigned_abs()));
        let Version { number, program, .. } = shop.rules.at(at);
        Draft {
            shop,
            facts,
            at,
            source,
            program,
            rules: *number,
            dice,
            touched: BTreeMap::new(),
            next_id,
            changes: Vec::new(),
        }
    }

    /// Codes of vouchers come from a seed that nobody outside can guess.
    #[must_use]
    pub fn drawing_from(mut self, seed: u64) -> Draft<'a> {
        self.dice = voucher_dice(seed);
        self
    }

    /// A code for a new voucher that no other one has.
    pub(super) fn voucher_code(&mut self) -> String {
        loop {
            let code = self.dice.long_code();
            if self.facts.vouchers.get(&code).copied().flatten().is_none() {
                return code;
            }
        }
    }

    /// The changes in the order they were made, and the next free number.
    pub fn finish(self) -> (Vec<Change>, i64) {
        (self.changes, self.next_id)
    }

    /// Whether this draft has made a purchase.
    pub fn has_sold(&self) -> bool {
        self.changes.iter().any(|change| matches!(change, Change::Bought(_)))
    }

    /// Whose holds this draft has let go, or seen end.
    pub fn let_go(&self) -> BTreeSet<MemberId> {
        let over = |hold: &Hold| matches!(hold.state, HoldState::Released | HoldState::Expired);
        let holds = self.changes.iter().filter_map(|change| match change {
            Change::Hold(hold) => Some(hold),
            _ => None,
        });
        holds.filter(|hold| over(hold)).map(|hold| hold.member).collect()
    }

    pub fn id(&mut self) -> i64 {
        self.next_id += 1;
        self.next_id - 1
    }

    /// The member as this draft sees them. `None` when nobody loaded them: the batch loads what
    /// `needs` names before a turn runs.
    pub fn account(&self, id: MemberId) -> Option<&Account> {
        self.touched.get(&id).or_else(|| self.facts.account(id))
    }

    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.account(id).map(|account| &*account.member)
    }

    /// All loaded purchases a predicate likes, newest first.
    pub fn purchases(&self, like: impl Fn(&Purchase) -> bool) -> Vec<Purchase> {
        let ids = self.facts.accounts.keys().chain(self.touched.keys().filter(|id| self.is_new(**id)));
        let accounts = ids.filter_map(|id| self.account(*id));
        let rows = accounts.flat_map(|account| account.purchases.iter());
        let mut found: Vec<Purchase> = rows.filter(|row| like(row)).map(|row| Purchase::clone(row)).collect();
        found.sort_by_key(|purchase| (-purchase.at, -purchase.id.0));
        found
    }

    fn is_new(&self, id: MemberId) -> bool {
        !self.facts.accounts.contains_key(&id)
    }

    pub fn purchase(&self, member: MemberId, id: PurchaseId) -> Option<&Purchase> {
        self.account(member)?.purchase(id)
    }

    /// Makes a change: the draft sees it at once, the facts when the batch applies it.
    pub fn apply(&mut self, change: Change) {
        if let Change::Enrolled(member) = &change {
            self.touched.insert(member.id, Account::new(member.clone()));
        }
        for id in change.members() {
            if let (false, Some(account)) = (self.touched.contains_key(&id), self.facts.accounts.get(&id)) {
                self.touched.insert(id, account.clone());
            }
        }
        if let Change::Merged { from, into, after } = &change
            && let Some(mut left) = self.touched.remove(from)
        {
            if let Some(kept) = self.touched.get_mut(into) {
                join(kept, &mut left, after);
            }
            self.touched.insert(*from, left);
        }
        for id in change.members() {
            if let Some(account) = self.touched.get_mut(&id) {
                account.evolve(&change);
            }
        }
        self.changes.push(change);
    }

    /// Changes a member's own row.
    pub fn alter(&mut self, id: MemberId, edit: impl FnOnce(&mut Member)) {
        if let Some(mut after) = self.member(id).cloned() {
            edit(&mut after);
            self.apply(Change::Member { member: id, after: Box::new(after) });
        }
    }

    /// An empty posting of this moment; the caller fills transfers, lots and uses.
    pub fn posting(&mut self, kind: Kind, key: String, actor: Actor) -> Posting {
        Posting {
            txn: TxnId(self.id()),
            kind,
            key,
            actor,
            source: self.source.to_owned(),
            store: None::<StoreId>,
            purchase: None,
            reverses: None,
            rules: self.rules,
            unit: self.program.unit,
            at: self.at,
            transfers: Vec::new(),
            lots: Vec::new(),
            uses: Vec::new(),
            reason: None,
        }
    }
}

impl Posting {
    /// Adds a transfer; nothing when the amount is zero.
    pub fn transfer(
        &mut self,
        debit: crate::domain::ledger::Book,
        credit: crate::domain::ledger::Book,
        amount: i64,
    ) {
        if amount > 0 {
            self.transfers.push(Transfer { debit, credit, amount });
        }
    }

    pub fn uses(&mut self, pieces: Vec<LotUse>) {
        self.uses.extend(pieces);
    }
}
