//! What purchases give: ceilings, campaigns, tiers and ends, each as a program says it, at two stores of one shop.

use crate::support::shop::{JEWELS, NOON, NUMBER, PETS, PHARMACY, changed, rulebook, sale, shop};
use fregues::domain::calendar::{DAY, HOUR};
use fregues::domain::change::Change;
use fregues::domain::draft::Draft;
use fregues::domain::ending::Fates;
use fregues::domain::facts::{Facts, Shop};
use fregues::domain::ids::{MemberId, MerchantId, PurchaseId, StaffId, StoreId};
use fregues::domain::lang::Lang;
use fregues::domain::ledger::Actor;
use fregues::domain::member::{Member, Store};
use fregues::domain::money::Money;
use fregues::domain::selling::{Sale, Sold};
use fregues::domain::tiers::TierNews;

const ANA: MemberId = MemberId(2);
const CENTRO: StoreId = StoreId(1);
const KIOSK: StoreId = StoreId(2);
/// A Saturday, 21 November 2026.
const MIDNIGHT: i64 = NOON - 12 * HOUR;

/// Ana and whoever invited her, at a shop with these rules.
struct Counter {
    shop: Shop,
    facts: Facts,
}

impl Counter {
    fn open(program: &str) -> Counter {
        let shop = Shop { rules: rulebook(program), ..shop(MerchantId(1), NUMBER) };
        let stores = [(CENTRO, "Centro"), (KIOSK, "Quiosque")];
        let stores = stores.map(|(id, name)| Store::new(id, name.to_owned())).to_vec();
        let mut counter = Counter { shop, facts: Facts { next_id: 4, stores, ..Facts::default() } };
        counter.at(NOON, |draft| {
            for (id, referred_by) in [(MemberId(3), None), (ANA, Some(MemberId(3)))] {
                let guest = Member::guest(id, None, None, Lang::PtBr, NOON);
                draft.apply(Change::Enrolled(Member { referred_by, ..guest }));
            }
        });
        counter
    }

    fn at<T>(&mut self, at: i64, act: impl FnOnce(&mut Draft) -> T) -> T {
        let before = self.facts.clone();
        let source = format!("wamid.{}", self.facts.next_id);
        let mut draft = Draft::new(&self.shop, &before, at, &source);
        let done = act(&mut draft);
        let (made, next_id) = draft.finish();
        self.facts.next_id = next_id;
        for change in &made {
            self.facts.evolve(change);
        }
        done
    }

    fn sell(&mut self, at: i64, store: StoreId, centavos: i64, excluded: i64) -> Sold {
        let plain = sale(ANA, StaffId(9), store, Money(centavos));
        self.at(at, |draft| draft.sell(&Sale { excluded: Money(excluded), ..plain }))
    }

    fn leave(&mut self, at: i64, purchase: PurchaseId, centavos: i64) {
        self.at(at, |draft| draft.take_back(ANA, purchase, Money(centavos), Actor::Clock)).unwrap();
    }

    fn day(&self, end: i64) -> String {
        self.shop.zone.wall(end).date.to_string()
    }
}

/// One program, and the purchases made under it: day since the beginning, hour, centavos, and what that gives.
struct Case {
    about: &'static str,
    preset: &'static str,
    /// What is written otherwise.
    changes: &'static [(&'static str, &'static str)],
    sales: &'static [(i64, i64, i64, i64)],
}

const PET: Case = Case { about: "", preset: PETS, changes: &[], sales: &[] };
const GEMS: Case = Case { preset: JEWELS, ..PET };
const RATE: &str = "points_per_real = \"30\"";

