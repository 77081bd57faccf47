//! Templates: the pack, the way each notice takes, and what WhatsApp says of templates and accounts.

mod notices;
mod pack;
mod ways;
