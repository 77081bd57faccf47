//! Filling the slots of an intent that was already chosen.

use std::ops::Range;

use super::ears::Listening;
use super::heard::{
    CampaignAction, CampaignKind, Flag, Heard, Missing, Period, Rule, Segment, Slots, Subject,
};
use super::intent::Intent;
use super::sentence::{Kind, Sentence};
use super::told::{asked, behind};
use super::{Setting, adjusted, counted, dates, named, parts, sale};
use crate::domain::calendar::MonthAsked;
use crate::domain::member::About;
use crate::domain::money::Money;

pub(super) fn fill(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>, setting: &Setting) {
    heard.slots.digit = digit(sentence);
    heard.slots.ending = sentence.ending().map(str::to_owned);
    heard.slots.place = value_in(sentence, &listening.tongue.values.place);
    match heard.intent {
        Intent::RegisterPurchase => sale::fill(heard, sentence, listening, setting),
        Intent::CustomerLookup => lookup(heard, sentence, listening, setting),
        Intent::RedeemPoints => redeem_points(heard, sentence, listening, setting),
        Intent::RedeemVoucher => {
            code(&mut heard.slots, sentence);
            // `11… 50 usa vales`: all of that person's.
            if heard.slots.code.is_none() {
                optional_phone(heard, sentence, setting);
            }
            sale::fill_amount(heard, sentence, listening, setting);
            // `K7P2 50` is a sale like others.
            if heard.slots.amount.is_some() && heard.slots.vouchers.is_none() {
                sale::fill_doubts(heard, sentence, listening);
            }
            sale::among_others(heard, sentence);
        }
        Intent::PayWithBalance => pay_with_balance(heard, sentence, listening, setting),
        Intent::Refund => {
            optional_phone(heard, sentence, setting);
            amount(heard, sentence, setting);
            heard.slots.digit = place(sentence);
        }
        Intent::Exchange => {
            optional_phone(heard, sentence, setting);
            sale::fill_exchange(heard, sentence, listening);
        }
        Intent::Correct => {
            optional_phone(heard, sentence, setting);
            amount(heard, sentence, setting);
            heard.slots.name = named::of_sale(sentence, listening);
        }
        Intent::Undo => {
            optional_phone(heard, sentence, setting);
            heard.slots.name = named::buyer(sentence, listening);
        }
        Intent::Team => heard.slots.name = named::asked_for(sentence, listening),
        Intent::Family | Intent::FamilyNot => {
            optional_phone(heard, sentence, setting);
            heard.slots.name = named::colleague(sentence, listening);
        }
        Intent::RegisterCustomer => {
            optional_phone(heard, sentence, setting);
            heard.slots.name = named::customer(sentence, listening, "enrol_frame");
            if heard.slots.phone.is_none() && heard.slots.flags.is_empty() {
                heard.slots.missing.push(Missing::Phone);
            }
        }
        Intent::ChangeNumber => renumbering(heard, sentence, setting),
        Intent::Dispute | Intent::WrongAmount => amount(heard, sentence, setting),
        Intent::RulesHelp => {
            heard.slots.asked = asked(listening);
            heard.slots.purchase = counted::asked(sentence, listening);
        }
        Intent::Info => info(&mut heard.slots, sentence, listening),
        Intent::AddStaff | Intent::RemoveStaff => named::staff(heard, sentence, listening, setting),
        Intent::VoucherGet => {
            amount(heard, sentence, setting);
            heard.slots.all = heard.slots.amount.is_none() && listening.has("everything");
            heard.slots.uses = parts::wanted(sentence, listening);
        }
        Intent::RewardRedeem => reward(&mut heard.slots, sentence, listening),
        Intent::RewardsCatalog => heard.slots.points = points(sentence),
        Intent::ReferralApply => code(&mut heard.slots, sentence),
        Intent::NameSet => name(&mut heard.slots, sentence, listening),
        Intent::BirthdaySet => birthday(&mut heard.slots, sentence, listening),
        Intent::LanguageChange => language(&mut heard.slots, sentence, listening),
        Intent::Approve | Intent::Reject => heard.slots.r#ref = reference(sentence),
        Intent::BroadcastStart => {
            // `vc manda avisos pra todo mundo?` only asks about it; `vc avisa todo mundo que fechamos?` says what.
            let asks = sentence.question && listening.has("broadcast_asked");
            let text = behind(sentence, listening, "broadcast_frame");
            heard.slots.text = text.filter(|_| !asks || listening.has("broadcast_that"));
        }
        Intent::BroadcastSegment => segment(&mut heard.slots, sentence, listening),
        Intent::Report | Intent::TodaySales => period(heard, sentence, listening),
        Intent::Adjust => {
            optional_phone(heard, sentence, setting);
            heard.slots.adjustment = adjusted::size(sentence, listening);
            heard.slots.text = adjusted::reason(sentence, listening);
        }
        Intent::Why => {
            optional_phone(heard, sentence, setting);
            heard.slots.subject = subject(listening);
            heard.slots.code = sentence.code().map(str::to_owned);
        }
        Intent::CloseMonth => heard.slots.month = month(sentence, listening),
        Intent::SetRule => rule(&mut heard.slots, sentence, listening),
        Intent::Campaign => campaign(&mut heard.slots, sentence, listening),
        _ => {}
    }
    heard.slots.flags.sort_unstable();
    heard.slots.flags.dedup();
    heard.slots.missing.sort_unstable();
    heard.slots.missing.dedup();
}

