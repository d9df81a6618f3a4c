//! How far a copy is: a bar for each collection on a terminal, a line every few seconds elsewhere; both on standard error.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{Phase, Step};
use crate::import::Show;

const EVERY: Duration = Duration::from_secs(5);

pub struct Progress {
    show: Show,
    said: Instant,
    bar: ProgressBar,
}

impl Progress {
    pub fn new(show: Show) -> Self {
        Self { show, said: Instant::now(), bar: ProgressBar::hidden() }
    }

    /// Tells how far it is, if it is time.
    pub fn tell(&mut self, step: Step) {
        let Step { phase, of, done, total } = step;
        let doing = match phase {
            Phase::Checking => "checking",
            Phase::Copying => "copying",
            Phase::Comparing => "comparing",
        };
        let name = format!("{doing} {}", of.as_str());
        match self.show {
            Show::Nothing => {}
            Show::Lines => {
                if self.said.elapsed() >= EVERY {
                    self.said = Instant::now();
                    eprintln!("{name}: {done} of {total}");
                }
            }
            Show::Bar => {
                if self.bar.prefix() != name {
                    self.bar.finish_and_clear();
                    self.bar = bar(name);
                }
                self.bar.set_length(total.max(done));
                self.bar.set_position(done);
            }
        }
    }

    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}

fn bar(name: String) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:24} {wide_bar} {pos}/{len}  {eta} left");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_prefix(name)
}
