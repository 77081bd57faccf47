//! Random quarters in two stores of two time zones, closed month by month, against a plain account of what was done; and
//! every figure that somebody may ask about, against what the ledger says.

use super::explained;
use crate::support::engines::{Db, dispose, on_both, postgres, sqlite};
use crate::support::house::violations;
use crate::support::raw::Raw;
use crate::support::shop::{
    COSMETICS, NUMBER, PETS, PHARMACY, hand_over, new_merchant, rulebook, sale, set_aside, shop,
};
use fregues::app::books::close_month;
use fregues::dialogue::needs::Needs;
use fregues::domain::adjusting::Adjustment;
use fregues::domain::calendar::Zone;
use fregues::domain::change::Change;
use fregues::domain::closing::{Closing, Flow, Unreconciled};
use fregues::domain::draft::Draft;
use fregues::domain::ending::Ending;
use fregues::domain::facts::{Account, Facts, Shop};
use fregues::domain::hold::Hold;
use fregues::domain::ids::{HoldId, LotId, MemberId, MerchantId, PurchaseId, StaffId, StoreId, TxnId};
use fregues::domain::ledger::{Actor, Book, Kind, Lot};
use fregues::domain::member::Member;
use fregues::domain::member::Store as Place;
use fregues::domain::money::Money;
use fregues::domain::program::Program;
use fregues::domain::program::span::NEVER;
use fregues::domain::rulebook::{Rulebook, Version};
use fregues::domain::selling::{Sale, TakenBack};
use fregues::store::load::{Chats, load};
use fregues::store::merchants::NewMerchant;
use fregues::store::{Store, StoreError, inbox, ledger, merchants, merges, people};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;

const PEOPLE: i64 = 5;
const FIRST: i64 = 100;
/// 2026-10-31 12:00 in São Paulo: the month turns within a day.
pub(super) const START: i64 = 1_793_458_800_000;
const PRESETS: [&str; 5] = [
    PETS,
    COSMETICS,
    PHARMACY,
    include_str!("../../../conversations/programs/jewels.toml"),
    include_str!("../../../conversations/programs/salon.toml"),
];
const MONTHS: [&str; 4] = ["2026-10", "2026-11", "2026-12", "2027-01"];
pub(super) const CENTRO: StoreId = StoreId(1);
pub(super) const NORTE: StoreId = StoreId(2);
const NORTH: &str = "\n[[store]]\nname = \"Norte\"\nzone = \"America/Manaus\"\n";

/// Something that happens to a shop.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// `less`: thousandths that do not take part, and that are taken off.
    Sell {
        who: i64,
        store: i64,
        centavos: i64,
        less: (i64, i64),
        vouchers: bool,
    },
    TakeBack {
        which: usize,
        leaves: i64,
    },
    Hold {
        who: i64,
        price: i64,
    },
    Capture {
        which: usize,
        store: i64,
    },
    Open {
        who: i64,
        amount: i64,
    },
    Merge {
        one: i64,
        other: i64,
    },
    Erase {
        who: i64,
    },
    Adjust {
        who: i64,
        store: i64,
        amount: i64,
    },
    Wait {
        hours: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let (who, store) = (0..PEOPLE, 1..3_i64);
    prop_oneof![
        5 => (who.clone(), store.clone(), 100..40_000_i64, less(), any::<bool>()).prop_map(
            |(who, store, centavos, less, vouchers)| Step::Sell { who, store, centavos, less, vouchers }),
        3 => (any::<usize>(), prop_oneof![Just(0), 0..1_000_i64])
            .prop_map(|(which, leaves)| Step::TakeBack { which, leaves }),
        1 => (who.clone(), 1..4_000_i64).prop_map(|(who, price)| Step::Hold { who, price }),
        1 => (any::<usize>(), store).prop_map(|(which, store)| Step::Capture { which, store }),
        1 => (who.clone(), 1..5_000_i64).prop_map(|(who, amount)| Step::Open { who, amount }),
        1 => (who.clone(), who.clone()).prop_map(|(one, other)| Step::Merge { one, other }),
        1 => who.clone().prop_map(|who| Step::Erase { who }),
        2 => (who, 1..3_i64, -3_000..3_000_i64)
            .prop_map(|(who, store, amount)| Step::Adjust { who, store, amount }),
        4 => (1..200_i64).prop_map(|hours| Step::Wait { hours }),
    ]
}

