//! Who is signed in where.

use std::time::Duration;

use kenmovie_common::domain::{Client, Device, Rotation, Session};
use kenmovie_common::{ApiTokenId, SessionId};

use super::stage::{KvStage, MOMENT, at, at_once, user_id};

fn session(number: u8, auth_epoch: u64) -> Session {
    Session {
        id: SessionId::from_bytes([number; 16]),
        user: user_id(1),
        client: Client::Web,
        auth_epoch,
        auth_time: at(3),
        created_at: at(0),
        seen_at: at(0),
        device: Device { browser: "Firefox, Linux".into(), address: "192.0.2.0/24".into() },
        idle_until: at(0) + Session::IDLE,
        ends_at: at(0) + Session::LIFE,
    }
}

const TOKEN: ApiTokenId = ApiTokenId::from_bytes([9; 16]);

/// A session that begins so many milliseconds later.
fn begun(number: u8, millis: i64) -> Session {
    let now = at(millis);
    let (idle_until, ends_at) = (now + Session::IDLE, now + Session::LIFE);
    Session { auth_time: now, created_at: now, seen_at: now, idle_until, ends_at, ..session(number, 0) }
}

async fn started(stage: &KvStage) -> Session {
    let session = session(1, 0);
    assert!(stage.kv.start_session(&session).await.unwrap());
    session
}

async fn lives(stage: &KvStage, session: &Session, now: kenmovie_common::Time) -> bool {
    let found = stage.kv.live_session(session.id, session.user, now).await.unwrap();
    found.inspect(|found| assert_eq!((found.id, found.user), (session.id, session.user))).is_some()
}

pub async fn a_session_reads_back_as_it_began(stage: &KvStage) {
    let machine = Session {
        id: SessionId::from_bytes([2; 16]),
        client: Client::Token(TOKEN),
        device: Device::default(),
        ..session(1, 0)
    };
    for session in [session(1, 0), machine, session(3, u64::from(u32::MAX))] {
        assert!(stage.kv.start_session(&session).await.unwrap());
        let found = stage.kv.live_session(session.id, session.user, at(0)).await.unwrap();
        assert_eq!(found, Some(session));
    }
}

pub async fn a_session_lives_until_its_idle_end(stage: &KvStage) {
    let session = started(stage).await;
    assert!(lives(stage, &session, session.idle_until - MOMENT).await);
    assert!(!lives(stage, &session, session.idle_until).await);
    let rotated = stage.kv.rotate_session(session.id, 0, session.idle_until).await.unwrap();
    assert_eq!(rotated, Rotation::Ended);
}

pub async fn a_session_is_its_own_persons_alone(stage: &KvStage) {
    let session = started(stage).await;
    assert_eq!(stage.kv.live_session(session.id, user_id(2), at(0)).await.unwrap(), None);
    let other = SessionId::from_bytes([2; 16]);
    assert_eq!(stage.kv.live_session(other, session.user, at(0)).await.unwrap(), None);
    assert_eq!(stage.kv.rotate_session(other, 0, at(0)).await.unwrap(), Rotation::Ended);
    assert!(lives(stage, &session, at(0)).await);
}

pub async fn an_ended_session_stays_ended(stage: &KvStage) {
    let session = started(stage).await;
    for _ in 0..2 {
        stage.kv.end_session(session.id).await.unwrap();
        assert!(!lives(stage, &session, at(0)).await);
        assert_eq!(stage.kv.rotate_session(session.id, 0, at(0)).await.unwrap(), Rotation::Ended);
    }
    stage.kv.end_session(SessionId::from_bytes([2; 16])).await.unwrap();
}

pub async fn a_refresh_puts_off_the_idle_end_but_not_the_last(stage: &KvStage) {
    let session = started(stage).await;
    let mut now = at(0);
    for shown in 0..5 {
        now = now + Session::IDLE - Duration::from_secs(1);
        let rotated = stage.kv.rotate_session(session.id, shown, now).await.unwrap();
        if now < session.ends_at {
            let next = Session { seen_at: now, idle_until: now + Session::IDLE, ..session.clone() };
            assert_eq!(rotated, Rotation::Next(next.clone(), shown + 1));
            assert_eq!(stage.kv.live_session(session.id, session.user, now).await.unwrap(), Some(next));
        } else {
            assert_eq!(rotated, Rotation::Ended);
        }
    }
    assert!(now > session.ends_at);
    assert!(!lives(stage, &session, session.ends_at).await);
}

