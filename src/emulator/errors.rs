//! Meta's errors as data: code, HTTP status and title, and the JSON they come in.

use super::rng::Rng;
use serde_json::{Value, json};

/// (code, HTTP status, title). Source: the Cloud API error reference; the HTTP statuses are habit rather than promise,
/// and callers should branch on the code.
const TABLE: &[(u32, u16, &str)] = &[
    (0, 401, "Unable to authenticate the app user"),
    (1, 400, "Invalid request or possible server error"),
    (2, 503, "Temporary due to downtime or due to being overloaded"),
    (3, 500, "Capability or permissions issue"),
    (4, 400, "Application request limit reached"),
    (10, 403, "Permission is either not granted or has been removed"),
    (33, 400, "The business phone number has been deleted"),
    (100, 400, "Invalid parameter"),
    (190, 401, "Invalid OAuth access token - Cannot parse access token"),
    (200, 403, "Permission denied"),
    (368, 403, "Temporarily blocked for policies violations"),
    (2_200, 400, "Callback verification failed"),
    (80_007, 400, "Rate limit issues"),
    (130_403, 400, "The business has blocked this user"),
    (130_429, 429, "Rate limit hit"),
    (130_472, 400, "User's number is part of an experiment"),
    (130_497, 403, "Business account is restricted from messaging users in this country"),
    (131_000, 500, "Something went wrong"),
    (131_005, 403, "Access denied"),
    (131_008, 400, "Required parameter is missing"),
    (131_009, 400, "Parameter value is not valid"),
    (131_016, 500, "Service unavailable"),
    (131_021, 400, "Recipient cannot be sender"),
    (131_026, 400, "Message undeliverable"),
    (131_030, 400, "Recipient phone number not in allowed list"),
    (131_031, 403, "Account has been locked"),
    (131_037, 400, "Display name approval needed"),
    (131_042, 400, "Business eligibility payment issue"),
    (131_045, 500, "Incorrect certificate"),
    (131_047, 400, "Re-engagement message"),
    (131_048, 400, "Spam rate limit hit"),
    (131_049, 400, "This message was not delivered to maintain healthy ecosystem engagement"),
    (131_050, 400, "User has stopped marketing messages from this business"),
    (131_051, 400, "Unsupported message type"),
    (131_052, 400, "Media download error"),
    (131_053, 400, "Media upload error"),
    (131_056, 400, "(Business Account, Consumer Account) pair rate limit hit"),
    (131_057, 500, "Account in maintenance mode"),
    (131_062, 400, "Business-scoped user ids are not supported for this message"),
    (131_064, 400, "Limited because of template classification violations"),
    (132_000, 400, "Number of parameters does not match the expected number of params"),
    (132_001, 404, "Template name does not exist in the translation"),
    (132_005, 400, "Translated text too long"),
    (132_007, 400, "Template content policy violated"),
    (132_012, 400, "Parameter format does not match format in the created template"),
    (132_015, 400, "Template is paused"),
    (132_016, 400, "Template is disabled"),
    (132_018, 400, "There is an issue with the parameters in your template"),
    (133_005, 400, "Two step verification PIN Mismatch"),
    (133_010, 400, "Phone number not registered"),
    (133_016, 400, "Too many registrations and deregistrations of this phone number"),
    (135_000, 400, "Generic user error"),
];

/// A refusal, synchronous or in a `failed` status.
#[derive(Debug, Clone)]
pub(super) struct MetaError {
    pub code: u32,
    pub details: String,
}

pub(super) fn refuse<T>(code: u32, details: impl Into<String>) -> Result<T, MetaError> {
    Err(MetaError { code, details: details.into() })
}

impl MetaError {
    pub(super) fn of(code: u32) -> Self {
        Self { code, details: row(code).2.to_owned() }
    }

    pub(super) fn http_status(&self) -> u16 {
        row(self.code).1
    }

    /// The body of a synchronous refusal. Token errors and unknown objects have no `error_data`, as at Meta.
    pub(super) fn body(&self, rng: &mut Rng) -> Value {
        let trace = format!("A{}", rng.token(22));
        let title = row(self.code).2;
        match self.code {
            190 => json!({ "error": { "message": title, "type": "OAuthException", "code": 190,
                "fbtrace_id": trace } }),
            33 => json!({ "error": { "message": self.details, "type": "GraphMethodException", "code": 100,
                "error_subcode": 33, "fbtrace_id": trace } }),
            code => json!({ "error": { "message": format!("(#{code}) {title}"), "type": "OAuthException",
                "code": code, "error_data": { "messaging_product": "whatsapp", "details": self.details },
                "fbtrace_id": trace } }),
        }
    }

    /// The item of `statuses[].errors`.
    pub(super) fn in_status(&self) -> Value {
        let title = row(self.code).2;
        json!({ "code": self.code, "title": title, "message": title, "error_data": { "details": self.details },
            "href": "/documentation/business-messaging/whatsapp/support/error-codes" })
    }
}

/// A code that the table does not know gets the wording of an unknown failure.
fn row(code: u32) -> (u32, u16, &'static str) {
    TABLE.iter().copied().find(|row| row.0 == code).unwrap_or((code, 400, "Something went wrong"))
}
