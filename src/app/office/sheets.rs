//! Customers brought along from another system: a sheet is looked at first and brought then, and only as it was looked at.

use super::{Answer, Office, Refused, nobody};
use crate::app::bring::{Brought, CHUNK, FIRST, Filled, First, Move};
use crate::dialogue::figure;
use crate::domain::facts::{Facts, Key, Shop};
use crate::domain::ids::MerchantId;
use crate::domain::member::Store as Place;
use crate::domain::money::Money;
use crate::domain::program::Unit;
use crate::domain::program::span::NEVER;
use crate::moving::check::{Customer, Fault, Measure};
use crate::moving::columns::{Column, Columns};
use crate::moving::lines::Lines;
use crate::moving::sheet::{Form, Sheet, Unfit, sniff};
use crate::store::{erasures, load, merchants};
use ring::hmac;
use ring::rand::SystemRandom;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A sheet to look at or to bring.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetOrder {
    pub merchant: i64,
    /// An absolute path.
    pub file: PathBuf,
    /// SHA-256 of the file as it was when somebody decided about it.
    pub hash: String,
    /// What its balances are called by: the same name again brings only what is not there.
    pub name: String,
    /// Headings and what they mean, beside those that are known.
    pub map: Vec<(String, String)>,
    /// Lines that are wrong are left out.
    pub skip_faults: bool,
}

/// Faults that are shown; of the others it is said how many there are.
const SHOWN: usize = 50;

/// Some lines, and those between them that are wrong.
type Chunk = (Arc<[Customer]>, Vec<Fault>);

/// A sheet that is being read.
struct Reading {
    lines: Lines<BufReader<File>>,
    form: Form,
    length: u64,
    to: Move,
}

impl Office {
    /// What a sheet would bring, line by line; nothing is written.
    pub(super) async fn look_at_sheet(&self, order: &SheetOrder) -> Result<Answer, Refused> {
        let mut reading = self.open_sheet(order).await?;
        let mut lines = described(&reading);
        let (mut sum, mut first) = (Brought::default(), Vec::new());
        while let Some((chunk, faults)) = reading.chunk(&order.file)? {
            first.extend(chunk.iter().take(FIRST - first.len()).cloned());
            sum.faults.extend(faults);
            let to = reading.to.clone();
            sum.add(self.store.read(move |tx| Box::pin(async move { to.foresee(tx, &chunk).await })).await?);
            self.show(&reading);
        }
        lines.extend(first.iter().map(|customer| shown(customer, &sum, &reading)));
        lines.extend(foreseen(&sum, &reading.to.shop));
        lines.extend(birthdays(reading.lines.columns(), &reading.to));
        lines.extend(offers(reading.lines.columns(), &sum));
        lines.extend(letters(reading.lines.columns(), &sum));
        let merchant = reading.to.shop.id;
        let erased = self.store.read(move |tx| Box::pin(erasures::count(tx, merchant))).await?;
        lines.extend((erased > 0).then(|| unrecognised(erased)));
        lines.extend(forgotten(&sum.forgotten));
        lines.extend(left_out(&sum.left_out));
        let fine = sum.faults.is_empty() || order.skip_faults;
        lines.extend(told(sum.faults, order.skip_faults));
        Ok(Answer { lines, fine })
    }

