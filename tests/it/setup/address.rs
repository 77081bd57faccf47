//! Our own public address: every way in which it can fail has its words.

use super::serve;
use axum::Router;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use fregues::setup::remedy;
use fregues::whatsapp::probe::{Callback, Fault, SLOW, reach};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::collections::BTreeMap;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

const PEM: &str = include_str!("../data/self-signed.pem");

async fn challenge(Query(asked): Query<BTreeMap<String, String>>) -> String {
    asked["hub.challenge"].clone()
}

/// Answers the challenge, and the signed POST with this status.
fn posted(status: StatusCode) -> axum::routing::MethodRouter {
    get(challenge).post(async move || status)
}

async fn told(url: &str) -> Result<Duration, Fault> {
    let callback = Callback { url, verify_token: "verify", app_secret: "secret" };
    reach(&callback, "4711", Duration::from_millis(1_500)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_its_fault() {
    let late = async || {
        tokio::time::sleep(SLOW).await;
        StatusCode::OK
    };
    let router = Router::new()
        .route("/good", posted(StatusCode::OK))
        .route("/secret", posted(StatusCode::UNAUTHORIZED))
        .route("/large", posted(StatusCode::PAYLOAD_TOO_LARGE))
        .route("/teapot", posted(StatusCode::IM_A_TEAPOT))
        .route("/slow", get(challenge).post(late))
        .route("/page", get(async || "<html>welcome</html>"))
        .route("/wall", get(async || StatusCode::FORBIDDEN))
        .route("/proxy", get(async || StatusCode::BAD_GATEWAY.into_response()))
        .route("/moved", get(async || Redirect::permanent("https://www.loja.example/webhook")));
    let base = serve(router).await;
    for (path, expected, words) in [
        ("good", "", ""),
        ("nowhere", "NotFound", "404: something is there, but not the webhook → let the proxy or tunnel"),
        (
            "secret",
            "OtherSecret",
            "does not accept our signature → the service there runs with another app secret",
        ),
        ("large", "TooLarge", "client_max_body_size"),
        ("teapot", "Status(418)", "answers 418"),
        ("slow", "Slow(", "Meta repeats messages"),
        ("page", "OtherBody", "something else than the challenge"),
        ("wall", "Forbidden", "another verify token, or a wall"),
        ("proxy", "Gateway(502)", "start fregues serve, and point the proxy at server.listen"),
        ("moved", "Moved(308", "\"https://www.loja.example/webhook\"; Meta does not follow"),
    ] {
        let url = format!("{base}/{path}");
        match told(&url).await {
            Ok(_) => assert_eq!(expected, "", "{path}"),
            Err(fault) => {
                assert!(
                    !expected.is_empty() && format!("{fault:?}").starts_with(expected),
                    "{path}: {fault:?}"
                );
                let line = remedy::of_probe(&fault, &url).to_string();
                assert!(line.contains(words), "{path}: {line}");
            }
        }
    }
}

/// Takes connections and does with each what `answer` does.
fn listen(answer: impl Fn(std::net::TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || listener.incoming().flatten().for_each(answer));
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn every_broken_connection_has_its_fault() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let certificate = vec![CertificateDer::from_pem_slice(PEM.as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(PEM.as_bytes()).unwrap();
    let config = rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(certificate, key);
    let config = Arc::new(config.unwrap());
    let self_signed = listen(move |mut stream| {
        let mut tls = rustls::ServerConnection::new(config.clone()).unwrap();
        let _ = tls.complete_io(&mut stream);
    });
    let plain = listen(|mut stream| drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")));
    let hung = listen(drop);
    let silent = listen(std::mem::forget);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (url, expected, words) in [
        (format!("https://{self_signed}/webhook"), "Tls", "Meta refuses self-signed"),
        (format!("https://{plain}/webhook"), "Tls", "certificate of https://"),
        (format!("http://{hung}/webhook"), "Broken", "broke off"),
        (format!("http://{silent}/webhook"), "Silent", "does not answer in time"),
        (format!("http://{free}/webhook"), "Refused", "nothing answers at"),
        ("http://loja.example.com/webhook".to_owned(), "Address", "use https://"),
    ] {
        let fault = told(&url).await.unwrap_err();
        assert!(format!("{fault:?}").starts_with(expected), "{url}: {fault:?}");
        let line = remedy::of_probe(&fault, &url).to_string();
        assert!(line.contains(words), "{line}");
    }
}
