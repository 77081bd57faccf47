//! What stands in an `api` block: calls of a till or a web shop, and what each is answered.
//!
//! ```text
//! [10:00] Site▸ POST /purchases
//!   {"order": {"id": "5501"}, "customer": {"phone": "+5511966660001"}, "amount": {"value": "1250.00", "currency": "BRL"}}
//! ◂Site 201 {"earned": {"value": "1250", "unit": "points"}}
//! Site▸ (again)
//! ◂Site 201
//! ```
//!
//! A line that is indented goes on with the one before. Of an answer only what is named is compared; a text that is a name
//! in braces notes what stands there.

use crate::play::transcript::{Act, clock_time};
use axum::http::Method;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names of channels may have spaces.
static STATUS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<who>.+?) (?P<status>[0-9]{3})(?: (?P<body>\{.*))?$").expect("a constant pattern")
});

/// What a channel sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// Method, path below `/api/v1`, and body as it stands there, codes by their names.
    Send { method: Method, path: String, body: Option<String> },
    /// The same as before.
    Again,
}

/// What it is answered, as far as somebody cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub body: Value,
}

/// One line of a block, with those that go on with it.
pub fn api_line(line: &str) -> Result<Act, String> {
    if let Some(reply) = line.strip_prefix('◂') {
        let said = STATUS.captures(reply).ok_or("say who is answered which status: `◂Site 201 {…}`")?;
        let (who, status, body) =
            (&said["who"], &said["status"], said.name("body").map_or("{}", |body| body.as_str()));
        let status = status.parse().map_err(|_| format!("{status:?} is no status such as 201"))?;
        let body = serde_json::from_str(body).map_err(|fault| format!("the answer is no JSON: {fault}"))?;
        return Ok(Act::Reply { who: who.to_owned(), reply: Reply { status, body } });
    }
    let (at, rest) = match line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        Some((time, rest)) => (Some(clock_time(time)?), rest),
        None => (None, line),
    };
    let (who, call) = rest.split_once('▸').ok_or("a line is `Site▸ GET /…` or `◂Site 201 {…}`")?;
    Ok(Act::Call { at, who: who.trim().to_owned(), call: sent(call.trim())? })
}

fn sent(call: &str) -> Result<Call, String> {
    if call == "(again)" {
        return Ok(Call::Again);
    }
    let mut words = call.splitn(3, ' ');
    let method = words.next().unwrap_or_default();
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| format!("{method:?} is no method"))?;
    let path =
        words.next().filter(|path| path.starts_with('/')).ok_or("a call names its path: /purchases")?;
    Ok(Call::Send { method, path: path.to_owned(), body: words.next().map(str::to_owned) })
}

impl Reply {
    /// What of it differs from what came, each as a sentence; what is noted on the way goes to `bound`.
    pub fn against(&self, status: u16, body: &Value, bound: &mut BTreeMap<String, String>) -> Vec<String> {
        let mut found = Vec::new();
        if self.status == status {
            compare(&self.body, body, "", bound, &mut found);
        } else {
            found.push(format!("is answered {status}, not {}: {body}", self.status));
        }
        found
    }
}

/// `path`: where in the answer both stand, with a dot before each name.
fn compare(
    wanted: &Value,
    came: &Value,
    path: &str,
    bound: &mut BTreeMap<String, String>,
    found: &mut Vec<String>,
) {
    match (wanted, came) {
        (Value::Object(wanted), Value::Object(came)) => {
            for (name, wanted) in wanted {
                compare(
                    wanted,
                    came.get(name).unwrap_or(&Value::Null),
                    &format!("{path}.{name}"),
                    bound,
                    found,
                );
            }
        }
        (Value::Array(wanted), Value::Array(came)) if wanted.len() == came.len() => {
            for (place, (wanted, came)) in wanted.iter().zip(came).enumerate() {
                compare(wanted, came, &format!("{path}[{place}]"), bound, found);
            }
        }
        (Value::String(wanted), Value::String(came)) => {
            let name = wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match name.map(|name| bound.get(name).cloned().ok_or(name)) {
                Some(Err(new)) => {
                    bound.insert(new.to_owned(), came.clone());
                }
                Some(Ok(noted)) if noted == *came => {}
                None if wanted == came => {}
                Some(Ok(_)) | None => found.push(format!("{path} is {came:?}, not {wanted:?}")),
            }
        }
        (wanted, came) if wanted == came => {}
        (wanted, came) => found.push(format!("{path} is {came}, not {wanted}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn of_an_answer_only_what_is_named_is_compared() {
        let came = json!({ "id": "7", "earned": { "value": "1250", "unit": "points" }, "vouchers": [{ "id": "9" }] });
        let mut bound = BTreeMap::from([("known".to_owned(), "9".to_owned())]);
        for (status, wanted, differences) in [
            (201, json!({}), 0),
            (201, json!({ "earned": { "value": "1250" } }), 0),
            (201, json!({ "id": "{compra}", "vouchers": [{ "id": "{known}" }] }), 0),
            (201, json!({ "earned": { "value": "1251" } }), 1),
            (201, json!({ "earned": "1250" }), 1),
            (201, json!({ "vouchers": [] }), 1),
            (201, json!({ "id": "{known}", "tier": { "key": "ouro" } }), 2),
            (200, json!({}), 1),
        ] {
            let reply = Reply { status, body: wanted.clone() };
            assert_eq!(reply.against(201, &came, &mut bound).len(), differences, "{status} {wanted}");
        }
        assert_eq!(bound["compra"], "7");
    }
}
