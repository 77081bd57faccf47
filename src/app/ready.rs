//! Ready: the database takes a write, there is room on its disk, and what waits is still within reason.
//! WhatsApp being away does not make us unready: what comes in is kept all the same.

use crate::app::App;
use crate::store::inbox;
use crate::store::marks::{self, Mark};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// A write that takes longer is as good as none.
const SLOWEST_WRITE: Duration = Duration::from_secs(2);
pub const LEAST_SPACE: u64 = 500 * 1_000_000;
const HIGH_WATER: i64 = 100_000;
/// Whoever asks more often gets the same answer: a probe costs a commit.
const FRESH: Duration = Duration::from_secs(1);

type Said = Result<String, String>;

/// The last answer and when it was given.
#[derive(Clone, Default)]
pub struct Ready(Arc<Mutex<Option<(Instant, Said)>>>);

impl Ready {
    /// A sentence either way.
    pub async fn ask(&self, app: &App) -> Said {
        let mut last = self.0.lock().await;
        match &*last {
            Some((at, said)) if at.elapsed() < FRESH => said.clone(),
            _ => last.insert((Instant::now(), look(app).await)).1.clone(),
        }
    }
}

async fn look(app: &App) -> Said {
    let (began, now) = (Instant::now(), app.clock.now());
    let unit = app.store.write(move |tx| {
        Box::pin(async move {
            marks::set(tx, Mark::Probe, now, "ok").await?;
            inbox::depth(tx).await
        })
    });
    let (waiting, _) = unit.await.map_err(|error| {
        tracing::error!(%error, "not ready");
        "The database does not answer.".to_owned()
    })?;
    if began.elapsed() > SLOWEST_WRITE {
        return Err(format!("The database took {} s for one write.", began.elapsed().as_secs()));
    }
    if let Some(free) = app.store.path().and_then(free_space).filter(|free| *free < LEAST_SPACE) {
        return Err(format!("Only {} MB are free where the database lies.", free / 1_000_000));
    }
    if waiting > HIGH_WATER {
        return Err(format!("{waiting} updates wait; that is more than this machine keeps up with."));
    }
    Ok(format!("ready, {waiting} updates waiting"))
}

/// Free bytes on the disk of this file; `None` when the system does not tell.
pub fn free_space(path: &Path) -> Option<u64> {
    let folder = path.parent().filter(|folder| folder.is_dir());
    fs4::available_space(folder.unwrap_or(Path::new("."))).ok()
}
