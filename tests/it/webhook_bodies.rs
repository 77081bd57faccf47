//! Webhook bodies by name, each with what must be kept and understood of it.
//!
//! The bodies are `data/webhooks/*.json`, made by hand from the reference; what is expected stands in
//! `data/webhooks/expected.txt`, one block for each body. `BLESS=1 cargo test webhook_bodies` writes the
//! blocks anew: read the difference before keeping it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use fregues::dialogue::event::{Content, Inbound, Speaker};
use fregues::whatsapp::webhook::{Item, ItemKind, Update, parse, split};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/data/webhooks")
}

fn bodies() -> Vec<(String, Vec<u8>)> {
    let mut bodies: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap()))
        .collect();
    bodies.sort();
    bodies
}

#[test]
fn every_body_is_kept_and_understood_as_expected() {
    let bodies = bodies();
    assert!(bodies.len() >= 60, "only {} bodies", bodies.len());
    let mut found = String::new();
    for (name, body) in &bodies {
        writeln!(found, "# {name}").unwrap();
        for item in split(body) {
            found.push_str(&summary(&item));
        }
        found.push('\n');
    }
    let path = folder().join("expected.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    for (found, expected) in found.split("\n\n").zip(expected.split("\n\n")) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len(), "a body without expectation, or the other way round");
}

/// One line for what is kept, one for what is understood.
fn summary(item: &Item) -> String {
    let Item { phone_number_id, account, key, kind, at, raw, reason } = item;
    let number = phone_number_id.as_ref().or(account.as_ref()).map_or("-", String::as_str);
    let reason = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let mut lines = format!("{} {key} to {number} at {at}{reason}\n", kind.as_str());
    let understood = match parse(*kind, raw) {
        Update::Message(Inbound { wamid, at, speaker, content, quotes }) => {
            assert!(key.ends_with(&wamid), "{key} {wamid}");
            let quotes = quotes.map(|quotes| format!(" quoting {quotes}")).unwrap_or_default();
            format!("{} at {at}: {}{quotes}", person(&speaker), content_line(&content))
        }
        Update::Status(status) => format!(
            "{:?} {} at {} callback {:?}\n    {:?}\n    {:?}",
            status.state, status.wamid, status.at, status.callback, status.pricing, status.error,
        ),
        Update::Preference(preference) => {
            format!("{} stop={} at {}", person(&preference.speaker), preference.stop, preference.at)
        }
        Update::Account(notice) => format!("{notice:?}"),
        Update::Echo(echo) => format!("{} echo {} at {}", person(&echo.to), echo.wamid, echo.at),
        Update::Ignored { reason } => format!("ignored: {reason}"),
    };
    writeln!(lines, "  {understood}").unwrap();
    lines
}

fn person(speaker: &Speaker) -> String {
    let Speaker { wa_id, user_id, parent_user_id, name } = speaker;
    let show = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
    format!("{}/{}/{} {:?}", show(wa_id), show(user_id), show(parent_user_id), show(name))
}

fn content_line(content: &Content) -> String {
    match content {
        Content::Text(text) if text.len() > 200 => {
            format!("Text of {} characters ending {:?}", text.chars().count(), text.chars().last().unwrap())
        }
        other => format!("{other:?}"),
    }
}

/// Raw slices are kept byte for byte: nothing is written again (F5, decisions "The machine").
#[test]
fn kept_slices_are_parts_of_the_body() {
    for (name, body) in bodies() {
        let body = String::from_utf8(body).unwrap();
        for item in split(body.as_bytes()) {
            let Some(rest) = item.raw.strip_prefix("{\"u\":") else {
                assert_eq!((item.kind, item.raw.as_str()), (ItemKind::Blob, body.as_str()), "{name}");
                continue;
            };
            let inner = rest.strip_suffix('}').unwrap();
            let kept = inner.match_indices(",\"c\":").any(|(at, separator)| {
                let (update, contact) = (&inner[..at], &inner[at + separator.len()..]);
                body.contains(update) && (contact == "null" || body.contains(contact))
            });
            assert!(kept, "{name}: {}", item.raw);
        }
    }
}

#[test]
fn a_batch_of_a_thousand_with_one_bad_loses_only_that_one() {
    let mut messages: Vec<String> = (0..1_000)
        .map(|n| {
            format!(
                r#"{{"from":"55119{n:08}","id":"wamid.B{n}","timestamp":"1789000000","type":"text","text":{{"body":"{n}"}}}}"#
            )
        })
        .collect();
    messages[500] = r#"{"from":"5511900000500","type":"text","text":{"body":"no id"}}"#.to_owned();
    let contacts: Vec<String> =
        (0..1_000).map(|n| format!(r#"{{"wa_id":"55119{n:08}","profile":{{"name":"P{n}"}}}}"#)).collect();
    let items = split(envelope(&contacts.join(","), &messages.join(",")).as_bytes());
    assert_eq!(items.len(), 1_000);
    for (n, item) in items.iter().enumerate() {
        if n == 500 {
            assert_eq!(
                (item.kind, item.reason.as_deref()),
                (ItemKind::Unknown, Some("a message without id"))
            );
            continue;
        }
        assert_eq!((item.kind, item.key.as_str()), (ItemKind::Message, format!("m:wamid.B{n}").as_str()));
        let Update::Message(heard) = parse(item.kind, &item.raw) else { panic!("{n}") };
        assert_eq!(heard.content, Content::Text(n.to_string()));
        assert_eq!(heard.speaker.name, Some(format!("P{n}")));
    }
    let keys: BTreeSet<_> = items.iter().map(|item| &item.key).collect();
    assert_eq!(keys.len(), 1_000);
}

fn envelope(contacts: &str, messages: &str) -> String {
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{{"metadata":{{"phone_number_id":"106000000000001"}},"contacts":[{contacts}],"messages":[{messages}]}}}}]}}]}}"#
    )
}

