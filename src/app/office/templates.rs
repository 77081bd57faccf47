//! Templates: what this version sends to closed chats, beside what WhatsApp has of it.

use super::{Answer, Office, Refused, age, nobody};
use crate::app::account::{account, refresh};
use crate::app::templates::{Synced, create, sync};
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::domain::template::{Template, Templates};
use crate::store::marks::{self, Mark};
use crate::store::{merchants, templates};
use crate::whatsapp::templates::{TemplateBody, pack};

impl Office {
    pub(super) async fn list_templates(&self, merchant: Option<i64>) -> Result<Answer, Refused> {
        let (pack, now) = (ours()?, self.clock.now());
        let mut lines = Vec::new();
        for shop in self.shops(merchant).await? {
            let id = shop.id;
            let known = self.store.read(move |tx| Box::pin(templates::known(tx, id))).await?;
            lines.push(title(&shop));
            lines.extend(pack.iter().map(|ours| beside(ours, &known, now)));
        }
        let read = self.store.read(|tx| Box::pin(marks::get(tx, Mark::Accounts))).await?;
        if let Some((at, _)) = read {
            lines.push(format!("The service last read those of every shop {}.", age(now - at)));
        }
        lines.push("`fregues template sync` reads them now.".to_owned());
        Ok(Answer { lines, fine: true })
    }

    pub(super) async fn push_templates(&self, merchant: Option<i64>) -> Result<Answer, Refused> {
        let pack = ours()?;
        let mut answer = Answer { lines: Vec::new(), fine: true };
        for shop in self.shops(merchant).await? {
            answer.lines.push(title(&shop));
            match self.push(&shop, &pack).await {
                Ok((lines, fine)) => {
                    answer.lines.extend(lines);
                    answer.fine &= fine;
                }
                Err(reason) => answer.wrong(&shop, &reason),
            }
        }
        Ok(answer)
    }

    /// Creates what is missing and notes what is there then; whether nothing was refused.
    async fn push(&self, shop: &Shop, pack: &[TemplateBody]) -> Result<(Vec<String>, bool), String> {
        let (waba, manager) = (account(shop)?, self.graph.manager(shop.id).await?);
        let told = |error: crate::whatsapp::manage::ManageError| error.to_string();
        let created = create(&manager, waba, pack, self.clock.now()).await.map_err(told)?;
        let fine = created.iter().all(|(_, made)| made.is_ok());
        let mut lines: Vec<String> = created
            .iter()
            .map(|(ours, made)| match made {
                Ok(()) => format!("  ✔ {} is created", ours.called()),
                Err(error) => format!("  ✘ {} is not created: {error}", ours.called()),
            })
            .collect();
        let now = self.clock.now();
        let listed = manager.templates(waba, now).await.map_err(told)?;
        sync(&self.store, shop.id, listed, now).await.map_err(|error| error.to_string())?;
        if lines.is_empty() {
            lines.push("  nothing is missing".to_owned());
        }
        Ok((lines, fine))
    }

    pub(super) async fn sync_templates(&self, merchant: Option<i64>) -> Result<Answer, Refused> {
        let mut answer = Answer { lines: Vec::new(), fine: true };
        for shop in self.shops(merchant).await? {
            answer.lines.push(title(&shop));
            match refresh(&self.store, &self.graph, &shop, self.clock.now()).await {
                Ok(Synced { listed, changed }) => {
                    answer
                        .lines
                        .extend(changed.iter().map(|template| format!("  ! {}", described(template))));
                    let changed = changed.len();
                    answer.lines.push(format!("  {listed} are there; of {changed} there was something new"));
                }
                Err(reason) => answer.wrong(&shop, &reason),
            }
        }
        Ok(answer)
    }

    /// The one that is meant, or all there are.
    async fn shops(&self, merchant: Option<i64>) -> Result<Vec<Shop>, Refused> {
        let wanted = merchant.map(MerchantId);
        let found = self.store.read(|tx| Box::pin(merchants::list(tx))).await?;
        let mut shops: Vec<Shop> = found.into_iter().map(|(shop, _)| shop).collect();
        shops.retain(|shop| wanted.is_none_or(|wanted| wanted == shop.id));
        match wanted {
            Some(wanted) if shops.is_empty() => Err(nobody(wanted.0)),
            _ => Ok(shops),
        }
    }
}

impl Answer {
    fn wrong(&mut self, shop: &Shop, reason: &str) {
        self.fine = false;
        self.lines.push(format!("  ✘ {reason}; `fregues doctor --merchant {}` shows more", shop.id));
    }
}

fn ours() -> Result<Vec<TemplateBody>, Refused> {
    Ok(pack().map_err(|faults| Refused(faults.join("\n")))?.creations())
}

fn title(shop: &Shop) -> String {
    format!("{} (merchant {})", shop.name, shop.id)
}

/// One of ours: what we ask for, then what was last heard of it.
fn beside(ours: &TemplateBody, known: &Templates, now: i64) -> String {
    let (lang, asked) = (ours.lang.template_code(), ours.category.as_str());
    let stands = match known.get(ours.name, lang) {
        None => "not known at WhatsApp; `fregues template push` creates it".to_owned(),
        Some(there) => format!("{}, told {}", standing(there), age(now - there.updated_at)),
    };
    format!("  {:<26}{lang:<7}{asked:<11}{stands}", ours.name)
}

fn described(template: &Template) -> String {
    format!("{} ({}): {}", template.name, template.lang, standing(template))
}

/// Status, category, quality, reason: in Meta's words, which its own pages use.
fn standing(there: &Template) -> String {
    let mut words = format!("{} as {}", there.status, there.category.as_str());
    if let Some(quality) = &there.quality {
        words.push_str(&format!(", quality {quality}"));
    }
    if let Some(reason) = &there.reason {
        words.push_str(&format!(", because of {reason}"));
    }
    words
}
