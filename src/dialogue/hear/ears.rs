//! The rules of all languages, compiled once from the `hear.toml` files, and the choice of the intent.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::Role;
use super::heard::{Period, Place, Rule, Segment, Tier, When};
use super::intent::Intent;
use super::lexicon::{Figures, NumberWords, Rules, Source, StaffWords, Values};
use super::likeness::Likeness;
use super::phrases::{Hit, Phrases, Target, Word};
use crate::domain::lang::Lang;

/// Compiled rules of all languages.
#[derive(Debug)]
pub struct Ears {
    pub(super) tongues: Vec<Tongue>,
    pub(super) figures: Figures,
    /// Learnt from a folder's own sentences; `None`: from those that ship.
    pub(super) likeness: Option<Likeness>,
}

impl Ears {
    /// The rules that ship with the product, as files.
    pub const SHIPPED: [(Lang, &str); 3] = [
        (Lang::PtBr, include_str!("../../../conversations/pt-BR/hear.toml")),
        (Lang::Es, include_str!("../../../conversations/es/hear.toml")),
        (Lang::En, include_str!("../../../conversations/en/hear.toml")),
    ];

    /// The rules that ship with the product.
    pub fn embedded() -> Result<Ears, Vec<String>> {
        Ears::load(&Ears::SHIPPED)
    }

    /// Compiles sources, or names every fault of every file at once.
    pub fn load(sources: &[(Lang, &str)]) -> Result<Ears, Vec<String>> {
        let mut faults = Vec::new();
        let mut figures = Figures::default();
        let mut tongues = Vec::new();
        for (lang, text) in sources {
            match toml::from_str::<Source>(text) {
                Ok(source) => tongues.push(Tongue::compile(*lang, source, &mut figures, &mut faults)),
                Err(fault) => faults.push(format!("{}/hear.toml: {fault}", lang.tag())),
            }
        }
        if faults.is_empty() { Ok(Ears { tongues, figures, likeness: None }) } else { Err(faults) }
    }

    /// The tongues with the likeliest language first.
    pub(super) fn tongues_from(&self, likely: Lang) -> impl Iterator<Item = &Tongue> {
        let first = self.tongues.iter().filter(move |tongue| tongue.lang == likely);
        first.chain(self.tongues.iter().filter(move |tongue| tongue.lang != likely))
    }
}

/// One language.
#[derive(Debug)]
pub(super) struct Tongue {
    pub lang: Lang,
    pub numbers: NumberWords,
    pub staff: StaffWords,
    pub yes: Vec<String>,
    pub no: Vec<String>,
    pub with_yes: Vec<String>,
    pub wrong: Vec<String>,
    pub right: Vec<String>,
    pub lead: Vec<String>,
    pub values: Vocabularies,
    markers: HashSet<String>,
    phrases: Phrases,
    groups: HashMap<String, usize>,
    rules: Vec<CompiledRule>,
    /// The rules that name groups, by the first of them.
    grouped: Vec<Grouped>,
    /// Groups that may surround a whole-message phrase: greetings, politeness, thanks.
    polite: Vec<usize>,
}

/// Word → value, for each closed vocabulary.
#[derive(Debug)]
pub(super) struct Vocabularies {
    pub tier: Vec<(String, Tier)>,
    pub period: Vec<(String, Period)>,
    pub when: Vec<(String, When)>,
    pub segment: Vec<(String, Segment)>,
    pub rule: Vec<(String, Rule)>,
    pub language: Vec<(String, Lang)>,
    pub place: Vec<(String, Place)>,
    pub times: Vec<(String, String)>,
}

impl Vocabularies {
    fn new(values: Values) -> Vocabularies {
        Vocabularies {
            tier: flat(values.tier),
            period: flat(values.period),
            when: flat(values.when),
            segment: flat(values.segment),
            rule: flat(values.rule),
            language: flat(values.language),
            place: flat(values.place),
            times: flat(values.times),
        }
    }
}

