//! What goes out: in the order it was decided, each once, and decided by class when nobody knows.

use crate::support::engines::{Db, on_both};
use crate::support::raw::Raw;
use crate::support::shop::{self, NOON, NUMBER};
use fregues::dialogue::line::Class;
use fregues::domain::ids::{MemberId, MerchantId};
use fregues::store::Store;
use fregues::store::claims::{self, Line};
use fregues::store::outbox::{self, Claimed, Outgoing, Settled};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

pub struct Post {
    pub store: Store,
    pub raw: Raw,
    pub merchant: MerchantId,
    _db: Db,
}

pub const fn row(id: i64, member: i64, class: Class) -> Outgoing {
    Outgoing {
        id,
        member: MemberId(member),
        class,
        waits: false,
        wa_id: None,
        user_id: None,
        body: String::new(),
        template: None,
        until: None,
        initiates: false,
        about: None,
        cause: String::new(),
    }
}

pub fn ended(row: &Claimed, state: &'static str) -> Settled {
    Settled {
        merchant: row.merchant,
        id: row.id,
        attempt: row.attempt,
        state,
        wamid: (state == "accepted").then(|| format!("wamid.{}.{}", row.id, row.attempt)),
        due: Some(NOON),
        initiates: None,
        error: None,
        reason: None,
        wa_id: None,
    }
}

impl Post {
    /// A shop with 300 people numbered from 1000, none of whom ever wrote.
    pub async fn open(db: &Db) -> Post {
        let store = db.open().await;
        let merchant = shop::settle(&store, NUMBER).await;
        let raw = Raw::of(db).await;
        raw.run(
            "with recursive n (i) as (select 1000 union all select i + 1 from n where i < 1299) \
             insert into member (merchant, id, standing, lang, offers, silent, frozen, created_ms, version) \
             select 1, i, 'joined', 'pt-BR', 0, 0, 0, 0, 1 from n",
        )
        .await;
        Post { store, raw, merchant, _db: db.clone() }
    }

    pub async fn insert(&self, rows: Vec<Outgoing>) -> Vec<Claimed> {
        let merchant = self.merchant;
        let unit = self.store.write(move |tx| {
            Box::pin(async move { outbox::insert(tx, merchant, NUMBER, &rows, usize::MAX, NOON).await })
        });
        unit.await.unwrap()
    }

    /// Claims answers, and when there are none, announcements.
    pub async fn claim(&self, now: i64, most: usize) -> Vec<Claimed> {
        let merchant = self.merchant;
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                let answers = claims::claim(tx, merchant, Line::Answers, now, most).await?;
                if !answers.is_empty() {
                    return Ok(answers);
                }
                claims::claim(tx, merchant, Line::Announcements, now, most).await
            })
        });
        unit.await.unwrap()
    }

    pub async fn settle(&self, rows: Vec<Settled>) -> u64 {
        self.store.write(move |tx| Box::pin(async move { outbox::settle(tx, &rows).await })).await.unwrap()
    }

    pub async fn resolve(&self, a_before: i64, c_before: i64) {
        self.store.write(move |tx| Box::pin(outbox::resolve(tx, a_before, c_before))).await.unwrap();
    }

    pub async fn states(&self) -> Vec<String> {
        self.raw.rows("select id, state, attempt from outbox order by id").await
    }
}

