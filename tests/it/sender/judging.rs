//! The table of error codes, row by row: what becomes of a refused row of each class, and of its number.

use fregues::app::sender::judge::{self, Beyond, Refused};
use fregues::domain::ids::{MemberId, MerchantId};
use fregues::store::outbox::{Claimed, Form};
use fregues::store::statuses::Failed;
use fregues::whatsapp::client::Outcome;
use fregues::whatsapp::errors::{ACTIONS, GraphError};

const NOW: i64 = 1_000_000;

/// Codes, what becomes of a first attempt of class A, B and C, and of more than the row.
type Fate = (&'static [(i64, i64)], [&'static str; 3], &'static str);

const FATES: [Fate; 12] = [
    // Token, permission, account, payment, registration: the queue is kept.
    (
        &[
            (0, 0),
            (3, 3),
            (10, 10),
            (33, 33),
            (190, 190),
            (200, 299),
            (368, 368),
            (131_005, 131_005),
            (131_031, 131_031),
            (131_037, 131_037),
            (131_042, 131_042),
            (131_044, 131_044),
            (131_045, 131_045),
            (133_000, 133_003),
            (133_005, 133_014),
            (133_016, 133_016),
        ],
        ["queued"; 3],
        "stop",
    ),
    // It passes by itself.
    (&[(131_057, 131_057), (133_015, 133_015), (4, 4), (80_007, 80_007)], ["queued"; 3], "stop"),
    (&[(130_429, 130_429)], ["queued"; 3], "-"),
    (&[(131_056, 131_056)], ["retry_wait"; 3], "-"),
    (
        &[(1, 2), (131_000, 131_000), (131_016, 131_016), (133_004, 133_004), (135_000, 135_000)],
        ["retry_wait"; 3],
        "-",
    ),
    // The other spelling of the number.
    (&[(131_026, 131_026), (131_030, 131_030)], ["retry_wait"; 3], "-"),
    (&[(131_047, 131_047)], ["waiting", "dead", "dead"], "-"),
    (&[(131_048, 131_048), (131_063, 131_064)], ["waiting", "queued", "dead"], "rest"),
    (&[(130_472, 130_472), (131_049, 131_049)], ["waiting", "dead", "dead"], "-"),
    (
        &[(131_061, 131_061), (132_000, 132_999), (134_101, 134_102)],
        ["waiting", "held", "dead"],
        "hold, or untaken",
    ),
    (&[(131_050, 131_050)], ["dead"; 3], "opted out"),
    // This message, this person: nothing can be done.
    (
        &[
            (100, 100),
            (803, 803),
            (130_403, 130_403),
            (130_497, 130_497),
            (130_501, 130_501),
            (131_008, 131_009),
            (131_021, 131_021),
            (131_051, 131_053),
            (131_055, 131_055),
            (131_060, 131_060),
            (131_062, 131_062),
            (134_011, 134_011),
            (134_100, 134_100),
            (137_000, 137_000),
            (139_100, 139_103),
            (2_388_000, 2_388_999),
        ],
        ["dead"; 3],
        "-",
    ),
];

fn row(class: &str) -> Claimed {
    Claimed {
        merchant: MerchantId(1),
        id: 7,
        member: MemberId(3),
        class: class.to_owned(),
        wa_id: Some("5511987654321".to_owned()),
        user_id: None,
        body: "{}".to_owned(),
        attempt: 1,
        at: NOW,
        refusals: 0,
        respelled: false,
        phone_number_id: "1".to_owned(),
        until: None,
        cause: "wamid.CAUSE".to_owned(),
        form: Form::Free,
        stale: false,
        refused: false,
        probe: false,
    }
}

fn failed(class: &str) -> Failed {
    let Claimed { id, member, wa_id, class, form, cause, refusals, respelled, .. } = row(class);
    Failed {
        id,
        member,
        wamid: "wamid.1".to_owned(),
        wa_id,
        refusals,
        class,
        form,
        cause,
        respelled,
        sent: NOW,
        forgotten: false,
    }
}

fn refused(row: &Claimed, code: i64) -> judge::Judged {
    let error = GraphError { code, message: "no".to_owned(), details: None };
    judge::after(row, Outcome::Refused(error), NOW, 5)
}

fn beyond(of: Option<&Beyond>) -> &'static str {
    match of {
        Some(Beyond::Stop { .. }) => "stop",
        Some(Beyond::RestMarketing { .. }) => "rest",
        Some(Beyond::Hold { .. }) => "hold",
        Some(Beyond::Untaken { .. }) => "untaken",
        Some(Beyond::Undelivered { .. }) => "undelivered",
        Some(Beyond::OptedOut { .. }) => "opted out",
        Some(Beyond::Works) => "works",
        Some(Beyond::Arrives) => "arrives",
        None => "-",
    }
}

