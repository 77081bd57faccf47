//! Asking a service that runs: the office for what has to be done beside it, and whether it is ready.

use crate::app::office::{Answer, Order, door};
use crate::config::Config;
use crate::whatsapp::signature::Secrets;
use anyhow::{Context, anyhow, bail};
use reqwest::StatusCode;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

/// Sends an order to the office of the service that has the database.
pub async fn office(config: &Config, secrets: &Secrets, order: &Order) -> anyhow::Result<Answer> {
    let taken = "the database is in use by a running service";
    let office = &config.server.office;
    if office.is_empty() {
        bail!("{taken}, and it cannot be asked: server.office is empty. Set it, or stop the service first.");
    }
    let url = format!("http://{}{}", reachable(office)?, door::ORDERS);
    // Recomputing a ledger or copying a database takes as long as it takes.
    let request = client(None)?.post(url).header("authorization", door::bearer(secrets)).json(order);
    let answer = request.send().await.map_err(|_| {
        anyhow!("{taken}, but nobody answers at server.office ({office}). Is it the service of this configuration?")
    })?;
    match answer.status() {
        StatusCode::OK => answer.json().await.context("the office answered something else than an answer"),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNAUTHORIZED => bail!("{}", answer.text().await?),
        status => bail!(
            "{taken}, and what answers at server.office ({office}) is not the office of this version: HTTP {}",
            status.as_u16()
        ),
    }
}

/// Whether anybody listens at the office.
pub async fn is_there(config: &Config) -> bool {
    match reachable(&config.server.office) {
        Ok(office) => tokio::net::TcpStream::connect(office).await.is_ok(),
        Err(_) => false,
    }
}

/// What `/ready` says; an error when it is not ready or does not answer.
pub async fn ready(config: &Config) -> anyhow::Result<String> {
    let url = format!("http://{}/ready", reachable(&config.server.listen)?);
    let answer = client(Some(Duration::from_secs(5)))?.get(&url).send().await;
    let answer = answer.map_err(|_| anyhow!("nobody answers at {url}"))?;
    let (status, said) = (answer.status(), answer.text().await.unwrap_or_default());
    if status != StatusCode::OK {
        bail!("{} (HTTP {})", said.trim(), status.as_u16());
    }
    Ok(said.trim().to_owned())
}

/// Proxies named by the environment are for the world outside, never for this machine.
fn client(limit: Option<Duration>) -> anyhow::Result<reqwest::Client> {
    let builder =
        reqwest::Client::builder().no_proxy().tls_certs_only([]).connect_timeout(Duration::from_secs(3));
    Ok(limit.into_iter().fold(builder, reqwest::ClientBuilder::timeout).build()?)
}

/// Who listens everywhere is asked on this machine.
fn reachable(address: &str) -> anyhow::Result<SocketAddr> {
    let mut address: SocketAddr =
        address.parse().with_context(|| format!("{address} is no address such as 127.0.0.1:8080"))?;
    match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    Ok(address)
}
