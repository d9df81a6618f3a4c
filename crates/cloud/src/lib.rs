//! Every port in the cloud: [`Mongo`] keeps documents, [`Dynamo`] keeps what is ephemeral, [`S3`] keeps pictures, [`Ses`]
//! sends letters, [`ApiGateway`] hands frames to open sockets, and [`lambda`] runs a function of the house as a Lambda
//! binary. Each stands behind a feature of its own, so that a function links what it may touch.

#[cfg(any(feature = "blobs", feature = "kv", feature = "mail"))]
mod aws;
#[cfg(feature = "blobs")]
mod blobs;
#[cfg(feature = "kv")]
mod kv;
#[cfg(feature = "lambda")]
pub mod lambda;
#[cfg(feature = "mail")]
mod mail;
#[cfg(any(feature = "kv", feature = "store"))]
mod patience;
#[cfg(feature = "push")]
mod push;
#[cfg(feature = "store")]
mod store;

#[cfg(feature = "blobs")]
pub use blobs::{S3, S3Options};
pub use kenmovie_system::{SystemClock, SystemRandom};
#[cfg(feature = "kv")]
pub use kv::{Dynamo, DynamoOptions, RequestCounter};
#[cfg(feature = "mail")]
pub use mail::{Ses, SesOptions};
#[cfg(feature = "push")]
pub use push::{ApiGateway, ApiGatewayOptions};
#[cfg(feature = "store")]
pub use store::{CommandCounter, ConnectError, Mongo, MongoOptions};
