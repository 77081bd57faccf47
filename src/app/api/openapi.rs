//! The description of the API, made from its routes: what every call shares is added here, once.

use super::problem::Slug;
use super::{PLACE, routes};
use axum::http::StatusCode;
use utoipa::OpenApi;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::server::Server;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

#[derive(OpenApi)]
#[openapi(info(
    title = "Freguês",
    version = "1",
    description = "Tills and web shops of one shop, over the same ledger as its WhatsApp. A key is made with `fregues key \
        create` and leads to one shop. Amounts are decimals as text, times RFC 3339, refusals `application/problem+json`.",
    contact(),
    license(name = "MIT OR Apache-2.0")
))]
struct Base;

/// As it is served and committed (`openapi.json`).
pub fn description() -> utoipa::openapi::OpenApi {
    let mut api = Base::openapi();
    api.merge(routes().into_openapi());
    api.servers = Some(vec![Server::new(PLACE)]);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("frg_…").build();
    let components = api.components.get_or_insert_default();
    components.add_security_scheme("key", SecurityScheme::Http(bearer));
    api.security = Some(vec![SecurityRequirement::new("key", Vec::<String>::new())]);
    for item in api.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post, &mut item.patch, &mut item.put, &mut item.delete] {
            operation.iter_mut().for_each(shared);
        }
    }
    api
}

/// Every call may be refused so, and tells what is left to the key.
fn shared(operation: &mut Operation) {
    for slug in Slug::ALL {
        let status = slug.status();
        let common = [
            StatusCode::BAD_REQUEST,
            StatusCode::UNAUTHORIZED,
            StatusCode::FORBIDDEN,
            StatusCode::PAYLOAD_TOO_LARGE,
            StatusCode::UNPROCESSABLE_ENTITY,
            StatusCode::TOO_MANY_REQUESTS,
            StatusCode::SERVICE_UNAVAILABLE,
        ];
        if common.contains(&status) {
            let response = ResponseBuilder::new().description(slug.title()).build();
            operation.responses.responses.entry(status.as_str().to_owned()).or_insert(RefOr::T(response));
        }
    }
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if !status.starts_with('2') {
            refusal(response);
        }
        if status != StatusCode::UNAUTHORIZED.as_str() {
            for name in ["RateLimit-Policy", "RateLimit"] {
                response.headers.insert(name.to_owned(), RefOr::T(Header::default()));
            }
        }
    }
}

fn refusal(response: &mut Response) {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    response.content = [("application/problem+json".to_owned(), RefOr::T(problem))].into();
    if response.description.is_empty() {
        "Refused; the problem says why".clone_into(&mut response.description);
    }
}
