//! Our own public address, tried from outside in as WhatsApp uses it: a challenge by GET, then a signed POST. What went
//! wrong is told apart as far as it can be, because each fault is put right in another place.

use super::client::{built, causes, is_loopback, text};
use super::signature::Secrets;
use reqwest::{Response, StatusCode, Url};
use std::time::{Duration, Instant};

/// Longer than this nobody waits for an answer, Meta neither.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Slower than this and WhatsApp would begin to send things twice (its own goal is 250 ms; 1 s is its limit for one
/// in a hundred).
pub const SLOW: Duration = Duration::from_secs(1);
const LONGEST_ANSWER: usize = 64 * 1024;

/// The body of the self-test. Always the same, so that it is kept once however often it is sent; it belongs to nobody,
/// so nothing is done with it.
pub const SELF_TEST: &str = r#"{"object":"fregues_self_test"}"#;

/// What is wrong with an address, for somebody to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No address, or not one Meta takes.
    Address(String),
    /// The name leads nowhere.
    Name(String),
    /// Nothing listens there.
    Refused(String),
    /// The connection was made and TLS failed.
    Tls(String),
    /// Nothing came in time.
    Silent(String),
    /// It broke off otherwise.
    Broken(String),
    /// It wants to send us elsewhere; Meta does not follow.
    Moved(u16, String),
    /// 404: the proxy knows the host and not the path, or something else answers.
    NotFound,
    /// 502, 503, 504: the proxy does not reach the service.
    Gateway(u16),
    /// 403: another verify token, or a wall in front.
    Forbidden,
    /// 200 with something else than the challenge.
    OtherBody,
    /// 401 to the signed POST: the service there has another app secret.
    OtherSecret,
    /// 413: something in front refuses even a short body.
    TooLarge,
    /// Any other status.
    Status(u16),
    /// It works, but takes this long.
    Slow(Duration),
}

/// Our address, and what proves that we answer there.
pub struct Callback<'a> {
    pub url: &'a str,
    pub verify_token: &'a str,
    pub app_secret: &'a str,
}

/// Tries the address with the verify token, then with the app secret. Answers how long the signed POST took.
pub async fn reach(callback: &Callback<'_>, challenge: &str, patience: Duration) -> Result<Duration, Fault> {
    let url = address(callback.url)?;
    let http = built(&url, patience, patience).map_err(|error| Fault::Broken(error.to_string()))?;
    let query = [
        ("hub.mode", "subscribe"),
        ("hub.challenge", challenge),
        ("hub.verify_token", callback.verify_token),
    ];
    let asked =
        Url::parse_with_params(url.as_str(), query).map_err(|fault| Fault::Address(fault.to_string()))?;
    let answer = judged(http.get(asked).send().await)?;
    let body = text(answer, LONGEST_ANSWER).await.map_err(Fault::Broken)?;
    if body != challenge {
        return Err(Fault::OtherBody);
    }
    let secrets = Secrets::new(vec![callback.app_secret.to_owned()]).map_err(|_| Fault::OtherSecret)?;
    let signed = http
        .post(url)
        .header("content-type", "application/json")
        .header("x-hub-signature-256", secrets.sign(SELF_TEST.as_bytes()))
        .body(SELF_TEST);
    let begun = Instant::now();
    judged(signed.send().await)?;
    let took = begun.elapsed();
    if took > SLOW { Err(Fault::Slow(took)) } else { Ok(took) }
}

/// Meta wants https; only an emulator on this machine does without.
fn address(callback: &str) -> Result<Url, Fault> {
    let url = Url::parse(callback).map_err(|fault| Fault::Address(fault.to_string()))?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(Fault::Address("it begins with http, and Meta only calls https".to_owned())),
        other => Err(Fault::Address(format!("{other} is no address of the web"))),
    }
}

fn judged(sent: Result<Response, reqwest::Error>) -> Result<Response, Fault> {
    let answer = sent.map_err(unreached)?;
    let status = answer.status();
    match status {
        StatusCode::OK => Ok(answer),
        StatusCode::NOT_FOUND => Err(Fault::NotFound),
        StatusCode::UNAUTHORIZED => Err(Fault::OtherSecret),
        StatusCode::FORBIDDEN => Err(Fault::Forbidden),
        StatusCode::PAYLOAD_TOO_LARGE => Err(Fault::TooLarge),
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            Err(Fault::Gateway(status.as_u16()))
        }
        status if status.is_redirection() => {
            let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
            Err(Fault::Moved(status.as_u16(), to.to_owned()))
        }
        status => Err(Fault::Status(status.as_u16())),
    }
}

/// Libraries tell these faults apart in words only.
fn unreached(error: reqwest::Error) -> Fault {
    let (silent, connecting) = (error.is_timeout(), error.is_connect());
    fault(silent, connecting, causes(error))
}

fn fault(silent: bool, connecting: bool, words: String) -> Fault {
    let lower = words.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if silent {
        Fault::Silent(words)
    } else if connecting && says(&["dns", "lookup", "resolve"]) {
        Fault::Name(words)
    } else if says(&["certificate", "tls", "handshake", "corrupt message", "invalidcontenttype"]) {
        Fault::Tls(words)
    } else if connecting {
        Fault::Refused(words)
    } else {
        Fault::Broken(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_apart_by_the_words_of_the_libraries() {
        let dns =
            "error sending request: client error (Connect): dns error: failed to lookup address information";
        for (silent, connecting, words, expected) in [
            (false, true, dns, "Name"),
            (true, true, "operation timed out", "Silent"),
            (false, true, "tcp connect error: Connection refused (os error 111)", "Refused"),
            (false, true, "invalid peer certificate: UnknownIssuer", "Tls"),
            (false, true, "received corrupt message of type InvalidContentType", "Tls"),
            (false, false, "connection closed before message completed", "Broken"),
        ] {
            let told = format!("{:?}", fault(silent, connecting, words.to_owned()));
            assert!(told.starts_with(expected), "{words}: {told}");
        }
    }

    #[test]
    fn meta_calls_https_only() {
        for (url, taken) in [
            ("https://loja.example.com/webhook", true),
            ("http://127.0.0.1:8080/webhook", true),
            ("http://loja.example.com/webhook", false),
            ("ftp://loja.example.com", false),
            ("loja.example.com", false),
            ("", false),
        ] {
            assert_eq!(address(url).is_ok(), taken, "{url}");
        }
    }
}
