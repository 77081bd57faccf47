//! One member, as a call finds them: by the facts that a decision would be made from.

use super::Api;
use super::problem::{Problem, Slug};
use crate::dialogue::needs::Needs;
use crate::domain::draft::Draft;
use crate::domain::facts::{Account, Facts, Key, Shop};
use crate::domain::ids::{MemberId, MerchantId, PurchaseId};
use crate::domain::member::StaffRole;
use crate::store::load::{self, Chats};
use crate::store::merchants;

/// By what somebody is looked up.
#[derive(Debug, Clone)]
pub enum Who {
    Id(MemberId),
    Key(Key),
}

pub struct Look {
    pub shop: Shop,
    pub facts: Facts,
    pub member: MemberId,
}

impl Look {
    pub fn account(&self) -> Option<&Account> {
        self.facts.account(self.member)
    }

    /// What would come of a decision at `at` (ms UTC); it leads to nothing.
    pub fn draft(&self, at: i64) -> Draft<'_> {
        Draft::new(&self.shop, &self.facts, at, "api")
    }
}

/// The shop as it is now.
pub async fn shop(api: &Api, merchant: MerchantId) -> Result<Shop, Problem> {
    let known = api.known(merchant);
    let read = api
        .app
        .store
        .read(move |tx| Box::pin(async move { merchants::get(tx, merchant, known.as_ref()).await }));
    let (shop, _) = read.await?.ok_or(Slug::NotFound)?;
    api.know(&shop);
    Ok(shop)
}

/// What is answered where no purchase has this number.
pub fn no_purchase(id: PurchaseId) -> Problem {
    let how = format!(
        "There is no purchase {id} in the shop that the key belongs to. `GET /purchases?order=` finds one by the number of its \
         order."
    );
    Problem::missing("id", how)
}

/// Stores and staff.
pub async fn house(api: &Api, merchant: MerchantId) -> Result<Facts, Problem> {
    let read = api.app.store.read(move |tx| {
        Box::pin(async move {
            let mut facts = Facts::default();
            load::house(tx, merchant, &mut facts).await?;
            Ok(facts)
        })
    });
    Ok(read.await?)
}

/// Channels buy nothing: what one has for a record is nobody.
pub async fn not_a_channel(api: &Api, merchant: MerchantId, id: MemberId) -> Result<(), Problem> {
    let how = "There is no such member.";
    if is_channel(&house(api, merchant).await?, id) {
        Err(Problem::of_field("customer.id", how))
    } else {
        Ok(())
    }
}

fn is_channel(facts: &Facts, id: MemberId) -> bool {
    facts.staff.values().any(|staff| staff.role == StaffRole::Till && staff.member == id)
}

/// Somebody of this merchant; a record that was carried over leads to the one that stands for it. Channels are nobody, and
/// of a record that rests nothing is shown.
pub async fn member(api: &Api, merchant: MerchantId, who: Who) -> Result<Look, Problem> {
    let shop = shop(api, merchant).await?;
    let read = api.app.store.read(move |tx| {
        Box::pin(async move {
            let (mut facts, mut chats) = (Facts::default(), Chats::new());
            load::house(tx, merchant, &mut facts).await?;
            let needs = match &who {
                Who::Id(id) => Needs { members: [*id].into(), ..Needs::default() },
                Who::Key(key) => Needs { keys: [key.clone()].into(), ..Needs::default() },
            };
            // Purchases are read page by page.
            load::load(tx, merchant, &needs, i64::MAX, &mut facts, &mut chats).await?;
            let found = match who {
                Who::Id(id) => Some(id),
                Who::Key(key) => facts.member_behind(&key),
            };
            Ok((facts, found))
        })
    });
    let (facts, found) = read.await?;
    let member = facts.present(found.ok_or(Slug::NotFound)?);
    let account = facts.account(member).filter(|_| !is_channel(&facts, member)).ok_or(Slug::NotFound)?;
    if account.member.frozen {
        return Err(Slug::MemberAtRest.into());
    }
    Ok(Look { shop, facts, member })
}
