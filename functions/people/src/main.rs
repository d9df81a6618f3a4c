//! People as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_people::{Ports, ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    let ports =
        Ports { people: store.clone(), users: store, connections: kv, sessions: cloud.sessions().await? };
    serve(&front, router(&front, ports, cloud.hub().await?)).await
}
