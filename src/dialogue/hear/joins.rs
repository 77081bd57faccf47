//! Answers in whole sentences to the two questions of a customer that are about consent: to join, and to be deleted.
//! Only what says so plainly is one.

use super::ears::Listening;
use super::heard::Joins;
use super::sentence::Sentence;

/// Whether the words want to join, and the offers too. A no, a doubt or a question beside it is no wish, but for the no to
/// the offers.
pub(super) fn joins(sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> Option<Joins> {
    let has = |group| own.iter().any(|heard| heard.has(group));
    let tokens = |group| own.iter().flat_map(|heard| heard.tokens_of(group)).collect::<Vec<_>>();
    let said: Vec<usize> = ["without_offers", "join_wish"].into_iter().flat_map(tokens).collect();
    let against = tokens("join_against").iter().any(|token| !said.contains(token));
    let bare = |heard: &&Listening<'_>| {
        let only = ["join_bare", "join_wish", "with_offers", "without_offers", "polite", "assent"];
        heard.has("join_bare") && heard.is_only(&only)
    };
    let wanted = has("with_offers") && !has("without_offers");
    if sentence.question || against || !(has("join_wish") || wanted || own.iter().any(bare)) {
        return None;
    }
    Some(if wanted { Joins::WithOffers } else { Joins::WithoutOffers })
}

/// Whether every word is part of a yes to *delete it all?*.
pub(super) fn erases(sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> bool {
    let says = |heard: &&Listening<'_>| heard.has("erase_yes") && heard.is_only(&["erase_yes", "polite"]);
    !sentence.question && own.iter().any(says)
}
