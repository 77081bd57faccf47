//! Where credit becomes vouchers, what is brought along does too: it could not be used otherwise.

use super::{Desk, sheet};
use crate::office::done;
use crate::support::engines::on_both;
use crate::support::house::{House, verify_clean};
use crate::support::raw::Raw;
use crate::support::shop::{COSMETICS, PHARMACY};
use fregues::app::office::Order;

/// Enough, enough with an end of its own, too little, and too little twice with two ends.
const LIST: &[u8] = b"fone;nome;saldo;validade\n\
    11 91234-0001;Jo;50,00;\n\
    11 91234-0002;Lu;45,00;31/12/2027\n\
    11 91234-0003;Ka;5,00;\n\
    11 91234-0004;Bel;12,00;01/06/2028\n\
    11 91234-0004;Bel;11,00;31/12/2027\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_brought_along_becomes_a_voucher_as_any_other_credit_does() {
    on_both(|db| async move {
        let desk = Desk::open_with(&db, COSMETICS).await;
        let list = desk.sheet(LIST);
        let before = desk.traces().await;
        let seen = desk.look(&list).await;
        for says in [
            "Balances that come along: 5. The shop then owes R$ 123,00 more.",
            "Vouchers that come of it by the shop's rules, with what people had before: 3, worth R$ 118,00.",
            "The first of them ends on 2026-12-21, the last on 2028-06-01.",
        ] {
            assert!(seen.contains(says), "{says}:\n{seen}");
        }
        assert_eq!(desk.traces().await, before, "looking writes nothing");

        let brought = desk.bring(&list).await;
        assert!(brought.contains("Vouchers that came of it: 3, worth R$ 118,00."), "{brought}");
        let vouchers = "select m.name, v.value, case when v.expires_ms = \
            (select max(l.expires_ms) from lot l where l.merchant = v.merchant and l.member = v.member) \
            then 'as the list says' else 'by the rules' end from voucher v \
            join member m on m.merchant = v.merchant and m.id = v.member order by v.value";
        let expected =
            ["Bel | 2300 | as the list says", "Lu | 4500 | as the list says", "Jo | 5000 | by the rules"];
        assert_eq!(desk.raw.rows(vouchers).await, expected);
        assert_eq!(desk.raw.number("select count(distinct code) from voucher").await, 3);
        assert_eq!(desk.raw.number("select count(*) from outbox").await, 0, "nobody is written to");
        let after = desk.traces().await;
        desk.bring(&list).await;
        assert_eq!(desk.traces().await, after);
        verify_clean(&desk.app.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_brought_along_is_taken_at_the_till() {
    for program in [COSMETICS, PHARMACY] {
        on_both(|db| async move {
            let house = House::open_with(&db, program).await;
            let (raw, folder) = (Raw::of(&db).await, tempfile::tempdir().unwrap());
            let list = sheet(&folder, b"fone;saldo\n11 98765-0002;50,00\n");
            done(&house.app, Order::BringSheet(list)).await;
            let code = raw.rows("select code from voucher where value = 5000").await.concat();
            house.say("beto", &format!("v {code} 80")).await;
            let sold = house.say("beto", "sim").await;
            let taken = sold.iter().any(|bubble| bubble.body.contains("cobrar *R$\u{a0}30,00*"));
            assert!(taken, "{sold:?}");
            house.verify_clean().await;
        })
        .await;
    }
}
