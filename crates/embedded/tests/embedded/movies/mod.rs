mod import;
mod list;
mod search;
mod write;
