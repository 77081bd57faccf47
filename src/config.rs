//! Configuration: one file, overridden by the environment. Every refusal is a sentence; secrets are never
//! printed.

mod sources;

use crate::app::seal::Seal;
use crate::app::words::Words as Spoken;
use crate::domain::email::Email as Address;
use crate::email::post::{Post, Server as MailServer};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// Where the configuration is looked for when no other place is named.
pub const FILE: &str = "fregues.toml";

/// The commented file that `fregues init` writes.
pub const EXAMPLE: &str = include_str!("../fregues.example.toml");

/// The example with a key of its own, unless the environment has one; `None` when the system gives no randomness.
pub fn fresh() -> Option<String> {
    if from_environment("database", "key").is_some() {
        return Some(EXAMPLE.to_owned());
    }
    let key = Seal::fresh_key()?;
    Some(EXAMPLE.replacen("\nkey = \"\" ", &format!("\nkey = \"{key}\" "), 1))
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub whatsapp: WhatsApp,
    pub hooks: Hooks,
    pub meter: Meter,
    pub email: Email,
    pub words: Words,
    pub log: Log,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: String,
    pub public_url: String,
    /// Empty: no office.
    pub office: String,
    pub office_public: bool,
}

impl Server {
    /// The address that Meta calls; empty until the public one is known.
    pub fn callback(&self) -> String {
        let base = self.public_url.trim_end_matches('/');
        if base.is_empty() { String::new() } else { format!("{base}/webhook") }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: Secret,
    pub connections: u32,
    pub key: Secret,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhatsApp {
    pub api: String,
    pub version: String,
    pub app_id: String,
    pub token: Secret,
    pub app_secret: Secret,
    pub app_secret_previous: Secret,
    pub verify_token: Secret,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hooks {
    /// Whether webhooks may go to addresses of this machine and its network, and without TLS.
    pub private: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meter {
    /// Reais for one unit of the rate cards' currency, as decimal text.
    pub reais_per_unit: Decimal,
}

/// How mail leaves; without a host it does not.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Email {
    pub host: String,
    pub port: u16,
    pub user: String,
    pub password: Secret,
    pub from: String,
    /// Empty: what writes is told.
    pub return_path: String,
    pub tls: bool,
}

/// What a shop or a translator changed of what is heard and said.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Empty: everything as it ships.
    pub folder: String,
}

impl Words {
    /// What is wrong with the files of the folder, as the service would refuse them.
    fn faults(&self) -> Vec<String> {
        let faults = self.folder().and_then(|folder| Spoken::of(Some(&folder)).err()).unwrap_or_default();
        faults.into_iter().map(|fault| format!("words.folder: {fault}")).collect()
    }

    /// The folder, where there is one.
    pub fn folder(&self) -> Option<PathBuf> {
        (!self.folder.is_empty()).then(|| PathBuf::from(&self.folder))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

/// A text that is never shown: it has no `Display`, and `Debug` says only whether it is set.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(empty)" } else { "(set)" })
    }
}

impl Config {
    /// Defaults, then the file (when there is one), then the environment.
    pub fn load(file: Option<&Path>) -> Result<Config, Vec<String>> {
        let mut table = sources::defaults()?;
        let default = Path::new(FILE);
        let path = file.or_else(|| default.exists().then_some(default));
        let mut faults = Vec::new();
        if let Some(path) = path {
            let text = std::fs::read_to_string(path)
                .map_err(|fault| vec![format!("{} cannot be read: {fault}", path.display())])?;
            faults.extend(sources::file(&mut table, &path.display().to_string(), &text));
        }
        faults.extend(sources::environment(&mut table, &names(), &|name| environment_variable(name)));
        if !faults.is_empty() {
            return Err(faults);
        }
        Config::deserialize(toml::Value::Table(table)).map_err(|fault| vec![fault.to_string()])
    }

    /// What keeps the service from starting, all at once.
    pub fn faults(&self) -> Vec<String> {
        let needed = [
            ("whatsapp.app_secret", &self.whatsapp.app_secret, "without it anybody could send us messages"),
            ("whatsapp.token", &self.whatsapp.token, "without it no answer can be sent"),
            (
                "whatsapp.verify_token",
                &self.whatsapp.verify_token,
                "Meta asks for it when the webhook is set up",
            ),
        ];
        let empty = needed.iter().filter(|(_, secret, _)| secret.reveal().trim().is_empty());
        let mut faults: Vec<String> = empty.map(|(key, _, why)| format!("{key} is empty: {why}.")).collect();
        if self.server.listen.parse::<std::net::SocketAddr>().is_err() {
            faults.push(format!(
                "server.listen is {:?}; it must be an address such as 127.0.0.1:8080.",
                self.server.listen
            ));
        }
        faults.extend(self.office_fault());
        faults.extend(self.post().err());
        faults.extend(self.seal().err().map(|fault| fault.to_string()));
        faults.extend(self.words.faults());
        let url = self.database.url.reveal();
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|start| url.starts_with(start)) {
            faults.push("database.url must begin with sqlite: or postgres://.".to_owned());
        }
        faults
    }

    /// What opens and closes the tokens that merchants have of their own; `None` when no key is set.
    pub fn seal(&self) -> anyhow::Result<Option<Seal>> {
        Seal::new(self.database.key.reveal()).map_err(|fault| anyhow::anyhow!("database.key: {fault}."))
    }

    /// What codes and links are drawn from, and what those of before were. The key of the database stays when the app
    /// secret changes, and whoever moves takes it along; without one there is only the app secret.
    pub fn seeds(&self) -> (Vec<u8>, Vec<Vec<u8>>) {
        let whatsapp = &self.whatsapp;
        let secrets = [&self.database.key, &whatsapp.app_secret, &whatsapp.app_secret_previous];
        let mut seeds = secrets
            .into_iter()
            .map(|secret| secret.reveal().trim().as_bytes().to_vec())
            .filter(|seed| !seed.is_empty());
        (seeds.next().unwrap_or_default(), seeds.collect())
    }

    /// The mail server; `None` where none is configured. A fault is a sentence.
    pub fn post(&self) -> Result<Option<Post>, String> {
        let Email { host, port, user, password, from, return_path, tls } = &self.email;
        if host.is_empty() {
            return Ok(None);
        }
        let address = |name: &str, typed: &str| {
            let example = "it must be an address such as clube@loja.example.";
            Address::canonical(typed).ok_or_else(|| format!("email.{name} is {typed:?}; {example}"))
        };
        let from = address("from", from)?;
        let return_path =
            if return_path.is_empty() { from.clone() } else { address("return_path", return_path)? };
        let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if !tls && !here {
            return Err(format!(
                "email.tls is false and {host} is another machine: names and purchases would be readable on the way. Set it \
                 to true."
            ));
        }
        // A mail server on this machine hands on to the world as well.
        let url = &self.server.public_url;
        let own = ["http://127.0.0.1", "http://localhost"].iter().any(|own| url.starts_with(own));
        let reached = url.starts_with("https://") || (here && own);
        if !reached {
            return Err("server.public_url must begin with https:// where mail is sent: the link that stops it leads \
                        there."
                .to_owned());
        }
        let login = (!user.is_empty()).then(|| (user.clone(), password.reveal().to_owned()));
        let (host, port, tls) = (host.clone(), *port, *tls);
        let server = MailServer { host, port, login, tls, from, return_path };
        Post::new(&server).map(Some).map_err(|fault| format!("email: {fault}."))
    }

    fn office_fault(&self) -> Option<String> {
        let office = &self.server.office;
        match office.parse::<std::net::SocketAddr>() {
            _ if office.is_empty() => None,
            Err(_) => Some(format!(
                "server.office is {office:?}; it must be an address such as 127.0.0.1:8081, or empty."
            )),
            Ok(address) if address.ip().is_loopback() || self.server.office_public => None,
            Ok(_) => Some(format!(
                "server.office is {office}, which other machines can reach: it would show them its figures, and take \
                 orders from whoever learns the app secret. Use 127.0.0.1, or set server.office_public = true where \
                 the network is your own, as in a container."
            )),
        }
    }
}

/// What a setting is called in the environment.
pub fn variable(section: &str, key: &str) -> String {
    sources::variable(section, key)
}

/// The variable that gives a setting, whatever the file says of it; `None` when none does.
pub fn from_environment(section: &str, key: &str) -> Option<String> {
    let name = variable(section, key);
    [format!("{name}_FILE"), name].into_iter().rfind(|name| environment_variable(name).is_some())
}

#[allow(clippy::disallowed_methods)] // here and in `names`: the one place that reads the environment
fn environment_variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The names of all variables, also of those whose value is no text.
#[allow(clippy::disallowed_methods)]
fn names() -> Vec<String> {
    std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()).collect()
}

