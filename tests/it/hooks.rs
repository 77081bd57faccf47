//! Webhooks out: what happens is told, signed, in order, again and again, and to nobody else.

mod backlog;
mod command;
mod kinds;
mod log;
mod orders;
mod sent;
mod well;
mod where_to;

use crate::support::engines::Db;
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::receiver::Receiver;
use fregues::app::office::Order;
use fregues::app::office::hooks::HookOrder;

/// A house, its database, and a receiver that is told these events.
struct Told {
    house: House,
    raw: Raw,
    receiver: Receiver,
    hook: String,
    secret: String,
}

impl Told {
    async fn open(db: &Db, events: &str) -> Told {
        let house = House::sealed(db).await;
        let (raw, receiver) = (Raw::of(db).await, Receiver::open().await);
        let (hook, secret) = add(&house, &receiver.url, events).await;
        Told { house, raw, receiver, hook, secret }
    }

    async fn order(&self, order: HookOrder) -> String {
        done(&self.house, order).await
    }

    /// The hook's deliveries: event, state, attempts, last status.
    async fn log(&self) -> Vec<String> {
        let sql = "select event, state, attempt, status from delivery where hook = '{}' order by event";
        self.raw.rows(&sql.replace("{}", &self.hook)).await
    }
}

async fn done(house: &House, order: HookOrder) -> String {
    crate::office::done(&house.app, Order::Hook(order)).await
}

async fn refused(house: &House, order: HookOrder) -> String {
    let refused = crate::office::office_of(&house.app).carry_out(Order::Hook(order)).await;
    refused.err().map(|refused| refused.to_string()).unwrap_or_default()
}

/// Adds a hook; its number and secret.
async fn add(house: &House, url: &str, events: &str) -> (String, String) {
    let (url, events) = (url.to_owned(), events.to_owned());
    let lines = done(house, HookOrder::Add { merchant: 1, url, events }).await;
    let mut lines = lines.lines();
    let hook = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
    (hook, lines.next().unwrap().to_owned())
}
