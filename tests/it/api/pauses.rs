//! A mail server that takes no letter at all: one is tried, ever more seldom, and all go when it does.

use super::mail::writing_to;
use super::writes::Shop;
use crate::support::engines::on_both;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

const MINUTE: i64 = 60_000;
const ROWS: &str = "select state, attempt, coalesce(reason, '') from mail order by id";

/// A mail server that asks for a password, and takes whatever is said once it is open.
#[derive(Default)]
struct Door {
    open: AtomicBool,
    knocks: AtomicUsize,
    letters: AtomicUsize,
}

impl Door {
    async fn dialogue(self: Arc<Door>, stream: TcpStream) {
        self.knocks.fetch_add(1, Ordering::SeqCst);
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut letter = false;
        write.write_all(b"220 door\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.get(..4).unwrap_or_default() {
                _ if letter && line != "." => continue,
                _ if letter => {
                    letter = false;
                    self.letters.fetch_add(1, Ordering::SeqCst);
                    "250 taken\r\n"
                }
                "EHLO" => "250-door\r\n250 AUTH PLAIN LOGIN\r\n",
                "AUTH" if self.open.load(Ordering::SeqCst) => "235 welcome\r\n",
                "AUTH" => "535 5.7.8 no\r\n",
                "DATA" => {
                    letter = true;
                    "354 go on\r\n"
                }
                _ => "250 fine\r\n",
            };
            if write.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}

async fn letters(shop: &Shop, from: usize, to: usize) {
    for order in from..=to {
        let customer = json!({ "email": format!("leo{order}@exemplo.example") });
        shop.buys(&order.to_string(), customer, Some(true)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_tried_once_for_all_letters_and_ever_more_seldom() {
    on_both(|db| async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let door = Arc::new(Door::default());
        let at_the_door = door.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(at_the_door.clone().dialogue(stream));
            }
        });
        let login = Some(("clube".to_owned(), "wrong".to_owned()));
        let shop = writing_to(&db, port, login).await;
        letters(&shop, 1, 5).await;
        let knocks = || door.knocks.load(Ordering::SeqCst);
        assert_eq!(knocks(), 1, "the other letters would hear the same");
        let first = shop.one(ROWS).await;
        let waits = "retry_wait | 0 | the mail server refuses our name and password (it answered 535)";
        assert!(first.starts_with(waits) && first.ends_with("queued | 0 | "), "{first}");
        // A minute, then two, then four: within seven minutes it is tried three times.
        for (minutes, known) in [(1, 2), (1, 2), (1, 3), (3, 3), (1, 4)] {
            shop.house.clock.advance(minutes * MINUTE + 1_000);
            shop.house.drain().await;
            assert_eq!(knocks(), known, "after {minutes} more");
        }
        door.open.store(true, Ordering::SeqCst);
        shop.house.clock.advance(9 * MINUTE);
        shop.house.drain().await;
        assert_eq!(door.letters.load(Ordering::SeqCst), 5);
        assert_eq!(shop.one(ROWS).await, ["sent | 1 | "; 5].join(" ; "));
        letters(&shop, 6, 6).await;
        assert_eq!(door.letters.load(Ordering::SeqCst), 6, "nothing rests any more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_away_holds_letters_for_two_days_and_no_longer() {
    on_both(|db| async move {
        let place = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let shop = writing_to(&db, place.port(), None).await;
        letters(&shop, 1, 3).await;
        let away = shop.one(ROWS).await;
        assert!(
            away.starts_with("retry_wait | 0 | the mail server cannot be reached ; queued | 0"),
            "{away}"
        );
        shop.house.clock.advance(47 * 60 * MINUTE);
        shop.house.drain().await;
        letters(&shop, 4, 4).await;
        let server = shop.house.emulator.clone();
        tokio::spawn(server.take_mail(TcpListener::bind(place).await.unwrap(), CancellationToken::new()));
        shop.house.clock.advance(61 * MINUTE);
        shop.house.drain().await;
        let dead = "dead | 1 | it could not leave for two days";
        assert_eq!(shop.one(ROWS).await, [dead, dead, dead, "sent | 1 | "].join(" ; "));
        assert_eq!(shop.mails().len(), 1);
    })
    .await;
}
