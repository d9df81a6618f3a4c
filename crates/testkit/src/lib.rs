//! What tests stand on: the real gateway over fresh engines, people who are signed in without hashing, and a clock that is
//! moved instead of waited for; and the [conformance] suite that every engine passes.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::indexing_slicing,
    reason = "a test kit panics where a test fails"
)]

mod app;
mod bodies;
mod client;
mod clock;
pub mod conformance;
mod database;
pub mod engines;
mod ids;
mod paging;
mod pictures;
mod reply;
mod socket;
mod trips;

pub use app::{ORIGIN, PASSWORD, SECURE_ORIGIN, TestApp};
pub use bodies::{BODY_LIMIT, padded, refuses_bad_bodies};
pub use client::{Client, Sent, at_once};
pub use clock::MovedClock;
pub use ids::{MALFORMED_IDS, NOBODYS_ID};
pub use kenmovie_local::server::serve;
pub use paging::encoded;
pub use pictures::picture;
pub use reply::Reply;
pub use socket::{Listening, TestSocket, ticket};
pub use tokio_tungstenite::tungstenite::Message;
pub use trips::Trips;
