//! The body of a call that writes, read whole before anything is done; and the key by which its answer is found again.

use super::params::Params;
use super::problem::{Problem, Slug};
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use utoipa::IntoParams;

/// No call has more to say.
pub const LARGEST: usize = 64 * 1024;
/// Longest key of a caller's own.
const LONGEST_KEY: usize = 255;

/// What a call that takes no parameters brings.
pub struct Sent<T> {
    pub wish: T,
    headers: HeaderMap,
}

/// How a call that changes something may be made again.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "it is how the description tells of what own_key reads")]
pub struct OwnKey {
    /// Chosen by the caller, for this call. The same key with the same content is answered as before, also where it was
    /// refused, and nothing is done twice; with another content it is refused.
    #[param(rename = "Idempotency-Key", pattern = "^[!-~]{1,255}$", example = "b7d1c0de-5501")]
    idempotency_key: Option<String>,
}

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Sent<T>, Problem> {
        Params::read(request.uri(), &[])?;
        let (parts, body) = request.into_parts();
        Ok(Sent { wish: read(&parts.headers, body).await?, headers: parts.headers })
    }
}

impl<T> Sent<T> {
    /// What was sent, and the caller's own key.
    pub fn keyed(self) -> Result<(T, Option<String>), Problem> {
        Ok((self.wish, own_key(&self.headers)?))
    }
}

async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let named = kind.split(';').next().unwrap_or_default().trim();
    if !named.eq_ignore_ascii_case("application/json") {
        return Err(Slug::NotJson.into());
    }
    let bytes = to_bytes(body, LARGEST).await.map_err(|_| Slug::TooLarge)?;
    let place_of_list = serde_json::from_slice::<Value>(&bytes).ok().and_then(|body| misplaced(&body, ""));
    if let Some(field) = place_of_list {
        let shown = if field.is_empty() { "The body" } else { field.as_str() };
        let detail = format!("{shown} is a list; an object with named fields belongs there.");
        let field = (!field.is_empty()).then_some(field);
        return Err(Problem { slug: Slug::BadField, field, detail: Some(detail) });
    }
    let mut json = serde_json::Deserializer::from_slice(&bytes);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|fault| {
        let field = place(fault.path(), &fault.inner().to_string());
        (fault.into_inner(), field)
    });
    let whole = read.and_then(|read| json.end().map(|()| read).map_err(|fault| (fault, None)));
    whole.map_err(|(fault, field)| {
        let slug = if fault.is_data() { Slug::BadField } else { Slug::BadJson };
        let field = field.filter(|_| slug == Slug::BadField);
        Problem { slug, field, detail: Some(format!("The body cannot be read: {fault}.")) }
    })
}

/// What of a body may be a list.
const LISTS: [&str; 3] = ["vouchers", "contacts", "events"];

/// The path of a list that stands where none belongs: it would be read as the fields of an object, in the order of our
/// source, which means nothing to a caller.
fn misplaced(value: &Value, path: &str) -> Option<String> {
    let name = path.rsplit('.').next().unwrap_or_default();
    match value {
        Value::Array(_) if !LISTS.contains(&name) => Some(path.to_owned()),
        Value::Array(items) => items.iter().find_map(|item| match item {
            Value::Array(_) => Some(path.to_owned()),
            item => misplaced(item, path),
        }),
        Value::Object(fields) => fields.iter().find_map(|(field, value)| {
            let path = if path.is_empty() { field.clone() } else { format!("{path}.{field}") };
            misplaced(value, &path)
        }),
        _ => None,
    }
}

/// The path of a fault as problems tell it, without places in lists. One that is missing has none of its own.
fn place(path: &Path, said: &str) -> Option<String> {
    let mut names: Vec<&str> = path
        .iter()
        .filter_map(|segment| match segment {
            Segment::Map { key } => Some(key.as_str()),
            Segment::Seq { .. } | Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect();
    let named = said.split_once("field `").and_then(|(_, rest)| rest.split('`').next());
    names.extend(named.filter(|named| names.last() != Some(named)));
    (!names.is_empty()).then(|| names.join("."))
}

/// The caller's own key for a call, by which its answer is found again.
pub fn own_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let read = key.to_str().ok().filter(|key| is_printable(key, LONGEST_KEY));
    let how = "An Idempotency-Key has 1 to 255 printable characters and no space.";
    read.map(|key| Some(key.to_owned())).ok_or_else(|| Problem::of_field("Idempotency-Key", how))
}

pub fn is_printable(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
