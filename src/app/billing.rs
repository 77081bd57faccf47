//! The month's bill: what the store counted, each message priced by the card in force when it left.

use crate::app::turn::Inner;
use crate::dialogue::needs::{Cost, MonthCost};
use crate::dialogue::notice::Kind;
use crate::domain::calendar::{DAY, Zone};
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::domain::meter::{Category, Tariff, bill, centavos};
use crate::domain::template::Templates;
use crate::store::meter::{Sent, delivered, sent};
use crate::store::{StoreError, Tx};

/// One month of one merchant: the bill, and what became of all messages.
#[derive(Debug, Clone, Default)]
pub struct MonthBill {
    pub cost: MonthCost,
    pub sent: Sent,
}

/// `month` is `2026-11` in the merchant's zone; one that is none has no messages.
pub async fn month_bill(
    tx: &mut Tx,
    merchant: MerchantId,
    zone: Zone,
    month: &str,
    tariff: &Tariff,
) -> Result<MonthBill, StoreError> {
    let (from, to) = zone.month_span(month).unwrap_or_default();
    let sent = sent(tx, merchant, from, to).await?;
    let mut spans = Vec::new();
    for (card, day) in tariff.cards(zone.wall(from).date, zone.wall(to).date) {
        spans.push((card, zone.midnight(day)));
    }
    let ends = spans.iter().skip(1).map(|(_, begin)| *begin).chain([to]).collect::<Vec<_>>();
    let mut used = Vec::new();
    for ((card, begin), end) in spans.into_iter().zip(ends) {
        used.push((card, delivered(tx, merchant, begin, end).await?));
    }
    let bill = bill(&used, tariff.exchange);
    let cost = MonthCost { month: month.to_owned(), bill, under_way: sent.under_way };
    Ok(MonthBill { cost, sent })
}

impl Inner {
    /// Millionths of a real for one marketing message to somebody in the shop's own country; 0 where the card has no
    /// such country.
    pub(super) fn marketing_price(&self, shop: &Shop, now: i64) -> i64 {
        let day = shop.zone.wall(now).date;
        self.tariff.millionths(Category::Marketing, &shop.phone, day).unwrap_or(0)
    }

    /// Millionths of a real for one announcement: the shop's own price, unless WhatsApp charges its template as
    /// something else than marketing.
    pub(super) fn announcement_price(&self, shop: &Shop, templates: &Templates, now: i64) -> i64 {
        let template = templates.get(Kind::Announcement.template(), shop.lang.template_code());
        let category = template.and_then(|template| Category::named(template.category.as_str()));
        let other = category.filter(|category| *category != Category::Marketing);
        let price = |category| self.tariff.millionths(category, &shop.phone, shop.zone.wall(now).date);
        other.and_then(price).unwrap_or(shop.announcement_price)
    }

    pub(super) async fn cost(
        &self,
        tx: &mut Tx,
        merchant: MerchantId,
        zone: Zone,
        at: i64,
    ) -> Result<Cost, StoreError> {
        let month = zone.month(at);
        let (first, _) = zone.month_span(&month).unwrap_or_default();
        let this = month_bill(tx, merchant, zone, &month, &self.tariff).await?;
        let before = month_bill(tx, merchant, zone, &zone.month(first - DAY), &self.tariff).await?;
        Ok(Cost {
            this: this.cost,
            before: before.cost,
            card: zone.midnight(self.tariff.card(zone.wall(at).date).from),
            exchange: centavos(self.tariff.exchange),
        })
    }
}
