//! The dialogue with a mail server, and what its end means.

use super::status::{is_nobody, status};
use crate::domain::email::Email;
use crate::email::letter::Letter;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::fmt;
use std::time::Duration;

/// How long one answer of the server may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The port on which TLS comes first (RFC 8314); on others it is asked for.
const TLS_FIRST: u16 = 465;
/// Refusals that are about ourselves: authentication, and what it takes to be let in.
const OURS: [u16; 5] = [530, 534, 535, 538, 503];
/// Refusals that say that an address is none, or takes nothing any more.
const NO_SUCH: [u16; 4] = [550, 551, 553, 556];

/// How mail leaves.
#[derive(Debug, Clone)]
pub struct Server {
    pub host: String,
    pub port: u16,
    /// Name and password, where it asks for them.
    pub login: Option<(String, String)>,
    /// Without TLS only on this machine.
    pub tls: bool,
    pub from: Email,
    /// Where mail servers report what did not arrive.
    pub return_path: Email,
}

/// A mail server, the address we write from, and the one that reports come to.
#[derive(Clone)]
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Email,
    return_path: Email,
}

/// How a dialogue ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    /// Nothing was taken; later it may be.
    Later(String),
    /// Nothing was taken, nor would any other letter be.
    Closed(Closed),
    /// Never; `bounced`: because of the address itself.
    Refused {
        reason: String,
        bounced: bool,
    },
    /// It broke off: the letter may have been taken or not.
    Unknown(String),
}

/// Why a mail server takes no letter of ours, whomever it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    Unreachable,
    /// It does not take our name and password, or wants them, under this code.
    Login(u16),
    /// It asks for no name and password, and we have them.
    NoLogin,
    /// It passes nothing on for us, whomever it is for, under this code.
    NoRelay(u16),
    /// It lets nobody in, under this code.
    Busy(u16),
}

impl Closed {
    /// What a person can do.
    pub const fn remedy(self) -> &'static str {
        match self {
            Closed::Unreachable => {
                "look at host, port and tls under [email] in the configuration, and at whether this machine may \
                 connect there; it is tried again by itself"
            }
            Closed::Login(_) => {
                "set user and password right under [email] in the configuration and start the service again, or \
                 let the account in again at your mail provider"
            }
            Closed::NoLogin => {
                "set port and tls under [email] in the configuration to those of your account, or leave user and \
                 password empty, and start the service again"
            }
            Closed::NoRelay(_) => {
                "set user, password and from under [email] in the configuration to those of your account (most \
                 servers pass mail on only for who signs in) and start the service again"
            }
            Closed::Busy(_) => "it is tried again by itself; if it stays so, ask your mail provider why",
        }
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Closed::Unreachable => f.write_str("the mail server cannot be reached"),
            Closed::Login(code) => {
                write!(f, "the mail server refuses our name and password (it answered {code})")
            }
            Closed::NoLogin => f.write_str("the mail server takes no name and password here"),
            Closed::NoRelay(code) => {
                write!(f, "the mail server passes nothing on for us (it answered {code})")
            }
            Closed::Busy(code) => write!(f, "the mail server lets nobody in (it answered {code})"),
        }
    }
}

impl Post {
    /// A fault is a sentence.
    pub fn new(server: &Server) -> Result<Post, String> {
        let parameters = || {
            let made = TlsParameters::new(server.host.clone());
            made.map_err(|fault| format!("TLS cannot be used: {fault}"))
        };
        let tls = match (server.tls, server.port) {
            (false, _) => Tls::None,
            (true, TLS_FIRST) => Tls::Wrapper(parameters()?),
            (true, _) => Tls::Required(parameters()?),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
            .port(server.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((name, password)) = server.login.clone() {
            transport = transport.credentials(Credentials::new(name, password));
        }
        let (from, return_path) = (server.from.clone(), server.return_path.clone());
        Ok(Post { transport: transport.build(), from, return_path })
    }

    pub const fn from(&self) -> &Email {
        &self.from
    }

    pub const fn return_path(&self) -> &Email {
        &self.return_path
    }

    pub async fn send(&self, letter: &Letter) -> Outcome {
        let message = match letter.message() {
            Ok(message) => message,
            Err(reason) => return Outcome::Refused { reason, bounced: false },
        };
        // Nothing is in doubt before the server has greeted us and let us in.
        if let Err(error) = self.transport.test_connection().await {
            return Outcome::Closed(match error.status().map(u16::from) {
                Some(code) if OURS.contains(&code) => Closed::Login(code),
                Some(code) => Closed::Busy(code),
                None if error.is_client() => Closed::NoLogin,
                None => Closed::Unreachable,
            });
        }
        match self.transport.send(message).await {
            Ok(_) => Outcome::Sent,
            Err(error) => judge(&error),
        }
    }
}

/// What an error means. Its text may name the address, so of an answer only the code is told on.
fn judge(error: &Error) -> Outcome {
    if let Some(code) = error.status() {
        return of_code(code.into(), &error.to_string());
    }
    // The server is not there, or cannot be trusted: nothing was said yet. (The library tells this kind only by its words.)
    let before =
        error.is_tls() || error.is_transport_shutdown() || error.to_string().starts_with("Connection");
    if before {
        return Outcome::Closed(Closed::Unreachable);
    }
    Outcome::Unknown("the mail server broke off".to_owned())
}

/// `said`: the answer of the server, with its enhanced status (RFC 3463) where it gives one.
fn of_code(code: u16, said: &str) -> Outcome {
    let reason = format!("the mail server answered {code}");
    let status = status(said);
    match code {
        400..=499 => Outcome::Later(reason),
        code if OURS.contains(&code) => Outcome::Closed(Closed::Login(code)),
        // Said of every letter alike, and before one is taken: nothing is wrong with this one.
        code if relays_nothing(said) => Outcome::Closed(Closed::NoRelay(code)),
        // 5.4: the way there, or how much we may send a day.
        _ if status.is_some_and(|status| status.starts_with("5.4.")) => Outcome::Later(reason),
        code => {
            Outcome::Refused { reason, bounced: NO_SUCH.contains(&code) && status.is_some_and(is_nobody) }
        }
    }
}

/// The usual words for it: there is no code of its own.
fn relays_nothing(said: &str) -> bool {
    let said = said.to_ascii_lowercase();
    [
        "relay access denied",
        "relaying denied",
        "relay not permitted",
        "unable to relay",
        "not permitted to relay",
    ]
    .iter()
    .any(|words| said.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_means_follows_from_its_code() {
        for (code, said, means) in [
            (451, "try again", "later"),
            (421, "too many connections", "later"),
            (535, "5.7.8 authentication failed", "closed"),
            (530, "5.7.0 authentication required", "closed"),
            (550, "5.1.1 no such user", "bounced"),
            (550, "5.7.1 looks like spam", "refused"),
            (550, "5.7.1 Relaying denied", "closed"),
            (554, "5.7.1 <a@b.example>: Relay access denied", "closed"),
            (550, "5.4.5 Daily user sending limit exceeded", "later"),
            (553, "Sender is not allowed", "refused"),
            (552, "mailbox full", "refused"),
            (554, "no", "refused"),
        ] {
            let found = match of_code(code, said) {
                Outcome::Later(_) => "later",
                Outcome::Closed(_) => "closed",
                Outcome::Refused { bounced: true, .. } => "bounced",
                Outcome::Refused { .. } => "refused",
                Outcome::Sent | Outcome::Unknown(_) => "",
            };
            assert_eq!(found, means, "{code} {said}");
        }
    }
}
