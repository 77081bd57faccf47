//! What is posted: `type`, `timestamp` and `data`, as Standard Webhooks has it. Numbers of rows are text and amounts are
//! decimals, as the API writes them, and stores go by their names. Never in it: names, phones, codes of vouchers. Who is told asks the API by number.

use crate::app::api::money::{Credit, Money, end, time};
use crate::domain::facts::Shop;
use crate::domain::happening::{Happening, Kind, What};
use crate::domain::ids::MemberId;
use crate::domain::member::Store;
use crate::domain::program::Unit;
use crate::store::events::NewEvent;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Events of what happened, in its order. `stores`: those of the shop.
pub fn bodies(happenings: &[Happening], shop: &Shop, stores: &[Store]) -> Vec<NewEvent> {
    let unit = shop.rules.newest().program.unit;
    let one = |happening: &Happening| {
        let Happening { member, at, what } = happening;
        let mut data = Map::from_iter([("member".to_owned(), json!(member.to_string()))]);
        if let Value::Object(more) = data_of(what, unit, stores) {
            data.extend(more);
        }
        event(what.kind(), *at, &Value::Object(data), Some(*member))
    };
    happenings.iter().map(one).collect()
}

/// An event that tells of nothing but itself.
pub fn ping(at: i64) -> NewEvent {
    event(Kind::Ping, at, &json!({}), None)
}

/// Somebody left, or mail to them came back: where there is no message that changes it.
pub fn contacts_changed(member: MemberId, at: i64) -> NewEvent {
    let data = json!({ "member": member.to_string(), "changed": ["contacts"] });
    event(Kind::MemberUpdated, at, &data, Some(member))
}

fn event(kind: Kind, at: i64, data: &Value, member: Option<MemberId>) -> NewEvent {
    let body = json!({ "type": kind.as_str(), "timestamp": time(at), "data": data }).to_string();
    NewEvent { member, kind, at, body }
}

fn data_of(what: &What, unit: Unit, stores: &[Store]) -> Value {
    let credit = |amount: i64| written(Credit::of(unit, amount));
    let money = |amount: crate::domain::money::Money| written(Money::from(amount));
    match what {
        What::PurchaseCreated { purchase, store, order, amount, excluded, discount, paid, earned } => json!({
            "purchase": purchase.to_string(),
            "store": stores.iter().find(|known| known.id == *store).map(|known| &known.name),
            "order": order,
            "amount": money(*amount),
            "excluded": money(*excluded),
            "discount": money(*discount),
            "paid": money(*paid),
            "earned": credit(*earned),
        }),
        What::PurchaseReversed { purchase, reversed, refund, standing, taken } => json!({
            "purchase": purchase.to_string(),
            "reversed": money(*reversed),
            "refund": money(*refund),
            "standing": money(*standing),
            "taken": credit(*taken),
        }),
        What::RedemptionCreated { redemption, reward, used, purchase } => json!({
            "redemption": redemption.to_string(),
            "reward": reward,
            "used": credit(*used),
            "purchase": purchase.map(|id| id.to_string()),
        }),
        What::RedemptionReversed { redemption, returned } => json!({
            "redemption": redemption.to_string(),
            "returned": credit(*returned),
        }),
        What::VoucherIssued { voucher, value, expires_at, origin } => json!({
            "voucher": voucher.to_string(),
            "value": money(*value),
            "expires": end(*expires_at),
            "origin": origin.map(|id| id.to_string()),
        }),
        What::VoucherUsed { voucher, value, used, purchase } => json!({
            "voucher": voucher.to_string(),
            "value": money(*value),
            "used": money(*used),
            "purchase": purchase.map(|id| id.to_string()),
        }),
        What::VoucherCancelled { voucher, value } | What::VoucherExpired { voucher, value } => json!({
            "voucher": voucher.to_string(),
            "value": money(*value),
        }),
        What::TierChanged { from, to } => json!({ "from": from, "to": to }),
        What::CreditExpired { expired } => json!({ "expired": credit(*expired) }),
        What::MemberUpdated { changed } => json!({ "changed": changed }),
        What::MemberMerged { from } => json!({ "from": from.to_string() }),
        What::MemberJoined | What::MemberErased => json!({}),
    }
}

fn written(amount: impl Serialize) -> Value {
    serde_json::to_value(amount).unwrap_or_default()
}
