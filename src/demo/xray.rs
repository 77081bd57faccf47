//! The X-ray of a bubble: how what somebody wrote was understood and why, what travelled, what it moved in the ledger,
//! by which rule, and what it cost. These are the facts; the page has the words for them.

use crate::demo::backstage::Backstage;
use crate::dialogue::hear::{Explained, Role, Setting, explain};
use crate::domain::facts::Shop;
use crate::domain::lang::Lang;
use crate::domain::program::Rate;
use crate::domain::rulebook::Version;
use crate::store::trace::{self, Trace};
use anyhow::Context;
use serde_json::{Value, json};

/// Millionths of a real for one message, by category: Brazil's card of 2026-10-01 (US$ 0.0068 service and
/// utility, US$ 0.0625 marketing) at 5.50.
const PRICES: [(&str, i64); 3] = [("service", 37_400), ("utility", 37_400), ("marketing", 343_750)];

pub async fn of(backstage: &Backstage, wamid: &str) -> anyhow::Result<Value> {
    let app = backstage.service.app().await?;
    let merchant = app.store.read(|tx| Box::pin(crate::store::merchants::list(tx))).await?;
    let (shop, _) = merchant.into_iter().next().context("there is no merchant")?;
    let (id, asked) = (shop.id, wamid.to_owned());
    let trace = app.store.read(move |tx| Box::pin(async move { trace::of(tx, id, &asked).await })).await?;
    let parsed = |body: &str| serde_json::from_str(body).unwrap_or(Value::Null);
    let delivered = backstage
        .emulator
        .signed(&trace.cause)
        .map(|(body, signature)| json!({ "signature": signature, "body": parsed(&body) }));
    let rows = trace.transfers.iter().map(|moved| {
        json!({ "kind": moved.kind, "amount": moved.amount,
            "from": { "book": moved.debit, "name": moved.from }, "to": { "book": moved.credit, "name": moved.to } })
    });
    let rules = shop.rules.newest();
    let heard = heard(backstage, &shop, &trace.cause).await?;
    Ok(json!({
        "heard": heard,
        "delivered": delivered,
        "sent": trace.sent.as_deref().map(parsed),
        "transfers": rows.collect::<Vec<_>>(),
        "rule": rule(rules),
        "cost": cost(&trace),
    }))
}

/// How the words behind a message are understood, as `fregues hear --explain` tells it; `None`: nobody typed any.
async fn heard(backstage: &Backstage, shop: &Shop, cause: &str) -> anyhow::Result<Option<Explained>> {
    let people = backstage.emulator.people().into_iter();
    let mut typed = people.filter_map(|person| {
        let chat = backstage.emulator.chat(&person.id).into_iter();
        let bubble = chat.into_iter().find(|bubble| bubble.from_person && bubble.wamid == cause);
        bubble.filter(|bubble| bubble.kind == "text").map(|bubble| (person, bubble))
    });
    let Some((person, bubble)) = typed.next() else { return Ok(None) };
    let app = backstage.service.app().await?;
    let merchant = shop.id;
    let speaker = app.store.read(move |tx| {
        let user = person.user_id.clone();
        Box::pin(async move { trace::speaker(tx, merchant, &user).await })
    });
    let (lang, role) = speaker.await?.unzip();
    let role = match role.flatten().as_deref() {
        None => Role::Customer,
        Some("cashier") => Role::Staff,
        Some(_) => Role::Owner,
    };
    let setting = Setting {
        role,
        lang: lang.and_then(|tag| Lang::from_tag(&tag)).unwrap_or(shop.lang),
        area_code: shop.area_code,
        high_amount: shop.rules.newest().program.limits.confirm_above,
    };
    Ok(Some(explain(&bubble.body, &setting, app.turns.ears()).1))
}

/// The rate, under the name of its kind.
fn rule(rules: &Version) -> Value {
    let Version { number, program, .. } = rules;
    let (kind, rate) = match program.earn.rate {
        Rate::PerReal(rate) => ("per_real", rate.normalize().to_string()),
        Rate::Percent(rate) => ("percent", rate.normalize().to_string()),
        Rate::Visit(each) => ("visit", each.to_string()),
    };
    json!({ "kind": kind, "rate": rate, "unit": program.unit.code(), "version": number })
}

/// `None` for what came in, which is free.
fn cost(trace: &Trace) -> Option<Value> {
    let status = trace.status.as_deref()?;
    let category = trace.category.as_deref().unwrap_or("service");
    let price = PRICES.iter().find(|(known, _)| *known == category).map_or(0, |(_, price)| *price);
    Some(json!({ "category": category, "status": status, "class": trace.class,
        "free": trace.billable == Some(false), "micro_reais": price }))
}