const CASES: [Case; 13] = [
    Case {
        about: "one purchase gives so much at most",
        changes: &[("[expiry]", "most = 1000\n[expiry]")],
        sales: &[(0, 8, 3_333, 999), (0, 9, 3_334, 1_000), (0, 10, 90_000, 1_000)],
        ..PET
    },
    Case {
        about: "a day gives so much at most, from midnight to midnight",
        changes: &[("[expiry]", "most_a_day = 1000\n[expiry]")],
        sales: &[(0, 0, 2_000, 600), (0, 8, 2_000, 400), (0, 23, 2_000, 0), (1, 0, 9_000, 1_000)],
        ..PET
    },
    Case {
        about: "so does a month, which a new one begins anew",
        changes: &[("[expiry]", "most_a_month = 1000\n[expiry]")],
        sales: &[(0, 8, 3_000, 900), (5, 8, 3_000, 100), (9, 23, 3_000, 0), (10, 0, 3_000, 900)],
        ..PET
    },
    Case {
        about: "of three ceilings the nearest",
        changes: &[("[expiry]", "most = 800\nmost_a_day = 1000\nmost_a_month = 2000\n[expiry]")],
        sales: &[
            (0, 8, 9_000, 800),
            (0, 9, 9_000, 200),
            (1, 8, 9_000, 800),
            (2, 8, 9_000, 200),
            (3, 8, 9_000, 0),
        ],
        ..PET
    },
    Case {
        about: "each visit gives the same, from the least that earns",
        changes: &[(RATE, "per_visit = 10\nminimum = \"20.00\"")],
        sales: &[(0, 8, 1_999, 0), (0, 9, 2_000, 10), (0, 10, 90_000, 10)],
        ..PET
    },
    Case {
        about: "of two campaigns the one that gives more for this purchase",
        changes: &[(
            "[expiry]",
            "[[campaign]]\nkey = \"a\"\nname = { pt-BR = \"A\" }\nfrom = \"2026-11-01\"\nto = \"2026-11-22\"\nfactor = \"1.1\"\n\
             [[campaign]]\nkey = \"b\"\nname = { pt-BR = \"B\" }\nfrom = \"2026-11-01\"\nto = \"2026-11-22\"\nextra = 500\n[expiry]",
        )],
        sales: &[(0, 8, 1_000, 800), (0, 9, 100_000, 33_000), (1, 23, 1_000, 800), (2, 0, 1_000, 300)],
        ..PET
    },
    Case {
        about: "a ceiling cuts what the better of two campaigns gives",
        changes: &[
            ("[expiry]", "most = 700\n[expiry]"),
            (
                "[expiry]",
                "[[campaign]]\nkey = \"b\"\nname = { pt-BR = \"B\" }\nfrom = \"2026-11-01\"\nto = \"2026-11-22\"\nextra = 500\n\
                 [[campaign]]\nkey = \"a\"\nname = { pt-BR = \"A\" }\nfrom = \"2026-11-01\"\nto = \"2026-11-22\"\nfactor = \"2\"\n[expiry]",
            ),
        ],
        sales: &[(0, 8, 500, 650), (0, 9, 90_000, 700)],
        ..PET
    },
    Case {
        about: "a campaign of Saturdays from four to six",
        changes: &[(
            "[expiry]",
            "[[campaign]]\nkey = \"a\"\nname = { pt-BR = \"A\" }\nfrom = \"2026-11-01\"\nto = \"2026-12-15\"\n\
             weekdays = [\"sat\"]\nhours = [16, 18]\nfactor = \"2\"\n[expiry]",
        )],
        sales: &[(0, 15, 1_000, 300), (0, 16, 1_000, 600), (0, 18, 1_000, 300), (1, 16, 1_000, 300)],
        ..PET
    },
    Case {
        about: "a campaign of another store",
        changes: &[(
            "[expiry]",
            "[[campaign]]\nkey = \"a\"\nname = { pt-BR = \"A\" }\nfrom = \"2026-11-01\"\nto = \"2026-12-15\"\n\
             stores = [\"Quiosque\"]\nfactor = \"2\"\n[expiry]",
        )],
        sales: &[(0, 8, 1_000, 300)],
        ..PET
    },
    Case {
        about: "a store that gives nothing",
        changes: &[("[expiry]", "[[store]]\nname = \"Centro\"\ngives = false\n[expiry]")],
        sales: &[(0, 8, 100_000, 0)],
        ..PET
    },
    Case {
        about: "a level multiplies what is earned on it, from the purchase after the one that reached it",
        changes: &[
            ("from = 1000", "from = 1000\nfactor = \"1.5\""),
            ("from = 5000", "from = 5000\nfactor = \"2\""),
        ],
        sales: &[(0, 8, 99_900, 999), (0, 9, 100, 1), (0, 10, 300_000, 4_500), (0, 11, 333, 6)],
        ..GEMS
    },
    Case {
        about: "level and campaign multiply each other, and are floored once",
        changes: &[
            ("from = 1000", "from = 1000\nfactor = \"1.5\""),
            (
                "[expiry]",
                "[[campaign]]\nkey = \"a\"\nname = { pt-BR = \"A\" }\nfrom = \"2026-11-01\"\nto = \"2026-12-15\"\n\
                 tiers = [\"prata\"]\nfactor = \"1.1\"\nextra = 7\n[expiry]",
            ),
        ],
        sales: &[(0, 8, 100_000, 1_000), (0, 9, 10_300, 176)],
        ..GEMS
    },
    Case {
        about: "a share of the amount that a ceiling cuts in centavos",
        preset: PHARMACY,
        changes: &[("[expiry]", "most_a_day = \"10.00\"\n[expiry]")],
        sales: &[(0, 8, 15_000, 750), (0, 9, 15_000, 250), (1, 9, 15_000, 750)],
    },
];

