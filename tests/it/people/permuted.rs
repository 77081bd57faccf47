//! Whatever order their ids arrive in, a person is one member: every order of every kind of sign, on the pure core.

use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::script::change;
use crate::support::shop::{NOON, NUMBER, sale, shop};
use fregues::app::identity::{introduce, moved, proven, reached};
use fregues::app::record::Record;
use fregues::dialogue::event::{Card, CardPhone, Content, Inbound, Speaker};
use fregues::domain::change::Change;
use fregues::domain::draft::Draft;
use fregues::domain::facts::{Account, Facts, Key, Shop};
use fregues::domain::ids::{MemberId, MerchantId, StaffId, StoreId};
use fregues::domain::member::Member;
use fregues::domain::member::Standing;
use fregues::domain::money::Money;
use fregues::domain::phone::Phone;
use serde_json::{Value, json};

/// A person by all their ids; `other` is the second spelling of the number, where it has one.
struct Body {
    phone: &'static str,
    other: &'static str,
    user: &'static str,
    parent: &'static str,
}

const BODIES: [Body; 3] = [
    Body { phone: "5511987654321", other: "551187654321", user: "BR.1", parent: "BR.ENT.1" },
    Body { phone: "551132345678", other: "551132345678", user: "BR.2", parent: "BR.ENT.2" },
    Body { phone: "5491123456789", other: "5491123456789", user: "AR.3", parent: "AR.ENT.3" },
];

/// What the shop may learn of somebody, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A sale to the number at the till: 300 points.
    Sale,
    /// A message that shows the number only, in its other spelling.
    Number,
    /// A message that shows the account only.
    Account,
    /// A message that shows the account of the parent company only.
    Parent,
    /// A message that shows everything.
    All,
    /// The answer to a request for the number.
    Shared,
}

const SIGNS: [Sign; 6] = [Sign::Sale, Sign::Number, Sign::Account, Sign::Parent, Sign::All, Sign::Shared];

/// A shop in memory, where every key has been looked up.
struct Town {
    shop: Shop,
    facts: Facts,
    made: Record,
    at: i64,
}

impl Town {
    fn new() -> Town {
        let facts = Facts { next_id: 2, ..Facts::default() };
        Town { shop: shop(MerchantId(1), NUMBER), facts, made: Record::default(), at: NOON }
    }

    fn see(&mut self, body: &Body, sign: Sign) {
        self.at += 60_000;
        let (wa_id, user_id) = (Some(body.phone.to_owned()), Some(body.user.to_owned()));
        let parent_user_id = Some(body.parent.to_owned());
        let nobody = Speaker { name: Some("Ana Souza".to_owned()), ..Speaker::default() };
        match sign {
            Sign::Sale => self.sell(body.phone),
            Sign::Number => self.hear(&Speaker { wa_id: Some(body.other.to_owned()), ..nobody }),
            Sign::Account => self.hear(&Speaker { user_id, ..nobody }),
            Sign::Parent => self.hear(&Speaker { parent_user_id, ..nobody }),
            Sign::All => self.hear(&Speaker { wa_id, user_id, parent_user_id, ..nobody }),
            Sign::Shared => {
                let phones = vec![CardPhone { typed: format!("+{}", body.phone), wa_id }];
                let cards = vec![Card { name: None, phones, own: true }];
                let speaker = Speaker { user_id, ..nobody };
                let content = Content::Contacts(cards);
                let wamid = "wamid.card".to_owned();
                let inbound = Inbound { wamid, at: self.at, speaker, content, quotes: None };
                self.hear(&proven(&inbound));
            }
        }
    }

    fn hear(&mut self, speaker: &Speaker) {
        let Town { shop, facts, made, at } = self;
        let known = introduce(facts, made, shop, speaker, *at, "wamid.x").unwrap();
        reached(facts, known.member, speaker, *at);
    }

