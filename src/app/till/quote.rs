//! Quotes: what a purchase would be answered, by the turn that would answer it, over facts that are read now and thrown
//! away with all that it leads to.

use crate::app::App;
use crate::app::till::{Given, Unanswered, given};
use crate::app::turn::{Inner, Turns};
use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::desk::Effect;
use crate::dialogue::line::Line;
use crate::dialogue::needs::{Figures, Needs};
use crate::dialogue::till::answer::{Answer, No, Problem};
use crate::dialogue::till::ask::{Ask, Deed};
use crate::dialogue::turn::{View, turn};
use crate::domain::ids::MerchantId;
use crate::store::{StoreError, Tx};

/// Higher than any number of a row, so that what a quote makes comes after what there is.
const UNNUMBERED: i64 = i64::MAX / 2;

impl App {
    /// Answers a quote. One that names a code is asked in the lane: a wrong code is counted there before anybody hears that
    /// it is wrong, however many are asked at once.
    pub async fn quote(&self, merchant: MerchantId, ask: Ask) -> Result<Given, Unanswered> {
        let names_code = matches!(&ask.deed, Deed::Quote(order) if order.codes().next().is_some());
        if names_code {
            return self.ask_till(merchant, ask).await;
        }
        self.turns.preview(merchant, ask).await.map_err(|error| {
            tracing::warn!(%error, "a quote could not be read");
            Unanswered::NotKept
        })
    }
}

impl Turns {
    /// The answer to an ask over what is stored now; nothing of it is kept. It counts no wrong codes, so whoever calls lets
    /// none be asked.
    pub async fn preview(&self, merchant: MerchantId, ask: Ask) -> Result<Given, StoreError> {
        let inner = self.inner().clone();
        let read = self
            .inner()
            .store
            .read(move |tx| Box::pin(async move { inner.preview(tx, merchant, &ask).await }));
        read.await
    }
}

impl Inner {
    async fn preview(&self, tx: &mut Tx, merchant: MerchantId, ask: &Ask) -> Result<Given, StoreError> {
        let now = self.clock.now();
        let mut work = self.open(tx, merchant, UNNUMBERED, now).await?;
        let at = ask.at(now);
        work.since = at - work.lookback();
        let Some(channel) = work.facts.staff.get(&ask.staff).map(|staff| staff.member) else {
            return Ok(given(ask, &closed(), &work.shop, &self.words.copy, now));
        };
        work.load(tx, &Needs { members: [channel].into(), ..Needs::default() }).await?;
        let speaker = work.facts.present(channel);
        let event = Event {
            key: ask.request.clone(),
            at,
            arrived: now,
            seed: self.chance(&ask.request),
            speaker,
            cue: Cue::Asked(Box::new(ask.clone())),
            quotes: None,
            contested: None,
        };
        let state = work.state_of(speaker);
        let needs = work.needs(&state, &event, Some(ask.staff));
        work.load(tx, &needs).await?;
        let figures = Figures::default();
        let view = View { shop: &work.shop, facts: &work.facts, figures: &figures };
        let (_, effects, _) = turn(state, &event, &view);
        let answer = effects.into_iter().find_map(|effect| match effect {
            Effect::Answer(answer) => Some(*answer),
            Effect::Apply(_) | Effect::Say { .. } | Effect::Tell { .. } => None,
        });
        Ok(given(ask, &answer.unwrap_or_else(closed), &work.shop, &self.words.copy, event.now()))
    }
}

/// There is no such channel any more.
fn closed() -> Answer {
    Answer::No(No::new(Problem::UnknownKey, None, Line::TillClosed))
}
