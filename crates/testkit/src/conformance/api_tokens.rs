//! What machine clients bring.

use kenmovie_common::ApiTokenId;
use kenmovie_common::auth::{Scope, Scopes};
use kenmovie_common::domain::ApiToken;

use super::stage::{MOMENT, Stage, at};

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
