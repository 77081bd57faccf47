//! Vouchers at their edges: stories of a few lines, each with what is heard at the end and what the ledger says.

use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::script::{Room, body, message, text};
use crate::support::shop::{COSMETICS, NOON, PHARMACY, changed};
use serde_json::Value;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// One story. `{1}` stands for the code of the first voucher there was; a deed beginning with a quote `"90,00" ` answers
/// the sale of that amount.
struct Edge {
    about: &'static str,
    program: (&'static str, &'static [(&'static str, &'static str)]),
    /// Who, days since the beginning, what.
    deeds: &'static [(&'static str, i64, &'static str)],
    /// Somebody's latest bubble holds this.
    hears: &'static [(&'static str, &'static str)],
    /// Bia's available, debt and open vouchers in the end, centavos.
    bia: (i64, i64, &'static [i64]),
}

const BASE: Edge = Edge { about: "", program: (COSMETICS, &[]), deeds: &[], hears: &[], bia: (0, 0, &[]) };

const EDGES: [Edge; 29] = [
    Edge {
        about: "a store that takes none says so",
        program: (COSMETICS, &[("days = 30", "days = 30\n[[store]]\nname = \"Centro\"\ntakes = false")]),
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 0, "v {1} 50")],
        hears: &[("beto", "Em Centro não recebemos vales, saldo nem prêmios.")],
        bia: (0, 0, &[3_000]),
    },
    Edge {
        about: "a voucher that is not for the same day",
        program: (COSMETICS, &[("days = 30", "days = 30\nsame_day = false")]),
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 0, "v {1} 50")],
        hears: &[("beto", "a partir de amanhã")],
        bia: (0, 0, &[3_000]),
    },
    Edge {
        about: "the next day it is taken",
        program: (COSMETICS, &[("days = 30", "days = 30\nsame_day = false")]),
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 1, "v {1} 50"), ("beto", 1, "sim")],
        hears: &[("beto", "vale R$ 30,00 · cobrar *R$ 20,00*")],
        bia: (200, 0, &[]),
    },
    Edge {
        about: "a purchase below what the voucher asks for",
        program: (COSMETICS, &[("days = 30", "days = 30\nminimum_purchase = \"60.00\"")]),
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 0, "v {1} 59,99")],
        hears: &[("beto", "a partir de R$ 60,00")],
        bia: (0, 0, &[3_000]),
    },
    Edge {
        about: "a purchase below twice the voucher",
        program: (COSMETICS, &[("days = 30", "days = 30\nminimum_share = 200")]),
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 0, "v {1} 59,99")],
        hears: &[("beto", "a partir de R$ 60,00")],
        bia: (0, 0, &[3_000]),
    },
    Edge {
        about: "nobody takes their own voucher",
        deeds: &[("beto", 0, "11 97777-0003 300"), ("nina", 0, "v {1} 50")],
        hears: &[("nina", "seu próprio número")],
        ..BASE
    },
    Edge {
        about: "a voucher whose end nobody was told of is good for a week more",
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 31, "v {1} 50")],
        hears: &[("beto", "cobrar *R$ 20,00*")],
        bia: (0, 0, &[3_000]),
        ..BASE
    },
    Edge {
        about: "a voucher that has ended",
        deeds: &[("beto", 0, "11 98765-0002 300"), ("carla", 31, "oi"), ("beto", 38, "v {1} 50")],
        hears: &[("beto", "terminou em 28/12")],
        ..BASE
    },
    Edge {
        about: "its last day counts",
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 30, "v {1} 50")],
        hears: &[("beto", "cobrar *R$ 20,00*")],
        bia: (0, 0, &[3_000]),
        ..BASE
    },
    Edge {
        about: "a program in which the rest is lost says so first",
        program: (COSMETICS, &[("days = 30", "days = 30\nkeeps_rest = false")]),
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 0, "v {1} 20")],
        hears: &[("beto", "Sobram R$ 10,00, que se perdem.")],
        bia: (0, 0, &[3_000]),
    },
    Edge {
        about: "and loses it only with the yes",
        program: (COSMETICS, &[("days = 30", "days = 30\nkeeps_rest = false")]),
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 0, "v {1} 20"), ("beto", 0, "sim")],
        hears: &[("beto", "cobrar *R$ 0,00*")],
        ..BASE
    },
    Edge {
        about: "as many times the minimum as there is",
        program: (COSMETICS, &[("from = \"balance\"", "from = \"multiples\"")]),
        deeds: &[("beto", 0, "11 98765-0002 455")],
        hears: &[("bia", "Vale de *R$ 40,00*")],
        bia: (550, 0, &[4_000]),
    },
    Edge {
        about: "an undone sale takes its voucher along",
        deeds: &[("beto", 0, "11 98765-0002 300"), ("beto", 0, "desfaz")],
        hears: &[("beto", "vale de R$ 30,00 cancelado"), ("bia", "deixou de valer")],
        ..BASE
    },
    Edge {
        about: "a sale whose voucher was used is not undone",
        deeds: &[
            ("beto", 0, "11 98765-0002 300"),
            ("beto", 0, "v {1} 30"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"300,00\" desfaz"),
        ],
        hears: &[("beto", "não dá mais pra desfazer")],
        ..BASE
    },
    Edge {
        about: "but refunded, and what it gave is owed",
        deeds: &[
            ("beto", 0, "11 98765-0002 300"),
            ("beto", 0, "v {1} 30"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"300,00\" estorno"),
        ],
        hears: &[("beto", "Estorno")],
        bia: (0, 3_000, &[]),
        ..BASE
    },
    Edge {
        about: "what comes later pays the debt first, and only the rest becomes a voucher",
        deeds: &[
            ("beto", 0, "11 98765-0002 300"),
            ("beto", 0, "v {1} 30"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"300,00\" estorno"),
            ("beto", 0, "11 98765-0002 500"),
        ],
        hears: &[("bia", "Vale de *R$ 20,00*")],
        bia: (0, 0, &[2_000]),
        ..BASE
    },
    Edge {
        about: "a part taken back leaves a smaller voucher with the same end",
        program: (PHARMACY, &[]),
        deeds: &[("beto", 0, "11 98765-0002 120"), ("beto", 3, "\"120,00\" estorno 20,00")],
        hears: &[("beto", "vale de R$ 6,00 cancelado"), ("bia", "Vale de *R$ 5,00*")],
        bia: (0, 0, &[500]),
    },
    Edge {
        about: "what a voucher paid comes back, only as far as the rest of the purchase needs it no more",
        deeds: &[
            ("beto", 0, "11 98765-0002 300"),
            ("beto", 0, "v {1} 40"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"40,00\" estorno 15,00"),
        ],
        hears: &[("bia", "Voltou um vale de *R$ 5,00*")],
        bia: (0, 0, &[500]),
        ..BASE
    },
    Edge {
        about: "step by step it is the same",
        deeds: &[
            ("beto", 0, "11 98765-0002 300"),
            ("beto", 0, "v {1} 40"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"40,00\" estorno 15,00"),
            ("beto", 0, "\"40,00\" estorno 5,00"),
            ("beto", 0, "\"40,00\" estorno"),
        ],
        hears: &[("bia", "Voltou um vale de *R$ 20,00*")],
        bia: (0, 0, &[500, 500, 2_000]),
        ..BASE
    },
    Edge {
        about: "a voucher that has ended comes back for some days",
        deeds: &[
            ("beto", 0, "11 98765-0002 300"),
            ("beto", 0, "v {1} 30"),
            ("beto", 0, "sim"),
            ("carla", 40, "\"30,00\" estorno"),
        ],
        hears: &[("carla", "vale de R$ 30,00 devolvido")],
        bia: (0, 0, &[3_000]),
        ..BASE
    },
    Edge {
        about: "several at once, first to expire first, and the rest keeps its end",
        program: (PHARMACY, &[]),
        deeds: &[
            ("beto", 0, "11 98765-0002 120"),
            ("beto", 1, "11 98765-0002 100"),
            ("beto", 2, "11 98765-0002 8 usa vales"),
            ("beto", 2, "sim"),
        ],
        hears: &[("beto", "vale R$ 8,00 · cobrar *R$ 0,00*")],
        bia: (0, 0, &[300]),
    },
    Edge {
        about: "a purchase is taken back and then the one its voucher paid: what comes back covers what was owed",
        program: (PHARMACY, &[]),
        deeds: &[
            ("beto", 0, "11 98765-0002 200"),
            ("beto", 0, "v {1} 50"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"200,00\" estorno"),
            ("beto", 0, "\"50,00\" estorno"),
        ],
        hears: &[("bia", "R$ 10,00 cobriram a devolução anterior.")],
        bia: (0, 0, &[]),
    },
    Edge {
        about: "the other way round it ends the same",
        program: (PHARMACY, &[]),
        deeds: &[
            ("beto", 0, "11 98765-0002 200"),
            ("beto", 0, "v {1} 50"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"50,00\" estorno"),
            ("beto", 0, "\"200,00\" estorno"),
        ],
        hears: &[("bia", "deixou de valer")],
        bia: (0, 0, &[]),
    },
    Edge {
        about: "of what comes back only the rest is a voucher",
        deeds: &[
            ("beto", 0, "11 98765-0002 90"),
            ("beto", 0, "11 98765-0002 120"),
            ("beto", 0, "v {1} 21"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"120,00\" estorno"),
            ("beto", 0, "\"21,00\" estorno"),
        ],
        hears: &[("bia", "R$ 12,00 cobriram"), ("bia", "Voltou um vale de *R$ 9,00*")],
        bia: (0, 0, &[900]),
        ..BASE
    },
    Edge {
        about: "nobody owes what stands in another voucher of theirs",
        program: (PHARMACY, &[]),
        deeds: &[
            ("beto", 0, "11 98765-0002 200"),
            ("beto", 1, "11 98765-0002 300"),
            ("beto", 1, "v {1} 10"),
            ("beto", 1, "sim"),
            ("carla", 1, "\"200,00\" estorno"),
        ],
        hears: &[("bia", "Vale de *R$ 5,00*"), ("bia", "até 22/12")],
        bia: (0, 0, &[500]),
    },
    Edge {
        about: "what is left of a voucher keeps its end",
        deeds: &[
            ("beto", 0, "11 98765-0002 120"),
            ("beto", 0, "11 98765-0002 190"),
            ("beto", 20, "\"120,00\" estorno 60,00"),
        ],
        hears: &[("bia", "Vale de *R$ 25,00*"), ("bia", "até 21/12")],
        bia: (0, 0, &[2_500]),
        ..BASE
    },
    Edge {
        about: "unless credit of another day goes into it, which is not to end with the old one",
        deeds: &[
            ("beto", 0, "11 98765-0002 120"),
            ("beto", 0, "11 98765-0002 90"),
            ("beto", 20, "11 98765-0002 190"),
            ("beto", 20, "\"90,00\" estorno"),
        ],
        hears: &[("bia", "Vale de *R$ 31,00*"), ("bia", "até 10/01")],
        bia: (0, 0, &[3_100]),
        ..BASE
    },
    Edge {
        about: "a rest that was lost comes back with the whole purchase",
        program: (COSMETICS, &[("days = 30", "days = 30\nkeeps_rest = false")]),
        deeds: &[
            ("beto", 0, "11 98765-0002 300"),
            ("beto", 0, "v {1} 20"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"20,00\" desfaz"),
        ],
        hears: &[("bia", "Voltou um vale de *R$ 30,00*")],
        bia: (0, 0, &[3_000]),
    },
    Edge {
        about: "and not with a part of it",
        program: (COSMETICS, &[("days = 30", "days = 30\nkeeps_rest = false")]),
        deeds: &[
            ("beto", 0, "11 98765-0002 300"),
            ("beto", 0, "v {1} 20"),
            ("beto", 0, "sim"),
            ("beto", 0, "\"20,00\" estorno 5,00"),
            ("beto", 0, "\"20,00\" estorno 5,00"),
            ("beto", 0, "\"20,00\" estorno"),
        ],
        hears: &[("bia", "Voltou um vale de *R$ 20,00*")],
        bia: (0, 0, &[500, 500, 2_000]),
    },
];