    fn sell(&mut self, phone: &str) {
        let phone = Phone::canonical(phone).unwrap();
        let before = self.facts.clone();
        let mut draft = Draft::new(&self.shop, &before, self.at, "wamid.sale");
        let key = Key::Phone(phone.clone());
        let member = before.member_behind(&key).unwrap_or_else(|| {
            let id = MemberId(draft.id());
            let mut member = Member::guest(id, None, Some(phone), self.shop.lang, self.at);
            member.standing = Standing::Provisional;
            draft.apply(Change::Enrolled(member));
            draft.apply(Change::Identified { member: id, key });
            id
        });
        draft.sell(&sale(member, StaffId(9), StoreId(1), Money::reais(10)));
        let (made, next_id) = draft.finish();
        self.facts.next_id = next_id;
        for change in &made {
            self.facts.evolve(change);
        }
    }

    /// Everybody who was not merged into somebody else.
    fn people(&self) -> Vec<&Account> {
        self.facts.accounts.values().filter(|account| account.member.merged_into.is_none()).collect()
    }

    fn whole(&self, body: &Body, story: &dyn std::fmt::Debug) {
        let phone = Phone::canonical(body.phone).unwrap();
        let keys =
            [Key::Phone(phone.clone()), Key::User(body.user.into()), Key::ParentUser(body.parent.into())];
        let owners = keys.map(|key| self.facts.member_behind(&key));
        let account = self.facts.account(owners[0].unwrap()).unwrap();
        assert!(owners.iter().all(|owner| *owner == Some(account.member.id)), "{story:?}: {owners:?}");
        assert_eq!(account.member.phone.as_ref(), Some(&phone), "{story:?}");
        assert_eq!(account.wallet.shown(), 300, "{story:?}");
        assert_eq!(account.open_lots().iter().map(|lot| lot.remaining).sum::<i64>(), 300, "{story:?}");
        assert!(account.open_lots().iter().all(|lot| lot.member == account.member.id), "{story:?}");
        assert_eq!(account.purchases.len(), 1, "{story:?}");
        assert_eq!(account.member.name.as_deref(), Some("Ana Souza"), "{story:?}");
        assert_ne!(account.member.standing, Standing::Joined, "{story:?}");
        assert!(!account.member.frozen, "{story:?}");
    }
}

/// All orders of a list (Heap's algorithm).
fn orders<T: Copy>(items: &mut Vec<T>, most: usize, each: &mut impl FnMut(&[T])) {
    if most <= 1 {
        each(items);
        return;
    }
    for i in 0..most {
        orders(items, most - 1, each);
        items.swap(if most.is_multiple_of(2) { i } else { 0 }, most - 1);
    }
}

#[test]
fn every_order_of_every_sign_leaves_one_person() {
    let mut count = 0;
    for body in &BODIES {
        orders(&mut SIGNS.to_vec(), SIGNS.len(), &mut |order| {
            let mut town = Town::new();
            for sign in order {
                town.see(body, *sign);
            }
            assert_eq!(town.people().len(), 1, "{order:?}");
            town.whole(body, &order);
            count += 1;
        });
    }
    assert_eq!(count, 3 * 720);
}

/// The body that carries a sign, as WhatsApp posts it.
fn posted(body: &Body, sign: Sign, wamid: &str) -> Value {
    let mut message = json!({ "id": wamid, "timestamp": (NOON / 1_000).to_string(), "type": "text",
        "text": { "body": "oi" } });
    let (wa_id, user, parent) = match sign {
        Sign::Sale => (None, None, None),
        Sign::Number => (Some(body.other), None, None),
        Sign::Account => (None, Some(body.user), None),
        Sign::Parent => (None, None, Some(body.parent)),
        Sign::All => (Some(body.phone), Some(body.user), Some(body.parent)),
        Sign::Shared => {
            message["type"] = json!("contacts");
            message["contacts"] = json!([{ "origin": "contact_request",
                "phones": [{ "phone": format!("+{}", body.phone), "wa_id": body.phone }] }]);
            (None, Some(body.user), None)
        }
    };
    for (key, id) in [("from", wa_id), ("from_user_id", user), ("from_parent_user_id", parent)] {
        if let Some(id) = id {
            message[key] = json!(id);
        }
    }
    change("messages", json!({ "messages": [message] }))
}

