use std::time::Duration;

use kenmovie_common::ports::Counters as _;

use crate::site::{at, site};

const WINDOW: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_swept_away_some_rows_at_a_time() {
    let site = site();
    for number in 0..1_200 {
        site.store.count(&number.to_string(), WINDOW, at(0)).await.unwrap();
    }
    assert_eq!(site.rows("counters"), 1_200);
    for left in [701, 201, 1, 1] {
        site.store.count("later", WINDOW, at(120_000)).await.unwrap();
        assert_eq!(site.rows("counters"), left);
    }
}
