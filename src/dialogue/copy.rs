//! Copy: from lines to words. Sentences come from `conversations/<language>/copy.ftl` (Project Fluent);
//! amounts, points and dates are formatted here, the same way in every sentence.

mod pages;

use self::pages::{pages, shorten, units};
use crate::dialogue::article;
use crate::dialogue::figure::{amount, day, decimal, money, percent, points};
use crate::dialogue::hear::fold;
use crate::dialogue::line::{
    BUTTON_KEYS, Button, ChatLink, Line, LinkText, MENU, Message, Picks, SoldRow, Value, every_line,
};
use crate::dialogue::said::{Choice, Choices, Said};
use crate::dialogue::value::TERMS;
use crate::domain::calendar::Zone;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::program::{Measure, Unit};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

/// Limits of WhatsApp, in UTF-16 units.
const BODY_WITH_CHOICES: usize = 1_024;
const BODY: usize = 4_096;
const BUTTON_TITLE: usize = 20;
const ROW_TITLE: usize = 24;
const ROW_DESCRIPTION: usize = 72;
const FOOTER: usize = 60;
/// A name inside a sentence.
const TERM: usize = 60;
/// The longest a single line may get: a bubble is made of a few of them.
const LINE: usize = 700;

/// All sentences, in all languages.
pub struct Copy {
    bundles: BTreeMap<Lang, FluentBundle<FluentResource>>,
    /// Words of the buttons as people type them, and their keys.
    titles: BTreeMap<Lang, Vec<(String, &'static str)>>,
}

/// For whom and when: language, the unit of the program, zone, and the present (the year is left out when it is this
/// one).
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub lang: Lang,
    pub unit: Unit,
    pub zone: Zone,
    pub now: i64,
}

impl Copy {
    /// The files that ship.
    pub const SHIPPED: [(Lang, &str); 3] = [
        (Lang::PtBr, include_str!("../../conversations/pt-BR/copy.ftl")),
        (Lang::Es, include_str!("../../conversations/es/copy.ftl")),
        (Lang::En, include_str!("../../conversations/en/copy.ftl")),
    ];

    /// The copy the product ships with.
    pub fn embedded() -> Result<Copy, Vec<String>> {
        Copy::load(&Copy::SHIPPED)
    }

