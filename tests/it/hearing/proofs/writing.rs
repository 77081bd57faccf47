//! How people write a sale: phones, amounts and the words around them, in every supported shape. It knows what each piece
//! means because it made it; nothing of the reader is used.

use fregues::dialogue::hear::Flag;
use fregues::domain::lang::Lang;

/// A small generator of chance (SplitMix64): the same seed gives the same lines.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A piece of a line as typed, what it means, and the doubts that belong to it.
#[derive(Debug, Clone)]
pub struct Piece<T> {
    pub typed: String,
    pub means: T,
    pub flags: Vec<Flag>,
}

/// The area code of the shop in all lines.
pub const SHOP: &str = "11";

const AREAS: [&str; 67] = [
    "11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "22", "24", "27", "28", "31", "32", "33",
    "34", "35", "37", "38", "41", "42", "43", "44", "45", "46", "47", "48", "49", "51", "53", "54", "55",
    "61", "62", "63", "64", "65", "66", "67", "68", "69", "71", "73", "74", "75", "77", "79", "81", "82",
    "83", "84", "85", "86", "87", "88", "89", "91", "92", "93", "94", "95", "96", "97", "98", "99",
];

pub fn is_area(digits: &str) -> bool {
    AREAS.contains(&digits)
}

/// The check digits of a CPF hold.
pub fn is_cpf(digits: &str) -> bool {
    let d: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum = |upto: usize, from: u32| {
        d[..upto].iter().zip(0..).map(|(d, at)| d * (from - at)).sum::<u32>() * 10 % 11 % 10
    };
    d.len() == 11 && d.iter().any(|digit| *digit != d[0]) && sum(9, 10) == d[9] && sum(10, 11) == d[10]
}

/// How many shapes of phones there are.
pub const PHONE_SHAPES: usize = 40;

/// A phone in one of the shapes of every line of the grammar, with digits by chance.
pub fn phone(shape: usize, chance: &mut Chance) -> Piece<String> {
    let area = *chance.of(&AREAS);
    // Nine digits of a mobile: the second is from 6 to 9, so that the old form without the nine is one as well.
    let (old, last) =
        (format!("{}{:03}", 6 + chance.below(4), chance.below(1000)), format!("{:04}", chance.below(10_000)));
    // Numbers that begin with 4004 and the like are services.
    let fixed = format!("{}{:03}", 2 + chance.below(4), 10 + chance.below(990));
    let mobile = |area: &str| format!("+55{area}9{old}{last}");
    let (a, o, l, f) = (area, &old, &last, &fixed);
    let sure = |typed: String| (typed, mobile(a), vec![]);
    let (typed, means, mut flags) = match shape {
        0 => sure(format!("{a} 9{o}-{l}")),
        1 => sure(format!("{a}9{o}{l}")),
        2 => sure(format!("({a}) 9{o}-{l}")),
        3 => sure(format!("({a})9{o}-{l}")),
        4 => sure(format!("{a} 9 {o} {l}")),
        5 => sure(format!("{a} 9.{o}.{l}")),
        6 => sure(format!("{a}-9{o}-{l}")),
        7 => sure(format!("{a} 9{o} {l}")),
        8 => sure(format!("{a}.9{o}.{l}")),
        9 => sure(format!("{a}/9{o}-{l}")),
        10 => sure(format!("{a} 9{o}{l}")),
        11 => sure(format!("({a}) 9 {o}-{l}")),
        12 => sure(format!("+55 {a} 9{o}-{l}")),
        13 => sure(format!("+55{a}9{o}{l}")),
        14 => sure(format!("55{a}9{o}{l}")),
        15 => sure(format!("+55 ({a}) 9{o}-{l}")),
        16 => sure(format!("+55 {a} 9 {o} {l}")),
        17 => sure(format!("0{a} 9{o}-{l}")),
        18 => sure(format!("0 {} {a} 9{o}-{l}", chance.of(&["15", "21", "31", "41"]))),
        19 => sure(format!("0xx{a} 9{o}-{l}")),
        20 => sure(format!("0055 {a} 9{o}-{l}")),
        21 => sure(format!("{a}\u{a0}9{o}\u{2011}{l}")),
        22 => sure(format!("\u{202a}+55 {a} 9{o}\u{2011}{l}\u{202c}")),
        23 => sure(wide(&format!("{a} 9{o}-{l}"))),
        24 => (dictated(&format!("{a}9{o}{l}"), chance), mobile(a), vec![]),
        25 => (format!("9{o}-{l}"), mobile(SHOP), vec![Flag::DddDefault]),
        26 => (format!("9{o}{l}"), mobile(SHOP), vec![Flag::DddDefault]),
        27 => (format!("9 {o} {l}"), mobile(SHOP), vec![Flag::DddDefault]),
        28 => (format!("{o}-{l}"), mobile(SHOP), vec![Flag::DddDefault, Flag::NinthAdded]),
        29 => (format!("{a} {o}-{l}"), mobile(a), vec![Flag::NinthAdded]),
        30 => (format!("55{a}{o}{l}"), mobile(a), vec![Flag::NinthAdded]),
        31 => (format!("({a}) {o} {l}"), mobile(a), vec![Flag::NinthAdded]),
        32 => (format!("{f}-{l}"), format!("+55{SHOP}{f}{l}"), vec![Flag::DddDefault, Flag::Landline]),
        33 => (format!("{a} {f}-{l}"), format!("+55{a}{f}{l}"), vec![Flag::Landline]),
        34 => (format!("+55 {a} {f}-{l}"), format!("+55{a}{f}{l}"), vec![Flag::Landline]),
        35 => (
            format!("+595 98{} {last}{}", &o[1..2], &o[2..]),
            format!("+59598{}{last}{}", &o[1..2], &o[2..]),
            vec![Flag::Foreign],
        ),
        36 => (
            format!("+598 9{} {} {}", &o[1..2], &o[1..], &l[..3]),
            format!("+5989{}{}{}", &o[1..2], &o[1..], &l[..3]),
            vec![Flag::Foreign],
        ),
        37 => (
            format!("00 351 91{} {} {}", &o[1..2], &o[1..], &l[1..]),
            format!("+35191{}{}{}", &o[1..2], &o[1..], &l[1..]),
            vec![Flag::Foreign],
        ),
        38 => (format!("+1 (305) 555-{l}"), format!("+1305555{l}"), vec![Flag::Foreign]),
        _ => (format!("+54 9 11 {f}-{l}"), format!("+54911{f}{l}"), vec![Flag::Foreign]),
    };
    // Eleven digits together that are a CPF as well.
    if [1, 24].contains(&shape) && is_cpf(&means[3..]) {
        flags.push(Flag::CpfOrPhone);
    }
    Piece { typed, means, flags }
}

