//! A list that is brought again, corrected: what somebody got under its name is there, however the line is put now.

use super::Desk;
use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::shop::SALON_AT_ONCE;
use fregues::app::office::sheets::SheetOrder;

const BROUGHT: &str = "select count(*), cast(sum(amount) as bigint) from transfer where debit = 'opening' and txn in \
    (select id from txn where source like 'import:%')";

/// The same 50,00, put otherwise, and how many lines that are left out.
const CORRECTED: [(&str, usize); 6] = [
    ("fone;nome;saldo;validade\n11 91234-0001;Jo;50,00;31/12/2027\n", 1),
    ("fone;nome;saldo;data do crédito\n11 91234-0001;Jo;50,00;01/10/2026\n", 1),
    ("fone;nome;saldo\n11 91234-0001;Jo;70,00\n", 1),
    ("fone;saldo;validade\n11 91234-0001;30,00;\n11 91234-0001;20,00;31/12/2027\n", 2),
    ("fone;saldo;validade\n11 91234-0001;20,00;31/12/2027\n11 91234-0001;30,00;\n", 2),
    ("fone;saldo;validade\n11 91234-0001;20,00;31/12/2027\n11 91234-0001;30,00;31/12/2028\n", 2),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_list_brings_no_balance_twice_and_says_which_lines_it_leaves_out() {
    on_both(|db| async move {
        let desk = Desk::open_with(&db, SALON_AT_ONCE).await;
        desk.bring(&desk.sheet("fone;nome;saldo\n11 91234-0001;Jo;50,00\n".as_bytes())).await;
        let after = desk.traces().await;
        for (text, left_out) in CORRECTED {
            let list = desk.sheet(text.as_bytes());
            let seen = desk.look(&list).await;
            for says in [
                &format!("! Brought before under this name, and left out: {left_out}."),
                "line 2: R$ 50,00 were brought for this person under this name before",
                "another --name adds this line to it, an adjustment puts right what was brought",
                "People: 0 new, 1 known.",
                "Balances that come along: 0.",
            ] {
                assert!(seen.contains(says), "{text}{says}:\n{seen}");
            }
            let brought = desk.bring(&list).await;
            assert!(brought.contains("Brought along: 0 people, 0 balances"), "{text}{brought}");
            assert!(brought.contains(&format!("and left out: {left_out}.")), "{text}{brought}");
            assert_eq!(desk.traces().await, after, "{text}");
        }

        // A further balance beside what is there as it was, and whatever comes under another name.
        let further = "fone;saldo;validade\n11 91234-0001;50,00;\n11 91234-0001;20,00;31/12/2027\n";
        let brought = desk.bring(&desk.sheet(further.as_bytes())).await;
        assert!(brought.contains("Brought along: 0 people, 1 balances"), "{brought}");
        assert!(brought.contains("There already, and left as they are: 1 balances."), "{brought}");
        assert_eq!(desk.raw.rows(BROUGHT).await, ["2 | 7000"]);
        let other = SheetOrder { name: "other".to_owned(), ..desk.sheet(CORRECTED[2].0.as_bytes()) };
        desk.bring(&other).await;
        assert_eq!(desk.raw.rows(BROUGHT).await, ["3 | 14000"]);
        verify_clean(&desk.app.store).await;
    })
    .await;
}