/// Longest words first, so that "não compra há" is seen before "compra".
fn flat<T: Clone>(values: HashMap<T, Vec<String>>) -> Vec<(String, T)> {
    let mut pairs: Vec<(String, T)> = values
        .into_iter()
        .flat_map(|(value, words)| words.into_iter().map(move |word| (word, value.clone())))
        .collect();
    pairs.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    pairs
}

/// A group, and the rule that asks for it and perhaps for others.
type Grouped = (usize, usize);

#[derive(Debug)]
struct CompiledRule {
    intent: Intent,
    roles: Vec<Role>,
    weight: i32,
    /// Empty for phrases that carry the rule themselves.
    all: Vec<usize>,
    none: Vec<usize>,
    whole: bool,
}

/// A rule that a message satisfies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub intent: Intent,
    pub score: i32,
    pub candidate: Candidate,
}

/// A rule, and the phrase of it that is there; a rule of groups has none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    rule: usize,
    hit: Option<Hit>,
}

/// The words of a message in one language and the phrases found among them.
pub(super) struct Listening<'e> {
    pub tongue: &'e Tongue,
    pub words: Vec<Word>,
    hits: Vec<Hit>,
    /// For each group, whether there is a hit of it.
    heard: Vec<bool>,
}

impl Tongue {
    fn compile(lang: Lang, mut source: Source, figures: &mut Figures, faults: &mut Vec<String>) -> Tongue {
        figures.add(source.money, &source.numbers.join);
        let mut tongue = Tongue {
            lang,
            numbers: NumberWords::new(source.numbers),
            staff: source.staff,
            yes: source.answers.yes,
            no: source.answers.no,
            with_yes: source.answers.with_yes,
            wrong: source.answers.wrong,
            right: source.answers.right,
            lead: source.answers.lead,
            values: Vocabularies::new(source.values),
            markers: source.markers.into_iter().collect(),
            phrases: Phrases::new(source.typos, source.spelling),
            groups: HashMap::default(),
            rules: Vec::new(),
            grouped: Vec::new(),
            polite: Vec::new(),
        };
        let mut fault =
            |key: &str, what: String| faults.push(format!("{}/hear.toml: {key}: {what}", lang.tag()));
        for (name, phrases) in source.words {
            let group = tongue.groups.len();
            tongue.groups.insert(name.clone(), group);
            if matches!(name.as_str(), "polite" | "greeting" | "thanks") {
                tongue.polite.push(group);
            }
            for phrase in phrases {
                if let Err(what) = tongue.phrases.add(&phrase, Target::Group(group)) {
                    fault(&format!("words.{name}"), what);
                }
            }
        }
        let everyone = vec![Role::Customer, Role::Staff, Role::Owner];
        for (name, whole) in [(Intent::ConfirmYes, &tongue.yes), (Intent::ConfirmNo, &tongue.no)] {
            let rules = Rules { name, roles: everyone.clone(), whole: whole.clone(), ..Rules::default() };
            source.intents.push(rules);
        }
        for rules in source.intents {
            let key = format!("intent {}", rules.name.label());
            for what in tongue.compile_rules(rules) {
                fault(&key, what);
            }
        }
        tongue
    }

    fn compile_rules(&mut self, rules: Rules) -> Vec<String> {
        let mut faults = Vec::new();
        let none = self.group_ids(&rules.unless.join(" "), &mut faults);
        let roles = if rules.roles.is_empty() { vec![Role::Customer] } else { rules.roles };
        let rule = |all, whole| CompiledRule {
            intent: rules.name,
            roles: roles.clone(),
            weight: rules.weight,
            all,
            none: none.clone(),
            whole,
        };
        for (phrases, whole) in [(rules.say, false), (rules.whole, true)] {
            let index = self.rules.len();
            self.rules.push(rule(Vec::new(), whole));
            faults.extend(
                phrases.iter().filter_map(|phrase| self.phrases.add(phrase, Target::Rule(index)).err()),
            );
        }
        for (groups, whole) in [(rules.when, false), (rules.only, true)] {
            for line in groups {
                let all = self.group_ids(&line, &mut faults);
                self.grouped.extend(all.first().map(|first| (*first, self.rules.len())));
                self.rules.push(rule(all, whole));
            }
        }
        faults
    }

