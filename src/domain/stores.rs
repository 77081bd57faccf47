//! What the rules say of single stores: zone, area code, language, hours; where they say nothing, the merchant's count.
//!
//! What is done at a store goes by its clock: campaigns, the day's sum. What somebody has goes by the clock of the store
//! they joined at, so that all their credits end at one midnight, the one they are told of.

use crate::domain::calendar::Zone;
use crate::domain::draft::Draft;
use crate::domain::facts::{Facts, Shop};
use crate::domain::ids::{MemberId, StoreId};
use crate::domain::lang::Lang;
use crate::domain::member::About;
use crate::domain::program::StoreRule;

impl Facts {
    /// A manager's words about a store; they count before the rules.
    pub(super) fn told(&mut self, store: StoreId, about: About, text: &str) {
        for store in self.stores.iter_mut().filter(|known| known.id == store) {
            match about {
                About::Hours => store.hours = Some(text.to_owned()),
                About::Address => store.address = Some(text.to_owned()),
            }
        }
    }

    /// What is said of a store, by the rules of this moment.
    pub fn store_rule<'a>(&self, shop: &'a Shop, store: Option<StoreId>, at: i64) -> Option<&'a StoreRule> {
        shop.rules.at(at).program.store(&self.store(store?)?.name)
    }

    pub fn store_zone(&self, shop: &Shop, store: Option<StoreId>, at: i64) -> Zone {
        self.store_rule(shop, store, at).and_then(|rule| rule.zone).unwrap_or(shop.zone)
    }

    pub fn store_area_code(&self, shop: &Shop, store: Option<StoreId>, at: i64) -> u8 {
        self.store_rule(shop, store, at).and_then(|rule| rule.area_code).unwrap_or(shop.area_code)
    }

    pub fn store_lang(&self, shop: &Shop, store: Option<StoreId>, at: i64) -> Lang {
        self.store_rule(shop, store, at).and_then(|rule| rule.lang).unwrap_or(shop.lang)
    }

    /// The clock that somebody reads: of the store they work in, or else of the one they joined at.
    pub fn zone_of(&self, shop: &Shop, member: MemberId, at: i64) -> Zone {
        let works = self.staff_of(member).map(|staff| staff.store);
        let joined = || self.account(member).and_then(|account| account.member.store);
        self.store_zone(shop, works.or_else(joined), at)
    }
}

impl Draft<'_> {
    /// The clock by which somebody's credits end.
    pub fn zone_of(&self, member: MemberId) -> Zone {
        let joined = self.member(member).and_then(|member| member.store);
        self.facts.store_zone(self.shop, joined, self.at)
    }

    pub fn zone_at(&self, store: StoreId) -> Zone {
        self.facts.store_zone(self.shop, Some(store), self.at)
    }
}
