//! The meter: what WhatsApp charges for delivered messages, by versioned rate cards.
//!
//! Since 2026-10-01 Meta charges for each delivered message; the first 1,000 of the category `service` of a number and
//! a calendar month are free. What a status said of a message (billed or free) counts; what none has said yet is
//! estimated. Cards are data; their prices are in the card's currency, and shops read reais.

use crate::domain::money::Money;
use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a message is charged as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// Free text, buttons and lists within the window.
    Service,
    Utility,
    Marketing,
    Authentication,
}

impl Category {
    pub const ALL: [Category; 4] =
        [Category::Service, Category::Utility, Category::Marketing, Category::Authentication];

    /// From the word of a status, a template or our own table; Meta spells some of them in several ways.
    pub fn named(word: &str) -> Option<Category> {
        match word.to_ascii_lowercase().replace('-', "_").as_str() {
            "service" => Some(Category::Service),
            "utility" => Some(Category::Utility),
            "marketing" | "marketing_lite" => Some(Category::Marketing),
            "authentication" | "authentication_international" => Some(Category::Authentication),
            _ => None,
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Category::Service => "service",
            Category::Utility => "utility",
            Category::Marketing => "marketing",
            Category::Authentication => "authentication",
        }
    }
}

/// Prices in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    pub from: NaiveDate,
    /// ISO 4217.
    pub currency: String,
    /// Service messages of one number in a calendar month that cost nothing.
    pub free_service: i64,
    #[serde(rename = "market")]
    pub markets: Vec<Market>,
}

/// Countries with one price list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Market {
    pub name: String,
    /// Calling codes, digits.
    pub codes: Vec<String>,
    /// First letters of user ids, ISO 3166.
    pub countries: Vec<String>,
    pub marketing: Decimal,
    pub utility: Decimal,
    pub authentication: Decimal,
    pub service: Decimal,
}

impl Market {
    /// In the card's currency, for one delivered message.
    pub const fn price(&self, category: Category) -> Decimal {
        match category {
            Category::Service => self.service,
            Category::Utility => self.utility,
            Category::Marketing => self.marketing,
            Category::Authentication => self.authentication,
        }
    }
}

impl Card {
    /// Reads a card; every fault as a sentence.
    pub fn read(text: &str) -> Result<Card, Vec<String>> {
        let card: Card = toml::from_str(text).map_err(|fault| vec![fault.to_string()])?;
        let mut faults = Vec::new();
        if card.currency.len() != 3 {
            faults.push(format!("currency = {:?} is no currency such as USD", card.currency));
        }
        if card.free_service < 0 {
            faults.push("free_service is below zero".to_owned());
        }
        let mut seen = BTreeMap::new();
        for market in &card.markets {
            for place in market.codes.iter().chain(&market.countries) {
                if let Some(other) = seen.insert(place, &market.name) {
                    faults.push(format!("{place} belongs to {other} and to {}", market.name));
                }
            }
            if Category::ALL.iter().any(|category| market.price(*category).is_sign_negative()) {
                faults.push(format!("{} has a price below zero", market.name));
            }
        }
        if faults.is_empty() { Ok(card) } else { Err(faults) }
    }

    /// The market of a number (its first digits suffice) or of a user id's country.
    pub fn market(&self, place: &str) -> Option<&Market> {
        let code = |market: &Market| {
            let fits = market.codes.iter().filter(|code| place.starts_with(code.as_str()));
            fits.map(String::len).max()
        };
        let by_code = self.markets.iter().filter_map(|market| Some((code(market)?, market)));
        let longest = by_code.max_by_key(|(length, _)| *length).map(|(_, market)| market);
        longest.or_else(|| {
            self.markets.iter().find(|market| market.countries.iter().any(|country| country == place))
        })
    }
}

const CARDS: [(&str, &str); 1] =
    [("2026-10-01.toml", include_str!("../../conversations/rates/2026-10-01.toml"))];

/// What tries without a configuration count a dollar as.
pub const USUAL_EXCHANGE: Decimal = Decimal::from_parts(550, 0, 0, false, 2);

/// All cards, oldest first, and what one unit of their currency is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    cards: Vec<Card>,
    /// Reais for one unit of the cards' currency.
    pub exchange: Decimal,
}

impl Tariff {
    /// At least one card is needed.
    pub fn new(mut cards: Vec<Card>, exchange: Decimal) -> Result<Tariff, String> {
        if cards.is_empty() {
            return Err("there is no rate card".to_owned());
        }
        cards.sort_by_key(|card| card.from);
        Ok(Tariff { cards, exchange })
    }

    /// The cards that ship. `exchange`: reais for one unit of their currency.
    pub fn embedded(exchange: Decimal) -> Result<Tariff, String> {
        let cards = CARDS.map(|(name, text)| {
            Card::read(text).map_err(|faults| format!("rates/{name}: {}", faults.join("; ")))
        });
        Tariff::new(cards.into_iter().collect::<Result<_, _>>()?, exchange)
    }

