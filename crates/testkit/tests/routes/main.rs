//! What holds for every route at once, whatever function it is of.

mod bodies;
mod cross_site;
mod document;
mod forged;
mod functions;
mod matrix;
mod owners;
mod template;
mod watch;
