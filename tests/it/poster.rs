//! The page on the counter: its code leads where it says, its words are heard as joining, and nothing runs over the edge.

use crate::hearing::setting;
use crate::support::shop;
use fregues::dialogue::copy::Copy;
use fregues::dialogue::hear::{Ears, Intent, Role, hear};
use fregues::domain::facts::Shop;
use fregues::domain::ids::MerchantId;
use fregues::domain::lang::Lang;
use fregues::poster::{link, poster};
use regex::Regex;
use std::collections::BTreeMap;

/// Pixels a module.
const SCALE: usize = 6;

/// What a camera reads of the page: the path of its code as pixels, within the frame that the page gives it.
fn scanned(page: &str) -> String {
    let frame = Regex::new(r#"viewBox="0 0 (\d+) \d+" shape-rendering"#).unwrap();
    let side: usize = frame.captures(page).unwrap()[1].parse().unwrap();
    let mut dark = vec![false; side * side];
    for module in Regex::new(r"M(\d+) (\d+)h1v1h-1z").unwrap().captures_iter(page) {
        let (x, y): (usize, usize) = (module[1].parse().unwrap(), module[2].parse().unwrap());
        dark[y * side + x] = true;
    }
    let shade = |x: usize, y: usize| if dark[y / SCALE * side + x / SCALE] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * SCALE, side * SCALE, shade);
    let found = image.detect_grids();
    assert_eq!(found.len(), 1, "one code is seen");
    found[0].decode().unwrap().1
}

