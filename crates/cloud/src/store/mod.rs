//! Documents in MongoDB.

mod api_tokens;
mod archive;
mod bayes;
mod belongings;
mod client;
mod collection;
mod comments;
#[cfg(test)]
mod community;
mod deletions;
mod drift;
mod erase;
mod error;
#[cfg(test)]
mod explained;
mod filled;
mod find;
mod groups;
mod letters;
mod media;
mod messages;
#[cfg(test)]
mod messenger;
mod mine;
mod monitor;
mod movies;
mod notifications;
mod own_row;
mod pending;
mod people;
mod ratings;
mod reactions;
mod recount;
mod reports;
mod schema;
mod settle;
#[cfg(test)]
mod tests;
mod together;
mod transaction;
mod turns;
mod user_movies;
mod users;
mod value;
mod wilson;

pub use client::{ConnectError, Mongo, MongoOptions};
pub use monitor::CommandCounter;
