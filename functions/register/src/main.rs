//! Signing up as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_register::{ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store) = (cloud.front(ROUTES).await?, cloud.store().await?);
    let sign_in = cloud.sign_in(&front).await?;
    let links = cloud.links(&front, store.clone()).await?;
    serve(&front, router(&front, store.clone(), store, cloud.passwords(), sign_in, links)).await
}
