//! Lines of a till that name vouchers: none of them is a plain sale.

use super::{ears, setting};
use fregues::dialogue::hear::{Intent, Role, Vouchers, hear};
use fregues::domain::lang::Lang;
use fregues::domain::money::Money;

/// Line, what is read: the purchase, and which vouchers pay it; `-` where it is a sale like others.
const LINES: [(Lang, &str, &str); 55] = [
    (Lang::PtBr, "11 94444-0001 50 usa vales", "50.00 all"),
    (Lang::PtBr, "11 94444-0001 103 usa todos os vales", "103.00 all"),
    (Lang::PtBr, "11 94444-0001 R$ 20,00, com os cupons", "20.00 all"),
    (Lang::PtBr, "11 94444-0001 50 pagou com vale", "50.00 all"),
    (Lang::PtBr, "11 94444-0001 50 abate do vale", "50.00 all"),
    (Lang::PtBr, "11 94444-0001 50 vale", "50.00 all"),
    (Lang::PtBr, "11 94444-0001 50 usa 2 vales", "50.00 2"),
    (Lang::PtBr, "11 94444-0001 50 com dois vales", "50.00 2"),
    (Lang::PtBr, "11 94444-0001 1 vale 50", "50.00 1"),
    (Lang::PtBr, "11 94444-0001 usa 2 vales", "? 2"),
    (Lang::PtBr, "50 usa vales", "50.00 all"),
    (Lang::PtBr, "K7P2 30 usa vales", "30.00 all"),
    (Lang::En, "11 94444-0001 50 use all vouchers", "50.00 all"),
    (Lang::En, "11 94444-0001 50 with 2 coupons", "50.00 2"),
    (Lang::En, "50 with vouchers", "50.00 all"),
    (Lang::Es, "11 94444-0001 50 con todos los vales", "50.00 all"),
    (Lang::Es, "11 94444-0001 50 usa dos cupones", "50.00 2"),
    (Lang::Es, "50 con vale", "50.00 all"),
    (Lang::PtBr, "11 94444-0001 50 sem vale", "50.00 -"),
    (Lang::PtBr, "11 94444-0001 50 vale presente", "50.00 -"),
    (Lang::PtBr, "11 94444-0001 50 pagou com vale refeição", "50.00 -"),
    (Lang::PtBr, "11 94444-0001 50 Rita do Vale", "50.00 -"),
    (Lang::En, "11 94444-0001 50 without vouchers", "50.00 -"),
    (Lang::En, "11 94444-0001 50 gift voucher", "50.00 -"),
    (Lang::PtBr, "11 94444-0001 100 com R$ 20 do vale", "100.00 all"),
    (Lang::PtBr, "11 94444-0001 100 com 20 do vale", "100.00 all"),
    (Lang::PtBr, "11 94444-0001 103 valor do vale", "103.00 all"),
    (Lang::PtBr, "11 94444-0001 104 parte do vale", "104.00 all"),
    (Lang::PtBr, "11 94444-0001 102 desc 10 do vale", "102.00 all"),
    (Lang::PtBr, "11 94444-0001 100 saldo do vale", "100.00 all"),
    (Lang::PtBr, "11 94444-0001 100 tudo do vale", "100.00 all"),
    (Lang::PtBr, "11 94444-0001 100 vale 20,00", "100.00 all"),
    (Lang::PtBr, "11 94444-0001 100 usa 20 reais do vale", "100.00 all"),
    (Lang::PtBr, "11 94444-0001 100 usa R$20 do vale", "100.00 all"),
    (Lang::PtBr, "11 94444-0001 100 usa 20 vale", "100.00 all"),
    (Lang::PtBr, "11 94444-0001 100 sem cupom", "100.00 -"),
    (Lang::PtBr, "11 94444-0001 100 não vai usar o cupom", "100.00 -"),
    (Lang::PtBr, "11 94444-0001 100 cupom fiscal", "100.00 -"),
    (Lang::PtBr, "11 94444-0001 100 Ana Valle", "100.00 -"),
    (Lang::Es, "11 94444-0001 100 sin vale", "100.00 -"),
    (Lang::Es, "11 94444-0001 100 no quiere usar el vale", "100.00 -"),
    (Lang::Es, "11 94444-0001 100 Duda del Valle", "100.00 -"),
    (Lang::En, "11 94444-0001 100 no voucher", "100.00 -"),
    (Lang::En, "11 94444-0001 100 not using voucher", "100.00 -"),
    (Lang::En, "11 94444-0001 100 doesn't want to use the voucher", "100.00 -"),
    (Lang::PtBr, "11 94444-0001 90 usa vale cupom fiscal", "90.00 all"),
    (Lang::PtBr, "11 94444-0001 111 usa vale, cupom fiscal", "111.00 all"),
    (Lang::PtBr, "11 94444-0001 112 usa vales sem cupom fiscal", "112.00 all"),
    (Lang::PtBr, "K7P2 41 usa 1 vale cupom fiscal", "41.00 1"),
    (Lang::PtBr, "11 94444-0001 101 Rita do Vale 2 vales", "101.00 2"),
    (Lang::PtBr, "11 94444-0001 102 Rita do Vale com vale", "102.00 all"),
    (Lang::PtBr, "11 94444-0001 100 sem vale e cupom", "100.00 -"),
    (Lang::PtBr, "11 94444-0001 90 usa vale pix", "90.00 all"),
    (Lang::En, "11 94444-0001 103 use the voucher, no gift voucher", "103.00 all"),
    (Lang::Es, "11 94444-0001 104 usa vale, sin bono regalo", "104.00 all"),
];

#[test]
fn whoever_names_vouchers_pays_with_them() {
    let mut faults = Vec::new();
    for (lang, line, expected) in LINES {
        let heard = hear(line, &setting(Role::Staff, lang), &ears());
        let amount = heard.slots.amount.map_or("?".to_owned(), Money::plain);
        let vouchers = match heard.slots.vouchers {
            Some(Vouchers::All) => "all".to_owned(),
            Some(Vouchers::Some(count)) => count.to_string(),
            None => "-".to_owned(),
        };
        let plain = expected.ends_with('-');
        let intent = if plain { Intent::RegisterPurchase } else { Intent::RedeemVoucher };
        let read = format!("{amount} {vouchers}");
        if heard.intent != intent || read != expected {
            faults.push(format!("{line:?}: {:?} {read}, not {expected}", heard.intent));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
