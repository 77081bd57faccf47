//! `fregues report`: what is printed and exported of a month, and of today.

use super::months::{CENTRO, NORTE, START, bring, live, member, settle};
use crate::support::engines::on_both;
use crate::support::shop::{NUMBER, PETS, PHARMACY, rulebook, sale, shop};
use clap::Parser;
use fregues::dialogue::copy::Copy;
use fregues::domain::adjusting::Adjustment;
use fregues::domain::calendar::DAY;
use fregues::domain::facts::Shop;
use fregues::domain::ids::StaffId;
use fregues::domain::money::Money;
use fregues::domain::selling::Sale;
use fregues::report::{Options, report};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    options: Options,
}

/// Two stores sold for R$ 100 and R$ 50; what they gave ends in twenty days, and what was brought along never does.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_expected_and_ending_stands_beside_each_store() {
    on_both(|db| async move {
        let store = db.open().await;
        let text = PETS.replace("days = 365", "days = 20");
        let (merchant, _) = settle(&store, &text).await;
        let shop = Shop { rules: rulebook(&text), ..shop(merchant, NUMBER) };
        live(&store, &shop, START + DAY, |draft| {
            draft.sell(&sale(member(3), StaffId(1), CENTRO, Money::reais(100)));
            draft.sell(&Sale { line: 1, ..sale(member(4), StaffId(1), NORTE, Money::reais(50)) });
            bring(draft, member(4), 700, "1");
        })
        .await;
        let said = async |line: &[&str]| {
            let line = Line::parse_from(["report"].iter().chain(line));
            report(&store, &line.options, &Copy::embedded().unwrap(), START + 2 * DAY).await
        };
        let table = said(&["2026-11"]).await.unwrap();
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let lines: Vec<Vec<String>> = table.lines().map(words).collect();
        assert!(table.contains(", not over yet"), "{table}");
        for line in ["Centro 3.700 3.700 3.000", "Norte 1.500 1.500 1.500", "total 5.200 5.200 4.500"] {
            assert!(lines.contains(&words(line)), "{line} is not in\n{table}");
        }
        let csv = said(&["2026-11", "--csv"]).await.unwrap();
        let (head, rows) = csv.split_once("\r\n").unwrap();
        assert!(head.ends_with(";em aberto hoje;uso esperado;termina em 30 dias"), "{head}");
        assert_eq!(
            rows,
            "2026-11;\"Centro\";PTS;0;3000;0;0;700;0;0;0;0;0;3700;;;;;3700;3700;3000\r\n\
             2026-11;\"Norte\";PTS;0;1500;0;0;0;0;0;0;0;0;1500;;;;;1500;1500;1500\r\n\
             2026-11;\"Total\";PTS;0;4500;0;0;700;0;0;0;0;0;5200;5200;0;0;0;5200;5200;4500\r\n"
        );
        let cells = |row: &str| row.split(';').count();
        assert!(rows.lines().all(|row| cells(row) == cells(head)), "{csv}");
        let place = tempfile::tempdir().unwrap();
        let out = |folder: &str| place.path().join(folder).display().to_string();
        let written = said(&["2026-11", "--csv", "--out", &out("books/2026")]).await.unwrap();
        assert_eq!(std::fs::read_to_string(written.trim_end_matches(" is written.\n")).unwrap(), csv);
        std::fs::write(place.path().join("file"), "").unwrap();
        let refused = said(&["2026-11", "--csv", "--out", &out("file/books")]).await.unwrap_err().to_string();
        assert!(refused.contains("cannot be made; name one with --out that can"), "{refused}");
        let refused = said(&["2026-12"]).await.unwrap_err().to_string();
        assert!(refused.contains("2026-12 has not begun"), "{refused}");
        store.close().await;
    })
    .await;
}

/// R$ 3 by hand become a voucher at once, by no purchase.
#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_belongs_to_the_store_that_gave_what_it_is_made_of() {
    on_both(|db| async move {
        let store = db.open().await;
        let (merchant, _) = settle(&store, PHARMACY).await;
        let shop = Shop { rules: rulebook(PHARMACY), ..shop(merchant, NUMBER) };
        live(&store, &shop, START + DAY, |draft| {
            let reason = "change".to_owned();
            let adjustment =
                Adjustment { member: member(0), amount: 300, reason, by: StaffId(1), store: NORTE };
            assert!(draft.adjust(&adjustment).unwrap().issued.len() == 1);
        })
        .await;
        let line = Line::parse_from(["report", "2026-11", "--csv"]);
        let csv = report(&store, &line.options, &Copy::embedded().unwrap(), START + 2 * DAY).await.unwrap();
        let rows: Vec<&str> = csv.lines().skip(1).collect();
        assert_eq!(rows.len(), 2, "{csv}");
        assert!(rows[0].starts_with("2026-11;\"Norte\";BRL;") && rows[0].contains(";3,00;"), "{csv}");
        store.close().await;
    })
    .await;
}
