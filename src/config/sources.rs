//! Where settings come from: the defaults, a person's file, the environment. What is not a setting is told with its place
//! and the setting that was meant; a value is never repeated, because it may be a secret.

use super::EXAMPLE;
use rust_decimal::Decimal;
use std::ops::Range;
use toml_edit::{Document, Item};

pub(super) fn defaults() -> Result<toml::Table, Vec<String>> {
    EXAMPLE.parse::<toml::Table>().map_err(|fault| vec![format!("the defaults: {fault}")])
}

/// Puts what a file sets over `table`, which has every setting there is. Answers what is wrong with the file.
pub(super) fn file(table: &mut toml::Table, name: &str, text: &str) -> Vec<String> {
    let at = |span: Option<Range<usize>>| {
        let line = 1 + text.bytes().take(span.map_or(0, |span| span.start)).filter(|b| *b == b'\n').count();
        format!("{name}, line {line}")
    };
    let document = match Document::parse(text) {
        Ok(document) => document,
        // The library's own report would quote the line.
        Err(fault) => return vec![format!("{}: {}.", at(fault.span()), fault.message())],
    };
    let mut faults = Vec::new();
    for (section, settings) in document.iter() {
        let place = at(document.key(section).and_then(toml_edit::Key::span));
        let (Some(known), Some(settings)) = (table.get(section), settings.as_table_like()) else {
            faults.push(format!("{place}: {}", meant(table, "", section)));
            continue;
        };
        for (key, value) in settings.iter() {
            let place = at(settings.key(key).and_then(toml_edit::Key::span));
            match known.get(key) {
                None => faults.push(format!("{place}: {}", meant(table, section, key))),
                Some(known) => faults.extend(
                    wanted(known, value).map(|kind| format!("{place}: {section}.{key} must be {kind}.")),
                ),
            }
        }
    }
    if faults.is_empty() {
        match text.parse() {
            Ok(over) => merge(table, over),
            Err(_) => faults.push(format!("{name} is no TOML.")),
        }
    }
    faults
}

/// What a value must be and is not.
fn wanted(known: &toml::Value, value: &Item) -> Option<&'static str> {
    let number = |text: &str| text.parse::<Decimal>().is_ok();
    match known {
        toml::Value::Integer(_) => (!value.is_integer()).then_some("a whole number, without quotes"),
        toml::Value::Boolean(_) => (!value.is_bool()).then_some("true or false, without quotes"),
        toml::Value::String(text) if number(text) && (value.is_float() || value.is_integer()) => None,
        _ => (!value.is_str()).then_some("text between quotes"),
    }
}