    /// Reads and checks copy: all faults at once, each naming language and key.
    pub fn load(sources: &[(Lang, &str)]) -> Result<Copy, Vec<String>> {
        let mut faults = Vec::new();
        let mut bundles = BTreeMap::new();
        for (lang, source) in sources {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) => resource,
                Err((_, errors)) => {
                    faults.extend(errors.iter().map(|error| format!("{}/copy.ftl: {error}", lang.tag())));
                    continue;
                }
            };
            let id = lang.tag().parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![id]);
            bundle.set_use_isolating(false);
            if let Err(errors) = bundle.add_resource(resource) {
                faults.extend(errors.iter().map(|error| format!("{}/copy.ftl: {error}", lang.tag())));
            }
            if let Some(words) = bundle.get_message("feminine").and_then(|message| message.value()) {
                let words = bundle.format_pattern(words, None, &mut Vec::new()).into_owned();
                if let Err(error) = bundle.add_function("THE", article::the(&words)) {
                    faults.push(format!("{}/copy.ftl: {error}", lang.tag()));
                }
            }
            bundles.insert(*lang, bundle);
        }
        let mut copy = Copy { bundles, titles: BTreeMap::new() };
        faults.extend(copy.faults());
        let typed = |lang: &Lang| {
            let title = |key| copy.format(*lang, key, &FluentArgs::new()).unwrap_or_default();
            (*lang, BUTTON_KEYS.map(|key| (typed_title(&title(key)), key)).to_vec())
        };
        copy.titles = copy.bundles.keys().map(typed).collect();
        if faults.is_empty() { Ok(copy) } else { Err(faults) }
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let Ok(zone) = Zone::named("America/Sao_Paulo") else { return faults };
        let every = self.bundles.keys().flat_map(|lang| Unit::ALL.map(|unit| (*lang, unit)));
        for (lang, unit) in every {
            let reader = Reader { lang, unit, zone, now: 0 };
            let mut check = |key: &str, values: &[(&'static str, Value)], most: usize| match self
                .try_say(key, values, reader)
            {
                Err(fault) => faults.push(format!("{}/copy.ftl: {key}: {fault}", lang.tag())),
                Ok(text) if units(&text) > most => {
                    let long = units(&text);
                    faults.push(format!("{}/copy.ftl: {key}: {long} units long, {most} fit", lang.tag()));
                }
                Ok(_) => {}
            };
            for (key, values) in every_line() {
                // A link and an announcement's own text come on top of the sentence around them.
                let free = values.iter().any(|(_, value)| matches!(value, Value::Link(_)));
                check(key, &values, if free { BODY } else { LINE });
            }
            for key in BUTTON_KEYS {
                check(key, &[], BUTTON_TITLE);
            }
            for row in &MENU {
                check(menu_key(row), &[], ROW_DESCRIPTION);
            }
            check("reward-price", &[("price", Value::Points(i64::MIN))], ROW_DESCRIPTION);
            let sold = SoldRow { amount: Money::ZERO, at: i64::MAX / 1_000_000, store: "M".repeat(40) };
            check("sale-when", &sold.values(), ROW_DESCRIPTION);
            for month in 1..=12 {
                check(&format!("month-{month:02}"), &[], ROW_TITLE);
            }
            let dated = ["month", "year"].map(|name| (name, Value::Text("M".repeat(10))));
            check("month-year", &dated, TERM);
            for count in [1, i64::MIN] {
                check(
                    "unit-points",
                    &[("count", Value::Count(count)), ("amount", Value::Points(count))],
                    TERM,
                );
            }
            for key in TERMS {
                check(key, &[], TERM);
            }
            for key in ["menu-button", "rewards-button", "sales-button"] {
                check(key, &[], BUTTON_TITLE);
            }
            check("opt-out-footer", &[], FOOTER);
            check("staff-text", &[], BODY_WITH_CHOICES);
            check("voucher-text", &[("code", Value::Text("M".repeat(12)))], BODY_WITH_CHOICES);
        }
        // What is wrong in both units is said once.
        let mut said = BTreeSet::new();
        faults.retain(|fault| said.insert(fault.clone()));
        faults
    }

    /// A whole message: one bubble, or as many as its lines need. What may be tapped is under the last.
    pub fn render(&self, message: &Message, reader: Reader) -> Vec<Said> {
        let lines: Vec<String> = message.lines.iter().map(|line| self.line(line, reader)).collect();
        let choices = self.choices(&message.picks, reader);
        let listed = matches!(choices, Choices::List { .. } | Choices::OwnNumber);
        let picture = message.picture.as_ref().filter(|_| !listed).map(|link| self.link(link, reader.lang));
        let most = if choices.is_none() && picture.is_none() { BODY } else { BODY_WITH_CHOICES };
        let footer = message.opt_out_footer.then(|| self.say("opt-out-footer", &[], reader));
        let mut bodies = pages(&lines, most);
        let last = bodies.pop().unwrap_or_default();
        let before = |body| Said { body, picture: None, footer: None, choices: Choices::None };
        let mut bubbles: Vec<Said> = bodies.into_iter().map(before).collect();
        bubbles.push(Said { body: last, picture, footer, choices });
        bubbles
    }

    pub fn line(&self, line: &Line, reader: Reader) -> String {
        self.say(line.key(), &line.values(), reader)
    }

    /// What a poster or an invitation has people send.
    pub fn join_text(&self, lang: Lang, shop: &str, code: Option<&str>) -> String {
        let text = LinkText::Join { shop: shop.to_owned(), code: code.map(str::to_owned) };
        self.link_text(&text, lang)
    }

    /// Keys of the buttons that bear these words in this language.
    pub fn titles(&self, lang: Lang, text: &str) -> Vec<&'static str> {
        if units(text) > 2 * BUTTON_TITLE {
            return Vec::new();
        }
        let typed = typed_title(text);
        let titles = self.titles.get(&lang).map(Vec::as_slice).unwrap_or_default();
        titles.iter().filter(|(title, _)| *title == typed).map(|(_, key)| *key).collect()
    }

    fn choices(&self, picks: &Picks, reader: Reader) -> Choices {
        match picks {
            Picks::None => Choices::None,
            Picks::OwnNumber => Choices::OwnNumber,
            Picks::Buttons(buttons) => {
                Choices::Buttons(buttons.iter().map(|button| self.button(button, reader)).collect())
            }
            Picks::Menu(rows) => {
                let row = |button: &Button| {
                    let description = Some(self.say(menu_key(button), &[], reader));
                    Choice { description, ..self.button(button, reader) }
                };
                let rows = rows.iter().map(row).collect();
                Choices::List { button: self.say("menu-button", &[], reader), rows }
            }
            Picks::Rewards(rewards) => {
                let row = |(number, name, price): &(u32, String, i64)| Choice {
                    id: format!("reward.{number}"),
                    title: shorten(&format!("{number} · {name}"), ROW_TITLE),
                    description: Some(self.say("reward-price", &[("price", Value::Points(*price))], reader)),
                };
                let rows = rewards.iter().take(10).map(row).collect();
                Choices::List { button: self.say("rewards-button", &[], reader), rows }
            }
            Picks::Sales(token, sales) => {
                let row = |(number, sale): (usize, &SoldRow)| Choice {
                    id: format!("answer.{token}.{number}"),
                    title: shorten(&format!("{number} · {}", money(sale.amount, reader.lang)), ROW_TITLE),
                    description: Some(shorten(
                        &self.say("sale-when", &sale.values(), reader),
                        ROW_DESCRIPTION,
                    )),
                };
                let rows = (1..).zip(sales).map(row).collect();
                Choices::List { button: self.say("sales-button", &[], reader), rows }
            }
        }
    }

    fn button(&self, button: &Button, reader: Reader) -> Choice {
        Choice { id: button.id(), title: self.say(button.key(), &[], reader), description: None }
    }

    fn link_text(&self, text: &LinkText, lang: Lang) -> String {
        let plain = |key: &str, arguments: &[(&'static str, &str)]| {
            let mut fluent = FluentArgs::new();
            for (name, value) in arguments {
                fluent.set(*name, FluentValue::from((*value).to_owned()));
            }
            self.format(lang, key, &fluent).unwrap_or_else(|_| key.to_owned())
        };
        match text {
            LinkText::Join { shop, code: Some(code) } => {
                plain("join-text-code", &[("shop", shop), ("code", code)])
            }
            LinkText::Join { shop, code: None } => plain("join-text", &[("shop", shop)]),
            LinkText::Staff => plain("staff-text", &[]),
            LinkText::Voucher { code } => plain("voucher-text", &[("code", code)]),
        }
    }

    /// The sentence; the key itself when the copy lacks it, which the check at start rules out.
    fn say(&self, key: &str, values: &[(&'static str, Value)], reader: Reader) -> String {
        self.try_say(key, values, reader).unwrap_or_else(|_| key.to_owned())
    }

    fn try_say(&self, key: &str, values: &[(&'static str, Value)], reader: Reader) -> Result<String, String> {
        let mut arguments = FluentArgs::new();
        arguments.set("unit", FluentValue::from(reader.unit.word()));
        for (name, value) in values {
            if let Value::Points(sum) = value {
                let full = self.full(value, reader);
                // Nothing taken away is said without a minus.
                let less = |text: &str| if *sum == 0 { text.to_owned() } else { format!("−{text}") };
                arguments.set(format!("{name}-less"), FluentValue::from(less(&self.shown(value, reader))));
                arguments.set(format!("{name}-less-full"), FluentValue::from(less(&full)));
                arguments.set(format!("{name}-full"), FluentValue::from(full));
            }
            if let Some(bare) = value.bare() {
                arguments.set(format!("{name}-bare"), FluentValue::from(self.shown(&bare, reader)));
            }
            if let Some(single) = value.is_one(reader.unit) {
                let word = if single { "one" } else { "other" };
                arguments.set(format!("{name}-count"), FluentValue::from(word));
            }
            arguments.set(*name, self.argument(value, reader));
        }
        self.format(reader.lang, key, &arguments)
    }

    fn format(&self, lang: Lang, key: &str, arguments: &FluentArgs) -> Result<String, String> {
        let bundle = self.bundles.get(&lang).ok_or("no copy in this language")?;
        let pattern = bundle.get_message(key).and_then(|message| message.value()).ok_or("missing")?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
        if errors.is_empty() { Ok(text) } else { Err(format!("{errors:?}")) }
    }

    fn argument(&self, value: &Value, reader: Reader) -> FluentValue<'static> {
        match value {
            Value::Count(count) => FluentValue::from(*count),
            value => FluentValue::from(self.shown(value, reader)),
        }
    }

    /// A value as every sentence shows it.
    pub fn shown(&self, value: &Value, reader: Reader) -> String {
        match value {
            Value::Count(count) => count.to_string(),
            Value::Text(text) => text.clone(),
            Value::Money(amount) => money(*amount, reader.lang),
            Value::Percent(rate) => percent(*rate, reader.lang),
            Value::Exact(number) => {
                // In the plural as soon as there is a fraction above one.
                let count = number.ceil().to_i64().unwrap_or(i64::MAX);
                self.counted(count, decimal(*number, reader.lang), reader)
            }
            Value::Number(number) => points(*number, reader.lang),
            Value::Points(value) => amount(*value, reader.unit, reader.lang),
            Value::Measured(Measure::Earned, sum) => self.full(&Value::Points(*sum), reader),
            Value::Measured(Measure::Spent, sum) => money(Money(*sum), reader.lang),
            Value::Measured(Measure::Visits, count) => {
                let mut arguments = FluentArgs::new();
                arguments.set("count", FluentValue::from(*count));
                self.format(reader.lang, "unit-visits", &arguments).unwrap_or_default()
            }
            Value::Day(at) => day(*at, reader),
            Value::Time(at) => {
                let wall = reader.zone.wall(*at);
                format!("{:02}:{:02}", wall.hour, wall.minute)
            }
            Value::Month(month) => {
                let Some(number) = month.get(5..) else { return month.clone() };
                let key = format!("month-{number}");
                let name = self.format(reader.lang, &key, &FluentArgs::new()).unwrap_or_default();
                self.dated(month, name, reader)
            }
            Value::Term(key) => self.format(reader.lang, key, &FluentArgs::new()).unwrap_or_default(),
            Value::Terms(keys) => {
                let words = keys.iter().map(|key| self.shown(&Value::Term(key), reader));
                words.collect::<Vec<_>>().join(", ")
            }
            Value::Link(link) => self.link(link, reader.lang),
        }
    }

    /// A month of another year says of which.
    fn dated(&self, month: &str, name: String, reader: Reader) -> String {
        let (year, now) = (month.get(..4).unwrap_or_default(), reader.zone.month(reader.now));
        if now.starts_with(year) {
            return name;
        }
        let mut arguments = FluentArgs::new();
        arguments.set("month", FluentValue::from(name));
        arguments.set("year", FluentValue::from(year));
        self.format(reader.lang, "month-year", &arguments).unwrap_or_default()
    }

    /// A value that stands alone: points carry their word, money is one already.
    pub fn full(&self, value: &Value, reader: Reader) -> String {
        let shown = self.shown(value, reader);
        let Value::Points(count) = value else { return shown };
        if reader.unit == Unit::Reais {
            return shown;
        }
        self.counted(*count, shown, reader)
    }

    fn counted(&self, count: i64, shown: String, reader: Reader) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("count", FluentValue::from(count));
        arguments.set("amount", FluentValue::from(shown));
        self.format(reader.lang, "unit-points", &arguments).unwrap_or_default()
    }

    fn link(&self, link: &ChatLink, lang: Lang) -> String {
        chat_link(&link.phone, &self.link_text(&link.text, lang))
    }
}

/// `https://wa.me/<digits>?text=…`, the text percent-encoded but for RFC 3986's unreserved characters.
pub fn chat_link(phone: &str, text: &str) -> String {
    let mut link = format!("https://wa.me/{phone}?text=");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link
}

const fn menu_key(row: &Button) -> &'static str {
    match row {
        Button::Balance => "menu-balance",
        Button::Rewards => "menu-rewards",
        Button::Statement => "menu-statement",
        Button::Referral => "menu-referral",
        Button::Ranking => "menu-ranking",
        Button::Rules => "menu-rules",
        _ => "menu-human",
    }
}

/// A button's words as they are typed: without the number in front, if anything follows it.
fn typed_title(text: &str) -> String {
    let words = fold(text);
    let rest = words.split_once(' ').filter(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()));
    rest.map_or(words.as_str(), |(_, rest)| rest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PT_BR: &str = include_str!("../../conversations/pt-BR/copy.ftl");

    #[test]
    fn amounts_carry_their_word_where_they_stand_alone() {
        let copy = Copy::embedded().unwrap();
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        for (lang, unit, amount, bare, full) in [
            (Lang::PtBr, Unit::Points, 2_697, "2.697", "2.697 pontos"),
            (Lang::PtBr, Unit::Points, 1, "1", "1 ponto"),
            (Lang::PtBr, Unit::Points, 0, "0", "0 pontos"),
            (Lang::Es, Unit::Points, -303, "−303", "−303 puntos"),
            (Lang::En, Unit::Points, 1, "1", "1 point"),
            (Lang::PtBr, Unit::Reais, 269_705, "R$\u{a0}2.697,05", "R$\u{a0}2.697,05"),
            (Lang::En, Unit::Reais, -1, "−R$\u{a0}0.01", "−R$\u{a0}0.01"),
        ] {
            let reader = Reader { lang, unit, zone, now: 0 };
            let value = Value::Points(amount);
            assert_eq!(
                (copy.shown(&value, reader).as_str(), copy.full(&value, reader).as_str()),
                (bare, full)
            );
        }
    }

    #[test]
    fn what_is_too_long_for_one_bubble_goes_on_in_the_next() {
        let copy = Copy::embedded().unwrap();
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        let reader = Reader { lang: Lang::PtBr, unit: Unit::Points, zone, now: 0 };
        let reward = "M".repeat(60);
        let lines = vec![Line::RewardReady { reward }; 100];
        let buttons = vec![Button::Rewards];
        for (message, most) in [
            (Message::new(lines.clone()), BODY),
            (Message::new(lines.clone()).buttons(buttons), BODY_WITH_CHOICES),
        ] {
            let said = copy.render(&message, reader);
            assert!(said.len() > 1 && said.iter().all(|bubble| units(&bubble.body) <= most));
            let all: Vec<&str> = said.iter().flat_map(|bubble| bubble.body.lines()).collect();
            assert_eq!(all, vec![copy.line(&lines[0], reader); 100]);
            let (last, before) = said.split_last().unwrap();
            assert!(before.iter().all(|bubble| bubble.choices.is_none()));
            assert_eq!(last.choices.is_none(), most == BODY);
        }
        assert_eq!(copy.render(&Message::new(Vec::new()), reader).len(), 1);
    }

    #[test]
    fn a_line_that_is_wrong_in_one_unit_only_is_found() {
        for (right, wrong) in [
            ("cashback *{ $points }* · saldo", "cashback *{ $pontos }* · saldo"),
            ("*+{ $points }* · saldo { $balance }\n}", "*+{ $pontos }* · saldo { $balance }\n}"),
        ] {
            assert!(PT_BR.contains(right), "{right}");
            let faults = Copy::load(&[(Lang::PtBr, &PT_BR.replacen(right, wrong, 1))]).err().unwrap();
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].starts_with("pt-BR/copy.ftl: sale-done: "), "{faults:?}");
        }
    }
}