#[test]
fn a_million_brackets_are_long_but_not_deep() {
    let nest = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(split(nest(1_000_000).as_bytes())[0].kind, ItemKind::Blob);
    let good =
        r#"{"from":"5511987654321","id":"wamid.G","timestamp":"1","type":"text","text":{"body":"oi"}}"#;
    let deep =
        format!(r#"{{"from":"5511987654321","id":"wamid.D","type":"text","text":{}}}"#, nest(1_000_000));
    let objects = format!("{}1{}", r#"{"a":"#.repeat(300_000), "}".repeat(300_000));
    let items = split(envelope("", &[good, deep.as_str(), objects.as_str(), good].join(",")).as_bytes());
    let kinds: Vec<_> = items.iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [ItemKind::Message, ItemKind::Message, ItemKind::Unknown, ItemKind::Message]);
    assert!(matches!(parse(items[0].kind, &items[0].raw), Update::Message(_)));
    let ignored = Update::Ignored { reason: "nested too deeply".to_owned() };
    assert_eq!(parse(items[1].kind, &items[1].raw), ignored);
}

#[test]
fn bytes_that_are_no_text_do_not_cost_the_message() {
    let body =
        envelope("", r#"{"from":"5511987654321","id":"wamid.X","type":"text","text":{"body":"oi ?"}}"#);
    let mut bytes = body.into_bytes();
    let mark = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[mark] = 0xff;
    let items = split(&bytes);
    let Update::Message(heard) = parse(items[0].kind, &items[0].raw) else { panic!("{items:?}") };
    assert_eq!(heard.content, Content::Text("oi \u{fffd}".to_owned()));

    bytes[mark] = 0;
    let items = split(&bytes);
    assert_eq!((items.len(), items[0].kind), (1, ItemKind::Blob));
    assert!(!items[0].raw.contains('\0'), "PostgreSQL would refuse it");
    for body in [&b""[..], b" ", b"\0", b"\xff\xfe", b"null", b"\"x\"", b"{}", b"{\"entry\":null}"] {
        assert_eq!(split(body).len(), 1, "{body:?}");
    }
}

/// Keys are permanent: a redelivery gives the same ones, in whatever batch it comes.
#[test]
fn keys_are_the_same_again_and_fit_an_index() {
    for (name, body) in bodies() {
        assert_eq!(split(&body), split(&body), "{name}");
    }
    let message = |id: &str| format!(r#"{{"from":"5511987654321","id":"{id}","type":"text"}}"#);
    let alone = split(envelope("", &message("wamid.Z")).as_bytes());
    let batch = split(envelope("", &[message("wamid.Y"), message("wamid.Z")].join(",")).as_bytes());
    assert_eq!(alone[0].key, batch[1].key);
    let huge = split(envelope("", &message(&"w".repeat(100_000))).as_bytes());
    assert!(huge[0].key.starts_with("m:sha256=") && huge[0].key.len() < 100, "{}", huge[0].key);
}

#[test]
fn kinds_are_stored_under_their_words() {
    for kind in ItemKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
    "messages".parse::<ItemKind>().unwrap_err();
}

/// Cut, flipped and doubled bodies: never a panic, never nothing (F5; the fuzz target in small).
#[test]
fn damaged_bodies_never_panic_and_always_leave_a_trace() {
    let mut seed = 7;
    for (name, body) in bodies().into_iter().filter(|(_, body)| body.len() < 3_000) {
        for _ in 0..60 {
            let mut damaged = body.clone();
            let at = usize::try_from(next(&mut seed)).unwrap_or(0) % damaged.len();
            match next(&mut seed) % 4 {
                0 => damaged.truncate(at),
                1 => damaged[at] ^= 1 << (next(&mut seed) % 8),
                2 => damaged[at] = b"{}[]\",:\\0u"[usize::try_from(next(&mut seed) % 10).unwrap()],
                _ => damaged.extend_from_within(at..),
            }
            let items = split(&damaged);
            assert!(!items.is_empty(), "{name}");
            for item in items {
                let _ = parse(item.kind, &item.raw);
                assert!(!item.raw.contains('\0') && !item.key.contains('\0'), "{name}");
            }
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same damage on every run.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
