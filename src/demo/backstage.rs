//! What the page may do behind the scenes: `/demo/…`. Loopback only, like the page.

use crate::demo::service::Service;
use crate::demo::{story, xray};
use crate::dialogue::copy::Copy;
use crate::domain::calendar::DAY;
use crate::domain::program::Program;
use crate::emulator::{Emulator, Fault};
use crate::play::world::{World, slug};
use crate::programs::program_text;
use crate::store::verify::{CONTENTS, RULES, verify};
use anyhow::anyhow;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

#[derive(Clone)]
pub struct Backstage {
    pub service: Arc<Service>,
    pub emulator: Emulator,
    /// Stops the story that is playing.
    pub playing: Arc<Mutex<CancellationToken>>,
}

pub fn router(service: Arc<Service>, emulator: Emulator) -> Router {
    let backstage = Backstage { service, emulator, playing: Arc::default() };
    Router::new()
        .route("/demo/info", get(info))
        .route("/demo/now", get(now))
        .route("/demo/api", get(api))
        .route("/demo/day", post(day))
        .route("/demo/story", post(tell_story))
        .route("/demo/trouble", post(trouble))
        .route("/demo/verify", get(verify_ledger))
        .route("/demo/xray/{wamid}", get(xray_of))
        .with_state(backstage)
}

/// A sentence for the page when something does not work out.
struct Sorry(anyhow::Error);

impl IntoResponse for Sorry {
    fn into_response(self) -> Response {
        (StatusCode::CONFLICT, Json(json!({ "error": self.0.to_string() }))).into_response()
    }
}

impl<E: Into<anyhow::Error>> From<E> for Sorry {
    fn from(error: E) -> Sorry {
        Sorry(error.into())
    }
}

/// What the poster of the first store has people send.
pub(super) fn joins(world: &World, copy: &Copy) -> String {
    let store = world.stores.first().map(|store| store.name.to_lowercase()).unwrap_or_default();
    format!("{} ({store})", copy.join_text(world.merchant.language, &world.merchant.name, None))
}

async fn info(State(backstage): State<Backstage>) -> Result<Json<Value>, Sorry> {
    let app = backstage.service.app().await?;
    let world = &backstage.service.world;
    let text = joins(world, app.turns.copy());
    let phone = crate::domain::phone::Phone::canonical(&world.merchant.phone);
    let link = crate::dialogue::copy::chat_link(phone.as_ref().map_or("", |phone| phone.digits()), &text);
    Ok(Json(json!({
        "shop": world.merchant.name,
        "number": world.merchant.phone,
        "zone": world.merchant.zone,
        "poster": { "text": text, "link": link, "qr": qr(&link) },
        "stories": story::ids(&world.merchant.program),
        "hints": hints(world)?,
    })))
}

/// Leads to the page of the API, with a key of this shop.
async fn api(State(backstage): State<Backstage>) -> Result<Redirect, Sorry> {
    Ok(Redirect::to(&backstage.service.api_page().await?))
}

/// What each phone may try, by person.
fn hints(world: &World) -> anyhow::Result<Value> {
    let program = Program::read(&program_text(&world.merchant.program)?)
        .map_err(|faults| anyhow!(faults.join("\n")))?;
    let mut hints = serde_json::Map::new();
    let offered = [
        (true, "saldo"),
        (program.ranking.is_some(), "ranking"),
        (!program.rewards.is_empty(), "resgatar"),
        (program.referral.is_some(), "indicar"),
        (true, "extrato"),
    ];
    let words: Vec<&str> = offered.iter().filter(|(there, _)| *there).map(|(_, word)| *word).collect();
    let mut phones = world.people.iter().filter(|person| !person.hidden);
    let phone = phones.next().and_then(|person| person.phone.clone()).unwrap_or_default();
    let phone = phone.trim_start_matches("+55 ");
    for (number, person) in world.people.iter().filter(|person| !person.hidden).enumerate() {
        let own =
            if number == 0 { words.clone() } else { vec!["saldo", "regras", "falar com a loja", "sair"] };
        hints.insert(slug(&person.name), json!(own));
    }
    let part = if program.earn.excluded.is_some() { " fora 30" } else { "" };
    let sale = format!("{phone} 89,90{part}");
    for staff in &world.staff {
        let own = if staff.role.manages() {
            json!([
                "resumo hoje",
                "avisar todos Sábado tem novidade!",
                "convidar operador 11 97777-0005 Lia",
                "ajuda"
            ])
        } else {
            json!([sale, "desfaz", "resumo", format!("? {phone}")])
        };
        hints.insert(slug(&staff.name), own);
    }
    Ok(Value::Object(hints))
}

