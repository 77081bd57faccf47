//! What the counter does beside plain sales, cut into batches like everything else.

use super::deeds::Deed;
use super::law::{Story, lived_through};
use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::script::{Room, body, message, text};
use crate::support::shop::{self, NOON};
use fregues::domain::code::voucher_dice;

/// Half a day and more: what was sold before is loaded only when it is asked for.
const LATER: i64 = 50_000;

/// Whoever says it, what, which of the buttons or codes, and how many seconds after the one before.
type Said = (&'static str, &'static str, usize, i64);

const REFUNDS: &[Said] = &[
    ("beto", "11 98765-4321 50", 0, 9),
    ("nina", "11 98765-4321 60", 0, LATER),
    ("beto", "estorno 11 98765-4321", 0, LATER),
    ("beto", "1", 0, 9),
    ("nina", "troca 11 98765-4321 50 por 70", 0, 9),
    ("beto", "sim", 0, 9),
    ("nina", "sim", 0, 9),
    ("beto", "estorno 11 98765-4321 10", 0, 9),
    ("beto", "sim", 0, 9),
    ("ana", "extrato", 0, 9),
    ("nina", "11 98765-4321 80", 0, LATER),
    ("nina", "11 98765-4321 20", 0, 9),
    ("nina", "11 98765-4321 30", 0, 9),
    ("nina", "11 98765-4321 40", 0, 9),
    ("nina", "11 98765-4321 10", 0, 9),
    ("beto", "estorno 11 98765-4321", 0, LATER),
    ("beto", "2", 0, 9),
    ("beto", "15", 0, 9),
    ("beto", "estorno 11 98765-4321 30", 0, 9),
    ("nina", "troca 11 98765-4321 20 por 25", 0, 9),
    ("nina", "{tap}", 0, 9),
    ("beto", "2", 0, 9),
    ("beto", "estorno 11 98765-4321", 0, 9),
    ("beto", "{tap}", 1, 9),
    ("beto", "troca 11 98765-0009 20 por 25", 0, 9),
    ("beto", "11 98765-0009 20", 0, 9),
    ("beto", "sim", 0, 9),
    ("nina", "troca 11 98765-0009 20 por 25", 0, 9),
    ("nina", "sim", 0, 9),
];

/// The limit of a day is three here.
const CODES: &[Said] = &[
    ("beto", "11 98765-4321 100", 0, 9),
    ("beto", "11 98765-0002 100", 0, 9),
    ("ana", "ABC-DEF-1234", 0, 9),
    ("ana", "v {voucher}", 0, 9),
    ("bia", "v {voucher}", 0, 9),
    ("bia", "qr", 0, 9),
    ("beto", "v ABC-DEF-1234 20", 0, 9),
    ("nina", "v ABC-DEF-1235 20", 0, 9),
    ("nina", "v ABC-DEF-1236 20", 0, 9),
    ("nina", "v {voucher} 20", 0, 9),
    ("carla", "v ABC-DEF-1237 20", 0, 9),
    ("carla", "v {voucher} 20", 0, 9),
    ("carla", "sim", 0, 9),
    ("beto", "v 7KD2", 0, LATER),
    ("nina", "v {voucher} 20", 3, 9),
    ("nina", "sim", 0, 9),
    ("beto", "v ABC-DEF-1234 20", 0, 9),
    ("beto", "v ABC-DEF-1235 20", 0, 9),
    ("nina", "v {voucher} 20", 3, 9),
];

/// One code, two tills; and who may not sell to whom.
const PRESENT: &[Said] = &[
    ("beto", "11 98765-4321 400", 0, 9),
    ("ana", "código", 0, LATER),
    ("beto", "{present} 40 usa 5", 0, 9),
    ("nina", "{present} 30 usa 5", 0, 9),
    ("beto", "sim", 0, 9),
    ("nina", "sim", 0, 9),
    ("carla", "família Beto 11 98765-4321", 0, 9),
    ("carla", "família Beto 11 98765-0008", 0, 9),
    ("carla", "família", 0, 9),
    ("beto", "11 98765-4321 50", 0, 9),
    ("beto", "11 98765-0008 50", 0, 9),
    ("nina", "11 98765-4321 50", 0, 9),
    ("carla", "família Beto remover 11 98765-4321", 0, 9),
    ("carla", "família", 0, 9),
    ("beto", "11 98765-4321 50", 0, 9),
];