    /// The groups a line names; figures become groups of their own the first time they are named.
    fn group_ids(&mut self, line: &str, faults: &mut Vec<String>) -> Vec<usize> {
        let mut ids = Vec::new();
        for name in line.split_whitespace() {
            let known = self.groups.get(name).copied();
            let id = known.or_else(|| {
                let next = self.groups.len();
                let figure = name.starts_with('{') && self.phrases.add(name, Target::Group(next)).is_ok();
                figure.then(|| *self.groups.entry(name.to_owned()).or_insert(next))
            });
            match id {
                Some(id) => ids.push(id),
                None => faults.push(format!("no group of words is called “{name}”")),
            }
        }
        ids
    }

    fn name_of(&self, group: usize) -> &str {
        self.groups.iter().find(|(_, id)| **id == group).map_or("", |(name, _)| name)
    }

    /// A word as it is looked up: `pontinhos (pontinho, ponto)`.
    pub fn shapes(&self, word: &str) -> String {
        let mut shapes = Vec::new();
        self.phrases.each_shape(word, |shape| shapes.push(shape.to_owned()));
        match shapes.split_first() {
            Some((word, others)) if !others.is_empty() => format!("{word} ({})", others.join(", ")),
            _ => word.to_owned(),
        }
    }

    /// A word of its patterns, or one that is never corrected.
    pub fn knows(&self, word: &str) -> bool {
        self.phrases.knows(word)
    }

    pub fn votes(&self, word: &str) -> bool {
        self.markers.contains(word) || word.len() >= 5 && self.numbers.values.contains_key(word)
    }

    /// The tokens as this language looks them up; emoji and the question mark are words of their own.
    pub fn words<'t>(
        &self,
        tokens: impl Iterator<Item = (usize, &'t str, bool)>,
        emoji: impl Iterator<Item = (usize, char)>,
        question: bool,
    ) -> Vec<Word> {
        let mut words = Vec::with_capacity(tokens.size_hint().1.unwrap_or(0) + 1);
        for (token, text, is_figure) in tokens {
            if is_figure {
                words.push(self.phrases.figure(token, text));
            } else {
                self.phrases.words(text, token, &mut words);
            }
        }
        words.extend(emoji.map(|(token, emoji)| self.phrases.figure(token, emoji.encode_utf8(&mut [0; 4]))));
        if question && !words.is_empty() {
            words.push(self.phrases.figure(usize::MAX, "{question}"));
        }
        words
    }

    /// Finds this language's phrases in the words of a message.
    pub fn listen(&self, words: Vec<Word>) -> Listening<'_> {
        let hits = self.phrases.find(&words);
        // Cleared here: memory that is asked for cleared comes from no cache of the allocator.
        let mut heard: Vec<bool> = std::iter::repeat_n(false, self.groups.len()).collect();
        for hit in &hits {
            if let Target::Group(group) = hit.target {
                heard.get_mut(group).into_iter().for_each(|heard| *heard = true);
            }
        }
        Listening { tongue: self, words, hits, heard }
    }
}

impl<'e> Listening<'e> {
    /// Whether a group of words appears.
    pub fn has(&self, group: &str) -> bool {
        self.tongue.groups.get(group).is_some_and(|id| self.has_id(*id))
    }

    fn has_id(&self, group: usize) -> bool {
        self.heard.get(group).copied().unwrap_or(false)
    }

    /// Takes a group for heard, though none of its words are.
    pub fn hold(&mut self, group: &str) {
        let id = self.tongue.groups.get(group).copied().filter(|id| !self.has_id(*id));
        self.heard_of(id, true);
        self.hits.extend(id.map(|id| Hit { phrase: None, target: Target::Group(id), start: 0, end: 0 }));
    }

