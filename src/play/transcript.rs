//! Reading a transcript: Markdown with a front matter and blocks of `world`, `chat`, `api` and `ledger`. Prose in
//! between is for people.

use crate::dialogue::notice::Kind;
use crate::emulator::{Fault, Verdict};
use crate::play::calls::{Call, Reply, api_line};
use crate::play::world::World;
use serde::Deserialize;

#[derive(Debug, Clone)]
pub struct Transcript {
    pub title: String,
    /// Rows of the feature table that this page proves.
    pub features: Vec<u32>,
    pub world: World,
    pub steps: Vec<Step>,
}

/// One line of a block, with its line number in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub line: usize,
    pub act: Act,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// `[14:05] Ana▸ …`
    Say { at: Option<(u32, u32)>, who: String, what: Say },
    /// `◂Ana …`; `◂Ana (template) …` when it comes as a template, because the chat is closed.
    Expect { who: String, what: Expect, template: bool },
    /// `✉ marta@exemplo.com.br ~ "1.250"; "Prata"`: the next letter to that address, subject and text.
    Letter { to: String, parts: Vec<String> },
    /// `(template receipt: paused)`: Meta decides about a template in the shop's language.
    Judge { template: Kind, verdict: Verdict },
    /// `(sends: ok, 131048, failed 131026, lost)`: what WhatsApp answers to the next bubbles, one after another; `lost`
    /// is taken and never heard of again.
    Answers(Vec<Fault>),
    /// `[14:05] Site▸ POST /purchases {…}`
    Call { at: Option<(u32, u32)>, who: String, call: Call },
    /// `◂Site 201 {…}`: what the last call was answered.
    Reply { who: String, reply: Reply },
    /// `(after 25h)`
    After { ms: i64 },
    /// `(tick)`: due things are looked after.
    Tick,
    /// `Ana = -303`, `Ana held = 0`, `Ana vouchers = 600`, `sum = 0`
    Balance { who: String, part: Part, amount: i64 },
}

