//! What each thing that happens is told as: stories, and what somebody who is told everything heard of them.

use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::script::Room;
use crate::support::shop::{COSMETICS, JEWELS, NOON, PETS, SALON_AT_ONCE};
use crate::turns::deeds::{Deed, performed};
use serde_json::Value;

const HOUR: i64 = 3_600_000;

struct Story {
    about: &'static str,
    program: &'static str,
    /// Who does what, a minute after the other; `{days}` lets that many days pass.
    deeds: &'static [(&'static str, &'static str)],
    /// Kinds, with what is no number of a row and not nothing.
    told: &'static [&'static str],
}

const STORIES: [Story; 11] = [
    Story {
        about: "a sale, a part of it taken back, and the rest",
        program: PETS,
        deeds: &[("beto", "11 98765-4321 89,90"), ("beto", "{quote} devolver 40"), ("beto", "desfaz")],
        told: &[
            "purchase.created amount=89.90 earned=2697 store=Centro",
            "purchase.reversed refund=40.00 reversed=40.00 standing=49.90 taken=1200",
            "purchase.reversed refund=49.90 reversed=49.90 taken=1497",
        ],
    },
    Story {
        about: "a reward that is handed over and comes back",
        program: PETS,
        deeds: &[
            ("ana", "resgatar 1"),
            ("ana", "sim"),
            ("beto", "{code}"),
            ("beto", "sim"),
            ("carla", "desfaz"),
            ("beto", "desfaz"),
        ],
        told: &["redemption.created reward=banho-p used=6000", "redemption.reversed returned=6000"],
    },
    Story {
        about: "balance that pays a sale which is taken back",
        program: SALON_AT_ONCE,
        deeds: &[("beto", "11 98765-4321 300 usa 20"), ("ana", "sim"), ("beto", "desfaz")],
        told: &[
            "purchase.created amount=300.00 earned=28.00 paid=20.00 store=Centro",
            "redemption.created used=20.00",
            "purchase.reversed refund=280.00 reversed=300.00 taken=28.00",
            "redemption.reversed returned=20.00",
        ],
    },
    Story {
        about: "a voucher that is issued, used in part, and comes back",
        program: COSMETICS,
        deeds: &[
            ("beto", "11 98765-0002 300"),
            ("beto", "{voucher} 25"),
            ("beto", "sim"),
            ("beto", "desfaz"),
            ("beto", "sim"),
        ],
        told: &[
            "purchase.created amount=300.00 earned=30.00 store=Centro",
            "voucher.issued expires=2026-12-22T03:00:00.000Z value=30.00",
            "purchase.created amount=25.00 paid=25.00 store=Centro",
            "voucher.used used=25.00 value=30.00",
            "voucher.issued expires=2026-12-22T03:00:00.000Z value=5.00",
            "purchase.reversed reversed=25.00",
            "voucher.issued expires=2026-12-22T03:00:00.000Z value=25.00",
        ],
    },
    Story {
        about: "a voucher whose purchase is taken back",
        program: COSMETICS,
        deeds: &[("beto", "11 98765-0002 300"), ("beto", "desfaz")],
        told: &[
            "purchase.created amount=300.00 earned=30.00 store=Centro",
            "voucher.issued expires=2026-12-22T03:00:00.000Z value=30.00",
            "voucher.cancelled value=30.00",
            "purchase.reversed refund=300.00 reversed=300.00 taken=30.00",
        ],
    },
    Story {
        about: "a voucher that ends",
        program: COSMETICS,
        deeds: &[("beto", "11 98765-0002 300"), ("", "45")],
        told: &[
            "purchase.created amount=300.00 earned=30.00 store=Centro",
            "voucher.issued expires=2026-12-22T03:00:00.000Z value=30.00",
            "voucher.expired value=30.00",
        ],
    },
    Story {
        about: "a tier that is reached and lost again",
        program: JEWELS,
        deeds: &[("beto", "11 98765-0002 1200"), ("beto", "sim"), ("beto", "desfaz"), ("", "12")],
        told: &[
            "purchase.created amount=1200.00 earned=1200 store=Centro",
            "tier.changed to=prata",
            "purchase.reversed refund=1200.00 reversed=1200.00 taken=1200",
            "tier.changed from=prata to=bronze",
        ],
    },
    Story {
        about: "credit that ends",
        program: SALON_AT_ONCE,
        deeds: &[("beto", "11 98765-0002 300"), ("", "200")],
        told: &[
            "purchase.created amount=300.00 earned=30.00 store=Centro",
            "credit.expired expired=70.00",
            "credit.expired expired=65.00",
            "credit.expired expired=30.00",
        ],
    },
    Story {
        about: "somebody joins, wants offers, calls themselves otherwise, and wants nothing any more",
        program: PETS,
        deeds: &[
            ("duda", "quero participar"),
            ("duda", "2"),
            ("duda", "quero ofertas"),
            ("duda", "me chama de Zezé"),
            ("duda", "parar tudo"),
        ],
        told: &[
            "member.updated changed=[\"offers\"]",
            "member.joined",
            "member.updated changed=[\"name\"]",
            "member.updated changed=[\"offers\"]",
            "member.updated changed=[\"receipts\"]",
        ],
    },
    Story {
        about: "two records of one person",
        program: PETS,
        deeds: &[("duda", "{account}"), ("beto", "11 98765-0004 50"), ("beto", "sim"), ("duda", "oi")],
        told: &[
            "purchase.created amount=50.00 earned=1500 store=Centro",
            "member.merged",
            "member.updated changed=[\"name\"]",
        ],
    },
    Story {
        about: "somebody who is forgotten",
        program: COSMETICS,
        deeds: &[("beto", "11 98765-0002 300"), ("bia", "apagar meus dados"), ("bia", "sim")],
        told: &[
            "purchase.created amount=300.00 earned=30.00 store=Centro",
            "voucher.issued expires=2026-12-22T03:00:00.000Z value=30.00",
            "voucher.cancelled value=30.00",
            "member.erased",
        ],
    },
];

