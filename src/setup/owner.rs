//! The last steps: the owner's claim is the first message that comes in, and the answer to it the test of what goes out.

use super::steps::Setup;
use super::{Verdict, local};
use crate::domain::code::spaced;
use crate::store::{health, merchants};
use anyhow::bail;
use indicatif::ProgressBar;
use std::time::Duration;

/// How long a status of WhatsApp may take before we stop looking, in seconds.
const STATUS_WAIT: u64 = 60;

impl Setup {
    /// The owner's first message opens the window in which we may answer, so it is theirs to write.
    pub(super) async fn await_owner(&mut self) -> anyhow::Result<()> {
        let (Some(store), Some((shop, claim))) = (&self.store, &self.shop) else { bail!("there is no shop") };
        if let Some(code) = claim {
            let code = spaced(code);
            self.terminal.say("  The owner sends this code to the number, once, from their own WhatsApp:");
            self.terminal.say(format_args!("  {code}   https://wa.me/{}?text={code}", shop.phone));
        }
        let id = shop.id;
        let claimed = async || -> anyhow::Result<Option<()>> {
            let found = store.read(move |tx| Box::pin(merchants::get(tx, id, None))).await?;
            Ok(found.is_some_and(|(_, claim)| claim.is_none()).then_some(()))
        };
        let came =
            claim.is_none() || watch("waiting for the code", self.options.wait, claimed).await?.is_some();
        if !came {
            self.left.push("owner");
        }
        let verdict = local::owner(&shop.phone, claim.as_deref().filter(|_| !came));
        self.say("owner", &verdict);
        Ok(())
    }

    /// The answer to the owner is the test message.
    pub(super) async fn await_answer(&mut self) -> anyhow::Result<()> {
        if self.left.contains(&"owner") {
            return Ok(());
        }
        let (Some(store), Some((shop, _))) = (&self.store, &self.shop) else { bail!("there is no shop") };
        let id = shop.id;
        let newest = async || store.read(move |tx| Box::pin(health::newest(tx, id))).await;
        let arrived = async || -> anyhow::Result<Option<()>> {
            let verdict = local::newest(newest().await?.as_ref());
            Ok((!matches!(verdict, Verdict::Open(_))).then_some(()))
        };
        watch("waiting for the answer to arrive", self.options.wait.min(STATUS_WAIT), arrived).await?;
        let verdict = local::newest(newest().await?.as_ref());
        if !verdict.is_good() {
            self.left.push("test message");
        }
        self.say("test message", &verdict);
        Ok(())
    }
}

/// Looks twice a second until there is an answer, for so many seconds at most.
async fn watch(
    what: &'static str,
    seconds: u64,
    look: impl AsyncFn() -> anyhow::Result<Option<()>>,
) -> anyhow::Result<Option<()>> {
    let spinner = ProgressBar::new_spinner().with_message(what);
    for _ in 0..=seconds.saturating_mul(2) {
        if let Some(found) = look().await? {
            spinner.finish_and_clear();
            return Ok(Some(found));
        }
        spinner.tick();
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    spinner.finish_and_clear();
    Ok(None)
}