/// The same through the signed door, on both engines: each order with a person of its own.
#[tokio::test(flavor = "multi_thread")]
async fn some_orders_come_over_http() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let mut all = Vec::new();
        orders(&mut SIGNS.to_vec(), SIGNS.len(), &mut |order| all.push(order.to_vec()));
        for (n, order) in all.into_iter().step_by(67).enumerate() {
            let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
            let body = Body {
                phone: leak(format!("55119870001{n:02}")),
                other: leak(format!("5511870001{n:02}")),
                user: leak(format!("BR.70{n}")),
                parent: leak(format!("BR.ENT.70{n}")),
            };
            for (step, sign) in order.iter().enumerate() {
                if *sign == Sign::Sale {
                    house.say("beto", &format!("{} 10,00", &body.phone[2..])).await;
                    house.say("beto", "sim").await;
                } else {
                    let bytes = posted(&body, *sign, &format!("wamid.{n}.{step}")).to_string();
                    assert_eq!(house.post_signed(bytes.as_bytes()).await, 200);
                    house.drain().await;
                }
            }
            let keys = format!("'+{}', '{}', '{}'", body.phone, body.user, body.parent);
            let owners =
                raw.rows(&format!("select distinct member from identity where value in ({keys})")).await;
            assert_eq!(owners.len(), 1, "{order:?}: {owners:?}");
            let owner = &owners[0];
            let held =
                raw.rows(&format!("select available, held, debt from wallet where member = {owner}")).await;
            assert_eq!(held, ["300 | 0 | 0"], "{order:?}");
            let own = format!("select phone from member where id = {owner} and merged_into is null");
            assert_eq!(raw.rows(&own).await, [format!("+{}", body.phone)], "{order:?}");
        }
        house.verify_clean().await;
        raw.close().await;
    })
    .await;
}

#[test]
fn three_people_at_once_stay_three() {
    let mut dice = fregues::domain::code::Dice::new(18);
    for _ in 0..2_000 {
        let mut story: Vec<(usize, Sign)> =
            (0..3).flat_map(|who| SIGNS.iter().map(move |sign| (who, *sign))).collect();
        for end in (1..story.len()).rev() {
            let other = usize::try_from(dice.roll() % (end as u64 + 1)).unwrap();
            story.swap(end, other);
        }
        let mut town = Town::new();
        for (who, sign) in &story {
            town.see(&BODIES[*who], *sign);
        }
        assert_eq!(town.people().len(), 3, "{story:?}");
        for body in &BODIES {
            town.whole(body, &story);
        }
    }
}

/// Somebody changes number and account: whatever of the new ids is seen before WhatsApp tells of it, it is one person
/// with the new number, and value rests until they confirm.
#[test]
fn a_change_of_number_keeps_one_person() {
    let old = &BODIES[0];
    let new = Body { phone: "5521987651234", other: "552187651234", user: "BR.9", parent: "BR.ENT.1" };
    for signs in
        [vec![], vec![Sign::Sale], vec![Sign::Account], vec![Sign::Number, Sign::Sale], vec![Sign::All]]
    {
        orders(&mut signs.clone(), signs.len(), &mut |order| {
            for told_after in 0..=order.len() {
                let mut town = Town::new();
                town.see(old, Sign::All);
                order.iter().take(told_after).for_each(|sign| town.see(&new, *sign));
                let speaker = |body: &Body| Speaker {
                    wa_id: Some(body.phone.to_owned()),
                    user_id: Some(body.user.to_owned()),
                    ..Speaker::default()
                };
                let Town { shop, facts, made, at } = &mut town;
                let id =
                    moved(facts, made, shop, &speaker(old), &speaker(&new), *at, "wamid.system").unwrap();
                order.iter().skip(told_after).for_each(|sign| town.see(&new, *sign));
                assert_eq!(town.people().len(), 1, "{order:?} told after {told_after}");
                let account = town.facts.account(id).unwrap();
                let phone = Phone::canonical(new.phone);
                assert_eq!(account.member.phone, phone, "{order:?}");
                assert!(account.member.moved && !account.member.frozen, "{order:?}");
                let behind = |body: &Body| {
                    town.facts.member_behind(&Key::Phone(Phone::canonical(body.phone).unwrap()))
                };
                assert_eq!((behind(old), behind(&new)), (None, Some(account.member.id)), "{order:?}");
            }
        });
    }
}
