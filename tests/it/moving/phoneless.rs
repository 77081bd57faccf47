//! Lists of people who gave no phone: what else they are known by finds them again, and never takes them for two.

use super::Desk;
use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::shop::NOON;
use fregues::app::office::sheets::SheetOrder;
use fregues::domain::ids::MerchantId;
use fregues::domain::lang::Lang;
use fregues::store::figures;

const LIST: &str = "nome;email;id;cnpj;fone;saldo;validade;ofertas;aceita e-mail;origem do consentimento\n\
    Lia Lima;lia@exemplo.com.br;;;;100;31/12/2027;sim;sim;ficha 2024\n\
    Rui Reis;;c-17;;;50;;;;\n\
    Joias Marta;;;12.ABC.345/01DE-35;;30;;;;\n\
    Caio Sá;caio@exemplo.com.br;c-18;;11 91234-0001;20;;;sim;\n\
    Lia Lima;LIA@exemplo.com.br;;;;40;01/06/2027;;;\n\
    Zoe;zoe@exemplo.com.br;;;;0;;;não;balcão\n";

const PEOPLE: &str = "select m.name, m.phone, m.standing, m.offers, coalesce(w.available, 0) from member m \
    left join wallet w on w.merchant = m.merchant and w.member = m.id \
    where m.name in ('Lia Lima', 'Rui Reis', 'Joias Marta', 'Caio Sá', 'Zoe') order by m.name";

const MAIL: &str = "select email, mail from contact where email is not null order by email";

