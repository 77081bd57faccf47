//! Which programs are taken, and which sentence refuses the others.

use crate::domain::program::Program;

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
        ("pharmacy", "excluded =", "#", "line 25, law.pharmacy: medicines may not count"),
        ("pharmacy", "days = 30", "days = 400", "voucher.days: is longer than a credit lives"),
        ("salon", "unit = \"reais\"", "", "earn.percent"),
        (
            "cosmetics",
            "minimum = \"20.00\"",
            "minimum = 20",
            "voucher.minimum: the unit of this program is the real",
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
