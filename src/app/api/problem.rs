//! What is answered instead of what was asked for: `application/problem+json` (RFC 9457) with a sentence for whoever writes
//! the program and, where one is at fault, the field.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Where problems are explained; the `type` of each lies below.
const PLACE: &str = "/api/v1/problems/";

/// A kind of problem. Programs tell them apart by it, never by the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slug {
    BadJson,
    BadField,
    BadCursor,
    UnknownKey,
    MissingScope,
    NotFound,
    NoSuchMethod,
    MemberAtRest,
    TooLarge,
    NotJson,
    TooMany,
    Paused,
    StillWorking,
    Failed,
    Broken,
}

impl Slug {
    pub const ALL: [Slug; 15] = [
        Slug::BadJson,
        Slug::BadField,
        Slug::BadCursor,
        Slug::UnknownKey,
        Slug::MissingScope,
        Slug::NotFound,
        Slug::NoSuchMethod,
        Slug::MemberAtRest,
        Slug::TooLarge,
        Slug::NotJson,
        Slug::TooMany,
        Slug::Paused,
        Slug::StillWorking,
        Slug::Failed,
        Slug::Broken,
    ];

    /// Word, status, title, and what to do about it.
    const fn row(self) -> (&'static str, StatusCode, &'static str, &'static str) {
        match self {
            Slug::BadJson => (
                "bad-json",
                StatusCode::BAD_REQUEST,
                "The body is no JSON",
                "The sentence says where reading it ended.",
            ),
            Slug::BadField => (
                "bad-field",
                StatusCode::UNPROCESSABLE_ENTITY,
                "Something in the request cannot be read",
                "The field says what; the sentence says what it should look like.",
            ),
            Slug::BadCursor => (
                "bad-cursor",
                StatusCode::BAD_REQUEST,
                "The cursor is not one of this list",
                "Pass `next` of the page before as `after`, unchanged, to the same list. Without `after` the list begins anew.",
            ),
            Slug::UnknownKey => (
                "unknown-key",
                StatusCode::UNAUTHORIZED,
                "The key opens nothing",
                "Send `Authorization: Bearer frg_…` with a key that `fregues key create` printed. A revoked key, and each key of a \
                 dismissed channel, opens nothing any more.",
            ),
            Slug::MissingScope => (
                "missing-scope",
                StatusCode::FORBIDDEN,
                "The key is not for this",
                "The sentence names the scope. Make another key with `fregues key create --scopes`; a key keeps those it was made with.",
            ),
            Slug::NotFound => (
                "not-found",
                StatusCode::NOT_FOUND,
                "There is no such thing",
                "Either it never was, or it is not of the shop that the key belongs to.",
            ),
            Slug::NoSuchMethod => (
                "no-such-method",
                StatusCode::METHOD_NOT_ALLOWED,
                "The address does not take this method",
                "The header Allow names those it takes.",
            ),
            Slug::MemberAtRest => (
                "member-at-rest",
                StatusCode::UNPROCESSABLE_ENTITY,
                "The record rests",
                "Its number came with another account than before. Nothing of it is shown or moved until it is known whose it is: \
                 the person settles that in the chat, or a manager does.",
            ),
            Slug::TooLarge => (
                "too-large",
                StatusCode::PAYLOAD_TOO_LARGE,
                "The body is too large",
                "A call has at most 64 KiB.",
            ),
            Slug::NotJson => (
                "not-json",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body is not JSON",
                "Send `Content-Type: application/json`.",
            ),
            Slug::TooMany => (
                "too-many",
                StatusCode::TOO_MANY_REQUESTS,
                "Too many calls",
                "Wait for as many seconds as Retry-After says. RateLimit and RateLimit-Policy tell on every answer how much is left.",
            ),
            Slug::Paused => (
                "paused",
                StatusCode::SERVICE_UNAVAILABLE,
                "The shop is paused",
                "Nothing was kept. Whoever runs the service resumes it; the same call may be made again then.",
            ),
            Slug::StillWorking => (
                "still-working",
                StatusCode::CONFLICT,
                "The call is kept and not yet decided",
                "Make the same call again, with the same Idempotency-Key or the same number of the order: it is done once, and \
                 answered as soon as it is.",
            ),
            Slug::Failed => (
                "failed",
                StatusCode::INTERNAL_SERVER_ERROR,
                "The call was kept and could not be decided",
                "Nothing was registered. It is in the service's log, for whoever runs it.",
            ),
            Slug::Broken => (
                "broken",
                StatusCode::SERVICE_UNAVAILABLE,
                "The service could not answer",
                "It is in the service's log. The same call may be made again.",
            ),
        }
    }

    pub const fn word(self) -> &'static str {
        self.row().0
    }

    pub const fn status(self) -> StatusCode {
        self.row().1
    }

    pub const fn title(self) -> &'static str {
        self.row().2
    }

    pub const fn remedy(self) -> &'static str {
        self.row().3
    }

    pub fn read(word: &str) -> Option<Slug> {
        Slug::ALL.into_iter().find(|slug| slug.word() == word)
    }

    /// What an answer of this status is, which nobody made a problem of.
    pub fn of_status(status: StatusCode) -> Slug {
        Slug::ALL.into_iter().find(|slug| slug.status() == status).unwrap_or(Slug::Broken)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub slug: Slug,
    /// A sentence of this case; without one the title says it.
    pub detail: Option<String>,
    /// The parameter or field that is at fault.
    pub field: Option<String>,
}

impl Problem {
    pub fn new(slug: Slug, detail: impl Into<String>) -> Problem {
        Problem { slug, detail: Some(detail.into()), field: None }
    }

    pub fn of_field(field: &str, detail: impl Into<String>) -> Problem {
        Problem { field: Some(field.to_owned()), ..Problem::new(Slug::BadField, detail) }
    }
}

impl From<Slug> for Problem {
    fn from(slug: Slug) -> Problem {
        Problem { slug, detail: None, field: None }
    }
}

impl From<crate::store::StoreError> for Problem {
    fn from(error: crate::store::StoreError) -> Problem {
        tracing::warn!(%error, "a call of the API could not be answered");
        Slug::Broken.into()
    }
}

/// A problem as it is written.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Written {
    /// Tells kinds of problems apart; at this address of the service it is explained.
    #[serde(rename = "type")]
    #[schema(example = "/api/v1/problems/not-found")]
    kind: String,
    title: String,
    status: u16,
    /// A sentence: what was read, what is wrong, what to do.
    detail: String,
    /// The parameter or field at fault, where it is one.
    field: Option<String>,
    /// Under which the service knows the call, where it was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Problem { slug, detail, field } = self;
        let written = Written {
            kind: format!("{PLACE}{}", slug.word()),
            title: slug.title().to_owned(),
            status: slug.status().as_u16(),
            detail: detail.unwrap_or_else(|| format!("{}. {}", slug.title(), slug.remedy())),
            field,
            request: None,
        };
        let mut response = (slug.status(), Json(written)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if slug == Slug::UnknownKey {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if matches!(slug, Slug::Broken | Slug::Paused | Slug::StillWorking) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// Whether an answer is a problem already.
pub fn is_problem(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_a_word_of_its_own_that_leads_back_to_it() {
        for slug in Slug::ALL {
            assert_eq!(Slug::read(slug.word()), Some(slug));
            assert!(slug.remedy().ends_with('.'), "{}", slug.word());
        }
        assert_eq!(Slug::of_status(StatusCode::NOT_FOUND), Slug::NotFound);
        assert_eq!(Slug::of_status(StatusCode::BAD_GATEWAY), Slug::Broken);
    }
}
