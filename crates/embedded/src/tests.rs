//! What only the inside can show: how statements find their rows, and how the writer's batches hold together.

mod batches;
mod plans;
