//! Pictures: uploaded before they are sent, shown on the page, and read as a camera would read the code on them.

use super::Emulator;
use super::errors::{MetaError, refuse};
use super::graph::{Target, unanswered};
use super::model::Bubble;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::io::Cursor;

/// What Meta takes of a picture (Media, as read 2026-10-04).
const MOST_BYTES: usize = 5 * 1024 * 1024;
const KINDS: [&str; 2] = ["image/jpeg", "image/png"];

/// An uploaded file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Media {
    pub id: String,
    /// The number that it was uploaded for; another one may not send it.
    pub number: String,
    /// Its MIME type.
    pub kind: String,
    pub bytes: Vec<u8>,
}

pub(super) fn router() -> Router<Emulator> {
    Router::new().route("/{version}/{id}/media", post(upload))
}

/// Where the page finds a picture.
pub(super) fn shown() -> Router<Emulator> {
    Router::new().route("/media/{id}", get(show))
}

async fn upload(
    State(emulator): State<Emulator>,
    Path((version, id)): Target,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let asked = emulator.admit(&version, &headers).and_then(|()| emulator.known_number(&id));
    if let Err(error) = asked {
        return emulator.refusal(&error);
    }
    let fault = emulator.next_fault();
    if let Some(code) = fault.refuses() {
        return emulator.refusal(&MetaError::of(code));
    }
    if fault.comes_before() {
        return unanswered(&fault);
    }
    match read(form).await {
        Ok((kind, bytes)) => Json(json!({ "id": emulator.keep_media(&id, kind, bytes) })).into_response(),
        Err(error) => emulator.refusal(&error),
    }
}

/// The fields of an upload, in any order.
async fn read(mut form: Multipart) -> Result<(String, Vec<u8>), MetaError> {
    let (mut product, mut named, mut file) = (String::new(), String::new(), None);
    while let Ok(Some(field)) = form.next_field().await {
        match field.name() {
            Some("messaging_product") => product = field.text().await.unwrap_or_default(),
            Some("type") => named = field.text().await.unwrap_or_default(),
            Some("file") => {
                let kind = field.content_type().unwrap_or("application/octet-stream").to_owned();
                file = field.bytes().await.ok().map(|bytes| (kind, bytes.to_vec()));
            }
            _ => {}
        }
    }
    match file {
        _ if product != "whatsapp" => refuse(100, "The parameter messaging_product is required."),
        None => refuse(100, "The parameter file is required."),
        Some((kind, _)) if kind != named || !KINDS.contains(&kind.as_str()) => {
            refuse(100, format!("Param file must be a file with one of the types {}.", KINDS.join(", ")))
        }
        Some((_, bytes)) if bytes.len() > MOST_BYTES => refuse(131_053, "Media file is too large."),
        Some(media) => Ok(media),
    }
}

async fn show(State(emulator): State<Emulator>, Path(id): Path<String>) -> Response {
    match emulator.media(&id) {
        Some(media) => {
            let headers =
                [(header::CONTENT_TYPE, media.kind), (header::CACHE_CONTROL, "no-store".to_owned())];
            (headers, media.bytes).into_response()
        }
        None => (StatusCode::NOT_FOUND, "there is no such picture").into_response(),
    }
}

impl Emulator {
    fn keep_media(&self, number: &str, kind: String, bytes: Vec<u8>) -> String {
        let mut state = self.state();
        let id = (1_406_000_000_000_000 + state.media.len()).to_string();
        state.media.push(Media { id: id.clone(), number: number.to_owned(), kind, bytes });
        id
    }

    pub(super) fn media(&self, id: &str) -> Option<Media> {
        self.state().media.iter().find(|media| media.id == id).cloned()
    }

    /// Gives a bubble the uploaded picture that it names, and what a camera reads on it.
    pub(super) fn picture(&self, number: &str, bubble: &mut Bubble) -> Result<(), MetaError> {
        let Some(id) = bubble.media.as_ref().and_then(|(_, link)| link.strip_prefix(HERE)) else {
            return Ok(());
        };
        match self.media(id).filter(|media| media.number == number) {
            Some(media) => {
                bubble.reads = seen(&media.bytes);
                Ok(())
            }
            None => refuse(131_009, format!("There is no media with id {id} of this number.")),
        }
    }
}

/// Begins the address of an uploaded picture.
pub(super) const HERE: &str = "/media/";

/// What the QR code on a picture says, if there is one.
fn seen(png: &[u8]) -> Option<String> {
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    let (width, height) = (usize::try_from(frame.width).ok()?, usize::try_from(frame.height).ok()?);
    let samples = frame.line_size / width;
    let shade = |x: usize, y: usize| pixels.get(y * frame.line_size + x * samples).copied().unwrap_or(255);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, shade);
    let codes = picture.detect_grids();
    codes.first().and_then(|code| code.decode().ok()).map(|(_, text)| text)
}
