//! `fregues import`, beside a running service and without one.

use crate::office::beside::{Beside, SHOP, fregues, said};
use crate::support::engines::{on_both, sqlite};
use crate::support::house::verify_clean;

const LIST: &str = "Nome;Coluna 7;Saldo\nJosé;11 91234-0001;10\nMaria;11 91234-0002;x\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_brought_by_the_service_that_has_the_database() {
    let db = sqlite().await;
    let beside = Beside::start(&db.url);
    beside.write("list.csv", LIST);
    beside.write("book.csv", "PK\u{3}\u{4}");
    assert!(beside.asked(&db.url, &SHOP, &[]).status.success());
    let import = ["import", "list.csv", "--merchant", "1"];
    let mapped = [&import[..], &["--map", "Coluna 7=phone"]].concat();
    let skipping = [&mapped[..], &["--skip-faults"]].concat();
    let steps: [(&[&str], i32, &str); 7] = [
        (&["import", "none.csv", "--merchant", "1"], 1, "none.csv cannot be read"),
        (&["import", "book.csv", "--merchant", "1"], 1, "it is a workbook"),
        (&import, 1, "no column is known by which its customers are found again"),
        (&mapped, 1, "line 3: balance: \"x\" is no amount"),
        (&skipping, 2, "Nothing was brought along; --yes brings it"),
        (&[&skipping[..], &["--yes"]].concat(), 0, "Brought along: 1 people, 1 balances, 10 points."),
        (&[&skipping[..], &["--yes"]].concat(), 0, "Brought along: 0 people, 0 balances, 0 points."),
    ];
    for (arguments, code, words) in steps {
        let output = beside.asked(&db.url, arguments, &[]);
        assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", said(&output));
    }
    // One that cannot be asked says what to do.
    let unasked = beside.asked(&db.url, &skipping, &[("FREGUES_SERVER_OFFICE", "")]);
    assert_eq!(unasked.status.code(), Some(1));
    assert!(said(&unasked).contains("Set it, or stop the service first"), "{}", said(&unasked));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_brought_where_no_service_is() {
    on_both(|db| async move {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("list.csv"), LIST.replace("Coluna 7", "Fone")).unwrap();
        let run = |arguments: &[&str]| fregues(folder.path(), &db.url).args(arguments).output().unwrap();
        assert!(run(&SHOP).status.success());
        let output = run(&["import", "list.csv", "--merchant", "1", "--skip-faults", "--yes"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(
            said(&output).contains("Brought along: 1 people, 1 balances, 10 points."),
            "{}",
            said(&output)
        );
        verify_clean(&db.open().await).await;
    })
    .await;
}

/// What the README says under "Moving in, moving out": out of a service that runs, into a database that is not there yet.
#[tokio::test(flavor = "multi_thread")]
async fn a_shop_leaves_a_running_service_and_comes_in_elsewhere() {
    let db = sqlite().await;
    let beside = Beside::start(&db.url);
    beside.write("list.csv", &LIST.replace("Coluna 7", "Fone"));
    let brought = ["import", "list.csv", "--merchant", "1", "--skip-faults", "--yes"];
    let elsewhere = "sqlite:elsewhere/fregues.db";
    let steps: [(&str, &[&str], i32, &str); 14] = [
        (&db.url, &SHOP, 0, "wa.me"),
        (&db.url, &brought, 0, "1 people, 1 balances"),
        (&db.url, &["export", "shop.jsonl", "--merchant", "2"], 1, "There is no merchant 2"),
        (&db.url, &["merchant", "pause", "1"], 0, "paused"),
        (
            &db.url,
            &["export", "shop.jsonl", "--merchant", "1"],
            0,
            "holds all of merchant 1, Pet da Rosa (1234)",
        ),
        (&db.url, &["export", "shop.jsonl", "--merchant", "1"], 1, "nothing was written"),
        (
            &db.url,
            &["export", "sheets", "--merchant", "1", "--csv"],
            0,
            "sheets is written: members.csv (1), balances.csv (1)",
        ),
        (&db.url, &["import", "shop.jsonl", "--yes"], 1, "a running service has the database"),
        (elsewhere, &["import", "shop.jsonl", "--merchant", "1"], 1, "leave --merchant"),
        (elsewhere, &["import", "list.csv"], 1, "--merchant says it"),
        (elsewhere, &["import", "shop.jsonl"], 2, "It comes into a new database, elsewhere/fregues.db."),
        (
            elsewhere,
            &["import", "shop.jsonl", "--yes"],
            0,
            "1 people, 10 points available, 0 points set aside",
        ),
        (elsewhere, &["merchant", "list"], 0, "Pet da Rosa  1234  America/Sao_Paulo  claim code"),
        (elsewhere, &["import", "shop.jsonl", "--yes"], 1, "there is a merchant 1 here already"),
    ];
    for (database, arguments, code, words) in steps {
        // Only the first database is the service's.
        let output = beside.asked(database, arguments, &[]);
        assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", said(&output));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = beside.path("shop.jsonl").metadata().unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "it names people");
    }
}
