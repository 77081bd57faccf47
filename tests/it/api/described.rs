//! The description of the API is the one that is committed, and what is answered has its form.
//! `BLESS=1 cargo test described` writes it anew.

use super::{Caller, Said};
use crate::support::engines::sqlite;
use crate::support::house::House;
use fregues::app::api::description;
use regex::Regex;
use reqwest::{Method, Url};
use serde_json::Value;
use std::path::Path;
use std::sync::LazyLock;

static API: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(description()).unwrap());

/// Every call there is: method, path and the scope it needs.
pub fn calls() -> Vec<(Method, String, &'static str)> {
    let mut calls = Vec::new();
    for (path, item) in API["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let scope = match method {
                _ if path.starts_with("/webhooks") => "webhooks",
                Method::GET => "read",
                _ if path == "/quotes" => "read or purchases",
                _ if path.starts_with("/vouchers/") => "vouchers",
                _ if path.ends_with("/reversals") => "reversals",
                _ if path.starts_with("/members") => "members",
                _ => "purchases",
            };
            calls.push((method, path.clone(), scope));
        }
    }
    calls
}

/// The call as it is described, if it is one.
fn call(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap();
    let is = |known: &str| {
        let (known, path): (Vec<_>, Vec<_>) = (known.split('/').collect(), path.split('/').collect());
        known.len() == path.len()
            && known.iter().zip(&path).all(|(known, part)| known.starts_with('{') || known == part)
    };
    let item = API["paths"].as_object().unwrap().iter().find(|(known, _)| is(known))?.1;
    item.get(method)
}

/// Panics where a refusal is not described for its call, has another title than the type has there, or names a field that
/// stands nowhere in the call.
pub fn refuses(method: &Method, url: &Url, sent: &Value, said: &Said) {
    let path = url.path().strip_prefix("/api/v1").unwrap();
    let Some(call) = call(&method.as_str().to_lowercase(), path) else { return };
    let (kind, title) = (said.problem(), said.body["title"].as_str().unwrap());
    let told =
        resolved(&call["responses"][said.status.to_string()])["description"].as_str().unwrap_or_default();
    assert!(told.contains(&format!("`{kind}`: {title}.")), "{method} {path} {kind}: {title}: {told}");
    let Some(field) = said.body["field"].as_str() else { return };
    let parameters = call["parameters"].as_array().into_iter().flatten();
    let named = parameters.map(|parameter| parameter["name"].as_str().unwrap()).any(|name| name == field);
    let asked = url.query_pairs().any(|(name, _)| name == field);
    let schema = &call["requestBody"]["content"]["application/json"]["schema"];
    let there = has(schema, field) || sent.pointer(&format!("/{}", field.replace('.', "/"))).is_some();
    assert!(named || asked || there, "{method} {path} has no {field}: {:#}", said.body);
}

