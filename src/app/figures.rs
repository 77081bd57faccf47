//! Figures over many people: read for the message that asks for them, and stale as soon as something changes.

use crate::app::books;
use crate::app::turn::Inner;
use crate::app::work::Work;
use crate::dialogue::cue::Event;
use crate::dialogue::needs::{Figure, Figures};
use crate::dialogue::notice::Kind;
use crate::domain::facts::Facts;
use crate::domain::ids::MemberId;
use crate::domain::lang::Lang;
use crate::store::{StoreError, Tx, figures, resting};
use std::collections::BTreeSet;

impl Inner {
    /// Reads the figures that one message asks for.
    pub(super) async fn figure(
        &self,
        tx: &mut Tx,
        work: &mut Work,
        figure: Figure,
        speaker: MemberId,
        event: &Event,
    ) -> Result<Figures, StoreError> {
        let (merchant, zone) = (work.shop.id, work.shop.zone);
        let own = work.facts.zone_of(&work.shop, speaker, event.at);
        let mut figures = Figures::default();
        match figure {
            Figure::Ranking => {
                let rule = work.shop.rules.at(event.at).program.ranking.as_ref();
                if let Some(period) = rule.map(|rule| rule.period_of(zone, event.at)) {
                    figures.ranking = figures::ranking(tx, merchant, speaker, &period).await?;
                }
            }
            Figure::Stock => figures.gone = figures::gone(tx, merchant).await?,
            Figure::Statement => figures.statement = figures::statement(tx, merchant, speaker).await?,
            Figure::Day(span) => {
                if let Some(days) = own.span(span, event.at) {
                    let days = books::days(&work.shop, &work.facts, speaker, event.at, days);
                    figures.day = figures::day(tx, merchant, &days).await?;
                }
            }
            Figure::Kept => figures.kept = figures::kept(tx, merchant, speaker).await?,
            Figure::Month(_) | Figure::Liability | Figure::Why(_) => {
                books::figure(tx, work, figure, event, &mut figures).await?;
            }
            Figure::Cost => figures.cost = self.cost(tx, merchant, zone, event.at).await?,
            Figure::Audience => {
                let langs = announced_in(&work.facts);
                figures.audience = figures::audience(tx, merchant, event.now(), &langs).await?;
                figures.audience.each =
                    self.announcement_price(&work.shop, &work.facts.templates, event.now());
            }
            Figure::Resting => {
                let langs = announced_in(&work.facts);
                figures.resting = resting::look(tx, merchant, event.now(), &langs).await?;
                figures.resting.each =
                    self.announcement_price(&work.shop, &work.facts.templates, event.now());
            }
        }
        Ok(figures)
    }
}

/// Languages in which an announcement may go as a template.
fn announced_in(facts: &Facts) -> BTreeSet<Lang> {
    let approved = |lang: &Lang| Kind::Announcement.approved(&facts.templates, *lang).is_some();
    Lang::ALL.into_iter().filter(approved).collect()
}
