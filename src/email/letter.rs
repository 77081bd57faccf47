//! A letter: what was said in the chat with a greeting before it and below it who writes, why, and how to stop it. As text
//! and as HTML, of the same words; the markup of the chat becomes that of the page.

use crate::domain::email::Email;
use crate::domain::lang::Lang;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use serde::{Deserialize, Serialize};
use std::time::{Duration, SystemTime};

/// What is said, as it is kept until it is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub lang: Lang,
    pub subject: String,
    pub greeting: String,
    /// Paragraphs, with the markup of the chat.
    pub body: String,
    /// Who writes, and why.
    pub footer: String,
    /// The words of the link that stops it.
    pub leave: String,
}

/// A letter on its way.
#[derive(Debug, Clone)]
pub struct Letter {
    pub words: Words,
    /// The shop, as it signs.
    pub from_name: String,
    pub from: Email,
    pub to: Email,
    /// Where mail servers report that it did not arrive.
    pub return_path: Email,
    /// What stands before the @ of its `Message-ID`: the same whenever it is sent.
    pub id: String,
    /// When it was decided, ms UTC.
    pub at: i64,
    /// Where it is stopped (RFC 8058).
    pub leave: String,
}

impl Letter {
    /// With its headers; a fault is a sentence.
    pub fn message(&self) -> Result<Message, String> {
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(self.at.unsigned_abs());
        let domain = self.from.as_str().rsplit('@').next().unwrap_or_default();
        let envelope = Envelope::new(Some(address(&self.return_path)?), vec![address(&self.to)?])
            .map_err(|fault| format!("the envelope cannot be written: {fault}"))?;
        let mut message = Message::builder()
            .envelope(envelope)
            .from(Mailbox::new(Some(self.from_name.clone()), address(&self.from)?))
            .to(Mailbox::new(None, address(&self.to)?))
            .subject(self.words.subject.clone())
            .date(at)
            .message_id(Some(format!("<{}@{domain}>", self.id)));
        for (name, value) in [
            ("List-Unsubscribe", format!("<{}>", self.leave)),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
            ("Auto-Submitted", "auto-generated".to_owned()),
        ] {
            // An address must not be folded or encoded: programs read it as it stands.
            let name = HeaderName::new_from_ascii_str(name);
            message = message.raw_header(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value));
        }
        let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(self.text());
        let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(self.html());
        let both = MultiPart::alternative().singlepart(text).singlepart(html);
        message.multipart(both).map_err(|fault| format!("the letter cannot be written: {fault}"))
    }

    pub fn text(&self) -> String {
        let Words { greeting, body, footer, leave, .. } = &self.words;
        let body = body.replace('*', "");
        format!("{greeting}\n\n{body}\n\n-- \n{footer}\n{leave}: {}\n", self.leave)
    }

    pub fn html(&self) -> String {
        let Words { lang, subject, greeting, body, footer, leave } = &self.words;
        let paragraphs = body.split("\n\n").map(|text| format!("<p>{}</p>\n", marked(text)));
        let paragraphs = paragraphs.collect::<Vec<_>>().concat();
        let mut page = include_str!("letter.html").to_owned();
        for (place, text) in [
            ("{lang}", lang.tag().to_owned()),
            ("{subject}", escaped(subject)),
            ("{shop}", escaped(&self.from_name)),
            ("{greeting}", escaped(greeting)),
            ("{link}", escaped(&self.leave)),
            ("{leave}", escaped(leave)),
            ("{footer}", escaped(footer)),
            // Last: nothing that people wrote is looked through for places.
            ("{body}", paragraphs),
        ] {
            page = page.replacen(place, &text.replace('{', "&#123;"), 9);
        }
        page
    }
}

fn address(email: &Email) -> Result<Address, String> {
    email.as_str().parse().map_err(|fault| format!("the address cannot be written: {fault}"))
}

/// Text that says in HTML what it says.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A paragraph: `*strong*`, links, and lines as lines.
fn marked(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let pieces: Vec<&str> = line.split('*').collect();
        // An odd number of stars marks nothing.
        if pieces.len().is_multiple_of(2) {
            return linked(line);
        }
        let strong = |(place, piece): (usize, &&str)| {
            let piece = linked(piece);
            if place % 2 == 1 { format!("<strong>{piece}</strong>") } else { piece }
        };
        pieces.iter().enumerate().map(strong).collect()
    });
    lines.collect::<Vec<String>>().join("<br>\n")
}

fn linked(text: &str) -> String {
    let word = |word: &str| {
        let safe = escaped(word);
        let link = word.starts_with("https://");
        if link { format!("<a href=\"{safe}\">{safe}</a>") } else { safe }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(body: &str) -> Letter {
        let email = |text| Email::canonical(text).unwrap();
        Letter {
            words: Words {
                lang: Lang::PtBr,
                subject: "Sua compra na Aurora Joias — R$ 500,00".to_owned(),
                greeting: "Olá, Marta!".to_owned(),
                body: body.to_owned(),
                footer: "Aurora Joias <escreve>".to_owned(),
                leave: "Sair".to_owned(),
            },
            from_name: "Aurora \"Joias\"".to_owned(),
            from: email("clube@aurora.example"),
            to: email("marta@joias.example"),
            return_path: email("volta@aurora.example"),
            id: "1.17".to_owned(),
            at: 1_795_273_200_000,
            leave: "https://clube.example/u/1.2.abc".to_owned(),
        }
    }

    #[test]
    fn the_markup_of_the_chat_becomes_that_of_the_page_and_nothing_else_does() {
        for (said, shown) in [
            ("*500* pontos\nSaldo", "<p><strong>500</strong> pontos<br>\nSaldo</p>"),
            ("2 * 3 <b>&", "<p>2 * 3 &lt;b&gt;&amp;</p>"),
            ("https://wa.me/5511?a=1&b='", "<p><a href=\"https://wa.me/5511?a=1&amp;b=&#39;\">"),
            ("javascript:x {link} {body}", "<p>javascript:x &#123;link} &#123;body}</p>"),
            ("um\n\ndois", "<p>um</p>\n<p>dois</p>"),
        ] {
            let html = letter(said).html();
            assert!(html.contains(shown), "{said}: {html}");
        }
        let html = letter("x").html();
        assert!(html.contains("Aurora Joias &lt;escreve&gt;") && html.contains("lang=\"pt-BR\""));
        assert!(letter("*500* pontos").text().contains("500 pontos\n\n-- \nAurora Joias"));
    }

    #[test]
    fn a_letter_bears_the_headers_that_stop_it_and_is_the_same_whenever_it_is_written() {
        let written = || String::from_utf8(letter("x").message().unwrap().formatted()).unwrap();
        let text = written();
        for line in [
            "List-Unsubscribe: <https://clube.example/u/1.2.abc>\r\n",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Message-ID: <1.17@aurora.example>\r\n",
            "Date: Sat, 21 Nov 2026 15:00:00 +0000\r\n",
            "To: marta@joias.example\r\n",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
        let headers = |text: &str| text.split("boundary").next().map(str::to_owned);
        assert_eq!(headers(&written()), headers(&text));
    }
}
