//! A pet shop with people: Beto at the till, Carla who owns it, customers who joined and some who did not.

use fregues::dialogue::state::State;
use fregues::domain::calendar::Zone;
use fregues::domain::change::Change;
use fregues::domain::draft::Draft;
use fregues::domain::facts::{Facts, Key, Shop};
use fregues::domain::hold::{HeldFor, Hold};
use fregues::domain::ids::{MemberId, MerchantId, StaffId, StoreId};
use fregues::domain::lang::Lang;
use fregues::domain::ledger::Actor;
use fregues::domain::member::{Member, Reach, Staff, StaffRole, Standing};
use fregues::domain::money::Money;
use fregues::domain::phone::Phone;
use fregues::domain::program::Program;
use fregues::domain::redeeming::{Capture, NotHeld};
use fregues::domain::rulebook::{Rulebook, Version};
use fregues::domain::selling::Sale;
use fregues::store::load::{Chat, Chats};
use fregues::store::merchants::NewMerchant;
use fregues::store::{Store, StoreError, inbox, ledger, merchants, people};

pub const NUMBER: &str = "106540352242922";
pub const PETS: &str = include_str!("../../../conversations/programs/pets.toml");
pub const COSMETICS: &str = include_str!("../../../conversations/programs/cosmetics.toml");
pub const JEWELS: &str = include_str!("../../../conversations/programs/jewels.toml");
/// A salon whose credit may be used on the day it was given.
pub const SALON_AT_ONCE: &str = "unit = \"reais\"\n[earn]\npercent = \"10\"\nbase = \"net\"\n[expiry]\ndays = 180\n\
    [pay]\nminimum = \"0.01\"\n";
pub const PHARMACY: &str = include_str!("../../../conversations/programs/pharmacy.toml");
/// 2026-11-21 12:00 in São Paulo.
pub const NOON: i64 = 1_795_273_200_000;

/// Somebody of the shop: slug, name, `wa_id` (none: only a user id is shown), place, balance brought along.
pub struct Somebody {
    pub slug: &'static str,
    pub name: &'static str,
    pub phone: Option<&'static str>,
    pub wa_id: Option<&'static str>,
    pub place: Place,
    pub points: i64,
    /// Whether they wrote a minute ago; otherwise they wrote long ago, or never.
    pub window: Window,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Stranger,
    Joined,
    Cashier,
    Owner,
    /// Worked here once.
    Dismissed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Window {
    Open,
    Closed,
    Never,
}

const fn somebody(
    slug: &'static str,
    name: &'static str,
    phone: &'static str,
    place: Place,
    points: i64,
) -> Somebody {
    Somebody { slug, name, phone: Some(phone), wa_id: None, place, points, window: Window::Open }
}

/// Everybody there is. Ana's account predates the ninth digit, Leo shows no phone, Rui wrote last week.
pub const PEOPLE: [Somebody; 9] = [
    somebody("carla", "Carla Dias", "+5511977770001", Place::Owner, 0),
    somebody("beto", "Beto Lima", "+5511977770002", Place::Cashier, 0),
    somebody("nina", "Nina Reis", "+5511977770003", Place::Cashier, 0),
    somebody("ivo", "Ivo Paz", "+5511977770004", Place::Dismissed, 0),
    Somebody {
        wa_id: Some("551187654321"),
        ..somebody("ana", "Ana Souza", "+5511987654321", Place::Joined, 7_000)
    },
    somebody("bia", "Bia Melo", "+5511987650002", Place::Joined, 0),
    Somebody { window: Window::Closed, ..somebody("rui", "Rui Sá", "+5511987650003", Place::Joined, 6_500) },
    Somebody { window: Window::Never, ..somebody("duda", "Duda Luz", "+5511987650004", Place::Stranger, 0) },
    Somebody { phone: None, window: Window::Never, ..somebody("leo", "Leo", "", Place::Stranger, 0) },
];

pub fn user_id(slug: &str) -> String {
    let digits: u64 = slug.bytes().fold(7, |sum, byte| sum * 131 + u64::from(byte));
    format!("BR.{}", 10_000_000_000_000_000 + digits)
}

pub fn whom(slug: &str) -> &'static Somebody {
    PEOPLE.iter().find(|person| person.slug == slug).unwrap_or_else(|| panic!("nobody is called {slug}"))
}

impl Somebody {
    pub fn wa_id(&self) -> Option<String> {
        self.wa_id.map(str::to_owned).or_else(|| self.phone.map(|phone| phone[1..].to_owned()))
    }
}

pub fn new_merchant(phone_number_id: &str) -> NewMerchant {
    NewMerchant {
        name: "Clube Patinhas".to_owned(),
        phone_number_id: phone_number_id.to_owned(),
        waba: Some(fregues::emulator::WABA.to_owned()),
        phone: "551140001234".to_owned(),
        zone: "America/Sao_Paulo".to_owned(),
        area_code: 11,
        lang: Lang::PtBr,
        contact: "(11) 4000-1234".to_owned(),
        announcement_price: 62_500,
        program: PETS.to_owned(),
        stores: vec!["Centro".to_owned()],
        claim: None,
        created_at: NOON,
    }
}

/// A program with some of its words replaced, wherever they stand; each has to be in it, so that no story tells of a
/// change it does not make.
pub fn changed(program: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(program.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the program has no {from:?}");
        text.replace(from, to)
    })
}

