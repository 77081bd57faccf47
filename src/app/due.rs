//! What time alone does: holds that are over, levels of a month that turned, credits and vouchers that end. A batch of
//! its own, before the messages that wait.

use crate::app::chance::chance;
use crate::app::post::Cause;
use crate::app::turn::Inner;
use crate::app::work::Work;
use crate::dialogue::desk::Effect;
use crate::dialogue::moment::{Moment, ends, lapsed, time_passed};
use crate::dialogue::needs::{Figures, Needs};
use crate::dialogue::turn::View;
use crate::domain::ending::Ended;
use crate::domain::ids::MemberId;
use crate::store::{StoreError, Tx, endings};
use std::sync::PoisonError;

impl Inner {
    /// How late it is (ms UTC) for what has value: a clock that leapt is believed only once it has stood by it.
    pub(super) fn believed(&self) -> i64 {
        let mut belief = self.belief.lock().unwrap_or_else(PoisonError::into_inner);
        belief.believed(self.clock.now(), self.clock.watch())
    }

    /// Carries out what is due of these people by `at`; `believed`: how late it is for what has value (ms UTC).
    pub(super) async fn lapse(
        &self,
        tx: &mut Tx,
        work: &mut Work,
        due: &[MemberId],
        at: i64,
        believed: i64,
    ) -> Result<(), StoreError> {
        let needs = Needs { members: due.iter().copied().collect(), ..Needs::default() };
        work.load(tx, &needs).await?;
        self.load_awaited(tx, work, due).await?;
        for member in due {
            self.pass(work, *member, at, lapsed);
            self.pass(work, *member, believed, time_passed);
        }
        self.endings(tx, work, due, believed).await
    }

    fn pass(
        &self,
        work: &mut Work,
        member: MemberId,
        at: i64,
        act: impl FnOnce(Moment, &View) -> (Vec<Effect>, i64),
    ) {
        let key = format!("clock:{at}:{member}");
        let moment = Moment { member, key: &key, at, seed: self.chance(&key) };
        let view = View { shop: &work.shop, facts: &work.facts, figures: &Figures::default() };
        let (effects, next_id) = act(moment, &view);
        self.carry_out(work, &Cause { speaker: member, key: &key, at, now: at, ask: None }, effects, next_id);
    }

    /// Where the chance of a decision comes from: the same whenever it is decided again, and nobody's to guess.
    pub(super) fn chance(&self, key: &str) -> u64 {
        chance(&self.seed, key)
    }

    /// The purchases behind referrals that are waited for are older than what comes with their members.
    async fn load_awaited(&self, tx: &mut Tx, work: &mut Work, due: &[MemberId]) -> Result<(), StoreError> {
        let accounts = due.iter().filter_map(|member| work.facts.account(*member));
        let awaited =
            accounts.filter_map(|account| Some((account.member.id, account.member.awaits?.purchase)));
        let needs = Needs { purchases: awaited.collect(), ..Needs::default() };
        if needs.purchases.is_empty() { Ok(()) } else { work.load(tx, &needs).await }
    }

    async fn endings(
        &self,
        tx: &mut Tx,
        work: &mut Work,
        due: &[MemberId],
        believed: i64,
    ) -> Result<(), StoreError> {
        let accounts = || due.iter().filter_map(|member| work.facts.account(*member));
        let lots = accounts().flat_map(|account| account.lots.iter()).map(|lot| &lot.ending);
        let vouchers = accounts().flat_map(|account| account.vouchers.iter()).map(|voucher| &voucher.ending);
        let told = lots.chain(vouchers).filter_map(|ending| ending.told.as_deref());
        let fates = endings::fates(tx, work.shop.id, told).await?;
        let mut overtaken = Vec::new();
        for member in due {
            let key = format!("ends:{believed}:{member}");
            let moment = Moment { member: *member, key: &key, at: believed, seed: self.chance(&key) };
            let view = View { shop: &work.shop, facts: &work.facts, figures: &Figures::default() };
            let (ended, effects, next_id) = ends(moment, &fates, &view);
            self.carry_out(
                work,
                &Cause { speaker: *member, key: &key, at: believed, now: work.now, ask: None },
                effects,
                next_id,
            );
            for why in &ended.prolonged {
                let (merchant, why) = (work.shop.id, why.as_str());
                tracing::info!(%merchant, %member, why, "something lives longer, because its owner does not know that it ends");
            }
            let Ended { overtaken: causes, .. } = ended;
            overtaken.extend(causes);
        }
        endings::overtake(tx, work.shop.id, &overtaken).await
    }
}