/// Every text of the page: the middle of its line (millimetres), how far down it stands and how large it is (tenths),
/// and what it says.
fn texts(page: &str) -> Vec<(u32, u32, u32, String)> {
    let text =
        Regex::new(r#"<text x="(\d+)" y="(\d+)\.(\d)" font-size="(\d+)\.(\d)"[^>]*>([^<]*)</text>"#).unwrap();
    let tenths = |whole: &str, part: &str| format!("{whole}{part}").parse().unwrap();
    text.captures_iter(page)
        .map(|found| {
            let (base, size) = (tenths(&found[2], &found[3]), tenths(&found[4], &found[5]));
            (found[1].parse().unwrap(), base, size, found[6].to_owned())
        })
        .collect()
}

/// Widths of Helvetica Bold in thousandths of its size (Adobe's metrics), the broadest where several are alike.
fn helvetica(text: &str) -> u32 {
    let one = |letter: char| match letter {
        'W' => 944,
        'm' | '%' => 889,
        'M' => 833,
        '@' => 975,
        'w' | 'G' | 'O' | 'Q' => 778,
        'A'..='Z' | '&' | 'À'..='Þ' => 722,
        _ => 611,
    };
    text.chars().map(one).sum()
}

/// The program up to its first reward, and what follows the last.
fn without_rewards(program: &str) -> String {
    let (before, rest) = program.split_once("[[reward]]").unwrap();
    let (_, after) = rest.split_once("[referral]").unwrap();
    format!("{before}[referral]{after}")
}

fn shops() -> Vec<Shop> {
    let usual = shop::shop(MerchantId(1), shop::NUMBER);
    let named = |name: &str| Shop { name: name.to_owned(), ..usual.clone() };
    let mut shops =
        vec![named("Ação & Cia <3"), named(&"M".repeat(40)), named(&"Wow ".repeat(10)), named("É")];
    shops.extend(Lang::ALL.into_iter().map(|lang| Shop { lang, ..usual.clone() }));
    shops.push(Shop { rules: shop::rulebook(&without_rewards(shop::PETS)), ..usual });
    shops
}

#[test]
fn the_code_leads_into_the_chat_with_words_that_are_heard_as_joining() {
    let (copy, ears) = (Copy::embedded().unwrap(), Ears::embedded().unwrap());
    for shop in shops() {
        let page = poster(&shop, &copy).unwrap();
        let link = link(&shop, &copy);
        assert_eq!(scanned(&page), link, "{}", shop.name);
        assert!(link.starts_with(&format!("https://wa.me/{}?text=", shop.phone)), "{link}");
        let said = copy.join_text(shop.lang, &shop.name, None);
        assert_eq!(hear(&said, &setting(Role::Customer, shop.lang), &ears).intent, Intent::OptIn, "{said}");
    }
}

#[test]
fn every_line_stays_on_the_page_and_apart_from_the_others() {
    let copy = Copy::embedded().unwrap();
    for shop in shops() {
        let page = poster(&shop, &copy).unwrap();
        let texts = texts(&page);
        assert_eq!(texts.len(), page.matches("<text").count(), "{page}");
        assert!(texts.len() >= 10, "{texts:?}");
        let mut above = BTreeMap::new();
        for (middle, base, size, text) in texts {
            // Descenders reach a quarter below the line, capitals less than the size above it.
            let (top, foot) = (base - size * 3 / 4, base + size / 4);
            let before = above.insert(middle, foot).unwrap_or(320);
            assert!(top >= before, "{text} runs into what stands above it: {page}");
            assert!(foot <= 2_900 && (foot <= 1_200 || top >= 2_290), "{text} at {base}");
            let room = if middle == 105 && !(2_290..2_740).contains(&base) { 2_100 - 200 } else { 580 };
            let text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
            assert!(helvetica(&text) * size / 1_000 <= room, "{text} at {size} is too broad");
            assert!(size >= 30, "{text} is too small to read");
        }
    }
}

#[test]
fn lines_of_one_text_are_much_alike_and_no_short_tail_begins_one() {
    let copy = Copy::embedded().unwrap();
    let usual = shop::shop(MerchantId(1), shop::NUMBER);
    for name in [usual.name.as_str(), "Clínica Veterinária e Pet Shop Amigo Fiel de Paraty"] {
        for lang in Lang::ALL {
            let shop = Shop { lang, name: name.to_owned(), ..usual.clone() };
            let texts = texts(&poster(&shop, &copy).unwrap());
            // Lines of one text stand one line apart.
            let next = |one: &(u32, u32, u32, String), two: &(u32, u32, u32, String)| {
                one.0 == two.0 && one.2 == two.2 && two.1 - one.1 == one.2 * 13 / 10
            };
            for block in texts.chunk_by(next) {
                let lines: Vec<&str> = block.iter().map(|(_, _, _, text)| text.as_str()).collect();
                let lengths = lines.iter().map(|line| line.chars().count());
                let (short, long) = (lengths.clone().min().unwrap(), lengths.max().unwrap());
                assert!(short * 2 >= long, "{lines:?}");
                assert!(lines.iter().all(|line| !line.starts_with("P.")), "{lines:?}");
            }
        }
    }
}

#[test]
fn the_page_has_its_awning_its_framed_code_and_three_steps() {
    let page = poster(&shop::shop(MerchantId(1), shop::NUMBER), &Copy::embedded().unwrap()).unwrap();
    assert_eq!(page.matches("<circle").count(), 3, "{page}");
    assert_eq!(page.matches("a7.5 7.5").count(), 14, "{page}");
    assert!(page.contains("stroke=\"#b8452a\" stroke-width=\"2\"") && page.contains("serif"), "{page}");
}

#[test]
fn the_promise_is_what_the_rules_say_today() {
    let copy = Copy::embedded().unwrap();
    let mut shop = shop::shop(MerchantId(1), shop::NUMBER);
    let said = |shop: &Shop| {
        let texts = texts(&poster(shop, &copy).unwrap());
        texts.into_iter().map(|(_, _, _, text)| text).collect::<Vec<_>>().join(" ").replace('\u{a0}', " ")
    };
    assert!(
        said(&shop).contains("A cada R$ 1,00 em compras, 30 pontos. Com 6.000: Banho P."),
        "{}",
        said(&shop)
    );
    let slow = shop::PETS.replace("points_per_real = \"30\"", "points_per_real = \"0.05\"");
    shop.rules = shop::rulebook(&slow);
    assert!(said(&shop).contains("A cada R$ 100,00 em compras, 5 pontos."), "{}", said(&shop));
    shop.rules = shop::rulebook(&without_rewards(&slow));
    assert!(said(&shop).contains("5 pontos. 1 Aponte"), "{}", said(&shop));
}
