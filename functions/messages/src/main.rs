//! Messages as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_messages::{ROUTES, router};
use kenmovie_pictures::{Intake, Tidier};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    let intake = Intake::new(store.clone(), cloud.blobs().await?, Tidier::default());
    serve(&front, router(&front, store, kv, cloud.hub().await?, intake)).await
}
