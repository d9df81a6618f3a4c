use std::time::Duration;

use kenmovie_common::ports::{Counters as _, Throttle as _};

use crate::site::{Site, at, site};

const WINDOW: Duration = Duration::from_mins(1);

/// What was counted is on the disk with the next write that has to be.
async fn written(site: &Site) {
    site.store.forgive("nobody").await.unwrap();
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
