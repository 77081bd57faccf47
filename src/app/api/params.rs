//! What stands behind the question mark: only what is known, each once.

use super::Api;
use super::cursor::Place;
use super::problem::{Problem, Slug};
use crate::domain::ids::MerchantId;
use crate::store::pages::Page;
use axum::extract::Query;
use axum::http::Uri;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Rows of a page, unless asked otherwise; and the most.
const USUAL: i64 = 50;
const MOST: i64 = 200;

/// The parameters of a call, by name.
pub struct Params(BTreeMap<String, String>);

impl Params {
    pub fn read(uri: &Uri, known: &[&str]) -> Result<Params, Problem> {
        let read = Query::<Vec<(String, String)>>::try_from_uri(uri);
        let Query(pairs) = read.map_err(|fault| Problem::new(Slug::BadField, fault.to_string()))?;
        let mut params = BTreeMap::new();
        for (name, value) in pairs {
            if !known.contains(&name.as_str()) {
                let detail = match known {
                    [] => "This call takes no parameters.".to_owned(),
                    known => format!("There is no such parameter; there is {}.", known.join(", ")),
                };
                return Err(Problem::of_field(&name, detail));
            }
            if params.insert(name.clone(), value).is_some() {
                return Err(Problem::of_field(&name, "The parameter is there more than once."));
            }
        }
        Ok(Params(params))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// A number of ours as it is in a path: what is none is nothing's.
pub fn number(text: &str) -> Result<i64, Problem> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or_else(|| Slug::NotFound.into())
}

/// How a list is read.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "it is how the description tells of what Params reads")]
pub struct Paging {
    /// How many at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u8>,
    /// `next` of the page before.
    after: Option<String>,
}

/// One page of a list, newest first.
#[derive(Serialize, ToSchema)]
pub struct Listing<T> {
    pub data: Vec<T>,
    /// Pass it as `after` for the page that follows; null on the last one.
    pub next: Option<String>,
}

/// A list of one merchant, and where the page asked for begins.
pub struct Asked<'a> {
    api: &'a Api,
    merchant: MerchantId,
    list: String,
    most: i64,
    from: Place,
}

impl<'a> Asked<'a> {
    /// `list`: what cursors of it are for, and of nothing else.
    pub fn read(api: &'a Api, merchant: MerchantId, list: String, uri: &Uri) -> Result<Asked<'a>, Problem> {
        let params = Params::read(uri, &["limit", "after"])?;
        let most = match params.get("limit") {
            None => USUAL,
            Some(text) => number(text).ok().filter(|most| (1..=MOST).contains(most)).ok_or_else(|| {
                Problem::of_field("limit", format!("{text:?} is no whole number from 1 to {MOST}."))
            })?,
        };
        let from = match params.get("after") {
            None => Place::FIRST,
            Some(text) => api
                .app
                .cursors
                .read(merchant, &list, text)
                .ok_or_else(|| Problem { field: Some("after".to_owned()), ..Slug::BadCursor.into() })?,
        };
        Ok(Asked { api, merchant, list, most, from })
    }

    /// One more than is shown, which tells whether that is all.
    pub fn page(&self) -> Page {
        Page { at: self.from.at, id: self.from.id, most: self.most + 1 }
    }

    pub fn listing<R, T>(
        &self,
        rows: Vec<R>,
        place: impl Fn(&R) -> Place,
        show: impl Fn(R) -> T,
    ) -> Listing<T> {
        let most = usize::try_from(self.most).unwrap_or_default();
        let last = rows.get(most.saturating_sub(1)).filter(|_| rows.len() > most).map(place);
        let next = last.map(|last| self.api.app.cursors.write(self.merchant, &self.list, last));
        Listing { data: rows.into_iter().take(most).map(show).collect(), next }
    }
}
