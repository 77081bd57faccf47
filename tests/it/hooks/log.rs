//! The log of a hook: as much of it as is asked for, and how much more there is.

use super::{Told, refused};
use crate::support::engines::on_both;
use fregues::app::office::hooks::HookOrder;

#[tokio::test(flavor = "multi_thread")]
async fn a_log_says_how_much_more_there_is_than_it_shows() {
    on_both(|db| async move {
        let told = Told::open(&db, "purchase.*").await;
        let log = |failed, most| HookOrder::Log { id: told.hook.clone(), failed, most };
        for amount in 50..55 {
            told.house.say("beto", &format!("11 98765-4321 {amount}")).await;
        }
        let some = told.order(log(false, Some(2))).await;
        let lines: Vec<&str> = some.lines().collect();
        assert!(lines[0].starts_with("5  ") && lines[1].starts_with("4  "), "{some}");
        assert_eq!(lines[2..], ["3 more before these; --limit N shows N, --all shows all."]);
        for all in [Some(5), Some(50), None] {
            let said = told.order(log(false, all)).await;
            assert!(said.lines().count() == 5 && !said.contains("more before"), "{said}");
        }
        told.raw.run("update delivery set state = 'dead' where event < 4").await;
        let failed = told.order(log(true, Some(1))).await;
        assert!(failed.starts_with("3  ") && failed.contains("2 more before these"), "{failed}");
        assert!(refused(&told.house, log(false, Some(0))).await.contains("--limit takes"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_log_is_shown_whole_though_it_is_read_in_pages() {
    on_both(|db| async move {
        let told = Told::open(&db, "purchase.*").await;
        told.house.say("beto", "11 98765-4321 50").await;
        let many = "with recursive n (id) as (select 2 union all select id + 1 from n where id < 2001)";
        let event = "insert into event (merchant, id, kind, at_ms, body, kept_ms)";
        let of = "from n cross join event e where e.id = 1";
        told.raw
            .run(&format!("{event} {many} select 1, n.id, e.kind, e.at_ms, e.body, e.kept_ms {of}"))
            .await;
        let delivery = "insert into delivery (merchant, hook, event, state, due_ms, kept_ms)";
        let hook = &told.hook;
        told.raw.run(&format!("{delivery} {many} select 1, '{hook}', n.id, 'dead', 0, 0 from n")).await;
        let all = told.order(HookOrder::Log { id: hook.clone(), failed: false, most: None }).await;
        let events: Vec<i64> =
            all.lines().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect();
        assert_eq!(events, (1..=2001).rev().collect::<Vec<_>>());
    })
    .await;
}
