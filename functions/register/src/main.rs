//! Signing up as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_register::{Ports, ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    let (passwords, sign_in) = (cloud.passwords().await?, cloud.sign_in(&front).await?);
    let links = cloud.links(&front, store.clone()).await?;
    let ports = Ports { users: store.clone(), tokens: store, sign_ins: kv };
    serve(&front, router(&front, ports, passwords, sign_in, links)).await
}
