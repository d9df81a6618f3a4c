//! The session as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_session::{ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let front = cloud.front(ROUTES).await?;
    let sign_in = cloud.sign_in(&front).await?;
    serve(&front, router(&front, cloud.store().await?, cloud.sessions().await?, sign_in)).await
}
