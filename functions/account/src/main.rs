//! The account as a Lambda binary.

use kenmovie_account::{Ports, ROUTES, router};
use kenmovie_cloud::lambda::{Cloud, Error, serve};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    let links = cloud.links(&front, store.clone()).await?;
    serve(
        &front,
        router(&front, Ports::of(store, kv, cloud.sessions().await?), links, cloud.passwords().await?),
    )
    .await
}