/// Which part of what somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What they are shown.
    Balance,
    Held,
    Vouchers,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Say {
    Text(String),
    /// `[Label]`
    Tap(String),
    /// `(contact Duda)`
    Contact(String),
    /// `(own number)`
    OwnNumber,
    /// `(again)`: WhatsApp delivers their last message once more.
    Again,
    /// `(reaction 👍)`: on the last bubble.
    Reaction(String),
    /// `(moves to +55 11 91234-5678)`, `(moves to a new account)`: WhatsApp tells of it.
    Moves(Option<String>),
    /// `(takes the number of Ana)`: it was hers; WhatsApp tells nobody.
    Takes(String),
    /// `(hides number)`, `(shows number)`: in everything WhatsApp delivers from now on.
    Shows(bool),
    /// `(stops marketing)`, `(resumes marketing)`: WhatsApp's own switch.
    Stops(bool),
    /// `(shop: "já te atendo")`: a person of the shop writes to them in the Business app.
    Shop(String),
    /// `(audio)`, `(image)`
    Audio,
    Image,
    /// `(quotes Beto: "…") text`: answers the latest bubble in their chat that contains the text.
    Quote {
        text: String,
        then: Box<Say>,
    },
    /// `(sent 14:02) text`: delivered now, written then.
    Late {
        at: (u32, u32),
        then: Box<Say>,
    },
    /// `(old button "…" [Label])`: a tap on the latest bubble that contains the text.
    OldTap {
        text: String,
        label: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// `◂Ana —`
    Silence,
    /// `◂Ana ~ "2.697"; "[sim]"`, with `{code}` binding what looks like a code.
    Contains { parts: Vec<String>, capture: Option<String> },
    /// The whole bubble, lines joined by ` ⏎ `, buttons as `[label]`.
    Exact(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    features: Vec<u32>,
}

impl Transcript {
    pub fn read(text: &str) -> Result<Transcript, String> {
        let lines: Vec<&str> = text.lines().collect();
        let (front, mut at) = front_matter(&lines)?;
        let mut world = None;
        let mut steps = Vec::new();
        let mut title = String::new();
        while let Some(line) = lines.get(at) {
            at += 1;
            if let Some(heading) = line.strip_prefix("# ").filter(|_| title.is_empty()) {
                heading.trim().clone_into(&mut title);
            }
            let Some(kind) = line.strip_prefix("```") else { continue };
            let start = at;
            let end = (at..lines.len()).find(|index| lines.get(*index) == Some(&"```"));
            let end = end.ok_or_else(|| format!("line {start}: the block never ends"))?;
            let block = lines.get(start..end).unwrap_or_default();
            match kind.trim() {
                "world" => world = Some(World::read(&block.join("\n"))?),
                "chat" => read_block(block, start, &mut steps, chat_line)?,
                "api" => {
                    let joined = continued(block);
                    read_block(
                        &joined.iter().map(String::as_str).collect::<Vec<_>>(),
                        start,
                        &mut steps,
                        api_line,
                    )?;
                }
                "ledger" => read_block(block, start, &mut steps, ledger_line)?,
                _ => {}
            }
            at = end + 1;
        }
        let world = world.ok_or("there is no world block")?;
        Ok(Transcript { title, features: front.features, world, steps })
    }
}

fn front_matter(lines: &[&str]) -> Result<(FrontMatter, usize), String> {
    if lines.first() != Some(&"---") {
        return Err("the front matter (--- features: [..] ---) is missing".to_owned());
    }
    let end = lines.iter().skip(1).position(|line| *line == "---").ok_or("the front matter never ends")?;
    let inner = lines.get(1..=end).unwrap_or_default().join("\n").replacen(':', " =", 1);
    let front =
        toml::from_str(&inner).map_err(|fault| format!("the front matter cannot be read: {fault}"))?;
    Ok((front, end + 2))
}

fn read_block(
    block: &[&str],
    start: usize,
    steps: &mut Vec<Step>,
    read: fn(&str) -> Result<Act, String>,
) -> Result<(), String> {
    for (number, line) in (start + 1..).zip(block) {
        let line_text = line.trim();
        if !line_text.is_empty() && !line_text.starts_with("//") {
            let act = read(line_text).map_err(|fault| format!("line {number}: {fault}"))?;
            steps.push(Step { line: number, act });
        }
    }
    Ok(())
}

/// The lines of a block, those that are indented put behind the one they go on with; each stays where it was.
fn continued(block: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut head = 0;
    for line in block {
        match lines.get_mut(head).filter(|_| line.starts_with(' ')) {
            Some(begun) => {
                begun.push(' ');
                begun.push_str(line.trim());
                lines.push(String::new());
            }
            None => {
                head = lines.len();
                lines.push((*line).to_owned());
            }
        }
    }
    lines
}

fn chat_line(line: &str) -> Result<Act, String> {
    if let Some(expected) = line.strip_prefix('◂') {
        let (who, what) = expected.split_once(' ').ok_or("say what is expected, or — for silence")?;
        let what = what.trim();
        let (template, what) = what.strip_prefix("(template) ").map_or((false, what), |what| (true, what));
        return Ok(Act::Expect { who: who.to_owned(), what: expectation(what)?, template });
    }
    if let Some(letter) = line.strip_prefix("✉ ") {
        let (to, what) = letter.split_once(' ').ok_or("say what the letter contains: `✉ ana@… ~ \"…\"`")?;
        let Expect::Contains { parts, capture: None } = expectation(what.trim())? else {
            return Err("of a letter some words are compared: `✉ ana@… ~ \"…\"`".to_owned());
        };
        return Ok(Act::Letter { to: to.to_owned(), parts });
    }
    if let Some(judged) = line.strip_prefix("(template ").and_then(|rest| rest.strip_suffix(')')) {
        return judgement(judged);
    }
    if let Some(answers) = line.strip_prefix("(sends: ").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(Act::Answers(answers.split(", ").map(sending).collect::<Result<_, _>>()?));
    }
    if line == "(tick)" {
        return Ok(Act::Tick);
    }
    if let Some(span) = line.strip_prefix("(after ").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(Act::After { ms: duration(span)? });
    }
    let (at, rest) = match line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        Some((time, rest)) => (Some(clock_time(time)?), rest),
        None => (None, line),
    };
    let (who, what) =
        rest.split_once('▸').ok_or("a line is `Ana▸ …`, `◂Ana …`, `(after 25h)` or `(tick)`")?;
    Ok(Act::Say { at, who: who.trim().to_owned(), what: saying(what.trim())? })
}

fn judgement(judged: &str) -> Result<Act, String> {
    let (name, word) = judged.split_once(": ").ok_or("a verdict is `(template receipt: paused)`")?;
    // Whatever number its words have come to.
    let called = |kind: &&Kind| kind.template().rsplit_once('_').map(|(template, _)| template);
    let known = Kind::ALL.iter().find(|kind| called(kind) == Some(&format!("fregues_{name}")));
    let template = *known.ok_or_else(|| format!("there is no template {name:?}"))?;
    let verdict = Verdict::read(word).ok_or_else(|| format!("{word:?} is no verdict such as paused"))?;
    Ok(Act::Judge { template, verdict })
}

fn sending(word: &str) -> Result<Fault, String> {
    match word {
        "ok" => Ok(Fault::Pass),
        "lost" => Ok(Fault::MissingStatus),
        code if code.starts_with("failed ") => failing(code),
        code => code
            .parse()
            .map(Fault::GraphError)
            .map_err(|_| format!("{word:?} is neither ok, lost, nor one of Meta's error codes")),
    }
}

