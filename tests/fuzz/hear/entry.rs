//! Any bytes as a message, in every role and language. Nothing panics, what is certain is complete, and hearing the same
//! again gives the same.

use fregues::dialogue::hear::{
    Doubt, Ears, Intent, Role, Setting, begins_with, explain, hear, put_right, read_amount, read_phone,
    read_vouchers, read_whom, read_yes_no, says_wrong,
};
use fregues::domain::lang::Lang;
use fregues::domain::money::Money;
use std::sync::OnceLock;

pub fn play(bytes: &[u8]) {
    static EARS: OnceLock<Ears> = OnceLock::new();
    let ears = EARS.get_or_init(|| Ears::embedded().expect("the rules that ship"));
    let text = String::from_utf8_lossy(bytes);
    for role in [Role::Customer, Role::Staff, Role::Owner] {
        for lang in Lang::ALL {
            let setting = Setting { role, lang, area_code: 11, high_amount: Money::reais(10_000) };
            let (heard, _) = explain(&text, &setting, ears);
            assert_eq!(heard, hear(&text, &setting, ears), "{text:?} is explained as something else");
            if heard.intent == Intent::RegisterPurchase && heard.doubt() == Doubt::Sure {
                let slots = &heard.slots;
                let amount =
                    slots.amount.is_some_and(|amount| amount > Money::ZERO && amount <= setting.high_amount);
                assert!(amount && slots.phone.is_some() && role != Role::Customer, "{text:?}: {heard:?}");
            }
            let amount = read_amount(&text, &setting, ears);
            assert!(amount.value.is_some() || amount.doubt == Doubt::Ask, "{text:?}: {amount:?}");
            let phone = read_phone(&text, &setting, ears);
            assert!(phone.value.is_some() || phone.doubt == Doubt::Ask, "{text:?}: {phone:?}");
            read_vouchers(&text, &setting, ears);
            begins_with(&text, lang, ears);
            put_right(&text, &setting, ears);
            read_whom(&text, &setting, ears);
        }
    }
    read_yes_no(&text, ears);
    says_wrong(&text, ears);
}
