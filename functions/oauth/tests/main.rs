//! Signing in by a provider, with a real one on loopback that can lie.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod keys;
mod lies;
mod linking;
mod machine;
mod new_device;
mod owners;
mod provider;
mod return_to;
mod rotation;
mod sign_in;
mod stage;
mod state;
mod trusted;