    /// The card of a day; the oldest one for days before all of them.
    pub fn card(&self, day: NaiveDate) -> &Card {
        let past = self.cards.iter().rev().find(|card| card.from <= day);
        past.or_else(|| self.cards.first()).unwrap_or_else(|| unreachable!("a tariff has a card"))
    }

    /// The cards of the days from `from` until before `to`, each with the first of these days it is in force on.
    pub fn cards(&self, from: NaiveDate, to: NaiveDate) -> Vec<(&Card, NaiveDate)> {
        let later = self.cards.iter().filter(|card| from < card.from && card.from < to);
        // The oldest card counts for days before all of them, and is not met again on its own first day.
        let first = self.card(from);
        let later = later.filter(|card| card.from > first.from).map(|card| (card, card.from));
        [(first, from)].into_iter().chain(later).collect()
    }

    /// Millionths of a real for one delivered message.
    pub fn millionths(&self, category: Category, place: &str, day: NaiveDate) -> Option<i64> {
        let price = self.card(day).market(place)?.price(category) * self.exchange;
        (price * Decimal::from(1_000_000)).round().to_i64()
    }
}

/// What became of messages, as far as the meter is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    Billed,
    Free,
    /// Delivered, and no status has named a price.
    Nothing,
}

/// Delivered messages of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    pub category: Category,
    /// First digits of the number, or the country of a user id.
    pub place: String,
    pub told: Told,
    pub count: i64,
}

/// What a month of one number costs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bill {
    /// One for each category and market that was used, in that order.
    pub lines: Vec<BillLine>,
    /// Sum of the lines.
    pub total: Money,
    /// Delivered to places that the card does not price.
    pub unpriced: i64,
    /// Service messages that are still free this month.
    pub free_left: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    pub category: Category,
    pub market: String,
    /// Delivered, free ones included.
    pub messages: i64,
    pub free: i64,
    /// Of the paid ones, rounded half up to the centavo.
    pub price: Money,
}

/// Adds up a month: the cards in force, oldest first, each with what was delivered of what left under it. The free
/// messages are those of the month, whichever card they left under.
pub fn bill(month: &[(&Card, Vec<Used>)], exchange: Decimal) -> Bill {
    let mut free_used: i64 = month.iter().map(|(_, used)| told_free(used)).sum();
    let mut lines: BTreeMap<(Category, &str), (BillLine, Decimal)> = BTreeMap::new();
    let mut unpriced = 0;
    for (card, used) in month.iter().flat_map(|(card, used)| used.iter().map(move |used| (card, used))) {
        let Some(market) = card.market(&used.place) else {
            unpriced += used.count;
            continue;
        };
        let free = match used.told {
            Told::Free => used.count,
            Told::Nothing if used.category == Category::Service => {
                let free = used.count.min((card.free_service - free_used).max(0));
                free_used += free;
                free
            }
            Told::Billed | Told::Nothing => 0,
        };
        let empty = || BillLine {
            category: used.category,
            market: market.name.clone(),
            messages: 0,
            free: 0,
            price: Money::ZERO,
        };
        let (line, exact) =
            lines.entry((used.category, market.name.as_str())).or_insert_with(|| (empty(), Decimal::ZERO));
        line.messages += used.count;
        line.free += free;
        *exact += Decimal::from(used.count - free) * market.price(used.category);
    }
    let lines: Vec<BillLine> = lines
        .into_values()
        .map(|(line, exact)| BillLine { price: centavos(exact * exchange), ..line })
        .collect();
    let total = Money(lines.iter().map(|line| line.price.0).sum());
    let free_left = month.last().map_or(0, |(card, _)| (card.free_service - free_used).max(0));
    Bill { lines, total, unpriced, free_left }
}

fn told_free(used: &[Used]) -> i64 {
    let free = used.iter().filter(|used| used.category == Category::Service && used.told == Told::Free);
    free.map(|used| used.count).sum()
}

