//! What people ask about the assistant itself and about what it knows of them: whether to trust it, whether it is a
//! person, where their number came from, who sees their name, which codes of theirs are open, and one rule of the program.

use crate::dialogue::choosing;
use crate::dialogue::consent;
use crate::dialogue::cue::Words;
use crate::dialogue::customer;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Asked, Hint, Intent};
use crate::dialogue::joining;
use crate::dialogue::line::{Button, Day, Line, Message, Points, Time};
use crate::dialogue::regulation::about;
use crate::dialogue::voucher;
use crate::domain::hold::{HeldFor, Hold};
use crate::domain::lang::Lang;
use crate::domain::member::{Member, Standing};
use crate::domain::program::Unit;
use crate::domain::program::rate::Terms;

/// *Is this a scam?*, *where did you get my number?*: what is asked first, then who this is, what is never asked for here,
/// and the ways out. Whoever doubts it has not agreed to anything.
pub fn trust(desk: &mut Desk, asked: Intent) {
    consent::let_be(desk);
    let (shop, source) = (desk.draft.shop.name.clone(), source(desk));
    let first = match asked {
        Intent::NumberSource => vec![source, Line::TrustWho { shop }],
        _ => vec![Line::TrustScam { shop }, source],
    };
    let lines = first.into_iter().chain([Line::TrustNever, Line::Gap, Line::TrustLeave]).collect();
    desk.say(Message::new(lines).buttons(vec![Button::Human, Button::Menu]));
}

/// Where the number came from, as far as the records tell.
fn source(desk: &Desk) -> Line {
    let account = desk.draft.account(desk.speaker());
    let bought = account.is_some_and(|account| !account.purchases.is_empty());
    let noted = desk.me().is_some_and(|member| member.standing == Standing::Provisional);
    match (bought, noted) {
        (true, _) => Line::SourceTill,
        (false, true) => Line::SourceShop { shop: desk.draft.shop.name.clone() },
        (false, false) => Line::SourceWrote,
    }
}

/// *Are you a bot?*: yes; and a person, to whoever wants one. What the till asks stays the last thing they read.
pub fn robot(desk: &mut Desk) {
    if consent::ask_again(desk) {
        return;
    }
    let shop = desk.draft.shop.name.clone();
    desk.say(Message::from(Line::Robot { shop }).buttons(vec![Button::Human, Button::Menu]));
}

/// What others see of the speaker's name in the ranking, and how to be seen otherwise.
pub fn ranking_name(desk: &mut Desk) {
    let Some(rule) = &desk.draft.program.ranking else {
        desk.say(Line::RankingNone);
        return;
    };
    let me = desk.me();
    let shown = if rule.names {
        let name = me.and_then(|member| member.first_name()).unwrap_or("★").to_owned();
        Line::RankingNamed { name }
    } else {
        Line::RankingMasked { name: me.map_or_else(String::new, Member::masked) }
    };
    desk.say(Message::new(vec![shown, Line::RankingLeave]).buttons(vec![Button::Ranking, Button::Human]));
}

/// *What was the code?*: of everything that is set aside, and of the vouchers.
pub fn codes(desk: &mut Desk) {
    let held = held(desk);
    if held.is_empty() && voucher::rows(desk, desk.speaker()).is_empty() {
        desk.say(Message::from(Line::CodesNone).buttons(vec![Button::Rewards, Button::Referral]));
    } else {
        vouchers(desk);
    }
}

/// The codes of what is set aside, then the vouchers, where there are any or nothing else is to be shown.
pub fn vouchers(desk: &mut Desk) {
    let held = held(desk);
    if !held.is_empty() {
        desk.say(Message::new([Line::CodesYours].into_iter().chain(held).collect()));
        if voucher::rows(desk, desk.speaker()).is_empty() {
            return;
        }
    }
    voucher::list(desk);
}

fn held(desk: &Desk) -> Vec<Line> {
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let account = desk.draft.account(desk.speaker());
    let open = account.into_iter().flat_map(|account| account.holds.iter()).map(|row| &**row);
    let line = |hold: &Hold| {
        let (code, day, time) = (hold.code.clone(), Day(hold.expires_at), Time(hold.expires_at));
        match &hold.purpose {
            HeldFor::Reward(key) => {
                let reward = desk.draft.program.reward_name(key, lang);
                Some(Line::CodeReward { reward, code, day, time })
            }
            HeldFor::Purchase => Some(Line::CodePay { points: Points(hold.amount), code, day, time }),
            HeldFor::Asked(_) => None,
        }
    };
    open.filter(|hold| hold.is_open()).filter_map(line).collect()
}

