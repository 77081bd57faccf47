//! The circuit of a number: what stops it, what it takes to go on, and telling the owner. The table `channel` is the
//! truth, so that all replicas stop together and a restart forgets nothing.

use crate::app::sender::judge::Beyond;
use crate::dialogue::news::{News, TemplateNews};
use crate::dialogue::notice::Kind;
use crate::domain::calendar::HOUR;
use crate::domain::ids::MerchantId;
use crate::domain::lang::Lang;
use crate::store::channel::{self, Stop};
use crate::store::{StoreError, Tx, claims, inbox, outbox, templates};
use crate::whatsapp::errors::{Action, action};
use serde_json::Value;

/// A stopped number is tried this often (ms).
pub const PROBE: i64 = 30_000;

/// Carries out what an outcome says about more than its row.
pub async fn carry_out(
    tx: &mut Tx,
    merchant: MerchantId,
    beyond: &Beyond,
    now: i64,
) -> Result<(), StoreError> {
    let (key, news) = match beyond {
        Beyond::Stop { .. } => return stop(tx, merchant, beyond, now).await,
        // That WhatsApp takes messages shows nothing where it takes them and fails them afterwards.
        Beyond::Works if channel::stopped(tx, merchant).await?.is_some_and(|was| was.by_status) => {
            return Ok(());
        }
        Beyond::Works | Beyond::Arrives => match channel::resume(tx, merchant, now).await? {
            Some(was) if matches!(action(was.code), Action::OpenCircuit(_)) => {
                tracing::info!(%merchant, code = was.code, "messages leave again");
                let (waited, late) = claims::stood(tx, merchant, was.since, now).await?;
                let news = News::Resumed { since: was.since, waited, late };
                (format!("resumed:{merchant}:{}", was.since), news)
            }
            _ => return Ok(()),
        },
        Beyond::RestMarketing { code } => {
            let since = channel::rest_marketing(tx, merchant, now).await?;
            tracing::warn!(%merchant, code, "announcements rest");
            (format!("marketing:{merchant}:{since}"), News::MarketingStopped { code: *code })
        }
        Beyond::Undelivered { member, row } => {
            let key = format!("undelivered:{merchant}:{row}");
            return inbox::known(tx, merchant, (inbox::UNDELIVERED, &key), now, *member).await.map(|_| ());
        }
        Beyond::OptedOut { member, row } => {
            let key = format!("opted-out:{merchant}:{row}");
            return inbox::known(tx, merchant, (inbox::OPTED_OUT, &key), now, *member).await.map(|_| ());
        }
        Beyond::Hold { cause, code, reason } => {
            let held = outbox::hold(tx, merchant, cause, *code, reason).await?;
            tracing::warn!(%merchant, code, held, "an announcement is held");
            // One refusal of many at once is told; one after somebody had let it go again is told again.
            (format!("held:{merchant}:{cause}:{}", now / HOUR), News::AnnouncementHeld { code: *code })
        }
        Beyond::Untaken { row, code } => match untaken(tx, merchant, *row, *code).await? {
            Some(found) => found,
            None => return Ok(()),
        },
    };
    inbox::news(tx, merchant, &key, now, &news).await.map(|_| ())
}

/// The template of a row as news, told once until WhatsApp says something new of it: where it has said that the
/// template is not to be had, that was news already.
async fn untaken(
    tx: &mut Tx,
    merchant: MerchantId,
    row: i64,
    code: i64,
) -> Result<Option<(String, News)>, StoreError> {
    let body = outbox::template_of(tx, merchant, row).await?;
    let body = body.and_then(|body| serde_json::from_str::<Value>(&body).ok()).unwrap_or_default();
    let name = |pointer| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (name, tag) = (name("/template/name"), name("/template/language/code"));
    let lang = Lang::ALL.into_iter().find(|lang| lang.template_code() == tag);
    let Some((kind, lang)) = Kind::of_template(name).zip(lang) else { return Ok(None) };
    let known = templates::known(tx, merchant).await?;
    let known = known.get(name, tag);
    if known.is_some_and(|template| template.status != "APPROVED") {
        return Ok(None);
    }
    tracing::warn!(%merchant, code, template = name, tag, "a template is refused when it is sent");
    let since = known.map_or(0, |template| template.updated_at);
    let news = News::Template { kind, lang, news: TemplateNews::Untaken { code } };
    Ok(Some((format!("untaken:{merchant}:{name}:{tag}:{since}"), news)))
}

/// Stops the number. A person is told once, when it takes a person to go on.
async fn stop(tx: &mut Tx, merchant: MerchantId, beyond: &Beyond, now: i64) -> Result<(), StoreError> {
    let Beyond::Stop { code, reason, by_status } = beyond else { return Ok(()) };
    let (code, by_status) = (*code, *by_status);
    let was = channel::stopped(tx, merchant).await?;
    let told = |code| if let Action::OpenCircuit(trouble) = action(code) { Some(trouble) } else { None };
    let (probe_in, grows) = match action(code) {
        Action::OpenCircuitFor(seconds) => (i64::from(seconds) * 1_000, false),
        Action::Pause => (PROBE, true),
        _ => (PROBE, false),
    };
    // What a person must put right is not forgotten over what passes by itself.
    let kept =
        was.filter(|was| told(was.code).is_some() && told(code).is_none()).map_or(code, |was| was.code);
    let stop = Stop { merchant, code: kept, reason: reason.clone(), probe_in, grows, by_status };
    let since = channel::stop(tx, &stop, now).await?;
    if was.is_none() {
        tracing::warn!(%merchant, code, reason, "nothing leaves from this number for now");
    }
    if let Some(trouble) = told(code) {
        let key = format!("stopped:{merchant}:{since}:{trouble:?}");
        inbox::news(tx, merchant, &key, now, &News::Stopped { trouble, code }).await?;
    }
    Ok(())
}
