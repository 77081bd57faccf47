//! Merchants: who uses this installation. A change is in force within a second, on every process.

use super::{Answer, NewShop, Office, Refused, nobody, rules, spaced};
use crate::domain::calendar::Zone;
use crate::domain::code::Dice;
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::domain::lang::Lang;
use crate::domain::phone::{AREA_CODES, Phone};
use crate::domain::program::Program;
use crate::store::merchants::{self, ACTIVE, Listed, NewMerchant, PAUSED, Settings};
use crate::store::{StoreError, channel, gauges, held, inbox, stores};
use ring::rand::{SecureRandom, SystemRandom};

impl Office {
    pub(super) async fn add_merchant(&self, new: NewShop) -> Result<Answer, Refused> {
        let mut settings = new.settings.clone();
        check(&Settings {
            zone: Some(new.zone.clone()),
            lang: Some(new.lang.clone()),
            program: Some(new.program.clone()),
            area_code: Some(new.area_code),
            phone_number_id: Some(new.phone_number_id.trim().to_owned()),
            ..settings.clone()
        })?;
        let phone = canonical(&new.phone)?;
        let id = new.phone_number_id.trim().to_owned();
        if let Some(token) = &settings.token {
            settings.token = Some(self.sealed(&id, token)?);
        }
        let claim = Dice::new(random()?).long_code();
        let stores = if new.stores.is_empty() { vec![new.name.clone()] } else { new.stores };
        if let Ok(program) = Program::read(&new.program) {
            not_refused(&program.strangers(&new.program, &stores))?;
        }
        let row = NewMerchant {
            name: new.name,
            phone_number_id: id.clone(),
            waba: None,
            phone: phone.digits().to_owned(),
            zone: new.zone,
            area_code: new.area_code,
            lang: Lang::from_tag(&new.lang).unwrap_or(Lang::PtBr),
            contact: new.contact,
            announcement_price: new.announcement_price,
            program: new.program,
            stores,
            claim: Some(claim.clone()),
            created_at: self.clock.now(),
        };
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                let merchant = merchants::add(tx, &row).await?;
                merchants::set(tx, merchant, &settings).await?;
                let adopted = inbox::adopt(tx, merchant, &row.phone_number_id).await?;
                Ok((merchant, adopted))
            })
        });
        let (merchant, adopted) = unit.await.map_err(|error| match error {
            StoreError::Refused(_) => {
                Refused(format!("The merchant was not added: the number {id} belongs to one already."))
            }
            error => error.into(),
        })?;
        let mut lines = vec![format!("Merchant {merchant} is added.")];
        lines.extend(how_to_claim(phone.digits(), &claim));
        lines.extend(late(adopted));
        Ok(Answer { lines, fine: true })
    }

    /// The way back for a shop whose owner cannot be asked: their number is in question, or gone.
    pub(super) async fn claim_merchant(&self, merchant: i64) -> Result<Answer, Refused> {
        let (id, claim) = (MerchantId(merchant), Dice::new(random()?).long_code());
        let code = claim.clone();
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                merchants::set_claim(tx, id, &code).await?;
                merchants::get(tx, id, None).await
            })
        });
        let (shop, _) = unit.await?.ok_or_else(|| nobody(merchant))?;
        let mut lines = vec![format!("{} has a new claim code; an older one counts no more.", shop.name)];
        lines.extend(how_to_claim(&shop.phone, &claim));
        lines.push("Whoever is an owner already stays one.".to_owned());
        Ok(Answer { lines, fine: true })
    }

    pub(super) async fn list_merchants(&self) -> Result<Answer, Refused> {
        let look = self.store.read(|tx| {
            Box::pin(async move { Ok((merchants::listed(tx).await?, gauges::unrouted(tx).await?)) })
        });
        let (listed, unrouted) = look.await?;
        let now = self.clock.now();
        let mut lines: Vec<String> = listed.iter().map(|one| described(one, now)).collect();
        if lines.is_empty() {
            lines.push(
                "There is no merchant yet; `fregues merchant add --help` shows how to add one.".to_owned(),
            );
        }
        for (reason, count, last) in unrouted {
            lines.push(format!(
                "! {count} updates were kept because {reason}, the last {}",
                super::age(now - last / 1_000)
            ));
        }
        Ok(Answer { lines, fine: true })
    }

    pub(super) async fn set_merchant(
        &self,
        merchant: i64,
        mut settings: Settings,
    ) -> Result<Answer, Refused> {
        check(&settings)?;
        let mut lines = vec![format!("Merchant {merchant} is changed.")];
        let (program, now) = (settings.program.take(), self.clock.now());
        if let Some(phone) = &settings.phone {
            settings.phone = Some(canonical(phone)?.digits().to_owned());
        }
        let id = MerchantId(merchant);
        let found = self.store.read(move |tx| Box::pin(merchants::get(tx, id, None))).await?;
        let (shop, _) = found.ok_or_else(|| nobody(merchant))?;
        let number = settings.phone_number_id.clone().unwrap_or_else(|| shop.phone_number_id.clone());
        let given = settings.token.clone();
        settings.token = match &given {
            Some(token) if !token.is_empty() => Some(self.sealed(&number, token)?),
            None if number != shop.phone_number_id => self.sealed_anew(&shop, &number).await?,
            other => other.clone(),
        };
        let for_number = number.clone();
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                channel::try_now(tx, id).await?;
                merchants::set(tx, id, &settings).await?;
                if let Some(refusal) = stores::change(tx, id, &settings).await? {
                    return Err(StoreError::Unusable(refusal));
                }
                let told = match &program {
                    Some(text) => Some(rules::change(tx, id, text, now).await?),
                    None => None,
                };
                if !settings.rename_stores.is_empty()
                    && let Some(refusal) = rules::unnamed(tx, id, now).await?
                {
                    return Err(StoreError::Unusable(refusal));
                }
                Ok((told, inbox::adopt(tx, id, &for_number).await?))
            })
        });
        let (told, adopted) = unit.await.map_err(|error| match error {
            StoreError::Refused(_) => Refused(format!(
                "Merchant {merchant} was not changed: the number {number} belongs to another one already."
            )),
            error => error.into(),
        })?;
        lines.extend(told);
        lines.extend(late(adopted));
        let asked = given.filter(|token| !token.is_empty());
        let tried = match asked {
            Some(token) => Some(self.graph.with(&token).number(&number).await),
            None => None,
        };
        lines.extend(tried.as_ref().map(|answer| match answer {
            Ok(state) => {
                format!("Meta takes the token for {} \"{}\".", state.display, state.verified_name)
            }
            Err(fault) => format!(
                "! The token is kept, but does not work yet: {fault}. Look again with fregues doctor --merchant {merchant}."
            ),
        }));
        Ok(Answer { lines, fine: tried.is_none_or(|answer| answer.is_ok()) })
    }

    /// The merchant's own token, which is sealed together with its number, for another number.
    async fn sealed_anew(&self, shop: &Shop, number: &str) -> Result<Option<String>, Refused> {
        let id = shop.id;
        let found = self.store.read(|tx| Box::pin(merchants::tokens(tx))).await?;
        let Some((_, before, sealed)) = found.into_iter().find(|(merchant, ..)| *merchant == id) else {
            return Ok(None);
        };
        let opened = self.seal.as_ref().and_then(|seal| seal.open(&before, &sealed).ok());
        let token = opened.ok_or_else(|| {
            refused("Its own token cannot be opened to be sealed for that number: give it again with --token-file.")
        })?;
        self.sealed(number, &token).map(Some)
    }

    pub(super) async fn pause_merchant(&self, merchant: i64) -> Result<Answer, Refused> {
        let id = MerchantId(merchant);
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                if !merchants::set_state(tx, id, PAUSED).await? {
                    return Ok(None);
                }
                held::pause(tx, id).await.map(Some)
            })
        });
        let resting = unit.await?.ok_or_else(|| nobody(merchant))?;
        Ok(Answer::line(format!(
            "Merchant {merchant} is paused: what comes in is kept and decided when it is resumed, nothing is sent; \
             {resting} bubbles rest."
        )))
    }

    pub(super) async fn resume_merchant(&self, merchant: i64) -> Result<Answer, Refused> {
        let (id, now) = (MerchantId(merchant), self.clock.now());
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                held::resume(tx, id, now).await?;
                if !merchants::set_state(tx, id, ACTIVE).await? {
                    return Ok(None);
                }
                let resting = held::list(tx).await?;
                Ok(Some(resting.iter().filter(|r| r.merchant == id).map(|r| r.count).sum::<i64>()))
            })
        });
        let resting = unit.await?.ok_or_else(|| nobody(merchant))?;
        let mut lines = vec![format!("Merchant {merchant} is served again.")];
        if resting > 0 {
            lines.push(format!(
                "{resting} bubbles go on resting; `fregues outbox list` shows them, `fregues outbox release` and \
                 `drop` decide."
            ));
        }
        Ok(Answer { lines, fine: true })
    }

    fn sealed(&self, number: &str, token: &str) -> Result<String, Refused> {
        const WITHOUT_KEY: &str = "A merchant's own token is kept sealed, and database.key, which seals it, is empty. \
            Set it to what `openssl rand -hex 32` prints, keep it as safe as a password and not with the backups, \
            restart the service and try again.";
        let seal = self.seal.as_ref().ok_or_else(|| refused(WITHOUT_KEY))?;
        seal.seal(number, token).map_err(refused)
    }
}

