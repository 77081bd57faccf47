//! Answers of the lane as they go out and are kept: amounts as decimals, times with their zone, and never a name, phone or
//! code of anybody.

use crate::app::api::problems::title_of;
use crate::app::till::Given;
use crate::dialogue::copy::{Copy, Reader};
use crate::dialogue::line::Line;
use crate::dialogue::till::answer::{Answer, Bought, Checked, Kept, No, Payable, Quoted, Released, Reversed};
use crate::dialogue::till::ask::Ask;
use crate::dialogue::way::Way;
use crate::domain::facts::Shop;
use crate::domain::money::Money;
use crate::domain::program::Unit;
use crate::domain::program::span::NEVER;
use crate::domain::tiers::TierNews;
use crate::domain::voucher::Voucher;
use crate::domain::vouching::Taken;
use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

/// An answer as it goes out: no name, phone or address of anybody stands in it, for it is kept.
pub fn given(ask: &Ask, answer: &Answer, shop: &Shop, copy: &Copy, now: i64) -> Given {
    let unit = shop.rules.newest().program.unit;
    let reader = Reader { lang: shop.lang, unit, zone: shop.zone, now };
    let read = |no: &No| copy.line(&no.line, reader);
    let against = |no: &No| json!({ "type": kind(no), "detail": read(no) });
    let (status, body) = match answer {
        Answer::Bought(done) => (201, bought(done, unit)),
        Answer::Quoted(quoted) => (200, quote(quoted, unit, &against)),
        Answer::Reversed(done) => (201, reversed(done, unit)),
        Answer::Contact(member, id) => (201, json!({ "id": id.to_string(), "member": member.to_string() })),
        Answer::Parted(member, id) => (200, json!({ "id": id.to_string(), "member": member.to_string() })),
        Answer::Met(member) => (201, json!({ "id": member.to_string() })),
        Answer::Checked(found) => (200, checked(found, &against)),
        Answer::Kept(kept) => (201, reservation(kept)),
        Answer::Released(done) => (200, released(done)),
        Answer::No(no) => (no.problem.status(), refused(no, &read(no), &ask.request)),
    };
    Given { request: ask.request.clone(), status, body: body.to_string().into(), replayed: false }
}

fn refused(no: &No, sentence: &str, request: &str) -> Value {
    let mut body = json!({
        "type": kind(no),
        "title": title_of(no.problem.slug()),
        "status": no.problem.status(),
        "detail": sentence,
        "field": no.field,
        "request": request,
    });
    if let Line::TillCodesRest { time: until } | Line::VoucherReserved { time: until, .. } = &*no.line {
        body["until"] = json!(time(until.0));
    }
    body
}

fn kind(no: &No) -> String {
    format!("/api/v1/problems/{}", no.problem.slug())
}

fn bought(done: &Bought, unit: Unit) -> Value {
    let mut body = outcome(done, unit);
    body["id"] = json!(done.sold.purchase.to_string());
    body["order"] = json!({ "id": done.order });
    body["member"] = json!(done.member.to_string());
    body["voucher"] = json!(done.sold.voucher.as_ref().map(voucher));
    body["rest"] = json!(rest(done).map(voucher));
    body["told"] = told(done.way);
    body
}

/// What is left of the voucher that it took only a part of: at most one, for it takes the others whole.
fn rest(done: &Bought) -> Option<&Voucher> {
    done.sold.taken.iter().find_map(|taken| taken.rest.as_ref())
}

/// Numbers that nothing has yet are left out.
fn quote(quoted: &Quoted, unit: Unit, against: &impl Fn(&No) -> Value) -> Value {
    let Quoted { bought: done, known, payable } = quoted;
    let mut body = outcome(done, unit);
    body["order"] = json!((!done.order.is_empty()).then(|| json!({ "id": done.order })));
    body["member"] = json!(known.then(|| done.member.to_string()));
    let to_come =
        |voucher: &Voucher| json!({ "value": money(voucher.value), "expires": end(voucher.expires_at) });
    body["voucher"] = json!(done.sold.voucher.as_ref().map(to_come));
    body["rest"] = json!(rest(done).map(to_come));
    body["payable"] = payable_of(payable, unit, against);
    body
}

fn payable_of(payable: &Payable, unit: Unit, against: &impl Fn(&No) -> Value) -> Value {
    let balance = payable.balance.map(|balance| {
        json!({
            "most": credit(balance.most, unit),
            "worth": money(balance.worth),
            "least": credit(balance.least, unit),
            "step": credit(balance.step, unit),
            "presence": balance.presence,
        })
    });
    let counts = |(one, counts): &(Voucher, Money)| {
        let mut shown = voucher(one);
        shown["counts"] = money(*counts);
        shown
    };
    json!({
        "balance": balance,
        "vouchers": payable.vouchers.iter().map(counts).collect::<Vec<_>>(),
        "against": payable.against.as_ref().map(against),
    })
}