    fn heard_of(&mut self, group: Option<usize>, is: bool) {
        group.and_then(|group| self.heard.get_mut(group)).into_iter().for_each(|heard| *heard = is);
    }

    /// Takes a group for not heard.
    pub fn forget(&mut self, group: &str) {
        let id = self.tongue.groups.get(group).copied();
        if !id.is_some_and(|id| self.has_id(id)) {
            return;
        }
        self.heard_of(id, false);
        self.hits.retain(|hit| id.is_none_or(|id| hit.target != Target::Group(id)));
    }

    /// Takes the words of a group for other things where all of them are among those of the others: `cupom fiscal`. A word
    /// that is left is meant, and those others say nothing against it: `usa vale, cupom fiscal`.
    pub fn set_apart(&mut self, group: &str, others: &[&str]) {
        let covered: Vec<usize> = others.iter().flat_map(|other| self.tokens_of(other)).collect();
        if self.tokens_of(group).iter().all(|token| covered.contains(token)) {
            self.forget(group);
            return;
        }
        let id = self.tongue.groups.get(group).copied();
        let words = &self.words;
        self.hits.retain(|hit| {
            let mut of = words.get(hit.start..hit.end).unwrap_or_default().iter();
            id.is_none_or(|id| hit.target != Target::Group(id))
                || !of.all(|word| covered.contains(&word.token))
        });
        let left = self.hits.iter().any(|hit| id.is_some_and(|id| hit.target == Target::Group(id)));
        self.heard_of(id, left);
        for other in others {
            self.forget(other);
        }
    }

    /// The words covered by a group, as token numbers.
    pub fn tokens_of(&self, group: &str) -> Vec<usize> {
        let id = self.tongue.groups.get(group).copied();
        let id = id.filter(|id| self.has_id(*id));
        let hits = self.hits.iter().filter(|hit| id.is_some_and(|id| hit.target == Target::Group(id)));
        hits.flat_map(|hit| self.tokens(hit.start, hit.end)).collect()
    }

    /// The tokens of a stretch of words.
    fn tokens(&self, start: usize, end: usize) -> impl Iterator<Item = usize> {
        self.words.get(start..end).unwrap_or_default().iter().map(|word| word.token)
    }

    /// Sounds like an opt-out: a phrase of that group, or a slip in one of its words.
    pub fn nearly_leaves(&self) -> bool {
        // `quanto sai?` is a price.
        let shop = self.tokens_of("shop");
        let meant = self.tokens_of("near_opt_out").iter().any(|token| !shop.contains(token));
        meant || self.tongue.phrases.nearly_leaves(&self.words)
    }

    /// The best rule for this role.
    pub fn choose(&self, role: Role) -> Option<Choice> {
        self.choices(role).reduce(|best, next| if next.score > best.score { next } else { best })
    }

    /// Every rule for this role that holds.
    pub fn choices(&self, role: Role) -> impl Iterator<Item = Choice> {
        self.candidates(role).filter_map(|(rule, candidate)| {
            let score = self.score(rule, candidate.hit.as_ref())?;
            Some(Choice { intent: rule.intent, score, candidate })
        })
    }

    /// The rules for this role that may hold: of phrases only those that are there.
    fn candidates(&self, role: Role) -> impl Iterator<Item = (&'e CompiledRule, Candidate)> {
        let rules = &self.tongue.rules;
        let phrases = self.hits.iter().filter_map(|hit| match hit.target {
            Target::Rule(rule) => Some((rules.get(rule)?, Candidate { rule, hit: Some(*hit) })),
            Target::Group(_) => None,
        });
        // A rule whose first group is not there is none.
        let groups = self.tongue.grouped.iter().filter(|(group, _)| self.has_id(*group));
        let groups =
            groups.filter_map(|(_, rule)| Some((rules.get(*rule)?, Candidate { rule: *rule, hit: None })));
        phrases.chain(groups).filter(move |(rule, _)| rule.roles.contains(&role))
    }

