//! Answers in whole sentences to the questions of a customer that are about consent: to join, to get offers, and to be
//! deleted.
//! Only what says so plainly is one.

use super::ears::Listening;
use super::heard::{Heard, Joins};
use super::hints::Hint;
use super::intent::Intent;
use super::sentence::Sentence;

/// Whether the words want to join, and the offers too. A no, a doubt or a question beside it is no wish, but for the no to
/// the offers: with a yes of any kind beside it, that is one of the two ways to join.
pub(super) fn joins(sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> Option<Joins> {
    let has = |group| own.iter().any(|heard| heard.has(group));
    let tokens = |group| own.iter().flat_map(|heard| heard.tokens_of(group)).collect::<Vec<_>>();
    let declined = tokens("without_offers");
    let agreed: Vec<usize> =
        tokens("join_yes").into_iter().filter(|token| !declined.contains(token)).collect();
    let said = [declined.clone(), agreed.clone(), tokens("join_wish"), tokens("with_offers")].concat();
    let offers_alone = own.iter().any(|heard| is_offers_alone(sentence, heard));
    let against = !offers_alone && tokens("join_against").iter().any(|token| !said.contains(token));
    let bare = |heard: &&Listening<'_>| {
        let only =
            ["join_bare", "join_wish", "with_offers", "without_offers", "polite", "assent", "join_yes"];
        heard.has("join_bare") && heard.is_only(&only)
    };
    let wanted = offers_alone || has("with_offers") && !has("without_offers");
    let but_offers = !declined.is_empty() && !agreed.is_empty();
    if sentence.question || against || !(has("join_wish") || wanted || but_offers || own.iter().any(bare)) {
        return None;
    }
    Some(if wanted { Joins::WithOffers } else { Joins::WithoutOffers })
}

/// Nothing but *with offers*, behind the small words of whoever thinks again and perhaps a no to what stood there before:
/// `epa no, con ofertas`, `no wait, with the offers too`. A mark parts that no from it, or it would be one to the offers.
fn is_offers_alone(sentence: &Sentence<'_>, heard: &Listening<'_>) -> bool {
    let (lead, denials) = (heard.tokens_of("offers_lead"), heard.tokens_of("offers_yes_not"));
    let front = (0..sentence.tokens.len()).take_while(|at| lead.contains(at)).last();
    let parted = denials.is_empty() || front.is_some_and(|at| sentence.is_set_apart(at));
    let denied = denials.iter().any(|at| front.is_none_or(|front| *at > front));
    let only = heard.is_only(&["offers_bare", "offers_lead", "polite", "assent", "join_yes", "join_wish"]);
    heard.has("offers_bare") && only && parted && !denied
}

/// Wants to go on receiving offers, or again: whatever it is like, that is no wish to leave. A no in front, parted from the
/// rest, answers something else: `não, quero é receber`.
fn wants_offers(sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> bool {
    let tokens = |group| own.iter().flat_map(|heard| heard.tokens_of(group)).collect::<Vec<_>>();
    let against = tokens("offers_yes_not");
    let answers = (0..sentence.tokens.len()).take_while(|at| against.contains(at)).last();
    let answers = answers.filter(|at| sentence.is_set_apart(*at));
    let denied = against.iter().any(|at| answers.is_none_or(|answers| *at > answers));
    let alone = own.iter().any(|heard| is_offers_alone(sentence, heard));
    !sentence.question && (alone || !denied && !tokens("offers_yes").is_empty())
}

/// What bears on somebody's consent is not taken for its opposite: who wants offers does not leave them, and who wants to keep
/// their data has nothing deleted. `true`: that is all the message says.
pub(super) fn consented(heard: &mut Heard, sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> bool {
    let open = heard.intent == Intent::Unknown && !heard.says(Hint::Shop) || heard.says(Hint::NearOptOut);
    let wants = (heard.intent.leaves() || open) && wants_offers(sentence, own);
    let erases = matches!(heard.intent, Intent::DeleteData | Intent::Unknown);
    let keeps = own.iter().any(|listening| listening.has("erase_not")) || heard.says(Hint::Keeps);
    let notices =
        heard.intent == Intent::OptOut && heard.says(Hint::KeepsNotices) && !heard.says(Hint::Offers);
    let keeps = erases && keeps || notices;
    // Who leaves the club is not asked into it.
    let leaves = own.iter().any(|listening| listening.has("leave_club") && !listening.has("again"));
    if heard.intent == Intent::OptIn && leaves && !sentence.question {
        heard.intent = Intent::OptOut;
    } else if wants {
        heard.intent = Intent::OptIn;
        heard.hints.put(Hint::NearOptOut, false);
        heard.hints.put(Hint::Offers, true);
    } else if keeps {
        heard.intent = Intent::Unknown;
    }
    wants || keeps
}

/// Whether every word is part of a yes to *delete it all?*.
pub(super) fn erases(sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> bool {
    let says = |heard: &&Listening<'_>| heard.has("erase_yes") && heard.is_only(&["erase_yes", "polite"]);
    !sentence.question && own.iter().any(says)
}
