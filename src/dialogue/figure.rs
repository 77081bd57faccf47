//! Figures as people read them: amounts and days, the same way in every sentence.

use crate::dialogue::copy::Reader;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::program::Unit;
use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// `R$ 1.234,56` with a no-break space; in English `R$ 1,234.56`.
pub fn money(amount: Money, lang: Lang) -> String {
    let (_, decimal) = separators(lang);
    let sign = if amount.0 < 0 { "−" } else { "" };
    let cents = amount.0.unsigned_abs();
    format!("{sign}R$\u{a0}{}{decimal}{:02}", grouped(cents / 100, lang), cents % 100)
}

/// An amount of the program: `2.697`, or `R$ 26,97`.
pub fn amount(amount: i64, unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Points => points(amount, lang),
        Unit::Reais => money(Money(amount), lang),
    }
}

/// `2.697`; below zero with a true minus.
pub fn points(amount: i64, lang: Lang) -> String {
    let sign = if amount < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(amount.unsigned_abs(), lang))
}

/// `5%`, `2,5%`.
pub fn percent(rate: Decimal, lang: Lang) -> String {
    format!("{}%", decimal(rate, lang))
}

/// `1,5`, `1.234`: a number with as many decimals as it has.
pub fn decimal(number: Decimal, lang: Lang) -> String {
    let (_, mark) = separators(lang);
    let whole = points(number.trunc().to_i64().unwrap_or(i64::MAX), lang);
    match number.normalize().to_string().split_once('.') {
        Some((_, digits)) => format!("{whole}{mark}{digits}"),
        None => whole,
    }
}

fn grouped(number: u64, lang: Lang) -> String {
    let (group, _) = separators(lang);
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

const fn separators(lang: Lang) -> (char, char) {
    match lang {
        Lang::PtBr | Lang::Es => ('.', ','),
        Lang::En => (',', '.'),
    }
}

/// `21/11`, with the year when it is not this one; in English `21 Nov`.
pub fn day(at: i64, reader: Reader) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let date = reader.zone.wall(at).date;
    let this_year = reader.zone.wall(reader.now).date.year() == date.year();
    match reader.lang {
        Lang::PtBr | Lang::Es if this_year => format!("{:02}/{:02}", date.day(), date.month()),
        Lang::PtBr | Lang::Es => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
        Lang::En => {
            let index = usize::try_from(date.month0()).unwrap_or(0);
            let month = MONTHS.get(index).copied().unwrap_or("");
            if this_year {
                format!("{} {month}", date.day())
            } else {
                format!("{} {month} {}", date.day(), date.year())
            }
        }
    }
}
