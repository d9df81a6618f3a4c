//! Messages as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_messages::{ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    serve(&front, router(&front, store, kv, cloud.hub().await?)).await
}
