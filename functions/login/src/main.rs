//! Signing in as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_login::{Ports, ROUTES, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    let (passwords, sign_in) = (cloud.passwords().await?, cloud.sign_in(&front).await?);
    let ports = Ports {
        users: store.clone(),
        tokens: store.clone(),
        letters: store,
        throttle: kv.clone(),
        sign_ins: kv,
    };
    serve(&front, router(&front, ports, passwords, sign_in)).await
}
