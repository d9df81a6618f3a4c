//! Films' pages, the sitemap and robots.txt, as a Lambda binary.

use std::sync::Arc;

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_page::{Ports, ROUTES, Shell, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let front = cloud.front(ROUTES).await?;
    let shell = Shell::new(&cloud.packaged("index.html")?)?;
    let store = cloud.store().await?;
    let ports = Ports { movies: store.clone(), comments: store };
    serve(&front, router(&front, ports, Arc::new(shell))).await
}