/// What is said of updates that waited for somebody to have their number.
pub(super) fn late(adopted: u64) -> Option<String> {
    let says = "updates had been kept for the number; they are decided now, by their own time.";
    (adopted > 0).then(|| format!("{adopted} {says}"))
}

fn how_to_claim(phone: &str, claim: &str) -> [String; 2] {
    let code = spaced(claim);
    let link = format!("https://wa.me/{phone}?text={code}");
    [format!("The owner claims it by sending this code to the shop's number, once: {code}"), link]
}

fn described(listed: &Listed, now: i64) -> String {
    let Listed { shop, claim, owned, paused, stopped, own_token, waiting, resting } = listed;
    let mut line = format!("{}  {}  {}  {}", shop.id, shop.name, shop.phone_number_id, shop.zone.name());
    line.push_str(&match claim {
        None => "  claimed".to_owned(),
        Some(code) if *owned => format!("  claimed, code for another owner {}", spaced(code)),
        Some(code) => format!("  claim code {}", spaced(code)),
    });
    if *own_token {
        line.push_str("  own token");
    }
    if *paused {
        line.push_str("  PAUSED");
    }
    if let Some((since, code)) = stopped {
        line.push_str(&format!("  STOPPED {} (code {code})", super::age(now - since)));
    }
    if *waiting > 0 {
        line.push_str(&format!("  {waiting} updates wait"));
    }
    if *resting > 0 {
        line.push_str(&format!("  {resting} bubbles rest"));
    }
    line
}

