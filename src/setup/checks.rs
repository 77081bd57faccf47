//! What is looked at on Meta's side, in the order in which it is set up.

use super::remedy::{self, BUSINESS, DASHBOARD, MANAGER};
use super::shortcuts::shortcuts;
use super::{Check, Subject, Verdict};
use crate::process::random;
use crate::whatsapp::manage::{Blocked, FIELDS, ManageError, NumberState, SCOPES, SHARED_PER_SECOND};
use crate::whatsapp::probe::{self, Callback};

/// Of the installation, besides its token: one app, one address.
pub const INSTALLATION: [Check; 3] = [APP_SECRET, ADDRESS, WEBHOOK];

/// Of each shop's number.
pub const NUMBER_OF_SHOP: [Check; 10] =
    [NUMBER, REGISTRATION, SUBSCRIPTION, LIVE_MODE, PAYMENT, LIMIT, QUALITY, PROFILE, TEMPLATES, COMMANDS];

pub const TOKEN: Check = Check { name: "token", run: |subject| Box::pin(token(subject)) };
pub const OWN_TOKEN: Check = Check { name: "own token", run: |subject| Box::pin(own_token(subject)) };
pub const APP_SECRET: Check = Check { name: "app secret", run: |subject| Box::pin(app_secret(subject)) };
pub const ADDRESS: Check = Check { name: "public address", run: |subject| Box::pin(address(subject)) };
pub const WEBHOOK: Check = Check { name: "webhook", run: |subject| Box::pin(webhook(subject)) };
pub const NUMBER: Check = Check { name: "number", run: |subject| Box::pin(number(subject)) };
pub const REGISTRATION: Check =
    Check { name: "registration", run: |subject| Box::pin(registration(subject)) };
pub const SUBSCRIPTION: Check =
    Check { name: "subscription", run: |subject| Box::pin(subscription(subject)) };
pub const LIVE_MODE: Check = Check { name: "live mode", run: |subject| Box::pin(live_mode(subject)) };
pub const PAYMENT: Check = Check { name: "payment", run: |subject| Box::pin(payment(subject)) };
pub const LIMIT: Check = Check { name: "limit", run: |subject| Box::pin(limit(subject)) };
pub const QUALITY: Check = Check { name: "quality", run: |subject| Box::pin(quality(subject)) };
pub const PROFILE: Check = Check { name: "profile", run: |subject| Box::pin(profile(subject)) };
pub const TEMPLATES: Check = Check { name: "templates", run: |subject| Box::pin(templates(subject)) };
pub const COMMANDS: Check = Check { name: "commands", run: |subject| Box::pin(commands(subject)) };

/// A token that ends sooner is told of (ms).
const SOON: i64 = 10 * 86_400_000;

fn good(what: impl Into<String>) -> Verdict {
    Verdict::Good(what.into())
}

/// The value of a call, or what its failure means.
macro_rules! told {
    ($call:expr) => {
        match $call {
            Ok(value) => value,
            Err(error) => return remedy::of(&error),
        }
    };
}

async fn token(subject: &Subject) -> Verdict {
    if !subject.manager.has_token() {
        return Verdict::for_setup("there is none yet", remedy::NEW_TOKEN);
    }
    let token = told!(subject.manager.token().await);
    if !token.valid {
        let why = token.error.unwrap_or_else(|| "Meta does not say why".to_owned());
        return Verdict::for_setup(format!("it is not valid: {why}"), remedy::NEW_TOKEN);
    }
    let missing: Vec<&str> =
        SCOPES.into_iter().filter(|scope| !token.scopes.iter().any(|held| held == scope)).collect();
    if !missing.is_empty() {
        return Verdict::for_setup(format!("it lacks {}", missing.join(" and ")), remedy::NEW_TOKEN);
    }
    if token.kind == "USER" {
        return Verdict::for_setup(
            "it is the token of a person, and ends with their password or their job",
            remedy::NEW_TOKEN,
        );
    }
    let whose = if token.kind == "SYSTEM_USER" { "of a system user of app" } else { "of app" };
    let days = (token.expires_ms - subject.now) / 86_400_000;
    match token.expires_ms {
        0 => good(format!("{whose} {}, never expires", token.app_id)),
        ends if ends < subject.now + SOON => {
            Verdict::for_setup(format!("it expires in {days} days"), remedy::NEW_TOKEN)
        }
        _ => good(format!("{whose} {}, expires in {days} days", token.app_id)),
    }
}

/// The token that a number has of its own: of another app, it would have webhooks sent to that one.
async fn own_token(subject: &Subject) -> Verdict {
    let (found, app) = (token(subject).await, &subject.config.whatsapp.app_id);
    if !found.is_good() {
        return found;
    }
    let its = told!(subject.manager.token().await).app_id;
    if its == *app {
        return found;
    }
    Verdict::for_setup(
        format!("it is of app {its}, and webhooks come to this installation as app {app}"),
        remedy::NEW_TOKEN,
    )
}

