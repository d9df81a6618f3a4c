use std::time::Duration;

use kenmovie_common::auth::{NewApiToken, Preset, VerifyingKey, sha256};
use kenmovie_common::domain::{Client, Device, Language, NewUser, Role, Session, TrustedIssuer, User};
use kenmovie_common::ports::{ApiTokens as _, Clock as _, Sessions as _, Users as _};
use kenmovie_common::{SessionId, UserId};
use kenmovie_embedded::{SystemClock, SystemRandom};
use kenmovie_local::admin::{AdminError, create_token, grant};
use kenmovie_local::keys;

use crate::support::program::run_in;
use crate::support::{House, Still};

async fn person(house: &House) -> User {
    let new = NewUser {
        id: UserId::new(Still.now(), &SystemRandom),
        name: "Ana".to_owned(),
        age: Some(30),
        email: "Ana@Example.com".to_owned(),
        email_verified: false,
        password_hash: Some("none that anything verifies".to_owned()),
        language: Language::Es,
        created_at: Still.now(),
    };
    house.database.create_user(new).await.unwrap()
}

async fn signed_in(house: &House, user: &User) -> SessionId {
    let now = Still.now();
    let session = Session {
        id: SessionId::new(now, &SystemRandom),
        user: user.id,
        client: Client::Web,
        auth_epoch: user.auth_epoch,
        auth_time: now,
        created_at: now,
        seen_at: now,
        device: Device::default(),
        idle_until: now + Session::IDLE,
        ends_at: now + Session::LIFE,
    };
    assert!(house.database.start_session(&session).await.unwrap());
    session.id
}

#[tokio::test]
async fn a_role_that_is_given_ends_every_session_and_the_person_can_sign_in_again() {
    let house = House::new();
    let db = &house.database;
    let ana = person(&house).await;
    let sessions = [signed_in(&house, &ana).await, signed_in(&house, &ana).await];
    let granted = grant(db, db, "ana@example.com", "moderator", Still.now()).await.unwrap();
    assert_eq!((granted.before, granted.role), (Role::User, Role::Moderator));
    for session in sessions {
        assert_eq!(db.live_session(session, ana.id, Still.now()).await.unwrap(), None);
    }
    let ana = db.user(ana.id).await.unwrap().unwrap();
    assert_eq!((ana.role, ana.auth_epoch), (Role::Moderator, 1));
    let session = signed_in(&house, &ana).await;
    // The same once more changes nothing and ends nothing.
    grant(db, db, "ana@example.com", "moderator", Still.now()).await.unwrap();
    assert!(db.live_session(session, ana.id, Still.now()).await.unwrap().is_some());
}

#[tokio::test]
async fn the_same_command_again_ends_what_a_crash_between_the_stores_left() {
    let house = House::new();
    let db = &house.database;
    let ana = person(&house).await;
    let session = signed_in(&house, &ana).await;
    db.set_role(ana.id, Role::Admin).await.unwrap();
    assert!(db.live_session(session, ana.id, Still.now()).await.unwrap().is_some());
    grant(db, db, "ana@example.com", "admin", Still.now()).await.unwrap();
    assert_eq!(db.live_session(session, ana.id, Still.now()).await.unwrap(), None);
}

#[tokio::test]
async fn an_address_or_a_role_that_is_not_there_is_told() {
    let house = House::new();
    let db = &house.database;
    assert!(matches!(
        grant(db, db, "bob@example.com", "admin", Still.now()).await,
        Err(AdminError::NoSuchPerson(_))
    ));
    person(&house).await;
    assert!(matches!(
        grant(db, db, "ana@example.com", "king", Still.now()).await,
        Err(AdminError::NoSuchRole(_))
    ));

    let folder = house.folder.path();
    let ran = run_in(folder, &["--data", ".", "admin", "grant", "bob@example.com", "admin"]).ended(1);
    assert_eq!(ran.err, "error: nobody has the address bob@example.com\n");
    let ran = run_in(folder, &["admin", "grant", "ana@example.com", "king", "--data", "."]).ended(1);
    assert_eq!(ran.err, "error: \"king\" is none of the roles user, moderator, admin\n");
    let ran = run_in(folder, &["admin", "grant", "ana@example.com", "admin", "--data", "."]).ended(0);
    assert_eq!(ran.out, "Ana@Example.com had the role user and has admin now; their sessions have ended\n");
    let ran = run_in(folder, &["admin", "grant", "ana@example.com", "admin", "--data", "nowhere"]).ended(1);
    assert!(ran.err.contains("there is no store in nowhere"), "{}", ran.err);
    assert!(!house.path("nowhere").exists());
}

