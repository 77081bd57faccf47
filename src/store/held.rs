//! Bubbles that rest (`held`): of a merchant that was paused, or of a database that was restored. Nothing sends
//! them until somebody lets them go.

use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::resting;
use serde::{Deserialize, Serialize};

const PAUSED: &str = "the merchant was paused";
const RESTORED: &str = "it was not sent when the backup was made";
const WAITED: &str = "it waited for the person to write when the backup was made";
pub(super) const DOUBTFUL: &str = "it was being sent when the backup was made";

/// Answers older than this are of no use after a pause (ms): the person has asked again or gone.
const USEFUL: i64 = 60 * 60_000;

/// Far more than a merchant writes between two backups.
const GAP: i64 = 1_000_000;

/// Which resting bubbles are meant. Times are the age in ms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Which {
    pub merchant: Option<i64>,
    /// `A` (must arrive), `B` (announcement) or `C` (answer).
    pub class: Option<String>,
    pub older_than: Option<i64>,
    pub newer_than: Option<i64>,
    /// Also those of which nobody knows whether they went out.
    pub doubtful: bool,
}

/// Resting bubbles that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resting {
    pub merchant: MerchantId,
    pub class: String,
    pub reason: String,
    pub count: i64,
    /// When the oldest was written (ms UTC).
    pub oldest: i64,
}

statement!(
    PAUSE,
    "
    update outbox set state = 'held', reason = $2
    where merchant = $1 and state in ('queued', 'retry_wait', 'sending', 'waiting')
      and state in ('queued', 'retry_wait')
      and exists (select 1 from merchant m where m.id = $1 and m.state = 'paused')"
);

// Announcements go on resting: whether today is still their day is for people to say. Of those who may not be who they
// were, everything waits.
statement!(
    RESUME,
    "
    update outbox set due_ms = $2,
        state = case when class <> 'A' and created_ms < $3 then 'dead'
            when exists (select 1 from member m where m.merchant = outbox.merchant and m.id = outbox.member and m.frozen = 1)
            then 'waiting' else 'queued' end,
        reason = case when class = 'A' or created_ms >= $3 then null else 'too late after a pause' end
    where merchant = $1 and state = 'held' and reason = $4 and class <> 'B'"
);

statement!(
    RESTORE,
    "
    update outbox set state = 'held',
        reason = case when state in ('sending', 'unknown') then $3 when state = 'waiting' then $2 else $1 end
    where state in ('queued', 'retry_wait', 'sending', 'waiting', 'unknown')"
);

// Numbers of rows that the lost days have used come back in statuses, and receivers know those of events: none is given
// out again.
statement!(SKIP_IDS, "update lane set next_id = next_id + $1, next_event = next_event + $1");

// Of one merchant that came from elsewhere, where it may have gone on since.
statement!(
    RESTORE_ONE,
    "
    update outbox set state = 'held',
        reason = case when state in ('sending', 'unknown') then $4 when state = 'waiting' then $3 else $2 end
    where merchant = $1 and state in ('queued', 'retry_wait', 'sending', 'waiting', 'unknown')"
);
statement!(SKIP_IDS_OF_ONE, "update lane set next_id = next_id + $2 where merchant = $1");

statement!(
    LIST,
    "
    select merchant, class, coalesce(reason, '') as why, cast(count(*) as bigint), min(created_ms) from outbox
    where state = 'held' group by merchant, class, why order by merchant, class, why"
);

statement!(
    RELEASE,
    "
    update outbox set due_ms = $7, reason = null,
        state = case when reason = $6 or exists (select 1 from member m
            where m.merchant = outbox.merchant and m.id = outbox.member and m.frozen = 1) then 'waiting' else 'queued' end
    where state = 'held' and (merchant = $1 or cast($1 as bigint) = 0) and (class = $2 or $2 = '')
      and created_ms between $3 and $4 and coalesce(reason, '') <> $5"
);

