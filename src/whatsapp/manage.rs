//! Managing a number through the Graph API: what the token may do, the number and its registration, webhooks,
//! profile, templates, commands. For a person at a terminal, not for the stream of messages: one try, and whatever
//! comes back is an answer or one of three errors.
//!
//! Answers are read leniently: a field that is missing or new is no fault. Where a shape is not confirmed by a page of
//! Meta's, it says so beside the field.

mod answers;

use super::client::{CONNECT_TIMEOUT, Client, ClientError, READ_TIMEOUT, built, causes, root, text};
use super::errors::GraphError;
use super::templates::listed;
use crate::domain::template::Template;
pub use answers::{Automation, Blocked, Command, Health, NumberState, Profile, Subscription, Token};
use reqwest::{Method, Url, header};
use serde_json::{Value, json};

/// A page of fifty templates with all their texts fits.
const LONGEST_ANSWER: usize = 4 * 1024 * 1024;
/// Lists are read to the end, but not for ever.
const MOST_PAGES: usize = 200;

/// The webhook fields this product lives on (Webhooks overview, served 2026-09-11). `smb_message_echoes` is what
/// people type in the Business app of a number that shares it.
pub const FIELDS: [&str; 11] = [
    "messages",
    "user_preferences",
    "message_template_status_update",
    "message_template_quality_update",
    "template_category_update",
    "account_update",
    "account_alerts",
    "business_capability_update",
    "phone_number_quality_update",
    "phone_number_name_update",
    "smb_message_echoes",
];

/// What a token must be allowed to do. `business_management` is only needed for portfolios of many accounts.
pub const SCOPES: [&str; 2] = ["whatsapp_business_management", "whatsapp_business_messaging"];

/// Messages a second, both directions, of a number that the WhatsApp Business app shares (Meta, "Onboarding WhatsApp
/// Business app users": throughput is fixed at 20).
pub const SHARED_PER_SECOND: i64 = 20;

/// Holds the token, and so has no `Debug`.
#[derive(Clone)]
pub struct Manager {
    http: reqwest::Client,
    root: Url,
    token: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManageError {
    /// Graph said no.
    #[error("Meta refused: {} (code {})", .0.details.as_ref().unwrap_or(&.0.message), .0.code)]
    Refused(GraphError),
    /// Nobody answered.
    #[error("Meta was not reached at {at}: {why}")]
    Unreachable { at: String, why: String },
    /// Something answered that is not Graph, or not in its form.
    #[error("the answer cannot be read: {0}")]
    Strange(String),
}

impl ManageError {
    /// Meta's code, when it was Meta who refused.
    pub fn code(&self) -> Option<i64> {
        match self {
            ManageError::Refused(error) => Some(error.code),
            ManageError::Unreachable { .. } | ManageError::Strange(_) => None,
        }
    }
}

type Answer<T> = Result<T, ManageError>;

/// The app, as which calls about the app itself are made: its id and secret stand as the bearer (documented as a
/// parameter; that the header takes it as well is not confirmed, but keeps the secret out of addresses).
#[derive(Clone, Copy)]
pub struct App<'a> {
    pub id: &'a str,
    pub secret: &'a str,
}

impl App<'_> {
    fn token(self) -> String {
        format!("{}|{}", self.id, self.secret)
    }
}

impl Manager {
    /// `base` and `version` as for sending; `token` is the bearer.
    pub fn new(base: &str, version: &str, token: &str) -> Result<Manager, ClientError> {
        let root = root(base, version)?;
        Ok(Manager { http: built(&root, CONNECT_TIMEOUT, READ_TIMEOUT)?, root, token: token.to_owned() })
    }

    /// With the connections of a client that sends.
    pub fn beside(client: &Client, token: &str) -> Manager {
        Manager { http: client.http.clone(), root: client.root.clone(), token: token.to_owned() }
    }

    pub fn has_token(&self) -> bool {
        !self.token.is_empty()
    }

    /// What our token is. A system user's token may look at itself [not confirmed for every kind].
    pub async fn token(&self) -> Answer<Token> {
        self.debug(&self.token).await.map(|answer| answers::token(&answer))
    }

    /// Whether id and secret belong together: only then may they look at the token.
    pub async fn app(&self, app: App<'_>) -> Answer<Token> {
        self.debug(&app.token()).await.map(|answer| answers::token(&answer))
    }

    async fn debug(&self, bearer: &str) -> Answer<Value> {
        self.get(&["debug_token"], &[("input_token", &self.token)], bearer).await
    }