/// A question about the rules: the one that answers it, where there is one; else what matters of them, or all of them to
/// whoever names them. What will change is told with all of them.
pub fn rules(desk: &mut Desk, words: &Words) {
    let (lang, shop) = (desk.me().map(|member| member.lang).unwrap_or_default(), &desk.draft.shop);
    let settled = shop.rules.coming(desk.event.at).is_none();
    // Where credit is kept, and who it belongs to, is no rule of the program.
    let fixed = |asked: &Asked| {
        matches!(
            asked,
            Asked::Fee
                | Asked::App
                | Asked::Others
                | Asked::Cash
                | Asked::Phone
                | Asked::Ads
                | Asked::Outside
        )
    };
    let asked = words.heard.slots.asked.filter(|asked| settled || fixed(asked));
    let sum = given(desk, words).map(|sum| [vec![sum], goal(desk, words)].concat());
    // Nobody reads all of them who has not asked for them.
    let few = settled && !words.heard.says(Hint::AllRules);
    let asked = asked.or(sum.as_ref().filter(|_| settled).map(|_| Asked::Rate));
    let Some(asked) = asked.or(few.then_some(Asked::Short)) else {
        customer::rules(desk);
        return;
    };
    let name = shop.name.clone();
    let told = about(asked, desk.draft.program, lang, name);
    let lines = match asked {
        Asked::Ends if desk.joined() => customer::own_ends(desk).into_iter().chain(told).collect(),
        Asked::Rate => sum.unwrap_or(told),
        Asked::How => std::iter::once(how(desk)).chain(told).collect(),
        Asked::Short => short(desk, lang),
        _ if told.is_empty() => otherwise(desk, asked, lang),
        _ => told,
    };
    say_rules(desk, lines, asked);
}

/// With a way to all of them, and to whoever is asked to join, how.
fn say_rules(desk: &mut Desk, mut lines: Vec<Line>, asked: Asked) {
    if joining::is_asked(desk) {
        lines.extend([Line::Gap, Line::WelcomeOnce]);
    }
    let mut buttons = vec![Button::Rules];
    if asked == Asked::Others {
        buttons.insert(0, Button::Referral);
    }
    desk.say(Message::new(lines).buttons(buttons));
}

/// What a purchase of the amount that is named gives to anybody, on any day; `None` where it gives nothing.
fn given(desk: &Desk, words: &Words) -> Option<Line> {
    let amount = words.heard.slots.purchase?;
    let points = desk.draft.program.earned(amount, &Terms::default());
    (points > 0).then_some(Line::RulesSum { amount, points: Points(points) })
}

/// What is still missing, to whoever asks whether such a purchase is enough.
fn goal(desk: &Desk, words: &Words) -> Vec<Line> {
    if !words.heard.says(Hint::Lacks) || !desk.joined() {
        return Vec::new();
    }
    let (id, program) = (desk.speaker(), desk.draft.program);
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let least = || about(Asked::Least, program, lang, String::new());
    let next = desk.next_reward(id).or_else(|| voucher::missing(desk, id));
    next.map_or_else(|| if program.voucher.is_some() { least() } else { Vec::new() }, |line| vec![line])
}

/// The program in two or three lines: what a purchase gives, what that buys, and how long it lasts.
fn short(desk: &Desk, lang: Lang) -> Vec<Line> {
    let of = |asked| about(asked, desk.draft.program, lang, String::new());
    let buys = [of(Asked::Worth), of(Asked::Least)].into_iter().find(|lines| !lines.is_empty());
    let reward = || cheapest(desk, lang).into_iter().collect();
    let buys: Vec<Line> = buys.map_or_else(reward, |lines| lines.into_iter().take(1).collect());
    let ends = of(Asked::Ends).into_iter().take(1);
    of(Asked::Rate).into_iter().chain(buys).chain(ends).collect()
}

