//! A letter that came back: what mail servers report to its return path when it did not arrive (RFC 3464). Whose it was is
//! said by the link that every letter bears: it is sealed, so that nobody stops another one's letters by a forged report.

use super::status::{is_nobody, status};
use crate::domain::email::Email;
use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders};
use serde::{Deserialize, Serialize};

/// A report, as far as it is about a letter of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// The link that stops it.
    pub leave: String,
    /// What stands before the @ of its `Message-ID`, as whoever passed it on left it.
    pub id: String,
    pub failures: Vec<Failure>,
}

/// For whom it did not arrive, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub address: Email,
    /// RFC 3463.
    pub status: String,
    /// The address leads to nobody.
    pub nobody: bool,
}

impl Returned {
    /// Reads a mail. What is no report of a letter of ours that failed is a sentence.
    pub fn read(mail: &[u8]) -> Result<Returned, String> {
        let report = MessageParser::default().parse(mail).ok_or("This is no mail.")?;
        let part = |kind: &str, subtype: &str| {
            let is = |part: &&MessagePart<'_>| part.is_content_type(kind, subtype);
            report.parts.iter().find(is)
        };
        let statuses =
            part("message", "delivery-status").or_else(|| part("message", "global-delivery-status"));
        let statuses = statuses.ok_or(
            "This is no report of mail that did not arrive (RFC 3464: it would hold a part message/delivery-status).",
        )?;
        let failures: Vec<Failure> =
            fields(statuses.contents()).filter_map(|fields| failure(&fields)).collect();
        if failures.is_empty() {
            return Err("It reports nothing that failed for good: what is late is still tried.".to_owned());
        }
        let headers = part("text", "rfc822-headers").or_else(|| part("message", "global-headers"));
        let headers = headers.and_then(|part| headers_of(part.contents()));
        let whole = || report.parts.iter().find_map(MessagePart::message);
        let letter = headers.as_ref().or_else(whole);
        let letter = letter
            .ok_or("It does not hold the headers of what it is about, so nobody knows whose it was.")?;
        let leave = letter.header_raw(HeaderName::ListUnsubscribe).unwrap_or_default();
        let leave = leave.chars().filter(|c| !c.is_whitespace() && !"<>".contains(*c)).collect();
        let id = letter.message_id().and_then(|id| id.split('@').next()).unwrap_or_default().to_owned();
        Ok(Returned { leave, id, failures })
    }
}

fn headers_of(text: &[u8]) -> Option<Message<'_>> {
    MessageParser::default().parse_headers(text)
}

/// Groups of fields, parted by empty lines: the first is about the report, each other about somebody it is for.
fn fields(text: &[u8]) -> impl Iterator<Item = Message<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        let end = rest.windows(2).position(|pair| pair == b"\n\n");
        let marked = rest.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.into_iter().chain(marked).min().unwrap_or(rest.len());
        let (group, after) = rest.split_at(end);
        rest = after;
        (!group.is_empty()).then_some(group)
    })
    .filter_map(headers_of)
}