async fn app_secret(subject: &Subject) -> Verdict {
    let app = subject.app();
    if app.secret.is_empty() {
        return Verdict::for_setup("there is none yet", remedy::APP_SECRET);
    }
    if app.id.is_empty() {
        return Verdict::for_setup("it is not known yet which app it is of", "");
    }
    match subject.manager.app(app).await {
        Ok(token) if token.valid && token.app_id != app.id => Verdict::for_setup(
            format!("it is of app {}, and the token is of app {}", app.id, token.app_id),
            remedy::APP_SECRET,
        ),
        Ok(_) => good(format!("it is the one of app {}", app.id)),
        Err(error) if is_no_secret(&error) => {
            Verdict::for_setup(format!("it is not the one of app {}", app.id), remedy::APP_SECRET)
        }
        Err(error) => remedy::of(&error),
    }
}

/// What Meta answers to an app token that does not hold has changed over the years.
fn is_no_secret(error: &ManageError) -> bool {
    matches!(error.code(), Some(1 | 100 | 101 | 190))
}

/// From outside in, as WhatsApp comes.
async fn address(subject: &Subject) -> Verdict {
    let callback = subject.config.server.callback();
    if callback.is_empty() {
        return Verdict::for_setup("no public address is known yet", "");
    }
    let whatsapp = &subject.config.whatsapp;
    let ours = Callback {
        url: &callback,
        verify_token: whatsapp.verify_token.reveal(),
        app_secret: whatsapp.app_secret.reveal(),
    };
    let challenge = random().unwrap_or(0).to_string();
    match probe::reach(&ours, &challenge, probe::PATIENCE).await {
        Ok(took) => good(format!(
            "{callback} answers the challenge and takes what is signed ({} ms)",
            took.as_millis()
        )),
        Err(fault) => remedy::of_probe(&fault, &callback),
    }
}

async fn webhook(subject: &Subject) -> Verdict {
    let callback = subject.config.server.callback();
    if callback.is_empty() {
        return Verdict::for_setup("there is no address to send it to", "");
    }
    let asked = subject.manager.subscription(subject.app()).await;
    if asked.as_ref().is_err_and(is_no_secret) {
        return Verdict::for_setup(
            "it is asked about with the app secret, and that is not the app's",
            remedy::APP_SECRET,
        );
    }
    let Some(found) = told!(asked) else {
        return Verdict::for_setup("the app has no callback for WhatsApp yet", "");
    };
    if found.callback != callback {
        return Verdict::for_setup(format!("Meta calls {}, not {callback}", found.callback), "");
    }
    if !found.active {
        return Verdict::for_setup("Meta has switched the callback off", "");
    }
    let missing: Vec<&str> =
        FIELDS.into_iter().filter(|field| !found.fields.iter().any(|held| held == field)).collect();
    if missing.is_empty() {
        good(format!("Meta calls {callback} with {} fields", FIELDS.len()))
    } else {
        Verdict::for_setup(format!("these fields are not subscribed: {}", missing.join(", ")), "")
    }
}

async fn number(subject: &Subject) -> Verdict {
    let number = &subject.number;
    if number.id.is_empty() || number.waba.is_empty() {
        return Verdict::for_setup("no number is chosen yet", "");
    }
    let listed = told!(subject.manager.numbers(&number.waba).await);
    if !listed.iter().any(|one| one.id == number.id) {
        return Verdict::bad(
            format!("account {} has no number {}", number.waba, number.id),
            format!("compare both ids with {DASHBOARD} → WhatsApp → API Setup"),
        );
    }
    let found = told!(state(subject).await);
    if ["DECLINED", "EXPIRED", "NONE"].contains(&found.name_status.as_str()) {
        return Verdict::bad(
            format!("Meta has not approved the name {:?}", found.verified_name),
            format!("choose another in {MANAGER} → Phone numbers → Profile"),
        );
    }
    let mut what = format!("{} {:?}", found.display, found.verified_name);
    if found.on_business_app {
        what.push_str(", shared with the WhatsApp Business app");
        if number.per_second > SHARED_PER_SECOND {
            return Verdict::Open(format!(
                "{what}: Meta lets it send and receive {SHARED_PER_SECOND} messages a second, and here it may {}; \
                 fregues merchant set --per-second {SHARED_PER_SECOND}",
                number.per_second
            ));
        }
    }
    good(what)
}

async fn state(subject: &Subject) -> Result<NumberState, ManageError> {
    subject.manager.number(&subject.number.id).await
}

async fn registration(subject: &Subject) -> Verdict {
    let number = told!(state(subject).await);
    match number.registered() {
        Some(true) => good("the number is registered for the Cloud API"),
        Some(false) => Verdict::for_setup(
            format!("the number is not registered for the Cloud API (it is {})", number.status),
            "",
        ),
        None => Verdict::Open("Meta does not tell whether the number is registered".to_owned()),
    }
}

