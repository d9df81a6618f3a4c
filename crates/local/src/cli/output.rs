//! What is printed, and how a command ends badly.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

pub(super) type Outcome = Result<(), Failure>;

/// One sentence on standard error and an exit code.
#[derive(Debug)]
pub(super) struct Failure {
    code: u8,
    sentence: Option<String>,
}

impl Failure {
    /// It could not be done.
    pub(super) fn new(sentence: impl Display) -> Self {
        Self { code: 1, sentence: Some(sentence.to_string()) }
    }

    /// It was asked wrongly.
    pub(super) fn usage(sentence: impl Display) -> Self {
        Self { code: 2, sentence: Some(sentence.to_string()) }
    }

    /// What is wrong was printed already.
    pub(super) fn told() -> Self {
        Self { code: 1, sentence: None }
    }

    pub(super) fn report(self) -> ExitCode {
        if let Some(sentence) = self.sentence {
            eprintln!("error: {sentence}");
        }
        ExitCode::from(self.code)
    }
}

/// A line on standard output, at once. Nobody reading it any more is no fault.
pub(super) fn say(line: impl Display) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