/// The message is one small bare integer.
fn digit(sentence: &Sentence<'_>) -> Option<u32> {
    let text = sentence.folded.text.trim();
    (text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// `estorno 2`: the only figure is a small bare integer, and no price.
fn place(sentence: &Sentence<'_>) -> Option<u32> {
    let mut figures = sentence.tokens.iter().filter(|token| matches!(token.kind, Kind::Money(_)));
    let only = figures.next().filter(|_| figures.next().is_none())?;
    let text = sentence.folded.text.get(only.span.clone())?;
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn lookup(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>, setting: &Setting) {
    sale::fill_phone(heard, sentence, setting, None);
    let asks =
        listening.has("lookup") || sentence.question || sentence.folded.text.trim_start().starts_with('?');
    if !asks && heard.slots.phone.is_some() {
        heard.slots.flags.push(Flag::BarePhone);
    }
}

pub(super) fn optional_phone(heard: &mut Heard, sentence: &Sentence<'_>, setting: &Setting) {
    if sentence.phones().next().is_some() {
        sale::fill_phone(heard, sentence, setting, None);
    }
}

fn amount(heard: &mut Heard, sentence: &Sentence<'_>, setting: &Setting) {
    let reading = sale::choose_amount(sentence, setting, &[]);
    heard.slots.amount = reading.value;
    heard.slots.amount_candidates = reading.candidates;
    heard.slots.flags.extend(reading.flags);
}

fn code(slots: &mut Slots, sentence: &Sentence<'_>) {
    slots.code = sentence.code().map(str::to_owned);
    if slots.code.is_none() {
        slots.missing.push(Missing::Code);
    }
}

fn points(sentence: &Sentence<'_>) -> Option<i64> {
    sentence.tokens.iter().find_map(|token| match token.kind {
        Kind::Points(points) => Some(points),
        _ => None,
    })
}

fn redeem_points(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>, setting: &Setting) {
    sale::fill_phone(heard, sentence, setting, None);
    heard.slots.points = points(sentence);
    let wanted = free_runs(sentence, listening, &["reward_frame", "sale_frame"], false).into_iter().next();
    heard.slots.reward = wanted.map(|run| sentence.cut(run).to_owned());
    if heard.slots.points.is_none() && heard.slots.reward.is_none() {
        heard.slots.missing.push(Missing::Reward);
    }
}

/// `11… 120 usa 20`, `K7P2 120 usa tudo`.
fn pay_with_balance(
    heard: &mut Heard,
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    setting: &Setting,
) {
    heard.slots.code = sentence.code().map(str::to_owned);
    if heard.slots.code.is_none() {
        sale::fill_phone(heard, sentence, setting, None);
    }
    sale::fill_amount(heard, sentence, listening, setting);
    sale::fill_percent(heard, sentence);
    sale::among_others(heard, sentence);
    if heard.slots.amount.is_none() {
        heard.slots.missing.push(Missing::Amount);
    }
}

fn reward(slots: &mut Slots, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    slots.points = points(sentence);
    let wanted = free_runs(sentence, listening, &["reward_frame"], false).into_iter().next();
    slots.reward = wanted.map(|run| sentence.cut(run).to_owned());
    if slots.reward.is_none() {
        slots.missing.push(Missing::Reward);
    }
}

/// The old number and the new one, in the order in which they stand; with one alone, that is the new.
fn renumbering(heard: &mut Heard, sentence: &Sentence<'_>, setting: &Setting) {
    let phones: Vec<_> = sentence.phones().filter_map(|(_, seen)| seen.phone.clone()).collect();
    if phones.len() < 2 {
        optional_phone(heard, sentence, setting);
    } else {
        heard.slots.phone = phones.last().cloned();
        heard.slots.phone_candidates = phones;
    }
}

/// What is told of a store: the words behind those that announce it.
fn info(slots: &mut Slots, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    let about = [("hours_word", About::Hours), ("address_word", About::Address)];
    slots.about = about.into_iter().find_map(|(group, about)| listening.has(group).then_some(about));
    // `Horário da loja Centro: …`; a colon between figures is a time.
    let text = &sentence.folded.text;
    let colon = text.char_indices().find(|(at, c)| {
        *c == ':' && !text.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    });
    let told = colon.map(|(at, _)| sentence.folded.cut(at + 1..text.len()).trim().to_owned());
    slots.text = told.filter(|told| !told.is_empty()).or_else(|| behind(sentence, listening, "info_frame"));
    // `nosso horário mudou`, `só o sábado muda` say no hour.
    let says = listening.has("hours_time");
    let hours = |told: &String| says || told.bytes().any(|byte| byte.is_ascii_digit());
    let about = slots.about;
    slots.text = slots.text.take().filter(|told| about != Some(About::Hours) || hours(told));
}

fn name(slots: &mut Slots, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    // `não é Ana, é Aninha`: what a no stands right before is not it.
    let denied = listening.tokens_of("name_not");
    let said = |run: &Range<usize>| !denied.iter().any(|at| *at < run.start && run.start - at <= 2);
    slots.introduces = listening.has("introduced") && !listening.has("name_asked");
    // What stands before the words that name is a greeting: `oi amore, meu nome é Ju`.
    let lead = if slots.introduces { "introduced" } else { "name_lead" };
    let from = listening.tokens_of(lead).into_iter().max();
    let runs: Vec<_> = free_runs(sentence, listening, &["name_frame", "introduced"], true)
        .into_iter()
        .filter(said)
        .collect();
    let behind = runs.iter().find(|run| from.is_some_and(|from| run.start > from));
    let run = behind.or_else(|| runs.first().filter(|_| !slots.introduces));
    // `aqui é a mãe da Ana` says no name.
    let kin = slots.introduces && listening.has("introduced_kin");
    slots.name =
        run.filter(|_| !kin).map(|run| title_case(sentence.cut(run.start..run.end.min(run.start + 5))));
    if slots.name.is_none() {
        slots.missing.push(Missing::Name);
    }
}

fn birthday(slots: &mut Slots, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    let dated = sentence.tokens.iter().find_map(|token| match &token.kind {
        Kind::Date(dated) => Some(dated),
        _ => None,
    });
    if let Some(dated) = dated {
        slots.date = dated.day;
        slots.flags.extend(dated.flags.iter().copied());
    } else if listening.has("today") {
        slots.date = Some(super::heard::Day::Today);
    }
    if slots.date.is_none() {
        slots.missing.push(Missing::Date);
    }
}

/// Which days a summary is of. Staff's messages are not searched for dates, which look like amounts; here one is meant.
fn period(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    let tongue = listening.tongue;
    heard.slots.period = value_in(sentence, &tongue.values.period)
        .filter(|period| heard.intent == Intent::Report || *period != Period::Today);
    heard.slots.before = listening.has("period_before");
    heard.slots.beyond = listening.has("not_in_summary") || sold_of_a_thing(sentence, listening);
    if let Some(dated) = dates::find(&sentence.folded.text, &tongue.numbers, false) {
        heard.slots.date = dated.day;
        heard.slots.flags.extend(dated.flags);
    }
}

/// `quanto vendi de ração`, and not `de ontem`.
fn sold_of_a_thing(sentence: &Sentence<'_>, listening: &Listening<'_>) -> bool {
    let thing = listening.tokens_of("sold_of").into_iter().max().and_then(|at| sentence.tokens.get(at));
    let tongue = listening.tongue;
    let is_period = |word: &str| {
        tongue.values.period.iter().any(|(period, _)| period == word)
            || tongue.numbers.months.contains_key(word)
    };
    thing.is_some_and(|token| token.is_word() && !is_period(token.shape().0))
}

/// What somebody wants explained, where they say it.
fn subject(listening: &Listening<'_>) -> Option<Subject> {
    let named = [
        ("why_tier", Subject::Tier),
        ("why_voucher", Subject::Voucher),
        ("why_purchase", Subject::Purchase),
        ("why_balance", Subject::Balance),
    ];
    named.into_iter().find_map(|(group, subject)| listening.has(group).then_some(subject))
}

/// Which month is to be closed: a named one, the one before, or the present one.
fn month(sentence: &Sentence<'_>, listening: &Listening<'_>) -> MonthAsked {
    let words = || sentence.folded.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let months = &listening.tongue.numbers.months;
    let named = words().find_map(|word| months.get(word).copied());
    let year = words().filter(|word| word.len() == 4).find_map(|word| word.parse().ok());
    match named {
        Some(month) => MonthAsked::Named { year, month: month.into() },
        None if listening.has("month_before") => MonthAsked::Before,
        None => MonthAsked::This,
    }
}

fn language(slots: &mut Slots, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    slots.language = value_in(sentence, &listening.tongue.values.language);
    // Whoever says which language they do not speak says so in theirs.
    if listening.has("not_spoken") {
        slots.language = Some(listening.tongue.lang);
    }
    if slots.language.is_none() {
        slots.missing.push(Missing::Language);
    }
}

/// The first figure of the message as it was typed.
fn reference(sentence: &Sentence<'_>) -> Option<String> {
    let digits = sentence.tokens.iter().find_map(|token| {
        matches!(token.kind, Kind::Money(_) | Kind::Other)
            .then(|| sentence.folded.text.get(token.span.clone()))
            .flatten()
    })?;
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

fn segment(slots: &mut Slots, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    let values = &listening.tongue.values;
    slots.tier = value_in(sentence, &values.tier);
    slots.days = sentence.tokens.iter().find_map(|token| match token.kind {
        Kind::Days(days) => Some(days),
        _ => None,
    });
    slots.segment = match (slots.tier, slots.days) {
        (Some(_), _) => Some(Segment::Tier),
        (None, Some(_)) => Some(Segment::Inactive),
        (None, None) => value_in(sentence, &values.segment),
    };
}

fn rule(slots: &mut Slots, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    slots.rule = value_in(sentence, &listening.tongue.values.rule);
    slots.value = sentence.tokens.iter().find_map(|token| match (&token.kind, slots.rule) {
        (Kind::Days(days), Some(Rule::VoucherDays)) => Some(days.to_string()),
        (Kind::Percent(hundredths), _) => Some(two_decimals(*hundredths)),
        (Kind::Points(points), Some(Rule::PointsPerReal)) => Some(two_decimals(points * 100)),
        (Kind::Money(amount), Some(rule)) if rule != Rule::PointsPerReal => amount.value.map(Money::plain),
        _ => None,
    });
}

fn campaign(slots: &mut Slots, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    let values = &listening.tongue.values;
    if listening.has("stop_campaign") {
        slots.action = Some(CampaignAction::Stop);
        return;
    }
    let percent = sentence.tokens.iter().find_map(|token| match token.kind {
        Kind::Percent(hundredths) => Some(hundredths),
        _ => None,
    });
    slots.when = value_in(sentence, &values.when);
    (slots.kind, slots.value) = match percent {
        Some(hundredths) => (Some(CampaignKind::CashbackPercent), Some(two_decimals(hundredths))),
        None => (Some(CampaignKind::PointsMultiplier), value_in(sentence, &values.times)),
    };
}

fn two_decimals(hundredths: i64) -> String {
    Money(hundredths).plain()
}

/// The value whose word or phrase stands in the message.
fn value_in<T: Clone>(sentence: &Sentence<'_>, values: &[(String, T)]) -> Option<T> {
    let mut text = String::with_capacity(sentence.folded.text.len() + 2);
    for part in sentence.folded.text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        text.push(' ');
        text.push_str(part);
    }
    text.push(' ');
    let parts: Vec<&str> = text.match_indices(' ').filter_map(|(at, _)| text.get(at + 1..)).collect();
    let ends = |after: &str| after.starts_with(' ') || after.starts_with("s ");
    let stands = |words: &str| parts.iter().any(|part| part.strip_prefix(words).is_some_and(ends));
    let found = values.iter().find(|(words, _)| stands(words));
    found.map(|(_, value)| value.clone())
}

pub(super) fn polite_tokens(listening: &Listening<'_>) -> Vec<usize> {
    ["polite", "greeting", "thanks"].iter().flat_map(|group| listening.tokens_of(group)).collect()
}

/// Stretches of words that no frame, politeness or figure has taken, without small words at their edges.
/// Numbers inside belong to them when `words_only` is false ("prêmio 3").
pub(super) fn free_runs(
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    frames: &[&str],
    words_only: bool,
) -> Vec<Range<usize>> {
    let mut taken = polite_tokens(listening);
    taken.extend(frames.iter().flat_map(|frame| listening.tokens_of(frame)));
    let edges = &listening.tongue.staff.edges;
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut line_ends = 0;
    for (at, token) in sentence.tokens.iter().enumerate() {
        let free = match &token.kind {
            Kind::Word(_) => !taken.contains(&at),
            Kind::Money(_) | Kind::Other => !words_only,
            _ => false,
        };
        let gap = sentence.folded.text.get(line_ends..token.span.start).unwrap_or("");
        line_ends = token.span.end;
        if !free {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == at && !gap.contains(['\n', ',', ';', '.']) => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    let is_edge = |at: usize| {
        sentence.tokens.get(at).is_some_and(|token| edges.iter().any(|edge| edge == token.shape().0))
    };
    if !words_only {
        // "kit de maquiagem" is one thing.
        runs.dedup_by(|next, run| {
            let joined = next.start - run.end <= 2 && (run.end..next.start).all(is_edge);
            if joined {
                run.end = next.end;
            }
            joined
        });
    }
    for run in &mut runs {
        while run.start < run.end && is_edge(run.start) {
            run.start += 1;
        }
        while run.start < run.end && is_edge(run.end - 1) {
            run.end -= 1;
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// `maria` and `MARIA` → `Maria`; small joining words stay small.
pub(super) fn title_case(name: &str) -> String {
    let shouted = !name.chars().any(char::is_lowercase);
    let mut words = Vec::new();
    for (index, word) in name.split_whitespace().enumerate() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let joins = index > 0
            && matches!(
                word.to_lowercase().as_str(),
                "da" | "de" | "do" | "das" | "dos" | "e" | "y" | "del" | "la"
            );
        let mut chars = word.chars();
        words.push(match chars.next() {
            _ if joins => word.to_lowercase(),
            Some(first) if shouted => {
                first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect()
            }
            Some(first) => first.to_uppercase().chain(chars).collect(),
            None => String::new(),
        });
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}
