//! Statuses come twice, out of order, and before our own response: they end the same.

use super::outbox::{Post, ended, row};
use crate::support::engines::on_both;
use fregues::dialogue::line::Class;
use fregues::store::outbox::{Claimed, Form};
use fregues::store::statuses::{self, Back, Said, rank};

/// What can happen to a message once it is under way: our own response, and what WhatsApp tells.
const TOLD: [&str; 4] = ["sent", "failed", "delivered", "read"];

/// Every order of every choice of these.
fn orders(of: &[&'static str]) -> Vec<Vec<&'static str>> {
    let mut found = vec![Vec::new()];
    for (index, first) in of.iter().enumerate() {
        let rest: Vec<_> =
            of.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, told)| *told).collect();
        found.extend(orders(&rest).into_iter().map(|mut order| {
            order.insert(0, first);
            order
        }));
    }
    found
}

/// All stories: statuses in any order, our response (accepted or unknown) at any place among them.
fn stories() -> Vec<Vec<&'static str>> {
    let mut stories = Vec::new();
    for order in orders(&TOLD) {
        for ours in ["accepted", "unknown"] {
            for place in 0..=order.len() {
                let mut story = order.clone();
                story.insert(place, ours);
                stories.push(story);
            }
        }
    }
    stories
}

fn said(id: i64, attempt: i64, state: &'static str) -> Said {
    let priced = matches!(state, "sent" | "delivered");
    Said {
        wamid: format!("wamid.{id}.{attempt}"),
        row: Some((id, attempt)),
        state,
        at: rank(state),
        error: (state == "failed").then_some(131_026),
        category: priced.then(|| "service".to_owned()),
        billable: priced.then_some(false),
    }
}

impl Post {
    async fn told(&self, said: Vec<Said>) {
        let merchant = self.merchant;
        let unit =
            self.store.write(move |tx| Box::pin(async move { statuses::apply(tx, merchant, &said).await }));
        unit.await.unwrap();
    }
}

fn claimed(post: &Post, id: i64) -> Claimed {
    Claimed {
        merchant: post.merchant,
        id,
        member: fregues::domain::ids::MemberId(1000),
        class: "A".to_owned(),
        wa_id: None,
        user_id: None,
        body: String::new(),
        attempt: 1,
        at: 0,
        refusals: 0,
        respelled: false,
        phone_number_id: String::new(),
        until: None,
        cause: String::new(),
        form: Form::Free,
        stale: false,
        refused: false,
        probe: false,
    }
}

/// What a story must end as: state, wamid, status, error, category.
fn ending(id: i64, story: &[&str]) -> String {
    let told = |state: &&&str| TOLD.contains(*state);
    let furthest = story.iter().filter(told).max_by_key(|state| rank(state)).copied();
    let accepted = furthest.is_some() || story.contains(&"accepted");
    let state = if accepted { "accepted" } else { "unknown" };
    let wamid = if accepted { format!("wamid.{id}.1") } else { "-".to_owned() };
    let error = if furthest == Some("failed") { "131026" } else { "-" };
    let priced = story.contains(&"sent") || story.contains(&"delivered");
    let category = if priced { "service" } else { "-" };
    format!("{id} | {state} | {wamid} | {} | {error} | {category}", furthest.unwrap_or("-"))
}

const ENDINGS: &str = "select id, state, wamid, status, error, category from outbox order by id";

#[tokio::test(flavor = "multi_thread")]
async fn statuses_only_move_forward_whenever_they_come() {
    on_both(|db| async move {
        let stories = stories();
        let longest = stories.iter().map(Vec::len).max().unwrap_or(0);
        // Three ways to live through all stories: step by step, each step told twice, all statuses at once.
        for way in ["one by one", "twice each", "at once"] {
            let post = Post::open(&db.fresh().await).await;
            let ids: Vec<i64> = (1..).take(stories.len()).collect();
            post.insert(ids.iter().map(|id| row(*id, 1000, Class::A)).collect()).await;
            post.raw.run("update outbox set state = 'sending', attempt = 1").await;
            let steps = if way == "at once" { 1 } else { longest };
            for step in 0..steps {
                let (mut told, mut ours) = (Vec::new(), Vec::new());
                for (id, story) in ids.iter().zip(&stories) {
                    let range =
                        if way == "at once" { 0..story.len() } else { step..(step + 1).min(story.len()) };
                    for event in story.get(range).unwrap_or_default() {
                        match *event {
                            "accepted" | "unknown" => ours.push(ended(&claimed(&post, *id), event)),
                            state => told.push(said(*id, 1, state)),
                        }
                    }
                }
                if way == "twice each" {
                    post.told(told.clone()).await;
                }
                post.told(told).await;
                post.settle(ours).await;
            }
            let found = post.raw.rows(ENDINGS).await;
            for ((id, story), found) in ids.iter().zip(&stories).zip(found) {
                assert_eq!(found, ending(*id, story), "{way}: {story:?}");
            }
        }
    })
    .await;
}

/// A number failed in one spelling and waits to be tried in the other: what is still told about the first
/// attempt must not end the second.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_status_of_a_failed_attempt_does_not_end_the_next_one() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        let first = post.insert(vec![row(1, 1000, Class::A)]).await;
        post.settle(vec![ended(&first[0], "accepted")]).await;
        post.told(vec![said(1, 1, "failed")]).await;
        let wa_id = Some("5511987654321".to_owned());
        let (due, reason) = (Some(0), "failed".to_owned());
        let back = Back { id: 1, state: "retry_wait", wa_id, initiates: None, due, error: 131_026, reason };
        let (merchant, again) = (post.merchant, vec![back]);
        let unit = post
            .store
            .write(move |tx| Box::pin(async move { statuses::put_back(tx, merchant, &again).await }));
        assert_eq!(unit.await.unwrap(), 1);
        for late in ["sent", "failed"] {
            post.told(vec![said(1, 1, late)]).await;
            assert_eq!(post.states().await, ["1 | retry_wait | 1"], "{late}");
        }
        let second = post.claim(0, 1).await;
        assert_eq!(second[0].wa_id.as_deref(), Some("5511987654321"));
        for late in ["sent", "failed"] {
            post.told(vec![said(1, 1, late)]).await;
            assert_eq!(post.states().await, ["1 | sending | 2"], "{late}");
        }
        post.told(vec![said(1, 2, "sent")]).await;
        post.settle(vec![ended(&second[0], "accepted")]).await;
        post.told(vec![said(1, 2, "delivered")]).await;
        assert_eq!(post.raw.rows(ENDINGS).await, ["1 | accepted | wamid.1.2 | delivered | - | service"]);
    })
    .await;
}
