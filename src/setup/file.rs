//! The configuration file, written between a person's own lines: comments and order stay, and nobody else may read it.

use crate::config;
use anyhow::{Context, anyhow};
use std::io::Write;
use std::path::{Path, PathBuf};
use toml_edit::{DocumentMut, TomlError, value};

pub struct File(PathBuf);

impl File {
    /// The file, begun from the example when it is not there. `true`: it was begun.
    pub fn begin(path: &Path) -> anyhow::Result<(File, bool)> {
        let file = File(path.to_owned());
        let fresh = !path.exists();
        if fresh {
            file.write(&config::fresh().context("the system gives no randomness")?)?;
        }
        Ok((file, fresh))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A file that is there already, to be read.
    pub fn at(path: &Path) -> File {
        File(path.to_owned())
    }

    /// The text of one key; empty when it is not there or no text.
    pub fn get(&self, section: &str, key: &str) -> anyhow::Result<String> {
        let document = self.document()?;
        let item = document.get(section).and_then(|section| section.get(key));
        Ok(item.and_then(toml_edit::Item::as_str).unwrap_or_default().to_owned())
    }

    fn document(&self) -> anyhow::Result<DocumentMut> {
        let text = std::fs::read_to_string(&self.0)
            .with_context(|| format!("{} cannot be read", self.0.display()))?;
        text.parse().map_err(|fault: TomlError| anyhow!("{}: {}", self.0.display(), fault.message()))
    }

    /// Sets one key and keeps the comment beside it.
    pub fn set(&self, section: &str, key: &str, text: &str) -> anyhow::Result<()> {
        let mut document = self.document()?;
        let table = document.entry(section).or_insert(toml_edit::table()).as_table_mut();
        let table = table.with_context(|| format!("{}: {section} is no section", self.0.display()))?;
        let mut fresh = value(text);
        if let (Some(old), Some(new)) =
            (table.get(key).and_then(toml_edit::Item::as_value), fresh.as_value_mut())
        {
            new.decor_mut().clone_from(old.decor());
        }
        match table.get_mut(key) {
            Some(item) => *item = fresh,
            None => {
                table.insert(key, fresh);
            }
        }
        self.write(&document.to_string())
    }

    /// Either the old or the new text is there, whenever the power fails.
    fn write(&self, text: &str) -> anyhow::Result<()> {
        let folder = self.0.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        let written = || -> std::io::Result<()> {
            // Made for its owner alone (mode 0600 on Unix).
            let mut draft = tempfile::NamedTempFile::new_in(folder)?;
            draft.write_all(text.as_bytes())?;
            draft.as_file().sync_all()?;
            draft.persist(&self.0)?;
            Ok(())
        };
        written().with_context(|| format!("{} cannot be written", self.0.display()))
    }
}
