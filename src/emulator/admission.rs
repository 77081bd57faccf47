//! Who may ask what of the management half: every handler names what it is about by one of these, and is not called
//! when the version, the token, its scopes or the object are not right.

use super::account::Account;
use super::errors::{MetaError, refuse};
use super::graph::{Target, unknown_object};
use super::wire::WABA;
use super::{Emulator, Number};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

/// About the account, asked with a token that may manage it.
pub(super) struct OfAccount(pub Account);

/// About a number of the account.
pub(super) struct OfNumber(pub Account, pub Number);

/// About the app, asked with `app id|app secret` in place of a token.
pub(super) struct OfApp(pub Account);

/// Meta's answer to whoever may not.
pub(super) struct Refused(Box<Response>);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        *self.0
    }
}

impl FromRequestParts<Emulator> for OfAccount {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, emulator: &Emulator) -> Result<Self, Refused> {
        emulator
            .admitted(parts, |version, id, headers| {
                emulator.admit(version, headers)?;
                if id != WABA {
                    return refuse(33, unknown_object(id));
                }
                emulator.allowed().map(OfAccount)
            })
            .await
    }
}

impl FromRequestParts<Emulator> for OfNumber {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, emulator: &Emulator) -> Result<Self, Refused> {
        emulator
            .admitted(parts, |version, id, headers| {
                emulator.admit(version, headers)?;
                let number = emulator.known_number(id)?;
                Ok(OfNumber(emulator.allowed()?, number))
            })
            .await
    }
}

impl FromRequestParts<Emulator> for OfApp {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, emulator: &Emulator) -> Result<Self, Refused> {
        emulator
            .admitted(parts, |_, id, headers| {
                if bearer(headers) != Some(emulator.app_token().as_str()) {
                    return refuse(190, "Invalid OAuth access token signature.");
                }
                let account = emulator.account();
                if id != account.app_id {
                    return refuse(33, unknown_object(id));
                }
                Ok(OfApp(account))
            })
            .await
    }
}

impl Emulator {
    async fn admitted<T>(
        &self,
        parts: &mut Parts,
        admit: impl FnOnce(&str, &str, &HeaderMap) -> Result<T, MetaError>,
    ) -> Result<T, Refused> {
        let refused = |answer: Response| Refused(Box::new(answer));
        let target = Target::from_request_parts(parts, self).await;
        let Path((version, id)) = target.map_err(|fault| refused(fault.into_response()))?;
        admit(&version, &id, &parts.headers).map_err(|error| refused(self.refusal(&error)))
    }

    pub(super) fn app_token(&self) -> String {
        format!("{}|{}", self.account().app_id, self.0.settings.app_secret)
    }

    fn allowed(&self) -> Result<Account, MetaError> {
        let (account, scope) = (self.account(), "whatsapp_business_management");
        if !account.scopes.iter().any(|held| held == scope) {
            return refuse(200, format!("(#200) Requires {scope} permission to manage the object"));
        }
        Ok(account)
    }
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