/// `failed 131026`: taken, and told afterwards that it did not arrive.
fn failing(word: &str) -> Result<Fault, String> {
    let code = word.strip_prefix("failed ").and_then(|code| code.parse().ok());
    code.map(Fault::Failed).ok_or_else(|| format!("{word:?} names no error code of Meta's"))
}

fn saying(what: &str) -> Result<Say, String> {
    if let Some(rest) = what.strip_prefix("(quotes ") {
        let (quoted, then) =
            rest.split_once(") ").ok_or("(quotes Ana: \"…\") is followed by what is said")?;
        let text = quoted.split('"').nth(1).ok_or("the quoted text stands in quotation marks")?;
        return Ok(Say::Quote { text: text.to_owned(), then: Box::new(saying(then)?) });
    }
    if let Some(rest) = what.strip_prefix("(sent ") {
        let (time, then) = rest.split_once(") ").ok_or("(sent 14:02) is followed by what is said")?;
        return Ok(Say::Late { at: clock_time(time)?, then: Box::new(saying(then)?) });
    }
    if let Some(rest) = what.strip_prefix("(old button ") {
        let text = rest.split('"').nth(1).ok_or("the text of the old bubble stands in quotation marks")?;
        let label = rest.rsplit_once('[').and_then(|(_, label)| label.split_once(']'));
        let label = label.ok_or("the old button stands in brackets")?.0;
        return Ok(Say::OldTap { text: text.to_owned(), label: label.to_owned() });
    }
    let inside = what.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    Ok(match inside {
        Some("again") => Say::Again,
        Some("own number") => Say::OwnNumber,
        Some("hides number") => Say::Shows(false),
        Some("shows number") => Say::Shows(true),
        Some("stops marketing") => Say::Stops(true),
        Some("resumes marketing") => Say::Stops(false),
        Some("moves to a new account") => Say::Moves(None),
        Some("audio") => Say::Audio,
        Some("image") => Say::Image,
        Some(other) if other.starts_with("moves to ") => {
            Say::Moves(Some(other["moves to ".len()..].to_owned()))
        }
        Some(other) if other.starts_with("takes the number of ") => {
            Say::Takes(other["takes the number of ".len()..].to_owned())
        }
        Some(other) if other.starts_with("shop: ") => {
            Say::Shop(other["shop: ".len()..].trim_matches('"').to_owned())
        }
        Some(other) if other.starts_with("contact ") => Say::Contact(other["contact ".len()..].to_owned()),
        Some(other) if other.starts_with("reaction ") => Say::Reaction(other["reaction ".len()..].to_owned()),
        _ => match what.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(label) => Say::Tap(label.to_owned()),
            None => Say::Text(what.replace(" ⏎ ", "\n")),
        },
    })
}

fn expectation(what: &str) -> Result<Expect, String> {
    if what == "—" {
        return Ok(Expect::Silence);
    }
    let (capture, rest) = match what.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((name, rest)) => (Some(name.to_owned()), rest.trim()),
        None => (None, what),
    };
    match rest.strip_prefix('~') {
        Some(parts) => {
            let parts: Vec<String> =
                parts.split("; ").map(|part| part.trim().trim_matches('"').to_owned()).collect();
            if parts.iter().any(String::is_empty) {
                return Err("every part stands in quotation marks, parts are separated by `; `".to_owned());
            }
            Ok(Expect::Contains { parts, capture })
        }
        None if capture.is_some() => Err("{name} is followed by ~ and what must be there".to_owned()),
        None => Ok(Expect::Exact(rest.to_owned())),
    }
}

fn ledger_line(line: &str) -> Result<Act, String> {
    let (who, amount) = line.split_once('=').ok_or("a ledger line is `Ana = -303`")?;
    let amount = amount.trim().parse().map_err(|_| format!("{:?} is no whole number", amount.trim()))?;
    let (who, part) = match who.trim().split_once(' ') {
        Some((who, "held")) => (who, Part::Held),
        Some((who, "vouchers")) => (who, Part::Vouchers),
        Some((_, part)) => return Err(format!("{part:?} is neither held nor vouchers")),
        None => (who.trim(), Part::Balance),
    };
    Ok(Act::Balance { who: who.to_owned(), part, amount })
}

pub(super) fn clock_time(text: &str) -> Result<(u32, u32), String> {
    let parsed =
        text.split_once(':').and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.parse().ok()?)));
    parsed
        .filter(|(hour, minute)| *hour < 24 && *minute < 60)
        .ok_or_else(|| format!("{text:?} is no time such as 14:05"))
}

fn duration(text: &str) -> Result<i64, String> {
    use crate::domain::calendar::{DAY, HOUR, MINUTE};
    let units = [("min", MINUTE), ("h", HOUR), ("d", DAY), ("s", 1_000)];
    let found =
        units.iter().find_map(|(unit, ms)| Some(text.strip_suffix(unit)?.trim().parse::<i64>().ok()? * ms));
    found.ok_or_else(|| format!("{text:?} is no duration such as 25h, 11min, 3d"))
}
