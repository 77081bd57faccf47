//! Leaving: the link below every letter. Mail programs follow links to look at them, so only the button, or the program's own
//! (RFC 8058), does something; neither asks who somebody is. The link holds no address: a number, and a seal over what it
//! stands for.

use crate::app::App;
use crate::app::courier::body::contacts_changed;
use crate::dialogue::copy::{Copy, Reader};
use crate::dialogue::line::Line;
use crate::domain::calendar::Zone;
use crate::domain::email::Email;
use crate::domain::ids::{ContactId, MerchantId};
use crate::domain::lang::Lang;
use crate::domain::program::Unit;
use crate::email::letter::escaped;
use crate::store::mail::{self, Addressee};
use crate::store::{StoreError, events, inbox};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ring::hmac;
use std::sync::Arc;

/// Where the links lead to, below the public address.
const PLACE: &str = "/u/";
/// Bytes of a seal: enough that nobody guesses one.
const SEAL: usize = 16;

/// Makes links and reads them.
#[derive(Clone)]
pub struct Leaving {
    /// The first seals; what the others sealed holds too, while a secret is being changed.
    keys: Vec<hmac::Key>,
    /// Without a slash at its end.
    public_url: Arc<str>,
}

impl Leaving {
    /// `seed`: the secret of now; `older`: those of before that still count.
    pub fn new(seed: &[u8], older: &[Vec<u8>], public_url: &str) -> Leaving {
        let key = |secret: &[u8]| hmac::Key::new(hmac::HMAC_SHA256, secret);
        let own = |seed: &[u8]| key(hmac::sign(&key(seed), b"leaving").as_ref());
        let keys = std::iter::once(own(seed)).chain(older.iter().map(|older| own(older))).collect();
        Leaving { keys, public_url: public_url.trim_end_matches('/').into() }
    }

    pub fn link(&self, merchant: MerchantId, contact: ContactId, address: &Email) -> String {
        let seal = self.keys.first().map(|key| seal(key, merchant, contact, address)).unwrap_or_default();
        format!("{}{PLACE}{merchant}.{contact}.{seal}", self.public_url)
    }

    /// Whether the seal is that of this address, in the same time wherever they differ.
    pub fn holds(&self, merchant: MerchantId, contact: ContactId, address: &Email, shown: &str) -> bool {
        self.keys.iter().any(|key| {
            let right = seal(key, merchant, contact, address);
            let differ = right.bytes().zip(shown.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
            right.len() == shown.len() && differ == 0
        })
    }
}

fn seal(key: &hmac::Key, merchant: MerchantId, contact: ContactId, address: &Email) -> String {
    let sealed = hmac::sign(key, format!("{merchant}.{contact}.{}", address.as_str()).as_bytes());
    let bytes = sealed.as_ref().iter().take(SEAL);
    bytes.map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Merchant, contact and seal of a link, from what stands behind its last slash.
pub fn read(token: &str) -> Option<(MerchantId, ContactId, &str)> {
    let mut parts = token.split('.');
    let merchant = parts.next()?.parse().ok().map(MerchantId)?;
    let contact = parts.next()?.parse().ok().map(ContactId)?;
    let seal = parts.next()?;
    parts.next().is_none().then_some((merchant, contact, seal))
}

pub fn router(app: App) -> Router {
    Router::new().route("/u/{token}", get(ask).post(leave)).with_state(app)
}

/// Whom a link is for; `None`: it is none, or what it was for is gone.
async fn whom(app: &App, token: &str) -> Result<Option<(MerchantId, ContactId, Addressee)>, StoreError> {
    let Some((merchant, contact, seal)) = read(token) else { return Ok(None) };
    let found = app
        .store
        .read(move |tx| Box::pin(async move { mail::addressee(tx, merchant, contact).await }))
        .await?;
    let found = found.filter(|found| app.leaving.holds(merchant, contact, &found.address, seal));
    Ok(found.map(|found| (merchant, contact, found)))
}

async fn ask(State(app): State<App>, Path(token): Path<String>) -> Response {
    match whom(&app, &token).await {
        Ok(Some((_, _, addressee))) => page(&app, &addressee, StatusCode::OK, true),
        Ok(None) => gone(&app),
        Err(error) => failed(&error),
    }
}

async fn leave(State(app): State<App>, Path(token): Path<String>) -> Response {
    let (merchant, contact, addressee) = match whom(&app, &token).await {
        Ok(Some(found)) => found,
        Ok(None) => return gone(&app),
        Err(error) => return failed(&error),
    };
    let (member, now) = (addressee.member, app.clock.now());
    let unit = app.store.write(move |tx| {
        Box::pin(async move {
            inbox::hold_lane(tx, merchant).await?;
            if mail::leave(tx, merchant, contact, member, now).await? {
                events::save(tx, merchant, &[contacts_changed(member, now)], now).await?;
            }
            Ok(())
        })
    });
    match unit.await {
        Ok(()) => page(&app, &addressee, StatusCode::OK, false),
        Err(error) => failed(&error),
    }
}

/// The question with its button, or that it is done.
fn page(app: &App, addressee: &Addressee, status: StatusCode, asks: bool) -> Response {
    let lang = Lang::from_tag(&addressee.lang).unwrap_or_default();
    let shop = addressee.shop.clone();
    let line = if asks { Line::MailLeaveAsk { shop } } else { Line::MailLeft { shop } };
    let button = asks.then(|| said(app.turns.copy(), &Line::MailLeave, lang));
    html(status, lang, &addressee.shop, &said(app.turns.copy(), &line, lang), button.as_deref())
}

/// A link that leads to nothing any more: whoever was forgotten gets no mail either.
fn gone(app: &App) -> Response {
    let lang = Lang::default();
    html(StatusCode::NOT_FOUND, lang, "Freguês", &said(app.turns.copy(), &Line::MailGone, lang), None)
}

fn failed(error: &StoreError) -> Response {
    tracing::warn!(%error, "whoever wanted to leave could not");
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response()
}

fn said(copy: &Copy, line: &Line, lang: Lang) -> String {
    copy.line(line, Reader { lang, unit: Unit::Points, zone: Zone::UTC, now: 0 })
}

fn html(status: StatusCode, lang: Lang, title: &str, words: &str, button: Option<&str>) -> Response {
    let form = button.map_or_else(String::new, |words| {
        format!("<form method=\"post\"><button type=\"submit\">{}</button></form>", escaped(words))
    });
    let mut page = include_str!("leaving.html").to_owned();
    for (place, text) in [
        ("{lang}", lang.tag().to_owned()),
        ("{form}", form),
        ("{title}", escaped(title).replace('{', "&#123;")),
        ("{words}", escaped(words)),
    ] {
        page = page.replacen(place, &text, 2);
    }
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
        ),
    ];
    (status, headers, page).into_response()
}
