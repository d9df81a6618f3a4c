//! What people do: each act remembers before it asks what may become true, and after the answer what is.

use serde_json::json;

use crate::memory::{Draft, Fate, Newcomer, Vote};
use crate::people::browser::{Ask, Browser};
use crate::person::Person;

impl Person {
    pub(crate) async fn vote_on_comment(&mut self) {
        if let Some(comment) = self.stage.board.pick(&mut self.dice) {
            self.vote(&format!("/api/comments/{comment}")).await;
        }
    }

    pub(crate) async fn vote(&mut self, thing: &str) {
        let value: Vote = [Some("like"), Some("dislike"), Some("like"), None][self.dice.roll(4)];
        let path = format!("{thing}/reaction");
        let asked = match value {
            Some(value) => Ask::new("PUT", path).body(json!({"value": value})),
            None => Ask::new("DELETE", path),
        };
        self.memory.vote(thing).push(value);
        let Some(answer) = self.ask(&asked, &[404]).await else { return };
        if answer.status == 404 {
            self.expect_gone(&asked, thing);
            return;
        }
        if answer.json()["mine"].as_str() != value {
            self.fault(format!("{} {}: {value:?} became {}", asked.method, asked.path, answer.text));
        }
        *self.memory.vote(thing) = vec![value];
    }

    pub(crate) async fn comment(&mut self, film: &str) {
        self.write(format!("/api/movies/{film}/comments"), None).await;
    }

    pub(crate) async fn reply(&mut self) {
        if let Some(parent) = self.stage.board.pick(&mut self.dice) {
            self.write(format!("/api/comments/{parent}/replies"), Some(parent)).await;
        }
    }

    async fn write(&mut self, path: String, parent: Option<String>) {
        let key = format!("p{}-{}", self.number, self.memory.drafts.len());
        self.memory.drafts.push(Draft { key, path, parent, fate: Fate::Unknown });
        self.post(self.memory.drafts.len() - 1).await;
    }

    pub(crate) fn unanswered_draft(&self) -> Option<usize> {
        self.memory.drafts.iter().position(|draft| draft.fate == Fate::Unknown)
    }

    /// Posts a draft, the first time or again under the same key.
    pub(crate) async fn post(&mut self, place: usize) {
        let draft = &self.memory.drafts[place];
        let (text, parent) = (draft.text(), draft.parent.clone());
        let mut asked = Ask::new("POST", &draft.path).body(json!({"body": text}));
        asked.key = Some(draft.key.clone());
        let also = if parent.is_some() { &[404][..] } else { &[] };
        let Some(answer) = self.ask(&asked, also).await else { return };
        self.memory.drafts[place].fate = if answer.status == 404 {
            self.expect_gone(&asked, &parent.unwrap_or_default());
            Fate::Refused
        } else {
            let made = answer.json();
            if made["body"].as_str() != Some(&text) {
                self.fault(format!("{text} became {}", answer.text));
            }
            let id = made["id"].as_str().unwrap().to_owned();
            self.stage.board.pin(&id);
            Fate::Made(id)
        };
    }

    /// Deletes a comment of one's own.
    pub(crate) async fn delete(&mut self) {
        let places = 0..self.memory.drafts.len();
        let own: Vec<usize> = places.filter(|place| self.memory.drafts[*place].fate.id().is_some()).collect();
        if own.is_empty() {
            return;
        }
        let place = own[self.dice.roll(own.len())];
        let fate = &self.memory.drafts[place].fate;
        let again = matches!(fate, Fate::Leaving(_));
        let id = fate.id().unwrap().to_owned();
        self.stage.board.take_off(&id);
        let asked = Ask::new("DELETE", format!("/api/comments/{id}"));
        self.memory.drafts[place].fate = Fate::Leaving(id);
        // Deleted by the request before, it is not there for this one.
        if self.ask(&asked, if again { &[404] } else { &[] }).await.is_some() {
            self.memory.drafts[place].fate = Fate::Deleted;
        }
    }

