//! Open sockets.

use kenmovie_common::domain::{Circle, Client};
use kenmovie_common::ports::{Connection, Holder};
use kenmovie_common::{ApiTokenId, MovieId, SessionId, UserId};
use kenmovie_embedded::SystemRandom;

use super::stage::{KvStage, at, at_once, user_id};

const FILM: MovieId = MovieId::from_bytes([7; 16]);
const OTHER_FILM: MovieId = MovieId::from_bytes([8; 16]);
const TOKEN: ApiTokenId = ApiTokenId::from_bytes([5; 16]);

/// Lives for two hours.
fn connection(id: &str, user: UserId, millis: i64) -> Connection {
    let opened_at = at(millis);
    let session = SessionId::new(opened_at, &SystemRandom);
    let ends_at = opened_at + Connection::LIFE;
    Connection { id: id.into(), user, session, client: Client::Web, opened_at, ends_at }
}

/// Ends so many milliseconds after the cases' beginning.
fn ending(id: &str, user: UserId, millis: i64, end: i64) -> Connection {
    Connection { ends_at: at(end), ..connection(id, user, millis) }
}

async fn open(stage: &KvStage, connection: &Connection) -> Vec<Connection> {
    stage.kv.open_connection(connection, &Circle::default(), connection.opened_at).await.unwrap()
}

fn names(connections: Vec<Connection>) -> Vec<String> {
    let mut names: Vec<String> = connections.into_iter().map(|connection| connection.id).collect();
    names.sort_unstable();
    names
}

async fn of_user(stage: &KvStage, user: UserId, millis: i64) -> Vec<String> {
    names(stage.kv.connections_of(Holder::User(user), at(millis)).await.unwrap())
}

async fn watching(stage: &KvStage, movie: MovieId, millis: i64) -> Vec<String> {
    names(stage.kv.watchers_of(movie, at(millis)).await.unwrap())
}

async fn online(stage: &KvStage, users: &[UserId], millis: i64) -> Vec<UserId> {
    let mut online = stage.kv.online(users, at(millis)).await.unwrap();
    online.sort_unstable();
    online
}

pub async fn a_connection_reads_back_as_it_was_opened(stage: &KvStage) {
    let id = "L0SM9cOFvHcCIhw=+/_-";
    let opened = connection(id, user_id(1), 5);
    let circle = Circle { contacts: vec![user_id(9), user_id(3)], strangers: vec![user_id(4)] };
    assert_eq!(stage.kv.open_connection(&opened, &circle, at(5)).await.unwrap(), []);
    let known = Some((opened.clone(), circle));
    assert_eq!(stage.kv.connection(id, at(6)).await.unwrap(), known);
    assert_eq!(stage.kv.connection("another", at(6)).await.unwrap(), None);
    assert_eq!(stage.kv.connections_of(Holder::User(user_id(1)), at(6)).await.unwrap(), [opened]);
    assert_eq!(stage.kv.close_connection(id).await.unwrap(), known);
    assert_eq!(stage.kv.close_connection(id).await.unwrap(), None);
    assert_eq!(stage.kv.connection(id, at(6)).await.unwrap(), None);
    assert_eq!(stage.kv.connections_of(Holder::User(user_id(1)), at(6)).await.unwrap(), []);
    assert_eq!(online(stage, &[user_id(1)], 6).await, []);
}

pub async fn a_circle_as_large_as_one_gets_is_kept(stage: &KvStage) {
    let many = |number: usize| -> Vec<UserId> {
        (0..number).map(|number| UserId::from_bytes((number as u128 * 7 + 1).to_be_bytes())).collect()
    };
    let circle = Circle { contacts: many(Circle::CONTACTS), strangers: many(2 * Circle::STRANGERS) };
    let opened = connection("one", user_id(1), 0);
    stage.kv.open_connection(&opened, &circle, at(0)).await.unwrap();
    assert_eq!(stage.kv.connection("one", at(1)).await.unwrap(), Some((opened, circle)));
}

