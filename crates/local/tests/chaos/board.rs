//! The comments that everybody knows of: what is voted on and answered.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use crate::people::dice::Dice;

/// People look at the latest of them.
const SHOWN: usize = 100;

#[derive(Default)]
struct Comments {
    living: Vec<String>,
    /// Their deletion was asked for: they may be gone.
    doubtful: HashSet<String>,
}

#[derive(Clone, Default)]
pub(crate) struct Board(Arc<Mutex<Comments>>);

impl Board {
    pub(crate) fn pin(&self, comment: &str) {
        self.0.lock().unwrap().living.push(comment.to_owned());
    }

    /// Its deletion is about to be asked for.
    pub(crate) fn take_off(&self, comment: &str) {
        let mut comments = self.0.lock().unwrap();
        comments.living.retain(|known| known != comment);
        comments.doubtful.insert(comment.to_owned());
    }

    pub(crate) fn may_be_gone(&self, comment: &str) -> bool {
        self.0.lock().unwrap().doubtful.contains(comment)
    }

    pub(crate) fn pick(&self, dice: &mut Dice) -> Option<String> {
        let comments = self.0.lock().unwrap();
        let shown = &comments.living[comments.living.len().saturating_sub(SHOWN)..];
        if shown.is_empty() { None } else { Some(shown[dice.roll(shown.len())].clone()) }
    }
}