#[test]
fn every_row_of_the_table_says_what_becomes_of_the_message() {
    for (first, last, _) in ACTIONS {
        let fits = |(codes, ..): &&Fate| codes.contains(&(first, last));
        let found: Vec<&Fate> = FATES.iter().filter(fits).collect();
        let [(_, states, further)] = found[..] else {
            panic!("{first}–{last} stands here {} times", found.len())
        };
        for code in [first, last] {
            for (class, state) in ["A", "B", "C"].into_iter().zip(states) {
                let judged = refused(&row(class), code);
                assert_eq!(judged.settled.state, *state, "{code} {class}");
                assert_eq!(
                    (judged.settled.error, judged.settled.reason.as_deref()),
                    (Some(code), Some("no"))
                );
                let expected = match *further {
                    "hold, or untaken" if class == "B" => "hold",
                    "hold, or untaken" => "untaken",
                    further => further,
                };
                assert_eq!(beyond(judged.beyond.as_ref()), expected, "{code} {class}");
                // The same as a status.
                let (row, failed) = (row(class), failed(class));
                let (answer, status) = (Refused::answered(&row), Refused::by_status(&failed));
                let (fate, told) = judge::refused(&status, code, "no", NOW, 5);
                assert_eq!(fate, judge::refused(&answer, code, "no", NOW, 5).0, "{code} {class}");
                assert_eq!((fate.state, beyond(told.as_ref())), (*state, expected), "{code} {class}");
            }
        }
    }
}

#[test]
fn what_is_nobodys_fault_is_never_given_up_and_everything_else_is() {
    for (first, _, _) in ACTIONS {
        // However often the network was away before.
        let tried = Claimed { attempt: 40, ..row("A") };
        let last_try = Claimed { refusals: 5, respelled: true, ..row("A") };
        let state = refused(&last_try, first).settled.state;
        let kept = refused(&row("A"), first).settled.state;
        assert_eq!(refused(&tried, first).settled.state, kept, "{first}");
        assert_eq!(state, if kept == "retry_wait" { "dead" } else { kept }, "{first}");
    }
}

#[test]
fn no_absence_of_the_network_ends_a_row() {
    for class in ["A", "B", "C"] {
        for attempt in [1, 6, 7, 100] {
            let row = Claimed { attempt, ..row(class) };
            let settled =
                judge::after(&row, Outcome::NotSent("nobody listens".to_owned()), NOW, 9_999_999).settled;
            assert_eq!(settled.state, "retry_wait", "{class} {attempt}");
            assert!((2_000..=600_000).contains(&(settled.due.unwrap() - NOW)), "{class} {attempt}");
        }
    }
}

#[test]
fn a_probe_that_is_refused_for_its_own_sake_shows_that_the_number_works() {
    for (code, further) in
        [(190, "stop"), (80_007, "stop"), (131_026, "works"), (131_047, "works"), (131_000, "-")]
    {
        let probe = Claimed { probe: true, ..row("A") };
        assert_eq!(beyond(refused(&probe, code).beyond.as_ref()), further, "{code}");
    }
    let accepted = Outcome::Accepted { wamid: "wamid.1".to_owned(), wa_id: None };
    assert_eq!(judge::after(&row("A"), accepted.clone(), NOW, 0).beyond, None);
    let probe = Claimed { probe: true, ..row("A") };
    assert_eq!(judge::after(&probe, accepted, NOW, 0).beyond, Some(Beyond::Works));
}

#[test]
fn a_person_is_out_of_reach_once_both_spellings_were_tried() {
    let other = |wa_id: &str| Claimed { wa_id: Some(wa_id.to_owned()), ..row("A") };
    for (row, further) in [
        (row("A"), "-"),
        (Claimed { attempt: 2, ..row("A") }, "-"),
        (Claimed { respelled: true, ..row("A") }, "undelivered"),
        // No number has another spelling but a Brazilian mobile.
        (other("12025550123"), "undelivered"),
        (Claimed { wa_id: None, user_id: Some("BR.1".to_owned()), ..row("C") }, "undelivered"),
    ] {
        assert_eq!(beyond(refused(&row, 131_026).beyond.as_ref()), further, "{row:?}");
    }
}

#[test]
fn the_free_form_leaves_only_before_its_window_closes() {
    for (class, has_template, stale, state, initiates) in [
        ("A", true, false, "queued", Some(true)),
        ("A", false, false, "waiting", Some(false)),
        ("B", true, false, "queued", Some(true)),
        ("B", false, false, "dead", None),
        ("C", false, false, "dead", None),
        ("C", false, true, "dead", None),
    ] {
        let until = if stale { None } else { Some(NOW) };
        let form = if has_template { Form::FreeOrTemplate } else { Form::Free };
        let row = Claimed { form, stale, until, ..row(class) };
        let judged = judge::before(&row, NOW).unwrap();
        assert_eq!((judged.settled.state, judged.settled.initiates), (state, initiates), "{class}");
        assert!(judged.settled.reason.is_some());
        if !stale {
            assert_eq!(judge::before(&row, NOW - 1), None, "{class}: a moment before");
            // WhatsApp may know better than we when it closed.
            let told = refused(&row, 131_047).settled;
            assert_eq!((told.state, told.initiates), (state, initiates), "{class}");
        }
    }
    let template = Claimed { form: Form::Template, ..row("A") };
    assert_eq!(refused(&template, 131_047).settled.state, "waiting", "a template is not tried twice");
}
