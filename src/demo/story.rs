//! Stories: transcripts that play by themselves on the phones, four times as fast as people. Anybody may
//! stop one anywhere and go on typing.

use crate::demo::backstage::Backstage;
use crate::play::cast::{Cast, shown};
use crate::play::transcript::{Act, Expect, Say, Transcript};
use crate::play::world::slug;
use crate::store::{figures, merchants};
use anyhow::{Context, anyhow};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Program, id and text of what can be played. The page has a title, an account and a next thing to try for each.
const STORIES: [(&str, &str, &str); 5] = [
    ("pets", "pets", include_str!("../../conversations/transcripts/pets/story.pt-BR.md")),
    ("jewels", "jewels", include_str!("../../conversations/transcripts/jewels/story.pt-BR.md")),
    ("pharmacy", "pharmacy", include_str!("../../conversations/transcripts/pharmacy/story.pt-BR.md")),
    ("salon", "salon", include_str!("../../conversations/transcripts/salon/story.pt-BR.md")),
    ("cosmetics", "cosmetics", include_str!("../../conversations/transcripts/cosmetics/story.pt-BR.md")),
];

/// Reading and typing time before somebody speaks, at four times the pace of people.
const PAUSE: Duration = Duration::from_millis(900);
/// One character of typing.
const KEY: Duration = Duration::from_millis(18);
/// How long an expected answer may take before the story goes on without it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Ids of the stories of a program.
pub fn ids(program: &str) -> Vec<&'static str> {
    STORIES.iter().filter(|(of, ..)| *of == program).map(|(_, id, _)| *id).collect()
}

pub fn find(program: &str, id: &str) -> anyhow::Result<Transcript> {
    let mut own = STORIES.iter().filter(|(of, ..)| *of == program);
    let story = own.clone().find(|(_, known, _)| *known == id).or_else(|| own.next());
    let (.., text) = story.context("this shop has no stories")?;
    Transcript::read(text).map_err(|fault| anyhow!(fault))
}

/// Plays a story in an emptied shop, telling the page how far it is.
pub async fn tell(backstage: Backstage, story: Transcript, stop: CancellationToken) {
    let of = story.steps.iter().filter(|step| matches!(step.act, Act::Say { .. })).count();
    let told = tokio::select! {
        () = stop.cancelled() => Ok(None),
        told = play(&backstage, &story, of) => told.map(Some),
    };
    let end = match told {
        Ok(summary) => json!({ "playing": false, "step": of, "of": of, "summary": summary }),
        Err(fault) => json!({ "playing": false, "step": of, "of": of, "note": format!("{fault:#}") }),
    };
    backstage.emulator.announce("story", &end);
}

async fn play(backstage: &Backstage, story: &Transcript, of: usize) -> anyhow::Result<Value> {
    let world = &backstage.service.world;
    let mut cast = Cast {
        emulator: backstage.emulator.clone(),
        number: world.merchant.phone_number_id.clone(),
        zone: world.zone().map_err(|fault| anyhow!(fault))?,
        bound: BTreeMap::new(),
    };
    // The shop opens when its story begins: chats that are open then stay so for a day.
    let begins = story.steps.iter().find_map(|step| match step.act {
        Act::Say { at, .. } => at,
        _ => None,
    });
    if let Some(at) = begins {
        turn_to(backstage, &cast, at);
    }
    backstage.emulator.clear();
    backstage.service.restart(true).await?;
    world.open_windows(&backstage.emulator, backstage.service.clock.now());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut step = 0;
    for line in &story.steps {
        match &line.act {
            Act::Say { at, who, what } => {
                step += 1;
                backstage
                    .emulator
                    .announce("story", &json!({ "playing": true, "step": step, "of": of, "note": who }));
                if let Some(at) = at {
                    turn_to(backstage, &cast, *at);
                }
                tokio::time::sleep(PAUSE + KEY * length(what)).await;
                cast.say(backstage.service.clock.now(), who, what)?;
            }
            Act::Expect { who, what, .. } => answer(&mut cast, &mut seen, who, what).await,
            Act::After { ms } => backstage.service.push_clock(*ms),
            // A shop on the page has no till that calls.
            Act::Call { .. } | Act::Reply { .. } | Act::Letter { .. } => {}
            Act::Tick | Act::Balance { .. } | Act::Judge { .. } | Act::Answers(_) => {}
        }
    }
    summary(backstage).await
}

/// The story has its own afternoon: the next time the shop's wall shows this hour and minute.
fn turn_to(backstage: &Backstage, cast: &Cast, at: (u32, u32)) {
    let now = backstage.service.clock.now();
    backstage.service.push_clock(cast.next(now, at) - now);
    backstage.emulator.announce("clock", &json!({ "now": backstage.service.clock.now() }));
}

/// What members have at the end, and how much was said on both sides.
async fn summary(backstage: &Backstage) -> anyhow::Result<Value> {
    let store = backstage.service.app().await?.store;
    let names: Vec<String> =
        backstage.service.world.people.iter().map(|person| person.name.clone()).collect();
    let members = store
        .read(move |tx| {
            Box::pin(async move {
                let (shop, _) = merchants::list(tx).await?.swap_remove(0);
                let unit = shop.rules.newest().program.unit;
                let mut members = Vec::new();
                for name in names {
                    if let Some((points, held, vouchers)) = figures::wallet(tx, shop.id, &name).await? {
                        members.push(
                            json!({ "name": name, "points": points + vouchers, "held": held, "unit": unit.code() }),
                        );
                    }
                }
                Ok(members)
            })
        })
        .await?;
    let people = backstage.emulator.people().into_iter();
    let (said, answered): (Vec<_>, Vec<_>) =
        people.flat_map(|person| backstage.emulator.chat(&person.id)).partition(|bubble| bubble.from_person);
    Ok(json!({ "members": members, "said": said.len(), "answered": answered.len() }))
}

/// Waits for the next bubble of somebody, and notes the code it carries.
async fn answer(cast: &mut Cast, seen: &mut BTreeMap<String, usize>, who: &str, what: &Expect) {
    if *what == Expect::Silence {
        return;
    }
    let person = slug(who);
    let count = seen.entry(person.clone()).or_default();
    let waiting = async {
        loop {
            let chat = cast.emulator.chat(&person);
            let next =
                chat.iter().filter(|bubble| !bubble.from_person && bubble.status != "failed").nth(*count);
            if let Some(bubble) = next {
                return shown(bubble);
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    };
    if let Ok(text) = tokio::time::timeout(PATIENCE, waiting).await {
        *count += 1;
        if let Expect::Contains { capture: Some(name), .. } = what {
            cast.capture(name, &text);
        }
    }
}

fn length(what: &Say) -> u32 {
    match what {
        Say::Text(text) => u32::try_from(text.chars().count()).unwrap_or(0),
        Say::Quote { then, .. } | Say::Late { then, .. } => length(then),
        _ => 0,
    }
}
