//! The Cloud API client against servers that answer well, badly and not at all.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use fregues::whatsapp::client::{Client, Outcome};
use fregues::whatsapp::errors::Action;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The number written to chooses the answer.
async fn graph(
    Path((version, number)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    assert_eq!(version, "v26.0");
    assert_eq!(headers[header::AUTHORIZATION], "Bearer secret-token");
    let error =
        |status, code| (status, Json(json!({"error":{"message":"no","code":code,"is_transient":true}})));
    match number.as_str() {
        "accepted" => Json(json!({
            "messaging_product": "whatsapp",
            "contacts": [{"input": body["to"], "wa_id": "551187654321"}],
            "messages": [{"id": "wamid.OUT1"}],
        }))
        .into_response(),
        "refused-400" => error(StatusCode::BAD_REQUEST, 131_047).into_response(),
        "refused-429" => error(StatusCode::TOO_MANY_REQUESTS, 130_429).into_response(),
        "refused-500" => error(StatusCode::INTERNAL_SERVER_ERROR, 131_000).into_response(),
        "without-id" => Json(json!({"success": true})).into_response(),
        "malformed" => (StatusCode::OK, r#"{"messages":[{"id":"wamid.OUT"#).into_response(),
        "bare-502" => (StatusCode::BAD_GATEWAY, "<html>Bad Gateway</html>").into_response(),
        "redirect" => {
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/v26.0/accepted/messages")]).into_response()
        }
        "endless" => "x".repeat(2_000_000).into_response(),
        "slow" => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            StatusCode::OK.into_response()
        }
        other => panic!("nobody asked for {other}"),
    }
}

async fn serve_graph() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = axum::Router::new().route("/{version}/{number}/messages", post(graph));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn client(address: SocketAddr) -> Client {
    let short = Duration::from_millis(400);
    Client::with_timeouts(&format!("http://{address}"), "v26.0", short, short).unwrap()
}

async fn send(client: &Client, number: &str) -> Outcome {
    client.send(number, "secret-token", &json!({"to": "5511987654321", "type": "text"})).await
}

#[tokio::test]
async fn answers_of_graph_are_classed() {
    let client = client(serve_graph().await);
    let accepted = Outcome::Accepted { wamid: "wamid.OUT1".into(), wa_id: Some("551187654321".into()) };
    assert_eq!(send(&client, "accepted").await, accepted);
    for (number, code, action) in [
        ("refused-400", 131_047, Action::WindowClosed),
        ("refused-429", 130_429, Action::SlowNumber),
        ("refused-500", 131_000, Action::Retry),
    ] {
        let Outcome::Refused(error) = send(&client, number).await else { panic!("{number}") };
        assert_eq!((error.code, error.action()), (code, action));
    }
    for number in ["without-id", "malformed", "bare-502", "redirect", "endless", "slow"] {
        let outcome = send(&client, number).await;
        assert!(matches!(outcome, Outcome::Unknown(_)), "{number}: {outcome:?}");
    }
}

#[tokio::test]
async fn what_was_never_written_was_not_sent() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let outcome = send(&client(free), "accepted").await;
    let Outcome::NotSent(reason) = outcome else { panic!("{outcome:?}") };
    assert!(!reason.contains("accepted"), "the address is not told: {reason}");

    let outcome = client(free).send("accepted", "two\nlines", &json!({})).await;
    assert!(matches!(outcome, Outcome::NotSent(_)), "{outcome:?}");
    let nowhere = Client::new("http://nobody.localhost:1", "v26.0").unwrap();
    let outcome = send(&nowhere, "accepted").await;
    assert!(matches!(outcome, Outcome::NotSent(_)), "{outcome:?}");
}

/// TLS towards a server that speaks none: the handshake fails before the request is written.
#[tokio::test]
async fn a_failed_handshake_was_not_sent() {
    let address = serve_raw(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    })
    .await;
    let client = Client::new(&format!("https://{address}"), "v26.0").unwrap();
    let outcome = send(&client, "accepted").await;
    assert!(matches!(outcome, Outcome::NotSent(_)), "{outcome:?}");
}

#[tokio::test]
async fn a_connection_lost_after_the_request_is_unknown() {
    for (name, answer) in [
        ("nothing", ""),
        ("half a head", "HTTP/1.1 200 OK\r\ncontent-le"),
        (
            "half a body",
            "HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{\"messages\":[{\"id\":\"wamid.OUT1\"}]}",
        ),
        ("not HTTP", "\0\0\0 hello"),
    ] {
        let address = serve_raw(move |mut stream| async move {
            read_request(&mut stream).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        })
        .await;
        let outcome = send(&client(address), "accepted").await;
        assert!(matches!(outcome, Outcome::Unknown(_)), "{name}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_connection_reset_or_silent_is_unknown() {
    let reset = serve_raw(|mut stream| async move {
        read_request(&mut stream).await;
        stream.set_zero_linger().unwrap();
    })
    .await;
    let silent = serve_raw(|mut stream| async move {
        read_request(&mut stream).await;
        tokio::time::sleep(Duration::from_secs(30)).await;
    })
    .await;
    let trickling = serve_raw(|mut stream| async move {
        read_request(&mut stream).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n").await;
        for _ in 0..900 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let _ = stream.write_all(b" ").await;
        }
    })
    .await;
    for (name, address) in [("reset", reset), ("silent", silent), ("trickling", trickling)] {
        let outcome = send(&client(address), "accepted").await;
        assert!(matches!(outcome, Outcome::Unknown(_)), "{name}: {outcome:?}");
    }
}

/// One request on the wire for one `send`, whatever became of it.
#[tokio::test]
async fn nothing_is_sent_twice() {
    let (count, mut counted) = tokio::sync::mpsc::unbounded_channel();
    let address = serve_raw(move |mut stream| {
        let count = count.clone();
        async move {
            read_request(&mut stream).await;
            count.send(()).unwrap();
        }
    })
    .await;
    let client = client(address);
    for _ in 0..5 {
        assert!(matches!(send(&client, "accepted").await, Outcome::Unknown(_)));
    }
    for _ in 0..5 {
        counted.try_recv().unwrap();
    }
    counted.try_recv().unwrap_err();
}

async fn serve_raw<F, W>(answer: F) -> SocketAddr
where
    F: Fn(TcpStream) -> W + Send + 'static,
    W: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    address
}

/// Reads head and body, so that nothing is left unread when the connection closes.
async fn read_request(stream: &mut TcpStream) {
    let mut request = Vec::new();
    loop {
        let mut piece = [0; 1024];
        let length = stream.read(&mut piece).await.unwrap_or(0);
        request.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&request);
        let complete = text.split_once("\r\n\r\n").is_some_and(|(_, body)| body.ends_with('}'));
        if length == 0 || complete {
            return;
        }
    }
}
