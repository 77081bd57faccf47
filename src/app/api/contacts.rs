//! The people of a company: added and removed one by one.

use super::Api;
use super::body::{OwnKey, Sent, own_key};
use super::customers::NewContact;
use super::key::{May, Members};
use super::look::{Who, member};
use super::params::{Params, number};
use super::problem::{Problem, Slug};
use super::purchases::{Call, asked};
use super::written::ContactOf;
use crate::dialogue::till::ask::{Deed, Joining, Parting};
use crate::domain::ids::{ContactId, MemberId, MerchantId};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

/// Add somebody who writes and buys for a company.
///
/// From now on what they write is the company's, and receipts go to their address where they agreed. Who is known there by
/// the same phone or address is completed and never overruled; nobody is written to.
#[utoipa::path(
    post,
    path = "/members/{id}/contacts", operation_id = "addContact",
    tag = "Members",
    params(("id" = String, Path, pattern = r"^\d{1,18}$"), OwnKey),
    request_body = NewContact,
    responses((status = 201, body = ContactOf))
)]
pub async fn add(
    State(api): State<Api>,
    caller: May<Members>,
    Path(id): Path<String>,
    sent: Sent<NewContact>,
) -> Result<Response, Problem> {
    let (wish, key) = sent.keyed()?;
    let (contact, source) = wish.read()?;
    let member = company(&api, caller.merchant, &id).await?;
    let joining = Joining { member, contact, source };
    asked(&api, &caller, Call { key, ..Deed::Join(Box::new(joining)).into() }).await
}

/// Remove a contact of a company.
///
/// What they write is no more the company's, and nothing more goes to them: what was under way to the company waits until
/// somebody else of it writes. Letters that lie ready for them are not sent.
#[utoipa::path(
    delete,
    path = "/members/{id}/contacts/{contact}", operation_id = "removeContact",
    tag = "Members",
    params(("id" = String, Path, pattern = r"^\d{1,18}$"), ("contact" = String, Path, pattern = r"^\d{1,18}$"), OwnKey),
    responses((status = 200, body = ContactOf))
)]
pub async fn remove(
    State(api): State<Api>,
    caller: May<Members>,
    Path((id, contact)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Params::read(&uri, &[])?;
    let (key, contact) = (own_key(&headers)?, ContactId(number(&contact)?));
    let member = company(&api, caller.merchant, &id).await?;
    asked(&api, &caller, Call { key, ..Deed::Part(Parting { member, contact }).into() }).await
}

async fn company(api: &Api, merchant: MerchantId, id: &str) -> Result<MemberId, Problem> {
    let look = member(api, merchant, Who::Id(MemberId(number(id)?))).await?;
    let company = look.account().is_some_and(|account| account.member.cnpj.is_some());
    if company { Ok(look.member) } else { Err(Slug::NotACompany.into()) }
}
