//! Many sends through a bad network: what WhatsApp took is what we say it took, and nothing repeats that must
//! not.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_sends_through_a_bad_network_on_sqlite() {
    bad_network(engines::sqlite().await, 2_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn four_hundred_sends_through_a_bad_network_on_postgres() {
    if let Some(db) = engines::postgres().await {
        bad_network(db, 400).await;
    }
}

async fn bad_network(db: Db, sends: usize) {
    const PEOPLE: usize = 100;
    let desk = Desk::open(&db, PEOPLE).await;
    desk.emulator.set_faults(Faults {
        drop_after_accept: 10,
        reset: 5,
        bare_502: 2,
        malformed_200: 2,
        rate_429: 10,
        duplicate: 20,
        reorder: 20,
        missing_status: 5,
        batch: 90,
        ..Faults::default()
    });
    let mut left = sends;
    let mut classes = BTreeMap::new();
    while left > 0 {
        let bubbles: Vec<_> = (0..PEOPLE.min(left))
            .map(|n| (n, [Class::A, Class::B, Class::C][(n + left / PEOPLE) % 3]))
            .collect();
        left -= bubbles.len();
        let (ids, claimed) = desk.put(&bubbles).await;
        classes.extend(ids.into_iter().zip(bubbles.iter().map(|(_, class)| *class)));
        desk.app.sender.send_all(claimed).await.unwrap();
        desk.after(3_000).await;
    }
    for _ in 0..40 {
        desk.after(10_000).await;
    }
    let mut taken: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for message in desk.emulator.truth() {
        taken.entry(row_of(&message)).or_default().push(message.wamid);
    }
    let heard = desk.raw.rows("select key from inbox where kind = 'status'").await;
    let mut statuses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for key in &heard {
        let parts: Vec<&str> = key.split(':').collect();
        statuses.entry(parts[1]).or_default().insert(parts[2]);
    }
    let rows = desk
        .raw
        .rows("select id, state, doubts, coalesce(wamid, '-'), coalesce(status, '-') from outbox")
        .await;
    assert_eq!(rows.len(), sends);
    let (mut twice, mut counts, mut silent) = (0, BTreeMap::<String, usize>::new(), 0);
    for row in &rows {
        let parts: Vec<&str> = row.split(" | ").collect();
        let [id, state, doubts, wamid, status] = parts[..] else { panic!("{row}") };
        *counts.entry(state.to_owned()).or_default() += 1;
        let class = classes[&id.parse::<i64>().unwrap()];
        let wamids = taken.remove(&id.parse::<i64>().unwrap()).unwrap_or_default();
        match (class, wamids.len()) {
            (_, 0 | 1) => {}
            (Class::A | Class::C, 2) => {
                assert_eq!(doubts, "1", "twice only after an unknown outcome: {row}");
                twice += 1;
            }
            (_, times) => panic!("{class:?} was accepted {times} times: {row}"),
        }
        // Whatever a status spoke of is known to have arrived.
        if wamids.iter().any(|wamid| statuses.contains_key(wamid.as_str())) {
            assert_eq!(state, "accepted", "{row}");
        }
        if state == "accepted" {
            assert!(wamids.iter().any(|taken| taken == wamid), "{row}: {wamids:?}");
            let told = statuses.get(wamid);
            let furthest =
                ["delivered", "sent"].into_iter().find(|s| told.is_some_and(|told| told.contains(s)));
            assert_eq!(status, furthest.unwrap_or("-"), "{row}: {told:?}");
        } else {
            silent += wamids.len();
        }
        match (class, state) {
            (_, "accepted" | "dead") | (Class::B, "unknown") => {}
            _ => panic!("{row} is not settled"),
        }
    }
    assert_eq!(taken, BTreeMap::new(), "accepted and attached to nothing");
    eprintln!("{}: {counts:?}, {twice} arrived twice, {silent} arrived and nobody told", db.engine);
    // The faults say what to expect: 17 % of the sends are unknown, and of those 5 % of 5 % stay silent.
    assert!(counts["accepted"] * 100 > sends * 94, "{counts:?}");
    assert!(silent * 100 <= sends, "{silent}");
}
