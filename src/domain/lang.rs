//! The languages the product speaks. Code, documents and logs are English; people choose theirs.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    #[serde(rename = "pt-BR")]
    PtBr,
    #[serde(rename = "es")]
    Es,
    #[serde(rename = "en")]
    En,
}

impl Lang {
    pub const ALL: [Lang; 3] = [Lang::PtBr, Lang::Es, Lang::En];

    pub const fn tag(self) -> &'static str {
        match self {
            Lang::PtBr => "pt-BR",
            Lang::Es => "es",
            Lang::En => "en",
        }
    }

    /// As Meta spells it in templates: `pt_BR`, never `pt-BR`.
    pub const fn template_code(self) -> &'static str {
        match self {
            Lang::PtBr => "pt_BR",
            Lang::Es => "es",
            Lang::En => "en",
        }
    }

    pub fn from_tag(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(tag))
    }
}
