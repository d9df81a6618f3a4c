//! What the site says of itself, as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_service::{ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let front = cloud.front(ROUTES).await?;
    let (store, kv) = (cloud.store().await?, cloud.kv().await?);
    serve(&front, router(&front, vec![store, kv], cloud.public_keys()?, cloud.has_google())).await
}
