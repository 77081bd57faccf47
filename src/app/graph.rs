//! Asking Meta about the number and the account of a merchant, with the token that this merchant has.

use crate::app::tokens::Tokens;
use crate::domain::ids::MerchantId;
use crate::whatsapp::client::Client;
use crate::whatsapp::manage::Manager;

#[derive(Clone)]
pub struct Graph {
    client: Client,
    tokens: Tokens,
}

impl Graph {
    pub fn new(client: Client, tokens: Tokens) -> Graph {
        Graph { client, tokens }
    }

    /// Who asks with a token that is not kept yet.
    pub fn with(&self, token: &str) -> Manager {
        Manager::beside(&self.client, token)
    }

    /// Who asks in the merchant's name, or why nobody can.
    pub async fn manager(&self, merchant: MerchantId) -> Result<Manager, String> {
        let token = self.tokens.of(merchant).await?;
        Ok(Manager::beside(&self.client, &token))
    }
}
