//! The account as a Lambda binary.

use kenmovie_account::{Ports, ROUTES, router};
use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_pictures::{Intake, Tidier};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    let links = cloud.links(&front, store.clone()).await?;
    let intake = Intake::new(store.clone(), cloud.blobs().await?, Tidier::default());
    let ports = Ports {
        users: store.clone(),
        pictures: store.clone(),
        archive: store.clone(),
        deletions: store,
        sessions: cloud.sessions().await?,
        sign_ins: kv.clone(),
        throttle: kv,
    };
    serve(&front, router(&front, ports, links, cloud.passwords().await?, intake)).await
}
