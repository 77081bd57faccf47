//! What statuses ask for beyond being noted. WhatsApp often takes a message and refuses it afterwards, so a failure
//! means for its row and its number what the same code means as an answer ([`judge::refused`]); and only a message that
//! arrives shows that a number works again which was stopped in this way.

use crate::app::sender::circuit;
use crate::app::sender::judge::{self, Beyond, Fate, Refused};
use crate::app::turn::Inner;
use crate::app::work::Work;
use crate::store::statuses::{self, Back, Failed};
use crate::store::{StoreError, Tx, channel};
use crate::whatsapp::errors::{Action, action};
use std::collections::BTreeMap;

impl Inner {
    /// Opens rows again that may still arrive, and carries out what their failure means for more than them.
    pub(super) async fn failures(&self, tx: &mut Tx, work: &mut Work) -> Result<(), StoreError> {
        self.arrivals(tx, work).await?;
        let failed = |said: &&statuses::Said| said.error.is_some() && said.state == "failed";
        let codes: BTreeMap<String, i64> = work
            .statuses
            .iter()
            .filter(failed)
            .map(|said| (said.wamid.clone(), said.error.unwrap_or(0)))
            .collect();
        if codes.is_empty() {
            return Ok(());
        }
        let wamids: Vec<&String> = codes.keys().collect();
        let (merchant, now) = (work.shop.id, work.now);
        for row in statuses::rows_of(tx, merchant, &wamids).await? {
            let code = codes.get(&row.wamid).copied().unwrap_or(0);
            let reason = format!("WhatsApp took it and told afterwards that it failed ({code})");
            let entropy = u64::try_from(row.id ^ now).unwrap_or(0);
            let (fate, beyond) = judge::refused(&Refused::by_status(&row), code, &reason, now, entropy);
            if let Some(beyond) = beyond {
                circuit::carry_out(tx, merchant, &beyond, now).await?;
            }
            match action(code) {
                Action::SlowNumber => self.limiter.too_fast(merchant, row.sent),
                Action::DelayRecipient => {
                    self.limiter.spent(merchant, row.member, fate.due.unwrap_or(now));
                }
                _ => {}
            }
            work.again.extend(back(&row, fate, code, reason));
        }
        Ok(())
    }

    /// A message that a stopped number sent since has arrived.
    async fn arrivals(&self, tx: &mut Tx, work: &Work) -> Result<(), StoreError> {
        let arrived = |said: &&statuses::Said| ["sent", "delivered", "read"].contains(&said.state);
        let wamids: Vec<&String> = work.statuses.iter().filter(arrived).map(|said| &said.wamid).collect();
        if wamids.is_empty() {
            return Ok(());
        }
        let (merchant, now) = (work.shop.id, work.now);
        let stopped = channel::stopped(tx, merchant).await?.filter(|stopped| stopped.by_status);
        if let Some(stopped) = stopped
            && statuses::taken_since(tx, merchant, &wamids, stopped.since).await?
        {
            circuit::carry_out(tx, merchant, &Beyond::Arrives, now).await?;
        }
        Ok(())
    }
}

/// How the row is opened again, if it is: one that ends, or whose person was erased, keeps the message that failed.
fn back(row: &Failed, fate: Fate, code: i64, reason: String) -> Option<Back> {
    let Fate { state, due, initiates, wa_id } = fate;
    let opens = state != "dead" && !row.forgotten;
    opens.then_some(Back { id: row.id, state, wa_id, initiates, due, error: code, reason })
}
