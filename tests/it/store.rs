//! The store on both engines.

use crate::support::engines::on_both;
use crate::support::house::House;

#[tokio::test(flavor = "multi_thread")]
async fn smoke() {
    on_both(|db| async move {
        let t = std::time::Instant::now();
        let house = House::open(&db).await;
        eprintln!("{} opened {:?}", db.engine, t.elapsed());
        for (who, text) in [("ana", "saldo"), ("beto", "11 98765-4321 89,90"), ("duda", "quero participar"), ("leo", "oi")] {
            let got = house.say(who, text).await;
            eprintln!("{who}: {:?} {:?}", got.iter().map(|b| &b.body).collect::<Vec<_>>(), t.elapsed());
        }
        house.verify_clean().await;
    })
    .await;
}
