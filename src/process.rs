//! What belongs to the process rather than to a room: logs, signals, randomness, and serving until told to
//! stop.

use crate::app::office::door;
use crate::app::{App, DRAIN, http};
use crate::config::LogFormat;
use anyhow::anyhow;
use ring::rand::{SecureRandom, SystemRandom};
use std::io::IsTerminal;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Logs go to standard error: one line a turn, never a number, a name, a text or a token.
pub fn start_logging(format: LogFormat, level: &str) {
    let filter = tracing_subscriber::EnvFilter::new(level);
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A second start in one process (tests) keeps the first.
    let _ = match format {
        LogFormat::Text => logs.try_init(),
        LogFormat::Json => logs.json().try_init(),
    };
}

/// A panic's own text may quote what somebody wrote; its place says enough.
pub fn log_panics_by_place() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic was caught");
    }));
}

/// Serves the webhook and runs the loops until `stop`; then what was begun is finished, for as long as
/// [`DRAIN`] allows, and the database is closed.
pub async fn serve(app: App, listener: TcpListener, stop: CancellationToken) -> anyhow::Result<()> {
    let loops = tokio::spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move { app.run(stop).await }
    });
    let serving = axum::serve(listener, http::router(app.clone()))
        .with_graceful_shutdown(stop.clone().cancelled_owned());
    let over = async {
        stop.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    // A half-open request must not hold up the end for ever.
    tokio::select! {
        served = serving => served?,
        () = over => tracing::warn!("requests that never ended were dropped"),
    }
    loops.await?;
    app.store.close().await;
    Ok(())
}

/// Serves the office until `stop`.
pub async fn office(app: App, listener: TcpListener, stop: CancellationToken) {
    let serving = axum::serve(listener, door::router(app)).with_graceful_shutdown(stop.cancelled_owned());
    if let Err(fault) = serving.await {
        tracing::error!(%fault, "the office is closed");
    }
}

/// SIGTERM, SIGINT or their likes.
pub async fn until_told(stop: CancellationToken) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = tokio::signal::ctrl_c().await;
    }
    stop.cancel();
}

/// Eight bytes from the system's source of randomness.
pub fn random() -> anyhow::Result<u64> {
    let mut bytes = [0; 8];
    SystemRandom::new().fill(&mut bytes).map_err(|_| anyhow!("the system gives no randomness"))?;
    Ok(u64::from_be_bytes(bytes))
}