    /// Brings a sheet along, a thousand lines at a time.
    pub(super) async fn bring_sheet(&self, order: &SheetOrder) -> Result<Answer, Refused> {
        let mut reading = self.open_sheet(order).await?;
        let (mut sum, skip) = (Brought::default(), order.skip_faults);
        while let Some((chunk, faults)) = reading.chunk(&order.file)? {
            let mut came = Brought { faults, ..Brought::default() };
            if skip || came.faults.is_empty() {
                let to = reading.to.clone();
                let unit =
                    self.store.write(move |tx| Box::pin(async move { to.carry_out(tx, &chunk, skip).await }));
                came.add(unit.await.map_err(|fault| Refused(format!("{fault}. {}", so_far(&sum))))?);
            }
            if !skip && !came.faults.is_empty() {
                let faults = told(came.faults, false).join("\n");
                return Err(Refused(format!("{faults}\n{}", so_far(&sum))));
            }
            sum.add(came);
            self.show(&reading);
        }
        self.store.survey().await?;
        let mut lines = vec![format!("✔ {}", came(&sum, &reading.to.shop))];
        if sum.there > 0 {
            lines.push(format!("✔ There already, and left as they are: {} balances.", sum.there));
        }
        if sum.vouchers > 0 {
            lines.push(format!("✔ Vouchers that came of it: {}.", vouchers(&sum, &reading.to.shop)));
        }
        lines.extend(of_the_known(&sum).map(|line| format!("✔ {line}")));
        lines.extend(forgotten(&sum.forgotten));
        lines.extend(left_out(&sum.left_out));
        lines.extend(told(sum.faults, true));
        Ok(Answer { lines, fine: true })
    }

    async fn open_sheet(&self, order: &SheetOrder) -> Result<Reading, Refused> {
        let named =
            !order.name.is_empty() && order.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !named || order.name.len() > 40 {
            return Err(Refused(format!("--name: {:?} must be letters, digits and hyphens", order.name)));
        }
        let (id, at) = (MerchantId(order.merchant), self.clock.now());
        let look = self.store.read(move |tx| {
            Box::pin(async move {
                let Some((shop, _)) = merchants::get(tx, id, None).await? else { return Ok(None) };
                let mut facts = Facts::default();
                load::house(tx, id, &mut facts).await?;
                Ok(Some((shop, facts.stores)))
            })
        });
        let (shop, stores) = look.await?.ok_or_else(|| nobody(order.merchant))?;
        let unfit = |unfit: Unfit| Refused(format!("{}: {unfit}", order.file.display()));
        let form = sniff(open(&order.file)?).map_err(unfit)?;
        if form.hash != order.hash {
            return Err(Refused(format!(
                "{} is not the file that was looked at: it changed meanwhile. Nothing was done.",
                order.file.display()
            )));
        }
        let file = open(&order.file)?;
        let length = file.metadata().map_or(0, |file| file.len());
        let sheet = Sheet::open(BufReader::new(file), &form).map_err(unfit)?;
        let columns = Columns::of(&sheet.headings, &order.map).map_err(unfit)?;
        let measure = measure(columns, &shop, stores, at);
        let seed = hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new())
            .map_err(|_| Refused("The system gives no randomness.".to_owned()))?;
        let to = Move::new(shop, order.name.clone(), at, seed);
        Ok(Reading { lines: Lines::new(sheet, measure), form, length, to })
    }

    fn show(&self, reading: &Reading) {
        let (done, all) = (reading.lines.sheet().bytes_read(), reading.length);
        (self.progress)(i64::try_from(done).unwrap_or(0), i64::try_from(all).unwrap_or(0));
    }
}

impl Reading {
    /// The next lines; `None` at the end.
    fn chunk(&mut self, file: &Path) -> Result<Option<Chunk>, Refused> {
        let (mut chunk, mut faults) = (Vec::new(), Vec::new());
        for line in self.lines.by_ref().take(CHUNK) {
            match line.map_err(|unfit| Refused(format!("{}: {unfit}", file.display())))? {
                Ok(customer) => chunk.push(customer),
                Err(fault) => faults.push(fault),
            }
        }
        let some = !chunk.is_empty() || !faults.is_empty();
        Ok(some.then(|| (chunk.into(), faults)))
    }
}

fn open(path: &Path) -> Result<File, Refused> {
    File::open(path).map_err(|fault| {
        Refused(format!(
            "{} cannot be read: {fault}. Beside a running service, it is the service that reads it.",
            path.display()
        ))
    })
}

fn measure(columns: Columns, shop: &Shop, stores: Vec<Place>, at: i64) -> Measure {
    let unit = shop.rules.at(at).program.unit;
    Measure { columns, unit, area_code: shop.area_code, stores, today: shop.zone.wall(at).date }
}

