//! The store's upkeep as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve_schedule};
use kenmovie_common::ports::StoreError;
use kenmovie_maintenance::{Kept, maintain, send_letters};

#[derive(serde::Serialize)]
struct Done {
    #[serde(flatten)]
    kept: Kept,
    letters: u64,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (store, mailer, clock) = (cloud.store().await?, cloud.mailer().await?, cloud.clock());
    serve_schedule(async || {
        let (kept, sent) = tokio::join!(
            maintain(store.as_ref(), clock.as_ref()),
            send_letters(store.as_ref(), mailer.as_ref(), clock.as_ref())
        );
        Ok::<_, StoreError>(Done { kept: kept?, letters: sent? })
    })
    .await
}