fn failure(fields: &Message<'_>) -> Option<Failure> {
    let field = |name: &str| fields.header_raw(name).unwrap_or_default().trim().to_owned();
    let first = |text: &str| text.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    if first(&field("Action")) != "failed" {
        return None;
    }
    // `rfc822; ana@exemplo.example`, with or without brackets.
    let recipient = field("Final-Recipient");
    let address = recipient.split_once(';').map_or(recipient.as_str(), |(_, address)| address);
    let address = Email::canonical(address.trim().trim_matches(['<', '>']))?;
    let said = first(&field("Status"));
    // Many say the general thing there and what it was in the words of the server.
    let said = if said.is_empty() || said.ends_with(".0.0") {
        status(&field("Diagnostic-Code")).map_or(said, str::to_owned)
    } else {
        said
    };
    Some(Failure { address, nobody: is_nobody(&said) || said == "5.4.4", status: said })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report about one recipient, with the letter's headers in a part of this kind.
    fn report(recipient: &str, kind: &str) -> String {
        let text = format!(
            "From: MAILER-DAEMON@mx.example\nTo: volta@aurora.example\nSubject: Undelivered\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n\
             --b1\nContent-Type: text/plain\n\nIt did not arrive.\n\n\
             --b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{recipient}\n\n\
             --b1\nContent-Type: {kind}\n\nMessage-ID: <1.17@aurora.example>\nSubject: Sua compra\n\
             List-Unsubscribe:\n <https://clube.example/u/1.2.abc>\n\nOi\n\n--b1--\n"
        );
        text.replace('\n', "\r\n")
    }

    fn read(recipient: &str) -> Result<Vec<(String, String, bool)>, String> {
        let read = Returned::read(report(recipient, "text/rfc822-headers").as_bytes())?;
        let told = |failure: Failure| (failure.address.as_str().to_owned(), failure.status, failure.nobody);
        Ok(read.failures.into_iter().map(told).collect())
    }

    #[test]
    fn a_report_says_which_letter_it_is_about_however_it_holds_it() {
        for kind in ["text/rfc822-headers", "message/rfc822", "message/global-headers", "message/global"] {
            for lines in ["\r\n", "\n"] {
                let recipient = "Final-Recipient: rfc822; ana@exemplo.example\nAction: failed\nStatus: 5.1.1";
                let read = Returned::read(report(recipient, kind).replace("\r\n", lines).as_bytes()).unwrap();
                assert_eq!(
                    (read.leave.as_str(), read.id.as_str()),
                    ("https://clube.example/u/1.2.abc", "1.17"),
                    "{kind}"
                );
                assert_eq!(read.failures.len(), 1, "{kind}");
            }
        }
    }

    #[test]
    fn the_finest_status_decides_whether_an_address_leads_to_nobody() {
        for (said, status, nobody) in [
            ("Status: 5.1.1", "5.1.1", true),
            ("status: 5.1.10 (no such recipient)", "5.1.10", true),
            ("Status: 5.4.4\nDiagnostic-Code: X-Postfix; Host not found", "5.4.4", true),
            (
                "Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1\n <ana@exemplo.example> unknown",
                "5.1.1",
                true,
            ),
            ("Status: 5.0.0\nDiagnostic-Code: smtp; 554 no", "5.0.0", false),
            ("Status: 5.2.2", "5.2.2", false),
            ("Status: 5.7.1\nDiagnostic-Code: smtp; 550 5.1.1 looks like spam", "5.7.1", false),
            ("Status: 4.4.7", "4.4.7", false),
        ] {
            let recipient =
                format!("Final-Recipient: rfc822;<Ana@Exemplo.example>\r\nAction: Failed\n{said}");
            let expected = ("ana@exemplo.example".to_owned(), status.to_owned(), nobody);
            assert_eq!(read(&recipient), Ok(vec![expected]), "{said}");
        }
        let two = "Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 4.4.1\n\n\
                   Final-Recipient: rfc822; c@d.example\nAction: failed\nStatus: 5.1.2";
        assert_eq!(read(two), Ok(vec![("c@d.example".to_owned(), "5.1.2".to_owned(), true)]));
    }

    #[test]
    fn what_is_no_report_of_a_failed_letter_is_told_as_what_it_is() {
        let ana = "Final-Recipient: rfc822; ana@exemplo.example\nAction: ";
        for (mail, says) in [
            (String::new(), "no mail"),
            ("From: ana@exemplo.example\r\nSubject: Oi\r\n\r\nObrigada!\r\n".to_owned(), "no report"),
            (report(&format!("{ana}delayed\nStatus: 4.4.1"), "message/rfc822"), "still tried"),
            (report(&format!("{ana}delivered\nStatus: 2.0.0"), "message/rfc822"), "still tried"),
            (report(&format!("{ana}failed\nStatus: 5.1.1"), "text/plain"), "headers"),
        ] {
            let why = Returned::read(mail.as_bytes()).unwrap_err();
            assert!(why.contains(says), "{mail}: {why}");
        }
    }
}
