//! Moments that nobody wrote at: time alone ends what was set aside, looks at levels, gives for a birthday, lets credit end.

use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::desk::{Desk, Effect};
use crate::dialogue::state::State;
use crate::dialogue::turn::View;
use crate::dialogue::{adjust, bonus, customer, earmark, ending, tier};
use crate::domain::draft::Draft;
use crate::domain::ending::{Ended, Fates};
use crate::domain::ids::MemberId;

/// A moment that nobody wrote at: whom it is about, the key of what it leads to, when (ms UTC), and where chance comes
/// from.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub member: MemberId,
    pub key: &'a str,
    pub at: i64,
    pub seed: u64,
}

/// What was set aside for a member may be over.
pub fn lapsed(moment: Moment, view: &View) -> (Vec<Effect>, i64) {
    let ((), effects, next_id) = by_time(moment, view, |desk| {
        let over = desk.draft.lapse(moment.member);
        customer::tell_lapsed(desk, moment.member, &over);
    });
    (effects, next_id)
}

/// Time alone changed something of a member: a level is to be looked at, something is to be given, or a debt let go.
pub fn time_passed(moment: Moment, view: &View) -> (Vec<Effect>, i64) {
    let ((), effects, next_id) = by_time(moment, view, |desk| {
        tier::look(desk, moment.member);
        bonus::birthday(desk, moment.member);
        bonus::referral(desk, moment.member);
        adjust::let_go(desk, moment.member);
    });
    (effects, next_id)
}

/// Something of a member may have come to its end, or will soon.
pub fn ends(moment: Moment, fates: &Fates, view: &View) -> (Ended, Vec<Effect>, i64) {
    by_time(moment, view, |desk| ending::look(desk, moment.member, fates))
}

fn by_time<T>(moment: Moment, view: &View, act: impl FnOnce(&mut Desk) -> T) -> (T, Vec<Effect>, i64) {
    let Moment { member, key, at, seed } = moment;
    let draft = Draft::new(view.shop, view.facts, at, key).drawing_from(seed);
    let cue = Cue::Nothing("time passed");
    let (key, speaker) = (key.to_owned(), member);
    let event = Event { key, at, arrived: at, seed, speaker, cue, quotes: None, contested: None };
    let mut desk = Desk::new(draft, &event, view.figures, State::default());
    let done = act(&mut desk);
    earmark::ripen(&mut desk);
    let (_, effects, next_id) = desk.finish();
    (done, effects, next_id)
}
