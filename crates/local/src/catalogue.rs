//! The bundled films, with which an empty store begins.

use kenmovie_common::MovieId;
use kenmovie_common::ports::{StoreError, StoreResult};

use crate::engines::Engines;
use crate::import::parse_jsonl;

const CLASSICS: &str = include_str!("../../../catalog/classics.jsonl");

/// Loads the bundled films into a store without films; how many films it holds then.
pub async fn load_once(engines: &Engines) -> StoreResult<u64> {
    let films = engines.store.count_movies().await?;
    if films > 0 {
        return Ok(films);
    }
    let now = engines.clock.now();
    let batch = CLASSICS
        .lines()
        .map(|line| {
            let draft =
                parse_jsonl(line, now.year()).map_err(|fault| StoreError::Corrupt(fault.to_string()))?;
            Ok((MovieId::new(now, engines.random.as_ref()), draft))
        })
        .collect::<StoreResult<Vec<_>>>()?;
    engines.store.import_movies(batch, now).await?;
    engines.store.count_movies().await
}