fn checked(found: &Checked, against: &impl Fn(&No) -> Value) -> Value {
    let mut body = voucher(&found.voucher);
    body["member"] = json!(found.member.to_string());
    body["state"] = json!(found.voucher.state.as_str());
    body["minimum"] = money(found.minimum);
    body["usable"] = json!(found.against.is_none());
    body["against"] = json!(found.against.as_ref().map(against));
    let kept = |(order, until): &(String, i64)| json!({ "order": { "id": order }, "until": time(*until) });
    body["reserved"] = json!(found.kept_for.as_ref().map(kept));
    body
}

fn reservation(kept: &Kept) -> Value {
    json!({
        "voucher": kept.voucher.id.to_string(),
        "member": kept.member.to_string(),
        "value": money(kept.voucher.value),
        "order": { "id": kept.order },
        "until": time(kept.until),
    })
}

fn released(done: &Released) -> Value {
    json!({
        "voucher": done.voucher.to_string(),
        "order": { "id": done.order },
        "released": done.was_kept,
    })
}

/// What a purchase leads to, without what has a number only once it is registered.
fn outcome(done: &Bought, unit: Unit) -> Value {
    let sold = &done.sold;
    let taken = |taken: &Taken| json!({ "id": taken.voucher.to_string(), "used": money(taken.used) });
    let kept = sold.points > sold.repaid;
    json!({
        "not_linked": done.not_linked,
        "amount": money(done.amount),
        "eligible": money(sold.eligible),
        "paid": {
            "balance": credit(sold.used.0, unit),
            "worth": money(sold.used.1),
            "vouchers": sold.taken.iter().map(taken).collect::<Vec<_>>(),
        },
        "charge": money(done.charge),
        "earned": credit(sold.points, unit),
        "repaid": credit(sold.repaid, unit),
        "usable_from": kept.then(|| time(sold.usable_at)),
        "expires": kept.then(|| end(sold.expires_at)).flatten(),
        "balance": credit(done.wallet.available, unit),
        "debt": credit(done.wallet.debt, unit),
        "tier": done.tier.as_ref().map(|key| json!({ "key": key, "changed": is_new(sold.tier.as_ref()) })),
    })
}

fn reversed(done: &Reversed, unit: Unit) -> Value {
    let Reversed { back, wallet, .. } = done;
    let vouchers = &back.vouchers;
    let mut returned = credit(back.returned, unit);
    returned["worth"] = money(back.worth);
    let all = |vouchers: &[Voucher]| vouchers.iter().map(voucher).collect::<Vec<_>>();
    json!({
        "purchase": done.purchase.to_string(),
        "member": done.member.to_string(),
        "reversed": money(back.amount),
        "refund": money(back.refund),
        "standing": money(done.standing),
        "taken": credit(back.points, unit),
        "returned": returned,
        "vouchers": {
            "cancelled": all(&vouchers.dissolved),
            "returned": all(&vouchers.returned),
            "issued": all(&vouchers.issued),
        },
        "balance": credit(wallet.available, unit),
        "debt": credit(wallet.debt, unit),
        "tier": done.tier.as_ref().map(|key| json!({ "key": key, "changed": is_new(back.tier.as_ref()) })),
    })
}

/// Whether it is another level than before; one that is kept for a while is not.
fn is_new(news: Option<&TierNews>) -> bool {
    news.is_some_and(|news| !matches!(news, TierNews::Kept(..)))
}

fn money(amount: Money) -> Value {
    json!({ "value": amount.plain(), "currency": "BRL" })
}

fn credit(amount: i64, unit: Unit) -> Value {
    match unit {
        Unit::Points => json!({ "value": amount.to_string(), "unit": "points" }),
        Unit::Reais => json!({ "value": Money(amount).plain(), "unit": "BRL" }),
    }
}

/// A voucher without its code, which is its owner's.
fn voucher(voucher: &Voucher) -> Value {
    json!({
        "id": voucher.id.to_string(),
        "value": money(voucher.value),
        "expires": end(voucher.expires_at),
    })
}

fn told(way: Way) -> Value {
    let (how, reason) = match way {
        Way::Chat => ("chat", None),
        Way::Template => ("template", None),
        Way::Waits => ("waits", None),
        Way::Not(why) => ("not", Some(why.reason())),
    };
    json!({ "whatsapp": how, "reason": reason })
}

/// The first instant without it; nothing where it never ends.
fn end(at: i64) -> Option<String> {
    (at != NEVER).then(|| time(at)).flatten()
}

/// RFC 3339 in UTC.
fn time(at: i64) -> Option<String> {
    Some(DateTime::from_timestamp_millis(at)?.to_rfc3339_opts(SecondsFormat::Secs, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_decimals_with_their_unit_and_times_have_their_zone() {
        assert_eq!(money(Money(123_456)).to_string(), r#"{"currency":"BRL","value":"1234.56"}"#);
        assert_eq!(credit(1_250, Unit::Points)["value"], "1250");
        assert_eq!(credit(1_250, Unit::Reais), json!({ "value": "12.50", "unit": "BRL" }));
        assert_eq!(time(1_795_273_200_000).as_deref(), Some("2026-11-21T15:00:00Z"));
    }
}