/// Fullwidth digits, as some keyboards give them.
fn wide(typed: &str) -> String {
    typed.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(0xFF10 + d)).unwrap_or(c)).collect()
}

const DIGITS: [&str; 10] = ["zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"];

/// A phone said digit by digit, `meia` for six now and then.
pub fn dictated(digits: &str, chance: &mut Chance) -> String {
    let say = |c: char| match c {
        '6' if chance.below(2) == 0 => "meia",
        c => DIGITS[c.to_digit(10).unwrap() as usize],
    };
    digits.chars().map(say).collect::<Vec<_>>().join(" ")
}

/// Shapes of an amount in digits; after them come those in words.
pub const FIGURE_SHAPES: usize = 32;
pub const WORD_SHAPES: usize = 6;

/// An amount in one of the shapes, in centavos.
pub fn amount(shape: usize, lang: Lang, chance: &mut Chance) -> Piece<i64> {
    let small = 21 + chance.below(979) as i64;
    let (thousands, hundreds) = (1 + chance.below(9) as i64, chance.below(1000) as i64);
    let (cents, ten) = (1 + chance.below(99) as i64, 1 + chance.below(9) as i64);
    let large = thousands * 1000 + hundreds;
    let whole = |typed: String, reais: i64| (typed, reais * 100, vec![]);
    let (typed, means, mut flags) = match shape {
        0 => whole(format!("{small}"), small),
        1 => whole(format!("{small},00"), small),
        2 => whole(format!("{small}.00"), small),
        3 => (format!("{small},{cents:02}"), small * 100 + cents, vec![]),
        4 => (format!("{small}.{cents:02}"), small * 100 + cents, vec![]),
        5 => (format!("{small},{ten}"), small * 100 + ten * 10, vec![]),
        6 => (format!("{small}.{ten}"), small * 100 + ten * 10, vec![]),
        7 => whole(format!("{large}"), large),
        8 => whole(format!("{large},00"), large),
        9 => whole(format!("{thousands}.{hundreds:03}"), large),
        10 => (format!("{thousands}.{hundreds:03},{cents:02}"), large * 100 + cents, vec![]),
        11 => (format!("{thousands}.{hundreds:03},{ten}"), large * 100 + ten * 10, vec![]),
        12 => (format!("{thousands},{hundreds:03}.{cents:02}"), large * 100 + cents, vec![]),
        13 => whole(format!("R${small}"), small),
        14 => whole(format!("R$ {small}"), small),
        15 => (format!("R$\u{a0}{thousands}.{hundreds:03},{cents:02}"), large * 100 + cents, vec![]),
        16 => (format!("R$ {small},{cents:02}"), small * 100 + cents, vec![]),
        17 => whole(format!("$ {small}"), small),
        18 => whole(format!("{small} reais"), small),
        19 => whole(format!("{small} conto"), small),
        20 => whole(format!("{small} pila"), small),
        21 => whole(format!("{thousands}k"), thousands * 1000),
        22 => whole(format!("{thousands} mil"), thousands * 1000),
        23 => whole(format!("{thousands},{ten}k"), thousands * 1000 + ten * 100),
        24 => whole(format!("{thousands},{ten} mil"), thousands * 1000 + ten * 100),
        25 => whole(format!("{thousands} mil e {ten}00"), thousands * 1000 + ten * 100),
        26 => (format!("{small} reais e {cents} centavos"), small * 100 + cents, vec![]),
        27 => whole(format!("00{ten}"), ten),
        // What is right and yet confirmed.
        28 => (format!("{thousands},{hundreds:03}"), large * 100, vec![Flag::AmountAmbiguous]),
        29 => (
            format!("{thousands}.{hundreds:03}.{cents:02}"),
            large * 100 + cents,
            vec![Flag::AmountAmbiguous],
        ),
        30 => (format!("US$ {small}"), small * 100, vec![Flag::AmountAmbiguous]),
        31 => (format!("1{thousands}.{hundreds:03}"), (10_000 + large) * 100, vec![]),
        32 => whole(spelled(small, lang), small),
        33 => whole(format!("{} {}", spelled(small, lang), reais(lang)), small),
        34 => whole(spelled(large, lang), large),
        35 => whole(format!("{} {}", spelled(large, lang), reais(lang)), large),
        // `cinquenta e nove e noventa`: complete down to units, so what follows is cents.
        36 => {
            let (reais, cents) = (small - small % 10 + 1 + small % 9, 10 * (2 + cents % 8));
            (
                format!("{}{}{}", spelled(reais, lang), and(lang), spelled(cents, lang)),
                reais * 100 + cents,
                vec![],
            )
        }
        _ => {
            let cents = 10 * (2 + cents % 8);
            let typed =
                format!("{} {}{}{}", spelled(small, lang), reais(lang), and(lang), spelled(cents, lang));
            (typed, small * 100 + cents, vec![])
        }
    };
    if means > 1_000_000 {
        flags.push(Flag::AmountHigh);
    }
    Piece { typed, means, flags }
}

