//! Which programs are taken, and which sentence refuses the others.

use crate::domain::program::Program;
use crate::domain::program::worse::Worse;
use chrono::NaiveDate;

const PRESETS: [(&str, &str); 5] = [
    ("pets", include_str!("../../../conversations/programs/pets.toml")),
    ("jewels", include_str!("../../../conversations/programs/jewels.toml")),
    ("pharmacy", include_str!("../../../conversations/programs/pharmacy.toml")),
    ("salon", include_str!("../../../conversations/programs/salon.toml")),
    ("cosmetics", include_str!("../../../conversations/programs/cosmetics.toml")),
];

#[test]
fn every_preset_holds_together() {
    for (name, text) in PRESETS {
        assert!(Program::read(text).is_ok(), "{name}: {:?}", Program::read(text).err());
    }
}

/// A preset, what is written instead of what, and what the refusal names.
#[test]
fn nonsense_and_contradictions_are_refused_by_line_and_key() {
    let table = [
        ("pets", "days = 365", "days = 0", "line 7, expiry.days"),
        ("pets", "days = 365", "days = 365\nmonths = 12", "line 6, expiry: needs exactly one"),
        ("pets", "price = 6000", "price = -1", "line 11, reward.1.price: must be above 0"),
        (
            "pets",
            "price = 6000",
            "price = \"60.00\"",
            "line 11, reward.1.price: the unit of this program is the point",
        ),
        ("pets", "key = \"tosa\"", "key = \"banho-p\"", "line 14, reward.2: \"banho-p\" stands twice"),
        ("pets", "points_per_real = \"30\"", "points_per_real = \"-1\"", "line 4, earn.points_per_real"),
        (
            "pets",
            "points_per_real = \"30\"",
            "percent = \"5\"",
            "line 4, earn.percent: the unit of this program is the point",
        ),
        ("pets", "[expiry]", "[expirry]", "expirry"),
        ("pets", "minimum = \"30.00\"", "minimum = \"30,00\"", "30,00"),
        ("pets", "[ranking]", "[[prize]]\nby = \"rank\"\nname = \"TV\"\n\n[ranking]", "Law 5.768/1971"),
        ("jewels", "from = 1000", "from = 6000", "line 34, tier.3.from"),
        ("jewels", "from = 0", "from = 10", "line 24, tier.1.from"),
        ("jewels", "step = 100", "step = 100\nminimum = 150", "pay.minimum: must be a multiple of pay.step"),
        ("jewels", "value = \"0.01\"", "", "pay.value: says how many reais a point is worth"),
        (
            "pharmacy",
            "pharmacy = true",
            "pharmacy = true\n[pay]",
            "pay: with [voucher] the whole balance becomes vouchers",
        ),
        (
            "pharmacy",
            "[earn]",
            "[earn]\nusable_after_days = 2",
            "earn.usable_after_days: with [voucher] a credit becomes a voucher at once",
        ),
        // What nobody could be told of, or could never count.
        ("pets", "days = 365", "days = 3", "line 7, expiry.days: is less than the 7 days before the end"),
        ("pharmacy", "days = 30", "days = 3", "voucher.days: is less than the 7 days before the end"),
        (
            "pharmacy",
            "pharmacy = true",
            "pharmacy = true\nmedicines_count = \"Carla\"",
            "law.medicines_count: medicines take part by this, and earn.excluded leaves them out",
        ),
        ("pharmacy", "excluded =", "#", "line 25, law.pharmacy: medicines may not count"),
        ("pharmacy", "days = 30", "days = 400", "voucher.days: is longer than a credit lives"),
        ("salon", "unit = \"reais\"", "", "earn.percent"),
        (
            "cosmetics",
            "minimum = \"20.00\"",
            "minimum = 20",
            "voucher.minimum: the unit of this program is the real",
        ),
        // What is empty says nothing.
        (
            "pets",
            "[ranking]",
            "[law]\ncertificate = \" \"\n\n[[prize]]\nby = \"rank\"\nname = \"TV\"\n\n[ranking]",
            "line 25, law.certificate: is empty",
        ),
        (
            "pharmacy",
            "pharmacy = true",
            "pharmacy = true\nmedicines_count = \"\"",
            "line 26, law.medicines_count: is empty",
        ),
        (
            "pharmacy",
            "{ pt-BR = \"medicamentos\", es = \"medicamentos\", en = \"medicines\" }",
            "{}",
            "line 9, earn.excluded: needs a name",
        ),
        // What can never come to pass.
        (
            "salon",
            "usable_after_days = 1",
            "usable_after_days = 181",
            "earn.usable_after_days: is longer than",
        ),
        (
            "jewels",
            "[expiry]\nmonths = 24",
            "usable_after_days = 29\n[expiry]\nmonths = 1",
            "earn.usable_after_days: is longer than",
        ),
        (
            "pets",
            "[expiry]",
            "most = 9000\nmost_a_month = 5000\n[expiry]",
            "most_a_month: is below earn.most",
        ),
        ("pets", "[expiry]", "most = 900\nmost_a_day = 500\n[expiry]", "most_a_day: is below earn.most"),
        (
            "pets",
            "[expiry]",
            "most_a_day = 500\nmost_a_month = 100\n[expiry]",
            "most_a_month: is below earn.most_a_day",
        ),
        (
            "salon",
            "days = 180\n\n[pay]\nminimum = \"0.01\"\nlargest_share = 100",
            "months = 1\n[voucher]\nfrom = \"credit\"\nminimum = \"1.00\"\ndays = 32",
            "voucher.days: is longer than a credit lives",
        ),
        (
            "cosmetics",
            "[voucher]",
            "[[reward]]\nkey = \"r\"\nprice = \"20.00\"\nname = { en = \"Mug\" }\n[voucher]",
            "reward.1.price: can never be reached",
        ),
        ("pets", "price = 6000", "price = 6000\nstock = 0", "line 12, reward.1.stock: is none at all"),
        (
            "pets",
            "minimum = \"30.00\"",
            "minimum = \"30.00\"\nmost_a_month = 0",
            "referral.most_a_month: pays for nobody",
        ),
        ("pharmacy", "referrer = \"5.00\"", "referrer = \"0.00\"", "referral: gives nothing"),
        ("pets", "days = 365", "never = true\nmonth_end = true", "line 8, expiry.month_end: means nothing"),
        (
            "pets",
            "[ranking]",
            "[timers]\ncounter_minutes = 0\n[ranking]",
            "timers.counter_minutes: must be between 1 and 60",
        ),
        (
            "pets",
            "[ranking]",
            "[timers]\npresence_minutes = 0\n[ranking]",
            "timers.presence_minutes: must be between 1",
        ),
        (
            "pets",
            "[ranking]",
            "[timers]\nreward_hold_hours = 0\n[ranking]",
            "timers.reward_hold_hours: must be between 1",
        ),
        (
            "pets",
            "[ranking]",
            "[timers]\nstaff_question_minutes = 0\n[ranking]",
            "timers.staff_question_minutes: must",
        ),
        (
            "pets",
            "[ranking]",
            "[timers]\nmember_question_minutes = 0\n[ranking]",
            "timers.member_question_minutes: must",
        ),
        (
            "pets",
            "[ranking]",
            "[limits]\nwrong_codes = 0\n[ranking]",
            "limits.wrong_codes: must be at least 1",
        ),
        (
            "pets",
            "[ranking]",
            "[limits]\nwrong_codes_a_day = 0\n[ranking]",
            "limits.wrong_codes_a_day: must be at least 1",
        ),
        (
            "pets",
            "[ranking]",
            "[limits]\nwrong_codes_a_day = 4\n[ranking]",
            "limits.wrong_codes_a_day: is below limits.wrong_codes",
        ),
        ("pets", "[ranking]", "[limits]\ndebt_days = 0\n[ranking]", "limits.debt_days: must be at least 1"),
        (
            "jewels",
            "[tiers]",
            "[law]\ncertificate = \"03.000001/2026\"\n[[prize]]\nby = \"rank\"\nname = \"TV\"\n[tiers]",
            "prize: a prize by rank needs [ranking]",
        ),
    ];
    let mut wrong = Vec::new();
    for (preset, from, to, names) in table {
        let (_, good) = PRESETS.iter().find(|(name, _)| *name == preset).unwrap();
        assert!(good.contains(from), "{preset}: {from}");
        let faults = Program::read(&good.replacen(from, to, 1)).expect_err(to).join("\n");
        if !faults.contains(names) {
            wrong.push(format!("{preset}, {to}: {faults}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_campaign_can_count_and_says_for_whom() {
    let campaign = |more: &str| {
        let text =
            "[[campaign]]\nkey = \"x\"\nname = { en = \"X\" }\nfrom = \"2026-11-23\"\nto = \"2026-11-24\"\n";
        let kiosk = "[[store]]\nname = \"Quiosque\"\ngives = false\n";
        format!("{}\n{text}factor = \"2\"\n{more}\n{kiosk}", PRESETS[0].1)
    };
    let table = [
        ("weekdays = [\"sun\"]", "line 33, campaign.1.weekdays: do not come between from and to"),
        ("stores = [\"Quiosque\"]", "line 33, campaign.1.stores: give nothing (gives = false)"),
        ("segment = \"new\"", "line 33, campaign.1.segment: needs days beside it"),
        ("segment = \"away\"\ndays = 366", "line 34, campaign.1.days: must be between 1 and 365"),
        ("segment = \"birthday\"\ndays = 30", "line 34, campaign.1.days: belongs to segment = \"new\""),
        ("days = 30", "line 33, campaign.1.days: belongs to segment = \"new\""),
        ("segment = \"tall\"", "line 33, campaign.1.segment: \"tall\" is read"),
    ];
    for (more, says) in table {
        let faults = Program::read(&campaign(more)).unwrap_err();
        assert!(faults.len() == 1 && faults[0].starts_with(says), "{more}: {faults:?}");
    }
    for more in [
        "weekdays = [\"tue\"]",
        "stores = [\"Centro\", \"Quiosque\"]",
        "segment = \"new\"\ndays = 30",
        "segment = \"birthday\"",
    ] {
        Program::read(&campaign(more)).unwrap();
    }
}

/// A preset, what is written instead of what in the version before and in the new one, and what is worse in it.
#[test]
fn what_is_worse_waits_and_everything_else_counts_at_once() {
    let prata = "key = \"prata\"\nfrom = 1000";
    let campaign =
        "key = \"x\"\nname = { en = \"X\" }\nfrom = \"2026-11-01\"\nto = \"2026-11-30\"\nfactor = \"2\"\n";
    let campaign = |narrower: &str| format!("[[campaign]]\n{campaign}{narrower}\n[ranking]");
    let (wide, shorter, small) =
        (campaign(""), campaign("").replace("11-30", "11-24"), campaign("").replace("\"2\"", "\"1.5\""));
    let over = campaign("").replace("2026-11", "2026-10");
    let later = campaign("").replace("11-01", "11-25");
    let (tuesdays, evenings, here) =
        (campaign("weekdays = [\"tue\"]"), campaign("hours = [16, 18]"), campaign("stores = [\"Centro\"]"));
    let only = |segment: &str, days: u32| campaign(&format!("segment = \"{segment}\"\ndays = {days}"));
    let (new, newer, away, longer) = (only("new", 30), only("new", 29), only("away", 60), only("away", 61));
    let table: Vec<(&str, &str, &str, &str, &[Worse])> = vec![
        ("pets", "points_per_real = \"30\"", "points_per_real = \"30\"", "points_per_real = \"40\"", &[]),
        (
            "pets",
            "points_per_real = \"30\"",
            "points_per_real = \"30\"",
            "points_per_real = \"29.99\"",
            &[Worse::Earning],
        ),
        (
            "pets",
            "[expiry]",
            "minimum = \"31.00\"\n[expiry]",
            "minimum = \"99.00\"\n[expiry]",
            &[Worse::Earning],
        ),
        ("pets", "[expiry]", "[expiry]", "base = \"net\"\n[expiry]", &[Worse::Earning]),
        ("pets", "[expiry]", "[expiry]", "base = \"net_of_discount\"\n[expiry]", &[Worse::Earning]),
        ("salon", "\"net\"", "\"net_of_discount\"", "\"net\"", &[Worse::Earning]),
        ("salon", "\"net\"", "\"net\"", "\"net_of_discount\"", &[]),
        (
            "pets",
            "[expiry]",
            "excluded = { en = \"food\" }\n[expiry]",
            "excluded = { en = \"all but candles\" }\n[expiry]",
            &[Worse::Excluded],
        ),
        ("pets", "[ranking]", "[ranking]", "[notices]\nchange_days = 0\n[ranking]", &[Worse::Notice]),
        ("pets", "[ranking]", "[ranking]", "[notices]\nuntold_days = 6\n[ranking]", &[Worse::Notice]),
        ("pets", "[ranking]", "[ranking]", "[notices]\nreturned_days = 1\n[ranking]", &[Worse::Notice]),
        ("pets", "[ranking]", "[ranking]", "[notices]\nexpiry_days = 1\n[ranking]", &[Worse::Notice]),
        ("pets", "[ranking]", "[ranking]", "[notices]\nexpiry_days = 14\n[ranking]", &[]),
        ("pets", "[ranking]", &wide, "[ranking]", &[Worse::Campaign]),
        ("pets", "[ranking]", &wide, &shorter, &[Worse::Campaign]),
        ("pets", "[ranking]", &wide, &small, &[Worse::Campaign]),
        ("pets", "[ranking]", &wide, &later, &[Worse::Campaign]),
        ("pets", "[ranking]", &wide, &tuesdays, &[Worse::Campaign]),
        ("pets", "[ranking]", &wide, &evenings, &[Worse::Campaign]),
        ("pets", "[ranking]", &wide, &here, &[Worse::Campaign]),
        ("pets", "[ranking]", &here, &wide, &[]),
        ("pets", "[ranking]", &wide, &new, &[Worse::Campaign]),
        ("pets", "[ranking]", &new, &newer, &[Worse::Campaign]),
        ("pets", "[ranking]", &newer, &new, &[]),
        ("pets", "[ranking]", &new, &away, &[Worse::Campaign]),
        ("pets", "[ranking]", &away, &longer, &[Worse::Campaign]),
        ("pets", "[ranking]", &longer, &away, &[]),
        ("pets", "[ranking]", &away, &wide, &[]),
        ("pets", "[ranking]", &over, "[ranking]", &[]),
        ("pets", "price = 6000", "price = 6000", "price = 6000\nstock = 20", &[Worse::Reward]),
        ("pets", "price = 6000", "price = 6000\nstock = 20", "price = 6000\nstock = 19", &[Worse::Reward]),
        ("pets", "price = 6000", "price = 6000", "price = 6001", &[Worse::Reward]),
        ("pets", "key = \"tosa\"", "key = \"tosa\"", "key = \"banho-g\"", &[Worse::Reward]),
        ("pets", "[ranking]", "[ranking]", "[timers]\nreward_hold_hours = 12\n[ranking]", &[Worse::Reward]),
        ("pets", "[ranking]", "[ranking]", "[limits]\ndebt_days = 366\n[ranking]", &[Worse::Debt]),
        (
            "pets",
            "period = \"month\"",
            "period = \"month\"",
            "period = \"month\"\nnames = true",
            &[Worse::Names],
        ),
        ("jewels", "keep = \"month_end\"", "keep = \"always\"", "keep = \"month_end\"", &[Worse::Tier]),
        ("jewels", prata, prata, "key = \"prata\"\nfrom = 1001", &[Worse::Tier]),
        ("jewels", "step = 100", "step = 100", "step = 100\nconsent = \"nobody\"", &[Worse::Paying]),
        ("cosmetics", "from = \"balance\"", "from = \"balance\"", "from = \"multiples\"", &[Worse::Voucher]),
        ("pharmacy", "[voucher]", "[voucher]\nconsent = \"member\"", "[voucher]", &[Worse::Voucher]),
        ("pharmacy", "[voucher]", "[voucher]", "[voucher]\nconsent = \"member\"", &[]),
        ("cosmetics", "minimum = \"20.00\"", "minimum = \"20.00\"", "minimum = \"25.00\"", &[Worse::Voucher]),
        ("cosmetics", "from = \"balance\"", "from = \"multiples\"", "from = \"balance\"", &[]),
    ];
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let mut wrong = Vec::new();
    for (preset, place, before, after, worse) in table {
        let (_, good) = PRESETS.iter().find(|(name, _)| *name == preset).unwrap();
        assert!(good.contains(place), "{preset}: {place}");
        let program = |text: &str| {
            Program::read(&good.replacen(place, text, 1))
                .unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
        };
        let found = program(after).worse_than(&program(before), today);
        if found != worse {
            wrong.push(format!("{preset}, {before:?} → {after:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let text = |name: &str| PRESETS.iter().find(|(preset, _)| *preset == name).unwrap().1;
    let (salon, cosmetics) =
        (Program::read(text("salon")).unwrap(), Program::read(text("cosmetics")).unwrap());
    assert!(cosmetics.worse_than(&salon, today).contains(&Worse::Paying), "[pay] is gone");
    assert!(salon.worse_than(&cosmetics, today).contains(&Worse::Voucher), "[voucher] is gone");
}

#[test]
fn a_store_that_is_not_there_is_named_by_line_and_key() {
    let rules = "\n[[store]]\nname = \"Quiosque\"\ntakes = false\n\n[[campaign]]\nkey = \"x\"\nname = { en = \"X\" }\n\
        from = \"2026-11-01\"\nto = \"2026-11-30\"\nfactor = \"2\"\nstores = [\"Centro\", \"Lojja\"]\n";
    let text = format!("{}{rules}", PRESETS[0].1);
    let program = Program::read(&text).unwrap();
    let there = ["Centro".to_owned(), "Quiosque".to_owned()];
    assert_eq!(
        program.strangers(&text, &there),
        ["line 37, campaign.1.stores: there is no store \"Lojja\"; there is \"Centro\", \"Quiosque\""]
    );
    assert_eq!(program.strangers(&text, &there[..1]).len(), 2);
}

#[test]
fn a_version_that_was_taken_once_is_read_whatever_is_refused_today() {
    let text = PRESETS[0].1.replacen("price = 6000", "price = 6000\nstock = 0", 1);
    assert!(Program::read(&text).is_err());
    assert_eq!(Program::kept(&text).map(|program| program.rewards[0].stock), Ok(Some(0)));
    assert!(Program::kept("[earn]").is_err());
}
