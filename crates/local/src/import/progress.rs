//! How far an import is: a bar on a terminal, a line every few seconds elsewhere. Both go to standard error.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::input::Input;
use super::options::{Summary, rate};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    #[default]
    Nothing,
    Lines,
    Bar,
}

const EVERY: Duration = Duration::from_secs(5);

pub(super) struct Progress {
    name: String,
    length: u64,
    read: Arc<AtomicU64>,
    began: Instant,
    /// How many rows were counted before this file.
    before: u64,
    lines: Option<Instant>,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn start(show: Show, path: &Path, input: &Input, before: u64) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let now = Instant::now();
        let bar = (show == Show::Bar).then(|| {
            let bar = ProgressBar::new(input.length.max(1));
            let style = "{prefix} {wide_bar} {percent:>3} %  {msg}  {eta} left";
            bar.set_style(
                ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.set_prefix(name.clone());
            bar
        });
        Self {
            name,
            length: input.length,
            read: Arc::clone(&input.read),
            began: now,
            before,
            lines: (show == Show::Lines).then_some(now),
            bar,
        }
    }

    /// Tells how far it is, if it is time.
    pub(super) fn show(&mut self, summary: &Summary) {
        let rows = summary.rows() - self.before;
        let (took, read) = (self.began.elapsed(), self.read.load(Ordering::Relaxed));
        let speed = rate(rows, took);
        if let Some(bar) = &self.bar {
            bar.set_position(read);
            bar.set_message(format!("{rows} rows, {speed}/s"));
        }
        if let Some(last) = self.lines.as_mut().filter(|last| last.elapsed() >= EVERY) {
            *last = Instant::now();
            let left = self.length.saturating_sub(read);
            let seconds = left / rate(read, took).max(1);
            let percent = read * 100 / self.length.max(1);
            eprintln!("{}: {rows} rows, {speed}/s, {percent} %, {seconds} s left", self.name);
        }
    }

    pub(super) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
