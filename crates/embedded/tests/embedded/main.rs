//! The engine behind the ports, driven through them alone.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

mod api_tokens;
mod comments;
mod counters;
mod files;
mod movies;
mod opening;
mod push;
mod reactions;
mod reports;
mod sessions;
mod site;
mod users;
