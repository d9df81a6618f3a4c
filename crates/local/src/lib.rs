//! KenMovie on one machine: every function behind one gateway that does what the cloud's does, the pages beside them,
//! and the commands that fill and look after the stores.

pub mod admin;
pub mod catalogue;
pub mod cli;
pub mod copy;
pub mod doctor;
pub mod engines;
mod gateway;
pub mod import;
pub mod keys;
mod openapi;
mod pages;
mod serve;
mod server;
mod table;

pub use gateway::{Wiring, api, gateway};
pub use openapi::document;
pub use serve::{Serve, ServeOptions};
pub use table::routes;
