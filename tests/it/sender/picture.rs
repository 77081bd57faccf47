//! A bubble with a QR code: the picture is uploaded before the words leave, and the words never wait for it long.

use super::desk::{Desk, NUMBER};
use crate::support::engines::on_both;
use fregues::dialogue::line::Class;
use fregues::dialogue::said::{Choice, Choices, Said};
use fregues::emulator::{Bubble, Fault};
use fregues::store::outbox::Outgoing;
use fregues::whatsapp::message::body;

const LEADS_TO: &str = "https://wa.me/551140001234?text=v%20ABC-DEF-GHJK";

fn bubble(desk: &Desk, person: usize, choices: Choices) -> Outgoing {
    let said =
        Said { body: "Seu vale".to_owned(), picture: Some(LEADS_TO.to_owned()), footer: None, choices };
    Outgoing { body: body(&said).to_string(), ..desk.bubble(person, Class::A) }
}

fn buttons() -> Choices {
    let (id, title) = ("read.balance".to_owned(), "Ver saldo".to_owned());
    Choices::Buttons(vec![Choice { id, title, description: None }])
}

fn seen(desk: &Desk, person: usize) -> Bubble {
    desk.emulator.chat(&format!("p{person}")).pop().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_uploaded_shown_and_read_by_a_camera() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 2).await;
        for (person, choices) in [Choices::None, buttons()].into_iter().enumerate() {
            let (ids, claimed) = desk.put_all(vec![bubble(&desk, person, choices)]).await;
            desk.app.sender.send_all(claimed).await.unwrap();
            assert_eq!(desk.state(ids[0]).await, ("accepted".to_owned(), 1));
            let bubble = seen(&desk, person);
            assert_eq!((bubble.body.as_str(), bubble.reads.as_deref()), ("Seu vale", Some(LEADS_TO)));
            let (kind, place) = bubble.media.unwrap();
            assert_eq!(kind, "image");
            let picture = crate::support::house::client().get(format!("{}{place}", desk.graph)).send().await;
            let picture = picture.unwrap();
            assert_eq!(picture.headers()["content-type"], "image/png");
            assert!(picture.bytes().await.unwrap().starts_with(b"\x89PNG"));
        }
        assert_eq!(desk.emulator.truth().len(), 2, "an upload is no message");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_of_an_upload_never_becomes_of_the_words() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 9).await;
        let code = Fault::GraphError;
        // State and attempts after the first try, attempts until it is accepted, and whether the picture is there.
        let cases = [
            (vec![code(131_053)], "accepted", 1, 1, false),
            (vec![code(100)], "accepted", 1, 1, false),
            (vec![Fault::Reset], "retry_wait", 1, 2, true),
            (vec![Fault::Bare502], "retry_wait", 1, 2, true),
            (vec![code(131_016)], "retry_wait", 1, 2, true),
            (vec![Fault::Bare502, Fault::Bare502], "retry_wait", 1, 3, false),
            (vec![code(131_016), Fault::Reset], "retry_wait", 1, 3, false),
        ];
        for (person, (faults, state, attempt, until, shown)) in cases.into_iter().enumerate() {
            for fault in &faults {
                desk.fault(fault.clone());
            }
            let (ids, claimed) = desk.put_all(vec![bubble(&desk, person, buttons())]).await;
            desk.app.sender.send_all(claimed).await.unwrap();
            let row = desk.row(ids[0]).await;
            assert_eq!((row.state.as_str(), row.attempt), (state, attempt), "{faults:?}: {row:?}");
            for _ in 0..4 {
                desk.after(600_000).await;
            }
            assert_eq!(desk.state(ids[0]).await, ("accepted".to_owned(), until), "{faults:?}");
            let bubble = seen(&desk, person);
            assert_eq!((bubble.body.as_str(), bubble.reads.is_some()), ("Seu vale", shown), "{faults:?}");
        }
        // The number's trouble is the number's, whoever finds it.
        desk.fault(code(190));
        let (ids, claimed) = desk.put_all(vec![bubble(&desk, 8, Choices::None)]).await;
        desk.app.sender.send_all(claimed).await.unwrap();
        assert_eq!(desk.state(ids[0]).await, ("queued".to_owned(), 0));
        let stopped = desk.raw.rows("select state from channel").await;
        assert_eq!(stopped, ["stopped"], "{NUMBER}");
    })
    .await;
}
