//! A number that cannot send: it stops at once, keeps everything, is tried now and then, and goes on in order.

use super::desk::{Desk, NUMBER, row_of};
use crate::office::done;
use crate::support::engines::on_both;
use crate::support::house::{app_on, open_doors};
use crate::support::shop::NOON;
use fregues::app::office::Order;
use fregues::dialogue::line::Class;
use fregues::emulator::{Answered, Faults, Utterance};
use fregues::setup::local;
use fregues::store::held::{self, Which};
use serde_json::json;

const SECOND: i64 = 1_000;

impl Desk {
    fn refuse(&self, code: Option<u32>) {
        self.emulator.set_faults(Faults { refuse: code, ..self.emulator.faults() });
    }

    async fn channel(&self) -> Vec<String> {
        self.raw.rows("select state, coalesce(error, 0), probe_ms from channel").await
    }

    /// What the owner is told of, in order.
    async fn told(&self) -> Vec<String> {
        let found = self.raw.rows("select raw from inbox where kind = 'news' order by arrival, key").await;
        found.iter().map(|raw| raw.replace(['{', '}', '"'], "")).collect()
    }
}

/// F19: the token is revoked for ten minutes, then it is good again.
#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_stops_the_number_and_nothing_is_lost() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 40).await;
        desk.refuse(Some(190));
        let bubbles: Vec<_> = (0..120).map(|n| (n % 40, [Class::A, Class::C, Class::A][n / 40])).collect();
        let (ids, claimed) = desk.put(&bubbles).await;
        desk.app.sender.send_all(claimed).await.unwrap();
        let first = desk.emulator.attempts().len();
        assert_eq!(first, 40, "those under way when it was revoked");
        let state = desk.channel().await;
        assert!(state[0].starts_with("stopped | 190 | "), "{state:?}");
        // A reply decided meanwhile stands in line without being tried.
        desk.after(5 * SECOND).await;
        desk.emulator.say("p0", NUMBER, Utterance::text("saldo"));
        for _ in 0..600 {
            desk.after(SECOND).await;
        }
        let probes = desk.emulator.attempts().len() - first;
        assert!((19..=20).contains(&probes), "{probes} tries in ten minutes");
        let waiting = "select count(*) from outbox where state = 'queued' and attempt = 0 and id >= 1000000";
        assert_eq!(desk.raw.number(waiting).await, 120, "the queue is whole, and no attempt used up");
        // Whoever runs it sees at once what the owner hears once messages leave.
        let listed = done(&desk.app, Order::ListMerchants).await;
        assert!(listed.contains("STOPPED 10 minutes ago (code 190)"), "{listed}");
        let found = local::sending(&desk.app.store, desk.merchant, desk.clock.now()).await.to_string();
        assert!(
            found.contains("nothing has left for 10 minutes") && found.contains("122 messages"),
            "{found}"
        );
        // The process ends; the next one knows.
        let app = app_on(desk.app.store.clone(), &desk.clock, &desk.graph);
        desk.emulator.set_webhook(open_doors(&app).await);
        let desk = Desk { app, ..desk };
        desk.rest().await;
        assert_eq!(desk.emulator.attempts().len() - first, probes);
        desk.refuse(None);
        for _ in 0..40 {
            desk.after(SECOND).await;
        }
        let order: Vec<i64> =
            desk.emulator.truth().iter().map(row_of).filter(|id| *id >= 1_000_000).collect();
        let mut expected = ids.clone();
        // Person 0 wrote meanwhile: the chat reply to what they had said before is not sent late.
        expected.retain(|id| *id != ids[40]);
        assert_eq!(order.len(), expected.len());
        for person in 0..40 {
            let of = |list: &[i64]| -> Vec<i64> {
                list.iter().copied().filter(|id| (id - 1_000_000) % 40 == person).collect()
            };
            assert_eq!(of(&order), of(&expected), "person {person}");
        }
        // Forty leave at a time, in any order among themselves; person 0 is answered first.
        for (place, id) in order.iter().enumerate().filter(|(_, id)| (**id - 1_000_000) % 40 != 0) {
            let turn = expected.iter().position(|expected| expected == id).unwrap();
            assert!(place.abs_diff(turn) <= 42, "{id} left as {place}, its turn was {turn}");
        }
        let row = desk.row(ids[40]).await;
        assert_eq!((row.state.as_str(), row.reason.contains("has written since")), ("dead", true), "{row:?}");
        assert!(desk.channel().await[0].starts_with("ok | 0"), "{:?}", desk.channel().await);
        let told = desk.told().await;
        // All but the one that found it working; the chat reply to person 0 is too late.
        let resumed = format!("is:resumed,since:{NOON},waited:120,late:1");
        assert_eq!(told, ["is:stopped,trouble:token,code:190", &resumed]);
        let owner = desk.emulator.chat("carla");
        assert_eq!(owner.len(), 2, "{owner:?}");
        let words = &owner[1].body;
        for part in ["voltou a enviar", "10 min parado", "120 mensagens", "1 delas não sai mais"] {
            assert!(words.contains(part), "{part}: {words}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_trouble_is_tried_in_its_own_time() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 2).await;
        // Code, when it is tried again (s), whether the owner is told.
        for (code, tries, told) in [
            (190, vec![30, 60, 90, 120], true),
            (131_042, vec![30, 60, 90, 120], true),
            (368, vec![30, 60, 90, 120], true),
            (131_057, vec![60, 120], false),
            (133_015, vec![300, 600], false),
            (80_007, vec![30, 60, 120, 240, 480], false),
            (4, vec![30, 60, 120, 240, 480], false),
        ] {
            let before = (desk.emulator.attempts().len(), desk.told().await.len());
            desk.refuse(Some(code));
            let (ids, claimed) = desk.put(&[(0, Class::A)]).await;
            desk.app.sender.send_all(claimed).await.unwrap();
            let began = desk.clock.now();
            for _ in 0..*tries.last().unwrap() + 10 {
                desk.after(SECOND).await;
            }
            let at: Vec<i64> = desk.emulator.attempts()[before.0 + 1..]
                .iter()
                .filter(|attempt| attempt.answered == Answered::Refused(code))
                .map(|attempt| (attempt.at - began) / SECOND)
                .collect();
            assert_eq!(at, tries, "{code}");
            desk.refuse(None);
            for _ in 0..600 {
                desk.after(SECOND).await;
            }
            assert_eq!(desk.state(ids[0]).await.0, "accepted", "{code}");
            let told_now = desk.told().await.split_off(before.1);
            assert_eq!(told_now.len(), if told { 2 } else { 0 }, "{code}: {told_now:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn marketing_rests_while_receipts_and_answers_go_on() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 4).await;
        let first = desk.send(0, Class::B, fregues::emulator::Fault::GraphError(131_048)).await;
        let (ids, claimed) = desk.put(&[(1, Class::B), (1, Class::A), (2, Class::C), (3, Class::B)]).await;
        assert_eq!(claimed.len(), 2, "an announcement keeps no answer waiting");
        desk.app.sender.send_all(claimed).await.unwrap();
        desk.after(3_600 * SECOND).await;
        for id in [first, ids[0], ids[3]] {
            assert_eq!(desk.state(id).await, ("queued".to_owned(), 0));
        }
        for id in [ids[1], ids[2]] {
            assert_eq!(desk.state(id).await.0, "accepted");
        }
        assert_eq!(desk.told().await, ["is:marketing_stopped,code:131048"]);
        let now = desk.clock.now();
        let which = |class: &str| Which { class: Some(class.to_owned()), ..Which::default() };
        let release = async |which: Which| {
            let unit =
                desk.app.store.write(move |tx| Box::pin(async move { held::release(tx, &which, now).await }));
            unit.await.unwrap()
        };
        assert_eq!(release(which("A")).await, 0);
        desk.rest().await;
        assert_eq!(desk.state(first).await.0, "queued", "receipts are released, announcements rest on");
        assert_eq!(release(which("B")).await, 3);
        desk.rest().await;
        for id in [first, ids[0], ids[3]] {
            assert_eq!(desk.state(id).await.0, "accepted");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_that_is_not_to_be_had_holds_its_announcement_and_no_other() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 6).await;
        for (fault, told) in [
            (fregues::emulator::Fault::GraphError(132_015), 1),
            (fregues::emulator::Fault::Failed(132_015), 2),
        ] {
            let cause = format!("announcement {told}");
            let mut rows: Vec<_> = (0..3)
                .map(|n| fregues::store::outbox::Outgoing {
                    cause: cause.clone(),
                    ..desk.bubble(n, Class::B)
                })
                .collect();
            rows.push(desk.bubble(3, Class::B));
            desk.fault(fault);
            let (ids, _) = desk.put_all(rows).await;
            // One at a time, so that the first is known before the next leaves.
            desk.app.sender.limiter.set_speed(desk.merchant, 2);
            desk.raw.run("update merchant set per_second = 2").await;
            for _ in 0..40 {
                desk.after(SECOND).await;
            }
            let mut states = Vec::new();
            for id in &ids {
                states.push(desk.state(*id).await.0);
            }
            assert_eq!(states[0], "held", "{states:?}");
            assert_eq!(states[3], "accepted", "{states:?}");
            assert_eq!(desk.told().await.len(), told);
        }
    })
    .await;
}

/// A template may be refused without any notice of WhatsApp: the owner is told by what its receipts meet.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_whose_template_is_refused_is_news_once() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 6).await;
        let template = |name: &str| {
            json!({ "messaging_product": "whatsapp", "type": "template",
                "template": { "name": name, "language": { "code": "pt_BR" }, "components": [] } })
            .to_string()
        };
        let known = |status: &str, at: i64| {
            format!(
                "insert into template (merchant, name, lang, category, status, updated_ms) \
                 values (1, 'fregues_receipt_2', 'pt_BR', 'UTILITY', '{status}', {at})"
            )
        };
        desk.raw.run(&known("APPROVED", 1)).await;
        let send = async |people: std::ops::Range<usize>, fault: fregues::emulator::Fault| {
            let receipt = |person| fregues::store::outbox::Outgoing {
                template: Some(template("fregues_receipt_2")),
                initiates: true,
                ..desk.bubble(person, Class::A)
            };
            people.clone().for_each(|_| desk.fault(fault.clone()));
            let (ids, _) = desk.put_all(people.map(receipt).collect()).await;
            desk.rest().await;
            for id in ids {
                assert_eq!(desk.state(id).await.0, "waiting");
            }
        };
        send(0..2, fregues::emulator::Fault::GraphError(132_015)).await;
        send(2..3, fregues::emulator::Fault::GraphError(132_001)).await;
        let told = "is:template,kind:receipt,lang:pt-BR,news:untaken:code:132015";
        assert_eq!(desk.told().await, [told], "{}", db.engine);
        let owner = desk.emulator.chat("carla");
        let words = &owner.last().unwrap().body;
        assert!(words.contains("“Recibo de compra” (português)") && words.contains("132015"), "{words}");
        // The operator sees it as long as they wait.
        let found = local::sending(&desk.app.store, desk.merchant, desk.clock.now()).await.to_string();
        assert!(found.contains("3 receipts wait") && found.contains("132015"), "{found}");
        // WhatsApp has told of it itself meanwhile: that was news.
        desk.raw.run("update template set status = 'PAUSED', updated_ms = 2").await;
        send(3..4, fregues::emulator::Fault::GraphError(132_015)).await;
        assert_eq!(desk.told().await.len(), 1, "{}", db.engine);
        // It was to be had again, and is not: that is new.
        desk.raw.run("update template set status = 'APPROVED', updated_ms = 3").await;
        send(4..5, fregues::emulator::Fault::GraphError(132_000)).await;
        assert_eq!(desk.told().await.len(), 2, "{}", db.engine);
    })
    .await;
}
