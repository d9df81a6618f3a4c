//! Somebody who acts all the time, half of it on one hot film, and remembers what was acknowledged.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::watch;

use crate::board::Board;
use crate::line::{Line, Outcome};
use crate::memory::Memory;
use crate::people::browser::{Answer, Ask, Browser, PASSWORD};
use crate::people::dice::Dice;

/// A refresh secret that was shown and not answered may be shown again for so long.
const GRACE: Duration = Duration::from_secs(10);

/// What everybody acts on.
#[derive(Clone)]
pub(crate) struct Stage {
    /// The first is the hot one.
    pub(crate) films: Arc<Vec<String>>,
    pub(crate) board: Board,
}

/// What is known of a person's session.
enum Session {
    Lives,
    /// Its refresh was asked for first at this moment, and not answered.
    Refreshing(Instant),
    Ended,
}

pub(crate) struct Person {
    pub(crate) number: usize,
    pub(crate) memory: Memory,
    pub(crate) stage: Stage,
    pub(crate) dice: Dice,
    pub(crate) line: Line,
    browser: Browser,
    session: Session,
}

pub(crate) fn sign_in(email: &str) -> Ask {
    Ask::new("POST", "/api/login").body(json!({"email": email, "password": PASSWORD}))
}

impl Person {
    pub(crate) async fn sign_up(number: usize, mut line: Line, stage: Stage) -> Self {
        let mut browser = Browser::new("");
        let signed_up = line.ask(&mut browser, &Ask::sign_up(&email(number)), &[]).await;
        assert!(matches!(signed_up, Outcome::Answered(_)), "everything is up, and nobody can sign up");
        let (dice, memory) = (Dice::new(number), Memory::default());
        Self { number, memory, stage, dice, line, browser, session: Session::Lives }
    }

    pub(crate) fn email(&self) -> String {
        email(self.number)
    }

    /// Acts until told to stop.
    pub(crate) async fn act(mut self, stopped: watch::Receiver<bool>) -> Self {
        while !*stopped.borrow() {
            self.act_once().await;
        }
        self
    }

    async fn act_once(&mut self) {
        match self.session {
            Session::Lives => {}
            Session::Refreshing(first) => return self.refresh(first).await,
            Session::Ended => return self.sign_in_again().await,
        }
        if let Some(draft) = self.unanswered_draft()
            && self.dice.roll(2) == 0
        {
            return self.post(draft).await;
        }
        let hot = self.dice.roll(2) == 0;
        let film = if hot { 0 } else { self.dice.roll(self.stage.films.len()) };
        let film = self.stage.films[film].clone();
        match self.dice.roll(1_000) {
            0..250 => self.vote(&format!("/api/movies/{film}")).await,
            250..370 => self.rate(&film).await,
            370..450 => self.list_or_not(&film).await,
            450..600 => self.vote_on_comment().await,
            600..740 => self.comment(&film).await,
            740..830 => self.reply().await,
            830..880 => self.delete().await,
            880..920 => self.report_or_show_again(&film).await,
            920..957 => self.look(&film).await,
            957..997 => self.refresh(Instant::now()).await,
            _ => self.sign_somebody_up().await,
        }
    }

    /// The answer; none where it is not known what happened.
    pub(crate) async fn ask(&mut self, ask: &Ask, also: &[u16]) -> Option<Answer> {
        let outcome = self.line.ask(&mut self.browser, ask, also).await;
        self.heed(outcome).await
    }

    /// Of those who are told to wait half do, the others try again at once.
    pub(crate) async fn heed(&mut self, outcome: Outcome) -> Option<Answer> {
        match outcome {
            Outcome::Answered(answer) => return Some(answer),
            Outcome::Refused(wait) if self.dice.roll(2) == 0 => tokio::time::sleep(wait).await,
            Outcome::Refused(_) | Outcome::Broken => {}
        }
        None
    }

    pub(crate) fn fault(&self, told: String) {
        self.line.ledger.fault(told);
    }

    /// Shows the refresh secret, for the first time at this moment.
    async fn refresh(&mut self, first: Instant) {
        self.session = Session::Refreshing(first);
        let asked = Ask::new("POST", "/api/session/refresh").body(json!({}));
        let Some(answer) = self.ask(&asked, &[401]).await else { return };
        if answer.status != 401 {
            self.session = Session::Lives;
            return;
        }
        let since = first.elapsed();
        if since <= GRACE {
            self.fault(format!("a refresh secret that was first shown {since:?} ago: 401 {}", answer.text));
        }
        self.line.ledger.figures().sessions_ended += 1;
        self.session = Session::Ended;
    }

    async fn sign_in_again(&mut self) {
        if self.ask(&sign_in(&self.email()), &[]).await.is_some() {
            self.session = Session::Lives;
        }
    }
}

fn email(number: usize) -> String {
    format!("p{number}@example.com")
}