fn reais(lang: Lang) -> &'static str {
    if lang == Lang::Es { "reales" } else { "reais" }
}

fn and(lang: Lang) -> &'static str {
    match lang {
        Lang::PtBr => " e ",
        Lang::Es => " y ",
        Lang::En => " and ",
    }
}

/// A whole number from 1 to 9,999 in words.
pub fn spelled(number: i64, lang: Lang) -> String {
    let (units, tens, hundreds, thousand) = words(lang);
    let at = |list: &[&str], index: i64| list[index as usize].to_owned();
    let below_hundred = |n: i64| match n {
        0..=19 => at(units, n),
        21..=29 if lang == Lang::Es => format!("veinti{}", at(units, n - 20)),
        _ if n % 10 == 0 => at(tens, n / 10),
        _ if lang == Lang::En => format!("{} {}", at(tens, n / 10), at(units, n % 10)),
        _ => format!("{}{}{}", at(tens, n / 10), and(lang), at(units, n % 10)),
    };
    let below_thousand = |n: i64| match (n / 100, n % 100) {
        (0, rest) => below_hundred(rest),
        (1, 0) if lang != Lang::En => if lang == Lang::PtBr { "cem" } else { "cien" }.to_owned(),
        (h, rest) => {
            let hundred = at(hundreds, h);
            match (rest, lang) {
                (0, _) => hundred,
                (rest, Lang::PtBr) => format!("{hundred} e {}", below_hundred(rest)),
                (rest, _) => format!("{hundred} {}", below_hundred(rest)),
            }
        }
    };
    let (thousands, rest) = (number / 1000, number % 1000);
    let head = match thousands {
        0 => return below_thousand(rest),
        1 if lang != Lang::En => thousand.to_owned(),
        n => format!("{} {thousand}", at(units, n)),
    };
    match rest {
        0 => head,
        rest if lang == Lang::PtBr && (rest < 100 || rest % 100 == 0) => {
            format!("{head} e {}", below_thousand(rest))
        }
        rest => format!("{head} {}", below_thousand(rest)),
    }
}

type Numerals = (&'static [&'static str], &'static [&'static str], &'static [&'static str], &'static str);

