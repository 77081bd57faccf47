//! `fregues poster`: a page to print and to put on the counter. Whoever points a camera at it has the chat with the shop
//! open, and the words that lead into the club written already.

use crate::dialogue::copy::{Copy, Reader, chat_link};
use crate::dialogue::line::{Line, Percent, Points};
use crate::domain::facts::Shop;
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::program::rate::Terms;
use crate::domain::program::{Program, Rate};
use anyhow::{Context, bail};
use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use std::fmt::Write;

/// A4 upright, in millimetres.
const PAGE: (u32, u32) = (210, 297);
/// Nothing is written nearer to the edge: printers leave it white.
const EDGE: u32 = 16;
/// Side of the code; a telephone reads it from two metres.
const CODE: u32 = 110;
/// Light modules around the code that readers ask for (ISO/IEC 18004).
const QUIET: usize = 4;
/// Money of which the promise speaks: the least of these that earns anything.
const AMOUNTS: [i64; 4] = [1, 10, 100, 1_000];

/// The shop that is meant: the one named, or the only one.
pub fn whose(mut shops: Vec<Shop>, merchant: Option<i64>) -> anyhow::Result<Shop> {
    shops.retain(|shop| merchant.is_none_or(|id| shop.id.0 == id));
    match (shops.pop(), shops.is_empty(), merchant) {
        (Some(shop), true, _) => Ok(shop),
        (Some(_), false, _) => {
            bail!("There are several shops; say which with --merchant: fregues merchant list")
        }
        (None, _, Some(id)) => bail!("There is no merchant {id}; `fregues merchant list` shows them."),
        (None, _, None) => {
            bail!("There is no merchant yet; `fregues setup` or `fregues merchant add` adds one.")
        }
    }
}

/// What the code leads to: the shop's chat with the words of joining in its own language.
pub fn link(shop: &Shop, copy: &Copy) -> String {
    chat_link(&shop.phone, &copy.join_text(shop.lang, &shop.name, None))
}

/// The page as SVG, which every browser prints.
pub fn poster(shop: &Shop, copy: &Copy) -> anyhow::Result<String> {
    let reader = Reader { lang: shop.lang, zone: shop.zone, now: 0, unit: shop.rules.newest().program.unit };
    let number = Phone::canonical(&shop.phone).map_or_else(|| shop.phone.clone(), |phone| phone.spoken());
    let (width, height) = PAGE;
    let mut page = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"Helvetica, Arial, sans-serif\" text-anchor=\"middle\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    write_text(&mut page, &shop.name, 20, "bold", (24, 34));
    if let Some(line) = promise(&shop.rules.newest().program, shop) {
        write_text(&mut page, &copy.line(&line, reader), 10, "normal", (66, 36));
    }
    page.push_str(&code(&link(shop, copy), ((width - CODE) / 2, 108))?);
    write_text(&mut page, &copy.line(&Line::PosterCall, reader), 9, "bold", (226, 24));
    write_text(&mut page, &number, 8, "normal", (262, 12));
    page.push_str("</svg>\n");
    Ok(page)
}

/// One sentence of what the program gives today.
fn promise(program: &Program, shop: &Shop) -> Option<Line> {
    if let Rate::Percent(percent) = program.earn.rate {
        return Some(Line::PosterPercent { percent: Percent(percent) });
    }
    let earned = |amount: Money| program.earned(amount, &Terms::default());
    let earning = AMOUNTS.map(|reais| (Money::reais(reais), earned(Money::reais(reais))));
    let (amount, points) = earning.into_iter().find(|(_, points)| *points > 0)?;
    let points = Points(points);
    let cheapest = program.rewards.iter().min_by_key(|reward| reward.price);
    Some(match cheapest {
        Some(reward) => {
            let (price, reward) = (Points(reward.price), reward.name(shop.lang).to_owned());
            Line::PosterPromise { amount, points, price, reward }
        }
        None => Line::PosterPoints { amount, points },
    })
}

/// The code as one path in modules, scaled to millimetres, with its quiet border on white.
fn code(link: &str, (left, top): (u32, u32)) -> anyhow::Result<String> {
    let code = QRBuilder::new(link).ecl(ECL::Q).build().ok().context("the link is too long for a QR code")?;
    let mut path = String::new();
    for row in 0..code.size {
        for column in (0..code.size).filter(|column| code[row][*column].value()) {
            let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
        }
    }
    let modules = code.size + 2 * QUIET;
    Ok(format!(
        "<svg x=\"{left}\" y=\"{top}\" width=\"{CODE}\" height=\"{CODE}\" viewBox=\"0 0 {modules} {modules}\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>\n"
    ))
}

/// Writes a text into a box over the whole width, from `top` and so many millimetres high: at `size` if it fits on one
/// or several lines, smaller if it does not.
fn write_text(page: &mut String, text: &str, size: u32, weight: &str, (top, height): (u32, u32)) {
    let fits =
        |tenths: &u32| u32::try_from(wrapped(text, *tenths).len()).unwrap_or(u32::MAX) * tenths * 13 / 10;
    let sizes = (1..=size * 10).rev();
    let tenths =
        sizes.into_iter().find(|tenths| fits(tenths) <= height * 10 && broad(text, *tenths)).unwrap_or(1);
    for (place, line) in (0..).zip(wrapped(text, tenths)) {
        let y = top * 10 + tenths + place * tenths * 13 / 10;
        let _ = writeln!(
            page,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{weight}\">{}</text>",
            PAGE.0 / 2,
            decimal(y),
            decimal(tenths),
            escaped(&line)
        );
    }
}

/// Whether every line stays between the edges: a word alone may be too broad for any line.
fn broad(text: &str, tenths: u32) -> bool {
    wrapped(text, tenths).iter().all(|line| width(line) * tenths <= room())
}

/// The text in lines that fit between the edges at this size (tenths of a millimetre).
fn wrapped(text: &str, tenths: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}")) * tenths <= room() => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// What a line may take: hundredths of tenths of a millimetre.
fn room() -> u32 {
    (PAGE.0 - 2 * EDGE) * 1_000
}

/// How broad a text may get in whatever plain bold face the printer has, in hundredths of its size.
fn width(text: &str) -> u32 {
    let one = |letter: char| match letter {
        'm' | 'M' | 'w' | 'W' | '@' | '%' => 98,
        'a'..='z' | '0'..='9' | ' ' => 64,
        '!'..='~' => 80,
        'À'..='ÿ' => 82,
        _ => 105,
    };
    text.chars().map(one).sum()
}

/// Tenths as a number with its point.
fn decimal(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.chars().filter(|letter| !letter.is_control()).collect()
}