/// What is in force, as the file writes it; a secret says only whether it is set.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Taken apart, so that a new setting cannot be forgotten here.
        let Config { server, database, whatsapp, hooks, meter, email, words, log } = self;
        let Server { listen, public_url, office, office_public } = server;
        writeln!(f, "[server]\nlisten = {listen:?}\npublic_url = {public_url:?}\noffice = {office:?}")?;
        writeln!(f, "office_public = {office_public}")?;
        let Database { url, connections, key } = database;
        writeln!(f, "\n[database]\nurl = {url:?}\nconnections = {connections}\nkey = {key:?}")?;
        let WhatsApp { api, version, app_id, token, app_secret, app_secret_previous, verify_token } =
            whatsapp;
        writeln!(
            f,
            "\n[whatsapp]\napi = {api:?}\nversion = {version:?}\napp_id = {app_id:?}\ntoken = {token:?}"
        )?;
        writeln!(f, "app_secret = {app_secret:?}\napp_secret_previous = {app_secret_previous:?}")?;
        writeln!(f, "verify_token = {verify_token:?}")?;
        let Hooks { private } = hooks;
        writeln!(f, "\n[hooks]\nprivate = {private}")?;
        let Meter { reais_per_unit } = meter;
        writeln!(f, "\n[meter]\nreais_per_unit = \"{reais_per_unit}\"")?;
        let Email { host, port, user, password, from, return_path, tls } = email;
        writeln!(f, "\n[email]\nhost = {host:?}\nport = {port}\nuser = {user:?}\npassword = {password:?}")?;
        writeln!(f, "from = {from:?}\nreturn_path = {return_path:?}\ntls = {tls}")?;
        let Words { folder } = words;
        writeln!(f, "\n[words]\nfolder = {folder:?}")?;
        let Log { format, level } = log;
        writeln!(f, "\n[log]\nformat = \"{}\"\nlevel = {level:?}", format!("{format:?}").to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_the_defaults_and_refuses_to_start_without_secrets() {
        let config = Config::deserialize(toml::Value::Table(sources::defaults().unwrap())).unwrap();
        let faults = config.faults().join("\n");
        for key in ["whatsapp.app_secret", "whatsapp.token", "whatsapp.verify_token"] {
            assert!(faults.contains(key), "{faults}");
        }
    }

    #[test]
    fn what_was_drawn_from_a_secret_counts_when_it_changes() {
        let seeds = |settings: &str| {
            let mut table = sources::defaults().unwrap();
            assert_eq!(sources::file(&mut table, "x", settings), Vec::<String>::new());
            Config::deserialize(toml::Value::Table(table)).unwrap().seeds()
        };
        let key = "[database]\nkey = 'key'\n[whatsapp]\napp_secret";
        assert_eq!(seeds(&format!("{key} = 'one'")).0, seeds(&format!("{key} = 'two'")).0);
        let (now, before) = seeds(&format!("{key} = 'two'\napp_secret_previous = 'one'"));
        assert_eq!((now, before), (b"key".to_vec(), vec![b"two".to_vec(), b"one".to_vec()]));
        assert_eq!(seeds("[whatsapp]\napp_secret = 'one'"), (b"one".to_vec(), Vec::new()));
    }

    #[test]
    fn what_is_in_force_is_shown_as_the_file_writes_it_without_secrets() {
        assert_eq!(format!("{:?}", Secret::new("EAAG")), "(set)");
        let mut table = sources::defaults().unwrap();
        let secrets = "[database]\nurl = 'postgres://u:EAAG@h/d'\nkey = 'EAAG'\n[whatsapp]\ntoken = 'EAAG'\n\
                       app_secret = 'EAAG'\napp_secret_previous = 'EAAG'\nverify_token = 'EAAG'\n[email]\npassword = 'EAAG'";
        assert_eq!(sources::file(&mut table, "x", secrets), Vec::<String>::new());
        let config = Config::deserialize(toml::Value::Table(table)).unwrap();
        let shown = config.to_string();
        assert!(!shown.contains("EAAG") && !shown.contains("Config"), "{shown}");
        assert_eq!(shown.matches("(set)").count(), 7, "{shown}");
        let mut again = sources::defaults().unwrap();
        let text = shown.replace("(set)", "'x'").replace("(empty)", "''");
        assert_eq!(sources::file(&mut again, "x", &text), Vec::<String>::new());
        let settings = again.iter().map(|(_, section)| section.as_table().unwrap().len());
        assert_eq!(text.matches(" = ").count(), settings.sum::<usize>(), "every setting is shown: {shown}");
    }
}
