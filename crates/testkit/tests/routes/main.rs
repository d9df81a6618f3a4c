//! What holds for every route at once, whatever function it is of.

mod document;
mod forged;
mod functions;
mod matrix;
mod template;
mod watch;
