//! Pictures through the real gateway: asked for, uploaded, taken in, seen.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod address;
mod refusals;
mod show;
mod upload;

use kenmovie_common::MediaId;
use kenmovie_common::domain::MediaPurpose;
use kenmovie_common::http::Problem;
use kenmovie_common::ports::Clock as _;
use kenmovie_pictures::{Intake, Tidier};
use kenmovie_testkit::{Client, TestApp};

const MEDIA: &str = "/api/media";
const AVATAR: &str = "/api/account/avatar";

fn intake(app: &TestApp) -> Intake {
    Intake::new(app.store.clone(), app.blobs.clone(), Tidier::default())
}

/// Our copy of somebody's upload is made, as whoever uses it has it made.
async fn taken(app: &TestApp, owner: &Client, id: MediaId, purpose: MediaPurpose) -> Result<(), Problem> {
    intake(app).take(owner.id(), id, purpose, app.clock.now()).await
}
