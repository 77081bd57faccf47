//! The X-ray of a bubble: what travelled, what it moved in the ledger, by which rule, and what it cost.

use crate::demo::backstage::Backstage;
use crate::dialogue::copy::{amount, money, percent, points};
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::program::rate::Terms;
use crate::domain::program::{Rate, Unit};
use crate::store::trace::{self, Trace};
use anyhow::Context;
use serde_json::{Value, json};

/// Millionths of a real for one message, by category: Brazil's card of 2026-10-01 (US$ 0.0068 service and
/// utility, US$ 0.0625 marketing) at 5.50.
const PRICES: [(&str, i64); 3] = [("service", 37_400), ("utility", 37_400), ("marketing", 343_750)];

pub async fn of(backstage: &Backstage, wamid: &str, english: bool) -> anyhow::Result<Value> {
    let app = backstage.service.app().await?;
    let merchant = app.store.read(|tx| Box::pin(crate::store::merchants::list(tx))).await?;
    let (shop, _) = merchant.into_iter().next().context("there is no merchant")?;
    let (id, asked) = (shop.id, wamid.to_owned());
    let trace = app.store.read(move |tx| Box::pin(async move { trace::of(tx, id, &asked).await })).await?;
    let lang = if english { Lang::En } else { Lang::PtBr };
    let say = |pt: &'static str, en: &'static str| if english { en } else { pt };
    let mut sections = Vec::new();
    if let Some((body, signature)) = backstage.emulator.signed(&trace.cause) {
        let json: Value = serde_json::from_str(&body).unwrap_or(Value::Null);
        sections.push(json!({
            "heading": say("O que o WhatsApp entregou (assinado)", "What WhatsApp delivered (signed)"),
            "rows": [["X-Hub-Signature-256", shorten(&signature)]],
            "json": json,
        }));
    }
    if let Some(body) = &trace.sent {
        let json: Value = serde_json::from_str(body).unwrap_or(Value::Null);
        sections.push(json!({ "heading": say("O que enviamos", "What we sent"), "json": json }));
    }
    let program = &shop.program;
    sections.push(ledger(&trace, program.unit, lang, english));
    let rate = match program.earn.rate {
        Rate::PerReal(_) => {
            format!("{} × R$ 1", points(program.earned(Money::reais(1), &Terms::default()), lang))
        }
        Rate::Percent(rate) => percent(rate, lang),
        Rate::Visit(each) => {
            format!("{} {}", amount(each, program.unit, lang), say("por compra", "a purchase"))
        }
    };
    let rule = format!(
        "{}: {rate}, {}",
        say("Programa", "Program"),
        say("arredondado para baixo, uma vez por compra", "floored, once per purchase")
    );
    let version = format!("{} {}", say("versão", "version"), shop.rules);
    sections.push(json!({ "heading": say("Regra", "Rule"), "rows": [[rule, version]] }));
    sections.push(cost(&trace, lang, english));
    Ok(json!({ "title": say("Raio-X da mensagem", "X-ray of the message"), "sections": sections }))
}

fn shorten(signature: &str) -> String {
    signature.chars().take(24).chain("…".chars()).collect()
}

fn ledger(trace: &Trace, unit: Unit, lang: Lang, english: bool) -> Value {
    let rows: Vec<Value> = trace
        .transfers
        .iter()
        .map(|transfer| {
            json!([
                transfer.kind,
                format!("{} → {}", transfer.debit, transfer.credit),
                amount(transfer.amount, unit, lang)
            ])
        })
        .collect();
    let heading = if english { "Ledger" } else { "Livro-razão" };
    if rows.is_empty() {
        let text = if english { "This message moved nothing." } else { "Esta mensagem não moveu nada." };
        return json!({ "heading": heading, "text": text });
    }
    json!({ "heading": heading, "rows": rows })
}

fn cost(trace: &Trace, lang: Lang, english: bool) -> Value {
    let heading = if english { "Cost" } else { "Custo" };
    let Some(status) = &trace.status else {
        let text = if english { "Received messages are free." } else { "Receber é de graça." };
        return json!({ "heading": heading, "text": text });
    };
    let category = trace.category.as_deref().unwrap_or("service");
    let price = PRICES.iter().find(|(known, _)| *known == category).map_or(0, |(_, price)| *price);
    let free = trace.billable == Some(false);
    let shown = if free {
        if english { "free (first 1,000 of the month)" } else { "grátis (primeiras 1.000 do mês)" }.to_owned()
    } else {
        format!("{} + {}/10.000", money(Money(price / 10_000), lang), price % 10_000)
    };
    json!({ "heading": heading, "rows": [[category, shown], ["status", status], ["class", trace.class]] })
}