async fn subscription(subject: &Subject) -> Verdict {
    let apps = told!(subject.manager.subscribed_apps(&subject.number.waba).await);
    if apps.contains(&subject.config.whatsapp.app_id) {
        good("the app gets this account's webhooks")
    } else {
        Verdict::for_setup("the app does not get this account's webhooks, so no message arrives", "")
    }
}

async fn health(subject: &Subject, entities: &[&str]) -> Result<Option<Vec<Blocked>>, ManageError> {
    let health = subject.manager.health(&subject.number.id).await?;
    Ok(health.map(|health| entities.iter().flat_map(|entity| health.of(entity).cloned()).collect()))
}

fn in_words(blocked: &[Blocked]) -> String {
    let each = blocked.iter().map(|one| match one.code {
        0 => one.what.clone(),
        code => format!("{} (code {code})", one.what.trim_end_matches('.')),
    });
    each.collect::<Vec<_>>().join("; ")
}

/// No call is confirmed to tell the mode; the health of the app does where it is given.
async fn live_mode(subject: &Subject) -> Verdict {
    match told!(health(subject, &["APP"]).await) {
        None => Verdict::Open(format!(
            "Meta does not tell; look that {DASHBOARD} says Live at the top: in development real customers' \
             messages do not arrive"
        )),
        Some(blocked) if blocked.is_empty() => good("Meta's health check finds nothing against the app"),
        Some(blocked) => Verdict::bad(
            in_words(&blocked),
            format!(
                "switch App Mode to Live at the top of {DASHBOARD} (it asks for the address of a privacy policy)"
            ),
        ),
    }
}

/// No call is confirmed to tell the payment method either.
async fn payment(subject: &Subject) -> Verdict {
    match told!(health(subject, &["WABA", "BUSINESS"]).await) {
        None => Verdict::Open(format!(
            "Meta does not tell; look for a payment method in {BUSINESS} → WhatsApp accounts → Payment settings: \
             without one Meta stops delivering"
        )),
        Some(blocked) if blocked.is_empty() => good("Meta's health check finds nothing against the account"),
        Some(blocked) => Verdict::bad(
            in_words(&blocked),
            format!(
                "add a payment method in {BUSINESS} → WhatsApp accounts → Payment settings, or appeal a restriction in Account quality"
            ),
        ),
    }
}

async fn limit(subject: &Subject) -> Verdict {
    let number = told!(state(subject).await);
    match number.limit.strip_prefix("TIER_") {
        None => Verdict::Open("Meta does not tell how many people may be written to first".to_owned()),
        Some("UNLIMITED") => good("any number of people may be written to first"),
        Some("NOT_SET") => Verdict::Open("Meta has not set a limit yet".to_owned()),
        Some(tier) => {
            let people = tier.replace('K', ",000");
            let more = if tier == "250" { "; verifying the business raises it to 2,000" } else { "" };
            good(format!("{people} people a day may be written to first{more}"))
        }
    }
}

async fn quality(subject: &Subject) -> Verdict {
    let number = told!(state(subject).await);
    match number.quality.as_str() {
        "RED" => Verdict::bad(
            "RED: people block or report the number",
            format!("stop announcements and look at {MANAGER} → Insights; it recovers within days"),
        ),
        "YELLOW" => Verdict::Open("YELLOW: people begin to block or report the number; send less".to_owned()),
        "GREEN" => good("GREEN"),
        _ => good("not rated yet, as for every new number"),
    }
}

async fn profile(subject: &Subject) -> Verdict {
    let profile = told!(subject.manager.profile(&subject.number.id).await);
    let ways: Vec<&str> =
        [profile.email.as_str()].into_iter().chain(profile.websites.iter().map(String::as_str)).collect();
    if profile.has_contact() {
        let ways: Vec<&str> = ways.into_iter().filter(|way| !way.is_empty()).collect();
        good(format!("people find {}", ways.join(" and ")))
    } else {
        Verdict::for_setup("it shows no e-mail and no website, and Meta wants a way to a person", "")
    }
}

async fn templates(subject: &Subject) -> Verdict {
    if subject.pack.is_empty() {
        return good("this version sends none");
    }
    let there = told!(subject.manager.templates(&subject.number.waba, subject.now).await);
    super::templates::compare(&subject.pack, &there)
}

async fn commands(subject: &Subject) -> Verdict {
    let there = told!(subject.manager.automation(&subject.number.id).await);
    let ours = shortcuts(subject.number.lang);
    if there == ours {
        good(format!("{} commands and {} ice breakers", ours.commands.len(), ours.prompts.len()))
    } else {
        Verdict::for_setup("they are not those of this version", "")
    }
}
