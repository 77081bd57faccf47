//! Restoring: a backup becomes the database, and nothing of what it had on its way is sent by itself. The days
//! after the backup are lost to us and not to the people we wrote to.

use super::{Answer, Refused};
use crate::app::App;
use crate::store::{Store, file, held, hooks, verify};
use std::path::{Path, PathBuf};

/// Where a backup is made ready before it becomes the database.
pub fn workplace(database: &Path) -> PathBuf {
    file::beside(database, "restoring")
}

/// Copies `backup` beside `database` and reads it from end to end. Neither `database` may be there nor a log of it.
pub async fn fetch(backup: &Path, database: &Path) -> Result<PathBuf, Refused> {
    let there: Vec<_> = file::in_the_way(database).iter().map(|file| file.display().to_string()).collect();
    if !there.is_empty() {
        return Err(Refused(format!(
            "In the place of the database there is still {}. Nothing is overwritten, and SQLite would read what is left \
             of an old database into the copy: stop the service and move all of it away together.",
            there.join(", ")
        )));
    }
    file::check(backup).await?;
    let place = workplace(database);
    file::discard(&place);
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder).map_err(|fault| Refused(format!("{}: {fault}", folder.display())))?;
    }
    file::copy(backup, &place).await?;
    Ok(place)
}

/// Lays to rest what is on its way in a database that was just restored. Messages that were kept but not yet
/// decided are decided first, because their sales count; what that says rests with the rest.
pub async fn lay_to_rest(app: &App) -> Result<Answer, Refused> {
    let report = verify::verify(&app.store, |_, _| {}).await?;
    if !report.is_clean() {
        return Ok(super::told(&report));
    }
    let mut decided = 0;
    loop {
        let batch = app.turns.poll_once().await?;
        if batch.messages == 0 {
            break;
        }
        decided += batch.messages;
    }
    let unit =
        app.store.write(|tx| Box::pin(async move { Ok((held::restore(tx).await?, hooks::rest(tx).await?)) }));
    let (resting, waiting) = unit.await?;
    let mut lines = vec!["✔ The ledger of the backup adds up.".to_owned()];
    if decided > 0 {
        lines.push(format!("✔ {decided} updates that waited in it are decided."));
    }
    if resting == 0 {
        lines.push("✔ Nothing was on its way.".to_owned());
    } else {
        lines.push(format!(
            "! {resting} bubbles were on their way. They rest: some were sent since, perhaps."
        ));
        let held = super::held_lines(&app.store, app.clock.now()).await?;
        lines.extend(held.into_iter().map(|line| format!("  {line}")));
        lines.push("  `fregues outbox release --newer-than 2h` lets the recent ones go,".to_owned());
        lines.push("  `fregues outbox drop --older-than 2h` gives the others up.".to_owned());
    }
    if waiting > 0 {
        lines.push(format!(
            "! {waiting} hooks wait: what they were told since is perhaps told again, with the id it had. `fregues hook resume` \
             lets one go on."
        ));
    }
    Ok(Answer { lines, fine: true })
}

/// Puts what was made ready in the place of the database.
pub async fn put_in_place(store: Store, place: &Path, database: &Path) -> Result<(), Refused> {
    store.close().await;
    let moved = std::fs::rename(place, database);
    moved.map_err(|fault| Refused(format!("{} cannot be put in its place: {fault}", place.display())))?;
    file::discard(place);
    Ok(())
}
