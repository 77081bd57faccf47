//! A world: one merchant with its people, as TOML. The same schema for transcripts, demo and tests.

use crate::app::{identity, templates};
use crate::dialogue::event::Speaker;
use crate::domain::calendar::{DAY, HOUR, Zone};
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::email::Email;
use crate::domain::facts::{Account, Facts, Key, Shop};
use crate::domain::ids::{MemberId, MerchantId, StaffId};
use crate::domain::lang::Lang;
use crate::domain::member::Member;
use crate::domain::member::{Purpose, Staff, StaffRole, Standing};
use crate::domain::phone::Phone;
use crate::domain::program::ReceiptsToNew;
use crate::domain::tally::Tally;
use crate::domain::template::Template;
use crate::emulator::{Emulator, Person};
use crate::programs::program_text;
use crate::store::load::{Chat, Chats};
use crate::store::merchants::{self, NewMerchant};
use crate::store::{Store, StoreError, inbox, ledger, load, people};
use crate::whatsapp::templates::{TemplateBody, listed, pack};
use anyhow::{Context, anyhow};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    #[serde(default)]
    pub seed: u64,
    /// RFC 3339; the demo ignores it and lives in the present.
    pub now: Option<String>,
    pub merchant: MerchantWorld,
    #[serde(rename = "store")]
    pub stores: Vec<StoreWorld>,
    #[serde(default)]
    pub staff: Vec<StaffWorld>,
    /// Tills and web shops, each with a key.
    #[serde(default, rename = "channel")]
    pub channels: Vec<ChannelWorld>,
    #[serde(default, rename = "person")]
    pub people: Vec<PersonWorld>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MerchantWorld {
    pub name: String,
    pub phone_number_id: String,
    #[serde(default = "shop_phone")]
    pub phone: String,
    pub program: String,
    pub language: Lang,
    pub zone: String,
    pub area_code: String,
    #[serde(default = "contact")]
    pub contact: String,
    /// The owner's unused claim code.
    pub claim: Option<String>,
    /// Whether WhatsApp has approved the template pack.
    #[serde(default)]
    pub templates: TemplatesWorld,
    /// Whether a receipt may go as a template to somebody who never wrote.
    #[serde(default)]
    pub receipts_to_new: ReceiptsToNew,
    /// Tables of the program that are otherwise here.
    #[serde(default)]
    pub rules: toml::Table,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TemplatesWorld {
    #[default]
    None,
    Approved,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreWorld {
    pub name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffWorld {
    pub name: String,
    pub phone: String,
    pub role: StaffRole,
    pub store: String,
    /// Dismissed: known, but no longer of the team.
    #[serde(default = "yes")]
    pub active: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelWorld {
    pub name: String,
    /// Not needed where there is one store.
    pub store: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonWorld {
    pub name: String,
    pub phone: Option<String>,
    /// The WhatsApp id, when it is not the digits of the phone (old accounts lack the ninth digit).
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    #[serde(default)]
    pub joined: bool,
    #[serde(default)]
    pub offers: bool,
    #[serde(default)]
    pub window: Window,
    #[serde(default)]
    pub balance: i64,
    pub language: Option<Lang>,
    /// An address, and their yes to be written to.
    pub email: Option<String>,
    /// Ranking points of this month, earned elsewhere.
    #[serde(default)]
    pub score: i64,
    /// Known to the shop, but without a phone on the page.
    #[serde(default)]
    pub hidden: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Window {
    #[serde(rename = "open")]
    Open,
    #[serde(rename = "closed")]
    Closed,
    #[default]
    #[serde(rename = "never wrote")]
    NeverWrote,
}

fn shop_phone() -> String {
    "+55 11 95550-0100".to_owned()
}

fn contact() -> String {
    "(11) 3555-0100".to_owned()
}

const fn yes() -> bool {
    true
}

impl World {
    pub fn read(text: &str) -> Result<World, String> {
        toml::from_str(text).map_err(|fault| format!("the world cannot be read: {fault}"))
    }

    /// Start of the world's clock, ms UTC.
    pub fn start(&self) -> Result<i64, String> {
        let now = self.now.as_deref().ok_or("the world says no `now`")?;
        let time =
            chrono::DateTime::parse_from_rfc3339(now).map_err(|fault| format!("now = {now:?}: {fault}"))?;
        Ok(time.timestamp_millis())
    }

    pub fn zone(&self) -> Result<Zone, String> {
        Zone::named(&self.merchant.zone)
    }

    /// The team wrote a while ago, and whoever has an open window: the emulator then knows of it as the books do.
    pub fn open_windows(&self, emulator: &Emulator, now: i64) {
        let open = |one: &&PersonWorld| one.window == Window::Open && !one.hidden;
        let people = self.people.iter().filter(open).map(|one| &one.name);
        for name in self.staff.iter().map(|staff| &staff.name).chain(people) {
            emulator.open_window(&slug(name), &self.merchant.phone_number_id, now - HOUR);
        }
    }

    /// Puts everybody and the shop's number into an emulator: customers first, as on a page.
    pub fn populate(&self, emulator: &Emulator) {
        let merchant = &self.merchant;
        emulator.add_number(&merchant.phone_number_id, &merchant.phone, &merchant.name);
        for body in self.templates() {
            assert!(emulator.approve_template(&body.body), "{} cannot be made", body.name);
        }
        for one in self.people.iter().filter(|one| !one.hidden) {
            let phone = one.phone.as_deref();
            emulator.add_person(person(
                &one.name,
                phone,
                one.wa_id.as_deref(),
                one.user_id.as_deref(),
                "cliente",
            ));
        }
        for staff in &self.staff {
            let about = match staff.role {
                StaffRole::Owner => "dona",
                StaffRole::Manager => "gerente",
                StaffRole::Cashier | StaffRole::Till => "caixa",
            };
            emulator.add_person(person(&staff.name, Some(&staff.phone), None, None, about));
        }
    }

    /// The templates that WhatsApp has approved.
    fn templates(&self) -> Vec<TemplateBody> {
        match self.merchant.templates {
            TemplatesWorld::None => Vec::new(),
            TemplatesWorld::Approved => pack().map(|pack| pack.creations()).unwrap_or_default(),
        }
    }

    /// Founds the shop in a database at `at` (ms UTC): merchant, staff, members, balances, consents.
    pub async fn found(&self, store: &Store, at: i64) -> anyhow::Result<MerchantId> {
        let merchant = self.merchant_row(at)?;
        let id = store.write(move |tx| Box::pin(async move { merchants::add(tx, &merchant).await })).await?;
        let world = self.clone();
        store.write(move |tx| Box::pin(async move { world.settle(tx, id, at).await })).await?;
        let approved = self.templates().iter().filter_map(|made| approved(&made.body, at)).collect();
        templates::sync(store, id, approved, at).await?;
        Ok(id)
    }

    fn merchant_row(&self, at: i64) -> anyhow::Result<NewMerchant> {
        let merchant = &self.merchant;
        let phone = Phone::canonical(&merchant.phone).context("merchant.phone is no number")?;
        Ok(NewMerchant {
            name: merchant.name.clone(),
            phone_number_id: merchant.phone_number_id.clone(),
            waba: Some(crate::emulator::WABA.to_owned()),
            phone: phone.digits().to_owned(),
            zone: merchant.zone.clone(),
            area_code: merchant.area_code.parse().map_err(|_| anyhow!("merchant.area_code is no number"))?,
            lang: merchant.language,
            contact: merchant.contact.clone(),
            announcement_price: 0,
            program: self.program()?,
            stores: self.stores.iter().map(|store| store.name.clone()).collect(),
            claim: merchant.claim.clone(),
            created_at: at,
        })
    }

    /// The program's text; what of it is otherwise here, and whom it sends receipts to.
    fn program(&self) -> anyhow::Result<String> {
        let mut text = program_text(&self.merchant.program)?;
        if !self.merchant.rules.is_empty() {
            let mut program: toml::Table = toml::from_str(&text)?;
            program.extend(self.merchant.rules.clone());
            text = toml::to_string(&program)?;
        }
        Ok(match self.merchant.receipts_to_new {
            ReceiptsToNew::Nothing => text,
            ReceiptsToNew::Template => format!("receipts_to_new = \"template\"\n{text}"),
        })
    }

    async fn settle(&self, tx: &mut crate::store::Tx, id: MerchantId, at: i64) -> Result<(), StoreError> {
        let found = merchants::get(tx, id, None).await?;
        let (shop, _) = found.ok_or_else(|| StoreError::Unusable("the merchant is not there".to_owned()))?;
        let next_id = 1 + i64::try_from(self.stores.len()).unwrap_or(0);
        let mut facts = Facts { next_id, ..Facts::default() };
        load::house(tx, id, &mut facts).await?;
        let (mut changes, mut chats) = (Vec::new(), Chats::new());
        for staff in &self.staff {
            let member = enrol(
                &mut facts,
                &mut changes,
                &shop,
                &staff.name,
                &speaker(Some(&staff.phone), None, None),
                at,
            );
            reach(&mut facts, &mut chats, member, &speaker(Some(&staff.phone), None, None), Some(at - HOUR));
            let store = facts.stores.iter().find(|store| store.name == staff.store).map(|store| store.id);
            let store =
                store.ok_or_else(|| StoreError::Unusable(format!("no store is called {:?}", staff.store)))?;
            let row = StaffId(facts.next_id);
            facts.next_id += 1;
            let name = staff.name.clone();
            let hired = Change::Hired(Staff {
                id: row,
                member,
                name,
                role: staff.role,
                store,
                active: staff.active,
                since: Some(at),
            });
            facts.evolve(&hired);
            changes.push(hired);
        }
        for one in &self.people {
            settle_person(&shop, &mut facts, &mut changes, &mut chats, one, at);
        }
        people::save(tx, id, &facts, &chats, &changes).await?;
        ledger::save(tx, id, &facts, &changes, at).await?;
        inbox::next_id(tx, id, facts.next_id).await
    }
}

/// A template as Graph lists it once it is approved.
fn approved(creation: &serde_json::Value, at: i64) -> Option<Template> {
    let mut element = creation.clone();
    element["status"] = "APPROVED".into();
    listed(&element, at)
}

fn settle_person(
    shop: &Shop,
    facts: &mut Facts,
    changes: &mut Vec<Change>,
    chats: &mut Chats,
    one: &PersonWorld,
    at: i64,
) {
    let known = one.joined || one.balance > 0 || one.score > 0 || one.window != Window::NeverWrote;
    if !known {
        return;
    }
    let speaker = speaker(one.phone.as_deref(), one.wa_id.as_deref(), one.user_id.as_deref());
    let member = enrol(facts, changes, shop, &one.name, &speaker, at);
    let last = match one.window {
        Window::Open => Some(at - HOUR),
        Window::Closed => Some(at - 2 * DAY),
        Window::NeverWrote => None,
    };
    reach(facts, chats, member, &speaker, last);
    let mut draft = Draft::new(shop, facts, at, "world:seed");
    for (purpose, given) in [(Purpose::Program, one.joined), (Purpose::Offers, one.offers)] {
        draft.apply(Change::Consented { member, purpose, given, at, source: "world:seed".to_owned() });
    }
    draft.alter(member, |row| {
        row.standing = if one.joined { Standing::Joined } else { Standing::Guest };
        row.joined_at = one.joined.then_some(at);
        row.offers = one.offers;
        row.lang = one.language.unwrap_or(shop.lang);
    });
    if let Some(email) = one.email.as_deref().and_then(Email::canonical) {
        draft.know_email(member, &email);
        let contact = draft.account(member).and_then(Account::own_contact).map(|contact| contact.id);
        if let Some(contact) = contact {
            draft.mail_wish(member, contact, true, "world:seed");
        }
    }
    if one.balance > 0 {
        draft.open_with(member, one.balance);
    }
    if one.score > 0 {
        let month = shop.zone.month(at);
        let tally = Tally { ranked: one.score, earned: one.score, ..Tally::default() };
        draft.apply(Change::Scored { member, period: month, tally });
    }
    let (made, next_id) = draft.finish();
    facts.next_id = next_id;
    for change in made {
        facts.evolve(&change);
        changes.push(change);
    }
}

fn enrol(
    facts: &mut Facts,
    changes: &mut Vec<Change>,
    shop: &Shop,
    name: &str,
    speaker: &Speaker,
    at: i64,
) -> MemberId {
    let id = MemberId(facts.next_id);
    facts.next_id += 1;
    let phone = speaker.wa_id.as_deref().and_then(Phone::canonical);
    let member = Member::guest(id, Some(name.to_owned()), phone, shop.lang, at);
    let keys: Vec<Key> = identity::keys(speaker);
    let made = std::iter::once(Change::Enrolled(member))
        .chain(keys.into_iter().map(|key| Change::Identified { member: id, key }));
    for change in made {
        facts.evolve(&change);
        changes.push(change);
    }
    id
}

fn reach(facts: &mut Facts, chats: &mut Chats, member: MemberId, speaker: &Speaker, last: Option<i64>) {
    if let (Some(account), Some(last)) = (facts.accounts.get_mut(&member), last) {
        account.reach.wa_id.clone_from(&speaker.wa_id);
        account.reach.user_id.clone_from(&speaker.user_id);
        account.reach.last_inbound = Some(last);
        chats.insert(member, Chat { dirty: true, ..Chat::default() });
    }
}

fn speaker(phone: Option<&str>, wa_id: Option<&str>, user_id: Option<&str>) -> Speaker {
    let digits = phone.and_then(Phone::canonical).map(|phone| phone.digits().to_owned());
    let wa_id = wa_id.map(str::to_owned).or_else(|| digits.clone());
    let user_id = user_id.map(str::to_owned).or_else(|| digits.map(|digits| default_user_id(&digits)));
    Speaker { wa_id, user_id, ..Speaker::default() }
}

/// The BSUID of somebody whose world names none.
fn default_user_id(digits: &str) -> String {
    format!("BR.9{digits}")
}

/// First word of a name, in small letters: how people are called on the page and in the control API.
pub fn slug(name: &str) -> String {
    crate::dialogue::hear::fold(name).split(' ').next().unwrap_or("x").to_owned()
}

fn person(
    name: &str,
    phone: Option<&str>,
    wa_id: Option<&str>,
    user_id: Option<&str>,
    about: &str,
) -> Person {
    let canonical = phone.and_then(Phone::canonical);
    let user_id = user_id.map_or_else(
        || {
            canonical
                .as_ref()
                .map_or_else(|| format!("BR.{}", slug(name)), |phone| default_user_id(phone.digits()))
        },
        str::to_owned,
    );
    Person {
        id: slug(name),
        name: name.to_owned(),
        phone: canonical.as_ref().map(|phone| phone.as_str().to_owned()),
        wa_id: wa_id.map(str::to_owned),
        user_id,
        username: phone.is_none().then(|| slug(name)),
        shows_phone: phone.is_some(),
        about: about.to_owned(),
    }
}
