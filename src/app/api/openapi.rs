//! The description of the API, made from its routes: what every call shares is added here, once.

use super::problem::{Slug, Written};
use super::{PLACE, routes};
use utoipa::OpenApi;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::server::Server;
use utoipa::openapi::{
    ContentBuilder, HttpMethod, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type,
};

#[derive(OpenApi)]
#[openapi(
    components(schemas(Written)),
    info(
        title = "Freguês",
        version = "1",
        description = "Tills and web shops of one shop, over the same ledger as its WhatsApp. A key is made with `fregues key \
            create` and leads to one shop. Amounts are decimals as text, times RFC 3339 in UTC, refusals \
            `application/problem+json` with a `type` for programs and a sentence for people.\n\n\
            Lists are read page by page, newest first: `next` of a page is `after` of the one that follows, and null on the last. \
            What is added meanwhile stands before the first page, so no row is missed or shown twice.\n\n\
            Every answer to a key says in `RateLimit` how many calls are left; one too many is 429 with `Retry-After`. \
            A call that changes something may be made again under its `Idempotency-Key`, and a purchase or a reversal under its \
            own number: it is done once and answered alike, then with `Idempotent-Replayed: true`.",
        contact(),
        license(name = "MIT OR Apache-2.0")
    )
)]
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
    for (path, item) in &mut api.paths.paths {
        let calls = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Delete, &mut item.delete),
        ];
        for (method, operation) in calls {
            operation.iter_mut().for_each(|operation| shared(operation, path, &method));
        }
    }
    api
}

/// How a call may be refused and what is left to its key: the same for all that are of one kind.
fn shared(operation: &mut Operation, path: &str, method: &HttpMethod) {
    let decided = *method != HttpMethod::Get && !path.starts_with("/webhooks");
    let met = |slug: &Slug| match slug.status().as_u16() {
        404 => decided || path.contains('{'),
        405 => false,
        415 => operation.request_body.is_some(),
        409 | 500 => decided,
        _ => decided || !slug.is_of_lane(),
    };
    let mut refusals: Vec<Slug> = Slug::ALL.iter().copied().filter(met).collect();
    refusals.sort_by_key(|slug| slug.status());
    for alike in refusals.chunk_by(|one, next| one.status() == next.status()) {
        let status = alike[0].status().as_str().to_owned();
        operation.responses.responses.insert(status, RefOr::T(refusal(alike)));
    }
    let is_key =
        |known: &RefOr<Parameter>| matches!(known, RefOr::T(known) if known.name == "Idempotency-Key");
    let replays = operation.parameters.iter().flatten().any(is_key);
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        headers(response, status, replays);
    }
}

/// The types of one status, each with its title.
fn refusal(alike: &[Slug]) -> Response {
    let told = alike.iter().map(|slug| format!("`{}`: {}.", slug.word(), slug.title()));
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new()
        .description(told.collect::<Vec<_>>().join(" "))
        .content("application/problem+json", problem)
        .build()
}

fn headers(response: &mut Response, status: &str, replays: bool) {
    let known = status != "401";
    let fine = status.starts_with('2');
    let told = [
        (
            known,
            "RateLimit-Policy",
            "`q` calls fit into the bucket of the key, which fills in `w` seconds",
            "\"key\";q=60;w=6",
        ),
        (
            known,
            "RateLimit",
            "`r` calls are left; after `t` seconds the bucket is full again",
            "\"key\";r=59;t=1",
        ),
        (
            ["409", "429", "503"].contains(&status),
            "Retry-After",
            "After how many seconds the same call may be made again",
            "1",
        ),
        (
            fine && replays,
            "Idempotent-Replayed",
            "`true`: it was answered before, and nothing was done now",
            "true",
        ),
    ];
    for (_, name, meaning, example) in told.into_iter().filter(|(there, ..)| *there) {
        response.headers.insert(name.to_owned(), RefOr::T(header(meaning, example)));
    }
}

fn header(meaning: &str, example: &str) -> Header {
    let schema = ObjectBuilder::new().schema_type(Type::String).examples([example]).build();
    HeaderBuilder::new().description(Some(meaning)).schema(Some(schema)).build()
}
