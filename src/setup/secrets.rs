//! `fregues secrets DIR`: what is secret in the configuration file becomes a file each, as systemd's credentials and the
//! secrets of containers want it.

use super::file::File;
use crate::config;
use anyhow::{Context, bail};
use std::io::Write;
use std::path::Path;

/// Section, key, and the name that the units of `deploy/` give its file.
const SECRETS: [(&str, &str, &str); 5] = [
    ("whatsapp", "token", "token"),
    ("whatsapp", "app_secret", "app_secret"),
    ("whatsapp", "app_secret_previous", "app_secret_previous"),
    ("whatsapp", "verify_token", "verify_token"),
    ("database", "key", "database_key"),
];

/// Whether the text of a configuration file holds anything that others must not read.
pub fn are_in(file: &File) -> anyhow::Result<bool> {
    let url = file.get("database", "url")?;
    let password = url.split_once("://").is_some_and(|(_, rest)| rest.contains('@'));
    let held = SECRETS.iter().map(|(section, key, _)| file.get(section, key));
    let held = held.collect::<anyhow::Result<Vec<_>>>()?;
    Ok(password || held.iter().any(|secret| !secret.is_empty()))
}

/// Moves them out of `path` into `folder`. Answers the variables that lead to them now, one line each.
pub fn move_out(path: &Path, folder: &Path) -> anyhow::Result<Vec<String>> {
    if !path.exists() {
        bail!("{} is not there: name the file with --config.", path.display());
    }
    let file = File::at(path);
    let folder = std::path::absolute(folder).with_context(|| format!("{} is no path", folder.display()))?;
    let mut moved = Vec::new();
    for (section, key, name) in SECRETS {
        let secret = file.get(section, key)?;
        if !secret.is_empty() {
            moved.push((section, key, folder.join(name), secret));
        }
    }
    if moved.is_empty() {
        bail!("{} holds no secret; nothing was written.", path.display());
    }
    for (_, _, place, secret) in &moved {
        if std::fs::read_to_string(place).is_ok_and(|there| there.trim_end() != secret) {
            bail!(
                "{} is there already and holds another secret; nothing was written. Move it away, or name another \
                 folder.",
                place.display()
            );
        }
    }
    private_folder(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    // All of them are safe in their files before any leaves the one it was in.
    for (_, _, place, secret) in &moved {
        keep(&folder, place, secret).with_context(|| format!("{} cannot be written", place.display()))?;
    }
    for (section, key, ..) in &moved {
        file.set(section, key, "")?;
    }
    let line = |(section, key, place, _): &(&str, &str, std::path::PathBuf, String)| {
        format!("{}_FILE={}", config::variable(section, key), place.display())
    };
    Ok(moved.iter().map(line).collect())
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Made for its owner alone, and there whole or not at all.
fn keep(folder: &Path, place: &Path, secret: &str) -> std::io::Result<()> {
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(draft, "{secret}")?;
    draft.as_file().sync_all()?;
    draft.persist(place)?;
    Ok(())
}
