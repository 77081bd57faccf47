//! Measurement d: what a batch of 64 turns reads and writes, and nothing else.

use crate::{CASHIERS, IN_FLIGHT, MEMBERS, OPEN, cashier, member_phone, scatter};
use fregues::app::clock::Clock;
use fregues::dialogue::line::Class;
use fregues::dialogue::needs::Needs;
use fregues::domain::draft::Draft;
use fregues::domain::facts::{Facts, Key, Shop};
use fregues::domain::ids::{MerchantId, StaffId, StoreId};
use fregues::domain::money::Money;
use fregues::domain::phone::Phone;
use fregues::domain::selling::Sale;
use fregues::store::inbox::{Done, Kept};
use fregues::store::load::Chats;
use fregues::store::outbox::{Outgoing, Settled};
use fregues::store::{Store, StoreError, Tx, inbox, ledger, load, merchants, outbox, people};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The rows of a batch of turns, and nothing else.
pub struct Raw {
    pub store: Store,
    shop: Arc<Shop>,
    staff: Arc<Vec<StaffId>>,
    count: Arc<AtomicU64>,
}

impl Raw {
    pub async fn open(store: Store, merchant: MerchantId) -> Raw {
        let found = store.read(move |tx| Box::pin(merchants::get(tx, merchant, None))).await;
        let (shop, _) = found.expect("it reads").expect("the shop is there");
        let house = store.read(move |tx| {
            Box::pin(async move {
                let mut facts = Facts::default();
                load::house(tx, merchant, &mut facts).await?;
                Ok(facts.staff.into_keys().collect::<Vec<_>>())
            })
        });
        let staff = house.await.expect("it reads");
        Raw { store, shop: Arc::new(shop), staff: Arc::new(staff), count: Arc::new(AtomicU64::new(0)) }
    }

    pub async fn run(&self, stretch: Duration) -> Vec<u64> {
        let until = Instant::now() + stretch;
        let mut waits = Vec::new();
        while Instant::now() < until {
            let began = Instant::now();
            let (shop, staff) = (self.shop.clone(), self.staff.clone());
            let first = self.count.fetch_add(IN_FLIGHT as u64, Ordering::Relaxed);
            let unit = self.store.write(move |tx| Box::pin(group(tx, shop, staff, first)));
            unit.await.expect("a group commits");
            let took = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
            waits.extend(std::iter::repeat_n(took, IN_FLIGHT));
        }
        waits
    }
}

async fn group(tx: &mut Tx, shop: Arc<Shop>, staff: Arc<Vec<StaffId>>, first: u64) -> Result<(), StoreError> {
    let now = Clock::system().now();
    let turn = |slot: usize| first + slot as u64;
    let member_of = |slot: usize| {
        if slot < CASHIERS {
            scatter(turn(slot)) % MEMBERS
        } else {
            (slot - CASHIERS + 13 * (usize::try_from(first / 64).unwrap_or(0) % 40)) * OPEN
        }
    };
    let phone = |digits: &str| Phone::canonical(digits).expect("a phone");
    let kept: Vec<Kept> = (0..IN_FLIGHT)
        .map(|slot| Kept {
            key: format!(
                "m:wamid.HBgNNTUxMTk4NzY1NDMyMRUCABIYFDNBMDEyMzQ1Njc4OUFCQ0RFRjAx{:018}",
                turn(slot)
            ),
            merchant: Some(shop.id),
            kind: "message",
            at: now,
            arrival: now * 1_000 + slot as i64,
            raw: "x".repeat(420),
            reason: None,
        })
        .collect();
    inbox::keep(tx, &kept).await?;
    let (merchant, next_id) = inbox::claim(tx, now, now, MerchantId(0)).await?.expect("it has messages");
    let mut facts = Facts { next_id, ..Facts::default() };
    let mut chats = Chats::new();
    load::house(tx, merchant, &mut facts).await?;
    let taken = inbox::take(tx, merchant, 256).await?;
    let buyers: Vec<Key> =
        (0..IN_FLIGHT).map(|slot| Key::Phone(phone(&member_phone(member_of(slot))))).collect();
    let tills = (0..CASHIERS).map(|slot| Key::Phone(phone(&cashier(slot))));
    let needs = Needs { keys: buyers.iter().cloned().chain(tills).collect(), ..Needs::default() };
    load::load(tx, merchant, &needs, now - 12 * 3_600_000, &mut facts, &mut chats).await?;
    let (mut changes, mut outgoing) = (Vec::new(), Vec::new());
    for (slot, buyer) in buyers.iter().enumerate() {
        let Some(member) = facts.member_behind(buyer) else { continue };
        let cause = format!("wamid.{:050}", turn(slot));
        let speaker = if slot < CASHIERS {
            let mut draft = Draft::new(&shop, &facts, now, &cause);
            let sale = Sale {
                member,
                staff: staff[slot % staff.len()],
                store: StoreId(1),
                amount: Money(1_000 + (scatter(turn(slot)) % 19_000) as i64),
                excluded: Money::ZERO,
                discount: Money::ZERO,
                vouchers: Vec::new(),
                hold: None,
                agreed: None,
                wamid: None,
                remark: None,
                line: 0,
                order: None,
                told: true,
            };
            draft.sell(&sale);
            let (made, next) = draft.finish();
            facts.next_id = next;
            for change in &made {
                facts.evolve(change);
            }
            changes.extend(made);
            facts.member_behind(&Key::Phone(phone(&cashier(slot)))).unwrap_or(member)
        } else {
            member
        };
        chats.entry(speaker).or_default().dirty = true;
        let told = (slot < CASHIERS).then_some((member, member_of(slot) % OPEN != 0));
        for (to, waits) in std::iter::once((speaker, false)).chain(told) {
            let id = facts.next_id;
            facts.next_id += 1;
            outgoing.push(Outgoing {
                id,
                member: to,
                class: Class::A,
                waits,
                wa_id: facts.accounts.get(&to).and_then(|account| account.reach.wa_id.clone()),
                user_id: None,
                body: "y".repeat(380),
                template: None,
                until: None,
                initiates: false,
                about: None,
                cause: cause.clone(),
            });
        }
    }
    people::save(tx, merchant, &facts, &chats, &changes).await?;
    ledger::save(tx, merchant, &facts, &changes, now).await?;
    let claimed = outbox::insert(tx, merchant, &shop.phone_number_id, &outgoing, outgoing.len(), now).await?;
    let done: Vec<Done> =
        taken.into_iter().map(|row| Done { key: row.key, state: "done", reason: None }).collect();
    inbox::finish(tx, &done).await?;
    inbox::next_id(tx, merchant, facts.next_id).await?;
    let settled: Vec<Settled> = claimed
        .iter()
        .map(|row| Settled {
            merchant,
            id: row.id,
            attempt: row.attempt,
            state: "accepted",
            wamid: Some(format!("wamid.OUT{:040}", row.id)),
            due: Some(now),
            initiates: None,
            error: None,
            reason: None,
            wa_id: None,
        })
        .collect();
    outbox::settle(tx, &settled).await.map(|_| ())
}