pub async fn a_connection_that_has_ended_is_not_there(stage: &KvStage) {
    let user = user_id(1);
    let short = ending("short", user, 0, 1_000);
    open(stage, &short).await;
    open(stage, &connection("long", user, 0)).await;
    assert!(stage.kv.watch_movie("short", FILM, at(1)).await.unwrap());
    assert!(stage.kv.connection("short", at(999)).await.unwrap().is_some());
    assert_eq!(of_user(stage, user, 999).await, ["long", "short"]);
    assert_eq!(watching(stage, FILM, 999).await, ["short"]);
    assert_eq!(stage.kv.connection("short", at(1_000)).await.unwrap(), None);
    assert_eq!(of_user(stage, user, 1_000).await, ["long"]);
    assert_eq!(watching(stage, FILM, 1_000).await, [""; 0]);
    assert!(!stage.kv.watch_movie("short", FILM, at(1_000)).await.unwrap());
    assert_eq!(watching(stage, FILM, 999).await, ["short"]);
}

pub async fn whoever_opens_too_many_loses_the_oldest(stage: &KvStage) {
    let (ana, eva) = (user_id(1), user_id(2));
    let most = i64::try_from(Connection::OF_ONE).unwrap();
    open(stage, &connection("evas", eva, -100)).await;
    open(stage, &ending("ended", ana, -50, 10)).await;
    for number in 0..most {
        assert_eq!(open(stage, &connection(&format!("{number:02}"), ana, 10 + number)).await, []);
    }
    assert_eq!(of_user(stage, ana, 100).await.len(), Connection::OF_ONE);
    let circle = Circle { contacts: vec![eva], strangers: vec![] };
    let late = connection("late", ana, 200);
    let made_room = stage.kv.open_connection(&late, &circle, at(200)).await.unwrap();
    assert_eq!(names(made_room), ["00"]);
    assert_eq!(stage.kv.connection("00", at(200)).await.unwrap(), None);
    // One whose clock is behind finds room too.
    let early = connection("early", ana, 1);
    let made_room = stage.kv.open_connection(&early, &Circle::default(), at(200)).await.unwrap();
    assert_eq!(names(made_room), ["01"]);
    let left = of_user(stage, ana, 200).await;
    assert_eq!(left.len(), Connection::OF_ONE);
    assert!(left.contains(&"late".to_owned()) && left.contains(&"early".to_owned()));
    assert_eq!(stage.kv.connection("late", at(200)).await.unwrap(), Some((late, circle)));
    stage.kv.close_connection("07").await.unwrap();
    assert_eq!(open(stage, &connection("again", ana, 300)).await, []);
    assert_eq!(of_user(stage, eva, 200).await, ["evas"]);
}

pub async fn many_that_open_at_once_leave_as_many_as_there_may_be(stage: &KvStage) {
    let ana = user_id(1);
    let gone = at_once(30, |number| {
        let kv = stage.kv.clone();
        async move {
            let opened = connection(&format!("{number:02}"), ana, i64::try_from(number).unwrap());
            names(kv.open_connection(&opened, &Circle::default(), at(100)).await.unwrap())
        }
    })
    .await;
    let mut all: Vec<String> = gone.into_iter().flatten().collect();
    let left = of_user(stage, ana, 100).await;
    assert!(left.len() <= Connection::OF_ONE, "{left:?}");
    for one in &left {
        assert!(stage.kv.connection(one, at(100)).await.unwrap().is_some());
    }
    // Nobody is lost who was not told of.
    all.extend(left);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 30);
}

