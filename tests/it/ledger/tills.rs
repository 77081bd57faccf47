//! Fifty tills race for each voucher, over HTTP: signed webhooks, real intake, turns and sender, answers through Graph.
//! `VOUCHERS=1000 cargo test tills` is the whole race.

use crate::support::engines::{Db, on_both};
use crate::support::house::{app_on, client, emulator_on, open_doors, serve, verify_clean};
use crate::support::raw::Raw;
use crate::support::shop::NOON;
use fregues::app::clock::Clock;
use fregues::emulator::{Faults, Utterance};
use fregues::play::world::World;
use std::fmt::Write as _;
use std::time::Instant;

const NUMBER: &str = "106540352242922";
const TILLS: usize = 50;
/// Members who hold the vouchers.
const PEOPLE: usize = 20;

fn vouchers() -> usize {
    std::env::var("VOUCHERS").ok().and_then(|vouchers| vouchers.parse().ok()).unwrap_or(4)
}

fn world() -> World {
    let mut text = format!(
        "[merchant]\nname = \"Rede Saúde\"\nphone_number_id = \"{NUMBER}\"\nprogram = \"pharmacy\"\n\
         language = \"pt-BR\"\nzone = \"America/Sao_Paulo\"\narea_code = \"11\"\n[[store]]\nname = \"Loja 1\"\n"
    );
    for till in 0..TILLS {
        let _ = writeln!(
            text,
            "[[staff]]\nname = \"T{till} Lima\"\nphone = \"+55 11 97777-{till:04}\"\nrole = \"cashier\"\nstore = \"Loja 1\""
        );
    }
    for person in 0..PEOPLE {
        let _ = writeln!(
            text,
            "[[person]]\nname = \"P{person} Souza\"\nphone = \"+55 11 98888-{person:04}\"\njoined = true\nwindow = \"open\""
        );
    }
    World::read(&text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_tills_exactly_one_takes_each_voucher() {
    on_both(race).await;
}

async fn race(db: Db) {
    let _ = client();
    let clock = Clock::manual(NOON);
    let store = db.open().await;
    let world = world();
    world.found(&store, NOON).await.unwrap();
    let emulator = emulator_on(&clock);
    world.populate(&emulator);
    for person in emulator.people() {
        emulator.open_window(&person.id, NUMBER, NOON);
    }
    // As WhatsApp does when much happens at once.
    emulator.set_faults(Faults { batch: 90, ..Faults::default() });
    let graph = serve(emulator.router()).await;
    let app = app_on(store, &clock, &graph);
    emulator.set_webhook(open_doors(&app).await);
    let raw = Raw::of(&db).await;
    let rest = async || {
        loop {
            let taken = emulator.pump().await;
            if taken + app.drain().await.unwrap() > 0 {
                continue;
            }
            // What waits only for its place in the second gets it.
            let open = "select count(*) from outbox where state in ('queued', 'retry_wait', 'sending')";
            if raw.number(open).await == 0 {
                return;
            }
            clock.advance(1_000);
        }
    };
    // Each sale of another amount: the same one again would be asked about.
    for sale in 0..vouchers() {
        let (person, amount) = (sale % PEOPLE, 100 + sale / PEOPLE);
        emulator.say("t0", NUMBER, Utterance::text(&format!("11 98888-{person:04} {amount}")));
    }
    rest().await;
    let codes = raw.rows("select code from voucher where state = 'open' order by id").await;
    assert_eq!(codes.len(), vouchers());
    let begin = Instant::now();
    for (round, code) in codes.iter().enumerate() {
        clock.advance(60_000);
        for words in [format!("v {code} 50"), "sim".to_owned()] {
            for till in 0..TILLS {
                // Another one comes first each time.
                let till = (till + round * 7) % TILLS;
                emulator.say(&format!("t{till}"), NUMBER, Utterance::text(&words));
            }
            rest().await;
        }
        let (mut won, mut told) = (0, 0);
        for till in 0..TILLS {
            let last = emulator.last(&format!("t{till}")).unwrap().body.replace('\u{a0}', " ");
            won += usize::from(last.starts_with("✅"));
            let loser = last.starts_with("Já usado: R$ ") && last.ends_with(", Loja 1.");
            assert!(loser || last.starts_with("✅"), "round {round}, till {till} hears {last:?}");
            told += usize::from(loser);
        }
        assert_eq!((won, told), (1, TILLS - 1), "round {round}");
    }
    let took = begin.elapsed();
    let used = raw.number("select count(*) from voucher where state = 'used'").await;
    let postings = raw.number("select count(*) from txn where kind = 'voucher_use'").await;
    eprintln!(
        "{}: {TILLS} tills for {} vouchers: {used} redemptions, {} losers told, {} messages in {} s",
        db.engine,
        codes.len(),
        codes.len() * (TILLS - 1),
        codes.len() * TILLS * 2,
        took.as_secs()
    );
    assert_eq!((used, postings), (i64::try_from(codes.len()).unwrap(), i64::try_from(codes.len()).unwrap()));
    verify_clean(&app.store).await;
    assert_eq!(emulator.violations(), Vec::<String>::new());
}