/// How what somebody has is used.
fn how(desk: &Desk) -> Line {
    let program = desk.draft.program;
    match (&program.voucher, &program.pay) {
        (Some(_), _) => Line::RulesHowVoucher,
        (None, Some(_)) => Line::RulesHowPay,
        (None, None) => Line::RulesHowReward,
    }
}

/// `quanto preciso gastar pra ganhar o vale de 20?`: what purchases have to come to, in one, on any day. `false`: the
/// program has nothing to reach.
pub fn spend(desk: &mut Desk, words: &Words) -> bool {
    let program = desk.draft.program;
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let named = choosing::named(&program.rewards, &words.text);
    let reward = named.or_else(|| program.rewards.iter().min_by_key(|reward| reward.price).cloned());
    let asked = words.heard.slots.purchase.filter(|_| program.unit == Unit::Reais).map(|amount| amount.0);
    let goal = match (&program.voucher, &reward) {
        (Some(rule), _) => asked.unwrap_or(rule.minimum),
        (None, Some(reward)) => reward.price,
        (None, None) => return false,
    };
    let Some(amount) = program.least_for(goal) else { return false };
    let mut lines = vec![match (&program.voucher, reward) {
        (None, Some(reward)) => {
            Line::RulesSpendReward { reward: reward.name(lang).to_owned(), points: Points(goal), amount }
        }
        _ => Line::RulesSpend { points: Points(goal), amount },
    }];
    lines.extend(left(desk, goal));
    say_rules(desk, lines, Asked::Rate);
    true
}

/// What of it is left to whoever has some already.
fn left(desk: &Desk, goal: i64) -> Option<Line> {
    let wallet = desk.wallet(desk.speaker());
    if !desk.joined() || wallet.debt > 0 || wallet.available <= 0 {
        return None;
    }
    let missing = goal - wallet.available;
    if missing <= 0 {
        return Some(Line::RulesSpendEnough);
    }
    let amount = desk.draft.program.least_for(missing)?;
    Some(Line::RulesSpendLeft { missing: Points(missing), amount })
}

/// How much of a purchase credit may pay.
pub fn share(desk: &mut Desk) {
    let program = desk.draft.program;
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let lines = match (&program.pay, &program.voucher) {
        (Some(pay), _) if pay.largest_share < 100 => {
            let told = about(Asked::Worth, program, lang, String::new());
            std::iter::once(Line::TermsPayShare { share: i64::from(pay.largest_share) }).chain(told).collect()
        }
        (Some(_), _) => vec![Line::RulesPayAll],
        (None, Some(_)) => vec![Line::RulesPayVoucher],
        (None, None) => std::iter::once(Line::RulesPayNone).chain(cheapest(desk, lang)).collect(),
    };
    say_rules(desk, lines, Asked::Worth);
}

/// The reward that takes the least, and what it takes.
fn cheapest(desk: &Desk, lang: Lang) -> Option<Line> {
    let least = desk.draft.program.rewards.iter().min_by_key(|reward| reward.price)?;
    Some(Line::RulesWorth { reward: least.name(lang).to_owned(), price: Points(least.price) })
}

/// What there is to say where the program has no rule about it.
fn otherwise(desk: &Desk, asked: Asked, lang: Lang) -> Vec<Line> {
    let program = desk.draft.program;
    let least = cheapest(desk, lang);
    let first = match asked {
        Asked::App => Line::RulesApp,
        Asked::Others => Line::RulesOwn,
        Asked::Least => Line::RulesLeast,
        Asked::Soon => Line::RulesSoon,
        Asked::Cash => Line::RulesCash,
        Asked::Phone => Line::RulesPhone,
        Asked::Ads => Line::RulesAds,
        Asked::Outside => Line::RulesOutside,
        Asked::Stores => {
            let names: Vec<&str> = desk.draft.facts.stores.iter().map(|store| store.name.as_str()).collect();
            Line::RulesStores { stores: names.join(", ") }
        }
        Asked::Worth if program.unit == Unit::Reais => Line::RulesWorthReais,
        Asked::Worth => {
            return least.into_iter().chain(about(Asked::Rate, program, lang, String::new())).collect();
        }
        _ => Line::RulesCovers,
    };
    let more = match asked {
        Asked::Others => least.is_some().then_some(Line::RulesOwnReward),
        Asked::Least => least,
        _ => None,
    };
    std::iter::once(first).chain(more).collect()
}
