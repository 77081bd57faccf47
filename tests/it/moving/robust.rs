//! Whatever a file holds, it is read or refused with a sentence, and what is read can be brought.

use chrono::NaiveDate;
use fregues::domain::money::Money;
use fregues::domain::phone::Phone;
use fregues::domain::program::Unit;
use fregues::moving::check::{Customer, Fault, Measure};
use fregues::moving::columns::Columns;
use fregues::moving::lines::Lines;
use fregues::moving::sheet::{Sheet, Unfit, sniff};
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Result<Vec<Result<Customer, Fault>>, Unfit> {
    let form = sniff(bytes)?;
    let sheet = Sheet::open(bytes, &form)?;
    let columns = Columns::of(&sheet.headings, &[])?;
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let measure = Measure { columns, unit: Unit::Reais, area_code: 11, stores: Vec::new(), today };
    Lines::new(sheet, measure).collect()
}

/// What is found in cells, and what is not meant to be.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9.,;R$ -]{0,14}",
        "[+(]?[0-9]{2}[) -]{0,2}9?[0-9]{4}-?[0-9]{4}",
        "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}",
        "\\PC{0,12}",
        "\"[^\"]{0,6}\"",
        ".{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let _ = read(&[b"fone;saldo\n", bytes.as_slice()].concat());
    }

    #[test]
    fn what_is_read_of_any_cells_can_be_brought(rows in prop::collection::vec([cell(), cell(), cell(), cell(), cell()], 1..8)) {
        let lines = rows.iter().map(|cells| cells.join(";") + "\n");
        let text = format!("fone;saldo;validade;data do crédito;id\n{}", lines.collect::<String>());
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        for customer in read(text.as_bytes()).into_iter().flatten().flatten() {
            prop_assert!((0..=Money::MOST.0).contains(&customer.balance), "{customer:?}");
            prop_assert!(customer.keys().next().is_some(), "{customer:?}");
            let fits = |phone: &Phone| (8..=15).contains(&phone.digits().len());
            prop_assert!(customer.phone.as_ref().is_none_or(fits), "{customer:?}");
            prop_assert!(customer.balance == 0 || customer.expires.is_none_or(|last| last >= today));
            prop_assert!(customer.earned.is_none_or(|day| day <= today));
        }
    }
}
