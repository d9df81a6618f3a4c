//! Comments as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_comments::{Ports, ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    serve(&front, router(&front, Ports::of(store, kv), cloud.hub().await?)).await
}
