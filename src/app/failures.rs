//! What a `failed` status asks for beyond being noted. WhatsApp often takes a message and refuses it afterwards, so a
//! failure means for its row and its number what the same code means as an answer.

use crate::app::sender::circuit;
use crate::app::sender::judge::{Beyond, other_spelling};
use crate::app::turn::Inner;
use crate::app::work::Work;
use crate::dialogue::needs::Needs;
use crate::store::outbox::Form;
use crate::store::statuses::{self, Back, Failed};
use crate::store::{StoreError, Tx};
use crate::whatsapp::errors::{Action, action};
use std::collections::BTreeMap;

impl Inner {
    /// Opens rows again that may still arrive another way, stops what does not work, and keeps an opt-out that
    /// WhatsApp knows of.
    pub(super) async fn failures(&self, tx: &mut Tx, work: &mut Work) -> Result<(), StoreError> {
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
            if action(code) == Action::OptedOut {
                let needs = Needs { members: [row.member].into(), ..Needs::default() };
                work.load(tx, &needs).await?;
                work.refuse_offers(row.member, now, &row.wamid);
            }
            if let Some(beyond) = beyond(&row, code) {
                circuit::carry_out(tx, merchant, &beyond, now).await?;
            }
            let back = back(&row, code);
            if back.is_none() && action(code) == Action::OtherSpelling {
                let nobody = Beyond::Undelivered { member: row.member, row: row.id };
                circuit::carry_out(tx, merchant, &nobody, now).await?;
            }
            work.again.extend(back);
        }
        Ok(())
    }
}

/// How the row is opened again, if it is.
fn back(row: &Failed, code: i64) -> Option<Back> {
    let back = |state, initiates| Some(Back { id: row.id, state, wa_id: None, initiates });
    match (action(code), row.class.as_str()) {
        (Action::OtherSpelling, _) if row.attempt < 2 => {
            let wa_id = Some(other_spelling(row.wa_id.as_deref())?);
            Some(Back { id: row.id, state: "retry_wait", wa_id, initiates: None })
        }
        (Action::WindowClosed, "A" | "B") if row.form == Form::FreeOrTemplate => back("queued", Some(true)),
        (Action::WindowClosed | Action::HoldAnnouncement | Action::StopMarketing, "A") => {
            back("waiting", Some(false))
        }
        (Action::HoldAnnouncement, "B") => back("held", None),
        (Action::StopMarketing, "B") | (Action::OpenCircuit(_) | Action::OpenCircuitFor(_), _) => {
            back("queued", None)
        }
        _ => None,
    }
}

fn beyond(row: &Failed, code: i64) -> Option<Beyond> {
    let reason = "a message failed with it".to_owned();
    match action(code) {
        Action::OpenCircuit(_) | Action::OpenCircuitFor(_) => Some(Beyond::Stop { code, reason }),
        Action::StopMarketing => Some(Beyond::RestMarketing { code }),
        Action::HoldAnnouncement if row.class == "B" => {
            Some(Beyond::Hold { cause: row.cause.clone(), code, reason })
        }
        _ => None,
    }
}
