//! API tokens as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_tokens::{ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let front = cloud.front(ROUTES).await?;
    serve(&front, router(&front, cloud.store().await?, cloud.sessions().await?)).await
}
