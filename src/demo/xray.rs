//! The X-ray of a bubble: what travelled, what it moved in the ledger, by which rule, and what it cost. These are the
//! facts; the page has the words for them.

use crate::demo::backstage::Backstage;
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
    Ok(json!({
        "delivered": delivered,
        "sent": trace.sent.as_deref().map(parsed),
        "transfers": rows.collect::<Vec<_>>(),
        "rule": rule(rules),
        "cost": cost(&trace),
    }))
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
