//! Configuration: one file, overridden by the environment. Every refusal is a sentence; secrets are never
//! printed.

use crate::app::seal::Seal;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::fmt;
use std::path::Path;

/// Where the configuration is looked for when no other place is named.
pub const FILE: &str = "fregues.toml";

/// The commented file that `fregues init` writes.
pub const EXAMPLE: &str = include_str!("../fregues.example.toml");

/// The example with a key of its own; `None` when the system gives no randomness.
pub fn fresh() -> Option<String> {
    let key = Seal::fresh_key()?;
    Some(EXAMPLE.replacen("\nkey = \"\" ", &format!("\nkey = \"{key}\" "), 1))
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub whatsapp: WhatsApp,
    pub meter: Meter,
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
pub struct Meter {
    /// Reais for one unit of the rate cards' currency, as decimal text.
    pub reais_per_unit: Decimal,
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
        let mut table = parse(EXAMPLE, "the defaults")?;
        let default = Path::new(FILE);
        let path = file.or_else(|| default.exists().then_some(default));
        if let Some(path) = path {
            let text = std::fs::read_to_string(path)
                .map_err(|fault| vec![format!("{} cannot be read: {fault}", path.display())])?;
            merge(&mut table, parse(&text, &path.display().to_string())?);
        }
        let faults = environment(&mut table, &|name| environment_variable(name));
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
        faults.extend(self.seal().err().map(|fault| fault.to_string()));
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

#[allow(clippy::disallowed_methods)] // the one place that reads the environment
fn environment_variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn parse(text: &str, name: &str) -> Result<toml::Table, Vec<String>> {
    text.parse::<toml::Table>().map_err(|fault| vec![format!("{name}: {fault}")])
}

fn merge(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(over)) => merge(base, over),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// Overrides each known setting from `FREGUES_SECTION_KEY` or the file `FREGUES_SECTION_KEY_FILE` names.
fn environment(table: &mut toml::Table, read: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (section, values) in table.iter_mut() {
        let Some(values) = values.as_table_mut() else { continue };
        for (key, value) in values.iter_mut() {
            let name = format!("FREGUES_{}_{}", section.to_uppercase(), key.to_uppercase());
            let from_file = read(&format!("{name}_FILE")).map(|path| {
                let text = std::fs::read_to_string(&path);
                text.map(|text| text.trim_end().to_owned())
                    .map_err(|fault| format!("{name}_FILE names {path}: {fault}"))
            });
            let text = match (read(&name), from_file) {
                (Some(text), _) => text,
                (None, Some(Ok(text))) => text,
                (None, Some(Err(fault))) => {
                    faults.push(fault);
                    continue;
                }
                (None, None) => continue,
            };
            match value {
                toml::Value::Integer(number) => match text.parse() {
                    Ok(parsed) => *number = parsed,
                    Err(_) => faults.push(format!("{name} is {text:?}; it must be a whole number")),
                },
                toml::Value::Boolean(flag) => match text.parse() {
                    Ok(parsed) => *flag = parsed,
                    Err(_) => faults.push(format!("{name} is {text:?}; it must be true or false")),
                },
                value => *value = toml::Value::String(text),
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_the_defaults_and_refuses_to_start_without_secrets() {
        let table = parse(EXAMPLE, "example").unwrap();
        let config = Config::deserialize(toml::Value::Table(table)).unwrap();
        let faults = config.faults().join("\n");
        for key in ["whatsapp.app_secret", "whatsapp.token", "whatsapp.verify_token"] {
            assert!(faults.contains(key), "{faults}");
        }
    }

    #[test]
    fn the_environment_wins_and_wrong_numbers_are_named() {
        let mut table = parse(EXAMPLE, "example").unwrap();
        let faults = environment(&mut table, &|name| match name {
            "FREGUES_WHATSAPP_TOKEN" => Some("secret".to_owned()),
            "FREGUES_DATABASE_CONNECTIONS" => Some("many".to_owned()),
            _ => None,
        });
        assert_eq!(table["whatsapp"]["token"].as_str(), Some("secret"));
        assert!(faults.join("").contains("FREGUES_DATABASE_CONNECTIONS"), "{faults:?}");
    }

    #[test]
    fn secrets_are_not_printed() {
        assert_eq!(format!("{:?}", Secret::new("EAAG")), "(set)");
    }
}
