//! Customers brought along from other systems: by the office, on both engines, and by the command.

mod again;
mod command;
mod dumped;
mod forgotten;
mod known;
mod people;
mod phoneless;
mod robust;
mod spreadsheets;
mod vouchers;
mod whole;

use crate::office::done;
use crate::support::engines::{Db, on_both};
use crate::support::house::{app_on, verify_clean};
use crate::support::raw::Raw;
use crate::support::shop::{self, NOON, NUMBER};
use encoding_rs::WINDOWS_1252;
use fregues::app::App;
use fregues::app::clock::Clock;
use fregues::app::office::sheets::SheetOrder;
use fregues::app::office::{Office, Order};
use fregues::moving::sheet::sniff;
use tempfile::TempDir;

/// A shop, and files to bring.
struct Desk {
    app: App,
    raw: Raw,
    folder: TempDir,
}

impl Desk {
    async fn open(db: &Db) -> Desk {
        Desk::open_with(db, shop::PETS).await
    }

    /// The same people around another program.
    async fn open_with(db: &Db, program: &str) -> Desk {
        let store = db.open().await;
        shop::settle_as(&store, NUMBER, program).await;
        let app = app_on(store, &Clock::manual(NOON), "http://127.0.0.1:9");
        Desk { app, raw: Raw::of(db).await, folder: tempfile::tempdir().unwrap() }
    }

    fn sheet(&self, bytes: &[u8]) -> SheetOrder {
        sheet(&self.folder, bytes)
    }

    async fn look(&self, sheet: &SheetOrder) -> String {
        done(&self.app, Order::LookAtSheet(sheet.clone())).await.replace('\u{a0}', " ")
    }

    async fn bring(&self, sheet: &SheetOrder) -> String {
        done(&self.app, Order::BringSheet(sheet.clone())).await.replace('\u{a0}', " ")
    }

    async fn refused(&self, sheet: &SheetOrder) -> String {
        Office::of(self.app.clone()).carry_out(Order::BringSheet(sheet.clone())).await.unwrap_err().0
    }

    /// What a mistake would change.
    async fn traces(&self) -> Vec<String> {
        let counts = "select (select count(*) from member), (select count(*) from identity), \
            (select count(*) from txn), (select count(*) from lot), (select count(*) from consent), \
            (select next_id from lane)";
        self.raw.rows(counts).await
    }
}

fn sheet(folder: &TempDir, bytes: &[u8]) -> SheetOrder {
    let file = folder.path().join("customers.csv");
    std::fs::write(&file, bytes).unwrap();
    let hash = sniff(bytes).map(|form| form.hash).unwrap_or_default();
    SheetOrder { merchant: 1, file, hash, name: "opening".to_owned(), map: Vec::new(), skip_faults: false }
}

const LIST: &str = "Nome;Celular;Saldo;Validade;Ofertas;Origem do consentimento;Cidade\r\n\
    José Álvares;11 91234-0001;1.200;31/12/2027;sim;ficha 2024;Santos\r\n\
    Maria Luz;(11) 91234-0002;300;;sim;;Santos\r\n\
    Ana Souza;11 8765-4321;50;;não;ficha 2024;\"São; Vicente\"\r\n\
    Maria Luz;11 91234-0002;40;01/06/2027;;;\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_looked_at_then_brought_and_brought_again_without_doubling() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        let list = desk.sheet(&WINDOWS_1252.encode(LIST).0);
        let before = desk.traces().await;
        let seen = desk.look(&list).await;
        for says in [
            "Windows-1252, columns parted by semicolons",
            "phone = \"Celular\", name = \"Nome\", balance = \"Saldo\"",
            "Left aside: \"Cidade\"",
            "Line 2: +5511912340001, José Álvares, 1.200 points, until 2027-12-31, takes offers (ficha 2024)",
            "Line 3: +5511912340002, Maria Luz, 300 points, no offers, nobody says where they agreed",
            "People: 2 new, 1 known.",
            "Offers: refused to 1 of the new",
            "Balances that come along: 4. The shop then owes 1.590 points more.",
            "The first of them ends on 2027-06-01, the last on 2027-12-31.",
        ] {
            assert!(seen.contains(says), "{says}:\n{seen}");
        }
        assert!(!seen.contains("no column offers") && !seen.contains("forgotten"), "{seen}");
        assert_eq!(desk.traces().await, before, "looking writes nothing");

        let brought = desk.bring(&list).await;
        assert!(brought.contains("Brought along: 2 people, 4 balances, 1.590 points."), "{brought}");
        let people = "select m.name, m.phone, m.standing, m.offers, w.available from member m \
            join wallet w on w.merchant = m.merchant and w.member = m.id \
            where m.phone like '+55119123%' or m.name = 'Ana Souza' order by m.phone";
        assert_eq!(
            desk.raw.rows(people).await,
            [
                "José Álvares | +5511912340001 | joined | 1 | 1200",
                "Maria Luz | +5511912340002 | joined | 0 | 340",
                "Ana Souza | +5511987654321 | joined | 1 | 7050",
            ]
        );
        let origins = "select t.source, l.original, l.usable_ms from lot l \
            join txn t on t.merchant = l.merchant and t.id = l.txn \
            where t.kind = 'opening' and t.source like 'import:%' order by l.original";
        let origin = |points: i64| format!("import:opening | {points} | {NOON}");
        assert_eq!(desk.raw.rows(origins).await, [40, 50, 300, 1_200].map(origin));
        let consents = "select m.name, c.purpose, c.given, c.source from consent c \
            join member m on m.merchant = c.merchant and m.id = c.member \
            where c.source like 'import:%' order by m.name, c.purpose";
        assert_eq!(
            desk.raw.rows(consents).await,
            [
                "José Álvares | offers | 1 | import:opening: ficha 2024",
                "José Álvares | program | 1 | import:opening: ficha 2024",
                "Maria Luz | program | 1 | import:opening",
            ]
        );
        let keys = "select count(*) from txn where key like '%91234%' or source like '%91234%'";
        assert_eq!(desk.raw.number(keys).await, 0, "no key of the ledger names anybody");

        let after = desk.traces().await;
        let again = desk.look(&list).await;
        assert!(again.contains("People: 0 new, 3 known."), "{again}");
        assert!(again.contains("Balances there already, which stay as they are: 4."), "{again}");
        let again = desk.bring(&list).await;
        assert!(again.contains("Brought along: 0 people, 0 balances, 0 points."), "{again}");
        assert_eq!(desk.traces().await, after);
        verify_clean(&desk.app.store).await;
    })
    .await;
}

