//! The programs that random lives are lived under: the presets and what they leave open, with short lives of credits and
//! vouchers, each beside what the model has to know of it.

use super::model::{Base, Pay, ReferralRules, Rules, VoucherRules};
use crate::support::shop::{COSMETICS, JEWELS, PETS, PHARMACY, SALON_AT_ONCE, changed};

pub struct Played {
    pub name: &'static str,
    preset: &'static str,
    /// What is written otherwise.
    changes: &'static [(&'static str, &'static str)],
    pub rules: Rules,
}

const SALON: &str = include_str!("../../../conversations/programs/salon.toml");

/// A net share of the amount, for twenty days.
const PLAIN: Rules = Rules {
    rate: (1, 10),
    visit: None,
    most: None,
    most_a_day: None,
    base: Base::Net,
    days: 20,
    slides: false,
    waits: 0,
    pay: None,
    voucher: None,
    referral: None,
    ranked: false,
};
const PET: Rules = Rules {
    rate: (30, 100),
    base: Base::Gross,
    referral: Some(ReferralRules { inviter: 3_000, friend: 1_000, least: 3_000 }),
    ranked: true,
    ..PLAIN
};
const BALANCE: Pay = Pay { value: (1, 1), least: 1, step: 1, share: 100 };
const WHOLE: VoucherRules =
    VoucherRules { least: 2_000, multiples: false, days: 10, keeps_rest: true, returns: false };

const YEAR: (&str, &str) = ("days = 365", "days = 20");
const HALF_YEAR: (&str, &str) = ("days = 180", "days = 20");
const MONTH: (&str, &str) = ("days = 30", "days = 10");

pub static PROGRAMS: [Played; 13] = [
    Played { name: "pets", preset: PETS, changes: &[YEAR], rules: PET },
    Played {
        name: "pets that prolong with each purchase",
        preset: PETS,
        changes: &[("days = 365", "days_after_purchase = 20")],
        rules: Rules { slides: true, ..PET },
    },
    Played {
        name: "pets that give so much at most",
        preset: PETS,
        changes: &[YEAR, ("[expiry]", "most = 5000\nmost_a_day = 8000\n[expiry]")],
        rules: Rules { most: Some(5_000), most_a_day: Some(8_000), ..PET },
    },
    Played {
        name: "pets that count visits",
        preset: PETS,
        changes: &[YEAR, ("points_per_real = \"30\"", "per_visit = 700")],
        rules: Rules { visit: Some(700), ..PET },
    },
    Played {
        name: "pets that count the price after its discount",
        preset: PETS,
        changes: &[YEAR, ("[expiry]", "base = \"net_of_discount\"\n[expiry]")],
        rules: Rules { base: Base::Discounted, ..PET },
    },
    Played {
        name: "jewels",
        preset: JEWELS,
        changes: &[("months = 24", "days = 20")],
        rules: Rules {
            rate: (1, 100),
            pay: Some(Pay { least: 100, step: 100, share: 30, ..BALANCE }),
            ..PLAIN
        },
    },
    Played {
        name: "jewels of points worth less than a centavo",
        preset: JEWELS,
        changes: &[
            ("months = 24", "days = 20"),
            ("points_per_real = \"1\"", "points_per_real = \"7\""),
            ("value = \"0.01\"", "value = \"0.007\""),
            ("step = 100", "step = 3"),
        ],
        rules: Rules {
            rate: (7, 100),
            pay: Some(Pay { value: (7, 10), least: 3, step: 3, share: 30 }),
            ..PLAIN
        },
    },
    Played {
        name: "salon",
        preset: SALON,
        changes: &[HALF_YEAR],
        rules: Rules { waits: 1, pay: Some(BALANCE), ..PLAIN },
    },
    Played {
        name: "salon at once",
        preset: SALON_AT_ONCE,
        changes: &[HALF_YEAR],
        rules: Rules { pay: Some(BALANCE), ..PLAIN },
    },
    Played {
        name: "pharmacy",
        preset: PHARMACY,
        changes: &[YEAR, MONTH],
        rules: Rules {
            rate: (5, 100),
            voucher: Some(VoucherRules { least: 100, ..WHOLE }),
            referral: Some(ReferralRules { inviter: 500, friend: 0, least: 3_000 }),
            ..PLAIN
        },
    },
    Played {
        name: "cosmetics",
        preset: COSMETICS,
        changes: &[YEAR, MONTH],
        rules: Rules { voucher: Some(WHOLE), ..PLAIN },
    },
    Played {
        name: "cosmetics in multiples that go back once",
        preset: COSMETICS,
        changes: &[YEAR, MONTH, ("from = \"balance\"", "from = \"multiples\"\nreturns = true")],
        rules: Rules { voucher: Some(VoucherRules { multiples: true, returns: true, ..WHOLE }), ..PLAIN },
    },
    Played {
        name: "cosmetics without rests",
        preset: COSMETICS,
        changes: &[YEAR, MONTH, ("days = 10", "days = 10\nkeeps_rest = false")],
        rules: Rules { voucher: Some(VoucherRules { keeps_rest: false, ..WHOLE }), ..PLAIN },
    },
];

impl Played {
    pub fn text(&self) -> String {
        changed(self.preset, self.changes)
    }
}
