use std::time::Duration;

use kenmovie_common::SessionId;
use kenmovie_common::domain::{Circle, Client};
use kenmovie_common::ports::{Connection, Connections as _, Counters as _};

use crate::site::{Site, at, site, user_id};

const WINDOW: Duration = Duration::from_mins(1);

/// What was counted is on the disk with the next write that has to be.
async fn written(site: &Site) {
    site.store.close_connection("none").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_swept_away_some_rows_at_a_time() {
    let site = site();
    for number in 0..1_200 {
        site.store.count(&number.to_string(), WINDOW, at(0)).await.unwrap();
    }
    written(&site).await;
    assert_eq!(site.rows("counters"), 1_200);
    for left in [701, 201, 1, 1] {
        site.store.count("later", WINDOW, at(120_000)).await.unwrap();
        written(&site).await;
        assert_eq!(site.rows("counters"), left);
    }
}

#[tokio::test]
async fn connections_that_have_ended_are_swept_when_another_opens() {
    let site = site();
    let connection = |id: &str, millis| Connection {
        id: id.into(),
        user: user_id(1),
        session: SessionId::from_bytes([1; 16]),
        client: Client::Web,
        opened_at: at(millis),
        ends_at: at(millis) + WINDOW,
    };
    for (id, millis, left) in [("a", 0, 1), ("b", 59_999, 2), ("c", 60_000, 2), ("d", 300_000, 1)] {
        let circle = Circle::default();
        site.store.open_connection(&connection(id, millis), &circle, at(millis)).await.unwrap();
        assert_eq!(site.rows("connections"), left, "{id}");
    }
}
