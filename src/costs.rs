//! `fregues costs 2026-11`: what a month of messages costs, for each merchant, as a table or as CSV.

use crate::app::billing::{MonthBill, month_bill};
use crate::domain::facts::Shop;
use crate::domain::lang::Lang;
use crate::domain::meter::{BillLine, Tariff};
use crate::store::{Store, merchants};
use crate::{dialogue::figure, domain::ids::MerchantId};
use anyhow::bail;
use clap::Args;
use std::fmt::Write;

#[derive(Debug, Args)]
pub struct Options {
    /// The month, such as 2026-11; it begins and ends at each merchant's midnight.
    month: String,
    /// Only this merchant.
    #[arg(long)]
    merchant: Option<i64>,
    /// Comma-separated values instead of a table.
    #[arg(long)]
    csv: bool,
}

/// The whole of it as text.
pub async fn costs(store: &Store, options: &Options, tariff: &Tariff) -> anyhow::Result<String> {
    let found = store.read(|tx| Box::pin(merchants::list(tx))).await?;
    let wanted = options.merchant.map(MerchantId);
    let shops: Vec<Shop> = found.into_iter().map(|(shop, _)| shop).collect();
    let shops: Vec<Shop> = shops.into_iter().filter(|shop| wanted.is_none_or(|id| id == shop.id)).collect();
    match (wanted, shops.is_empty()) {
        (Some(id), true) => bail!("There is no merchant {id}; `fregues merchant list` shows them."),
        (None, true) => bail!("There is no merchant yet; `fregues merchant add` adds one."),
        _ => {}
    }
    let mut text = String::new();
    if options.csv {
        text.push_str("merchant,name,month,category,market,delivered,free,price\n");
    }
    for shop in shops {
        if shop.zone.month_span(&options.month).is_none() {
            bail!("{:?} is no month; 2026-11 is one.", options.month);
        }
        let (id, zone, month, tariff) = (shop.id, shop.zone, options.month.clone(), tariff.clone());
        let read =
            store.read(move |tx| Box::pin(async move { month_bill(tx, id, zone, &month, &tariff).await }));
        let bill = read.await?;
        if options.csv { csv(&mut text, &shop, &bill) } else { table(&mut text, &shop, &bill) }
    }
    if !options.csv {
        let mut exchange = tariff.exchange.normalize();
        exchange.rescale(exchange.scale().max(2));
        let exchange = exchange.to_string().replace('.', ",");
        let _ = writeln!(
            text,
            "Estimates: Meta's rate card, one unit of it at R$ {exchange}. Meta's invoice decides."
        );
    }
    Ok(text)
}

fn table(text: &mut String, shop: &Shop, bill: &MonthBill) {
    let money = |amount| figure::money(amount, Lang::PtBr);
    let cost = &bill.cost;
    let _ = writeln!(text, "{} (merchant {}), {}", shop.name, shop.id, cost.month);
    let _ = writeln!(
        text,
        "  {:<16}{:<24}{:>10}{:>10}{:>16}",
        "category", "market", "delivered", "free", "price"
    );
    for BillLine { category, market, messages, free, price } in &cost.bill.lines {
        let category = category.as_str();
        let _ = writeln!(text, "  {category:<16}{market:<24}{messages:>10}{free:>10}{:>16}", money(*price));
    }
    let _ = writeln!(text, "  {:<60}{:>16}", "total", money(cost.bill.total));
    let _ = writeln!(text, "  free service messages left: {}", cost.bill.free_left);
    let sent = &bill.sent;
    for (count, what) in [
        (cost.bill.unpriced, "delivered to countries the card does not price"),
        (sent.under_way, "accepted, not reported as delivered yet"),
        (sent.failed, "accepted and then not delivered (not charged)"),
        (sent.unknown, "whose outcome nobody knows"),
        (sent.twice, "sent a second time after an unknown outcome"),
        (sent.dead, "given up, each with its reason"),
    ] {
        if count > 0 {
            let _ = writeln!(text, "  {count} {what}");
        }
    }
    text.push('\n');
}

fn csv(text: &mut String, shop: &Shop, bill: &MonthBill) {
    // What a spreadsheet takes for a formula becomes text.
    let mark = if shop.name.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let name = format!("\"{mark}{}\"", shop.name.replace('"', "\"\""));
    for line in &bill.cost.bill.lines {
        let (category, price) = (line.category.as_str(), line.price.plain());
        let _ = writeln!(
            text,
            "{},{name},{},{category},\"{}\",{},{},{price}",
            shop.id, bill.cost.month, line.market, line.messages, line.free
        );
    }
}
