//! What stands in the outbox follows its person: it goes where they write from once they do, is held back while their
//! number is in question, and comes along when two records become one.
//!
//! The steps are taken in the order of the messages they come from, so that a batch does to a row what its messages
//! would have done one by one. A row that is under way cannot be held back; what becomes of it should this attempt not
//! arrive is noted in `recalled`.

use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::engine::{Arg, Statement, StoreError, Tx, rows};
use std::collections::BTreeMap;

/// What a message means for the rows that were there before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// They wrote: what waited for that goes.
    Wrote(Wrote),
    /// Their number may be somebody else's by now: nothing more goes there.
    InQuestion(MemberId),
    /// A contact of this company is gone: nothing more goes to them.
    Parted(MemberId),
    Merged {
        from: MemberId,
        into: MemberId,
    },
}

/// Somebody who wrote, how they are written to now, and until when (ms UTC) in the free form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrote {
    pub member: MemberId,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    pub until: i64,
}

// What waited goes in the free form now that the window is open, also a template that has not left yet. A row that was
// recalled while under way is addressed anew, should it have to be sent again.
statement!(RELEASE, "
    update outbox set state = case when outbox.state = 'sending' then 'sending' else 'queued' end,
        due_ms = case when outbox.state = 'sending' then outbox.due_ms else $3 end,
        initiates = case when outbox.state = 'sending' then outbox.initiates else 0 end,
        wa_id = r.wa_id, user_id = r.user_id, until_ms = r.until, recalled = null, respelled = 0
    from (select distinct cast($1 as bigint) as merchant, cast(value->>0 as bigint) as member, value->>1 as wa_id,
            value->>2 as user_id, cast(value->>3 as bigint) as until from {rows 2} r) r
    where outbox.merchant = r.merchant and outbox.member = r.member
      and outbox.state in ('queued', 'retry_wait', 'sending', 'waiting')
      and (outbox.state = 'waiting' or (outbox.state = 'queued' and outbox.initiates = 1)
        or (outbox.state = 'sending' and outbox.recalled = 'waiting'))");

statement!(
    HOLD_BACK,
    "
    update outbox set state = case when state = 'sending' then 'sending' else 'waiting' end,
        recalled = case when state = 'sending' then 'waiting' else recalled end
    where merchant = $1 and member = $2 and state in ('queued', 'retry_wait', 'sending', 'waiting')
      and state <> 'waiting'"
);

statement!(
    RECALL_UNKNOWN,
    "update outbox set recalled = $3 where merchant = $1 and member = $2 and state = 'unknown'"
);

statement!(
    CARRY_OVER,
    "
    update outbox set member = $3 where merchant = $1 and member = $2
      and state in ('queued', 'retry_wait', 'sending', 'waiting')"
);

// The person is forgotten: a row under way is emptied too, because it is not sent again.
statement!(
    WITHDRAW,
    "
    update outbox set state = case when state = 'sending' then 'sending' else 'dead' end,
        recalled = case when state = 'sending' then 'dead' else recalled end,
        initiates = case when state = 'sending' then initiates else 0 end,
        reason = $3, body = '', template = null, until_ms = null, wa_id = null, user_id = null
    where merchant = $1 and member = $2 and state in ('queued', 'retry_wait', 'sending', 'waiting')"
);

// What rests until somebody lets it go belongs to its person too.
statement!(
    CARRY_OVER_HELD,
    "update outbox set member = $3 where merchant = $1 and member = $2 and state = 'held'"
);

statement!(
    WITHDRAW_HELD,
    "
    update outbox set state = 'dead', initiates = 0, reason = $3, body = '', template = null, until_ms = null,
        wa_id = null, user_id = null
    where merchant = $1 and member = $2 and state = 'held'"
);

pub static STATEMENTS: &[&Statement] =
    &[&RELEASE, &HOLD_BACK, &RECALL_UNKNOWN, &CARRY_OVER, &CARRY_OVER_HELD, &WITHDRAW, &WITHDRAW_HELD];

/// Takes the steps in order; answers how many rows may go now. People who write one after the other are one statement.
pub async fn follow(tx: &mut Tx, merchant: MerchantId, steps: &[Step], now: i64) -> Result<u64, StoreError> {
    let mut freed = 0;
    for run in steps.chunk_by(|one, next| matches!((one, next), (Step::Wrote(_), Step::Wrote(_)))) {
        match run {
            [Step::InQuestion(member)] => hold_back(tx, merchant, *member).await?,
            [Step::Parted(member)] => {
                hold_back(tx, merchant, *member).await?;
                // Whoever lets announcements go sends them where they were addressed.
                let why = Arg::from("a contact of the company is gone");
                tx.execute(&WITHDRAW_HELD, &[merchant.0.into(), member.0.into(), why]).await?;
            }
            [Step::Merged { from, into }] => {
                for carry in [&CARRY_OVER, &CARRY_OVER_HELD] {
                    tx.execute(carry, &[merchant.0.into(), from.0.into(), into.0.into()]).await?;
                }
            }
            wrote => freed += release(tx, merchant, wrote, now).await?,
        }
    }
    Ok(freed)
}

async fn hold_back(tx: &mut Tx, merchant: MerchantId, member: MemberId) -> Result<(), StoreError> {
    tx.execute(&HOLD_BACK, &[merchant.0.into(), member.0.into()]).await?;
    recall_unknown(tx, merchant, member, "waiting").await
}

/// What waited goes with the first message; further ones find nothing waiting.
async fn release(tx: &mut Tx, merchant: MerchantId, wrote: &[Step], now: i64) -> Result<u64, StoreError> {
    let mut first = BTreeMap::new();
    for step in wrote {
        if let Step::Wrote(person) = step {
            first.entry(person.member).or_insert((
                person.member,
                &person.wa_id,
                &person.user_id,
                person.until,
            ));
        }
    }
    let set: Vec<_> = first.into_values().collect();
    tx.execute(&RELEASE, &[merchant.0.into(), rows(&set), now.into()]).await
}

async fn recall_unknown(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
    then: &str,
) -> Result<(), StoreError> {
    tx.execute(&RECALL_UNKNOWN, &[merchant.0.into(), member.0.into(), then.into()]).await.map(|_| ())
}

/// Nothing more is sent to this person, and nothing that was to be sent is kept.
pub async fn withdraw(tx: &mut Tx, merchant: MerchantId, member: MemberId) -> Result<(), StoreError> {
    for withdraw in [&WITHDRAW, &WITHDRAW_HELD] {
        tx.execute(withdraw, &[merchant.0.into(), member.0.into(), ERASED.into()]).await?;
    }
    recall_unknown(tx, merchant, member, "dead").await
}

/// Why nothing is sent to somebody who is forgotten.
pub const ERASED: &str = "the person was erased";
