//! Sheets for people: what they say is what the ledger says, and the balances come in again elsewhere.

use super::Desk;
use super::dumped::export;
use crate::api::keys::{made, wish};
use crate::support::engines::{dispose, on_both};
use crate::support::house::verify_clean;
use crate::support::shop::COSMETICS;
use fregues::app::office::sheets::SheetOrder;
use fregues::app::office::{nobody_watches, relocation, spreadsheets};
use fregues::domain::money::Money;
use std::path::Path;

fn sheet(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], heading: &str) -> Vec<String> {
    let place =
        rows[0].iter().position(|name| name == heading).unwrap_or_else(|| panic!("{heading}: {:?}", rows[0]));
    rows[1..].iter().map(|row| row[place].clone()).collect()
}

fn sum(cells: &[String]) -> i64 {
    cells.iter().map(|cell| cell.parse::<i64>().unwrap()).sum()
}

/// What spreadsheets would take for formulas, and people who gave no phone.
const GUESTS: &str = "fone,nome,saldo,validade,email,id,cnpj\n\
    11912340001,=SOMA(A1),150,31/12/2027,,,\n\
    ,Lia,40,,+lia@exemplo.com.br,-17,\n\
    ,Rui,30,,,@9,\n\
    ,Marta,20,,,,12.ABC.345/01DE-35\n";

#[tokio::test(flavor = "multi_thread")]
async fn sheets_say_what_the_ledger_says_and_balances_come_in_again() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        desk.bring(&desk.sheet(GUESTS.as_bytes())).await;
        let folder = desk.folder.path().join("sheets");
        let export = || spreadsheets::export(&desk.app.store, 1, &folder, nobody_watches());
        let said = export().await.unwrap().lines.join("\n");
        let (members, balances) = (sheet(&folder, "members.csv"), sheet(&folder, "balances.csv"));
        let number = async |sql: &str| desk.raw.number(&format!("select cast({sql} as bigint)")).await;
        let available = number("(select sum(available) from wallet)").await;
        assert!(available > 150);
        assert_eq!(sum(&column(&members, "available")), available);
        let open = number("(select coalesce(sum(value), 0) from voucher where state = 'open')").await;
        assert_eq!(sum(&column(&balances, "balance")), available + open);
        assert_eq!(
            sum(&column(&sheet(&folder, "movements.csv"), "amount")),
            number("(select sum(amount) from transfer)").await
        );
        for (name, table) in [
            ("members", "member"),
            ("movements", "transfer"),
            ("purchases", "purchase"),
            ("vouchers", "voucher"),
        ] {
            let rows = number(&format!("(select count(*) from {table})")).await;
            assert_eq!(
                sheet(&folder, &format!("{name}.csv")).len(),
                1 + usize::try_from(rows).unwrap(),
                "{name}"
            );
            assert!(said.contains(&format!("{name}.csv ({rows})")), "{said}");
        }
        let guest = balances.iter().find(|row| row[0] == "+5511912340001").unwrap();
        assert_eq!(guest[1..5], ["'=SOMA(A1)", "150", "2027-12-31", "2026-11-21"]);
        let known_by = ["email", "own_id", "cnpj"];
        for rows in [&balances, &members] {
            for (name, theirs) in [
                ("Lia", ["'+lia@exemplo.com.br", "'-17", ""]),
                ("Rui", ["", "'@9", ""]),
                ("Marta", ["", "", "12ABC34501DE35"]),
            ] {
                let at = column(rows, "name").iter().position(|one| one == name).unwrap();
                assert_eq!(known_by.map(|heading| column(rows, heading)[at].clone()), theirs, "{name}");
            }
        }

        let list = desk.sheet(&std::fs::read(folder.join("balances.csv")).unwrap());
        let list = SheetOrder { name: "again".to_owned(), skip_faults: true, ..list };
        let brought = desk.bring(&list).await;
        assert!(brought.contains("Brought along: 0 people, "), "each was found again: {brought}");
        let nameless = |row: &&Vec<String>| row[0].is_empty() && row[7..].iter().all(String::is_empty);
        let unreachable = balances.iter().filter(nameless).map(|row| row[2].clone());
        let expected = available * 2 - sum(&unreachable.collect::<Vec<_>>());
        assert_eq!(number("(select sum(available) from wallet)").await, expected, "{brought}");

        let there = export().await.unwrap_err().0;
        assert!(there.contains("sheets is there already; nothing was written"), "{there}");
        let other = desk.folder.path().join("other");
        let nobody = spreadsheets::export(&desk.app.store, 7, &other, nobody_watches()).await.unwrap_err().0;
        assert_eq!(nobody, "There is no merchant 7; `fregues merchant list` shows them.");
        assert!(!other.exists() && !desk.folder.path().join("other.part").exists());
    })
    .await;
}