fn resolved(part: &'static Value) -> &'static Value {
    part["$ref"].as_str().map_or(part, |name| API.pointer(name.trim_start_matches('#')).unwrap())
}

/// Whether a form has this field, whatever lists lie between.
fn has(schema: &Value, path: &str) -> bool {
    if let Some(name) = schema["$ref"].as_str() {
        return has(API.pointer(name.trim_start_matches('#')).unwrap(), path);
    }
    if let Some(ways) = schema["oneOf"].as_array() {
        return ways.iter().any(|way| has(way, path));
    }
    if schema["items"].is_object() {
        return has(&schema["items"], path);
    }
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let below = &schema["properties"][first];
    below.is_object() && rest.is_none_or(|rest| has(below, rest))
}

/// Panics where an answer to a path that is no refusal is not as described.
pub fn conforms(method: &str, path: &str, status: &str, body: &Value) {
    let schema = &call(method, path).unwrap()["responses"][status]["content"]["application/json"]["schema"];
    let mut faults = Vec::new();
    compare(schema, body, path, &mut faults);
    assert!(faults.is_empty(), "{}\n{body:#}", faults.join("\n"));
}

fn compare(schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        return compare(API.pointer(name.trim_start_matches('#')).unwrap(), value, place, faults);
    }
    if let Some(ways) = schema["oneOf"].as_array() {
        let fits = |way: &Value| {
            let mut faults = Vec::new();
            compare(way, value, place, &mut faults);
            faults.is_empty()
        };
        if !ways.iter().any(fits) {
            faults.push(format!("{place}: {value} is none of {schema}"));
        }
        return;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds = &schema["type"];
    if kinds != kind && !kinds.as_array().is_some_and(|kinds| kinds.iter().any(|known| known == kind)) {
        faults.push(format!("{place}: {value} is no {kinds}"));
    }
    match value {
        Value::Object(fields) => {
            let known = schema["properties"].as_object().unwrap();
            let strange = fields.keys().filter(|name| !known.contains_key(*name));
            faults.extend(strange.map(|name| format!("{place}.{name} is not described")));
            for (name, schema) in known {
                match fields.get(name) {
                    Some(value) => compare(schema, value, &format!("{place}.{name}"), faults),
                    None => faults.push(format!("{place}.{name} is not there")),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                compare(&schema["items"], item, &format!("{place}[]"), faults);
            }
        }
        Value::String(text) => {
            let pattern = schema["pattern"].as_str();
            if pattern.is_some_and(|pattern| !Regex::new(pattern).unwrap().is_match(text)) {
                faults.push(format!("{place}: {text} is not {pattern:?}"));
            }
            let time =
                schema["format"] == "date-time" && text.parse::<chrono::DateTime<chrono::Utc>>().is_err();
            faults.extend(time.then(|| format!("{place}: {text} is no time")));
        }
        _ => {}
    }
}

#[test]
fn the_description_is_the_one_that_is_committed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let made = description().to_pretty_json().unwrap() + "\n";
    if std::env::var("BLESS").is_ok_and(|bless| bless == "1") {
        std::fs::write(&path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "openapi.json tells of another API: BLESS=1 cargo test described writes it anew"
    );
}

#[test]
fn every_call_tells_how_it_may_be_refused() {
    for (path, item) in API["paths"].as_object().unwrap() {
        for (method, call) in item.as_object().unwrap() {
            let responses = call["responses"].as_object().unwrap();
            for status in ["400", "401", "403", "413", "422", "429", "503"] {
                let refusal = resolved(&responses[status]);
                let content = &refusal["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(content, "#/components/schemas/Problem", "{method} {path} {status}");
                assert_eq!(refusal["headers"]["RateLimit"].is_object(), status != "401", "{status}");
            }
            let made = ["/members", "/contacts", "/purchases", "/redeem", "/reservations", "/reversals"];
            let makes = method == "post" && made.iter().any(|end| path.ends_with(end));
            let fine = match path {
                _ if makes => "201",
                _ if path.ends_with("/replay") => "202",
                _ => "200",
            };
            assert!(responses[fine]["headers"]["RateLimit"].is_object(), "{method} {path}");
            assert!(!path.contains('{') || responses.contains_key("404"), "{path}");
        }
    }
    assert_eq!(API["components"]["securitySchemes"]["key"]["scheme"], "bearer");
    let problem = &API["components"]["schemas"]["Problem"]["properties"];
    assert!(
        problem["field"].is_object()
            && problem["type"]["description"].as_str().unwrap().contains("`order-registered` (409)")
    );
    assert!(API["components"]["headers"]["RateLimit"]["description"].is_string());
}

/// The page works without the world: nothing of it leads elsewhere, and the browser is told to hold it to that.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_api_is_our_own_files_only() {
    let db = sqlite().await;
    let house = House::open(&db).await;
    let stranger = Caller::stranger(&house.app).await;
    for (path, kind) in [
        ("/docs", "text/html; charset=utf-8"),
        ("/docs/docs.css", "text/css; charset=utf-8"),
        ("/docs/docs.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = stranger.request(Method::GET, path).send().await.unwrap();
        let headers = answer.headers().clone();
        assert_eq!(headers["content-type"], kind);
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
        let text = answer.text().await.unwrap();
        for elsewhere in ["http://", "https://", "innerHTML", "localStorage", "sessionStorage", "cookie"] {
            assert!(!text.contains(elsewhere), "{path} has {elsewhere}");
        }
    }
    assert_eq!(stranger.get("/docs/other.js").await.status, 404);
}