#[test]
fn a_purchase_gives_what_the_program_says() {
    for case in &CASES {
        let mut counter = Counter::open(&changed(case.preset, case.changes));
        for (place, (day, hour, centavos, gives)) in case.sales.iter().enumerate() {
            let sold = counter.sell(MIDNIGHT + day * DAY + hour * HOUR, CENTRO, *centavos, 0);
            assert_eq!(sold.points, *gives, "{}: purchase {place}", case.about);
        }
    }
}

/// What was taken back makes room again, and only that.
#[test]
fn a_ceiling_counts_what_stands() {
    let mut counter = Counter::open(&changed(PETS, &[("[expiry]", "most_a_day = 1000\n[expiry]")]));
    let first = counter.sell(NOON, CENTRO, 3_000, 0);
    assert_eq!(counter.sell(NOON + 1, CENTRO, 3_000, 0).points, 100);
    counter.leave(NOON + 2, first.purchase, 1_000);
    assert_eq!(counter.sell(NOON + 3, CENTRO, 90_000, 0).points, 600);
}

/// The line that says until when, and the last day of a credit of 21 November.
#[test]
fn a_credit_ends_as_the_program_says() {
    for (says, last) in [
        ("days = 365", "2027-11-21"),
        ("days = 30", "2026-12-21"),
        ("days = 30\nmonth_end = true", "2026-12-31"),
        ("months = 3", "2027-02-21"),
        ("months = 3\nmonth_end = true", "2027-02-28"),
        ("days_after_purchase = 90", "2027-02-19"),
        ("every_year_on = \"12-31\"", "2026-12-31"),
        ("every_year_on = \"11-21\"", "2026-11-21"),
        ("every_year_on = \"11-20\"", "2027-11-20"),
        ("every_year_on = \"02-29\"", "2027-02-28"),
        ("never = true", "9999-12-30"),
    ] {
        let mut counter = Counter::open(&PETS.replacen("days = 365", says, 1));
        let sold = counter.sell(NOON, CENTRO, 1_000, 0);
        assert_eq!(counter.day(sold.expires_at - 1), last, "{says}");
    }
}

/// A voucher that ended on day 30 had paid a purchase that comes back on day 40, the last of December.
#[test]
fn what_comes_back_after_its_end_lives_as_long_as_the_program_says() {
    for (says, last) in [("", "2027-01-07"), ("[notices]\nreturned_days = 12\n", "2027-01-12")] {
        let mut counter = Counter::open(&format!("{PHARMACY}\n{says}"));
        let voucher = counter.sell(NOON, CENTRO, 60_000, 0).voucher.unwrap();
        let plain = sale(ANA, StaffId(9), CENTRO, Money(10_000));
        let paid = Sale { vouchers: vec![voucher.id], ..plain };
        let purchase = counter.at(NOON + 5 * DAY, |draft| draft.sell(&paid)).purchase;
        let refund = |draft: &mut Draft| draft.take_back(ANA, purchase, Money::ZERO, Actor::Clock);
        let back = counter.at(NOON + 40 * DAY, refund).unwrap();
        let returned: Vec<String> =
            back.vouchers.returned.iter().map(|voucher| counter.day(voucher.expires_at - 1)).collect();
        assert_eq!(returned, [last], "{says}");
    }
}

