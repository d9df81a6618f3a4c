//! Films' pages, the sitemap and robots.txt, as a Lambda binary.

use std::sync::Arc;

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_page::{ROUTES, Shell, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let front = cloud.front(ROUTES).await?;
    let shell = Shell::new(&cloud.packaged("index.html")?)?;
    serve(&front, router(&front, cloud.store().await?, Arc::new(shell))).await
}