pub async fn a_session_ends_at_its_end_however_often_it_is_refreshed(stage: &KvStage) {
    let session = Session { ends_at: at(5_000), ..session(1, 0) };
    assert!(stage.kv.start_session(&session).await.unwrap());
    assert!(matches!(stage.kv.rotate_session(session.id, 0, at(4_999)).await.unwrap(), Rotation::Next(_, 1)));
    assert!(lives(stage, &session, at(4_999)).await);
    assert!(!lives(stage, &session, at(5_000)).await);
    assert_eq!(stage.kv.rotate_session(session.id, 1, at(5_000)).await.unwrap(), Rotation::Ended);
}

pub async fn the_number_before_works_for_a_moment_and_then_ends_the_session(stage: &KvStage) {
    let session = started(stage).await;
    let rotate = |shown, millis| stage.kv.rotate_session(session.id, shown, at(millis));
    assert!(matches!(rotate(0, 0).await.unwrap(), Rotation::Next(_, 1)));
    assert!(matches!(rotate(0, 10_000).await.unwrap(), Rotation::Next(_, 1)));
    assert_eq!(rotate(0, 10_001).await.unwrap(), Rotation::Ended);
    assert_eq!(rotate(1, 10_002).await.unwrap(), Rotation::Ended);
    assert!(!lives(stage, &session, at(10_003)).await);
}

pub async fn a_number_two_before_ends_the_session_at_once(stage: &KvStage) {
    let session = started(stage).await;
    for shown in 0..2 {
        let rotated = stage.kv.rotate_session(session.id, shown, at(1)).await.unwrap();
        assert!(matches!(rotated, Rotation::Next(_, next) if next == shown + 1));
    }
    assert_eq!(stage.kv.rotate_session(session.id, 0, at(1)).await.unwrap(), Rotation::Ended);
    assert!(!lives(stage, &session, at(1)).await);
}

pub async fn a_number_that_was_never_given_ends_the_session(stage: &KvStage) {
    for (id, shown) in [(1, 2), (2, 7), (3, u64::MAX), (4, u64::MAX - 1)] {
        let session = session(id, 0);
        assert!(stage.kv.start_session(&session).await.unwrap());
        let rotated = stage.kv.rotate_session(session.id, 0, at(0)).await.unwrap();
        assert!(matches!(rotated, Rotation::Next(_, 1)));
        assert_eq!(
            stage.kv.rotate_session(session.id, shown, at(1)).await.unwrap(),
            Rotation::Ended,
            "{shown}"
        );
        assert!(!lives(stage, &session, at(2)).await);
    }
}

pub async fn many_refreshes_at_once_give_the_same_next_number(stage: &KvStage) {
    let session = started(stage).await;
    for shown in 0..3 {
        let now = at(i64::try_from(shown).unwrap() * 20_000);
        let rotated = at_once(20, |_| {
            let (kv, id) = (stage.kv.clone(), session.id);
            async move { kv.rotate_session(id, shown, now).await.unwrap() }
        })
        .await;
        assert!(
            rotated.iter().all(|rotated| matches!(rotated, Rotation::Next(_, next) if *next == shown + 1))
        );
    }
    assert!(lives(stage, &session, at(60_000)).await);
}

pub async fn of_refreshes_and_an_end_at_once_the_end_holds(stage: &KvStage) {
    for id in 1..=5 {
        let session = session(id, 0);
        assert!(stage.kv.start_session(&session).await.unwrap());
        at_once(9, |number| {
            let (kv, id) = (stage.kv.clone(), session.id);
            async move {
                if number == 4 {
                    kv.end_session(id).await.unwrap();
                } else {
                    kv.rotate_session(id, 0, at(5)).await.map(drop).unwrap();
                }
            }
        })
        .await;
        assert!(!lives(stage, &session, at(6)).await);
    }
}

pub async fn a_raised_epoch_ends_older_sessions_and_refuses_late_ones(stage: &KvStage) {
    let old = started(stage).await;
    let of_another = Session { user: user_id(2), ..session(4, 0) };
    assert!(stage.kv.start_session(&of_another).await.unwrap());
    stage.kv.raise_epoch(old.user, 2, at(1)).await.unwrap();
    stage.kv.raise_epoch(old.user, 1, at(2)).await.unwrap();
    assert!(!lives(stage, &old, at(0)).await);
    assert_eq!(stage.kv.rotate_session(old.id, 0, at(0)).await.unwrap(), Rotation::Ended);
    assert!(!stage.kv.start_session(&session(2, 1)).await.unwrap());
    let new = session(3, 2);
    assert!(stage.kv.start_session(&new).await.unwrap());
    assert!(lives(stage, &new, at(0)).await && lives(stage, &of_another, at(0)).await);
    stage.kv.raise_epoch(new.user, 2, at(3)).await.unwrap();
    assert!(lives(stage, &new, at(3)).await);
}

