//! The wire to receivers: addresses that may be called, and one POST.
//!
//! A name is resolved by ourselves, and the connection goes to what was looked at: a name that leads elsewhere a moment
//! later leads nowhere else here.

use super::addresses::{is_global, only_global, refusal};
use super::judge::Outcome;
use crate::whatsapp::client::{CONNECT_TIMEOUT, causes};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Response, Url, redirect, retry};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Time for a whole delivery, from the name to the answer.
const TIMEOUT: Duration = Duration::from_secs(15);
/// So much of an answer is read, so that its connection can be used again; nothing of it is kept.
const MOST_READ: usize = 16 * 1024;
/// Longest address.
const LONGEST: usize = 2_048;

/// What is posted, beside the body.
pub struct Headers {
    pub id: String,
    pub timestamp: i64,
    pub signature: String,
}

#[derive(Clone)]
pub struct Wire {
    http: Client,
    /// Whether addresses of this machine and its network may be called, and without TLS.
    private: bool,
}

impl Wire {
    pub fn new(private: bool) -> Result<Wire, String> {
        // Another room may have installed it before: one provider everywhere, so either is ring.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .https_only(!private)
            .user_agent(concat!("fregues/", env!("CARGO_PKG_VERSION")));
        if !private {
            builder = builder.dns_resolver(OnlyGlobal);
        }
        let http =
            builder.build().map_err(|error| format!("the HTTP client cannot be built: {}", causes(error)))?;
        Ok(Wire { http, private })
    }

    pub fn is_private(&self) -> bool {
        self.private
    }

    /// Reads an address that may be called, as far as it can be told without asking anybody. The error is a sentence.
    pub fn address(&self, text: &str) -> Result<Url, String> {
        let url = Url::parse(text)
            .map_err(|_| format!("{text:?} is no address such as https://loja.example.com/eventos."))?;
        if url.scheme() != "https" && !(self.private && url.scheme() == "http") {
            return Err(format!("{text:?} must begin with https://: what is told is nobody else's to read."));
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err("The address must hold no user, no password and nothing behind a #: what is posted is signed.".to_owned());
        }
        if text.len() > LONGEST {
            return Err(format!("The address is longer than {LONGEST} characters."));
        }
        self.literal(&url).map_err(|why| format!("Nothing was added: {why}."))?;
        Ok(url)
    }

    /// Looks where the name of an address leads now. The error is a sentence.
    pub async fn look_up(&self, url: &Url) -> Result<(), String> {
        if self.private || ip(url).is_some() {
            return Ok(());
        }
        let host = url.host_str().unwrap_or_default();
        let found = looked_up(host).await;
        found.map(|_| ()).map_err(|why| format!("Nothing was added: {why}."))
    }

    /// Posts once. An answer of any kind is one; without it nobody knows whether it arrived.
    pub async fn post(&self, url: &str, headers: &Headers, body: String) -> Outcome {
        let nothing = |why: String| Outcome::Nothing(why);
        let Ok(url) = Url::parse(url) else { return nothing("its address cannot be read".to_owned()) };
        // A name is looked at when it is resolved; what is an address already is resolved by nobody.
        if let Err(why) = self.literal(&url) {
            return nothing(why);
        }
        let request = self
            .http
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &headers.id)
            .header("webhook-timestamp", headers.timestamp.to_string())
            .header("webhook-signature", &headers.signature)
            .body(body);
        match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                drain(response).await;
                Outcome::Answered(status)
            }
            Err(error) if error.is_timeout() => {
                nothing(format!("no answer within {} seconds", TIMEOUT.as_secs()))
            }
            Err(error) => nothing(causes(error)),
        }
    }

    fn literal(&self, url: &Url) -> Result<(), String> {
        match ip(url) {
            Some(address) if !self.private && !is_global(address) => {
                Err(refusal(url.host_str().unwrap_or_default(), address))
            }
            _ => Ok(()),
        }
    }
}

/// The address, where the host is one and no name.
fn ip(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

async fn drain(mut response: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        read += chunk.len();
        if read > MOST_READ {
            return;
        }
    }
}

async fn looked_up(host: &str) -> Result<Vec<SocketAddr>, String> {
    let found = tokio::net::lookup_host((host, 0)).await;
    let found: Vec<SocketAddr> = found.map_err(|_| format!("nobody knows where {host} is"))?.collect();
    only_global(host, &found)?;
    Ok(found)
}

/// Resolves names, and refuses those that lead to anything but the world.
struct OnlyGlobal;

impl Resolve for OnlyGlobal {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = looked_up(name.as_str()).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_refused_with_a_sentence_before_anybody_is_called() {
        let wire = Wire::new(false).unwrap();
        for good in [
            "https://loja.example.com/eventos?loja=1",
            "https://8.8.8.8/",
            "https://[2606:4700::1111]:8443/x",
        ] {
            assert!(wire.address(good).is_ok(), "{good}");
        }
        for (bad, says) in [
            ("", "is no address"),
            ("loja.example.com", "is no address"),
            ("http://loja.example.com", "must begin with https://"),
            ("ftp://loja.example.com", "must begin with https://"),
            ("https://u:p@loja.example.com", "no password"),
            ("https://loja.example.com/#x", "behind a #"),
            ("https://127.0.0.1/", "127.0.0.1 is 127.0.0.1"),
            ("https://2130706433/", "is 127.0.0.1"),
            ("https://0x7f.1/", "is 127.0.0.1"),
            ("https://0.0.0.0/", "is 0.0.0.0"),
            ("https://169.254.169.254/latest", "is 169.254.169.254"),
            ("https://100.64.0.1/", "is 100.64.0.1"),
            ("https://[::1]/", "is ::1"),
            ("https://[::ffff:10.0.0.1]/", "hooks.private"),
        ] {
            let refused = wire.address(bad).unwrap_err();
            assert!(refused.contains(says) && refused.ends_with('.'), "{bad}: {refused}");
        }
        let near = Wire::new(true).unwrap();
        assert!(near.address("http://127.0.0.1:9/x").is_ok() && near.address("ftp://127.0.0.1").is_err());
    }
}
