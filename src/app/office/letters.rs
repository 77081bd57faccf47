//! Letters that came back: the address leads nowhere from then on, or the letter alone was refused.

use super::{Answer, Office, Refused};
use crate::app::courier::body::contacts_changed;
use crate::app::leaving;
use crate::domain::ids::{ContactId, MerchantId};
use crate::email::returned::{Failure, Returned};
use crate::store::{StoreError, Tx, events, inbox, mail};

impl Office {
    /// Notes what a report says. Again it changes nothing; a report of what is not ours changes nothing either.
    pub(super) async fn take_back(&self, returned: &Returned) -> Result<Answer, Refused> {
        let Some((merchant, contact, seal)) = returned.leave.rsplit('/').next().and_then(leaving::read)
        else {
            return Ok(Answer::line("It is about no letter of ours; nothing was done.".to_owned()));
        };
        let addressee = self.store.read(move |tx| Box::pin(mail::addressee(tx, merchant, contact))).await?;
        let addressee = addressee.filter(|found| self.leaving.holds(merchant, contact, &found.address, seal));
        let Some(addressee) = addressee else {
            return Ok(Answer::line(
                "The letter is not ours, or its address was changed or forgotten since; nothing was done."
                    .to_owned(),
            ));
        };
        let failure = returned.failures.iter().find(|failure| failure.address == addressee.address).cloned();
        let Some(failure) = failure else {
            return Ok(Answer::line(
                "It is about an address that the letter was passed on to, not about ours; nothing was done."
                    .to_owned(),
            ));
        };
        let (id, now) = (letter(&returned.id, merchant), self.clock.now());
        let (nobody, status) = (failure.nobody, failure.status.clone());
        let work = self.store.write(move |tx| {
            let failure = failure.clone();
            Box::pin(async move { note(tx, merchant, (id, contact), &failure, now).await })
        });
        let new = work.await?;
        let whose = format!("contact {contact} of member {} (merchant {merchant})", addressee.member);
        Ok(Answer::line(match (new, nobody) {
            (false, _) => format!("That a letter to {whose} came back is known already; nothing was done."),
            (true, true) => format!(
                "✔ Nothing more goes to {whose}: the address is none ({status}), until it is given anew."
            ),
            (true, false) => {
                format!("✔ A letter to {whose} is noted as not arrived ({status}); the address stays.")
            }
        }))
    }
}

/// The number of a letter, from what stands before the @ of its `Message-ID`.
fn letter(id: &str, merchant: MerchantId) -> Option<i64> {
    let (shop, letter) = id.split_once('.')?;
    letter.parse().ok().filter(|_| shop.parse() == Ok(merchant.0))
}

/// Whether it is new.
async fn note(
    tx: &mut Tx,
    merchant: MerchantId,
    (id, contact): (Option<i64>, ContactId),
    failure: &Failure,
    now: i64,
) -> Result<bool, StoreError> {
    inbox::hold_lane(tx, merchant).await?;
    let reason = mail::came_back_with(&failure.status);
    let mut new = false;
    if let Some(id) = id {
        new = mail::came_back(tx, merchant, (id, contact), &reason, now).await?;
    }
    if !failure.nobody {
        return Ok(new);
    }
    let Some(member) = mail::leads_nowhere(tx, merchant, contact, now).await? else { return Ok(new) };
    events::save(tx, merchant, &[contacts_changed(member, now)], now).await?;
    Ok(true)
}