fn described(reading: &Reading) -> Vec<String> {
    let Reading { lines, form, .. } = reading;
    let (headings, columns) = (&lines.sheet().headings, lines.columns());
    let understood = columns.understood(headings);
    let understood: Vec<String> =
        understood.iter().map(|(column, heading)| format!("{} = {heading:?}", column.word())).collect();
    let mut said = vec![
        format!(
            "Read as {}, columns parted by {}s, SHA-256 {}",
            form.encoding.name(),
            form.separator_name(),
            form.hash
        ),
        format!("Columns: {}", understood.join(", ")),
    ];
    if !columns.unknown.is_empty() {
        let unknown: Vec<String> = columns.unknown.iter().map(|heading| format!("{heading:?}")).collect();
        said.push(format!("Left aside: {}", unknown.join(", ")));
    }
    said
}

/// A line as it was read, and what becomes of it.
fn shown(customer: &Customer, sum: &Brought, reading: &Reading) -> String {
    let known_by = customer.keys().next().map(|(word, key)| match key {
        Key::Own(own) => format!("{word} {own:?}"),
        Key::Cnpj(cnpj) => format!("CNPJ {}", cnpj.spoken()),
        key => key.value().to_owned(),
    });
    let line = format!("Line {}: {}", customer.line, known_by.unwrap_or_default());
    let Some(First { filled, there }) = sum.first.get(&customer.line) else {
        return format!("{line}, not brought, as is said below");
    };
    let shop = &reading.to.shop;
    let says = |column| filled.as_ref().is_none_or(|filled| !filled.stays.contains_key(&column));
    let new = |column| filled.as_ref().is_none_or(|filled| filled.kept.contains(&column));
    let mut words = vec![line];
    words.extend(customer.name.clone().filter(|_| says(Column::Name)));
    let balance = (customer.balance > 0).then(|| amount(customer.balance, shop));
    words.extend(balance.map(|balance| balance + if *there { " (there already)" } else { "" }));
    words.extend(customer.expires.map(|day| format!("until {day}")));
    words.extend(customer.earned.map(|day| format!("since {day}")));
    words.extend(customer.joined.filter(|_| new(Column::Joined)).map(|day| format!("member since {day}")));
    let birthday = customer.birthday.filter(|_| new(Column::Birthday) && reading.to.keeps_birthdays());
    words.extend(birthday.map(|(month, day)| format!("birthday {month:02}-{day:02}")));
    let lang = customer.lang.filter(|_| new(Column::Language));
    words.extend(lang.map(|lang| format!("language {}", lang.tag())));
    let store = customer.store.filter(|_| new(Column::Store));
    words.extend(store.and_then(|id| reading.lines.store(id)).map(|store| format!("store {store}")));
    words.extend(consents(customer, filled.as_ref()));
    words.extend(filled.as_ref().map(known));
    words.join(", ")
}

/// What they take from now on, or as they did before.
fn consents(customer: &Customer, filled: Option<&Filled>) -> Vec<String> {
    let stays = |column| filled.is_some_and(|filled| filled.stays.contains_key(&column));
    let unproven = |column| filled.is_some_and(|filled| filled.unproven.contains(&column));
    let kept = filled.is_none_or(|filled| filled.kept.contains(&Column::Offers));
    let mut words = Vec::new();
    match (customer.offers, &customer.consent_source) {
        _ if stays(Column::Offers) => {}
        (Some(true), Some(source)) if kept => words.push(format!("takes offers ({source})")),
        (Some(true), None) if filled.is_none() || unproven(Column::Offers) => {
            words.push("no offers, nobody says where they agreed".to_owned());
        }
        (Some(true), _) => words.push("takes offers".to_owned()),
        (Some(false), _) => words.push("no offers".to_owned()),
        (None, _) => {}
    }
    let mail = match filled {
        None => customer.agrees_to_mail(),
        Some(_) => {
            let left = [Column::Email, Column::EmailConsent]
                .into_iter()
                .any(|column| stays(column) || unproven(column));
            customer.mail == Some(true) && customer.email.is_some() && !left
        }
    };
    words.extend(mail.then(|| "takes e-mail".to_owned()));
    words
}