#[tokio::test(flavor = "multi_thread")]
async fn people_without_a_phone_come_along_once_by_whatever_they_are_known_by() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        let list = desk.sheet(LIST.as_bytes());
        let seen = desk.look(&list).await;
        for says in [
            "Line 2: lia@exemplo.com.br, Lia Lima, 100 points, until 2027-12-31, takes offers (ficha 2024), takes e-mail",
            "Line 3: own_id \"c-17\", Rui Reis, 50 points",
            "Line 4: CNPJ 12.ABC.345/01DE-35, Joias Marta, 30 points",
            "Line 5: +5511912340001, Caio Sá, 20 points",
            "People: 5 new, 0 known.",
            "Without a phone: 4 of the new. 1 of them are told of their account by e-mail only, 3 by nothing",
            "E-mail: refused to 1 of the new, because nobody says where they agreed",
            "Balances that come along: 5. The shop then owes 240 points more.",
        ] {
            assert!(seen.contains(says), "{says}:\n{seen}");
        }
        let brought = desk.bring(&list).await;
        assert!(brought.contains("Brought along: 5 people, 5 balances, 240 points."), "{brought}");
        let people = [
            "Caio Sá | +5511912340001 | joined | 0 | 20",
            "Joias Marta | - | joined | 0 | 30",
            "Lia Lima | - | joined | 1 | 140",
            "Rui Reis | - | joined | 0 | 50",
            "Zoe | - | joined | 0 | 0",
        ];
        assert_eq!(desk.raw.rows(PEOPLE).await, people);
        let mail = ["caio@exemplo.com.br | -", "lia@exemplo.com.br | 1", "zoe@exemplo.com.br | 0"];
        assert_eq!(desk.raw.rows(MAIL).await, mail);
        let log = "select m.name, c.purpose, c.given, replace(c.source, cast(k.id as text), '#') from consent c \
            join member m on m.merchant = c.merchant and m.id = c.member \
            join contact k on k.merchant = c.merchant and k.member = c.member \
            where c.source like 'import:%' and c.purpose <> 'program' order by m.name, c.purpose";
        assert_eq!(
            desk.raw.rows(log).await,
            [
                "Lia Lima | email | 1 | import:opening: ficha 2024 (contact #)",
                "Lia Lima | offers | 1 | import:opening: ficha 2024",
                "Zoe | email | 0 | import:opening: balcão (contact #)",
            ]
        );

        let after = desk.traces().await;
        assert!(desk.look(&list).await.contains("People: 0 new, 5 known."));
        let again = desk.bring(&list).await;
        assert!(again.contains("Brought along: 0 people, 0 balances"), "{again}");
        assert_eq!(desk.traces().await, after);

        // Another list, which knows them by more: they are the same, and it is kept.
        let more = "id;email;fone;saldo\nc-17;rui@exemplo.com.br;11 91234-0002;5\n;lia@exemplo.com.br;11 91234-0003;6\n";
        let more = SheetOrder { name: "more".to_owned(), ..desk.sheet(more.as_bytes()) };
        let brought = desk.bring(&more).await;
        assert!(brought.contains("Brought along: 0 people, 2 balances, 11 points."), "{brought}");
        let by_phone = desk.sheet(b"fone;saldo\n11 91234-0002;7\n11 91234-0003;8\n");
        desk.bring(&SheetOrder { name: "phones".to_owned(), ..by_phone }).await;
        let people = desk.raw.rows(PEOPLE).await;
        assert_eq!(people[2..4], [
            "Lia Lima | +5511912340003 | joined | 1 | 154",
            "Rui Reis | +5511912340002 | joined | 0 | 62",
        ]);
        verify_clean(&desk.app.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_leads_to_two_people_is_refused_and_names_them_by_number() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        desk.bring(&desk.sheet(LIST.as_bytes())).await;
        let member = async |name: &str| {
            desk.raw.number(&format!("select id from member where name = '{name}'")).await
        };
        let (lia, rui, caio) = (member("Lia Lima").await, member("Rui Reis").await, member("Caio Sá").await);
        let before = desk.traces().await;
        let text = "id;email;cnpj;fone;saldo\n\
            c-17;lia@exemplo.com.br;;;5\n\
            c-50;;;;5\n\
            ;novo@exemplo.com.br;;;5\n\
            c-50;novo@exemplo.com.br;;;7\n\
            c-18;;;11 91234-0009;5\n\
            ;;12ABC34501DE35;;x\n\
            ;;;;5\n";
        let list = desk.sheet(text.as_bytes());
        let seen = desk.look(&list).await;
        for fault in [
            &format!("line 2: its own_id is that of member {rui} and its email that of member {lia}"),
            "line 5: its own_id is that of line 3 and its email that of line 4: put right which of them it is",
            &format!("line 6: its own_id is that of member {caio}, who has another phone"),
            "line 7: balance: \"x\" is no amount",
            "line 8: it names nothing by which they are found again: a phone, an own_id, an email or a cnpj",
        ] {
            assert!(seen.contains(fault), "{fault}:\n{seen}");
        }
        assert!(seen.contains("✘ Wrong: 5."), "{seen}");
        assert!(seen.contains("E-mail: none of the new gets any, because the list has no column email_consent."), "{seen}");
        assert!(desk.refused(&list).await.contains("Nothing is brought before they are right"));
        assert_eq!(desk.traces().await, before);
        let brought = desk.bring(&SheetOrder { skip_faults: true, ..list }).await;
        assert!(brought.contains("Brought along: 2 people, 2 balances, 10 points."), "{brought}");
        verify_clean(&desk.app.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_said_of_e_mail_since_stands_beside_the_list() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        let list = desk.sheet(LIST.as_bytes());
        desk.bring(&list).await;
        desk.raw.run("update contact set mail = 1 - mail where mail is not null").await;
        let turned = ["caio@exemplo.com.br | -", "lia@exemplo.com.br | 0", "zoe@exemplo.com.br | 1"];
        let consents = desk.raw.rows("select count(*) from consent").await;
        desk.bring(&list).await;
        assert_eq!(desk.raw.rows(MAIL).await, turned);
        assert_eq!(desk.raw.rows("select count(*) from consent").await, consents);
    })
    .await;
}

/// Joined, with a yes to offers, and nobody whom WhatsApp could bring them to.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_pays_for_an_announcement_to_people_without_a_phone() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        let audience = async || {
            let read = desk.app.store.read(|tx| {
                Box::pin(async move {
                    let approved = [Lang::PtBr, Lang::En, Lang::Es].into();
                    figures::audience(tx, MerchantId(1), NOON, &approved).await
                })
            });
            let audience = read.await.unwrap();
            (audience.reached, audience.unreached, audience.refused)
        };
        let before = audience().await;
        let first = LIST.lines().take(2).collect::<Vec<_>>().join("\n");
        desk.bring(&desk.sheet(first.as_bytes())).await;
        assert_eq!(
            desk.raw.number("select count(*) from member where offers = 1 and phone is null").await,
            1
        );
        assert_eq!(audience().await, before);
    })
    .await;
}
