//! A message cut into tokens: figures first (codes, CPFs, phones, dates, amounts), each blanking what it
//! took, then the words between them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::dates::Dated;
use super::ears::Ears;
use super::heard::Flag;
use super::lexicon::Figures;
use super::normalise::Folded;
use super::numbers::{Amount, Figure};
use super::phones::Seen;
use super::words::Spelled;
use super::{Role, Setting, codes, dates, numbers, phones, slips, words};
use crate::domain::lang::Lang;
use crate::domain::money::Money;

pub(super) struct Sentence<'a> {
    pub folded: Folded<'a>,
    pub tokens: Vec<Token>,
    /// What stands beside figures, in every language.
    pub figures: &'a Figures,
    pub question: bool,
}

pub(super) struct Token {
    pub span: Range<usize>,
    pub kind: Kind,
}

pub(super) enum Kind {
    Word(String),
    Emoji(char),
    Laughter,
    Link,
    Code(String),
    Phone(Box<Seen>),
    Date(Dated),
    Money(Amount),
    Percent(i64),
    Points(i64),
    Days(u32),
    /// A time, a size, an order number.
    Other,
    /// The end of a phone.
    Ending,
    /// Digits with a letter stuck to them.
    Scrap,
}

impl Token {
    /// How phrases see the token, and whether it is a figure.
    pub fn shape(&self) -> (&str, bool) {
        match &self.kind {
            Kind::Word(word) => (word, false),
            Kind::Emoji(_) => ("", false),
            Kind::Laughter => ("{laugh}", true),
            Kind::Link => ("{link}", true),
            Kind::Code(_) => ("{code}", true),
            Kind::Phone(seen) if seen.glued.is_some() => ("{glued}", true),
            Kind::Phone(_) => ("{phone}", true),
            Kind::Date(_) => ("{date}", true),
            Kind::Money(amount) if amount.is_digit() => ("{digit}", true),
            Kind::Money(_) => ("{money}", true),
            Kind::Percent(_) => ("{percent}", true),
            Kind::Points(_) => ("{points}", true),
            Kind::Days(_) => ("{days}", true),
            Kind::Other | Kind::Ending | Kind::Scrap => ("{number}", true),
        }
    }

    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word(_))
    }
}

impl<'a> Sentence<'a> {
    pub fn read(folded: Folded<'a>, likely: Lang, setting: &Setting, ears: &'a Ears) -> Sentence<'a> {
        let mut page = Page::new(&folded.text);
        page.take_links();
        page.take_all(
            codes::scan(&page.text, &ears.figures, setting.role)
                .into_iter()
                .map(|code| (code.span, Kind::Code(code.code)))
                .collect(),
        );
        page.take_cpfs();
        page.take_all(
            phones::scan(&page.text, setting.area_code)
                .into_iter()
                .map(|seen| (seen.span.clone(), Kind::Phone(Box::new(seen))))
                .collect(),
        );
        if setting.role == Role::Customer {
            page.take_date(likely, ears);
        }
        page.take_figures(ears);
        page.take_spelled(likely, setting, ears);
        let question =
            folded.text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?').ends_with('?');
        Sentence { tokens: page.finish(), folded, figures: &ears.figures, question }
    }

    /// The original text of a stretch of tokens.
    pub fn cut(&self, tokens: Range<usize>) -> &'a str {
        let mut spans = self.tokens.get(tokens).unwrap_or_default().iter().map(|token| &token.span);
        let Some(first) = spans.next() else { return "" };
        let end = spans.next_back().map_or(first.end, |last| last.end);
        self.folded.cut(first.start..end)
    }

    /// The original text of one token; nothing where it is none, as a question mark.
    pub fn cut_at(&self, token: usize) -> String {
        self.tokens.get(token).map_or_else(String::new, |_| self.cut(token..token + 1).to_owned())
    }

    /// The first letter, as typed, is a capital.
    pub fn is_capitalised(&self, token: usize) -> bool {
        self.cut(token..token + 1).chars().next().is_some_and(char::is_uppercase)
    }

    /// A mark parts it from what follows.
    pub fn is_set_apart(&self, token: usize) -> bool {
        let end = self.tokens.get(token).map_or(0, |token| token.span.end);
        self.folded.text.get(end..).is_some_and(|rest| rest.starts_with([',', ';', '.', ':', '!']))
    }

    /// A word with a capital and small letters behind it.
    pub fn is_titled(&self, token: usize) -> bool {
        let small = self.cut(token..token + 1).chars().skip(1).all(char::is_lowercase);
        small && self.is_capitalised(token)
    }

    pub fn phones(&self) -> impl Iterator<Item = (usize, &Seen)> {
        self.tokens.iter().enumerate().filter_map(|(at, token)| match &token.kind {
            Kind::Phone(seen) => Some((at, seen.as_ref())),
            _ => None,
        })
    }

    pub fn amounts(&self) -> impl Iterator<Item = (usize, &Amount)> {
        self.tokens.iter().enumerate().filter_map(|(at, token)| match &token.kind {
            Kind::Money(amount) => Some((at, amount)),
            _ => None,
        })
    }

    /// The last four digits of a phone that the message names.
    pub fn ending(&self) -> Option<&str> {
        let ending = self.tokens.iter().find(|token| matches!(token.kind, Kind::Ending))?;
        self.folded.text.get(ending.span.clone())
    }

    pub fn code(&self) -> Option<&str> {
        self.tokens.iter().find_map(|token| match &token.kind {
            Kind::Code(code) => Some(code.as_str()),
            _ => None,
        })
    }
}

