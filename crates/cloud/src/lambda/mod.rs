//! How Lambda runs a function of the house: [`Cloud`] connects the ports that its `main.rs` names, and nothing else, in
//! init; `serve` and its kin take Lambda's events and give them on as the function expects them.

#[cfg(feature = "kv")]
mod authorizer;
mod cloud;
#[cfg(feature = "kv")]
mod context;
#[cfg(feature = "push")]
mod hub;
mod logs;
mod observe;
#[cfg(feature = "kv")]
mod place;
mod schedule;
#[cfg(feature = "kv")]
mod serve;
mod settings;
#[cfg(feature = "kv")]
mod socket;

#[cfg(feature = "kv")]
pub use authorizer::serve_authorizer;
pub use cloud::Cloud;
pub use lambda_http::Error;
pub use schedule::serve_schedule;
#[cfg(feature = "kv")]
pub use serve::serve;
pub use settings::StartError;
#[cfg(feature = "kv")]
pub use socket::serve_socket;