#[tokio::test]
async fn a_token_is_printed_once_and_works_and_only_its_hash_is_kept() {
    let house = House::new();
    let arguments = [
        "admin",
        "token",
        "create",
        "render",
        "--preset",
        "public",
        "--expires-in-days",
        "30",
        "--data",
        ".",
    ];
    let ran = run_in(house.folder.path(), &arguments).ended(0);
    let value = |name: &str| {
        let line =
            ran.out.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{}", ran.out));
        line.trim().to_owned()
    };
    let secret = value("token ");
    let now = SystemClock.now();
    let token = house.database.api_token(sha256(secret.as_bytes()), now).await.unwrap().unwrap();
    assert_eq!((token.name.as_str(), token.scopes), ("render", Preset::Public.scopes()));
    assert_eq!(
        (value("id "), value("prefix "), value("scopes ")),
        (token.id.to_string(), token.prefix, token.scopes.to_string())
    );
    assert_eq!(value("prefix "), secret[..8]);
    let left = token.expires_at.unwrap().since(now);
    assert!((Duration::from_hours(30 * 24 - 1)..=Duration::from_hours(30 * 24)).contains(&left), "{left:?}");
    assert_eq!(ran.out.matches(&secret).count(), 1);
    for entry in std::fs::read_dir(house.folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

#[tokio::test]
async fn a_token_without_an_end_or_with_scopes_of_its_own_is_made_and_one_without_a_name_is_not() {
    let house = House::new();
    let db = &house.database;
    let new = |name: &str| NewApiToken {
        name: name.to_owned(),
        scopes: Preset::Site.scopes(),
        expires_in_days: None,
        issuers: Vec::new(),
    };
    let made = create_token(db, &Still, &SystemRandom, &new(" site ")).await.unwrap();
    assert_eq!((made.token.name.as_str(), made.token.expires_at), ("site", None));
    for name in ["", " ", "a\nb", &"x".repeat(81)] {
        assert!(
            matches!(create_token(db, &Still, &SystemRandom, &new(name)).await, Err(AdminError::Token(_))),
            "{name:?}"
        );
    }
    let arguments = ["admin", "token", "create", "x", "--scopes", "movies:read,signin:auth", "--data", "."];
    let ran = run_in(house.folder.path(), &arguments).ended(0);
    assert!(ran.out.contains("\nscopes   movies:read signin:auth\nexpires  never\n"), "{}", ran.out);
}

#[tokio::test]
async fn a_token_may_bring_the_id_tokens_of_the_providers_that_it_was_made_for() {
    let house = House::new();
    let make = |issuer: &str| {
        let arguments = ["admin", "token", "create", "app", "--preset", "site", "--data", ".", "--issuer"];
        run_in(house.folder.path(), &[&arguments[..], &[issuer]].concat())
    };
    let ran = make("https://accounts.google.com,client-1").ended(0);
    assert!(ran.out.contains("\nissuer   https://accounts.google.com client-1\nexpires"), "{}", ran.out);
    let all = house.database.list_api_tokens(None, 10).await.unwrap().items;
    let issuer = TrustedIssuer { iss: "https://accounts.google.com".to_owned(), aud: "client-1".to_owned() };
    assert_eq!(all.into_iter().map(|token| token.issuers).collect::<Vec<_>>(), [[issuer]]);
    let ran = make("http://accounts.google.com,").ended(1);
    assert_eq!(
        ran.err,
        "error: issuers.0.iss: An address that begins with https://. issuers.0.aud: At least 1 characters.\n"
    );
    let ran = make("https://accounts.google.com").ended(2);
    assert!(ran.err.starts_with("error: --issuer: \"https://accounts.google.com\" is not a"), "{}", ran.err);
    assert_eq!(house.database.list_api_tokens(None, 10).await.unwrap().items.len(), 1);
}

#[test]
fn a_rotated_key_signs_and_the_one_before_it_is_still_believed() {
    let house = House::new();
    let before = keys::open(house.folder.path(), &SystemRandom).unwrap().public();
    let ran = run_in(house.folder.path(), &["admin", "keys", "rotate", "--data", "."]).ended(0);
    let after = keys::open(house.folder.path(), &SystemRandom).unwrap().public();
    assert_eq!(after.len(), 2);
    assert_eq!(after[1], before[0]);
    assert!(ran.out.contains(&after[0].kid), "{}", ran.out);
}

#[test]
fn the_public_keys_are_shown_as_a_set_that_a_function_reads_and_nothing_else_of_them() {
    let house = House::new();
    let keys = keys::open(house.folder.path(), &SystemRandom).unwrap();
    let ran = run_in(house.folder.path(), &["admin", "keys", "show", "--data", "."]).ended(0);
    assert_eq!(VerifyingKey::parse_set(&ran.out), Ok(keys.public()));
    assert_eq!(ran.out.lines().count(), 1);
    assert!(!ran.out.contains("\"d\""), "{}", ran.out);
}