/// Somebody of a store whose clock is an hour behind: what is prolonged ends at the midnight that they read.
#[test]
fn what_is_prolonged_ends_by_its_owners_clock() {
    let store = "[[store]]\nname = \"Quiosque\"\nzone = \"America/Manaus\"\n[expiry]";
    let changes = [("days = 365", "days_after_purchase = 30"), ("[expiry]", store)];
    let mut counter = Counter::open(&changed(PETS, &changes));
    counter.at(NOON, |draft| draft.alter(ANA, |member| member.store = Some(KIOSK)));
    let ends = |counter: &Counter| -> Vec<i64> {
        counter.facts.account(ANA).unwrap().open_lots().iter().map(|lot| lot.expires_at).collect()
    };
    // A quarter past midnight, which there is a quarter past eleven of the day before.
    counter.sell(NOON - DAY, KIOSK, 1_000, 0);
    let sold = counter.sell(MIDNIGHT + HOUR / 4, KIOSK, 1_000, 0);
    let midnight = MIDNIGHT + 30 * DAY + HOUR;
    assert_eq!((sold.expires_at, ends(&counter)), (midnight, vec![midnight, midnight]));
    // Nobody was told, so both live a week more.
    counter.at(midnight, |draft| draft.end(ANA, &Fates::new()));
    assert_eq!(ends(&counter), [midnight + 7 * DAY, midnight + 7 * DAY]);
}

/// How long a level is kept, and what is told when: a purchase of January that a window of one month soon forgets.
#[test]
fn a_level_is_kept_as_long_as_the_program_says() {
    for (keep, told) in [
        ("month_end", &["2027-02-01 kept until 2027-02-28", "2027-03-01 lost"][..]),
        ("year_end", &["2027-02-01 kept until 2027-12-31", "2028-01-01 lost"]),
        ("always", &[]),
    ] {
        let changes =
            [("months = 12", "months = 1"), ("keep = \"month_end\"", &format!("keep = \"{keep}\""))];
        let mut counter = Counter::open(&changed(JEWELS, &changes));
        let bought = counter.sell(MIDNIGHT + 60 * DAY, CENTRO, 100_000, 0);
        assert!(matches!(bought.tier, Some(TierNews::Reached(tier)) if tier.key == "prata"), "{keep}");
        let mut heard = Vec::new();
        for _ in 0..20 {
            let tier = counter.facts.account(ANA).unwrap().member.tier.clone();
            let Some(due) = tier.and_then(|tier| tier.due) else { break };
            let day = counter.day(due);
            match counter.at(due, |draft| draft.settle_tier(ANA)) {
                Some(TierNews::Kept(_, until)) => {
                    heard.push(format!("{day} kept until {}", counter.day(until - 1)));
                }
                Some(TierNews::Lost { .. }) => heard.push(format!("{day} lost")),
                Some(TierNews::Reached(tier)) => heard.push(format!("{day} {}", tier.key)),
                None => {}
            }
        }
        assert_eq!(heard, told, "{keep}");
    }
}

/// Centavos spent, visits, and whether the referral is paid.
type Counted = (i64, i64, bool);
/// What it is about, rules, store, centavos and the part of them that is left out, what that counts for; what stands after
/// a refund, and what that counts for.
type Taken<'a> = (&'a str, &'a str, StoreId, (i64, i64), Counted, i64, Counted);

#[test]
fn what_takes_no_part_counts_for_no_level_ranking_or_referral() {
    let least = changed(PHARMACY, &[("minimum = \"30.00\"", "minimum = \"0.00\"")]);
    let kiosk = changed(PETS, &[("[expiry]", "[[store]]\nname = \"Quiosque\"\ngives = false\n[expiry]")]);
    let table: [Taken; 5] = [
        ("all of it", PHARMACY, CENTRO, (3_000, 0), (3_000, 1, true), 2_999, (2_999, 1, false)),
        ("a part", PHARMACY, CENTRO, (7_000, 4_000), (3_000, 1, true), 4_000, (0, 0, false)),
        ("too small a part", PHARMACY, CENTRO, (6_999, 4_000), (2_999, 1, false), 6_000, (2_000, 1, false)),
        ("nothing of it", &least, CENTRO, (4_000, 4_000), (0, 0, false), 0, (0, 0, false)),
        ("a store that gives nothing", &kiosk, KIOSK, (90_000, 0), (0, 0, false), 0, (0, 0, false)),
    ];
    for (about, program, store, (centavos, excluded), bought, left, after) in table {
        let mut counter = Counter::open(program);
        let purchase = counter.sell(NOON, store, centavos, excluded).purchase;
        let counted = |counter: &Counter| {
            let account = counter.facts.account(ANA).unwrap();
            let month = account.months.get("2026-11").copied().unwrap_or_default();
            (month.spent, month.visits, account.member.referral.is_some())
        };
        assert_eq!(counted(&counter), bought, "{about}");
        counter.leave(NOON + HOUR, purchase, left);
        assert_eq!(counted(&counter), after, "{about}, of which {left} stand");
    }
}
