//! Slips of the thumb: a letter too many, too few or wrong, or two that changed places. Nearly all words that are held
//! against each other differ in more, and that is seen without counting how many slips lie between them.

/// How many slips lie between two words, where there are no more than so many.
pub(super) fn slips(typed: &str, word: &str, most: usize) -> Option<usize> {
    let (one, other) = unlike(typed, word);
    let (mut left, mut right) = (one.chars(), other.chars());
    let counted = match (left.next(), left.next(), right.next(), right.next()) {
        (None, _, None, _) => 0,
        (_, None, _, None) => 1,
        (Some(a), Some(b), Some(c), Some(d))
            if (a, b) == (d, c) && left.next().is_none() && right.next().is_none() =>
        {
            1
        }
        _ if most < 2 || strangers(one, other) > most || strangers(other, one) > most => return None,
        _ => strsim::osa_distance(one, other),
    };
    (counted <= most).then_some(counted)
}

/// What is left of two words without the letters that both begin and both end with.
fn unlike<'w>(one: &'w str, other: &'w str) -> (&'w str, &'w str) {
    let same = |(a, b): &(char, char)| a == b;
    let front = one.chars().zip(other.chars()).take_while(same).map(|(letter, _)| letter.len_utf8()).sum();
    let (one, other) = (one.get(front..).unwrap_or(""), other.get(front..).unwrap_or(""));
    let ends = one.chars().rev().zip(other.chars().rev());
    let end: usize = ends.take_while(same).map(|(letter, _)| letter.len_utf8()).sum();
    (one.get(..one.len() - end).unwrap_or(""), other.get(..other.len() - end).unwrap_or(""))
}

/// How many letters of a word the other one has nowhere: each is a slip. Letters far apart in Unicode may count as one.
fn strangers(word: &str, other: &str) -> usize {
    let letters =
        |word: &str| word.chars().fold(0_u32, |letters, letter| letters | 1 << (u32::from(letter) % 32));
    (letters(word) & !letters(other)).count_ones() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_up_to_the_most() {
        for (typed, word, most, slipped) in [
            ("sair", "sair", 1, Some(0)),
            ("sai", "sair", 1, Some(1)),
            ("saiir", "sair", 1, Some(1)),
            ("saur", "sair", 1, Some(1)),
            ("siar", "sair", 1, Some(1)),
            ("s", "", 1, Some(1)),
            ("ção", "çao", 1, Some(1)),
            ("sria", "sair", 1, None),
            ("sria", "sair", 2, Some(2)),
            ("quinehtnos", "quinhentos", 2, Some(2)),
            ("quinto", "quinhentos", 2, None),
        ] {
            assert_eq!(slips(typed, word, most), slipped, "{typed} {word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_other_count_is_given(typed in "[abç]{0,7}", word in "[abç]{0,7}", most in 0_usize..4) {
            let slipped = strsim::osa_distance(&typed, &word);
            proptest::prop_assert_eq!(slips(&typed, &word, most), (slipped <= most).then_some(slipped));
        }
    }
}
