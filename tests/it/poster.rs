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

/// Every text of the page: how far down its line stands and how large it is, in tenths of a millimetre, and what it says.
fn texts(page: &str) -> Vec<(u32, u32, String)> {
    let text =
        Regex::new(r#"<text x="105" y="(\d+)\.(\d)" font-size="(\d+)\.(\d)"[^>]*>([^<]*)</text>"#).unwrap();
    let tenths = |whole: &str, part: &str| format!("{whole}{part}").parse().unwrap();
    text.captures_iter(page)
        .map(|found| (tenths(&found[1], &found[2]), tenths(&found[3], &found[4]), found[5].to_owned()))
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
        assert!(texts.len() >= 4, "{texts:?}");
        let mut above = 0;
        for (base, size, text) in texts {
            // Descenders reach a quarter below the line, capitals less than the size above it.
            assert!(base - size >= above, "{text} runs into what stands above it: {page}");
            above = if base < 1_080 { base + size / 4 } else { base };
            assert!(
                base + size / 4 <= 2_970 && !(1_080..2_180).contains(&(base + size / 4)),
                "{text} at {base}"
            );
            let text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
            assert!(helvetica(&text) * size / 1_000 <= 2_100 - 200, "{text} at {size} is too broad");
            assert!(size >= 30, "{text} is too small to read");
        }
    }
}

#[test]
fn the_promise_is_what_the_rules_say_today() {
    let copy = Copy::embedded().unwrap();
    let mut shop = shop::shop(MerchantId(1), shop::NUMBER);
    let said = |shop: &Shop| {
        let texts = texts(&poster(shop, &copy).unwrap());
        texts.into_iter().map(|(_, _, text)| text).collect::<Vec<_>>().join(" ").replace('\u{a0}', " ")
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
    assert!(said(&shop).contains("5 pontos. Aponte"), "{}", said(&shop));
}