pub async fn those_are_online_who_have_an_open_connection(stage: &KvStage) {
    let people: Vec<UserId> = (0..100).map(user_id).collect();
    assert_eq!(online(stage, &people, 0).await, []);
    assert_eq!(online(stage, &[], 0).await, []);
    for number in [3, 40, 99] {
        open(stage, &connection(&format!("{number} a"), user_id(number), 0)).await;
        open(stage, &ending(&format!("{number} b"), user_id(number), 0, 500)).await;
    }
    open(stage, &ending("short", user_id(50), 0, 500)).await;
    open(stage, &connection("another", user_id(200), 0)).await;
    assert_eq!(online(stage, &people, 499).await, [3, 40, 50, 99].map(user_id));
    assert_eq!(online(stage, &people, 500).await, [3, 40, 99].map(user_id));
    assert_eq!(online(stage, &[user_id(40), user_id(41)], 500).await, [user_id(40)]);
    stage.kv.close_connection("40 b").await.unwrap();
    assert_eq!(online(stage, &people, 499).await, [3, 40, 50, 99].map(user_id));
    stage.kv.close_connection("40 a").await.unwrap();
    assert_eq!(online(stage, &people, 499).await, [3, 50, 99].map(user_id));
}

pub async fn the_connections_of_a_machine_are_found_by_its_token(stage: &KvStage) {
    let machine =
        |id: &str, user, token, end| Connection { client: Client::Token(token), ..ending(id, user, 0, end) };
    let first = machine("first", user_id(1), TOKEN, 1_000);
    open(stage, &first).await;
    open(stage, &machine("second", user_id(2), TOKEN, 2_000)).await;
    open(stage, &machine("others", user_id(1), ApiTokenId::from_bytes([6; 16]), 2_000)).await;
    open(stage, &connection("web", user_id(1), 0)).await;
    let of = async |token, millis| {
        names(stage.kv.connections_of(Holder::Client(token), at(millis)).await.unwrap())
    };
    assert_eq!(of(TOKEN, 999).await, ["first", "second"]);
    assert_eq!(of(TOKEN, 1_000).await, ["second"]);
    assert_eq!(of(ApiTokenId::from_bytes([9; 16]), 0).await, [""; 0]);
    let known = stage.kv.connection("first", at(1)).await.unwrap().unwrap().0;
    assert_eq!(known, first);
    stage.kv.close_connection("second").await.unwrap();
    assert_eq!(of(TOKEN, 999).await, ["first"]);
    assert_eq!(of_user(stage, user_id(1), 999).await, ["first", "others", "web"]);
}

pub async fn a_connection_watches_one_film_at_most(stage: &KvStage) {
    open(stage, &connection("one", user_id(1), 0)).await;
    open(stage, &connection("two", user_id(1), 0)).await;
    for id in ["one", "one", "two"] {
        assert!(stage.kv.watch_movie(id, FILM, at(1)).await.unwrap());
    }
    assert_eq!(watching(stage, FILM, 1).await, ["one", "two"]);
    assert!(stage.kv.watch_movie("one", OTHER_FILM, at(2)).await.unwrap());
    assert_eq!(
        (watching(stage, FILM, 2).await, watching(stage, OTHER_FILM, 2).await),
        (vec!["two".to_owned()], vec!["one".to_owned()])
    );
    for _ in 0..2 {
        stage.kv.unwatch_movie("one").await.unwrap();
    }
    assert_eq!(watching(stage, OTHER_FILM, 2).await, [""; 0]);
    assert!(stage.kv.connection("one", at(2)).await.unwrap().is_some());
    stage.kv.close_connection("two").await.unwrap();
    assert_eq!(watching(stage, FILM, 2).await, [""; 0]);
    // Nobody watches who is not there.
    assert!(!stage.kv.watch_movie("two", FILM, at(3)).await.unwrap());
    stage.kv.unwatch_movie("two").await.unwrap();
    assert_eq!(watching(stage, FILM, 3).await, [""; 0]);
    assert_eq!(stage.kv.connection("two", at(3)).await.unwrap(), None);
    // One that opens again under its name has seen nothing yet.
    assert!(stage.kv.watch_movie("one", FILM, at(4)).await.unwrap());
    stage.kv.close_connection("one").await.unwrap();
    open(stage, &connection("one", user_id(1), 5)).await;
    assert_eq!(watching(stage, FILM, 5).await, [""; 0]);
}