/// `purchase.created amount=89.90 earned=89`.
fn line(kind: &str, body: &str) -> String {
    const NUMBERS: [&str; 5] = ["member", "purchase", "redemption", "voucher", "origin"];
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["type"], kind);
    let mut line = kind.to_owned();
    for (name, value) in body["data"].as_object().unwrap() {
        let shown =
            value["value"].as_str().or(value.as_str()).map_or_else(|| value.to_string(), str::to_owned);
        let nothing = ["0", "0.00", "null"].contains(&shown.as_str());
        // Of a merge it is a number, of a tier a key.
        let number = NUMBERS.contains(&name.as_str()) || (name == "from" && kind == "member.merged");
        if !number && !nothing {
            line.push_str(&format!(" {name}={shown}"));
        }
    }
    line
}

async fn lived(room: &Room, deeds: &[(&'static str, &'static str)]) {
    let mut now = NOON;
    for (index, (who, what)) in deeds.iter().enumerate() {
        if who.is_empty() {
            for _ in 0..what.parse::<i64>().unwrap() * 12 {
                now += 2 * HOUR;
                room.clock.advance_to(now);
                room.decide(256).await;
            }
            continue;
        }
        now += 60_000;
        room.clock.advance_to(now);
        let deed = Deed { who, what, pick: 0, gap: 0 };
        let said = performed(room, &deed, &format!("wamid.{index}"), now).await;
        room.keep(&said, now).await;
        room.decide(256).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_that_happens_is_told_as_what_it_is() {
    on_both(|db| async move {
        for Story { about, program, deeds, told } in STORIES {
            let db = db.fresh().await;
            let room = Room::with(&db, NOON, program).await;
            room.tell_somebody().await;
            lived(&room, deeds).await;
            let mut heard = Vec::new();
            for row in room.raw.rows("select kind, body from event order by id").await {
                let (kind, body) = row.split_once(" | ").unwrap();
                heard.push(line(kind, body));
            }
            assert_eq!(heard, told, "{about}, on {}", db.engine);
            let numbers = room.raw.rows("select min(id), max(id), count(*) from event").await;
            assert_eq!(numbers, [format!("1 | {0} | {0}", told.len())], "{about}");
            verify_clean(&room.store).await;
            room.raw.close().await;
            room.store.close().await;
            crate::support::engines::dispose(&db.url).await;
        }
    })
    .await;
}