fn ids(rows: &[Claimed]) -> Vec<i64> {
    rows.iter().map(|row| row.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bubbles_of_one_person_leave_one_after_the_other_in_the_order_decided() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        let first =
            post.insert(vec![row(1, 1000, Class::C), row(2, 1000, Class::A), row(3, 1001, Class::A)]).await;
        assert_eq!(ids(&first), [1, 3], "one for each person goes at once");
        assert_eq!(ids(&post.insert(vec![row(4, 1000, Class::C), row(5, 1002, Class::C)]).await), [5]);
        assert!(ids(&post.claim(NOON, 10).await).is_empty(), "the first of 1000 is still under way");

        post.settle(vec![Settled { due: Some(NOON + 5_000), ..ended(&first[0], "retry_wait") }]).await;
        assert!(ids(&post.claim(NOON, 10).await).is_empty(), "a retry holds the later ones back");
        let again = post.claim(NOON + 5_000, 10).await;
        assert_eq!((ids(&again), again[0].attempt), (vec![1], 2));
        assert_eq!(post.settle(vec![ended(&first[0], "accepted")]).await, 0, "the attempt before is over");
        post.settle(vec![ended(&again[0], "accepted")]).await;
        for id in [2, 4] {
            let next = post.claim(NOON + 5_000, 10).await;
            assert_eq!(ids(&next), [id]);
            post.settle(vec![ended(&next[0], "dead")]).await;
        }
        assert!(ids(&post.claim(NOON + 5_000, 10).await).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_senders_claim_each_bubble_once_and_no_more_than_asked_for() {
    on_both(|db| async move {
        let post = Arc::new(Post::open(&db).await);
        post.insert((0..300).map(|n| row(n + 1, 1000 + n, Class::C)).collect()).await;
        post.raw.run("update outbox set state = 'queued', attempt = 0").await;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut senders = Vec::new();
        for _ in 0..6 {
            let (post, seen) = (post.clone(), seen.clone());
            senders.push(tokio::spawn(async move {
                loop {
                    let claimed = post.claim(NOON, 7).await;
                    assert!(claimed.len() <= 7, "{} rows were taken for 7", claimed.len());
                    if claimed.is_empty() {
                        return;
                    }
                    seen.lock().unwrap().extend(ids(&claimed));
                }
            }));
        }
        for sender in senders {
            sender.await.unwrap();
        }
        let seen = seen.lock().unwrap();
        assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (300, 300));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_outcome_is_decided_by_class_when_its_time_is_over() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        let rows = vec![
            row(1, 1000, Class::A),
            row(2, 1001, Class::B),
            row(3, 1002, Class::C),
            row(4, 1003, Class::C),
            row(5, 1004, Class::A),
        ];
        let mut sent = post.insert(rows).await;
        sent.extend(post.claim(NOON, 1).await);
        post.raw
            .run(&format!(
                "insert into conversation (merchant, member, state, last_inbound_ms, version) \
                 select 1, id, '{{}}', {NOON} + 1, 1 from member where id in (1003, 1004)"
            ))
            .await;
        post.settle(sent.iter().map(|row| ended(row, "unknown")).collect()).await;
        post.resolve(NOON - 1, NOON - 1).await;
        assert!(
            post.states().await.iter().all(|state| state.contains("unknown")),
            "their status may still come"
        );
        post.resolve(NOON - 1, NOON).await;
        let after = post.states().await;
        assert_eq!(
            after[2..4],
            ["3 | retry_wait | 1", "4 | dead | 1"],
            "who wrote meanwhile is not answered late"
        );
        post.resolve(NOON, NOON).await;
        let after = post.states().await;
        assert_eq!(
            after[..2],
            ["1 | retry_wait | 1", "2 | unknown | 1"],
            "an announcement is never sent twice"
        );
        assert_eq!(after[4], "5 | retry_wait | 1", "a receipt must arrive, whoever wrote");

        let again = post.claim(NOON, 10).await;
        assert_eq!(ids(&again), [1, 3, 5]);
        post.settle(again.iter().map(|row| ended(row, "unknown")).collect()).await;
        post.resolve(NOON, NOON).await;
        let twice = ["1 | dead | 2", "2 | unknown | 1", "3 | dead | 2", "4 | dead | 1", "5 | dead | 2"];
        assert_eq!(post.states().await, twice, "twice unknown is the end");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_process_was_sending_becomes_unknown_and_nothing_else() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        post.insert(vec![row(1, 1000, Class::A), row(2, 1000, Class::A)]).await;
        post.store.write(|tx| Box::pin(outbox::orphans(tx, NOON - 1, NOON + 9))).await.unwrap();
        assert_eq!(post.states().await, ["1 | sending | 1", "2 | queued | 0"], "its lease is not over");
        post.store.write(|tx| Box::pin(outbox::orphans(tx, NOON, NOON + 9))).await.unwrap();
        assert_eq!(post.states().await, ["1 | unknown | 1", "2 | queued | 0"]);
        assert_eq!(ids(&post.claim(NOON, 9).await), [2], "an unknown outcome holds nothing back");
        assert_eq!(post.raw.number("select due_ms from outbox where id = 1").await, NOON + 9);
    })
    .await;
}
