//! What open sockets cost, and what a crash leaves of one.

#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

use std::sync::Arc;

use kenmovie_cloud::{Dynamo, DynamoOptions, RequestCounter};
use kenmovie_common::domain::{Circle, Client};
use kenmovie_common::ports::{Connection, Connections as _, Holder};
use kenmovie_common::{ApiTokenId, MovieId, SessionId, Time, UserId};

const NOW: Time = Time::from_millis(1_700_000_000_000);
const ANA: UserId = UserId::from_bytes([1; 16]);
const FILM: MovieId = MovieId::from_bytes([7; 16]);

async fn table(name: &str) -> (Dynamo, Arc<RequestCounter>) {
    let endpoint = Some(std::env::var("KENMOVIE_TEST_DYNAMODB").unwrap());
    let counter = Arc::<RequestCounter>::default();
    let table = format!("kenmovie-{name}-{}", std::process::id());
    let options =
        DynamoOptions { endpoint, counter: Some(Arc::clone(&counter)), ..DynamoOptions::new(table) };
    let dynamo = Dynamo::connect(options).await;
    dynamo.migrate().await.unwrap();
    counter.take();
    (dynamo, counter)
}

fn connection(id: &str, client: Client) -> Connection {
    let (session, ends_at) = (SessionId::from_bytes([3; 16]), NOW + Connection::LIFE);
    Connection { id: id.into(), user: ANA, session, client, opened_at: NOW, ends_at }
}

async fn open(dynamo: &Dynamo, id: &str, client: Client) {
    dynamo.open_connection(&connection(id, client), &Circle::default(), NOW).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_is_opened_asked_for_and_closed_in_few_requests() {
    let (dynamo, counter) = table("sockets").await;
    let requests = || counter.take().len();
    let token = Client::Token(ApiTokenId::from_bytes([5; 16]));
    for (id, client, sent) in
        [("first", Client::Web, 3), ("second", Client::Web, 2), ("third", token, 4), ("fourth", token, 3)]
    {
        open(&dynamo, id, client).await;
        assert_eq!(requests(), sent, "{id}");
    }
    dynamo.connection("first", NOW).await.unwrap().unwrap();
    assert_eq!(requests(), 1);
    assert_eq!(dynamo.connections_of(Holder::User(ANA), NOW).await.unwrap().len(), 4);
    assert_eq!(requests(), 1);
    let people: Vec<UserId> = (0..100).map(|number| UserId::from_bytes([number; 16])).collect();
    assert_eq!(dynamo.online(&people, NOW).await.unwrap(), [ANA]);
    assert_eq!(requests(), 1);
    for (id, sent) in [("first", 4), ("second", 3), ("second", 3)] {
        assert!(dynamo.watch_movie(id, FILM, NOW).await.unwrap());
        assert_eq!(requests(), sent, "{id}");
    }
    assert_eq!(dynamo.watchers_of(FILM, NOW).await.unwrap().len(), 2);
    assert_eq!(requests(), 1);
    for sent in [2, 1] {
        dynamo.unwatch_movie("first").await.unwrap();
        assert_eq!(requests(), sent);
    }
    for (id, sent) in [("first", 3), ("second", 4), ("third", 4), ("third", 1)] {
        dynamo.close_connection(id).await.unwrap();
        assert_eq!(requests(), sent, "{id}");
    }
}

/// A roll is written after what it leads to and before that is removed.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_in_a_roll_can_be_closed_and_who_is_not_is_not_told() {
    let (dynamo, _) = table("sockets-left").await;
    open(&dynamo, "left", Client::Web).await;
    open(&dynamo, "kept", Client::Web).await;
    assert!(dynamo.watch_movie("left", FILM, NOW).await.unwrap());
    let later = NOW + Connection::LIFE;
    // Nobody told that it ended.
    assert_eq!(dynamo.connections_of(Holder::User(ANA), later).await.unwrap(), []);
    assert_eq!(dynamo.watchers_of(FILM, later).await.unwrap(), []);
    assert_eq!(dynamo.close_connection("left").await.unwrap().unwrap().0.id, "left");
    let names = dynamo.connections_of(Holder::User(ANA), NOW).await.unwrap();
    assert_eq!(names.into_iter().map(|one| one.id).collect::<Vec<_>>(), ["kept"]);
    assert_eq!(dynamo.watchers_of(FILM, NOW).await.unwrap(), []);
}
