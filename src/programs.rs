//! The programs that ship, and reading one's own: by name or by path.

use anyhow::Context;

/// Name and text of each preset.
pub const PRESETS: [(&str, &str); 5] = [
    ("pets", include_str!("../conversations/programs/pets.toml")),
    ("jewels", include_str!("../conversations/programs/jewels.toml")),
    ("pharmacy", include_str!("../conversations/programs/pharmacy.toml")),
    ("salon", include_str!("../conversations/programs/salon.toml")),
    ("cosmetics", include_str!("../conversations/programs/cosmetics.toml")),
];

/// The program behind a name: a preset, or a file.
pub fn program_text(name: &str) -> anyhow::Result<String> {
    if let Some((_, text)) = PRESETS.iter().find(|(preset, _)| *preset == name) {
        return Ok((*text).to_owned());
    }
    std::fs::read_to_string(name)
        .with_context(|| format!("{name:?} is neither a preset nor a file that can be read"))
}
