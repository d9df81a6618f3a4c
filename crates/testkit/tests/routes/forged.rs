//! Tokens that must not be believed.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test kit panics where a test fails")]

use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kenmovie_common::auth::{Audience, Claims, SigningKey};
use kenmovie_testkit::{ORIGIN, TestApp};
use serde_json::{Value, json};

/// The claims of a good token.
pub(crate) fn claims(token: &str) -> Claims {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// The token with its header changed and signed again with the site's own key.
fn with_header(app: &TestApp, token: &str, change: impl Fn(&mut Value)) -> String {
    let mut parts = token.split('.');
    let mut header: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts.next().unwrap()).unwrap()).unwrap();
    change(&mut header);
    let message = format!("{}.{}", part(&header), parts.next().unwrap());
    let file = std::fs::read(app.folder().join("keys/keys.json")).unwrap();
    let file: Value = serde_json::from_slice(&file).unwrap();
    let key = STANDARD.decode(file["signing"][0].as_str().unwrap()).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&key).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(pair.sign(message.as_bytes())))
}

/// Every way of lying, by name, made from a good token.
pub(crate) fn all(app: &TestApp, good: &str) -> Vec<(&'static str, String)> {
    let claims = claims(good);
    let sign = |change: fn(&mut Claims)| {
        let mut changed = claims.clone();
        change(&mut changed);
        app.issuer().sign(&changed).unwrap()
    };
    let payload = good.split('.').nth(1).unwrap();
    let public = app.keys.public().first().unwrap().clone();
    let hs256 = jsonwebtoken::encode(
        &jsonwebtoken::Header {
            typ: Some("at+jwt".into()),
            kid: Some(public.kid.clone()),
            ..Default::default()
        },
        &claims,
        &jsonwebtoken::EncodingKey::from_secret(&URL_SAFE_NO_PAD.decode(&public.x).unwrap()),
    )
    .unwrap();
    let strange_key = SigningKey::generate(app.random()).unwrap();
    let stranger = kenmovie_common::auth::Issuer::new(
        &strange_key,
        Audience::of_site(ORIGIN),
        kenmovie_common::auth::Hmac::new(b"another"),
    );
    let none = part(&json!({"alg": "none", "typ": "at+jwt", "kid": public.kid}));
    let (unsigned, _) = good.rsplit_once('.').unwrap();
    vec![
        ("alg none", format!("{none}.{payload}.")),
        ("alg HS256 with the public key", hs256),
        ("wrong aud", sign(|claims| "https://elsewhere.example/api".clone_into(&mut claims.aud))),
        ("wrong iss", sign(|claims| "https://elsewhere.example".clone_into(&mut claims.iss))),
        ("not yet valid", sign(|claims| claims.nbf = Some(claims.iat + 60))),
        ("wrong typ", with_header(app, good, |header| header["typ"] = json!("JWT"))),
        ("no typ", with_header(app, good, |header| drop(header.as_object_mut().unwrap().remove("typ")))),
        ("unknown kid", with_header(app, good, |header| header["kid"] = json!("../../keys"))),
        ("another's key", stranger.sign(&claims).unwrap()),
        ("no signature", format!("{unsigned}.")),
        ("truncated", good[..good.len() - 4].to_owned()),
        ("not a token", "km_nonsense".to_owned()),
        ("nine kilobytes", "x".repeat(9_000)),
    ]
}
