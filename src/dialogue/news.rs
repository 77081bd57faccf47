//! News: what happened to the shop's number itself, or to the systems it tells, told in words to whoever owns the shop.
//!
//! News comes in like a message (a row of the inbox that we wrote ourselves, or a notice of WhatsApp), so that it is
//! told once, in order, and with the same row numbers however messages are cut into batches.

use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::desk::{Desk, Effect};
use crate::dialogue::line::{Class, Day, Line, Message, Term, Time};
use crate::dialogue::manager::price;
use crate::dialogue::notice::Kind;
use crate::dialogue::state::State;
use crate::dialogue::turn::View;
use crate::domain::calendar::{HOUR, MINUTE};
use crate::domain::draft::Draft;
use crate::domain::facts::Facts;
use crate::domain::ids::MemberId;
use crate::domain::lang::Lang;
use crate::domain::member::StaffRole;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum News {
    /// Nothing leaves until somebody puts right what Meta's error code names.
    Stopped {
        trouble: Trouble,
        code: i64,
    },
    /// It leaves again: since when it did not (ms UTC; 0 where an older version wrote this down), how many messages
    /// stood in line, and how many of those come too late to be sent.
    Resumed {
        #[serde(default)]
        since: i64,
        #[serde(default)]
        waited: i64,
        #[serde(default)]
        late: i64,
    },
    /// Announcements rest; receipts and answers go on.
    MarketingStopped {
        code: i64,
    },
    /// The rest of one announcement waits: WhatsApp does not take its template.
    AnnouncementHeld {
        code: i64,
    },
    Template {
        kind: Kind,
        lang: Lang,
        news: TemplateNews,
    },
    /// People a day who may be written to first; -1 is no limit.
    Limit {
        people: i64,
    },
    LimitDenied,
    Account {
        news: AccountNews,
    },
    /// A system of the shop that is told what happens is told no more.
    Hook {
        /// The name in its address.
        host: String,
        news: HookNews,
    },
}

/// What became of a template that we send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateNews {
    Paused,
    Refused {
        why: Term,
    },
    Disabled,
    /// It may be sent again.
    Back,
    /// It costs as much as marketing from now on.
    Marketing,
    Utility,
    /// Its quality is low.
    Red,
    /// WhatsApp refused it when it was sent, with this code, and has said nothing else of it.
    Untaken {
        code: i64,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountNews {
    Restricted,
    Violation { what: String },
    Disabled,
    Free,
}

/// Why a hook was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HookNews {
    /// It said that it wants nothing any more.
    Gone,
    /// Nothing arrived there for five days.
    Silent,
}

/// What keeps a number from sending, as far as a person can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The token was revoked or has expired, or lacks a permission.
    Token,
    Payment,
    /// WhatsApp has restricted or locked the account.
    Restricted,
    /// The number is not registered for the Cloud API any more.
    Unregistered,
    Other,
}

/// Those who are told: owners who work here.
pub fn owners(facts: &Facts) -> Vec<MemberId> {
    let owners = facts.staff.values().filter(|staff| staff.active && staff.role == StaffRole::Owner);
    owners.map(|staff| staff.member).collect()
}

/// Tells every owner. `key` and `at` (ms UTC) are those of the notice. Owners must be loaded.
pub fn tell(news: &News, key: &str, at: i64, view: &View) -> (Vec<Effect>, i64) {
    let draft = Draft::new(view.shop, view.facts, at, key);
    let cue = Cue::Nothing("news of the number");
    let speaker = MemberId(0);
    let event =
        Event { key: key.to_owned(), at, arrived: at, seed: 0, speaker, cue, quotes: None, contested: None };
    let mut desk = Desk::new(draft, &event, view.figures, State::default());
    for owner in owners(view.facts) {
        desk.tell(owner, words(news, at, view), Class::A);
    }
    let (_, effects, next_id) = desk.finish();
    (effects, next_id)
}

fn words(news: &News, at: i64, view: &View) -> Message {
    Message::from(match news {
        News::Stopped { trouble, code } => {
            let code = code.to_string();
            match trouble {
                Trouble::Token => Line::StoppedToken { code },
                Trouble::Payment => Line::StoppedPayment { code },
                Trouble::Restricted => Line::StoppedRestricted { code },
                Trouble::Unregistered => Line::StoppedUnregistered { code },
                Trouble::Other => Line::StoppedOther { code },
            }
        }
        News::Resumed { since, waited, late } => return resumed(*since, *waited, *late, at),
        News::MarketingStopped { code } => Line::MarketingStopped { code: code.to_string() },
        News::AnnouncementHeld { code } => Line::AnnouncementHeld { code: code.to_string() },
        News::Template { kind, lang, news } => of_template(*kind, *lang, news, view),
        News::Limit { people: -1 } => Line::LimitNone,
        News::Limit { people } => Line::LimitChanged { people: *people },
        News::LimitDenied => Line::LimitDenied,
        News::Account { news } => of_account(news),
        News::Hook { host, news: HookNews::Gone } => Line::HookGone { host: host.clone() },
        News::Hook { host, news: HookNews::Silent } => Line::HookSilent { host: host.clone() },
    })
}

fn resumed(since: i64, waited: i64, late: i64, at: i64) -> Message {
    let mut lines = vec![Line::SendingResumed];
    if since > 0 {
        let stood = at - since;
        let (hours, minutes) = (stood / HOUR, stood % HOUR / MINUTE);
        lines.push(Line::SendingStood { day: Day(since), time: Time(since), hours, minutes });
    }
    lines.extend((waited > 0).then_some(Line::SendingWaited { count: waited }));
    lines.extend((late > 0).then_some(Line::SendingLate { count: late }));
    Message::new(lines)
}

fn of_account(news: &AccountNews) -> Line {
    match news {
        AccountNews::Restricted => Line::AccountRestricted,
        AccountNews::Violation { what } => Line::AccountViolation { what: what.clone() },
        AccountNews::Disabled => Line::AccountDisabled,
        AccountNews::Free => Line::AccountFree,
    }
}

/// What a language is called.
pub const fn language(lang: Lang) -> Term {
    Term(match lang {
        Lang::PtBr => "language-pt",
        Lang::Es => "language-es",
        Lang::En => "language-en",
    })
}

fn of_template(kind: Kind, lang: Lang, news: &TemplateNews, view: &View) -> Line {
    let template = kind.term();
    let language = language(lang);
    match news {
        TemplateNews::Paused => Line::TemplatePaused { template, language },
        TemplateNews::Refused { why } => Line::TemplateRefused { template, language, reason: *why },
        TemplateNews::Disabled => Line::TemplateDisabled { template, language },
        TemplateNews::Back => Line::TemplateBack { template, language },
        TemplateNews::Marketing => {
            let price = price(view.shop.announcement_price, 1);
            Line::TemplateMarketing { template, language, price }
        }
        TemplateNews::Utility => Line::TemplateUtility { template, language },
        TemplateNews::Red => Line::TemplateRed { template, language },
        TemplateNews::Untaken { code } => {
            Line::TemplateUntaken { template, language, code: code.to_string() }
        }
    }
}
