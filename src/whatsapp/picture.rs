//! The picture of a bubble: a QR code. A stored body says what it leads to; it is drawn and uploaded when the bubble is
//! sent, because what is uploaded ends after thirty days (Media, as read 2026-10-04).

use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use serde_json::{Value, json};

/// Light modules around the code that readers ask for (ISO/IEC 18004).
const QUIET: usize = 4;
/// Pixels of a module's side: sharp on a screen, and little after WhatsApp has compressed it.
const SCALE: usize = 10;

/// The address that the body's picture leads to, if it has one that is not uploaded.
pub fn wanted(body: &Value) -> Option<&str> {
    PLACES.into_iter().find_map(|place| body.pointer(place)?.get("qr")?.as_str())
}

/// Where a picture is described: an image of its own, or the header of a bubble with buttons.
const PLACES: [&str; 2] = ["/image", "/interactive/header/image"];

/// Puts the uploaded picture in its place.
pub fn put(body: &mut Value, id: &str) {
    for place in PLACES {
        let image = body.pointer_mut(place).and_then(Value::as_object_mut);
        if let Some(image) = image.filter(|image| image.contains_key("qr")) {
            image.remove("qr");
            image.insert("id".to_owned(), json!(id));
        }
    }
}

/// The same words without the picture.
pub fn leave_out(body: &mut Value) {
    let caption = body.pointer("/image/caption").cloned();
    let Some(fields) = body.as_object_mut() else { return };
    if let Some(caption) = caption {
        fields.remove("image");
        fields.insert("type".to_owned(), json!("text"));
        fields.insert("text".to_owned(), json!({ "preview_url": false, "body": caption }));
    } else if let Some(interactive) = fields.get_mut("interactive").and_then(Value::as_object_mut) {
        interactive.remove("header");
    }
}

/// The code as a PNG, black on white. `None`: the address is too long for one.
pub fn draw(address: &str) -> Option<Vec<u8>> {
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET;
    let light = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < code.size);
        !inside(y).zip(inside(x)).is_some_and(|(y, x)| code[y][x].value())
    };
    let row = |y: usize| (0..side * SCALE).map(move |x| if light(x / SCALE, y) { 255 } else { 0 });
    let pixels: Vec<u8> = (0..side * SCALE).flat_map(|y| row(y / SCALE)).collect();
    let (mut file, size) = (Vec::new(), u32::try_from(side * SCALE).ok()?);
    let mut encoder = png::Encoder::new(&mut file, size, size);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().ok()?.write_image_data(&pixels).ok()?;
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::said::{Choice, Choices, Said};
    use crate::whatsapp::message::body;

    fn said(choices: Choices) -> Said {
        let picture = Some("https://wa.me/551140000000?text=v%20ABC".to_owned());
        Said { body: "Seu vale".to_owned(), picture, footer: None, choices }
    }

    #[test]
    fn a_picture_is_put_in_its_place_or_left_out_and_the_words_stay() {
        let choice =
            Choice { id: "read.balance".to_owned(), title: "Ver saldo".to_owned(), description: None };
        for (choices, place, words) in [
            (Choices::None, "/image/id", "/image/caption"),
            (Choices::Buttons(vec![choice]), "/interactive/header/image/id", "/interactive/body/text"),
        ] {
            let mut with = body(&said(choices.clone()));
            assert_eq!(wanted(&with), Some("https://wa.me/551140000000?text=v%20ABC"));
            put(&mut with, "77");
            assert_eq!((wanted(&with), with.pointer(place).unwrap()), (None, &json!("77")));
            assert_eq!(with.pointer(words).unwrap(), "Seu vale");
            let mut without = body(&said(choices.clone()));
            leave_out(&mut without);
            assert_eq!(without, body(&Said { picture: None, ..said(choices) }));
        }
        let mut plain = json!({ "type": "text", "text": { "body": "oi" } });
        put(&mut plain, "77");
        assert_eq!((wanted(&plain), &plain["image"]), (None, &Value::Null));
    }

    #[test]
    fn what_is_drawn_is_a_small_png() {
        let file = draw("https://wa.me/551140000000?text=v%20ABC-DEF-GHJK").unwrap();
        assert!(file.starts_with(b"\x89PNG") && file.len() < 8_000, "{} bytes", file.len());
        assert_eq!(draw(&"x".repeat(5_000)), None);
    }
}