/// What is refused before anything is written.
fn check(settings: &Settings) -> Result<(), Refused> {
    if let Some(program) = &settings.program {
        not_refused(&Program::read(program).err().unwrap_or_default())?;
    }
    if let Some(zone) = &settings.zone {
        Zone::named(zone).map_err(Refused)?;
    }
    if settings.lang.as_ref().is_some_and(|lang| Lang::from_tag(lang).is_none()) {
        return Err(refused("--lang must be pt-BR, es or en."));
    }
    if settings.area_code.is_some_and(|code| !AREA_CODES.contains(&code)) {
        return Err(refused("--area-code must be a Brazilian area code such as 11."));
    }
    let digits = |id: &String| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    if settings.waba.as_ref().is_some_and(|waba| !digits(waba)) {
        return Err(refused("--waba must be Meta's id of the account: digits only."));
    }
    if settings.phone_number_id.as_ref().is_some_and(|id| !digits(id)) {
        return Err(refused("--phone-number-id must be Meta's id of the number: digits only."));
    }
    if settings.per_second.is_some_and(|pace| !(1..=1_000).contains(&pace)) {
        return Err(refused(
            "--per-second must be between 1 and 1000; Meta's own limit is 80 for most numbers.",
        ));
    }
    if settings.token.as_ref().is_some_and(|token| token.contains(char::is_whitespace)) {
        return Err(refused("The token holds a space or a line break; it is one word."));
    }
    Ok(())
}

/// Faults of a program, as one refusal.
fn not_refused(faults: &[String]) -> Result<(), Refused> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(Refused(format!("The program is refused:\n{}", faults.join("\n"))))
}

fn canonical(phone: &str) -> Result<Phone, Refused> {
    const HOW: &str = "--phone must be a number with its country code, such as +55 11 95550-0100.";
    Phone::canonical(phone).ok_or_else(|| refused(HOW))
}

fn refused(why: &str) -> Refused {
    Refused(why.to_owned())
}

/// Eight bytes from the system's source of randomness.
fn random() -> Result<u64, Refused> {
    let mut bytes = [0; 8];
    SystemRandom::new().fill(&mut bytes).map_err(|_| refused("The system gives no randomness."))?;
    Ok(u64::from_be_bytes(bytes))
}
