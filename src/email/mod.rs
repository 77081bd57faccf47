//! SHELL: e-mail, the second channel. What a letter looks like, and the dialogue with a mail server; whom one goes to, and
//! what becomes of a refusal, is decided elsewhere ([`crate::app::mailer`]).

pub mod letter;
pub mod post;