    /// Scores a film, or takes that back.
    pub(crate) async fn rate(&mut self, film: &str) {
        let score = (self.dice.roll(4) > 0).then(|| self.dice.roll(10) as u64 + 1);
        let path = format!("/api/movies/{film}/rating");
        let asked = match score {
            Some(score) => Ask::new("PUT", path).body(json!({"score": score})),
            None => Ask::new("DELETE", path),
        };
        self.memory.score(film).push(score);
        let Some(answer) = self.ask(&asked, &[]).await else { return };
        if answer.json()["mine"].as_u64() != score {
            self.fault(format!("{} {}: {score:?} became {}", asked.method, asked.path, answer.text));
        }
        *self.memory.score(film) = vec![score];
    }

    /// Puts a film in one's list, or takes it out.
    pub(crate) async fn list_or_not(&mut self, film: &str) {
        let listed = self.dice.roll(2) == 0;
        let asked = Ask::new(if listed { "PUT" } else { "DELETE" }, format!("/api/user-movies/{film}"));
        self.memory.listed(film).push(listed);
        if self.ask(&asked, &[]).await.is_some() {
            *self.memory.listed(film) = vec![listed];
        }
    }

    /// Reports a film, or withdraws that. What is in doubt is asked again under the same key.
    pub(crate) async fn report_or_show_again(&mut self, film: &str) {
        let heads = self.dice.roll(2) == 0;
        let number = self.number;
        let report = self.memory.report(film);
        let (may_be_open, may_be_none) = (report.open.contains(&true), report.open.contains(&false));
        report.open = vec![true, false];
        if may_be_none && (heads || !may_be_open) {
            report.number += usize::from(!may_be_open);
            let key = format!("r{number}-{film}-{}", report.number);
            let path = format!("/api/movies/{film}/reports");
            let mut asked = Ask::new("POST", path).body(json!({"reason": "wrong_data"}));
            asked.key = Some(key);
            if self.ask(&asked, if may_be_open { &[409] } else { &[] }).await.is_some() {
                self.memory.report(film).open = vec![true];
            }
        } else {
            let asked = Ask::new("DELETE", format!("/api/blocked-movies/{film}"));
            if self.ask(&asked, if may_be_none { &[404] } else { &[] }).await.is_some() {
                self.memory.report(film).open = vec![false];
            }
        }
    }

    /// Looks at a film, and at what it says of one's own vote.
    pub(crate) async fn look(&mut self, film: &str) {
        let path = format!("/api/movies/{film}");
        let Some(answer) = self.ask(&Ask::new("GET", &path), &[]).await else { return };
        let shown = answer.json();
        let mine = shown["mine"]["reaction"].as_str();
        if !self.memory.vote(&path).contains(&mine.map(known)) {
            self.line.ledger.figures().stale += 1;
        }
    }

    /// Signs up another, or the same again where that was not answered.
    pub(crate) async fn sign_somebody_up(&mut self) {
        let unanswered = self.memory.newcomers.iter().position(|newcomer| !newcomer.acknowledged);
        let place = unanswered.unwrap_or_else(|| {
            let email = format!("p{}-{}@example.com", self.number, self.memory.newcomers.len());
            self.memory.newcomers.push(Newcomer { email, acknowledged: false });
            self.memory.newcomers.len() - 1
        });
        let asked = Ask::sign_up(&self.memory.newcomers[place].email);
        let also = if unanswered.is_some() { &[409][..] } else { &[] };
        let outcome = self.line.ask(&mut Browser::new(""), &asked, also).await;
        if self.heed(outcome).await.is_some() {
            self.memory.newcomers[place].acknowledged = true;
        }
    }

    /// Only what somebody asked to delete may be missing.
    fn expect_gone(&self, asked: &Ask, thing: &str) {
        let id = thing.rsplit('/').next().unwrap_or_default();
        if !self.stage.board.may_be_gone(id) {
            self.fault(format!("{} {}: 404, and nobody deleted it", asked.method, asked.path));
        }
    }
}

/// A vote as the memory names it.
pub(crate) fn known(shown: &str) -> &'static str {
    match shown {
        "like" => "like",
        "dislike" => "dislike",
        _ => "neither",
    }
}