/// What of somebody who is known stays as it is, whatever the list says.
fn known(filled: &Filled) -> String {
    let stays = |(column, value): (&Column, &String)| {
        let verb = if *column == Column::Offers { "stay" } else { "stays" };
        format!("{} {verb} {value}", column.word())
    };
    let stays: Vec<String> = filled.stays.iter().map(stays).collect();
    if stays.is_empty() { "known".to_owned() } else { format!("known: {}", stays.join(", ")) }
}

/// What a list does to people who are known, in numbers of people.
fn of_the_known(sum: &Brought) -> impl Iterator<Item = String> + use<> {
    let counted = |says: &str, columns: &BTreeMap<Column, i64>| {
        let each = columns.iter().map(|(column, count)| format!("{} {count}", column.word()));
        let each: Vec<String> = each.collect();
        (!each.is_empty()).then(|| format!("{says}: {}.", each.join(", ")))
    };
    let kept = counted("Filled in for the known", &sum.kept);
    let stays = counted("Stays as it is known, though the list says otherwise", &sum.stays);
    [kept, stays].into_iter().flatten()
}

fn foreseen(sum: &Brought, shop: &Shop) -> Vec<String> {
    let mut lines = vec![format!("People: {} new, {} known.", sum.new, sum.known)];
    lines.extend(of_the_known(sum));
    if sum.phoneless > 0 {
        lines.push(format!(
            "Without a phone: {} of the new. {} of them are told of their account by e-mail only, {} by nothing before they \
             write or agree to e-mail.",
            sum.phoneless,
            sum.by_mail,
            sum.phoneless - sum.by_mail
        ));
    }
    for (what, new, column) in
        [("Offers", sum.without_source, Column::Offers), ("E-mail", sum.unproven_mail, Column::EmailConsent)]
    {
        let known = sum.unproven.get(&column).copied().unwrap_or(0);
        lines.extend(whom(new, known).map(|whom| {
            format!(
                "{what}: refused to {whom}, because nobody says where they agreed (column consent_source)."
            )
        }));
    }
    if sum.there > 0 {
        lines.push(format!("Balances there already, which stay as they are: {}.", sum.there));
    }
    let (balances, owed) = (sum.balances, owed(sum.points, shop));
    lines.push(format!("Balances that come along: {balances}. The shop then owes {owed} more."));
    if let Some((first, last)) = sum.ends {
        lines.push(format!(
            "The first of them ends on {}, the last on {}.",
            day(first, shop),
            day(last, shop)
        ));
    }
    if sum.vouchers > 0 {
        lines.push(format!(
            "Vouchers that come of it by the shop's rules, with what people had before: {}. Nobody is told by this.",
            vouchers(sum, shop)
        ));
    }
    lines
}

/// Of how many people something is said; `None`: of nobody.
fn whom(new: i64, known: i64) -> Option<String> {
    match (new, known) {
        (0, 0) => None,
        (new, 0) => Some(format!("{new} of the new")),
        (0, known) => Some(format!("{known} of the known")),
        (new, known) => Some(format!("{new} of the new and {known} of the known")),
    }
}

/// Where the rules give nothing for birthdays, none is kept, and that is said.
fn birthdays(columns: &Columns, to: &Move) -> Option<String> {
    let left = columns.has(Column::Birthday) && !to.keeps_birthdays();
    left.then(|| "Birthdays: none is kept, because the shop's rules give nothing for them.".to_owned())
}

/// Where the list says nothing of offers, nobody of it gets any, and that is said.
fn offers(columns: &Columns, sum: &Brought) -> Option<String> {
    let silent = sum.new > 0 && !columns.has(Column::Offers);
    silent.then(|| {
        "Offers: none of the new gets any, because the list has no column offers. Who agreed comes with offers (yes) and \
         consent_source (where and when they did); the others can send \"quero receber ofertas\" to the shop."
            .to_owned()
    })
}

