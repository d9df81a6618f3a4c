//! Tokens that nobody was given.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kenmovie_common::auth::{Audience, Hmac, Issuer, SigningKey};
use kenmovie_common::domain::{Client as SignInClient, Role};
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{ORIGIN, TestApp};
use serde_json::json;

use crate::forge::Forge;
use crate::vote;

/// This token is nobody's, in a header and in a cookie, on a protected route and on a public one.
async fn refused(app: &TestApp, name: &str, token: &str) {
    let bearer = app.visitor().bearer(token);
    for client in [bearer.clone(), app.visitor().browser(&format!("km_access={token}"))] {
        let reply = vote(app, &client).await;
        assert_eq!(reply.status, 401, "{name}: {:#}", reply.body);
        reply.problem(401, "unauthenticated");
        assert_eq!(client.get("/api/session").await.ok(200), json!({}), "{name}");
    }
}

#[tokio::test]
async fn the_forge_makes_good_tokens() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    for token in [
        forge.good.clone(),
        forge.sign(&forge.header, &forge.claims),
        forge.claims_but("nbf", forge.claims["iat"].clone()),
    ] {
        vote(&app, &app.visitor().bearer(&token)).await.ok(200);
        vote(&app, &app.visitor().browser(&format!("km_access={token}"))).await.ok(200);
    }
}

#[tokio::test]
async fn a_token_without_a_signature_is_nobodys() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let signature = forge.good.rsplit('.').next().unwrap();
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        refused(&app, alg, &forge.unsigned(alg, "")).await;
        refused(&app, alg, &forge.unsigned(alg, signature)).await;
    }
    refused(&app, "no signature", &forge.unsigned("EdDSA", "")).await;
    refused(&app, "zeros", &forge.unsigned("EdDSA", &URL_SAFE_NO_PAD.encode([0; 64]))).await;
}

#[tokio::test]
async fn the_public_key_is_no_shared_secret() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let x = app.keys.public()[0].x.clone();
    let raw = URL_SAFE_NO_PAD.decode(&x).unwrap();
    let spki =
        [&[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00], raw.as_slice()].concat();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(&spki));
    let jwk = serde_json::to_vec(&app.keys.public()[0]).unwrap();
    for key in [raw.as_slice(), x.as_bytes(), &spki, pem.as_bytes(), &jwk, b""] {
        refused(&app, "HS256", &forge.hmac(key)).await;
    }
}

#[tokio::test]
async fn no_other_algorithm_is_taken_by_name() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    for alg in ["HS256", "HS512", "RS256", "PS256", "ES256", "Ed25519", "eddsa", "EdDSA "] {
        refused(&app, alg, &forge.header_but("alg", alg)).await;
    }
    refused(&app, "no alg", &forge.header_but("alg", json!(null))).await;
    refused(&app, "two algs", &forge.header_but("alg", json!(["EdDSA"]))).await;
}

#[tokio::test]
async fn a_token_of_another_type_is_nobodys() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    for typ in [json!("JWT"), json!("id_token+jwt"), json!("logout+jwt"), json!(""), json!(null), json!(1)] {
        refused(&app, &format!("typ {typ}"), &forge.header_but("typ", typ)).await;
    }
}

#[tokio::test]
async fn a_key_that_is_not_ours_is_not_looked_for() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let upper = forge.header["kid"].as_str().unwrap().to_uppercase();
    for kid in [
        "nobody",
        "",
        "../../keys/keys.json",
        "/dev/null",
        "0",
        "' OR '1'='1",
        "https://evil.example/jwks.json",
        &upper,
    ] {
        refused(&app, &format!("kid {kid}"), &forge.header_but("kid", kid)).await;
    }
    refused(&app, "no kid", &forge.header_but("kid", json!(null))).await;
    // Another's key under our key's name, and its own key brought along.
    let own = SigningKey::generate(app.random()).unwrap();
    let stranger = Issuer::new(&own, Audience::of_site(ORIGIN), Hmac::new(b"x"));
    let claims = serde_json::from_value(forge.claims.clone()).unwrap();
    let signed = stranger.sign(&claims).unwrap();
    refused(&app, "another's key", &signed).await;
    let foreign = Forge::new(&TestApp::new().await).await;
    refused(&app, "our kid, another's signature", &foreign.sign(&forge.header, &forge.claims)).await;
    let mut header = forge.header.clone();
    header["jwk"] = serde_json::to_value(own.public()).unwrap();
    header["jku"] = "https://evil.example/jwks.json".into();
    refused(&app, "a key brought along", &foreign.sign(&header, &forge.claims)).await;
}

