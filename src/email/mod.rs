//! SHELL: e-mail, the second channel. What a letter looks like, the dialogue with a mail server, and the report of one that
//! came back; whom one goes to, and what becomes of a refusal, is decided elsewhere ([`crate::app::mailer`],
//! [`crate::app::office`]).

pub mod letter;
pub mod post;
pub mod returned;
mod status;