/// That something is no setting, and what it may have been meant to be.
fn meant(table: &toml::Table, section: &str, key: &str) -> String {
    let dotted = |section: &str, key: &str| {
        if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") }
    };
    let keys = |section: &str| table.get(section).and_then(toml::Value::as_table).map(toml::Table::keys);
    let paths = table.keys().flat_map(|name| keys(name).into_iter().flatten().map(move |key| (name, key)));
    let sections = table.keys().filter(|_| section.is_empty());
    // A key of the same section comes before one of the same name elsewhere.
    let near = paths
        .map(|(name, known)| (strsim::osa_distance(key, known), name != section, dotted(name, known)))
        .chain(sections.map(|name| (strsim::osa_distance(key, name), false, format!("[{name}]"))))
        .filter(|(distance, ..)| *distance <= (key.chars().count() / 3).max(1))
        .min();
    let named = dotted(section, key);
    match near {
        Some((_, _, known)) => format!("{named} is no setting; did you mean {known}?"),
        None => {
            format!("{named} is no setting; `fregues init OTHER.toml` writes a file with all there are.")
        }
    }
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

const PREFIX: &str = "FREGUES_";

/// Overrides each setting from `FREGUES_SECTION_KEY` or the file that `FREGUES_SECTION_KEY_FILE` names. `names` are those
/// of all variables: one that begins like ours and is none of ours was mistyped.
pub(super) fn environment(
    table: &mut toml::Table,
    names: &[String],
    read: &dyn Fn(&str) -> Option<String>,
) -> Vec<String> {
    let mut faults = strange(table, names);
    for (section, values) in table.iter_mut() {
        let Some(values) = values.as_table_mut() else { continue };
        for (key, value) in values.iter_mut() {
            let name = variable(section, key);
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

pub(super) fn variable(section: &str, key: &str) -> String {
    format!("{PREFIX}{}_{}", section.to_uppercase(), key.to_uppercase())
}

/// Variables that look like settings and are none.
fn strange(table: &toml::Table, names: &[String]) -> Vec<String> {
    let sections = table.iter().filter_map(|(section, values)| Some((section, values.as_table()?)));
    let known: Vec<String> = sections
        .flat_map(|(section, values)| values.keys().map(move |key| variable(section, key)))
        .flat_map(|name| [format!("{name}_FILE"), name])
        .collect();
    let ours = names.iter().filter(|name| name.starts_with(PREFIX) && !of_kubernetes(name));
    let mut strange: Vec<&String> = ours.filter(|name| !known.contains(name)).collect();
    strange.sort();
    let told = strange.into_iter().map(|name| {
        let near = known.iter().min_by_key(|known| strsim::osa_distance(name, known));
        let near = near.filter(|near| strsim::osa_distance(name, near) <= name.len() / 4);
        let near = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
        format!("{name} in the environment is no setting: correct or remove it.{near}")
    });
    told.collect()
}

/// Kubernetes and Docker's links set these for every program beside a service that is called fregues.
fn of_kubernetes(name: &str) -> bool {
    let rest = name.trim_start_matches(PREFIX);
    rest == "PORT" || rest.starts_with("PORT_") || rest.starts_with("SERVICE_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_setting_is_told_with_its_place_and_without_its_value() {
        for (text, expected) in [
            (
                "[whatsapp]\n\ntokn = \"EAAG\"",
                "f.toml, line 3: whatsapp.tokn is no setting; did you mean whatsapp.token?",
            ),
            (
                "[server]\ntoken = \"EAAG\"",
                "f.toml, line 2: server.token is no setting; did you mean whatsapp.token?",
            ),
            ("token = \"EAAG\"", "f.toml, line 1: token is no setting; did you mean whatsapp.token?"),
            (
                "# mine\n[databse]\nurl = \"EAAG\"",
                "f.toml, line 2: databse is no setting; did you mean [database]?",
            ),
            ("[log]\ncolour = \"EAAG\"", "f.toml, line 2: log.colour is no setting; `fregues init"),
            ("whatsapp = \"EAAG\"", "f.toml, line 1: whatsapp is no setting; did you mean [whatsapp]?"),
            ("[whatsapp]\ntoken = \"EAAG\n", "f.toml, line 2: invalid basic string"),
            ("[whatsapp]\ntoken = 1\ntoken = \"EAAG\"", "f.toml, line 3: duplicate key"),
            ("[whatsapp]\ntoken = 47110815", "f.toml, line 2: whatsapp.token must be text between quotes."),
            ("[database]\nconnections = \"EAAG\"", "line 2: database.connections must be a whole number"),
            ("[server]\noffice_public = \"EAAG\"", "line 2: server.office_public must be true or false"),
            (
                "database.conections = 3",
                "f.toml, line 1: database.conections is no setting; did you mean database.connections?",
            ),
        ] {
            let mut table = defaults().unwrap();
            let told = file(&mut table, "f.toml", text).join("\n");
            assert!(
                told.contains(expected) && !told.contains("EAAG") && !told.contains("4711"),
                "{text}: {told}"
            );
            assert_eq!(table, defaults().unwrap(), "{text}");
        }
    }

    #[test]
    fn what_is_a_setting_is_set() {
        for (text, section, key, expected) in [
            ("[meter]\nreais_per_unit = 5.6", "meter", "reais_per_unit", "5.6"),
            ("meter = { reais_per_unit = \"5.7\" }", "meter", "reais_per_unit", "\"5.7\""),
            ("database.connections = 3", "database", "connections", "3"),
            ("[server]\noffice_public = true", "server", "office_public", "true"),
        ] {
            let mut table = defaults().unwrap();
            assert_eq!(file(&mut table, "f.toml", text), Vec::<String>::new());
            assert_eq!(table[section][key].to_string(), expected);
        }
    }

    #[test]
    fn the_environment_wins_and_what_is_wrong_in_it_is_named() {
        let mut table = defaults().unwrap();
        let names = [
            "FREGUES_WHATSAPP_TOKEN",
            "FREGUES_DATABASE_KEY_FILE",
            "FREGUES_WHATSAPP_TOKN",
            "FREGUES_COLOUR",
            "FREGUES_PORT_8080_TCP",
            "FREGUES_SERVICE_HOST",
            "PATH",
        ];
        let faults = environment(&mut table, &names.map(str::to_owned), &|name| match name {
            "FREGUES_WHATSAPP_TOKEN" => Some("secret".to_owned()),
            "FREGUES_DATABASE_CONNECTIONS" => Some("many".to_owned()),
            _ => None,
        });
        assert_eq!(table["whatsapp"]["token"].as_str(), Some("secret"));
        let [colour, token, many] = faults.as_slice() else { panic!("{faults:?}") };
        assert_eq!(colour, "FREGUES_COLOUR in the environment is no setting: correct or remove it.");
        assert!(token.ends_with("Did you mean FREGUES_WHATSAPP_TOKEN?"), "{token}");
        assert!(many.contains("FREGUES_DATABASE_CONNECTIONS"), "{many}");
    }
}