/// A rulebook of one version that always counted.
pub fn rulebook(program: &str) -> Rulebook {
    let program = Program::read(program).unwrap();
    Rulebook::new(vec![Version { number: 1, from: 0, program }]).unwrap()
}

/// The same shop as a batch sees it.
pub fn shop(merchant: MerchantId, phone_number_id: &str) -> Shop {
    let new = new_merchant(phone_number_id);
    Shop {
        id: merchant,
        name: new.name,
        phone_number_id: new.phone_number_id,
        waba: new.waba,
        phone: new.phone,
        zone: Zone::named(&new.zone).unwrap(),
        area_code: new.area_code,
        lang: new.lang,
        contact: new.contact,
        rules: rulebook(PETS),
        announcement_price: new.announcement_price,
    }
}

/// Adds the shop with everybody who works or joined there.
pub async fn settle(store: &Store, phone_number_id: &str) -> MerchantId {
    settle_as(store, phone_number_id, PETS).await
}

/// The same people around another program; what somebody brings along is counted in its unit.
pub async fn settle_as(store: &Store, phone_number_id: &str, program: &str) -> MerchantId {
    let (number, program) = (phone_number_id.to_owned(), program.to_owned());
    let settled = store.write(move |tx| {
        Box::pin(async move {
            let new = NewMerchant { program: program.clone(), ..new_merchant(&number) };
            let merchant = merchants::add(tx, &new).await?;
            let shop = Shop { rules: rulebook(&program), ..shop(merchant, &number) };
            let mut facts = Facts { next_id: 2, ..Facts::default() };
            let (mut chats, mut changes) = (Chats::new(), Vec::new());
            for person in &PEOPLE {
                arrive(&shop, &mut facts, &mut chats, &mut changes, person);
            }
            people::save(tx, merchant, &facts, &chats, &changes).await?;
            ledger::save(tx, merchant, &facts, &changes, NOON).await?;
            inbox::next_id(tx, merchant, facts.next_id).await?;
            Ok::<_, StoreError>(merchant)
        })
    });
    settled.await.unwrap()
}

fn arrive(shop: &Shop, facts: &mut Facts, chats: &mut Chats, changes: &mut Vec<Change>, person: &Somebody) {
    if person.place == Place::Stranger {
        return;
    }
    let before = facts.clone();
    let mut draft = Draft::new(shop, &before, NOON - 86_400_000, "world:begin");
    let id = MemberId(draft.id());
    let phone = person.phone.and_then(Phone::canonical);
    let joined = person.place == Place::Joined;
    draft.apply(Change::Enrolled(member(id, person, phone.clone(), joined)));
    for key in phone.map(Key::Phone).into_iter().chain([Key::User(user_id(person.slug))]) {
        draft.apply(Change::Identified { member: id, key });
    }
    let role = match person.place {
        Place::Owner => Some(StaffRole::Owner),
        Place::Cashier | Place::Dismissed => Some(StaffRole::Cashier),
        Place::Joined | Place::Stranger => None,
    };
    if let Some(role) = role {
        let (staff, name) = (StaffId(draft.id()), person.name.to_owned());
        let active = person.place != Place::Dismissed;
        let since = Some(NOON - 86_400_000);
        draft.apply(Change::Hired(Staff {
            id: staff,
            member: id,
            name,
            role,
            store: StoreId(1),
            active,
            since,
        }));
    }
    if person.points > 0 {
        draft.open_with(id, person.points);
    }
    let (made, next_id) = draft.finish();
    facts.next_id = next_id;
    for change in &made {
        facts.evolve(change);
    }
    changes.extend(made);
    let last_inbound = match person.window {
        Window::Open => Some(NOON - 60_000),
        Window::Closed => Some(NOON - 8 * 86_400_000),
        Window::Never => None,
    };
    let reach = Reach {
        wa_id: person.wa_id(),
        user_id: Some(user_id(person.slug)),
        last_inbound,
        ..Reach::default()
    };
    facts.accounts.get_mut(&id).unwrap().reach = reach;
    chats.insert(id, Chat { state: State::default(), version: 0, dirty: true });
}

fn member(id: MemberId, person: &Somebody, phone: Option<Phone>, joined: bool) -> Member {
    let created_at = NOON - 86_400_000;
    Member {
        standing: if joined { Standing::Joined } else { Standing::Guest },
        store: Some(StoreId(1)),
        offers: joined,
        joined_at: joined.then_some(created_at),
        ..Member::guest(id, Some(person.name.to_owned()), phone, Lang::PtBr, created_at)
    }
}

/// A sale of so much and nothing else, told to nobody.
pub fn sale(member: MemberId, staff: StaffId, store: StoreId, amount: Money) -> Sale {
    Sale {
        member,
        staff,
        store,
        amount,
        excluded: Money::ZERO,
        discount: Money::ZERO,
        vouchers: Vec::new(),
        hold: None,
        agreed: None,
        remark: None,
        wamid: None,
        line: 0,
        told: false,
        order: None,
    }
}

/// Sets the price of a reward aside.
pub fn set_aside(draft: &mut Draft, member: MemberId, price: i64, code: String) -> Result<Hold, NotHeld> {
    draft.hold(member, HeldFor::Reward("banho-p".to_owned()), price, code, Actor::Member(member))
}

/// Hands over what a hold stands for.
pub fn hand_over(draft: &mut Draft, hold: &Hold, by: StaffId, store: StoreId) {
    draft.capture(hold, hold.amount, Capture { actor: Actor::Staff(by), by, store, purchase: None });
}