/// What somebody takes to another shop is all that is owed, whether it is credit or stands in vouchers.
#[tokio::test(flavor = "multi_thread")]
async fn balances_count_open_vouchers_and_become_vouchers_where_they_come_in() {
    on_both(|db| async move {
        let desk = Desk::open_with(&db, COSMETICS).await;
        let list = b"fone;nome;saldo;validade\n11 91200-0001;Jo;50,00;31/12/2027\n11 91200-0002;Lu;3,00;31/12/2027\n";
        desk.bring(&desk.sheet(list)).await;
        let folder = desk.folder.path().join("sheets");
        let said = spreadsheets::export(&desk.app.store, 1, &folder, nobody_watches()).await.unwrap();
        assert!(said.lines.join("\n").contains("counts what stands in open vouchers"), "{said:?}");
        let balances = sheet(&folder, "balances.csv");
        let owed = "select cast((select sum(available + held) from wallet) + (select sum(value) from voucher \
            where state = 'open') as bigint)";
        let cents = |heading: &str| {
            let cells = column(&balances, heading);
            cells.iter().map(|cell| Money::from_plain(cell).unwrap().0).sum::<i64>()
        };
        assert_eq!(cents("balance"), desk.raw.number(owed).await);
        let open = "select cast(sum(value) as bigint) from voucher where state = 'open'";
        assert_eq!(cents("in_vouchers"), desk.raw.number(open).await);
        let jo = balances.iter().find(|row| row[0] == "+5511912000001").unwrap();
        assert_eq!((jo[2..4].to_vec(), jo[10].as_str()), (vec!["50.00".to_owned(), "2027-12-31".to_owned()], "50.00"));
        let lu = balances.iter().find(|row| row[0] == "+5511912000002").unwrap();
        assert_eq!((lu[2].as_str(), lu[10].as_str()), ("3.00", "0.00"));

        let place = db.fresh().await;
        let elsewhere = Desk::open_with(&place, COSMETICS).await;
        let list = elsewhere.sheet(&std::fs::read(folder.join("balances.csv")).unwrap());
        let brought = elsewhere.bring(&SheetOrder { skip_faults: true, ..list }).await;
        assert!(brought.contains("Vouchers that came of it: "), "{brought}");
        let there = "select v.value from voucher v join member m on m.merchant = v.merchant and m.id = v.member \
            where m.phone = '+5511912000001' and v.state = 'open'";
        assert_eq!(elsewhere.raw.rows(there).await, ["5000"]);
        verify_clean(&elsewhere.app.store).await;
        dispose(&place.url).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_is_nobody_in_lists_and_sums() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        let people = desk.raw.number("select cast(count(*) as bigint) from member").await;
        made(&desk.app, wish(1, "Caixa 1", "purchases")).await;
        made(&desk.app, wish(1, "Site", "read")).await;
        assert_eq!(desk.raw.number("select cast(count(*) as bigint) from member").await, people + 2);
        let folder = desk.folder.path().join("sheets");
        let said = spreadsheets::export(&desk.app.store, 1, &folder, nobody_watches()).await.unwrap();
        assert!(said.lines[0].contains(&format!("members.csv ({people})")), "{said:?}");
        let names = column(&sheet(&folder, "members.csv"), "name");
        assert!(!names.iter().any(|name| name == "Site" || name == "Caixa 1"), "{names:?}");
        let file = desk.folder.path().join("shop.fregues");
        let left = export(&db, 1, &file).await.unwrap();
        assert!(left.lines[1].contains(&format!("✔ {people} people, ")), "{left:?}");
        let found = relocation::look(&file, &nobody_watches()).unwrap();
        assert!(found.lines[1].contains(&format!("In it: {people} people, ")), "{found:?}");
    })
    .await;
}
