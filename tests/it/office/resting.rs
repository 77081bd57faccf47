//! Announcements that rest, and what the owner lets go of them by chat.

use super::done;
use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::shop;
use fregues::app::office::Order;
use fregues::dialogue::hear::{Intent, Role};
use fregues::domain::lang::Lang;
use fregues::emulator::{Fault, Faults};
use fregues::store::held::Which;

const HOUR: i64 = 3_600_000;

impl House {
    /// What somebody hears in answer, as one text.
    async fn answer(&self, who: &str, text: &str) -> String {
        self.clock.advance(1_000);
        let bodies: Vec<String> = self.say(who, text).await.into_iter().map(|bubble| bubble.body).collect();
        bodies.join("\n")
    }

    /// WhatsApp takes the answer to the owner and refuses what follows with this code.
    fn refuse_announcements(&self, code: u32, times: usize) {
        let mut next = std::collections::VecDeque::from([Fault::Pass]);
        next.extend(std::iter::repeat_n(Fault::GraphError(code), times));
        self.emulator.set_faults(Faults { next, ..Faults::default() });
    }

    fn announced_to(&self, who: &str) -> usize {
        self.emulator.chat(who).iter().filter(|bubble| bubble.body.contains("Sábado")).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_gone_out_before_the_backup_is_named_and_stays() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        house.answer("carla", "avisar todos Sábado tem festa").await;
        house.refuse_announcements(131_048, 2);
        house.answer("carla", "sim").await;
        // As a restored database has them: Ana's did not leave, Bia's was being sent.
        raw.run("update channel set marketing_ms = null").await;
        for (who, reason) in [
            ("ana", "it was not sent when the backup was made"),
            ("bia", "it was being sent when the backup was made"),
        ] {
            raw.run(&format!(
                "update outbox set state = 'held', reason = '{reason}', wa_id = '551100000000' \
                 where class = 'B' and user_id = '{}'",
                shop::user_id(who)
            ))
            .await;
        }
        let preview = house.answer("carla", "liberar avisos").await;
        for part in [
            "1 aviso parado",
            "1 mensagem · Sábado tem festa",
            "*1* pessoa · fora do envio: 1",
            "1 pessoa talvez",
        ] {
            assert!(preview.contains(part), "{part}: {preview}");
        }
        assert!(house.answer("carla", "sim").await.contains("Enviando pra 1 pessoa"));
        assert_eq!((house.announced_to("ana"), house.announced_to("bia")), (1, 0), "as she is reached now");
        // Nor is it given up by chat: whoever runs the service decides.
        let discarded = house.answer("carla", "descartar avisos").await;
        assert!(
            discarded.contains("Nenhum aviso está parado") && discarded.contains("1 pessoa talvez"),
            "{discarded}"
        );
        let rest = "select count(*) from outbox where state = 'held'";
        assert_eq!(raw.number(rest).await, 1);
        done(&house.app, Order::ReleaseHeld(Which { doubtful: true, ..Which::default() })).await;
        raw.run("update outbox set wa_id = null where state = 'queued'").await;
        house.drain().await;
        assert_eq!(house.announced_to("bia"), 1);
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_pause_laid_to_rest_goes_at_the_owners_word() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.answer("carla", "avisar todos Sábado tem festa").await;
        house.write("carla", "sim");
        house.emulator.pump().await;
        house.app.turns.poll_once().await.unwrap();
        done(&house.app, Order::PauseMerchant { merchant: 1 }).await;
        house.clock.advance(HOUR);
        done(&house.app, Order::ResumeMerchant { merchant: 1 }).await;
        house.drain().await;
        assert_eq!(house.announced_to("ana") + house.announced_to("bia"), 0);
        // Bia leaves between the question and the answer.
        assert!(house.answer("carla", "liberar avisos").await.contains("*2* pessoas"));
        house.answer("bia", "sair").await;
        assert!(house.answer("carla", "sim").await.contains("1 pessoa"));
        assert_eq!((house.announced_to("ana"), house.announced_to("bia")), (1, 0));
        let raw = Raw::of(&db).await;
        let fates = "select state, coalesce(reason, '-') from outbox where class = 'B' order by id";
        // Rui's chat is closed: why nothing was sent to him was known from the beginning.
        let expected = ["accepted | -", "dead | they take no offers any more"];
        assert_eq!(raw.rows(fates).await[..2], expected);
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_left_meanwhile_is_announced_to_whoever_lets_it_go() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.answer("carla", "avisar todos Sábado tem festa").await;
        house.refuse_announcements(131_048, 2);
        house.answer("carla", "sim").await;
        house.answer("bia", "sair").await;
        done(&house.app, Order::ReleaseHeld(Which::default())).await;
        house.clock.advance(1_000);
        house.drain().await;
        assert_eq!((house.announced_to("ana"), house.announced_to("bia")), (1, 0));
        assert!(!house.answer("carla", "avisar todos Domingo tem mais").await.contains("parados"));
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_refused_again_after_a_release_is_told_again() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.answer("carla", "avisar todos Sábado tem festa").await;
        house.refuse_announcements(132_015, 2);
        assert!(house.answer("carla", "sim").await.contains("*liberar avisos*"));
        house.clock.advance(2 * HOUR);
        house.answer("carla", "liberar avisos").await;
        house.refuse_announcements(132_015, 2);
        let told = house.answer("carla", "sim").await;
        assert!(told.contains("Enviando pra 2 pessoas") && told.contains("*descartar avisos*"), "{told}");
        let raw = Raw::of(&db).await;
        assert_eq!(raw.number("select count(*) from outbox where state = 'held'").await, 2);
        assert!(house.answer("carla", "descartar avisos").await.contains("2 mensagens"));
        assert!(house.answer("carla", "liberar avisos").await.contains("Nenhum"));
        house.verify_clean().await;
    })
    .await;
}

#[test]
fn the_words_for_it_are_understood_and_no_others() {
    use Intent::{BroadcastDiscard as Discard, BroadcastRelease as Release, BroadcastStart as Start};
    use Lang::{En, Es, PtBr};
    let ears = fregues::dialogue::hear::Ears::embedded().unwrap();
    for (lang, text, intent) in [
        (PtBr, "liberar avisos", Release),
        (PtBr, "Soltar os avisos parados", Release),
        (PtBr, "por favor libera o aviso", Release),
        (PtBr, "avisar todos liberamos os avisos do parque", Start),
        (PtBr, "descartar avisos", Discard),
        (PtBr, "cancelar os avisos parados", Discard),
        (Es, "liberar los avisos", Release),
        (Es, "soltar anuncios detenidos", Release),
        (Es, "descartar avisos", Discard),
        (En, "release announcements", Release),
        (En, "Release the held announcements please", Release),
        (En, "discard announcements", Discard),
        (En, "announce release announcements are over", Start),
    ] {
        let setting = crate::hearing::setting(Role::Owner, lang);
        let heard = fregues::dialogue::hear::hear(text, &setting, &ears).intent;
        assert_eq!(heard, intent, "{text}");
    }
}
