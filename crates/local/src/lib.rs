//! KenMovie on one machine: every function behind one gateway that does what the cloud's does, the pages beside them,
//! and the commands that fill and look after the stores.

pub mod admin;
mod background;
pub mod catalogue;
pub mod cli;
pub mod copy;
mod dev_outbox;
pub mod doctor;
pub mod engines;
mod gateway;
mod headers;
pub mod import;
pub mod keys;
mod linger;
mod mail;
mod media;
mod openapi;
mod pages;
mod permissions;
mod ports;
mod serve;
pub mod server;
mod socket;
mod table;

pub use gateway::{Wiring, api, gateway};
pub use headers::site_headers;
pub use mail::{MailError, MailWay};
pub use media::media;
pub use openapi::document;
pub use pages::{Built, PagesError, pages};
pub use permissions::permissions;
pub use serve::{Serve, ServeOptions};
pub use table::routes;