/// The folded text while figures are taken out of it.
struct Page<'t> {
    folded: &'t str,
    text: String,
    taken: Vec<Token>,
}

impl Page<'_> {
    fn new(folded: &str) -> Page<'_> {
        // The printed trunk "0xx11" is an area code with a zero in front.
        Page { folded, text: folded.replace("0xx", "   "), taken: Vec::new() }
    }

    fn take(&mut self, span: Range<usize>, kind: Kind) {
        if span.is_empty() || self.text.get(span.clone()).is_none() {
            return;
        }
        self.text.replace_range(span.clone(), &"\u{1}".repeat(span.len()));
        self.taken.push(Token { span, kind });
    }

    fn take_all(&mut self, found: Vec<(Range<usize>, Kind)>) {
        for (span, kind) in found {
            self.take(span, kind);
        }
    }

    fn take_links(&mut self) {
        static LINK: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"https?://\S+|www\.\S+|[a-z0-9._-]+@[a-z0-9-]+\.[a-z.]+").expect("constant pattern")
        });
        if !["http", "www.", "@"].iter().any(|mark| self.text.contains(mark)) {
            return;
        }
        let links = LINK.find_iter(&self.text).map(|link| (link.range(), Kind::Link)).collect();
        self.take_all(links);
    }

    /// Eleven digits behind the word itself, whatever their check digits say.
    fn take_cpfs(&mut self) {
        static CPF: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"\bcpf[^0-9\n\x01]{0,10}([0-9][0-9. -]{9,12}[0-9])").expect("constant pattern")
        });
        if !self.text.contains("cpf") {
            return;
        }
        let Some(found) = CPF.captures(&self.text).and_then(|captures| captures.get(1)) else { return };
        let digits: String = found.as_str().chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 11 {
            let seen = Seen {
                span: found.range(),
                flags: vec![Flag::CpfGiven],
                cpf: Some(digits),
                ..Seen::default()
            };
            self.take(found.range(), Kind::Phone(Box::new(seen)));
        }
    }

    fn take_date(&mut self, likely: Lang, ears: &Ears) {
        let month_may_lead = likely == Lang::En;
        let found = ears
            .tongues_from(likely)
            .find_map(|tongue| dates::find(&self.text, &tongue.numbers, month_may_lead));
        if let Some(dated) = found {
            self.take(dated.span.clone(), Kind::Date(dated));
        }
    }

    fn take_figures(&mut self, ears: &Ears) {
        if !self.text.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        for (span, figure) in numbers::scan(&self.text, &ears.figures) {
            let kind = match figure {
                Figure::Money(amount) => Kind::Money(amount),
                Figure::Percent(hundredths) => Kind::Percent(hundredths),
                Figure::Points(points) => Kind::Points(points),
                Figure::Days(days) => Kind::Days(days),
                Figure::Other => Kind::Other,
                Figure::Ending => Kind::Ending,
                Figure::Scrap => Kind::Scrap,
            };
            self.take(span, kind);
        }
    }

    fn take_spelled(&mut self, likely: Lang, setting: &Setting, ears: &Ears) {
        // The language that reads most of it: `dois mil e sete` is a thousand in Spanish.
        let spelled = ears
            .tongues_from(likely)
            .map(|tongue| words::scan(&self.text, &tongue.numbers, &ears.figures))
            .reduce(|best, next| if words::length(&next) > words::length(&best) { next } else { best })
            .unwrap_or_default();
        let slipped = slips::are_slipped(self.folded, &spelled, ears);
        let dictated: Vec<Range<usize>> = spelled.iter().filter_map(Spelled::dictated).collect();
        for found in spelled {
            match found {
                Spelled::Amount(span, amount) if self.completes_thousand(&span, &amount, ears) => {}
                Spelled::Amount(span, mut amount) => {
                    let stuck = self.has_figure_beside(&span) || self.runs_on(&span, &dictated);
                    // A thousand alone may have lost how many there are.
                    let alone = self
                        .folded
                        .get(span.clone())
                        .is_some_and(|typed| ears.figures.thousand.contains(typed));
                    amount.flags.extend((slipped || stuck || alone).then_some(Flag::AmountAmbiguous));
                    self.take(span, Kind::Money(amount));
                }
                Spelled::Digits(span, digits) => {
                    if let Some(seen) = phones::read_digits(&digits, setting.area_code) {
                        self.take(span.clone(), Kind::Phone(Box::new(Seen { span, ..seen })));
                    }
                }
            }
        }
        self.doubt_mixed(ears);
    }

    /// `2 mil e quinhentos`: what is spelled behind a thousand in digits belongs to it.
    fn completes_thousand(&mut self, span: &Range<usize>, amount: &Amount, ears: &Ears) -> bool {
        let Some(more) = amount.value.filter(|more| *more < Money::reais(1_000) && amount.flags.is_empty())
        else {
            return false;
        };
        let figures = &ears.figures;
        let folded = self.folded;
        let thousand = |token: &&mut Token| {
            let gap = folded.get(token.span.end..span.start).unwrap_or("?").trim();
            let typed = folded.get(token.span.clone()).unwrap_or("");
            let joined = gap.is_empty() || figures.join.contains(gap);
            joined && figures.thousand.contains(numbers::last_word(typed))
        };
        let Some(token) = self.taken.iter_mut().find(thousand) else { return false };
        let Kind::Money(whole) = &mut token.kind else { return false };
        whole.value = whole.value.map(|value| Money(value.0 + more.0));
        whole.size = Money(whole.size.0 + more.0);
        token.span.end = span.end;
        let end = span.clone();
        self.text.replace_range(end.clone(), &"\u{1}".repeat(end.len()));
        true
    }

    /// An amount in digits right beside a numeral (`três 9reais`), with cents that are not its own, or that goes on in
    /// something else: `9 mil e #00`, `3 mil x`.
    fn doubt_mixed(&mut self, ears: &Ears) {
        if !self.taken.iter().any(|token| matches!(token.kind, Kind::Money(_))) {
            return;
        }
        let text = &self.text;
        let is_cents = |word: &str| ears.figures.is_nearly_cents(word);
        let cents = text.split(|c: char| !c.is_alphanumeric()).any(is_cents);
        let is_thousand =
            |typed: &str| ears.figures.thousand.iter().any(|word| typed.ends_with(word.as_str()));
        let figures =
            |token: &Token| matches!(&token.kind, Kind::Money(_)) && is_figure(self.folded, &token.span);
        let left_over = self.taken.iter().any(figures) && slips::are_left_over(text, ears);
        for token in &mut self.taken {
            let Kind::Money(amount) = &mut token.kind else { continue };
            let before = numbers::last_word(text.get(..token.span.start).unwrap_or(""));
            let behind = text.get(token.span.end..).unwrap_or("");
            let after = numbers::next_word(behind, 0).0;
            let mixed = [before, after].iter().any(|word| word.len() > 3 && slips::is_left_over(word, ears));
            let figures = is_figure(self.folded, &token.span);
            let thousand = figures && self.folded.get(token.span.clone()).is_some_and(is_thousand);
            let open = figures && after == "x" || thousand && slips::leads_to_nothing(behind, ears);
            let doubted = mixed || cents || open || figures && left_over;
            amount.flags.extend(doubted.then_some(Flag::AmountAmbiguous));
        }
    }

    /// Digits that were taken for something else, right beside a place: `venda1,6 mil`, `oitenta2reais`.
    fn has_figure_beside(&self, span: &Range<usize>) -> bool {
        let end = self.text.get(..span.start).map_or(0, |before| before.trim_end_matches(' ').len());
        let figure = |token: &&Token| matches!(token.kind, Kind::Other | Kind::Scrap | Kind::Money(_));
        self.taken.iter().filter(figure).any(|token| token.span.end == end || token.span.start == span.end)
    }

    /// Where a dictated phone ends and an amount in words begins is anybody's guess: `… dois três dois mil`.
    fn runs_on(&self, span: &Range<usize>, dictated: &[Range<usize>]) -> bool {
        let gaps = dictated.iter().flat_map(|phone| [phone.end..span.start, span.end..phone.start]);
        gaps.filter_map(|gap| self.folded.get(gap)).any(|gap| gap.trim_matches([' ', '-']).is_empty())
    }

    /// The words left over, and all tokens in order. Emoji count only where there is nothing else.
    fn finish(mut self) -> Vec<Token> {
        let mut start = None;
        let mut emoji = Vec::new();
        for (at, c) in self.text.char_indices().chain([(self.text.len(), ' ')]) {
            // An apostrophe belongs to its word: "don't" is looked up as "dont".
            let inside = c.is_alphanumeric() || c == '\'' && start.is_some();
            match (inside, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    let mut word = self.folded.get(from..at).unwrap_or("").to_owned();
                    word.retain(|c| c != '\'');
                    let kind = if is_laughter(&word) { Kind::Laughter } else { Kind::Word(word) };
                    self.taken.push(Token { span: from..at, kind });
                    start = None;
                }
                _ => {}
            }
            // A row of thumbs is one thumb.
            let repeated =
                emoji.last().is_some_and(|last: &Token| matches!(last.kind, Kind::Emoji(seen) if seen == c));
            if c as u32 >= 0x2190 && !c.is_alphanumeric() && !repeated {
                emoji.push(Token { span: at..at + c.len_utf8(), kind: Kind::Emoji(c) });
            }
        }
        self.taken.sort_by_key(|token| token.span.start);
        if self.taken.is_empty() { emoji } else { self.taken }
    }
}

/// An amount that digits begin.
fn is_figure(folded: &str, span: &Range<usize>) -> bool {
    folded.get(span.clone()).is_some_and(|typed| typed.contains(|c: char| c.is_ascii_digit()))
}

/// `kkk`, `hahaha`, `huahua`, `rsrs`, `jaja`, `lol`.
fn is_laughter(word: &str) -> bool {
    let made_of = |parts: &[&str], least: usize| {
        let mut rest = word;
        let mut count = 0;
        while let Some(next) = parts.iter().find_map(|part| rest.strip_prefix(part)) {
            rest = next;
            count += 1;
        }
        rest.len() <= 1 && count >= least
    };
    // `hers` is whose it is.
    word != "hers" && made_of(&["hua", "ha", "he", "rs"], 2)
        || made_of(&["k"], 3)
        || made_of(&["ja", "je"], 2)
        || matches!(word, "lol" | "lool" | "lmao" | "rs")
}
