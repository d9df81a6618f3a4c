//! Counts what the driver sends: a route's round trips are part of its design, and tests assert them.

use std::sync::{Mutex, PoisonError};

use mongodb::event::command::CommandEvent;

/// The commands that the driver has sent, by name, in their order.
#[derive(Debug, Default)]
pub struct CommandCounter(Mutex<Vec<String>>);

impl CommandCounter {
    pub(super) fn saw(&self, event: &CommandEvent) {
        if let CommandEvent::Started(started) = event {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(started.command_name.clone());
        }
    }

    /// What was sent since the last call.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