    /// The number with everything Meta tells of it; where it refuses a field (code 100), with what it always told.
    pub async fn number(&self, id: &str) -> Answer<NumberState> {
        let all = "id,display_phone_number,verified_name,quality_rating,status,code_verification_status,name_status,\
                   platform_type,is_on_biz_app,whatsapp_business_manager_messaging_limit,throughput";
        let few = "id,display_phone_number,verified_name,quality_rating";
        match self.fields(id, all).await {
            Err(error) if error.code() == Some(100) => self.fields(id, few).await,
            answer => answer,
        }
        .map(|answer| answers::number(&answer))
    }

    /// What may send and what keeps it from sending; `None` where Meta does not tell (field and shape are not
    /// confirmed).
    pub async fn health(&self, id: &str) -> Answer<Option<Health>> {
        match self.fields(id, "health_status").await {
            Ok(answer) => Ok(answers::health(&answer["health_status"])),
            Err(error) if error.code() == Some(100) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The name of an account.
    pub async fn account(&self, waba: &str) -> Answer<String> {
        let answer = self.fields(waba, "id,name,currency").await?;
        Ok(answer["name"].as_str().unwrap_or_default().to_owned())
    }

    /// The numbers of an account.
    pub async fn numbers(&self, waba: &str) -> Answer<Vec<NumberState>> {
        let rows = self.list(&[waba, "phone_numbers"], &[]).await?;
        Ok(rows.iter().map(answers::number).collect())
    }

    /// At most ten times in 72 hours; sets the PIN where the number has none.
    pub async fn register(&self, number: &str, pin: &str) -> Answer<()> {
        let body = json!({ "messaging_product": "whatsapp", "pin": pin });
        self.post(&[number, "register"], &body, &self.token).await
    }

    /// Ids of the apps that get this account's webhooks.
    pub async fn subscribed_apps(&self, waba: &str) -> Answer<Vec<String>> {
        let rows = self.list(&[waba, "subscribed_apps"], &[]).await?;
        let id = |row: &Value| answers::text(&row["whatsapp_business_api_data"], "id");
        Ok(rows.iter().filter_map(id).collect())
    }

    pub async fn subscribe(&self, waba: &str) -> Answer<()> {
        self.post(&[waba, "subscribed_apps"], &json!({}), &self.token).await
    }

    /// Where the app has WhatsApp's webhooks sent; `None` when nowhere.
    pub async fn subscription(&self, app: App<'_>) -> Answer<Option<Subscription>> {
        let answer = self.get(&[app.id, "subscriptions"], &[], &app.token()).await?;
        Ok(answers::subscription(&answer))
    }

    /// Has them sent to `callback` with [`FIELDS`]. Meta asks the callback for a challenge before it answers.
    pub async fn set_subscription(&self, app: App<'_>, callback: &str, verify_token: &str) -> Answer<()> {
        let body = json!({ "object": answers::WHATSAPP, "callback_url": callback, "verify_token": verify_token,
            "fields": FIELDS.join(","), "include_values": true });
        self.post(&[app.id, "subscriptions"], &body, &app.token()).await
    }

    pub async fn profile(&self, number: &str) -> Answer<Profile> {
        let fields = [("fields", "about,address,description,email,websites,vertical")];
        let answer = self.get(&[number, "whatsapp_business_profile"], &fields, &self.token).await?;
        Ok(answers::profile(&answer))
    }

    /// Changes only the fields that are not empty.
    pub async fn set_profile(&self, number: &str, profile: &Profile) -> Answer<()> {
        let mut body = json!({ "messaging_product": "whatsapp" });
        for (key, text) in [("email", &profile.email), ("description", &profile.description)] {
            if !text.is_empty() {
                body[key] = json!(text);
            }
        }
        if !profile.websites.is_empty() {
            body["websites"] = json!(profile.websites);
        }
        self.post(&[number, "whatsapp_business_profile"], &body, &self.token).await
    }

    /// Every template of the account, in all languages and states. `now`: ms UTC.
    pub async fn templates(&self, waba: &str, now: i64) -> Answer<Vec<Template>> {
        let fields = ("fields", "id,name,language,status,category,quality_score,rejected_reason");
        let rows = self.list(&[waba, "message_templates"], &[fields]).await?;
        Ok(rows.iter().filter_map(|row| listed(row, now)).collect())
    }

    /// `body` as Meta takes it: name, language, category, components.
    pub async fn create_template(&self, waba: &str, body: &Value) -> Answer<()> {
        self.request(Method::POST, &[waba, "message_templates"], &[], Some(body), &self.token)
            .await
            .map(|_| ())
    }

    pub async fn automation(&self, number: &str) -> Answer<Automation> {
        let answer = self.fields(number, "conversational_automation").await?;
        Ok(answers::automation(&answer["conversational_automation"]))
    }

    /// The whole list each time: whether a part may be sent is not documented.
    pub async fn set_automation(&self, number: &str, automation: &Automation) -> Answer<()> {
        self.post(&[number, "conversational_automation"], &json!(automation), &self.token).await
    }

    /// Meta's clock in ms UTC, from the `Date` of any answer; `None` when it carries none.
    pub async fn time(&self) -> Answer<Option<i64>> {
        let url = self.url(&["debug_token"], &[])?;
        let sent = self.http.get(url).bearer_auth(&self.token).send().await;
        let answer = sent.map_err(|error| self.unreachable(causes(error)))?;
        let date = answer.headers().get(header::DATE).and_then(|date| date.to_str().ok());
        Ok(date
            .and_then(|date| chrono::DateTime::parse_from_rfc2822(date).ok())
            .map(|date| date.timestamp_millis()))
    }

    async fn fields(&self, id: &str, fields: &str) -> Answer<Value> {
        self.get(&[id], &[("fields", fields)], &self.token).await
    }

    async fn get(&self, path: &[&str], query: &[(&str, &str)], bearer: &str) -> Answer<Value> {
        self.request(Method::GET, path, query, None, bearer).await
    }

    /// A call that answers `{"success":true}`.
    async fn post(&self, path: &[&str], body: &Value, bearer: &str) -> Answer<()> {
        let answer = self.request(Method::POST, path, &[], Some(body), bearer).await?;
        if answer["success"] == false {
            return Err(ManageError::Strange(
                "Meta answered that it did not succeed, and not why".to_owned(),
            ));
        }
        Ok(())
    }

    /// All pages of a list.
    async fn list(&self, path: &[&str], query: &[(&str, &str)]) -> Answer<Vec<Value>> {
        let mut rows = Vec::new();
        let mut after = String::new();
        for _ in 0..MOST_PAGES {
            let mut query = query.to_vec();
            query.push(("limit", "50"));
            if !after.is_empty() {
                query.push(("after", &after));
            }
            let mut answer = self.get(path, &query, &self.token).await?;
            if let Value::Array(page) = answer["data"].take() {
                rows.extend(page);
            }
            // The address of the next page names the token; the cursor says the same.
            let next = answer["paging"]["next"].is_string();
            match answer["paging"]["cursors"]["after"].as_str() {
                Some(cursor) if next => cursor.clone_into(&mut after),
                _ => return Ok(rows),
            }
        }
        Err(ManageError::Strange("the list does not end".to_owned()))
    }

    fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Answer<Url> {
        let mut url = self.root.clone();
        let no_path = |()| ManageError::Strange("the address takes no path".to_owned());
        url.path_segments_mut().map_err(no_path)?.extend(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }

    async fn request(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
        bearer: &str,
    ) -> Answer<Value> {
        let mut request = self.http.request(method, self.url(path, query)?).bearer_auth(bearer);
        if let Some(body) = body {
            request = request.json(body);
        }
        // A token with a line break in it cannot be put into a header.
        let told = |error: reqwest::Error| match (error.is_builder(), causes(error)) {
            (true, why) => ManageError::Strange(why),
            (false, why) => self.unreachable(why),
        };
        let answer = request.send().await.map_err(told)?;
        let status = answer.status();
        let body = text(answer, LONGEST_ANSWER).await.map_err(|why| self.unreachable(why))?;
        if let Some(error) = GraphError::answered(&body) {
            return Err(ManageError::Refused(error));
        }
        match serde_json::from_str(&body) {
            Ok(value @ Value::Object(_)) if status.is_success() => Ok(value),
            _ => Err(ManageError::Strange(format!(
                "{} says HTTP {} without Graph's JSON",
                self.server(),
                status.as_u16()
            ))),
        }
    }

    /// Scheme, host and port: what a person has typed of the address.
    fn server(&self) -> String {
        self.root.origin().ascii_serialization()
    }

    fn unreachable(&self, why: String) -> ManageError {
        ManageError::Unreachable { at: self.server(), why }
    }
}
