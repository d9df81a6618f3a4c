//! What holds for every route at once, whatever function it is of.

mod bodies;
mod cross_site;
mod document;
mod edge;
mod forged;
mod functions;
mod matrix;
mod owners;
mod stack;
mod template;
mod watch;
