//! The store's upkeep as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve_schedule};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (store, clock) = (cloud.store().await?, cloud.clock());
    serve_schedule(async || kenmovie_maintenance::maintain(store.as_ref(), clock.now()).await).await
}
