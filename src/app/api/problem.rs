//! What is answered instead of what was asked for: `application/problem+json` (RFC 9457) with a sentence for whoever writes
//! the program and, where one is at fault, the field.

pub use super::problems::Slug;
use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Where problems are explained; the `type` of each lies below.
const PLACE: &str = "/api/v1/problems/";

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

    /// There is nothing under what a parameter names.
    pub fn missing(field: &str, detail: impl Into<String>) -> Problem {
        Problem { field: Some(field.to_owned()), ..Problem::new(Slug::NotFound, detail) }
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
    /// Path of the parameter or field at fault, where it is one; places in lists are left out.
    field: Option<String>,
    /// From when on it may be tried again, under a key of its own, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    until: Option<String>,
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
            until: None,
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