fn less() -> impl Strategy<Value = (i64, i64)> {
    let part = || prop_oneof![2 => Just(0), 1 => 0..600_i64];
    (part(), part())
}

/// What somebody with pencil and paper would write down.
#[derive(Default)]
struct Paper {
    flows: BTreeMap<(String, Option<StoreId>), Flow>,
    /// Where each credit came from.
    origins: BTreeMap<TxnId, Option<StoreId>>,
}

struct Walk {
    shop: Shop,
    at: i64,
    count: usize,
    sales: Vec<(MemberId, PurchaseId)>,
    holds: Vec<(MemberId, HoldId)>,
    paper: Paper,
}

pub(super) fn member(who: i64) -> MemberId {
    MemberId(FIRST + who)
}

impl Walk {
    fn zone(&self, store: Option<StoreId>) -> Zone {
        if store == Some(NORTE) { Zone::named("America/Manaus").unwrap() } else { self.shop.zone }
    }

    fn note(&mut self, store: Option<StoreId>, write: impl FnOnce(&mut Flow)) {
        let month = self.zone(store).month(self.at);
        write(self.paper.flows.entry((month, store)).or_default());
    }

    /// Does one thing, and writes down what it means.
    fn walk(&mut self, step: Step, facts: &Facts) -> (Vec<Change>, i64) {
        self.at += 60_000;
        self.count += 1;
        if let Step::Wait { hours } = step {
            self.at += hours * 3_600_000;
        }
        let (shop, source) = (self.shop.clone(), format!("world:{}", self.count));
        let mut draft = Draft::new(&shop, facts, self.at, &source);
        let store = self.act(step, &mut draft);
        let (changes, next_id) = draft.finish();
        for change in &changes {
            if let Change::Posted(posting) = change
                && !posting.lots.is_empty()
            {
                self.paper.origins.insert(posting.txn, store);
            }
        }
        if let Step::Erase { who } = step {
            self.erased(facts.account(facts.present(member(who))).unwrap(), &changes);
        }
        (changes, next_id)
    }

    /// Returns the store it happened in.
    fn act(&mut self, step: Step, draft: &mut Draft) -> Option<StoreId> {
        let present = |who: i64| draft.facts.present(member(who));
        match step {
            Step::Sell { who, store, centavos, less, vouchers } => {
                let one = sale(present(who), StaffId(1), StoreId(store), Money(centavos));
                let [excluded, discount] = [less.0, less.1].map(|part| Money(centavos * part / 1_000));
                self.sell(draft, Sale { excluded, discount, ..one }, vouchers);
                return Some(StoreId(store));
            }
            Step::TakeBack { which, leaves } if !self.sales.is_empty() => {
                let (owner, id) = self.sales[which % self.sales.len()];
                let owner = draft.facts.present(owner);
                let purchase = draft.purchase(owner, id).cloned().unwrap();
                let standing = Money(purchase.standing.0 * leaves / 1_000);
                let back = draft.take_back(owner, id, standing, Actor::Clock).unwrap();
                self.taken_back(purchase.store, &back);
            }
            Step::Hold { who, price } => {
                let held = set_aside(draft, present(who), price, format!("C{}", self.count));
                self.holds.extend(held.ok().map(|hold| (hold.member, hold.id)));
            }
            Step::Capture { which, store } if !self.holds.is_empty() => {
                let (owner, id) = self.holds[which % self.holds.len()];
                let owner = draft.facts.present(owner);
                let hold = draft.account(owner).and_then(|account| account.hold(id)).cloned();
                if let Some(hold) = hold.filter(Hold::is_open) {
                    hand_over(draft, &hold, StaffId(1), StoreId(store));
                    self.note(Some(StoreId(store)), |flow| flow.used -= hold.amount);
                }
            }
            Step::Open { who, amount } => {
                let who = present(who);
                let store = draft.member(who).unwrap().store;
                let key = self.count.to_string();
                bring(draft, who, amount, &key);
                self.note(store, |flow| flow.brought += amount);
                return store;
            }
            Step::Merge { one, other } => {
                draft.merge(present(one), present(other), Actor::Clock);
            }
            Step::Erase { who } => draft.erase(present(who), Actor::Clock),
            Step::Adjust { who, store, amount } if amount != 0 => {
                let (member, store, reason) = (present(who), StoreId(store), "inventory".to_owned());
                let adjustment = Adjustment { member, amount, reason, by: StaffId(1), store };
                if draft.adjust(&adjustment).is_ok() {
                    self.note(Some(store), |flow| flow.adjusted += amount);
                }
                return Some(store);
            }
            Step::Wait { .. } => {
                for who in 0..PEOPLE {
                    draft.lapse(draft.facts.present(member(who)));
                }
            }
            Step::TakeBack { .. } | Step::Capture { .. } | Step::Adjust { .. } => {}
        }
        None
    }

