//! Fitting texts into bubbles and titles.

/// How long WhatsApp counts a text: in UTF-16 units.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Lines under each other, in as few texts as hold them.
pub(super) fn pages(lines: &[String], most: usize) -> Vec<String> {
    let mut pages: Vec<String> = vec![String::new()];
    for line in lines {
        match pages.last_mut() {
            Some(page) if page.is_empty() || units(page) + 1 + units(line) <= most => {
                page.push_str(if page.is_empty() { "" } else { "\n" });
                page.push_str(line);
            }
            _ => pages.push(line.clone()),
        }
    }
    pages.iter().map(|page| shorten(page.trim_matches('\n'), most)).collect()
}

/// Cuts what would not fit, visibly. The check at start keeps the copy within the limits; only what people
/// themselves wrote can get this far.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    let mut room = most - 1;
    let fits = |letter: &char| {
        let fits = letter.len_utf16() <= room;
        room -= letter.len_utf16().min(room);
        fits
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.push('…');
    short
}
