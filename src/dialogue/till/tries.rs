//! Wrong codes at a till or a web shop. Any visitor may type them, so they stop neither the counter nor everybody: too many
//! for one customer or one order rest for that one, and too many of all rest for whoever is not known to own the code.

use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Class, Line, Time};
use crate::dialogue::state::Tried;
use crate::dialogue::till::answer::No;
use crate::dialogue::till::no::refused;
use crate::domain::calendar::MINUTE;
use crate::domain::ids::MemberId;
use crate::domain::member::Staff;

/// How long a wrong code counts (ms), and how many of them a channel may bring before those of strangers rest.
const COUNTS: i64 = 10 * MINUTE;
const OF_CHANNEL: usize = 100;

/// For whom codes are tried.
#[derive(Debug, Clone, Copy)]
pub struct Trying<'a> {
    /// The customer that is named, where one is known.
    pub member: Option<MemberId>,
    /// Number of the order; empty: there is none.
    pub order: &'a str,
}

impl Trying<'_> {
    /// What wrong codes are counted under: whoever says who they are cannot be kept from buying by somebody who does not.
    fn name(self) -> Option<String> {
        let order = (!self.order.is_empty()).then(|| format!("order:{}", self.order));
        self.member.map(|member| format!("member:{member}")).or(order)
    }
}

/// Whether these codes are looked at now. What is kept for this very order always is; and with too many wrong ones of all,
/// what is too long to be found by trying and belongs to the customer who is named.
pub fn open<'a>(
    desk: &mut Desk,
    staff: &Staff,
    trying: Trying,
    codes: impl Iterator<Item = &'a String>,
) -> Result<(), No> {
    let since = desk.event.at - COUNTS;
    desk.state.tries.retain(|tried| tried.at > since);
    let name = trying.name();
    let own = desk.state.tries.iter().filter(|tried| name.is_some() && tried.of == name);
    let most = usize::try_from(desk.draft.program.limits.wrong_codes).unwrap_or(OF_CHANNEL);
    let own = opens(own, most);
    let all = opens(desk.state.tries.iter(), OF_CHANNEL);
    for code in codes {
        let rests = own.or_else(|| all.filter(|_| !is_theirs(desk, trying, code)));
        if let Some(until) = rests.filter(|_| !is_kept(desk, staff, trying, code)) {
            return Err(refused(Line::TillCodesRest { time: Time(until) }));
        }
    }
    Ok(())
}

/// One more wrong code; with the one that makes codes of the whole channel rest, whoever manages the shop is told.
pub fn count(desk: &mut Desk, staff: &Staff, trying: Trying) {
    desk.state.tries.push(Tried { at: desk.event.at, of: trying.name() });
    if desk.state.tries.len() == OF_CHANNEL {
        let channel = staff.name.clone();
        for manager in desk.draft.facts.managers() {
            desk.tell(manager, Line::TillCodesNews { channel: channel.clone() }, Class::A);
        }
    }
}

/// The first full minute at which there are fewer than `most` of them (ms UTC); `None`: there are fewer now.
fn opens<'a>(tries: impl Iterator<Item = &'a Tried>, most: usize) -> Option<i64> {
    let mut times: Vec<i64> = tries.map(|tried| tried.at).collect();
    times.sort_unstable();
    let last_in = times.len().checked_sub(most).and_then(|at| times.get(at))?;
    Some((last_in + COUNTS + MINUTE - 1).div_euclid(MINUTE) * MINUTE)
}

/// It is a voucher's, and the customer who is named owns it.
fn is_theirs(desk: &Desk, trying: Trying, code: &str) -> bool {
    let found = desk.draft.facts.vouchers.get(code).copied().flatten();
    found.is_some_and(|(owner, _)| Some(desk.draft.facts.present(owner)) == trying.member)
}

fn is_kept(desk: &Desk, staff: &Staff, trying: Trying, code: &str) -> bool {
    let found = desk.draft.facts.vouchers.get(code).copied().flatten();
    let account = found.and_then(|(owner, _)| desk.draft.account(desk.draft.facts.present(owner)));
    let voucher = account.zip(found).and_then(|(account, (_, id))| account.voucher(id));
    let kept = voucher.and_then(|voucher| voucher.reserved_at(desk.event.at));
    kept.is_some_and(|reserved| reserved.is_for(staff.id, trying.order))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_open_when_enough_of_the_wrong_ones_are_ten_minutes_old() {
        let tried = |at: &i64| Tried { at: *at, of: None };
        let tries: Vec<Tried> = [90_000, 30_000, 60_000].iter().map(tried).collect();
        assert_eq!(opens(tries.iter(), 4), None);
        assert_eq!(opens(tries.iter(), 3), Some(660_000), "the first of them leaves at 630,000");
        assert_eq!(opens(tries.iter(), 2), Some(660_000));
        assert_eq!(opens(tries.iter(), 1), Some(720_000));
    }
}
