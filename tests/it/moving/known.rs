//! People who are known already: a list fills what nobody said yet, and the preview promises nothing else.

use super::Desk;
use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::shop::PETS;
use fregues::app::office::sheets::SheetOrder;

/// They come with nothing but a phone; Ana, of the shop's people, has a name and said yes to offers.
const BARE: &[u8] = b"fone\n11 91200-0001\n11 91200-0002\n11 91200-0003\n";

const MORE: &str = "fone;nome;aniversário;ofertas;origem do consentimento;idioma;loja;email;aceita e-mail\n\
    11 91200-0001;Carlos;12/05;sim;balcão 2024;;;carlos@exemplo.com.br;sim\n\
    11 91200-0002;Dora;;não;ficha 12/05/2024 10:30;;Centro;;\n\
    11 91200-0003;;;sim;;en;;;\n\
    11 98765-4321;Ana Lima;01/02;não;ficha 2023;;;;\n\
    11 91200-0009;Novo;03/04;sim;ficha 2023;es;Centro;;\n";

const PEOPLE: &str = "select m.phone, m.name, m.birthday, m.offers, m.lang, s.name, k.email, k.mail from member m \
    left join store s on s.merchant = m.merchant and s.id = m.store \
    left join contact k on k.merchant = m.merchant and k.member = m.id \
    where m.phone like '+55119120000%' or m.name like 'Ana %' order by m.phone";

const WORDS: &str = "select m.phone, c.given, c.source from consent c \
    join member m on m.merchant = c.merchant and m.id = c.member \
    where c.purpose = 'offers' and c.source like 'import:%' order by m.phone";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_fills_what_nobody_said_yet_of_people_who_are_known() {
    on_both(|db| async move {
        let birthdays = PETS.replacen("[expiry]", "[bonus]\nbirthday = 800\n[expiry]", 1);
        let desk = Desk::open_with(&db, &birthdays).await;
        desk.bring(&desk.sheet(BARE)).await;
        let list = desk.sheet(MORE.as_bytes());
        let before = desk.traces().await;
        let seen = desk.look(&list).await;
        for says in [
            "Line 2: +5511912000001, Carlos, birthday 05-12, takes offers (balcão 2024), takes e-mail, known\n",
            "Line 3: +5511912000002, Dora, store Centro, no offers, known\n",
            "Line 4: +5511912000003, no offers, nobody says where they agreed, known: language stays pt-BR\n",
            "Line 5: +5511987654321, birthday 02-01, known: name stays Ana Souza, offers stay yes\n",
            "Line 6: +5511912000009, Novo, birthday 04-03, language es, store Centro, takes offers (ficha 2023)\n",
            "People: 1 new, 4 known.",
            "Filled in for the known: name 2, offers 2, email_consent 1, store 1, birthday 2, email 1.",
            "Stays as it is known, though the list says otherwise: name 1, offers 1, language 1.",
            "Offers: refused to 1 of the known, because nobody says where they agreed",
        ] {
            assert!(seen.contains(says), "{says}:\n{seen}");
        }
        assert_eq!(desk.traces().await, before, "looking writes nothing");

        let brought = desk.bring(&list).await;
        for says in [
            "Filled in for the known: name 2, offers 2, email_consent 1, store 1, birthday 2, email 1.",
            "Stays as it is known, though the list says otherwise: name 1, offers 1, language 1.",
        ] {
            assert!(brought.contains(says), "{says}:\n{brought}");
        }
        let people = [
            "+5511912000001 | Carlos | 05-12 | 1 | pt-BR | - | carlos@exemplo.com.br | 1",
            "+5511912000002 | Dora | - | 0 | pt-BR | Centro | - | -",
            "+5511912000003 | - | - | 0 | pt-BR | - | - | -",
            "+5511912000009 | Novo | 04-03 | 1 | es | Centro | - | -",
            "+5511987654321 | Ana Souza | 02-01 | 1 | pt-BR | Centro | - | -",
        ];
        assert_eq!(desk.raw.rows(PEOPLE).await, people);
        let words = [
            "+5511912000001 | 1 | import:opening: balcão 2024",
            "+5511912000002 | 0 | import:opening: ficha 12/05/2024 10:30",
            "+5511912000009 | 1 | import:opening: ficha 2023",
        ];
        assert_eq!(desk.raw.rows(WORDS).await, words);

        // A second time nothing is empty, and words that stand are not asked again.
        let turned = MORE.replace("sim;balcão", "não;balcão").replace("não;ficha 12", "sim;ficha 12");
        let turned = SheetOrder { name: "later".to_owned(), ..desk.sheet(turned.as_bytes()) };
        let seen = desk.look(&turned).await;
        for says in [
            "Line 2: +5511912000001, Carlos, takes e-mail, known: offers stay yes\n",
            "Line 3: +5511912000002, Dora, known: offers stay no\n",
            "Stays as it is known, though the list says otherwise: name 1, offers 3, language 1.",
        ] {
            assert!(seen.contains(says), "{says}:\n{seen}");
        }
        assert!(!seen.contains("Filled in"), "{seen}");
        desk.bring(&turned).await;
        assert_eq!(desk.raw.rows(PEOPLE).await, people);
        assert_eq!(desk.raw.rows(WORDS).await, words);
        verify_clean(&desk.app.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_left_out_promises_nothing_and_rules_without_birthdays_keep_none() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        desk.bring(&desk.sheet(b"fone;saldo\n11 91200-0001;50\n")).await;
        let text = "fone;nome;aniversário;saldo\n11 91200-0001;Jo;12/05;70\n11 91200-0002;Lu;12/05;5\n";
        let seen = desk.look(&desk.sheet(text.as_bytes())).await;
        for says in [
            "Line 2: +5511912000001, not brought, as is said below\n",
            "Line 3: +5511912000002, Lu, 5 points\n",
            "Birthdays: none is kept, because the shop's rules give nothing for them.",
            "and left out: 1.\n  line 2: 50 points were brought for this person",
        ] {
            assert!(seen.contains(says), "{says}:\n{seen}");
        }
        let there = desk.look(&desk.sheet(b"fone;saldo\n11 91200-0001;50\n")).await;
        assert!(there.contains("Line 2: +5511912000001, 50 points (there already), known\n"), "{there}");
    })
    .await;
}

/// One person in two chunks: what the first line filled, the second finds there.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_lines_each_person_is_counted_once() {
    on_both(|db| async move {
        let desk = Desk::open(&db).await;
        let phone = |n: u64| 11_910_000_000 + n;
        let bare = (0..1_200).map(|n| format!("{}\n", phone(n))).collect::<Vec<_>>().concat();
        desk.bring(&desk.sheet(format!("fone\n{bare}").as_bytes())).await;
        let line = |n: u64, last: &str| format!("{};P{};1;{last};sim;ficha\n", phone(n % 1_200), n % 1_200);
        let lines: String =
            (0..2_400).map(|n| line(n, if n < 1_200 { "2027-05-01" } else { "2027-06-01" })).collect();
        let list = desk
            .sheet(format!("fone;nome;saldo;validade;ofertas;origem do consentimento\n{lines}").as_bytes());
        let (seen, brought) = (desk.look(&list).await, desk.bring(&list).await);
        for said in [&seen, &brought] {
            assert!(said.contains("Filled in for the known: name 1200, offers 1200."), "{said}");
        }
        assert!(!brought.contains("Stays as it is known"), "{brought}");
        let kept = "select count(*) from member where name like 'P%' and offers = 1";
        assert_eq!(desk.raw.number(kept).await, 1_200);
    })
    .await;
}
