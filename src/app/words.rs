//! What is heard and what is said: as it ships, or with what a shop or a translator changed. Files of a folder take the
//! place of those that ship, without compiling, and are judged before the service starts.

use crate::dialogue::copy::Copy;
use crate::dialogue::hear::Ears;
use crate::domain::lang::Lang;
use crate::whatsapp::templates::Pack;
use std::path::Path;

/// Ears, copy and the template pack.
pub struct Words {
    pub ears: Ears,
    pub copy: Copy,
    pub pack: Pack,
}

impl Words {
    /// Checks the templates against the copy; every fault at once.
    pub fn new(ears: Ears, copy: Copy) -> Result<Words, Vec<String>> {
        let pack = Pack::embedded(&copy)?;
        Ok(Words { ears, copy, pack })
    }

    /// What the product ships with.
    pub fn embedded() -> Result<Words, Vec<String>> {
        Words::new(Ears::embedded()?, Copy::embedded()?)
    }

    /// What the folder has, and what ships for the rest; every fault at once.
    pub fn of(folder: Option<&Path>) -> Result<Words, Vec<String>> {
        match (ears(folder), copy(folder)) {
            (Ok(ears), Ok(copy)) => Words::new(ears, copy),
            (ears, copy) => {
                let mut faults = [ears.err(), copy.err()].into_iter().flatten().flatten().collect::<Vec<_>>();
                // What is wrong with the folder itself is told by both.
                faults.dedup();
                Err(faults)
            }
        }
    }
}

/// The rules of hearing, judged by their examples where a folder has rules or examples of its own: those that ship are
/// judged by a test.
pub fn ears(folder: Option<&Path>) -> Result<Ears, Vec<String>> {
    let Some(folder) = folder else { return Ears::embedded() };
    let rules = sources(folder, "hear.toml", &Ears::SHIPPED)?;
    let examples = sources(folder, "examples.toml", &Ears::EXAMPLES)?;
    let sayings = sources(folder, "sayings.toml", &Ears::SAYINGS)?;
    let (examples, sayings) = (borrowed(&examples), borrowed(&sayings));
    let ears = Ears::load(&borrowed(&rules))?.taught(&examples, &sayings)?;
    let faults = ears.faults(&examples);
    if faults.is_empty() { Ok(ears) } else { Err(faults) }
}

/// What is said.
pub fn copy(folder: Option<&Path>) -> Result<Copy, Vec<String>> {
    let Some(folder) = folder else { return Copy::embedded() };
    Copy::load(&borrowed(&sources(folder, "copy.ftl", &Copy::SHIPPED)?))
}

/// The files of one name: the folder's where it has them.
fn sources(
    folder: &Path,
    name: &str,
    shipped: &[(Lang, &'static str)],
) -> Result<Vec<(Lang, String)>, Vec<String>> {
    known(folder)?;
    let one = |(lang, text): &(Lang, &'static str)| {
        let file = folder.join(lang.tag()).join(name);
        if !file.exists() {
            return Ok((*lang, (*text).to_owned()));
        }
        let read = std::fs::read_to_string(&file);
        read.map(|text| (*lang, text))
            .map_err(|fault| vec![format!("{} cannot be read: {fault}.", file.display())])
    };
    shipped.iter().map(one).collect()
}

/// A folder that changes nothing was named by mistake.
fn known(folder: &Path) -> Result<(), Vec<String>> {
    let files = ["hear.toml", "examples.toml", "sayings.toml", "copy.ftl"];
    let has = |lang: &Lang| files.iter().any(|file| folder.join(lang.tag()).join(file).exists());
    if Lang::ALL.iter().any(has) {
        return Ok(());
    }
    let languages: Vec<&str> = Lang::ALL.iter().map(|lang| lang.tag()).collect();
    Err(vec![format!(
        "{} has no words: there is no {} in a folder called {} in it.",
        folder.display(),
        files.join(", "),
        languages.join(", ")
    )])
}

fn borrowed(sources: &[(Lang, String)]) -> Vec<(Lang, &str)> {
    sources.iter().map(|(lang, text)| (*lang, text.as_str())).collect()
}
