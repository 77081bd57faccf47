//! What stands in the outbox follows its person: to where they write from, and not to a number in question.

use super::outbox::{Post, ended, row};
use crate::support::engines::on_both;
use crate::support::shop::NOON;
use fregues::dialogue::line::Class;
use fregues::domain::ids::MemberId;
use fregues::store::outbox::{Claimed, Outgoing, Settled};
use fregues::store::waiting::{self, Step, Wrote};

const ANA: MemberId = MemberId(1000);

impl Post {
    async fn follow(&self, steps: Vec<Step>) -> u64 {
        let merchant = self.merchant;
        let unit = self
            .store
            .write(move |tx| Box::pin(async move { waiting::follow(tx, merchant, &steps, NOON).await }));
        unit.await.unwrap()
    }

    async fn withdraw(&self, member: MemberId) {
        let merchant = self.merchant;
        let unit = self
            .store
            .write(move |tx| Box::pin(async move { waiting::withdraw(tx, merchant, member).await }));
        unit.await.unwrap();
    }

    async fn addressed(&self) -> Vec<String> {
        self.raw.rows("select id, state, wa_id, user_id, until_ms from outbox order by id").await
    }
}

fn wrote(wa_id: Option<&str>) -> Step {
    let (wa_id, user_id) = (wa_id.map(str::to_owned), Some("BR.1".to_owned()));
    Step::Wrote(Wrote { member: ANA, wa_id, user_id, until: NOON + 1 })
}

fn to_number(id: i64) -> Outgoing {
    Outgoing { wa_id: Some("5511987654321".to_owned()), ..row(id, ANA.0, Class::A) }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_for_a_window_goes_when_the_person_writes() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        let waits = |id, member| Outgoing { waits: true, ..row(id, member, Class::A) };
        let sent = post.insert(vec![waits(1, 1000), waits(2, 1000), waits(3, 1001)]).await;
        assert!(sent.is_empty() && post.claim(NOON, 9).await.is_empty());
        assert_eq!(post.follow(vec![wrote(Some("5511")), wrote(None)]).await, 2);
        let claimed = post.claim(NOON, 9).await;
        let [Claimed { id: 1, wa_id, user_id, until, .. }] = &claimed[..] else { panic!("{claimed:?}") };
        let reach = (wa_id.as_deref(), user_id.as_deref());
        assert_eq!(reach, (Some("5511"), Some("BR.1")), "it goes to where they wrote from first");
        assert_eq!(*until, Some(NOON + 1), "as long as their window is open");
        assert_eq!(post.states().await, ["1 | sending | 1", "2 | queued | 0", "3 | waiting | 0"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_to_a_number_in_question_is_not_sent_there_again() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        let ends = ["accepted", "retry_wait", "queued", "dead"];
        let people: Vec<i64> = (1000..).take(ends.len()).collect();
        let sent = post.insert(people.iter().map(|&who| row(who, who, Class::A)).collect()).await;
        post.follow(people.iter().map(|&who| Step::InQuestion(MemberId(who))).collect()).await;
        post.settle(sent.iter().zip(ends).map(|(row, end)| ended(row, end)).collect()).await;
        let states = ["1000 | accepted | 1", "1001 | waiting | 1", "1002 | waiting | 0", "1003 | dead | 1"];
        assert_eq!(post.states().await, states);
        assert!(post.claim(NOON, 9).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_knows_of_is_not_sent_to_a_number_in_question_either() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        let sent = post.insert(vec![to_number(1)]).await;
        post.settle(vec![ended(&sent[0], "unknown")]).await;
        post.follow(vec![Step::InQuestion(ANA)]).await;
        post.resolve(NOON, NOON).await;
        assert_eq!(post.states().await, ["1 | waiting | 1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn once_the_number_is_out_of_question_it_goes_to_where_they_write_from() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        let sent = post.insert(vec![to_number(1), to_number(2)]).await;
        post.follow(vec![wrote(None), Step::InQuestion(ANA), wrote(None)]).await;
        let open = NOON + 1;
        let now = [format!("1 | sending | - | BR.1 | {open}"), format!("2 | queued | - | BR.1 | {open}")];
        assert_eq!(post.addressed().await, now);
        // Another spelling of the number it was sent to is no address any more.
        let spelling = Some("551187654321".to_owned());
        post.settle(vec![Settled { wa_id: spelling, ..ended(&sent[0], "retry_wait") }]).await;
        assert_eq!(post.addressed().await[0], format!("1 | retry_wait | - | BR.1 | {open}"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn to_whom_is_forgotten_nothing_is_sent_again_and_nothing_of_it_is_kept() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        let says = |id| Outgoing { body: "Oi, Ana".to_owned(), ..to_number(id) };
        let sent = post.insert(vec![says(1), says(2)]).await;
        post.withdraw(ANA).await;
        post.settle(vec![ended(&sent[0], "retry_wait")]).await;
        let rows = post.raw.rows("select id, state, body, wa_id from outbox order by id").await;
        assert_eq!(rows, ["1 | dead |  | -", "2 | dead |  | -"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rests_follows_its_person_too() {
    on_both(|db| async move {
        let post = Post::open(&db).await;
        post.insert(
            [1, 2, 3].map(|id| Outgoing { body: "Oi".to_owned(), ..row(id, 999 + id, Class::B) }).into(),
        )
        .await;
        post.raw.run("update outbox set state = 'held', reason = 'x'").await;
        post.follow(vec![Step::Merged { from: ANA, into: MemberId(1001) }]).await;
        post.withdraw(MemberId(1002)).await;
        let rows = post.raw.rows("select id, member, state, body from outbox order by id").await;
        assert_eq!(rows, ["1 | 1001 | held | Oi", "2 | 1001 | held | Oi", "3 | 1002 | dead | "]);
    })
    .await;
}
