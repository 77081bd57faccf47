//! Codes people read aloud: 31 symbols without 0 O I L U, and where they come from.

/// Crockford-like, without the symbols that are misheard or misread.
pub const ALPHABET: &[u8; 31] = b"123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A deterministic source of code symbols, seeded by the event. The seed is a keyed hash of the message
/// id: unguessable outside, and the same again when a batch is run twice.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// splitmix64 (Steele, Lea, Flood 2014).
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn symbol(&mut self) -> char {
        symbol(self.roll() % 31)
    }

    /// Four symbols for something held a short while (a reward to pick up). At least one digit and two
    /// letters, so that it never reads as money or as a word.
    pub fn short_code(&mut self) -> String {
        loop {
            let code: String = (0..4).map(|_| self.symbol()).collect();
            let letters = code.chars().filter(char::is_ascii_alphabetic).count();
            let reads_as_money = code.ends_with(['K', 'M']) && code.starts_with(|c: char| c.is_ascii_digit());
            if (2..4).contains(&letters) && !reads_as_money {
                return code;
            }
        }
    }

    /// Nine symbols and a check symbol: a bearer secret such as the owner's claim. Whatever the last symbol,
    /// it looks like a code, so that a slip in it is seen as one.
    pub fn long_code(&mut self) -> String {
        loop {
            let body: String = (0..9).map(|_| self.symbol()).collect();
            if resembles_long_code(&body) {
                let check = check_symbol(&body);
                return format!("{body}{check}");
            }
        }
    }

    /// A token for a question, so that a tap on an older one is recognised.
    pub fn token(&mut self) -> String {
        (0..6).map(|_| self.symbol()).collect()
    }
}

/// Where an event's codes of vouchers come from: another stream of its seed than tokens and short codes.
pub const fn voucher_dice(seed: u64) -> Dice {
    Dice::new(seed ^ 0x0076_616C_6573)
}

fn symbol(index: u64) -> char {
    let at = usize::try_from(index % 31).unwrap_or(0);
    ALPHABET.get(at).map_or('2', |byte| char::from(*byte))
}

/// Weighted sum mod 31: catches every wrong symbol and every swap of two places.
fn check_symbol(body: &str) -> char {
    let mut sum = 0;
    for (weight, byte) in (1..).zip(body.bytes()) {
        let value = ALPHABET.iter().position(|symbol| *symbol == byte).unwrap_or(0);
        sum += weight * u64::try_from(value).unwrap_or(0);
    }
    symbol(sum)
}

/// A long code as people read it: `ABC-DEF-GHJK`.
pub fn spaced(code: &str) -> String {
    match (code.get(..3), code.get(3..6), code.get(6..)) {
        (Some(a), Some(b), Some(c)) => format!("{a}-{b}-{c}"),
        _ => code.to_owned(),
    }
}

/// Whether a long code stands in a message, however it is cut, spelled small, or spoken of.
pub fn holds_long_code(text: &str, code: &str) -> bool {
    let typed = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
    typed.collect::<String>().contains(code)
}

/// Whether somebody may have meant a long code and slipped: about ten letters and digits that change places, in its three
/// groups or in one word.
pub fn resembles_long_code(typed: &str) -> bool {
    let between = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '.' | '_');
    let groups: Vec<&str> = typed.trim().split(between).filter(|group| !group.is_empty()).collect();
    let code: Vec<char> = groups.concat().chars().collect();
    let letters = code.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let known = code.iter().all(char::is_ascii_alphanumeric);
    let runs = code.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit()).count();
    let shape = match groups.as_slice() {
        [_] => true,
        [a, b, c] => [(a, 3), (b, 3), (c, 4)].iter().all(|(group, size)| group.len().abs_diff(*size) < 2),
        _ => false,
    };
    // `usar 10 reais`: words and figures, each by itself.
    let pure =
        |group: &&str| group.chars().all(char::is_alphabetic) || group.chars().all(|c| c.is_ascii_digit());
    let words = groups.len() > 1 && groups.iter().all(pure);
    // A name and a year are two runs.
    shape && !words && runs > 2 && letters > 1 && known && (9..=11).contains(&code.len())
}