const WRONG: &[u8] = b"fone,id,saldo\n\
    11912340001,c-1,150\n\
    11912340002,c-1,\n\
    11912340003,c-2,5\n\
    11987650002,,5\n\
    talvez,,5\n\
    11912340009,c-9,5\n\
    11912340002,,\"2,5\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_named_by_line_and_brings_nothing() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        desk.bring(&desk.sheet(b"fone,id,saldo\n11912340001,c-1,100\n11912340002,c-2,200\n")).await;
        desk.raw.run("update member set frozen = 1 where name = 'Bia Melo'").await;
        let before = desk.traces().await;
        let wrong = desk.sheet(WRONG);
        let faults = [
            "line 3: its own_id is that of line 2, with another phone: put one of them right",
            "line 4: its own_id is that of member ",
            "line 5: whose number this is is in question",
            "line 6: \"talvez\" is no phone",
            "line 8: balance: \"2,5\" is no whole number of points",
        ];
        let seen = desk.look(&wrong).await;
        let refused = desk.refused(&wrong).await;
        assert!(seen.contains("✘ Wrong: 5."), "{seen}");
        let left_out =
            "left out: 1.\n  line 2: 100 points were brought for this person under this name before";
        assert!(seen.contains(left_out), "{seen}");
        assert!(seen.contains("Balances that come along: 1. The shop then owes 5 points more."), "{seen}");
        for fault in faults {
            assert!(seen.contains(fault), "{fault}:\n{seen}");
        }
        assert!(refused.contains("Nothing is brought before they are right"), "{refused}");
        assert_eq!(desk.traces().await, before);

        // What only the database knows holds the good lines beside it back, too.
        let other = "insert into identity (merchant, kind, value, member) \
            select 1, 'phone', '+5511912349999', id from member where name = 'Ana Souza'";
        desk.raw.run(other).await;
        let before = desk.traces().await;
        let twice = desk.sheet(b"fone,saldo\n11987654321,5\n11912349999,6\n");
        let refused = desk.refused(&twice).await;
        assert!(refused.contains("line 3: a line before names the same person"), "{refused}");
        assert_eq!(desk.traces().await, before);

        let wrong = desk.sheet(WRONG);
        let skipping = SheetOrder { skip_faults: true, ..wrong };
        let brought = desk.bring(&skipping).await;
        assert!(brought.contains("Brought along: 1 people, 1 balances, 5 points."), "{brought}");
        assert!(brought.contains("! Wrong, and left out: 5."), "{brought}");
        let name = SheetOrder { name: "a b".to_owned(), ..skipping.clone() };
        let changed = SheetOrder { hash: "0".repeat(64), ..skipping.clone() };
        let nobody = SheetOrder { merchant: 7, ..skipping.clone() };
        let gone = SheetOrder { file: desk.folder.path().join("none.csv"), ..skipping };
        for (order, says) in [
            (name, "--name: \"a b\" must be letters"),
            (changed, "is not the file that was looked at"),
            (nobody, "There is no merchant 7"),
            (gone, "none.csv cannot be read"),
        ] {
            let refused = desk.refused(&order).await;
            assert!(refused.contains(says), "{refused}");
        }
        verify_clean(&desk.app.store).await;
    })
    .await;
}

/// One name in two chunks, a balance of each end in each, and a line of the second that stops it.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_sheet_that_was_broken_off_goes_on_where_it_stopped() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        let line = |n: u64, last: &str| format!("{},{n},{last}\n", 11_910_000_000 + n % 1_500);
        let text = |last: &str| {
            let lines = (1..=2_200).map(|n| line(n, if n < 1_500 { "2027-05-01" } else { "2027-06-01" }));
            format!("phone,balance,expires\n{}{last}", lines.collect::<String>())
        };
        let broken = desk.sheet(text("11,5,\n").as_bytes());
        let refused = desk.refused(&broken).await;
        assert!(refused.contains("line 2202: \"11\" is no phone"), "{refused}");
        assert!(refused.contains("Brought along before that: 1500 people, 2000 balances."), "{refused}");
        let whole = desk.sheet(text("").as_bytes());
        let seen = desk.look(&whole).await;
        assert!(seen.contains("People: 0 new, 1500 known."), "{seen}");
        assert!(seen.contains("stay as they are: 2000.\nBalances that come along: 200."), "{seen}");
        let brought = desk.bring(&whole).await;
        assert!(brought.contains("Brought along: 0 people, 200 balances"), "{brought}");
        let sums = "select count(*), cast(sum(amount) as bigint) from transfer where debit = 'opening' and txn in \
            (select id from txn where source = 'import:opening')";
        assert_eq!(desk.raw.rows(sums).await, [format!("2200 | {}", 2_200 * 2_201 / 2)]);
        verify_clean(&desk.app.store).await;
    })
    .await;
}