/// The same of addresses that stand in it.
fn letters(columns: &Columns, sum: &Brought) -> Option<String> {
    let silent = sum.new > 0 && columns.has(Column::Email) && !columns.has(Column::EmailConsent);
    silent.then(|| {
        "E-mail: none of the new gets any, because the list has no column email_consent. Who agreed comes with email_consent \
         (yes) and consent_source (where and when they did); the others can send \"quero receber e-mail\" to the shop."
            .to_owned()
    })
}

/// Lines of people who asked to be forgotten, and not who they are.
fn forgotten(lines: &[u64]) -> Option<String> {
    let listed: Vec<String> = lines.iter().take(SHOWN).map(u64::to_string).collect();
    let more = lines.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!lines.is_empty()).then(|| {
        format!(
            "! Left out, because their people asked to be forgotten: {} lines ({}{more}). Whoever wants to come back writes to \
             the shop or buys there; from then on the same list brings what is theirs.",
            lines.len(),
            listed.join(", ")
        )
    })
}

/// Nothing was kept then by which a line could be recognised as theirs.
fn unrecognised(erased: i64) -> String {
    format!(
        "! {erased} people of this shop were forgotten by an older version, which kept nothing to recognise them by: \
         whoever made this list takes them out of it, or they come back."
    )
}

fn came(sum: &Brought, shop: &Shop) -> String {
    format!("Brought along: {} people, {} balances, {}.", sum.new, sum.balances, owed(sum.points, shop))
}

fn so_far(sum: &Brought) -> String {
    format!(
        "Brought along before that: {} people, {} balances. The same command goes on from there.",
        sum.new, sum.balances
    )
}

pub(super) fn amount(points: i64, shop: &Shop) -> String {
    let unit = shop.rules.newest().program.unit;
    let amount = figure::amount(points, unit, shop.lang);
    if unit == Unit::Points { format!("{amount} points") } else { amount }
}

/// An amount, and in money where it pays purchases.
fn owed(points: i64, shop: &Shop) -> String {
    let program = &shop.rules.newest().program;
    let worth = program.pay.as_ref().map(|pay| pay.worth(points)).filter(|_| program.unit == Unit::Points);
    let worth = worth.map(|worth: Money| format!(", worth {}", figure::money(worth, shop.lang)));
    format!("{}{}", amount(points, shop), worth.unwrap_or_default())
}

fn vouchers(sum: &Brought, shop: &Shop) -> String {
    format!("{}, worth {}", sum.vouchers, figure::money(Money(sum.worth), shop.lang))
}

fn day(end: i64, shop: &Shop) -> String {
    if end >= NEVER { "no day".to_owned() } else { shop.zone.wall(end - 1).date.to_string() }
}

fn told(mut faults: Vec<Fault>, skipped: bool) -> Vec<String> {
    if faults.is_empty() {
        return Vec::new();
    }
    faults.sort_by_key(|fault| fault.line);
    let count = faults.len();
    let mut lines = vec![if skipped {
        format!("! Wrong, and left out: {count}.")
    } else {
        format!("✘ Wrong: {count}. Nothing is brought before they are right, or left out by --skip-faults:")
    }];
    lines.extend(listed(&faults));
    lines
}

/// Lines of a corrected sheet.
fn left_out(lines: &[Fault]) -> Vec<String> {
    if lines.is_empty() {
        return Vec::new();
    }
    let first = format!("! Brought before under this name, and left out: {}.", lines.len());
    [vec![first], listed(lines)].concat()
}

fn listed(faults: &[Fault]) -> Vec<String> {
    let mut lines: Vec<String> = faults.iter().take(SHOWN).map(|fault| format!("  {fault}")).collect();
    if faults.len() > SHOWN {
        lines.push(format!("  … and {} more", faults.len() - SHOWN));
    }
    lines
}
