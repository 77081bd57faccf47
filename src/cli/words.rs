//! What is heard and said, with what somebody changed: files of a folder take the place of those that ship.

use crate::dialogue::hear::Ears;
use crate::domain::lang::Lang;
use anyhow::{Context, anyhow};
use std::path::Path;

/// The rules of hearing; of the folder where one is named and has them.
pub(super) fn ears(folder: Option<&Path>) -> anyhow::Result<Ears> {
    let sources = sources(folder, "hear.toml", &Ears::SHIPPED)?;
    let sources: Vec<(Lang, &str)> = sources.iter().map(|(lang, text)| (*lang, text.as_str())).collect();
    Ears::load(&sources).map_err(|faults| anyhow!(faults.join("\n")))
}

fn sources(
    folder: Option<&Path>,
    name: &str,
    shipped: &[(Lang, &'static str)],
) -> anyhow::Result<Vec<(Lang, String)>> {
    let one = |(lang, text): &(Lang, &'static str)| {
        let own = folder.map(|folder| folder.join(lang.tag()).join(name)).filter(|file| file.exists());
        let text = match own {
            Some(file) => std::fs::read_to_string(&file)
                .with_context(|| format!("{} cannot be read", file.display()))?,
            None => (*text).to_owned(),
        };
        Ok((*lang, text))
    };
    shipped.iter().map(one).collect()
}