fn qr(text: &str) -> String {
    QRBuilder::new(text).build().map(|code| SvgBuilder::default().margin(2).to_str(&code)).unwrap_or_default()
}

async fn now(State(backstage): State<Backstage>) -> Json<Value> {
    Json(json!({ "now": backstage.service.clock.now() }))
}

async fn day(State(backstage): State<Backstage>) -> Json<Value> {
    backstage.service.push_clock(DAY);
    let now = json!({ "now": backstage.service.clock.now() });
    backstage.emulator.announce("clock", &now);
    Json(now)
}

#[derive(Deserialize)]
struct StoryRequest {
    action: String,
    id: Option<String>,
}

async fn tell_story(
    State(backstage): State<Backstage>,
    Json(asked): Json<StoryRequest>,
) -> Result<Json<Value>, Sorry> {
    let mut playing = backstage.playing.lock().await;
    playing.cancel();
    if asked.action == "play" {
        let stop = CancellationToken::new();
        *playing = stop.clone();
        let id = asked.id.unwrap_or_default();
        let story = story::find(&backstage.service.world.merchant.program, &id)?;
        tokio::spawn(story::tell(backstage.clone(), story, stop));
    }
    Ok(Json(json!({ "ok": true })))
}

#[derive(Deserialize)]
struct Trouble {
    kind: String,
}

/// Troubles a shop meets: WhatsApp says something twice, a reply gets lost, the machine restarts. The page has the
/// words for what was done.
async fn trouble(
    State(backstage): State<Backstage>,
    Json(asked): Json<Trouble>,
) -> Result<Json<Value>, Sorry> {
    let done = match asked.kind.as_str() {
        "twice" => {
            let people = backstage.emulator.people().into_iter();
            let chats = people.flat_map(|person| backstage.emulator.chat(&person.id));
            let last = chats.filter(|bubble| bubble.from_person).max_by_key(|bubble| bubble.at);
            match last {
                Some(last) => {
                    backstage.emulator.again(&last.wamid);
                    "twice"
                }
                None => "nothing",
            }
        }
        "drop_reply" => {
            let mut faults = backstage.emulator.faults();
            faults.next.push_back(Fault::DropAfterAccept);
            backstage.emulator.set_faults(faults);
            "drop_reply"
        }
        "restart" => {
            backstage.service.restart(false).await?;
            "restart"
        }
        other => return Err(anyhow::anyhow!("{other:?} is no trouble we know").into()),
    };
    Ok(Json(json!({ "done": done })))
}

/// Every rule by its name with the rows that break it; what a rule says stands in the page's words.
async fn verify_ledger(State(backstage): State<Backstage>) -> Result<Json<Value>, Sorry> {
    let app = backstage.service.app().await?;
    let began = Instant::now();
    let report = verify(&app.store, |_, _| {}).await?;
    let names = RULES.iter().map(|rule| rule.name).chain([CONTENTS]);
    let rules = names.map(|name| {
        let of = |violation: &&String| violation.split_once(':').is_some_and(|(rule, _)| rule == name);
        json!({ "name": name, "broken": report.violations.iter().filter(of).collect::<Vec<_>>() })
    });
    Ok(Json(
        json!({ "ok": report.is_clean(), "ms": began.elapsed().as_millis(), "transfers": report.transfers,
        "transactions": report.transactions, "rules": rules.collect::<Vec<_>>() }),
    ))
}

async fn xray_of(
    State(backstage): State<Backstage>,
    Path(wamid): Path<String>,
) -> Result<Json<Value>, Sorry> {
    Ok(Json(xray::of(&backstage, &wamid).await?))
}

#[cfg(test)]
mod tests {
    use super::joins;
    use crate::demo::SHOPS;
    use crate::dialogue::copy::Copy;
    use crate::play::world::World;

    /// The greeting proposes it, and the poster of the page.
    #[test]
    fn who_joins_names_the_shop_with_its_article() {
        let copy = Copy::embedded().unwrap();
        let said = SHOPS.map(|(_, world, _)| joins(&World::read(world).unwrap(), &copy));
        assert_eq!(
            said,
            [
                "Quero participar do Clube Patinhas (centro)",
                "Quero participar da Aurora Joias (site)",
                "Quero participar da Rede Saúde (loja 1)",
                "Quero participar do Studio Bela (centro)",
                "Quero participar do Clube Cosmética (loja 1)",
            ]
        );
    }
}