/// Rewards that are let go, handed over and given back; the second code is the one before the latest.
const HANDED: &[Said] = &[
    ("ana", "resgatar 1", 0, 9),
    ("ana", "cancelar", 0, 9),
    ("ana", "resgatar 1", 0, 9),
    ("rui", "resgatar 1", 0, 9),
    ("beto", "v {code}", 0, 9),
    ("beto", "sim", 0, 9),
    ("beto", "desfaz", 0, 9),
    ("nina", "v {code}", 3, 9),
    ("nina", "sim", 0, 9),
    ("nina", "11 98765-4321 50", 0, 9),
    ("nina", "desfaz", 0, 9),
    ("nina", "sim", 0, 9),
    ("nina", "desfaz", 0, 9),
    ("ana", "resgatar 1", 0, LATER),
    ("rui", "resgatar 1", 0, 9),
    ("beto", "v {code}", 0, 9),
    ("beto", "sim", 0, 9),
    ("beto", "v {code}", 3, 9),
    ("beto", "sim", 0, 9),
    ("beto", "desfaz", 0, 9),
    ("beto", "sim", 0, 9),
    ("beto", "desfaz", 0, 9),
];

/// Lives through a story in many cuts, on both engines.
async fn in_many_cuts(said: &[Said], program: &'static str) {
    let deeds: Vec<Deed> = said.iter().map(|&(who, what, pick, gap)| Deed { who, what, pick, gap }).collect();
    for engine in ["SQLite", "PostgreSQL"] {
        for cuts in [vec![2], vec![3, 1], vec![5], vec![99]] {
            let story = Story { deeds: deeds.clone(), cuts, late: 0, program };
            lived_through(engine, &story).await.unwrap_or_else(|fault| panic!("on {engine}: {fault}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_by_phone_and_exchanges_are_cut_like_everything_else() {
    in_many_cuts(REFUNDS, shop::PETS).await;
    in_many_cuts(REFUNDS, shop::PHARMACY).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_and_families_are_cut_like_everything_else() {
    in_many_cuts(PRESENT, shop::SALON_AT_ONCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rewards_that_come_back_are_cut_like_everything_else() {
    in_many_cuts(HANDED, shop::PETS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_of_a_day_are_cut_like_everything_else() {
    let program = format!("{}\n[limits]\nwrong_codes = 3\nwrong_codes_a_day = 3\n", shop::PHARMACY);
    in_many_cuts(CODES, program.leak()).await;
}

/// The code that a sale would get is another voucher's already: it gets the next one, and no message is lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_exists_is_drawn_again() {
    on_both(|db| async move {
        let room = Room::with(&db, NOON, shop::PHARMACY).await;
        let sold = async |key: &str, said: &str, arrival: i64| {
            room.keep(&body("beto", &[message("beto", key, NOON, text(said))]), arrival).await;
            room.decide(1).await;
        };
        sold("wamid.1", "11 98765-4321 100", NOON).await;
        // What the second sale draws, by the same seed: the first one gets it beforehand.
        let drawn = drawn_by("wamid.2");
        room.raw.run(&format!("update voucher set code = '{drawn}'")).await;
        sold("wamid.2", "11 98765-0002 100", NOON + 1).await;
        let codes = room.raw.rows("select code from voucher order by id").await;
        assert_eq!((codes.len(), codes[0].as_str()), (2, drawn.as_str()));
        assert_ne!(codes[1], drawn);
        assert_eq!(room.raw.rows("select distinct state from inbox").await, ["done"]);
        verify_clean(&room.store).await;
        room.raw.close().await;
        room.store.close().await;
    })
    .await;
}

/// The first code of a voucher that this message causes.
fn drawn_by(wamid: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"seed");
    let tag = ring::hmac::sign(&key, wamid.as_bytes());
    let seed = u64::from_be_bytes(tag.as_ref()[..8].try_into().unwrap());
    voucher_dice(seed).long_code()
}
