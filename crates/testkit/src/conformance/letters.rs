//! The outbox.

use std::time::Duration;

use kenmovie_common::domain::{Language, Letter, Mail};
use kenmovie_common::{LetterId, UserId};

use super::stage::{MOMENT, Stage, at, at_once, letter};

const LEASE: Duration = Duration::from_mins(1);

pub async fn every_letter_reads_back_as_it_was_posted(stage: &Stage) {
    let link = "https://kenmovie.example/verify#token=a.b".to_owned();
    let mails = [
        Mail::VerifyEmail { link: link.clone() },
        Mail::ResetPassword { link },
        Mail::PasswordChanged,
        Mail::EmailChanged,
        Mail::NewSignIn { browser: "Firefox, Linux".into(), address: "192.0.2.0/24".into(), at: at(7) },
    ];
    let mut posted = Vec::new();
    for (millis, mail) in (0..).zip(mails) {
        let name = "Íñigo 🎬 <b>".into();
        let new = Letter { name, language: Language::En, mail, ..letter("Ana.Pérez@Example.org", millis) };
        stage.store.post_letter(new.clone()).await.unwrap();
        posted.push(new);
    }
    assert_eq!(stage.store.take_letters(at(9), LEASE, 10).await.unwrap(), posted);
}

pub async fn letters_are_given_oldest_first_as_many_as_are_asked_for(stage: &Stage) {
    assert!(stage.store.take_letters(at(9), LEASE, 10).await.unwrap().is_empty());
    for millis in [4, 1, 5, 3, 2] {
        stage.store.post_letter(letter(&format!("{millis}@example.org"), millis)).await.unwrap();
    }
    let mut seen = Vec::new();
    for left in [2, 2, 1, 0] {
        let taken = stage.store.take_letters(at(9), LEASE, 2).await.unwrap();
        assert_eq!(taken.len(), left);
        seen.extend(taken.into_iter().map(|letter| letter.to));
    }
    assert_eq!(seen, [1, 2, 3, 4, 5].map(|millis| format!("{millis}@example.org")));
    // The first that come back are the oldest too, whatever their lease was.
    stage.store.post_letter(letter("6@example.org", 6)).await.unwrap();
    let taken = stage.store.take_letters(at(9) + LEASE, LEASE, 3).await.unwrap();
    assert_eq!(
        taken.into_iter().map(|letter| letter.to).collect::<Vec<_>>(),
        [1, 2, 3].map(|millis| format!("{millis}@example.org"))
    );
}

pub async fn a_letter_is_one_takers_until_the_lease_ends(stage: &Stage) {
    let new = letter("ana@example.org", 0);
    stage.store.post_letter(new.clone()).await.unwrap();
    let mut now = at(0);
    for _ in 0..3 {
        assert_eq!(stage.store.take_letters(now, LEASE, 10).await.unwrap(), std::slice::from_ref(&new));
        for early in [now, now + LEASE - MOMENT] {
            assert!(stage.store.take_letters(early, LEASE, 10).await.unwrap().is_empty());
        }
        now = now + LEASE;
    }
}

pub async fn of_many_takers_at_once_each_letter_goes_to_one(stage: &Stage) {
    for millis in 0..30 {
        stage.store.post_letter(letter("ana@example.org", millis)).await.unwrap();
    }
    let mut seen: Vec<LetterId> = Vec::new();
    // A taker may come away with fewer than there are, while others take; none is left in the end.
    for _ in 0..10 {
        let taken = at_once(8, |_| {
            let store = stage.store.clone();
            async move { store.take_letters(at(100), LEASE, 5).await.unwrap() }
        })
        .await;
        seen.extend(taken.into_iter().flatten().map(|letter| letter.id));
    }
    assert_eq!(seen.len(), 30);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 30);
}

pub async fn a_letter_that_is_sent_is_given_to_nobody_any_more(stage: &Stage) {
    let (one, other) = (letter("ana@example.org", 0), letter("eva@example.org", 1));
    for letter in [&one, &other] {
        stage.store.post_letter(letter.clone()).await.unwrap();
    }
    stage.store.take_letters(at(1), LEASE, 10).await.unwrap();
    for _ in 0..2 {
        stage.store.remove_letter(one.id).await.unwrap();
    }
    stage.store.remove_letter(LetterId::from_bytes(*UserId::from_bytes([1; 16]).bytes())).await.unwrap();
    assert_eq!(stage.store.take_letters(at(1) + LEASE, LEASE, 10).await.unwrap(), [other]);
}
