//! Ephemeral things in one DynamoDB table. An item's key `pk` says what it is: `session#<id>`, `epoch#<user>`,
//! `client#<API token>`, `signin#…`, `secret#<purpose>#<subject>`, `claim#…`, `throttle#<key>`, `count#<key>`. Each carries `expires`, after which DynamoDB deletes it, late: what has expired is told by the times in
//! the item, when it is read and in the conditions of writes.

mod client;
mod connections;
mod counters;
mod error;
mod item;
mod list;
mod monitor;
mod one_time;
mod sessions;
mod sign_ins;
mod table;
mod throttle;

pub use client::{Dynamo, DynamoOptions};
pub use monitor::RequestCounter;