fn words(lang: Lang) -> Numerals {
    match lang {
        Lang::PtBr => (
            &[
                "zero",
                "um",
                "dois",
                "três",
                "quatro",
                "cinco",
                "seis",
                "sete",
                "oito",
                "nove",
                "dez",
                "onze",
                "doze",
                "treze",
                "quatorze",
                "quinze",
                "dezesseis",
                "dezessete",
                "dezoito",
                "dezenove",
            ],
            &[
                "",
                "dez",
                "vinte",
                "trinta",
                "quarenta",
                "cinquenta",
                "sessenta",
                "setenta",
                "oitenta",
                "noventa",
            ],
            &[
                "",
                "cento",
                "duzentos",
                "trezentos",
                "quatrocentos",
                "quinhentos",
                "seiscentos",
                "setecentos",
                "oitocentos",
                "novecentos",
            ],
            "mil",
        ),
        Lang::Es => (
            &[
                "cero",
                "uno",
                "dos",
                "tres",
                "cuatro",
                "cinco",
                "seis",
                "siete",
                "ocho",
                "nueve",
                "diez",
                "once",
                "doce",
                "trece",
                "catorce",
                "quince",
                "dieciséis",
                "diecisiete",
                "dieciocho",
                "diecinueve",
            ],
            &[
                "",
                "diez",
                "veinte",
                "treinta",
                "cuarenta",
                "cincuenta",
                "sesenta",
                "setenta",
                "ochenta",
                "noventa",
            ],
            &[
                "",
                "ciento",
                "doscientos",
                "trescientos",
                "cuatrocientos",
                "quinientos",
                "seiscientos",
                "setecientos",
                "ochocientos",
                "novecientos",
            ],
            "mil",
        ),
        Lang::En => (
            &[
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
            ],
            &["", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
            &[
                "",
                "one hundred",
                "two hundred",
                "three hundred",
                "four hundred",
                "five hundred",
                "six hundred",
                "seven hundred",
                "eight hundred",
                "nine hundred",
            ],
            "thousand",
        ),
    }
}

/// Every word that a number is written with, folded, in all languages.
pub fn numerals() -> Vec<String> {
    let mut all = Vec::new();
    for lang in Lang::ALL {
        let (units, tens, hundreds, thousand) = words(lang);
        let lists = units.iter().chain(tens).chain(hundreds).flat_map(|word| word.split(' '));
        all.extend(lists.chain([thousand]).map(fregues::dialogue::hear::fold));
    }
    all.extend(["cem", "cien", "meia"].map(str::to_owned));
    all.extend((1..10).map(|unit| fregues::dialogue::hear::fold(&spelled(20 + unit, Lang::Es))));
    all.retain(|word| !word.is_empty());
    all.sort_unstable();
    all.dedup();
    all
}

/// Words that ask for a sale, that frame a name, names, and what was sold.
pub const VERBS: [(Lang, &[&str]); 3] = [
    (Lang::PtBr, &["", "venda", "lança", "registra", "passa"]),
    (Lang::Es, &["", "venta", "registra", "anota"]),
    (Lang::En, &["", "sale", "register"]),
];
pub const NAMES: [(Lang, &[&str]); 3] = [
    (Lang::PtBr, &["", "Maria", "cliente Bruna", "Dona Lúcia", "da Paula"]),
    (Lang::Es, &["", "Lucía", "cliente Bruna", "Marta"]),
    (Lang::En, &["", "Mary", "customer Bruna", "Anna"]),
];
pub const REMARKS: [(Lang, &[&str]); 3] = [
    (Lang::PtBr, &["", "banho", "no pix", "débito", "creme"]),
    (Lang::Es, &["", "baño", "con pix", "crema"]),
    (Lang::En, &["", "bath", "by pix", "shampoo"]),
];
pub const SEPARATORS: [&str; 6] = [" ", ", ", " - ", "\n", "; ", "  "];

fn of(lists: &[(Lang, &'static [&'static str]); 3], lang: Lang) -> &'static [&'static str] {
    lists.iter().find(|(of, _)| *of == lang).map_or(&[], |(_, list)| list)
}

/// One sale as somebody may write it.
#[derive(Debug)]
pub struct Line {
    pub lang: Lang,
    pub typed: String,
    pub phone: Piece<String>,
    pub amount: Piece<i64>,
}

/// A line of this phone and amount, in this order, with words around it by chance.
pub fn line(
    phone: Piece<String>,
    amount: Piece<i64>,
    phone_first: bool,
    lang: Lang,
    chance: &mut Chance,
) -> Line {
    let separator = *chance.of(&SEPARATORS);
    let (verb, name, remark) =
        (*chance.of(of(&VERBS, lang)), *chance.of(of(&NAMES, lang)), *chance.of(of(&REMARKS, lang)));
    let mut fields = if phone_first {
        vec![phone.typed.as_str(), amount.typed.as_str()]
    } else {
        vec![amount.typed.as_str(), phone.typed.as_str()]
    };
    if chance.below(2) == 0 {
        fields.push(name);
    } else {
        fields.insert(0, name);
    }
    fields.push(remark);
    fields.retain(|field| !field.is_empty());
    let fields = fields.join(separator);
    let typed = if verb.is_empty() { fields } else { format!("{verb} {fields}") };
    Line { lang, typed, phone, amount }
}
