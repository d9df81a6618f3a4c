use kenmovie_common::ApiTokenId;
use kenmovie_common::auth::{Scope, Scopes};
use kenmovie_common::domain::ApiToken;
use kenmovie_common::ports::ApiTokens as _;

use crate::site::{at, site};

#[tokio::test]
async fn a_token_is_found_by_the_hash_of_its_secret_until_it_expires() {
    let site = site();
    let token = ApiToken {
        id: ApiTokenId::from_bytes([1; 16]),
        name: "render".into(),
        prefix: "km_abcd".into(),
        scopes: Scopes::NONE.with(Scope::MoviesRead).with(Scope::SigninAuth),
        expires_at: Some(at(1_000)),
        created_at: at(0),
    };
    site.store.create_api_token(&token, [7; 32]).await.unwrap();
    assert_eq!(site.store.api_token([7; 32], at(999)).await.unwrap(), Some(token.clone()));
    assert_eq!(site.store.api_token([7; 32], at(1_000)).await.unwrap(), None);
    assert_eq!(site.store.api_token([8; 32], at(0)).await.unwrap(), None);
    let forever = ApiToken { id: ApiTokenId::from_bytes([2; 16]), expires_at: None, ..token };
    site.store.create_api_token(&forever, [8; 32]).await.unwrap();
    assert_eq!(site.store.api_token([8; 32], at(i64::from(u32::MAX))).await.unwrap(), Some(forever));
}