/// So many that watch the film: they end one after the other, a millisecond apart, from the thousandth on.
async fn fill(stage: &KvStage, watchers: usize) {
    at_once(10, |first| {
        let kv = stage.kv.clone();
        async move {
            for number in (first..watchers).step_by(10) {
                let id = format!("w{number:03}");
                let user = UserId::from_bytes((number as u128 + 1).to_be_bytes());
                let opened = ending(&id, user, 0, 1_000 + i64::try_from(number).unwrap());
                kv.open_connection(&opened, &Circle::default(), at(0)).await.unwrap();
                assert!(kv.watch_movie(&id, FILM, at(1)).await.unwrap());
            }
        }
    })
    .await;
}

pub async fn a_film_has_a_bound_of_watchers_whose_places_are_taken_again(stage: &KvStage) {
    fill(stage, Connection::WATCHERS).await;
    assert_eq!(watching(stage, FILM, 2).await.len(), Connection::WATCHERS);
    let late = connection("late", user_id(1), 2);
    open(stage, &late).await;
    assert!(stage.kv.watch_movie("late", OTHER_FILM, at(2)).await.unwrap());
    assert!(!stage.kv.watch_movie("late", FILM, at(3)).await.unwrap());
    // It does not watch what it watched before either.
    for film in [FILM, OTHER_FILM] {
        assert!(!watching(stage, film, 3).await.contains(&"late".to_owned()));
    }
    // Who watches already keeps watching.
    assert!(stage.kv.watch_movie("w007", FILM, at(3)).await.unwrap());
    stage.kv.unwatch_movie("w199").await.unwrap();
    assert!(stage.kv.watch_movie("late", FILM, at(4)).await.unwrap());
    assert!(!stage.kv.watch_movie("w199", FILM, at(4)).await.unwrap());
    stage.kv.close_connection("w198").await.unwrap();
    assert!(stage.kv.watch_movie("w199", FILM, at(5)).await.unwrap());
    assert!(stage.kv.watch_movie("w100", OTHER_FILM, at(6)).await.unwrap());
    open(stage, &connection("next", user_id(2), 6)).await;
    assert!(stage.kv.watch_movie("next", FILM, at(6)).await.unwrap());
    let watchers = watching(stage, FILM, 6).await;
    assert_eq!(watchers.len(), Connection::WATCHERS);
    assert!(watchers.contains(&"late".to_owned()) && watchers.contains(&"next".to_owned()));
}

pub async fn watchers_that_have_ended_make_room(stage: &KvStage) {
    fill(stage, Connection::WATCHERS).await;
    for number in 0..3 {
        open(stage, &connection(&format!("late {number}"), user_id(1), 2)).await;
    }
    assert!(!stage.kv.watch_movie("late 0", FILM, at(999)).await.unwrap());
    // Two have ended by then.
    assert!(stage.kv.watch_movie("late 0", FILM, at(1_001)).await.unwrap());
    assert!(stage.kv.watch_movie("late 1", FILM, at(1_001)).await.unwrap());
    assert!(!stage.kv.watch_movie("late 2", FILM, at(1_001)).await.unwrap());
    assert_eq!(watching(stage, FILM, 1_001).await.len(), Connection::WATCHERS);
    assert_eq!(watching(stage, FILM, 3_000).await, ["late 0", "late 1"]);
}

pub async fn of_many_at_once_only_so_many_watch(stage: &KvStage) {
    fill(stage, Connection::WATCHERS - 10).await;
    let watch = at_once(30, |number| {
        let kv = stage.kv.clone();
        async move {
            let opened = connection(&format!("late {number}"), user_id(u8::try_from(number).unwrap()), 2);
            kv.open_connection(&opened, &Circle::default(), at(2)).await.unwrap();
            kv.watch_movie(&opened.id, FILM, at(3)).await.unwrap()
        }
    })
    .await;
    assert_eq!(watch.iter().filter(|watches| **watches).count(), 10);
    assert_eq!(watching(stage, FILM, 3).await.len(), Connection::WATCHERS);
}
