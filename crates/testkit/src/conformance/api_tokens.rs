//! What machine clients bring.

use kenmovie_common::auth::{Scope, Scopes};
use kenmovie_common::domain::{ApiToken, TrustedIssuer};
use kenmovie_common::{ApiTokenId, Time};

use super::stage::{MOMENT, Stage, at, at_once};

fn token(number: u8) -> ApiToken {
    ApiToken {
        id: ApiTokenId::from_bytes([number; 16]),
        name: "render".into(),
        prefix: "km_abcd".into(),
        scopes: Scopes::NONE.with(Scope::MoviesRead).with(Scope::SigninAuth),
        issuers: Vec::new(),
        expires_at: None,
        created_at: at(3),
        last_used_at: None,
    }
}

pub async fn a_token_is_found_by_the_hash_of_its_secret_alone(stage: &Stage) {
    for number in 1..=3 {
        stage.store.create_api_token(&token(number), [number; 32]).await.unwrap();
    }
    let later = at(i64::from(u32::MAX) * 1_000);
    assert_eq!(stage.store.api_token([2; 32], later).await.unwrap(), Some(token(2)));
    let mut near = [2; 32];
    near[31] = 3;
    for hash in [[0; 32], [4; 32], near] {
        assert_eq!(stage.store.api_token(hash, at(0)).await.unwrap(), None);
    }
}

pub async fn a_token_is_good_to_the_moment_at_which_it_expires(stage: &Stage) {
    let expiring = ApiToken { expires_at: Some(at(1_000)), scopes: Scopes::NONE, ..token(1) };
    stage.store.create_api_token(&expiring, [1; 32]).await.unwrap();
    assert_eq!(stage.store.api_token([1; 32], at(1_000) - MOMENT).await.unwrap(), Some(expiring));
    assert_eq!(stage.store.api_token([1; 32], at(1_000)).await.unwrap(), None);
}

async fn used(stage: &Stage, number: u8) -> Option<Time> {
    stage.store.api_token([number; 32], at(0)).await.unwrap().unwrap().last_used_at
}

pub async fn every_member_of_a_token_reads_back(stage: &Stage) {
    let issuer = |iss: &str, aud: &str| TrustedIssuer { iss: iss.into(), aud: aud.into() };
    let issuers = vec![
        issuer("https://b.example.org", "ñ 🎬"),
        issuer("https://a.example.org", "2"),
        issuer("https://a.example.org", "1"),
    ];
    let expires_at = Some(at(9));
    let token = ApiToken { name: "Íñigo 🎬".into(), issuers, expires_at, ..token(1) };
    stage.store.create_api_token(&token, [1; 32]).await.unwrap();
    assert_eq!(stage.store.api_token([1; 32], at(0)).await.unwrap(), Some(token.clone()));
    assert_eq!(stage.store.list_api_tokens(None, 10).await.unwrap().items, [token]);
}

pub async fn tokens_are_listed_newest_first_page_by_page_the_expired_too(stage: &Stage) {
    assert!(stage.store.list_api_tokens(None, 10).await.unwrap().items.is_empty());
    for number in [3, 1, 7, 5, 6, 2, 4] {
        let expires_at = (number % 2 == 0).then(|| at(-1));
        let token = ApiToken { expires_at, ..token(number) };
        stage.store.create_api_token(&token, [number; 32]).await.unwrap();
    }
    for limit in [1, 3, 7, 100] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = stage.store.list_api_tokens(after, limit).await.unwrap();
            assert!(page.items.len() <= limit);
            seen.extend(page.items.iter().map(|token| token.id.bytes()[0]));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1], "{limit}");
    }
}

pub async fn the_use_of_a_token_is_noted_once_an_hour(stage: &Stage) {
    const HOUR: i64 = 3_600_000;
    for number in 1..=2 {
        stage.store.create_api_token(&token(number), [number; 32]).await.unwrap();
    }
    for (now, noted) in [(0, 0), (1, 0), (HOUR, 0), (HOUR + 1, HOUR + 1), (5, HOUR + 1)] {
        stage.store.used_api_token(token(1).id, at(now)).await.unwrap();
        assert_eq!(used(stage, 1).await, Some(at(noted)), "{now}");
    }
    assert_eq!(used(stage, 2).await, None);
    stage.store.used_api_token(token(9).id, at(0)).await.unwrap();
    assert_eq!(stage.store.list_api_tokens(None, 10).await.unwrap().items.len(), 2);
}

pub async fn a_token_is_removed_once(stage: &Stage) {
    for number in 1..=2 {
        stage.store.create_api_token(&token(number), [number; 32]).await.unwrap();
    }
    let removed = at_once(10, |_| {
        let store = stage.store.clone();
        async move { store.remove_api_token(token(1).id).await.unwrap() }
    })
    .await;
    assert_eq!(removed.iter().filter(|removed| **removed).count(), 1);
    assert_eq!(stage.store.api_token([1; 32], at(0)).await.unwrap(), None);
    assert_eq!(stage.store.list_api_tokens(None, 10).await.unwrap().items, [token(2)]);
    stage.store.used_api_token(token(1).id, at(0)).await.unwrap();
    assert_eq!(stage.store.list_api_tokens(None, 10).await.unwrap().items, [token(2)]);
}
