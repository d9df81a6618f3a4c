//! A person's line to the program: every answer is judged and entered in the ledger.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::ledger::Ledger;
use crate::people::browser::{Answer, Ask, Browser};

/// An answer comes within so long, whatever died.
const BOUND: Duration = Duration::from_secs(5);
/// One that has not come by then never will.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the program listens; none while it is down.
pub(crate) type Address = watch::Receiver<Option<String>>;

#[derive(Clone)]
pub(crate) struct Line {
    program: Address,
    pub(crate) ledger: Ledger,
}

pub(crate) enum Outcome {
    /// Success, or one of the other statuses that were allowed.
    Answered(Answer),
    /// 503, to be tried again after this time. It may have happened or not.
    Refused(Duration),
    /// No answer: the program went away.
    Broken,
}

impl Line {
    pub(crate) fn new(program: Address, ledger: Ledger) -> Self {
        Self { program, ledger }
    }

    /// Asks as soon as the program is up. Besides success, these statuses are answers too.
    pub(crate) async fn ask(&mut self, browser: &mut Browser, ask: &Ask, also: &[u16]) -> Outcome {
        let up = self.program.wait_for(Option::is_some).await.unwrap().clone();
        browser.move_to(&up.unwrap());
        self.ledger.figures().attempted += 1;
        let begun = Instant::now();
        let sent = tokio::time::timeout(PATIENCE, browser.send(ask)).await;
        let took = begun.elapsed();
        let of = format!("{} {}", ask.method, ask.path);
        match sent {
            Ok(Some(answer)) => {
                if took > BOUND {
                    self.ledger.fault(format!("{of}: {} after {took:?}: {}", answer.status, answer.text));
                }
                let mut figures = self.ledger.figures();
                figures.longest = figures.longest.max(took);
                drop(figures);
                self.judge(&of, ask, also, answer)
            }
            Ok(None) => {
                if !self.program.has_changed().unwrap() {
                    self.ledger
                        .fault(format!("{of}: the connection broke after {took:?}, and the program ran"));
                }
                self.ledger.figures().broken += 1;
                Outcome::Broken
            }
            Err(_) => {
                self.ledger.fault(format!("{of}: no answer within {PATIENCE:?}"));
                Outcome::Broken
            }
        }
    }

    fn judge(&self, of: &str, ask: &Ask, also: &[u16], answer: Answer) -> Outcome {
        let mut figures = self.ledger.figures();
        if (200..300).contains(&answer.status) {
            if ask.method != "GET" {
                figures.acknowledged.push(Instant::now());
            }
            figures.replayed += u64::from(answer.headers.contains_key("idempotency-replayed"));
            return Outcome::Answered(answer);
        }
        if also.contains(&answer.status) {
            return Outcome::Answered(answer);
        }
        let seconds = answer.headers.get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        if let (503, Some(seconds)) = (answer.status, seconds) {
            figures.refused += 1;
            return Outcome::Refused(Duration::from_secs(seconds));
        }
        drop(figures);
        self.ledger.fault(format!("{of}: {} {}", answer.status, answer.text));
        Outcome::Broken
    }
}
