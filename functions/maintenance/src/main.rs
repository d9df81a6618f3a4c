//! The store's upkeep as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve_schedule};
use kenmovie_common::ports::StoreError;
use kenmovie_maintenance::{Kept, maintain, send_letters, sweep_pictures};

#[derive(serde::Serialize)]
struct Done {
    #[serde(flatten)]
    kept: Kept,
    letters: u64,
    pictures: u64,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (store, blobs) = (cloud.store().await?, cloud.blobs().await?);
    let (mailer, clock) = (cloud.mailer().await?, cloud.clock());
    serve_schedule(async || {
        let (kept, swept, sent) = tokio::join!(
            maintain(store.as_ref(), clock.as_ref()),
            sweep_pictures(store.as_ref(), blobs.as_ref(), clock.as_ref()),
            send_letters(store.as_ref(), mailer.as_ref(), clock.as_ref())
        );
        Ok::<_, StoreError>(Done { kept: kept?, letters: sent?, pictures: swept? })
    })
    .await
}
