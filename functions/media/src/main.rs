//! Pictures as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_media::{ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let front = cloud.front(ROUTES).await?;
    serve(&front, router(&front, cloud.store().await?, cloud.blobs().await?)).await
}