/// Reais rounded half up to the centavo.
pub fn centavos(reais: Decimal) -> Money {
    let rounded =
        (reais * Decimal::from(100)).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Money(rounded.to_i64().unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str = r#"
        from = "2026-10-01"
        currency = "USD"
        free_service = 10
        [[market]]
        name = "Brasil"
        codes = ["55"]
        countries = ["BR"]
        marketing = "0.0625"
        utility = "0.0068"
        authentication = "0.0068"
        service = "0.0068"
        [[market]]
        name = "Islands"
        codes = ["1", "1809"]
        countries = ["DO"]
        marketing = "0.07"
        utility = "0.01"
        authentication = "0.01"
        service = "0.01"
        [[market]]
        name = "Elsewhere"
        codes = ["18"]
        countries = []
        marketing = "1"
        utility = "1"
        authentication = "1"
        service = "1"
    "#;

    fn used(category: Category, place: &str, told: Told, count: i64) -> Used {
        Used { category, place: place.to_owned(), told, count }
    }

    fn exchange() -> Decimal {
        Decimal::new(550, 2)
    }

    #[test]
    fn forty_one_announcements_cost_what_the_card_says() {
        let card = Card::read(CARD).unwrap();
        let bill = bill(&[(&card, vec![used(Category::Marketing, "5511", Told::Billed, 41)])], exchange());
        assert_eq!(bill.total, Money(1_409));
    }

    #[test]
    fn what_was_told_counts_and_the_rest_fills_the_free_allowance() {
        let card = Card::read(CARD).unwrap();
        for (free, billed, untold, expected_free, left, price) in [
            (0, 0, 4, 4, 6, 0),
            (0, 0, 12, 10, 0, 7),
            (4, 0, 7, 10, 0, 4),
            (10, 5, 0, 10, 0, 19),
            (12, 0, 3, 12, 0, 11),
            (0, 5, 0, 0, 10, 19),
        ] {
            let rows = vec![
                used(Category::Service, "5511", Told::Billed, billed),
                used(Category::Service, "5521", Told::Nothing, untold),
                used(Category::Service, "BR", Told::Free, free),
            ];
            let bill = bill(&[(&card, rows)], exchange());
            let line = &bill.lines[0];
            let case = format!("{free} free, {billed} billed, {untold} untold");
            assert_eq!(
                (line.free, bill.free_left, bill.total),
                (expected_free, left, Money(price)),
                "{case}"
            );
            assert_eq!(line.messages, free + billed + untold, "{case}");
        }
    }

    #[test]
    fn the_longest_calling_code_decides_and_unknown_places_are_counted() {
        let card = Card::read(CARD).unwrap();
        for (place, market) in [
            ("5511", Some("Brasil")),
            ("1809", Some("Islands")),
            ("1876", Some("Elsewhere")),
            ("1212", Some("Islands")),
            ("DO", Some("Islands")),
            ("PT", None),
            ("351", None),
            ("", None),
        ] {
            assert_eq!(card.market(place).map(|market| market.name.as_str()), market, "{place}");
        }
        let bill = bill(&[(&card, vec![used(Category::Utility, "351", Told::Billed, 3)])], exchange());
        assert_eq!((bill.unpriced, bill.total), (3, Money::ZERO));
    }

    #[test]
    fn a_message_is_priced_by_the_card_in_force_when_it_left() {
        let old = Card::read(CARD).unwrap();
        let mut new = old.clone();
        new.from = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        new.markets[0].marketing = Decimal::new(1, 1);
        let tariff = Tariff::new(vec![new, old], exchange()).unwrap();
        for (year, month, millionths) in
            [(2026, 9, 343_750), (2026, 12, 343_750), (2027, 1, 550_000), (2030, 1, 550_000)]
        {
            let day = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
            assert_eq!(tariff.millionths(Category::Marketing, "5511", day), Some(millionths), "{day}");
        }
    }

    #[test]
    fn the_days_of_a_month_fall_to_their_cards() {
        let card = |from: &str| Card { from: from.parse().unwrap(), ..Card::read(CARD).unwrap() };
        let tariff =
            Tariff::new(vec![card("2026-10-01"), card("2026-11-19"), card("2026-12-01")], exchange());
        let tariff = tariff.unwrap();
        for (from, to, expected) in [
            ("2026-09-01", "2026-10-01", vec![("2026-10-01", "2026-09-01")]),
            ("2026-09-15", "2026-10-15", vec![("2026-10-01", "2026-09-15")]),
            ("2026-10-01", "2026-11-01", vec![("2026-10-01", "2026-10-01")]),
            ("2026-11-01", "2026-12-01", vec![("2026-10-01", "2026-11-01"), ("2026-11-19", "2026-11-19")]),
            ("2026-12-01", "2027-01-01", vec![("2026-12-01", "2026-12-01")]),
        ] {
            let cards = tariff.cards(from.parse().unwrap(), to.parse().unwrap());
            let found: Vec<_> =
                cards.iter().map(|(card, day)| (card.from.to_string(), day.to_string())).collect();
            let expected: Vec<_> =
                expected.iter().map(|(card, day)| (card.to_string(), day.to_string())).collect();
            assert_eq!(found, expected, "{from}");
        }
    }

    #[test]
    fn a_card_that_contradicts_itself_is_refused() {
        for (from, to, why) in [
            ("\"1\", \"1809\"", "\"55\"", "belongs to"),
            ("currency = \"USD\"", "currency = \"dollars\"", "currency"),
            ("free_service = 10", "free_service = -1", "below zero"),
            ("utility = \"0.0068\"", "utility = \"-1\"", "below zero"),
            ("free_service = 10", "free_servic = 10", "free_servic"),
        ] {
            let faults = Card::read(&CARD.replacen(from, to, 1)).unwrap_err().join("\n");
            assert!(faults.contains(why), "{faults}");
        }
    }
}