    fn sell(&mut self, draft: &mut Draft, one: Sale, vouchers: bool) {
        let (who, store) = (one.member, one.store);
        let open = draft.account(who).map(Account::open_vouchers).unwrap_or_default();
        let vouchers = if vouchers { open.iter().map(|voucher| voucher.id).collect() } else { Vec::new() };
        let sold = draft.sell(&Sale { vouchers, ..one });
        self.sales.push((who, sold.purchase));
        let given = sold.referral.map_or(0, |paid| paid.referrer_points + paid.friend_points);
        let used: i64 = sold.taken.iter().map(|taken| taken.used.0).sum();
        self.note(Some(store), |flow| {
            flow.purchases += sold.points;
            flow.referral += given;
            flow.used -= used;
        });
    }

    fn taken_back(&mut self, store: StoreId, back: &TakenBack) {
        let referral = back.referral.map_or(0, |paid| paid.referrer_points + paid.friend_points);
        // A voucher pays where the purchase is made; what comes back of it may repay a debt at once.
        let vouchers: i64 = back.vouchers.returned.iter().map(|voucher| voucher.value.0).sum();
        let returned = vouchers + back.vouchers.repaid;
        self.note(Some(store), |flow| {
            flow.taken_back -= back.points + referral;
            flow.used += returned;
        });
    }

    /// What somebody had falls to the shop, where the credit came from that would have been used first.
    fn erased(&mut self, before: &Account, changes: &[Change]) {
        let postings = changes.iter().filter_map(|change| match change {
            Change::Posted(posting) if posting.kind == Kind::Erasure => Some(posting),
            _ => None,
        });
        for posting in postings {
            let forfeited: i64 = posting
                .transfers
                .iter()
                .map(
                    |transfer| {
                        if transfer.credit == Book::Forfeited { transfer.amount } else { -transfer.amount }
                    },
                )
                .sum();
            let first =
                posting.uses.first().and_then(|used| before.lots.iter().find(|lot| lot.id == used.lot));
            let store = first.map_or(before.member.store, |lot| self.paper.origins[&lot.txn]);
            self.note(store, |flow| flow.forfeited -= forfeited);
        }
    }
}

/// A balance brought along in the middle of somebody's life, with a key of its own.
pub(super) fn bring(draft: &mut Draft, who: MemberId, amount: i64, key: &str) {
    let mut posting = draft.posting(Kind::Opening, format!("opening:{key}"), Actor::Clock);
    posting.store = draft.member(who).and_then(|member| member.store);
    let lot = Lot {
        id: LotId(draft.id()),
        member: who,
        txn: posting.txn,
        original: amount,
        remaining: amount,
        lapsed: 0,
        earned_at: draft.at,
        usable_at: draft.at,
        expires_at: NEVER,
        promised: NEVER,
        rules: 1,
        ending: Ending::default(),
    };
    posting.transfer(Book::Opening, Book::Member(who), amount);
    posting.lots.push(lot);
    draft.apply(Change::Posted(posting));
}

pub(super) async fn settle(store: &Store, program: &str) -> (MerchantId, Vec<Place>) {
    let new = NewMerchant {
        program: program.to_owned(),
        stores: vec!["Centro".to_owned(), "Norte".to_owned()],
        ..new_merchant(NUMBER)
    };
    let unit = store.write(move |tx| Box::pin(async move { merchants::add(tx, &new).await }));
    let place = |(id, name): (i64, &str)| Place::new(StoreId(id), name.to_owned());
    (unit.await.unwrap(), [(1, "Centro"), (2, "Norte")].map(place).to_vec())
}

