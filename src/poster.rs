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
const EDGE: u32 = 18;
/// Side of the code; a telephone reads it from two metres.
const CODE: u32 = 100;
const CODE_TOP: u32 = 125;
/// Light modules around the code that readers ask for (ISO/IEC 18004).
const QUIET: usize = 4;
/// Stripes of the awning, each so many millimetres broad, and how far it hangs down before its scallops.
const STRIPES: u32 = 14;
const STRIPE: u32 = 15;
const AWNING: u32 = 24;
/// The colours of the emulator's page. In grey, the clay stays dark and the cream light.
const CLAY: &str = "#b8452a";
const CLAY_DEEP: &str = "#93341e";
const CREAM: &str = "#fff6e8";
const INK: &str = "#2c2119";
const SIGN: &str = "'Iowan Old Style', Palatino, 'Book Antiqua', Georgia, 'Noto Serif', serif";
const PLAIN: &str = "Helvetica, Arial, sans-serif";
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
    let (middle, room) = (width / 2, width - 2 * EDGE);
    let mut page = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
         viewBox=\"0 0 {width} {height}\" text-anchor=\"middle\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    draw_awning(&mut page);
    let name = Style { face: SIGN, weight: "bold", fill: INK, size: 17 };
    name.write(&mut page, &shop.name, Area { middle, top: 37, width: room, height: 34 });
    let headline = Style { face: SIGN, weight: "bold", fill: CLAY_DEEP, size: 11 };
    let area = Area { middle, top: 73, width: room, height: 16 };
    headline.write(&mut page, &copy.line(&Line::PosterHeadline, reader), area);
    if let Some(line) = promise(&shop.rules.newest().program, shop) {
        let style = Style { face: PLAIN, weight: "normal", fill: INK, size: 8 };
        let area = Area { middle, top: 91, width: room, height: 24 };
        style.write(&mut page, &copy.line(&line, reader), area);
    }
    page.push_str(&code(&link(shop, copy), ((width - CODE) / 2, CODE_TOP))?);
    let steps = [Line::PosterPoint, Line::PosterSend, Line::PosterSay];
    for (place, line) in (0..).zip(steps) {
        draw_step(&mut page, place, &copy.line(&line, reader));
    }
    let _ = writeln!(page, "<rect y=\"274\" width=\"{width}\" height=\"23\" fill=\"{CLAY}\"/>");
    let style = Style { face: PLAIN, weight: "bold", fill: "#fff", size: 8 };
    let area = Area { middle, top: 278, width: room, height: 12 };
    style.write(&mut page, &copy.line(&Line::PosterNumber { number }, reader), area);
    page.push_str("</svg>\n");
    Ok(page)
}

/// Stripes with a scallop below each, as over a shop's window.
fn draw_awning(page: &mut String) {
    for stripe in 0..STRIPES {
        let (left, fill) = (stripe * STRIPE, if stripe % 2 == 0 { CLAY } else { CREAM });
        let _ = writeln!(
            page,
            "<path d=\"M{left} 0v{AWNING}a7.5 7.5 0 0 0 {STRIPE} 0V0z\" fill=\"{fill}\" stroke=\"{CLAY}\" stroke-width=\".5\"/>"
        );
    }
}

/// One of three columns: its number in a circle, and what to do.
fn draw_step(page: &mut String, place: u32, text: &str) {
    let column = (PAGE.0 - 2 * EDGE) / 3;
    let middle = EDGE + place * column + column / 2;
    let _ = writeln!(page, "<circle cx=\"{middle}\" cy=\"241\" r=\"6\" fill=\"{CLAY}\"/>");
    let number = Style { face: SIGN, weight: "bold", fill: "#fff", size: 8 };
    let area = Area { middle, top: 235, width: column, height: 12 };
    number.write(page, &(place + 1).to_string(), area);
    let style = Style { face: PLAIN, weight: "bold", fill: INK, size: 5 };
    style.write(page, text, Area { middle, top: 250, width: column - 2, height: 15 });
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
    let (modules, side) = (code.size + 2 * QUIET, CODE + 8);
    Ok(format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\" rx=\"7\" fill=\"#fff\" stroke=\"{CLAY}\" \
         stroke-width=\"2\"/>\n\
         <svg x=\"{left}\" y=\"{top}\" width=\"{CODE}\" height=\"{CODE}\" viewBox=\"0 0 {modules} {modules}\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>\n",
        left - 4,
        top - 4
    ))
}

/// How a text looks; `size` in millimetres, or less where it would not fit.
struct Style {
    face: &'static str,
    weight: &'static str,
    fill: &'static str,
    size: u32,
}

/// Where a text stands, in millimetres: around a middle line, from `top` down.
#[derive(Clone, Copy)]
struct Area {
    middle: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Style {
    /// Writes a text on as few lines as its area has room for, of much the same length, in the middle of its height.
    fn write(&self, page: &mut String, text: &str, area: Area) {
        let sizes = (1..=self.size * 10).rev();
        let fitting = sizes.into_iter().find_map(|tenths| Some((tenths, fitted(text, tenths, area)?)));
        let (tenths, lines) = fitting.unwrap_or((1, vec![text.to_owned()]));
        let spare = area.height * 10 - spread(lines.len(), tenths);
        for (place, line) in (0..).zip(lines) {
            let _ = writeln!(
                page,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-family=\"{}\" font-weight=\"{}\" fill=\"{}\">{}</text>",
                area.middle,
                decimal(area.top * 10 + spare / 2 + tenths + place * tenths * 13 / 10),
                decimal(tenths),
                self.face,
                self.weight,
                self.fill,
                escaped(&line)
            );
        }
    }
}

/// What so many lines take of a page's height, in tenths of a millimetre.
fn spread(lines: usize, tenths: u32) -> u32 {
    u32::try_from(lines).unwrap_or(u32::MAX).saturating_mul(tenths * 13 / 10)
}

/// The text in lines at this size (tenths of a millimetre), if they fit into the area.
fn fitted(text: &str, tenths: u32, area: Area) -> Option<Vec<String>> {
    let room = area.width * 1_000 / tenths;
    let lines = wrapped(text, room);
    let fits =
        lines.iter().all(|line| width(line) <= room) && spread(lines.len(), tenths) <= area.height * 10;
    // As narrow as the same number of lines can be: no word is left alone on the last one.
    let mut narrower = (1..=room).step_by(50).map(|room| wrapped(text, room));
    fits.then(|| narrower.find(|tried| tried.len() == lines.len()).unwrap_or(lines))
}

/// The text in lines of at most so much breadth, as long as its pieces allow it.
fn wrapped(text: &str, room: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces(text) {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {piece}")) <= room => {
                line.push(' ');
                line.push_str(&piece);
            }
            _ => lines.push(piece),
        }
    }
    lines
}

/// What no line may break: a figure and its word ("30 pontos"), a word and its short tail ("Banho P.").
fn pieces(text: &str) -> Vec<String> {
    let short = |word: &str| word.chars().filter(|letter| letter.is_alphanumeric()).count() <= 2;
    let mut pieces: Vec<String> = Vec::new();
    let mut before = "";
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let figure = before.ends_with(|letter: char| letter.is_ascii_digit());
        let tail = short(word) && word.ends_with(['.', ',', '!']);
        match pieces.last_mut() {
            Some(piece) if figure || tail || short(before) => {
                piece.push('\u{a0}');
                piece.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
        before = word;
    }
    pieces
}

/// How broad a text may get in whatever bold face the printer has, in hundredths of its size.
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
