//! The store's upkeep as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve_schedule};
use kenmovie_common::ports::StoreError;
use kenmovie_maintenance::{maintain, send_letters};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (store, mailer, clock) = (cloud.store().await?, cloud.mailer().await?, cloud.clock());
    serve_schedule(async || {
        let (settled, sent) = tokio::join!(
            maintain(store.as_ref(), clock.now()),
            send_letters(store.as_ref(), mailer.as_ref(), clock.as_ref())
        );
        Ok::<_, StoreError>(settled? + sent?)
    })
    .await
}