/// People of both stores and of none; 1 was invited by 0, 2 by 1.
pub(super) fn people_there(shop: &Shop) -> (Facts, Vec<Change>) {
    let mut facts = Facts { next_id: 1_000, ..Facts::default() };
    let mut changes = Vec::new();
    for who in 0..PEOPLE {
        let mut person = Member::guest(member(who), Some(format!("P{who}")), None, shop.lang, START);
        person.referred_by = (1..3).contains(&who).then(|| member(who - 1));
        person.store = [None, Some(CENTRO), Some(NORTE)][usize::try_from(who % 3).unwrap()];
        let change = Change::Enrolled(person);
        facts.evolve(&change);
        changes.push(change);
    }
    (facts, changes)
}

/// What happens to these people at one moment is kept.
pub(super) async fn live(store: &Store, shop: &Shop, at: i64, act: impl FnOnce(&mut Draft<'_>)) {
    let (mut facts, mut changes) = people_there(shop);
    let before = facts.clone();
    let mut draft = Draft::new(shop, &before, at, "world:1");
    act(&mut draft);
    let (made, next_id) = draft.finish();
    facts.next_id = next_id;
    for change in &made {
        facts.evolve(change);
    }
    changes.extend(made);
    save(store, shop.id, facts, changes).await;
}

pub(super) async fn save(store: &Store, merchant: MerchantId, facts: Facts, changes: Vec<Change>) {
    let unit = store.write(move |tx| {
        Box::pin(async move {
            people::save(tx, merchant, &facts, &Chats::new(), &changes).await?;
            ledger::save(tx, merchant, &facts, &changes, START).await?;
            merges::save(tx, merchant, &changes).await?;
            inbox::next_id(tx, merchant, facts.next_id).await?;
            Ok::<_, StoreError>(())
        })
    });
    unit.await.unwrap();
}

async fn loaded(store: &Store, merchant: MerchantId, next_id: i64) -> Facts {
    let unit = store.read(move |tx| {
        Box::pin(async move {
            let (mut facts, mut chats) = (Facts { next_id, ..Facts::default() }, Chats::new());
            let members = (0..PEOPLE).map(member).collect();
            load(tx, merchant, &Needs { members, ..Needs::default() }, 0, &mut facts, &mut chats).await?;
            Ok(facts)
        })
    });
    unit.await.unwrap()
}

async fn closed(store: &Store, shop: &Shop, places: &[Place], month: &str) -> Result<Closing, Unreconciled> {
    let (shop, places, month) = (shop.clone(), places.to_vec(), month.to_owned());
    let read = store.read(move |tx| Box::pin(async move { close_month(tx, &shop, &places, &month).await }));
    read.await.unwrap()
}

/// Lives through the steps and closes every month; each is what was written down, and opens as the one before closed.
pub(super) async fn lives(db: &Db, program: &str, steps: &[Step]) -> Result<(), TestCaseError> {
    let store = db.open().await;
    let text = format!("{program}{NORTH}");
    let (merchant, places) = settle(&store, &text).await;
    let shop = Shop { rules: rulebook(&text), ..shop(merchant, NUMBER) };
    let (facts, changes) = people_there(&shop);
    let mut next_id = facts.next_id;
    save(&store, merchant, facts, changes).await;
    let (sales, holds) = (Vec::new(), Vec::new());
    let mut walk = Walk { shop: shop.clone(), at: START, count: 0, sales, holds, paper: Paper::default() };
    for step in steps {
        let mut facts = loaded(&store, merchant, next_id).await;
        let (changes, free) = walk.walk(*step, &facts);
        (facts.next_id, next_id) = (free, free);
        for change in &changes {
            facts.evolve(change);
        }
        save(&store, merchant, facts, changes).await;
    }
    // Nobody looks at what is due here: time ends nothing in these months.
    let mut found = violations(&store).await;
    found.retain(|found| !found.starts_with("V12a"));
    assert_eq!(found, Vec::<String>::new());
    let mut before: BTreeMap<Option<StoreId>, i64> = BTreeMap::new();
    let last = walk.shop.zone.month(walk.at);
    for month in MONTHS.iter().filter(|month| **month <= last.as_str()) {
        let closing = closed(&store, &shop, &places, month).await.unwrap();
        let mut expected: Vec<(Option<StoreId>, Flow)> = Vec::new();
        for id in [None, Some(CENTRO), Some(NORTE)] {
            let opening = before.get(&id).copied().unwrap_or(0);
            let written = walk.paper.flows.get(&((*month).to_owned(), id)).copied().unwrap_or_default();
            let flow = Flow { opening, ..written };
            before.insert(id, flow.closing());
            expected.extend((flow != Flow::default()).then_some((id, flow)));
        }
        prop_assert_eq!(&closing.stores, &expected, "{} {}", db.engine, month);
        prop_assert_eq!(closing.total.closing(), before.values().sum::<i64>());
        prop_assert_eq!(closing.holdings.owed(), closing.total.closing());
        explained::month(&store, &shop, &places, (month, &closing)).await?;
    }
    explained::ever(&store, &shop, &places).await?;
    let sales: Vec<PurchaseId> = walk.sales.iter().map(|(_, id)| *id).collect();
    explained::people(&store, &shop, &loaded(&store, merchant, 0).await, (&sales, walk.at)).await?;
    store.close().await;
    Ok(())
}

#[test]
fn each_month_opens_as_the_one_before_closed_and_holds_what_was_done() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let run = |(steps, program): (Vec<Step>, &str)| {
        runtime.block_on(async {
            for db in [Some(sqlite().await), postgres().await].into_iter().flatten() {
                lives(&db, program, &steps).await?;
                dispose(&db.url).await;
            }
            Ok(())
        })
    };
    let cases = std::env::var("LEDGER_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(8);
    let config = Config { cases, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let steps = prop::collection::vec(step(), 20..60);
    TestRunner::new(config).run(&(steps, prop::sample::select(PRESETS.as_slice())), run).unwrap();
}

/// Half past eleven at night in Manaus is half an hour into November in São Paulo, whose clock counts from the second on.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_whose_zone_changes_opens_a_month_as_it_closed_the_one_before() {
    on_both(|db| async move {
        let store = db.open().await;
        let (merchant, places) = settle(&store, PETS).await;
        let version = |number, from, text: &str| {
            let program = Program::read(text).unwrap();
            Version { number, from, program }
        };
        let there = version(1, 0, &format!("{PETS}{NORTH}"));
        let here = version(2, START + 36 * 3_600_000, PETS);
        let rules = Rulebook::new(vec![there, here]).unwrap();
        let shop = Shop { rules, ..shop(merchant, NUMBER) };
        live(&store, &shop, START + 12 * 3_600_000 + 1_800_000, |draft| {
            bring(draft, member(2), 700, "1");
        })
        .await;
        for (month, opening, closing) in [("2026-10", 0, 700), ("2026-11", 700, 700), ("2026-12", 700, 700)] {
            let total = closed(&store, &shop, &places, month).await.unwrap().total;
            assert_eq!((total.opening, total.closing()), (opening, closing), "{month}");
        }
        store.close().await;
    })
    .await;
}

/// A wallet changed behind the service's back: no figure is shown.
#[tokio::test(flavor = "multi_thread")]
async fn figures_that_do_not_add_up_are_refused() {
    on_both(|db| async move {
        let store = db.open().await;
        let (merchant, places) = settle(&store, PETS).await;
        let shop = shop(merchant, NUMBER);
        live(&store, &shop, START, |draft| {
            draft.open_with(member(1), 700);
        })
        .await;
        assert_eq!(closed(&store, &shop, &places, "2026-10").await.unwrap().total.closing(), 700);
        let raw = Raw::of(&db).await;
        raw.run("update wallet set available = available + 1 where available = 700").await;
        let refused = closed(&store, &shop, &places, "2026-10").await;
        assert!(matches!(refused, Err(Unreconciled::Stored { .. })), "{refused:?}");
        raw.close().await;
        store.close().await;
    })
    .await;
}
