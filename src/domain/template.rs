//! Message templates as WhatsApp has them: the only thing that may be said to somebody whose chat is closed.

use std::collections::BTreeMap;

/// What Meta charges a template as. It decides this alone, and may change it at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    Utility,
    Marketing,
    Authentication,
}

impl Category {
    pub const fn as_str(self) -> &'static str {
        match self {
            Category::Utility => "UTILITY",
            Category::Marketing => "MARKETING",
            Category::Authentication => "AUTHENTICATION",
        }
    }

    pub fn read(word: &str) -> Option<Category> {
        let all = [Category::Utility, Category::Marketing, Category::Authentication];
        all.into_iter().find(|category| category.as_str().eq_ignore_ascii_case(word))
    }
}

/// One template in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub name: String,
    /// Meta's spelling: `pt_BR`.
    pub lang: String,
    pub remote_id: Option<String>,
    pub category: Category,
    /// Meta's word: `APPROVED`, `PENDING`, `PAUSED`, `REJECTED`, … Only the first may be sent.
    pub status: String,
    /// `GREEN`, `YELLOW`, `RED`, once Meta has said so.
    pub quality: Option<String>,
    /// Why it was refused or paused, in Meta's word.
    pub reason: Option<String>,
    /// When its status was last heard of, ms UTC: an older word of it is no news.
    pub updated_at: i64,
}

impl Template {
    pub fn approved(&self) -> bool {
        self.status == "APPROVED"
    }

    /// Whether the other says the same, whenever it was heard of.
    pub fn says_the_same(&self, other: &Template) -> bool {
        *self == Template { updated_at: self.updated_at, ..other.clone() }
    }
}

/// The templates of one merchant, by name and language.
#[derive(Debug, Clone, Default)]
pub struct Templates(BTreeMap<(String, String), Template>);

impl Templates {
    pub fn put(&mut self, template: Template) {
        self.0.insert((template.name.clone(), template.lang.clone()), template);
    }

    pub fn get(&self, name: &str, lang: &str) -> Option<&Template> {
        self.0.get(&(name.to_owned(), lang.to_owned()))
    }

    pub fn by_remote_id(&self, id: &str) -> Option<&Template> {
        self.0.values().find(|template| template.remote_id.as_deref() == Some(id))
    }

    pub fn all(&self) -> impl Iterator<Item = &Template> {
        self.0.values()
    }

    /// The template, if it may be sent.
    pub fn approved(&self, name: &str, lang: &str) -> Option<&Template> {
        self.get(name, lang).filter(|template| template.approved())
    }
}
