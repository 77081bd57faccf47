//! What does not go together, and what only the law may object to.

use crate::domain::program::fault::Faults;
use crate::domain::program::span::Span;
use crate::domain::program::{Program, VoucherRule};

/// Rules that are each possible and make no sense together.
pub(super) fn contradictions(program: &Program, faults: &mut Faults) {
    faults.unless(
        program.pay.is_none() || program.voucher.is_none(),
        "pay",
        "with [voucher] the whole balance becomes vouchers: one of the two has to go",
    );
    faults.unless(
        program.voucher.is_none() || program.earn.usable_after == 0,
        "earn.usable_after_days",
        "with [voucher] a credit becomes a voucher at once: voucher.same_day = false keeps it for the next day",
    );
    faults.unless(
        !program.law.pharmacy || program.earn.excluded.is_some() || program.law.medicines_count.is_some(),
        "law.pharmacy",
        "medicines may not count (RDC Anvisa 96/2008): say how they are called with earn.excluded, or record the owner's decision as law.medicines_count",
    );
    if let Some(voucher) = &program.voucher
        && let Span::Days(days) = program.expiry.span
    {
        faults.unless(
            days >= voucher.days,
            "voucher.days",
            "is longer than a credit lives (expiry.days), so a voucher would outlive what it is made of",
        );
    }
    if let Some(most) = program.earn.most_a_day
        && program.earn.most.is_some_and(|one| one > most)
    {
        faults.add("earn.most_a_day", "is below what a single purchase may give (earn.most)");
    }
    if let (Some(month), Some(day)) = (program.earn.most_a_month, program.earn.most_a_day) {
        faults.unless(month >= day, "earn.most_a_month", "is below earn.most_a_day");
    }
    faults.unless(
        program.limits.confirm_above <= program.limits.refuse_above,
        "limits.confirm_above",
        "is above limits.refuse_above, so it never asks",
    );
}

/// What is allowed here but contested, or may become law: said when a program is checked, and kept with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// Medicines are left in by the owner's decision (RDC Anvisa 96/2008 art. 10; STJ REsp 2.035.645/DF).
    MedicinesCount,
    /// Credit ends within 24 months: lawful if it is said clearly (STJ REsp 1.878.651/SP), contested by bills such as
    /// PL 6.484/2013.
    ShortExpiry,
    /// What is left of a voucher is lost, which consumer bodies object to (Law 8.078/1990 art. 51).
    RestLost,
    /// A reward with a stock may need an authorisation (Law 5.768/1971).
    LimitedStock,
    /// Prizes by luck or rank run under the authorisation that the program names.
    Prizes,
}

impl Warning {
    /// For whoever writes the program.
    pub const fn says(self) -> &'static str {
        match self {
            Warning::MedicinesCount => {
                "law.medicines_count: medicines take part by the owner's decision; RDC Anvisa 96/2008 art. 10 forbids it, and the STJ held rules of that kind illegal in 2024 between parties. The decision is kept with this version."
            }
            Warning::ShortExpiry => {
                "expiry: credit ends within 24 months. It is lawful when it is said clearly (STJ, REsp 1.878.651/SP); bills such as PL 6.484/2013 would ask for more."
            }
            Warning::RestLost => {
                "voucher.keeps_rest: what is left of a voucher is lost; consumer bodies object (Law 8.078/1990 art. 51)."
            }
            Warning::LimitedStock => {
                "reward.stock: a reward of limited number may be a promotion that needs an authorisation (Law 5.768/1971)."
            }
            Warning::Prizes => {
                "prize: prizes by luck or rank run under the authorisation named in law.certificate."
            }
        }
    }
}

impl Program {
    pub fn warnings(&self) -> Vec<Warning> {
        let short = match self.expiry.span {
            Span::Days(days) | Span::Sliding(days) => days < 730,
            Span::Months(months) => months < 24,
            Span::Yearly { .. } => true,
            Span::Never => false,
        };
        let lost = |voucher: &VoucherRule| !voucher.keeps_rest;
        let found = [
            (self.law.pharmacy && self.law.medicines_count.is_some(), Warning::MedicinesCount),
            (short, Warning::ShortExpiry),
            (self.voucher.as_ref().is_some_and(lost), Warning::RestLost),
            (self.rewards.iter().any(|reward| reward.stock.is_some()), Warning::LimitedStock),
            (!self.law.prizes.is_empty(), Warning::Prizes),
        ];
        found.into_iter().filter(|(holds, _)| *holds).map(|(_, warning)| warning).collect()
    }
}
