//! Comments as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_comments::{Ports, ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    let ports =
        Ports { comments: store.clone(), notifications: store.clone(), people: store, connections: kv };
    serve(&front, router(&front, ports, cloud.hub().await?)).await
}
