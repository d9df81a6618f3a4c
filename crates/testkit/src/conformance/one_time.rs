//! What works once.

use kenmovie_common::ports::Purpose;

use super::stage::{KvStage, MOMENT, at, at_once};

const ALL: [Purpose; 4] =
    [Purpose::VerifyEmail, Purpose::ResetPassword, Purpose::OauthState, Purpose::IdToken];

async fn put(stage: &KvStage, purpose: Purpose, subject: &str, hash: u8, payload: &str) {
    let expires_at = at(1_000);
    stage.kv.put_secret(purpose, subject, [hash; 32], payload.to_owned(), expires_at).await.unwrap();
}

async fn take(stage: &KvStage, purpose: Purpose, subject: &str, hash: u8) -> Option<String> {
    stage.kv.take_secret(purpose, subject, [hash; 32], at(0)).await.unwrap()
}

pub async fn a_secret_is_taken_once_with_what_it_stands_for(stage: &KvStage) {
    let whole = "ñ\"{}🎬 ".repeat(372);
    assert_eq!(whole.len(), 4_092);
    for (subject, payload) in [("a", ""), ("a#b", "{}"), ("ñ 🎬/?", whole.as_str()), ("A", "upper")] {
        put(stage, Purpose::ResetPassword, subject, 1, payload).await;
        assert_eq!(take(stage, Purpose::ResetPassword, subject, 1).await.as_deref(), Some(payload));
        assert_eq!(take(stage, Purpose::ResetPassword, subject, 1).await, None);
    }
}

pub async fn another_secret_subject_or_purpose_takes_nothing(stage: &KvStage) {
    put(stage, Purpose::VerifyEmail, "ana", 1, "kept").await;
    assert_eq!(take(stage, Purpose::VerifyEmail, "ana", 2).await, None);
    assert_eq!(take(stage, Purpose::VerifyEmail, "Ana", 1).await, None);
    assert_eq!(take(stage, Purpose::VerifyEmail, "", 1).await, None);
    for purpose in ALL.into_iter().filter(|purpose| *purpose != Purpose::VerifyEmail) {
        assert_eq!(take(stage, purpose, "ana", 1).await, None);
    }
    assert_eq!(take(stage, Purpose::VerifyEmail, "ana", 1).await.as_deref(), Some("kept"));
}

pub async fn the_newest_secret_is_the_only_one(stage: &KvStage) {
    put(stage, Purpose::ResetPassword, "ana", 1, "old").await;
    put(stage, Purpose::ResetPassword, "bruno", 1, "of another").await;
    put(stage, Purpose::ResetPassword, "ana", 2, "new").await;
    assert_eq!(take(stage, Purpose::ResetPassword, "ana", 1).await, None);
    assert_eq!(take(stage, Purpose::ResetPassword, "ana", 2).await.as_deref(), Some("new"));
    assert_eq!(take(stage, Purpose::ResetPassword, "bruno", 1).await.as_deref(), Some("of another"));
}

pub async fn a_secret_is_good_to_the_moment_at_which_it_expires(stage: &KvStage) {
    for (subject, now, given) in [("a", at(1_000) - MOMENT, Some("{}")), ("b", at(1_000), None)] {
        put(stage, Purpose::OauthState, subject, 1, "{}").await;
        let taken = stage.kv.take_secret(Purpose::OauthState, subject, [1; 32], now).await.unwrap();
        assert_eq!(taken.as_deref(), given, "{subject}");
    }
}

pub async fn a_secret_that_was_dropped_is_gone(stage: &KvStage) {
    put(stage, Purpose::VerifyEmail, "ana", 1, "").await;
    put(stage, Purpose::ResetPassword, "ana", 1, "").await;
    for _ in 0..2 {
        stage.kv.drop_secret(Purpose::VerifyEmail, "ana").await.unwrap();
    }
    assert_eq!(take(stage, Purpose::VerifyEmail, "ana", 1).await, None);
    assert!(take(stage, Purpose::ResetPassword, "ana", 1).await.is_some());
}

pub async fn of_many_who_take_a_secret_at_once_one_gets_it(stage: &KvStage) {
    put(stage, Purpose::ResetPassword, "ana", 1, "{}").await;
    let taken = at_once(30, |_| {
        let kv = stage.kv.clone();
        async move { kv.take_secret(Purpose::ResetPassword, "ana", [1; 32], at(0)).await.unwrap() }
    })
    .await;
    assert_eq!(taken.into_iter().flatten().count(), 1);
}

pub async fn a_claim_is_the_first_ones_until_it_expires(stage: &KvStage) {
    let claim =
        async |purpose, subject, now, end| stage.kv.claim(purpose, subject, at(now), at(end)).await.unwrap();
    assert!(claim(Purpose::IdToken, "a", 0, 100).await);
    assert!(!claim(Purpose::IdToken, "a", 0, 100).await);
    assert!(!claim(Purpose::IdToken, "a", 99, 500).await);
    assert!(claim(Purpose::IdToken, "b", 0, 100).await && claim(Purpose::OauthState, "a", 0, 100).await);
    assert!(claim(Purpose::IdToken, "a", 100, 200).await);
    assert!(!claim(Purpose::IdToken, "a", 199, 300).await);
}

pub async fn of_many_claims_at_once_one_is_the_first(stage: &KvStage) {
    for (now, end) in [(0, 100), (100, 200)] {
        let first = at_once(30, |_| {
            let kv = stage.kv.clone();
            async move { kv.claim(Purpose::IdToken, "a", at(now), at(end)).await.unwrap() }
        })
        .await;
        assert_eq!(first.into_iter().filter(|first| *first).count(), 1);
    }
}

pub async fn a_claim_and_a_secret_do_not_meet(stage: &KvStage) {
    put(stage, Purpose::IdToken, "a", 0, "secret").await;
    assert!(stage.kv.claim(Purpose::IdToken, "a", at(0), at(100)).await.unwrap());
    assert_eq!(take(stage, Purpose::IdToken, "a", 0).await.as_deref(), Some("secret"));
    assert!(!stage.kv.claim(Purpose::IdToken, "a", at(0), at(100)).await.unwrap());
}
