//! The board: who waits for which answer. It only makes waiting short; what was answered is in the database.

use crate::app::till::Given;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

#[derive(Debug, Clone, Default)]
pub struct Board(Arc<Mutex<BTreeMap<String, oneshot::Sender<Given>>>>);

/// Somebody who waits; whoever stops waiting is forgotten.
pub struct Waiting {
    pub answer: oneshot::Receiver<Given>,
    board: Board,
    request: String,
}

impl Board {
    /// Waits for the answer to a request, as soon as it is committed.
    pub fn wait(&self, request: &str) -> Waiting {
        let (give, answer) = oneshot::channel();
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.insert(request.to_owned(), give);
        Waiting { answer, board: self.clone(), request: request.to_owned() }
    }

    /// Gives answers that are committed to whoever waits for them here.
    pub fn give(&self, given: Vec<Given>) {
        if given.is_empty() {
            return;
        }
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for given in given {
            if let Some(give) = waiting.remove(&given.request) {
                // Whoever is gone asks again.
                let _ = give.send(given);
            }
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.board.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.request);
    }
}