pub async fn an_epoch_holds_as_long_as_a_session_could_have_lived(stage: &KvStage) {
    stage.kv.raise_epoch(user_id(1), 1, at(0)).await.unwrap();
    let late = at(0) + Session::LIFE + Duration::from_hours(24) - MOMENT;
    let old = Session {
        created_at: late,
        seen_at: late,
        idle_until: late + Session::IDLE,
        ends_at: late + Session::LIFE,
        ..session(1, 0)
    };
    assert!(!stage.kv.start_session(&old).await.unwrap());
    assert!(!lives(stage, &old, late).await);
}

pub async fn sessions_that_begin_while_the_epoch_is_raised_do_not_outlive_it(stage: &KvStage) {
    let begun = at_once(21, |number| {
        let kv = stage.kv.clone();
        let session = session(u8::try_from(number + 1).unwrap(), 0);
        async move {
            if number == 10 {
                kv.raise_epoch(user_id(1), 1, at(0)).await.unwrap();
            } else {
                kv.start_session(&session).await.map(drop).unwrap();
            }
            session
        }
    })
    .await;
    for session in begun {
        assert!(!lives(stage, &session, at(1)).await);
    }
}

async fn start_all(stage: &KvStage, sessions: &[Session]) {
    for session in sessions {
        assert!(stage.kv.start_session(session).await.unwrap());
    }
}

pub async fn a_person_sees_where_they_are_signed_in_newest_first(stage: &KvStage) {
    let machine = Session { client: Client::Token(TOKEN), ..begun(6, 60) };
    let of_another = Session { user: user_id(2), ..begun(7, 70) };
    let mine: Vec<_> = [(3, 0), (1, 10), (2, 20), (5, 30)].map(|(number, at)| begun(number, at)).into();
    start_all(stage, &mine).await;
    start_all(stage, &[machine, of_another]).await;
    let list = async |now| stage.kv.sessions_of(user_id(1), now).await.unwrap();
    let newest_first: Vec<_> = mine.iter().rev().cloned().collect();
    assert_eq!(list(at(100)).await, newest_first);
    let rotated = stage.kv.rotate_session(mine[1].id, 0, at(200)).await.unwrap();
    let Rotation::Next(seen, 1) = rotated else { panic!("{rotated:?}") };
    assert_eq!(seen.seen_at, at(200));
    stage.kv.end_session(mine[2].id).await.unwrap();
    assert_eq!(list(at(300)).await, [mine[3].clone(), seen.clone(), mine[0].clone()]);
    assert_eq!(list(mine[0].idle_until).await, [mine[3].clone(), seen]);
    stage.kv.raise_epoch(user_id(1), 1, at(400)).await.unwrap();
    assert_eq!(list(at(500)).await, []);
    assert_eq!(stage.kv.sessions_of(user_id(3), at(500)).await.unwrap(), []);
}

pub async fn a_list_shows_a_hundred_living_sessions_whatever_ended_between(stage: &KvStage) {
    let now = at(1_000);
    let mut living = Vec::new();
    for number in 1..=250 {
        let mut session = begun(number, i64::from(number));
        if number % 2 == 0 {
            session.idle_until = now;
        } else {
            living.push(session.id);
        }
        start_all(stage, &[session]).await;
    }
    living.reverse();
    let listed = stage.kv.sessions_of(user_id(1), now).await.unwrap();
    assert_eq!(listed.iter().map(|session| session.id).collect::<Vec<_>>(), living[..Session::LISTED]);
}

pub async fn a_person_ends_sessions_of_their_own_alone(stage: &KvStage) {
    let (mine, other) = (session(1, 0), Session { user: user_id(2), ..session(2, 0) });
    start_all(stage, &[mine.clone(), other.clone(), session(3, 0), session(4, 0)]).await;
    let end = async |id, now| stage.kv.end_session_of(id, user_id(1), now).await.unwrap();
    assert!(!end(other.id, at(0)).await);
    assert!(!end(SessionId::from_bytes([9; 16]), at(0)).await);
    assert!(lives(stage, &other, at(0)).await);
    assert!(end(mine.id, at(0)).await);
    assert!(!end(mine.id, at(0)).await);
    assert!(!lives(stage, &mine, at(0)).await);
    assert!(!end(session(3, 0).id, session(3, 0).idle_until).await);
    stage.kv.raise_epoch(user_id(1), 1, at(1)).await.unwrap();
    assert!(!end(session(4, 0).id, at(2)).await);
    let ended = at_once(20, |_| {
        let kv = stage.kv.clone();
        async move { kv.end_session_of(SessionId::from_bytes([2; 16]), user_id(2), at(3)).await.unwrap() }
    })
    .await;
    assert_eq!(ended.into_iter().filter(|ended| *ended).count(), 1);
}