async fn perform(room: &Room, index: usize, (who, day, words): (&str, i64, &str)) {
    let at = NOON + day * DAY + i64::try_from(index).unwrap() * MINUTE;
    room.clock.advance_to(at);
    let codes = room.raw.rows("select code from voucher order by id").await;
    let mut words = words.to_owned();
    for (number, code) in (1..).zip(&codes) {
        words = words.replace(&format!("{{{number}}}"), code);
    }
    let mut quoted = None;
    if let Some((amount, rest)) = words.strip_prefix('"').and_then(|rest| rest.split_once("\" ")) {
        let centavos = amount.replace(',', "");
        quoted = room.raw.rows(&format!("select wamid from purchase where amount = {centavos}")).await.pop();
        words = rest.to_owned();
    }
    let mut content = text(&words);
    if let Some(quoted) = quoted {
        content["context"] = serde_json::json!({ "id": quoted });
    }
    let body: Value = body(who, &[message(who, &format!("w{index}"), at, content)]);
    room.keep(&body, at).await;
    room.decide(256).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vouchers_do_what_the_program_says_at_every_edge() {
    for edge in &EDGES {
        on_both(move |db| async move {
            let (program, changes) = edge.program;
            let program = changed(program, changes);
            let room = Room::with(&db, NOON, &program).await;
            for (index, deed) in edge.deeds.iter().enumerate() {
                perform(&room, index, *deed).await;
            }
            for (who, words) in edge.hears {
                let heard = room.latest(who).await;
                assert!(heard.contains(words), "{}: {who} hears {heard:?}", edge.about);
            }
            let bia = "(select id from member where name = 'Bia Melo')";
            let wallet =
                room.raw.rows(&format!("select available, debt from wallet where member = {bia}")).await;
            let (available, debt, vouchers) = edge.bia;
            let none = wallet.is_empty() && (available, debt) == (0, 0);
            assert!(none || wallet == [format!("{available} | {debt}")], "{}: {wallet:?}", edge.about);
            let sql =
                format!("select value from voucher where state = 'open' and member = {bia} order by id");
            let open: Vec<String> = vouchers.iter().map(ToString::to_string).collect();
            assert_eq!(room.raw.rows(&sql).await, open, "{}", edge.about);
            verify_clean(&room.store).await;
        })
        .await;
    }
}

/// Two tills say yes in the same batch: one takes it, the other is told who did.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_tills_in_one_batch_one_takes_the_voucher() {
    on_both(|db| async move {
        let room = Room::with(&db, NOON, COSMETICS).await;
        perform(&room, 0, ("beto", 0, "11 98765-0002 300")).await;
        perform(&room, 1, ("beto", 0, "v {1} 50")).await;
        perform(&room, 2, ("nina", 0, "v {1} 80")).await;
        let at = NOON + 3 * MINUTE;
        for (who, wamid) in [("nina", "yes1"), ("beto", "yes2")] {
            room.keep(&body(who, &[message(who, wamid, at, text("sim"))]), at).await;
        }
        room.decide(256).await;
        assert!(room.latest("nina").await.contains("vale R$ 30,00 · cobrar *R$ 50,00*"));
        let lost = room.latest("beto").await;
        assert!(lost.contains("Já usado: R$ 30,00, em 21/11 às 12:03, Nina Reis, Centro."), "{lost}");
        verify_clean(&room.store).await;
    })
    .await;
}
