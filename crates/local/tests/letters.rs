use kenmovie_common::LetterId;
use kenmovie_common::domain::{Language, Letter, Mail};
use kenmovie_common::ports::{Clock as _, Letters as _};
use kenmovie_embedded::{Outbox, SystemClock, SystemRandom};

use crate::support::House;
use crate::support::program::run_in;

#[tokio::test]
async fn maintain_empties_the_outbox_into_the_folder() {
    let house = House::new();
    let now = SystemClock.now();
    let letter = Letter {
        id: LetterId::new(now, &SystemRandom),
        to: "ana@example.com".to_owned(),
        name: "Ana".to_owned(),
        language: Language::Es,
        mail: Mail::PasswordChanged,
        created_at: now,
    };
    house.database.post_letter(letter.clone()).await.unwrap();
    let ran = run_in(house.folder.path(), &["maintain", "--data", "."]).ended(0);
    assert!(ran.out.contains("1 letters that waited are sent\n"), "{}", ran.out);
    let outbox = Outbox::open(house.path("outbox"), std::sync::Arc::new(SystemRandom)).unwrap();
    let lie: Vec<Letter> = outbox.latest(9).await.unwrap().into_iter().map(|posted| posted.letter).collect();
    assert_eq!(lie, [letter]);
    let again = run_in(house.folder.path(), &["maintain", "--data", "."]).ended(0);
    assert!(again.out.contains("0 letters that waited are sent\n"), "{}", again.out);
    assert!(
        !format!("{}{}", ran.out, ran.err).contains("ana@example.com"),
        "no address is told: {}",
        ran.err
    );
}