pub async fn a_carried_session_outlives_the_epoch_that_ends_the_others(stage: &KvStage) {
    let (own, other) = (session(1, 0), session(2, 0));
    start_all(stage, &[own.clone(), other.clone()]).await;
    stage.kv.carry_session(own.id, 2).await.unwrap();
    // Never lowered.
    stage.kv.carry_session(own.id, 1).await.unwrap();
    stage.kv.raise_epoch(own.user, 2, at(1)).await.unwrap();
    assert!(lives(stage, &own, at(2)).await && !lives(stage, &other, at(2)).await);
    let carried = Session { auth_epoch: 2, ..own.clone() };
    assert_eq!(stage.kv.sessions_of(own.user, at(2)).await.unwrap(), [carried]);
    assert!(matches!(stage.kv.rotate_session(own.id, 0, at(2)).await.unwrap(), Rotation::Next(_, 1)));
}

pub async fn a_session_that_has_ended_is_not_carried_back(stage: &KvStage) {
    let (ended, passed) = (session(1, 0), session(2, 0));
    start_all(stage, &[ended.clone(), passed.clone()]).await;
    stage.kv.end_session(ended.id).await.unwrap();
    stage.kv.raise_epoch(passed.user, 1, at(1)).await.unwrap();
    for session in [ended, passed] {
        stage.kv.carry_session(session.id, 5).await.unwrap();
        assert!(!lives(stage, &session, at(2)).await);
        assert_eq!(stage.kv.rotate_session(session.id, 0, at(2)).await.unwrap(), Rotation::Ended);
    }
}

pub async fn a_session_that_is_carried_while_it_is_refreshed_lives_on(stage: &KvStage) {
    for number in 1..=20 {
        let own = session(number, u64::from(number) - 1);
        start_all(stage, std::slice::from_ref(&own)).await;
        let rotated = at_once(12, |place| {
            let (kv, own) = (stage.kv.clone(), own.clone());
            async move {
                if place == 4 {
                    kv.carry_session(own.id, own.auth_epoch + 1).await.unwrap();
                    kv.raise_epoch(own.user, own.auth_epoch + 1, at(5)).await.unwrap();
                    None
                } else if place > 8 {
                    let live = kv.live_session(own.id, own.user, at(5)).await.unwrap();
                    assert!(live.is_some(), "it seems to have ended");
                    None
                } else {
                    Some(kv.rotate_session(own.id, 0, at(5)).await.unwrap())
                }
            }
        })
        .await;
        for rotated in rotated.into_iter().flatten() {
            assert!(matches!(rotated, Rotation::Next(_, 1)), "{rotated:?}");
        }
        assert!(lives(stage, &own, at(6)).await);
    }
}

pub async fn a_revoked_token_ends_its_sessions_and_begins_no_more(stage: &KvStage) {
    let through = |number, token| Session { client: Client::Token(token), ..session(number, 0) };
    let (web, own) = (session(1, 0), through(2, TOKEN));
    let other = through(3, ApiTokenId::from_bytes([8; 16]));
    start_all(stage, &[web.clone(), own.clone(), other.clone()]).await;
    assert!(matches!(stage.kv.rotate_session(own.id, 0, at(1)).await.unwrap(), Rotation::Next(_, 1)));
    for _ in 0..2 {
        stage.kv.revoke_client(TOKEN, at(2)).await.unwrap();
        assert!(!lives(stage, &own, at(2)).await);
        assert!(!stage.kv.end_session_of(own.id, own.user, at(2)).await.unwrap());
        assert!(!stage.kv.start_session(&through(4, TOKEN)).await.unwrap());
    }
    assert_eq!(stage.kv.rotate_session(own.id, 0, at(2)).await.unwrap(), Rotation::Ended);
    assert_eq!(stage.kv.rotate_session(own.id, 1, at(2)).await.unwrap(), Rotation::Ended);
    assert!(lives(stage, &web, at(2)).await && lives(stage, &other, at(2)).await);
}

pub async fn sessions_that_begin_while_their_token_is_revoked_do_not_outlive_it(stage: &KvStage) {
    let begun = at_once(21, |number| {
        let kv = stage.kv.clone();
        let through = session(u8::try_from(number + 1).unwrap(), 0);
        let through = Session { client: Client::Token(TOKEN), ..through };
        async move {
            if number == 10 {
                kv.revoke_client(TOKEN, at(0)).await.unwrap();
            } else {
                kv.start_session(&through).await.map(drop).unwrap();
            }
            through
        }
    })
    .await;
    for session in begun {
        assert!(!lives(stage, &session, at(1)).await);
    }
}