statement!(
    DROP,
    "
    update outbox set state = 'dead', reason = 'dropped; ' || coalesce(reason, '')
    where state = 'held' and (merchant = $1 or cast($1 as bigint) = 0) and (class = $2 or $2 = '')
      and created_ms between $3 and $4 and coalesce(reason, '') <> $5"
);

// Letters rest nowhere: one that went out since would come twice, and what it says stands in the chat.
statement!(
    LETTERS,
    "update mail set state = 'dead', letter = '', reason = $1 where state in ('queued', 'sending', 'retry_wait')"
);

pub static STATEMENTS: &[&Statement] =
    &[&PAUSE, &RESUME, &RESTORE, &LETTERS, &SKIP_IDS, &RESTORE_ONE, &SKIP_IDS_OF_ONE, &LIST, &RELEASE, &DROP];

/// Lays the open bubbles of a paused merchant to rest.
pub async fn pause(tx: &mut Tx, merchant: MerchantId) -> Result<u64, StoreError> {
    tx.execute(&PAUSE, &[merchant.0.into(), PAUSED.into()]).await
}

/// Lets those of a merchant that is still paused go on that are still useful: what must arrive, and answers of the last
/// hour. What was on its way out at the moment of the pause and came back since is treated like the rest.
pub async fn resume(tx: &mut Tx, merchant: MerchantId, now: i64) -> Result<u64, StoreError> {
    pause(tx, merchant).await?;
    tx.execute(&RESUME, &[merchant.0.into(), now.into(), (now - USEFUL).into(), PAUSED.into()]).await
}

/// Lays everything open to rest, in a database that was just restored; returns how much that is. The numbers
/// of rows begin anew behind a gap.
pub async fn restore(tx: &mut Tx) -> Result<u64, StoreError> {
    tx.execute(&SKIP_IDS, &[GAP.into()]).await?;
    tx.execute(&LETTERS, &[RESTORED.into()]).await?;
    tx.execute(&RESTORE, &[RESTORED.into(), WAITED.into(), DOUBTFUL.into()]).await
}

/// The same for one merchant that was served when it was copied from another installation.
pub async fn restore_one(tx: &mut Tx, merchant: MerchantId) -> Result<u64, StoreError> {
    tx.exactly(&SKIP_IDS_OF_ONE, &[merchant.0.into(), GAP.into()], 1).await?;
    tx.execute(&RESTORE_ONE, &[merchant.0.into(), RESTORED.into(), WAITED.into(), DOUBTFUL.into()]).await
}

pub async fn list(tx: &mut Tx) -> Result<Vec<Resting>, StoreError> {
    let found = tx.fetch(&LIST, &[]).await?;
    let read = |row: &sqlx::any::AnyRow| {
        Ok(Resting {
            merchant: MerchantId(row.int(0)?),
            class: row.text(1)?,
            reason: row.text(2)?,
            count: row.int(3)?,
            oldest: row.int(4)?,
        })
    };
    found.iter().map(read).collect()
}

/// Puts resting bubbles back into the queue, or back to waiting for their person. Where announcements are among those
/// that may be meant, WhatsApp's stop of them is over too.
pub async fn release(tx: &mut Tx, which: &Which, now: i64) -> Result<u64, StoreError> {
    if which.class.as_deref().is_none_or(|class| class == "B") {
        resting::end(tx, which.merchant.map(MerchantId)).await?;
    }
    let mut args = meant(which, now);
    args.extend([WAITED.into(), now.into()]);
    tx.execute(&RELEASE, &args).await
}

/// Gives resting bubbles up.
pub async fn give_up(tx: &mut Tx, which: &Which, now: i64) -> Result<u64, StoreError> {
    tx.execute(&DROP, &meant(which, now)).await
}

fn meant(which: &Which, now: i64) -> Vec<crate::store::engine::Arg> {
    let except = if which.doubtful { "" } else { DOUBTFUL };
    vec![
        which.merchant.unwrap_or(0).into(),
        which.class.as_deref().unwrap_or_default().into(),
        which.newer_than.map_or(0, |age| now - age).into(),
        which.older_than.map_or(i64::MAX, |age| now - age).into(),
        except.into(),
    ]
}
