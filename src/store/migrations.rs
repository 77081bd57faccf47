//! The migrations, in order; each is applied once and never changed afterwards.

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

const ALL: [(i64, &str, &str); 13] = [
    (1, "first", include_str!("../../migrations/0001_first.sql")),
    (2, "real whatsapp", include_str!("../../migrations/0002_real_whatsapp.sql")),
    (3, "five programs", include_str!("../../migrations/0003_five_programs.sql")),
    (4, "discounts", include_str!("../../migrations/0004_discounts.sql")),
    (5, "keys", include_str!("../../migrations/0005_keys.sql")),
    (6, "orders", include_str!("../../migrations/0006_orders.sql")),
    (7, "hooks", include_str!("../../migrations/0007_hooks.sql")),
    (8, "mail", include_str!("../../migrations/0008_mail.sql")),
    (9, "reserved", include_str!("../../migrations/0009_reserved.sql")),
    (10, "lines", include_str!("../../migrations/0010_lines.sql")),
    (11, "forgotten", include_str!("../../migrations/0011_forgotten.sql")),
    (12, "told", include_str!("../../migrations/0012_told.sql")),
    (13, "lapsed", include_str!("../../migrations/0013_lapsed.sql")),
];

/// The one that this program was written for.
pub const NEWEST: i64 = ALL[ALL.len() - 1].0;

pub(super) fn migrator() -> Migrator {
    let migrations = ALL.map(|(version, name, sql)| {
        Migration::new(version, name.into(), MigrationType::Simple, SqlStr::from_static(sql), false)
    });
    Migrator::with_migrations(migrations.into())
}
