use kenmovie_common::SessionId;
use kenmovie_common::domain::{Client, Rotation, Session};
use kenmovie_common::ports::Sessions as _;

use crate::site::{Site, at, site, user_id};

fn session(number: u8, auth_epoch: u64) -> Session {
    Session {
        id: SessionId::from_bytes([number; 16]),
        user: user_id(1),
        client: Client::Web,
        auth_epoch,
        auth_time: at(0),
        created_at: at(0),
        idle_until: at(0) + Session::IDLE,
        ends_at: at(0) + Session::LIFE,
    }
}

async fn started(site: &Site) -> Session {
    let session = session(1, 0);
    assert!(site.store.start_session(&session).await.unwrap());
    session
}

#[tokio::test]
async fn a_session_lives_until_its_idle_end() {
    let site = site();
    let session = started(&site).await;
    let last = session.idle_until - std::time::Duration::from_millis(1);
    assert_eq!(site.store.live_session(session.id, last).await.unwrap(), Some(session.clone()));
    assert_eq!(site.store.live_session(session.id, session.idle_until).await.unwrap(), None);
    site.store.end_session(session.id).await.unwrap();
    site.store.end_session(session.id).await.unwrap();
    assert_eq!(site.store.live_session(session.id, at(0)).await.unwrap(), None);
}

#[tokio::test]
async fn a_refresh_puts_off_the_idle_end_but_not_the_last() {
    let site = site();
    let session = started(&site).await;
    let mut now = at(0);
    for shown in 0..5 {
        now = now + Session::IDLE - std::time::Duration::from_secs(1);
        let rotated = site.store.rotate_session(session.id, shown, now).await.unwrap();
        if now < session.ends_at {
            let idle_until = now + Session::IDLE;
            assert_eq!(rotated, Rotation::Next(Session { idle_until, ..session.clone() }, shown + 1));
        } else {
            assert_eq!(rotated, Rotation::Ended);
        }
    }
    assert!(now > session.ends_at);
}

#[tokio::test]
async fn the_number_before_works_for_a_moment_and_then_ends_the_session() {
    let site = site();
    let session = started(&site).await;
    let rotate = |shown, millis| site.store.rotate_session(session.id, shown, at(millis));
    assert!(matches!(rotate(0, 0).await.unwrap(), Rotation::Next(_, 1)));
    assert!(matches!(rotate(0, 10_000).await.unwrap(), Rotation::Next(_, 1)));
    assert_eq!(rotate(0, 10_001).await.unwrap(), Rotation::Ended);
    assert_eq!(rotate(1, 10_002).await.unwrap(), Rotation::Ended);
    assert_eq!(site.store.live_session(session.id, at(10_003)).await.unwrap(), None);
}

#[tokio::test]
async fn a_number_that_was_never_given_ends_the_session() {
    for shown in [2, u64::MAX] {
        let site = site();
        let session = started(&site).await;
        assert!(matches!(
            site.store.rotate_session(session.id, 0, at(0)).await.unwrap(),
            Rotation::Next(_, 1)
        ));
        assert_eq!(site.store.rotate_session(session.id, shown, at(1)).await.unwrap(), Rotation::Ended);
        assert_eq!(site.store.live_session(session.id, at(2)).await.unwrap(), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_refreshes_at_once_give_the_same_next_number() {
    let site = site();
    let session = started(&site).await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (store, id) = (site.store.clone(), session.id);
            tokio::spawn(async move { store.rotate_session(id, 0, at(5)).await.unwrap() })
        })
        .collect();
    for task in tasks {
        assert!(matches!(task.await.unwrap(), Rotation::Next(_, 1)));
    }
    assert!(matches!(site.store.rotate_session(session.id, 1, at(6)).await.unwrap(), Rotation::Next(_, 2)));
}

#[tokio::test]
async fn a_raised_epoch_ends_older_sessions_and_refuses_late_ones() {
    let site = site();
    let old = started(&site).await;
    site.store.raise_epoch(old.user, 2).await.unwrap();
    site.store.raise_epoch(old.user, 1).await.unwrap();
    assert_eq!(site.store.live_session(old.id, at(0)).await.unwrap(), None);
    assert_eq!(site.store.rotate_session(old.id, 0, at(0)).await.unwrap(), Rotation::Ended);
    assert!(!site.store.start_session(&session(2, 1)).await.unwrap());
    let new = session(3, 2);
    assert!(site.store.start_session(&new).await.unwrap());
    assert_eq!(site.store.live_session(new.id, at(0)).await.unwrap(), Some(new));
}

#[tokio::test]
async fn a_machine_clients_session_names_its_token() {
    let site = site();
    let client = Client::Token(kenmovie_common::ApiTokenId::from_bytes([9; 16]));
    let session = Session { client, ..session(1, 0) };
    site.store.start_session(&session).await.unwrap();
    assert_eq!(site.store.live_session(session.id, at(0)).await.unwrap(), Some(session));
}
