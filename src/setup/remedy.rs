//! Faults in words: what was read, what is wrong, and what to click or run.

use super::Verdict;
use crate::whatsapp::manage::ManageError;
use crate::whatsapp::probe::{Fault, SLOW};

/// Where Meta's Graph API is.
const META: &str = "https://graph.facebook.com";

/// Places of Meta's, by the names they carry there.
pub const DASHBOARD: &str = "developers.facebook.com/apps → your app";
pub const BUSINESS: &str = "business.facebook.com/settings";
pub const MANAGER: &str = "business.facebook.com/wa/manage";

pub const NEW_TOKEN: &str = "business.facebook.com/settings → System users → Generate new token: your app, expiration \
                             Never, whatsapp_business_management and whatsapp_business_messaging";
pub const APP_SECRET: &str = "copy it from developers.facebook.com/apps → your app → App settings → Basic";

/// What a failed call means, whatever it was for.
pub fn of(error: &ManageError) -> Verdict {
    let what = error.to_string();
    let remedy = match error {
        ManageError::Unreachable { at, why } => away(at, why).to_owned(),
        ManageError::Strange(_) => {
            "look at whatsapp.api and whatsapp.version of the configuration: something that is not Meta's Graph API \
             answered (another port? https instead of http?); fregues setup --api ADDRESS sets the address"
                .to_owned()
        }
        ManageError::Refused(error) => match error.code {
            0 | 104 | 190 | 2_500 => NEW_TOKEN.to_owned(),
            3 | 10 | 200..=299 => format!("the token may not do this: assign the app and the WhatsApp account to the system user. {NEW_TOKEN}"),
            33 | 100 => format!("compare the ids with {DASHBOARD} → WhatsApp → API Setup, and that the system user was given that account"),
            4 | 80_007 => "Meta limits how often this may be asked; wait an hour".to_owned(),
            368 | 131_031 => format!("the account is restricted: {MANAGER} → Account quality shows why and takes an appeal"),
            2_200 => "Meta could not reach the callback: look at the line of the public address".to_owned(),
            133_005 => "that is not the number's PIN; it is changed in business.facebook.com/wa/manage → Phone \
                        numbers → Two-step verification"
                .to_owned(),
            133_006 => format!("verify the number first, by SMS or call: {MANAGER} → Phone numbers"),
            133_008 | 133_009 => "the PIN was tried too often; wait a few minutes".to_owned(),
            133_015 => "the number was deregistered a moment ago; wait five minutes".to_owned(),
            133_016 => "registered or deregistered too often; Meta allows ten times in 72 hours, so wait".to_owned(),
            _ => "if it stays, look the code up in Meta's list of Cloud API error codes".to_owned(),
        },
    };
    let setup = matches!(error.code(), Some(0 | 3 | 10 | 104 | 190 | 200..=299 | 2_500));
    Verdict::Bad { what, remedy, setup }
}

/// What to look at where nobody answered: on the way to Meta, or at the address of what stands in for it.
fn away(at: &str, why: &str) -> &'static str {
    let plain = ["corrupt message", "InvalidContentType"].iter().any(|words| why.contains(words));
    match at {
        META => "look at this machine's way to the internet and at metastatus.com, then try again",
        _ if plain => {
            "what listens there speaks http and not https: fregues setup --api http://… sets whatsapp.api anew"
        }
        _ => {
            "see that something listens there, and compare scheme and port with what fregues emulator prints; fregues \
             setup --api ADDRESS sets whatsapp.api anew"
        }
    }
}

/// What keeps our address from being reached.
pub fn of_probe(fault: &Fault, callback: &str) -> Verdict {
    let proxy = "the proxy or tunnel in front of fregues";
    let (what, remedy) = match fault {
        Fault::Address(why) => {
            (format!("{callback} is no address for Meta: {why}"), "use https://your.host".to_owned())
        }
        Fault::Name(why) => (
            format!("the name in {callback} leads nowhere ({why})"),
            "set its DNS record to this machine or to the tunnel, and wait until it is known".to_owned(),
        ),
        Fault::Refused(why) => (
            format!("nothing answers at {callback} ({why})"),
            format!("start fregues serve and {proxy}, and open its port in the firewall"),
        ),
        Fault::Tls(why) => (
            format!("the certificate of {callback} is not accepted ({why})"),
            "use one of a public authority with its whole chain (Caddy gets it by itself); Meta refuses self-signed \
             ones"
                .to_owned(),
        ),
        Fault::Silent(why) => (
            format!("{callback} does not answer in time ({why})"),
            format!("look at the firewall, and that {proxy} passes requests on"),
        ),
        Fault::Broken(why) => {
            (format!("the connection to {callback} broke off ({why})"), format!("look at the log of {proxy}"))
        }
        Fault::Moved(status, to) => (
            format!("{callback} answers {status} and sends callers to {to:?}; Meta does not follow"),
            "set server.public_url to where it leads, without a redirect".to_owned(),
        ),
        Fault::NotFound => (
            format!("{callback} answers 404: something is there, but not the webhook"),
            format!("let {proxy} pass the path /webhook on to the service, unchanged"),
        ),
        Fault::Gateway(status) => (
            format!("{callback} answers {status}: the proxy does not reach the service"),
            "start fregues serve, and point the proxy at server.listen".to_owned(),
        ),
        Fault::Forbidden => (
            format!("{callback} answers 403 to the challenge"),
            "the service there has another verify token, or a wall in front asks for a password: let /webhook through"
                .to_owned(),
        ),
        Fault::OtherBody => (
            format!("{callback} answers with something else than the challenge"),
            format!("another program or a page of {proxy} answers there: pass /webhook on, unchanged"),
        ),
        Fault::OtherSecret => (
            format!("{callback} answers 401: it does not accept our signature"),
            "the service there runs with another app secret: restart it with this configuration".to_owned(),
        ),
        Fault::TooLarge => (
            format!("{callback} answers 413 even to a short message"),
            format!("let {proxy} take bodies of 4 MB (nginx: client_max_body_size 4m)"),
        ),
        Fault::Status(status) => {
            (format!("{callback} answers {status}"), format!("look at the log of {proxy} and of the service"))
        }
        Fault::Slow(took) => (
            format!("{callback} takes {} ms, and above {} Meta repeats messages", took.as_millis(), SLOW.as_millis()),
            "use a faster disk or machine, or one nearer to the database".to_owned(),
        ),
    };
    Verdict::bad(what, remedy)
}