/// The referral code of a member: up to four letters of the name and a number in disguise. Two members
/// never share one, because the disguise can be undone; nobody needs to look for a free one.
pub fn referral_code(name: Option<&str>, member: i64) -> String {
    let folded = name.unwrap_or("").chars().flat_map(unaccented).filter(char::is_ascii_alphabetic);
    let mut code: String = folded.take(4).map(|c| c.to_ascii_uppercase()).collect();
    while code.len() < 3 {
        code.push('Z');
    }
    let member = u64::try_from(member).unwrap_or(0);
    let mut symbols = 2;
    let mut room = 31 * 31 * 8;
    let mut rest = member;
    while rest >= room {
        rest -= room;
        symbols += 1;
        room *= 31;
    }
    // 5003 shares no factor with 31 or 2, so multiplying permutes the room.
    let mut hidden = (u128::from(rest) * 5_003 + 2_719) % u128::from(room);
    for _ in 0..symbols {
        code.push(symbol(u64::try_from(hidden % 31).unwrap_or(0)));
        hidden /= 31;
    }
    code.push(symbol(1 + u64::try_from(hidden % 8).unwrap_or(0)));
    code
}

/// Latin letters without their accents; anything else as it is.
fn unaccented(letter: char) -> impl Iterator<Item = char> {
    use unicode_normalization::UnicodeNormalization;
    std::iter::once(letter)
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn long_codes_survive_typing_and_reject_slips() {
        let mut dice = Dice::new(7);
        for _ in 0..200 {
            let code = dice.long_code();
            let spoken = format!("{}-{}-{}", &code[..3], &code[3..6].to_lowercase(), &code[6..]);
            for typed in [spoken.replace('-', " "), format!("é {spoken}!"), code.to_lowercase()] {
                assert!(holds_long_code(&typed, &code), "{typed}");
            }
            assert!(!holds_long_code(&code[1..], &code));
            for place in 0..9 {
                let mut swapped: Vec<char> = code.chars().collect();
                swapped.swap(place, 9);
                let swapped: String = swapped.into_iter().collect();
                assert!(swapped == code || !holds_long_code(&swapped, &code), "{code} {swapped}");
            }
        }
    }

    #[test]
    fn slips_in_a_long_code_resemble_one_and_what_people_write_does_not() {
        for slip in [
            "K7Q-2MPX-4R6",
            "k7q-2mp-x4r",
            "K7Q 2MP X4R56",
            "K7Q2MPX4R",
            "k7q2mpx4r5e",
            "K7O-2MP-X4R5",
            "K7Q.2MP.X4R6",
        ] {
            assert!(resembles_long_code(slip), "{slip}");
        }
        for text in [
            "",
            "oi",
            "quero participar",
            "11 98765-4321",
            "11987654321",
            "11 98765-4321 89,90",
            "amanda1990",
            "ana 123 4567",
            "sim 2 um 30",
            "ver os 3 itens",
            "parabéns",
            "R$ 100,00",
            "obrigado",
            "2026-11-21",
            "um dois tres",
        ] {
            assert!(!resembles_long_code(text), "{text}");
        }
        let mut dice = Dice::new(11);
        for _ in 0..1_000 {
            let code = dice.long_code();
            for slip in [&code, &code[..9], &format!("{}9", &code[..9]), &spaced(&code)] {
                assert!(resembles_long_code(slip), "{slip}");
            }
        }
    }

    #[test]
    fn referral_codes_never_meet_and_look_like_codes() {
        let mut seen = BTreeSet::new();
        for member in 0..20_000 {
            let code = referral_code(Some("Ána"), member);
            assert!(code.starts_with("ANA") && code.ends_with(|c: char| c.is_ascii_digit()), "{code}");
            assert!(seen.insert(code), "member {member} got a code twice");
        }
        assert_eq!(referral_code(None, 3).len(), 6);
    }

    #[test]
    fn short_codes_never_read_as_money() {
        let mut dice = Dice::new(1);
        for _ in 0..5_000 {
            let code = dice.short_code();
            assert!(
                code.bytes().any(|b| b.is_ascii_digit()) && code.bytes().any(|b| b.is_ascii_alphabetic())
            );
        }
    }
}
