//! What the site says of itself, and what every answer has, through the whole gateway.

mod caching;
mod config;
mod edge;
mod envelope;
mod health;
mod jwks;