    /// The rules that would hold, were it not for a guard; with the groups that speak against each.
    pub fn held_back(&self, role: Role) -> impl Iterator<Item = (Intent, Candidate, Vec<&'e str>)> {
        self.candidates(role).filter_map(|(rule, candidate)| {
            let against: Vec<usize> = rule.none.iter().copied().filter(|group| self.has_id(*group)).collect();
            let whole = !rule.whole || self.covered(&rule.all, candidate.hit.as_ref());
            let holds = whole && !against.is_empty() && rule.all.iter().all(|group| self.has_id(*group));
            let names = against.into_iter().map(|group| self.tongue.name_of(group)).collect();
            holds.then_some((rule.intent, candidate, names))
        })
    }

    /// Whether a rule takes the message as a whole.
    pub fn is_whole(&self, candidate: Candidate) -> bool {
        self.tongue.rules.get(candidate.rule).is_some_and(|rule| rule.whole)
    }

    /// How a rule is written, and the words of the message that satisfy it.
    pub fn written(&self, candidate: Candidate) -> (String, Vec<usize>) {
        let Candidate { rule, hit } = candidate;
        if let Some(Hit { phrase: Some(phrase), start, end, .. }) = hit {
            return (self.tongue.phrases.pattern(phrase).to_owned(), self.tokens(start, end).collect());
        }
        let groups: Vec<&str> =
            self.tongue.rules.get(rule).map_or_else(Vec::new, |rule| {
                rule.all.iter().map(|group| self.tongue.name_of(*group)).collect()
            });
        let tokens = groups.iter().flat_map(|group| self.tokens_of(group)).collect();
        (groups.join(" + "), tokens)
    }

    /// Length decides among rules of one weight; a whole message beats a part of one.
    fn score(&self, rule: &CompiledRule, hit: Option<&Hit>) -> Option<i32> {
        if !rule.all.iter().all(|group| self.has_id(*group))
            || rule.none.iter().any(|group| self.has_id(*group))
        {
            return None;
        }
        if rule.whole && !self.covered(&rule.all, hit) {
            return None;
        }
        let length = hit.map_or(rule.all.len(), |hit| hit.end - hit.start);
        let length = i32::try_from(length).unwrap_or(i32::MAX / 100);
        Some(rule.weight * 100 + length * 10 + if rule.whole { 45 } else { 0 })
    }

    /// Nothing is said but words of these groups.
    pub fn is_only(&self, groups: &[&str]) -> bool {
        let ids: Vec<usize> =
            groups.iter().filter_map(|group| self.tongue.groups.get(*group).copied()).collect();
        self.is_all(|hit| matches!(hit.target, Target::Group(id) if ids.contains(&id)))
    }

    /// Nothing is left of the message but the rule's words, politeness and emoji.
    fn covered(&self, groups: &[usize], own: Option<&Hit>) -> bool {
        self.is_all(|hit| match hit.target {
            Target::Group(id) => groups.contains(&id) || self.tongue.polite.contains(&id),
            Target::Rule(_) => own.is_some_and(|own| (own.phrase, own.start) == (hit.phrase, hit.start)),
        })
    }

    /// No word is left between these hits but the question mark.
    fn is_all(&self, of: impl Fn(&Hit) -> bool) -> bool {
        let left = |from: usize, to: usize| {
            let words = self.words.get(from..to).unwrap_or_default();
            words.iter().any(|word| word.text != "{question}")
        };
        let mut end = 0;
        // They stand in the order of the words they begin with.
        let parted = self.hits.iter().filter(|hit| of(hit)).any(|hit| {
            let parted = left(end, hit.start);
            end = end.max(hit.end);
            parted
        });
        !parted && !left(end, self.words.len())
    }
}