#[tokio::test]
async fn a_token_for_another_place_is_nobodys() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let api = format!("{ORIGIN}/api");
    for aud in [
        json!("https://elsewhere.example/api"),
        json!(ORIGIN),
        json!(format!("{api}/")),
        json!(""),
        json!(null),
        json!([]),
    ] {
        refused(&app, &format!("aud {aud}"), &forge.claims_but("aud", aud)).await;
    }
    for iss in
        [json!("https://elsewhere.example"), json!(format!("{ORIGIN}/")), json!(api), json!(""), json!(null)]
    {
        refused(&app, &format!("iss {iss}"), &forge.claims_but("iss", iss)).await;
    }
}

#[tokio::test]
async fn a_token_that_does_not_hold_yet_is_nobodys() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let now = app.clock.now().seconds();
    refused(&app, "nbf", &forge.claims_but("nbf", now + 1)).await;
    refused(&app, "nbf", &forge.claims_but("nbf", now + 86_400)).await;
    vote(&app, &app.visitor().bearer(&forge.claims_but("nbf", now))).await.ok(200);
}

#[tokio::test]
async fn claims_that_say_nothing_are_nobodys() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    for member in ["sub", "sid", "client", "scope", "exp", "iat", "auth_time", "jti"] {
        refused(&app, &format!("no {member}"), &forge.claims_but(member, json!(null))).await;
    }
    for member in ["sub", "sid", "client"] {
        for wrong in [json!(""), json!("x"), json!("../x"), json!(1), json!({})] {
            refused(&app, &format!("{member} {wrong}"), &forge.claims_but(member, wrong)).await;
        }
    }
    for exp in [json!("never"), json!(1e300), json!(i64::MAX), json!(u64::MAX)] {
        refused(&app, &format!("exp {exp}"), &forge.claims_but("exp", exp)).await;
    }
}

#[tokio::test]
async fn a_session_is_its_own_persons_and_clients() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let other = app.person(Role::Admin).await;
    refused(&app, "another's sub", &forge.claims_but("sub", other.id.to_string())).await;
    let session = app.session(&other, SignInClient::Web).await;
    refused(&app, "another's sid", &forge.claims_but("sid", session.id.to_string())).await;
    refused(&app, "another client", &forge.claims_but("client", session.id.to_string())).await;
}

#[tokio::test]
async fn a_token_that_was_touched_is_nobodys() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let good = forge.good.as_str();
    let parts: Vec<&str> = good.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    let mut richer = forge.claims.clone();
    richer["scope"] = "movies:delete users:admin reactions:write".into();
    let richer = URL_SAFE_NO_PAD.encode(richer.to_string());
    let touched = [
        ("more scopes", format!("{header}.{richer}.{signature}")),
        ("cut", good[..good.len() - 1].to_owned()),
        ("cut in half", good[..good.len() / 2].to_owned()),
        ("two parts", format!("{header}.{claims}")),
        ("one part", header.to_owned()),
        ("four parts", format!("{good}.{signature}")),
        ("a dot more", format!("{good}.")),
        ("padded", format!("{good}==")),
        ("only dots", "..".to_owned()),
        ("upper case", good.to_uppercase()),
        ("turned", format!("{signature}.{claims}.{header}")),
        ("not base64", format!("{header}.!!!.{signature}")),
        ("not JSON", format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode("claims"))),
        ("nine kilobytes", "x".repeat(9_000)),
        ("nine kilobytes of claims", format!("{header}.{}.{signature}", "A".repeat(8_700))),
        ("dots", ".".repeat(9_000)),
    ];
    for (name, token) in touched {
        refused(&app, name, &token).await;
    }
}

#[tokio::test]
async fn headers_of_more_than_10_240_bytes_are_too_large() {
    let app = TestApp::new().await;
    for route in ["/api/blocked-movies", "/api/session"] {
        // The address, the name, ": " and the end of the line count as well.
        let rest = route.len() + "authorization".len() + 4 + "Bearer ".len();
        let of = |bytes: usize| app.visitor().bearer(&"x".repeat(bytes - rest));
        of(10_241).get(route).await.problem(431, "headers_too_large");
        of(20_000).get(route).await.problem(431, "headers_too_large");
        assert_ne!(of(10_240).get(route).await.status, 431);
    }
    let many =
        (0..200).fold(app.visitor(), |client, number| client.with(&format!("x-{number}"), &"y".repeat(60)));
    many.get("/api/health").await.problem(431, "headers_too_large");
}
