//! The description of the API, made from its routes: what every call shares is added here, once.

use super::problem::{Slug, Written};
use super::{PLACE, routes};
use utoipa::OpenApi;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::server::Server;
use utoipa::openapi::{
    ContentBuilder, HttpMethod, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Schema, Type,
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
    api.security = Some(vec![SecurityRequirement::new("key", Vec::<String>::new())]);
    let components = api.components.get_or_insert_default();
    components.add_security_scheme("key", SecurityScheme::Http(bearer));
    components
        .headers
        .extend(HEADERS.map(|(name, meaning, example)| (name.to_owned(), header(meaning, example))));
    for kind in [Kind::Reads, Kind::Decides] {
        let refusals = refusals(kind).into_iter();
        components
            .responses
            .extend(refusals.map(|(status, refusal)| (kind.name(&status), RefOr::T(refusal))));
    }
    if let Some(RefOr::T(Schema::Object(problem))) = components.schemas.get_mut("Problem")
        && let Some(RefOr::T(Schema::Object(kind))) = problem.properties.get_mut("type")
    {
        kind.description = Some(types());
    }
    for (path, item) in &mut api.paths.paths {
        let calls = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Delete, &mut item.delete),
        ];
        for (method, operation) in calls {
            if let Some(operation) = operation {
                shared(operation, path, &method);
            }
        }
    }
    api
}

/// What answers say beside their body: name, meaning, example.
const HEADERS: [(&str, &str, &str); 4] = [
    (
        "RateLimit-Policy",
        "`q` calls fit into the bucket of the key, which fills in `w` seconds",
        "\"key\";q=60;w=6",
    ),
    ("RateLimit", "`r` calls are left; after `t` seconds the bucket is full again", "\"key\";r=59;t=1"),
    ("Retry-After", "After how many seconds the same call may be made again", "1"),
    ("Idempotent-Replayed", "`true`: it was answered before, and nothing was done now", "true"),
];

/// How calls may be refused depends on what they do.
#[derive(Clone, Copy)]
enum Kind {
    Reads,
    /// It is decided in the lane.
    Decides,
}

impl Kind {
    fn name(self, status: &str) -> String {
        let kind = match self {
            Kind::Reads => "Read",
            Kind::Decides => "Call",
        };
        format!("{kind}{status}")
    }
}

/// The refusals of a kind of call, by status.
fn refusals(kind: Kind) -> Vec<(String, Response)> {
    let met = |slug: &Slug| matches!(kind, Kind::Decides) || !slug.is_of_lane();
    let mut all: Vec<Slug> = Slug::ALL.iter().copied().filter(met).collect();
    all.sort_by_key(|slug| slug.status());
    let alike = all.chunk_by(|one, next| one.status() == next.status());
    alike.map(|alike| (alike[0].status().as_str().to_owned(), refusal(alike))).collect()
}

/// How a call may be refused and what is left to its key: the same for all that are of one kind.
fn shared(operation: &mut Operation, path: &str, method: &HttpMethod) {
    let decides = *method != HttpMethod::Get && !path.starts_with("/webhooks");
    let kind = if decides { Kind::Decides } else { Kind::Reads };
    let met = |status: &str| match status {
        "404" => decides || path.contains('{'),
        "405" => false,
        "409" | "500" => decides,
        "415" => operation.request_body.is_some(),
        _ => true,
    };
    let met: Vec<_> = refusals(kind).into_iter().map(|(status, _)| status).filter(|one| met(one)).collect();
    let is_key =
        |known: &RefOr<Parameter>| matches!(known, RefOr::T(known) if known.name == "Idempotency-Key");
    let replays = operation.parameters.iter().flatten().any(is_key);
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        told(response, &["RateLimit-Policy", "RateLimit"]);
        if replays {
            told(response, &["Idempotent-Replayed"]);
        }
    }
    for status in met {
        let named = Ref::from_response_name(kind.name(&status));
        operation.responses.responses.insert(status, RefOr::Ref(named));
    }
}

/// The types of one status, each with its title.
fn refusal(alike: &[Slug]) -> Response {
    let types = alike.iter().map(|slug| format!("`{}`: {}.", slug.word(), slug.title()));
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut response = ResponseBuilder::new()
        .description(types.collect::<Vec<_>>().join(" "))
        .content("application/problem+json", problem)
        .build();
    let status = alike[0].status().as_u16();
    if status != 401 {
        told(&mut response, &["RateLimit-Policy", "RateLimit"]);
    }
    if [409, 429, 503].contains(&status) {
        told(&mut response, &["Retry-After"]);
    }
    response
}

/// All types there are, with what to do about each.
fn types() -> String {
    let told = |slug: &Slug| {
        let status = slug.status().as_u16();
        format!("`{}` ({status}): {}. {}", slug.word(), slug.title(), slug.remedy())
    };
    let all = Slug::ALL.iter().map(told).collect::<Vec<_>>().join("\n\n");
    format!(
        "Tells types of problems apart; at this address of the service it is explained. Types may be added.\n\n{all}"
    )
}

fn told(response: &mut Response, headers: &[&str]) {
    let named =
        |name: &&str| (name.to_string(), RefOr::Ref(Ref::new(format!("#/components/headers/{name}"))));
    response.headers.extend(headers.iter().map(named));
}

fn header(meaning: &str, example: &str) -> RefOr<Header> {
    let schema = ObjectBuilder::new().schema_type(Type::String).examples([example]).build();
    RefOr::T(HeaderBuilder::new().description(Some(meaning)).schema(Some(schema)).build())
}
