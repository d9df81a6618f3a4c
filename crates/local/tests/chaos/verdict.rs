//! What is there in the end, beside what everybody was told. Read over HTTP, as people would.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use crate::acts::known;
use crate::memory::{Fate, Score, Vote};
use crate::people::browser::{Ask, Browser};
use crate::person::{Person, sign_in};

#[derive(Default)]
pub(crate) struct Verdict {
    /// Acknowledged, and not so.
    pub(crate) lost: Vec<String>,
    /// There twice.
    pub(crate) doubled: Vec<String>,
    /// Counters that are not what people's own acts add up to.
    pub(crate) wrong: Vec<String>,
    /// Things that were looked at, and those of them of which more than one outcome was right.
    pub(crate) checked: u64,
    pub(crate) doubtful: u64,
    /// By the path of a thing, how people voted on it.
    votes: BTreeMap<String, Vec<Vote>>,
    /// By film, how people scored it.
    scores: BTreeMap<String, Vec<Score>>,
}

/// Every living comment and reply, by its text.
type Living = HashMap<String, Vec<Value>>;

pub(crate) async fn reach(origin: &str, people: &[Person], films: &[String]) -> Verdict {
    let mut verdict = Verdict::default();
    let mut visitor = Browser::new(origin);
    let living = living(&mut visitor, films).await;
    for person in people {
        verdict.of_drafts(person, &living);
        let mut browser = Browser::new(origin);
        let signed_in = browser.send(&sign_in(&person.email())).await.expect("an answer");
        assert_eq!(signed_in.status, 200, "{} cannot sign in: {}", person.email(), signed_in.text);
        verdict.of_votes(person, &mut browser).await;
        verdict.of_scores(person, &mut browser).await;
        verdict.of_lists(person, &mut browser).await;
        verdict.of_reports(person, &mut browser).await;
        verdict.of_newcomers(person, origin).await;
    }
    verdict.of_films(&mut visitor, films, &living).await;
    verdict.of_threads(&living);
    verdict
}

impl Verdict {
    /// One thing: whether what is there is among what can be.
    fn check<T: PartialEq + std::fmt::Debug>(&mut self, of: &str, is: &T, can_be: &[T]) {
        self.checked += 1;
        self.doubtful += u64::from(can_be.len() > 1);
        if !can_be.contains(is) {
            self.lost.push(format!("{of}: {is:?} is not among {can_be:?}"));
        }
    }

    fn of_drafts(&mut self, person: &Person, living: &Living) {
        for draft in &person.memory.drafts {
            let text = draft.text();
            let there = living.get(&text).map_or(&[][..], Vec::as_slice);
            if there.len() > 1 {
                self.doubled.push(format!("{text}: {there:?}"));
            }
            let can_be: &[bool] = match draft.fate {
                Fate::Unknown | Fate::Leaving(_) => &[true, false],
                Fate::Made(_) => &[true],
                Fate::Refused | Fate::Deleted => &[false],
            };
            self.check(&format!("{text} {:?}", draft.fate), &!there.is_empty(), can_be);
            if let (Some(told), Some(there)) = (draft.fate.id(), there.first())
                && (there["id"] != told || there["parent_id"].as_str() != draft.parent.as_deref())
            {
                self.lost.push(format!("{text} {:?} is {there}", draft.fate));
            }
        }
    }

    async fn of_votes(&mut self, person: &Person, browser: &mut Browser) {
        for (thing, can_be) in &person.memory.votes {
            let answer = browser.send(&Ask::new("GET", thing)).await.expect("an answer");
            let shown = answer.json();
            // A comment that was deleted; whether it may be is told by its author.
            if answer.status == 404 || shown["deleted"] == true {
                continue;
            }
            let mine = shown["mine"]["reaction"].as_str().map(known);
            self.check(&format!("{}'s vote on {thing}", person.email()), &mine, can_be);
            self.votes.entry(thing.clone()).or_default().push(mine);
        }
    }

    async fn of_scores(&mut self, person: &Person, browser: &mut Browser) {
        for (film, can_be) in &person.memory.scores {
            let shown = browser.send(&Ask::new("GET", format!("/api/movies/{film}"))).await;
            let mine = shown.expect("an answer").json()["mine"]["rating"].as_u64();
            self.check(&format!("{}'s score of {film}", person.email()), &mine, can_be);
            self.scores.entry(film.clone()).or_default().push(mine);
        }
    }

    async fn of_lists(&mut self, person: &Person, browser: &mut Browser) {
        for (film, can_be) in &person.memory.listed {
            let shown = browser.send(&Ask::new("GET", format!("/api/movies/{film}"))).await;
            let listed = shown.expect("an answer").json()["mine"]["listed"] == true;
            self.check(&format!("{film} in the list of {}", person.email()), &listed, can_be);
        }
        // A list leaves out what its person reported, and holds nothing twice.
        let list = all(browser, "/api/user-movies").await;
        let films: BTreeSet<&str> = list.iter().filter_map(|entry| entry["movie"]["id"].as_str()).collect();
        if films.len() != list.len() {
            self.doubled.push(format!("the list of {}: {list:?}", person.email()));
        }
    }

    async fn of_reports(&mut self, person: &Person, browser: &mut Browser) {
        let blocked = all(browser, "/api/blocked-movies").await;
        for (film, report) in &person.memory.reports {
            let of_film = |blocked: &&Value| blocked["movie"]["id"] == film.as_str();
            let is = blocked.iter().filter(of_film).count();
            if is > 1 {
                self.doubled.push(format!("{}'s report of {film}", person.email()));
            }
            self.check(&format!("{}'s report of {film}", person.email()), &(is > 0), &report.open);
        }
    }

    async fn of_newcomers(&mut self, person: &Person, origin: &str) {
        for newcomer in &person.memory.newcomers {
            let answer = Browser::new(origin).send(&sign_in(&newcomer.email)).await.expect("an answer");
            let can_be: &[u16] = if newcomer.acknowledged { &[200] } else { &[200, 401] };
            self.check(&format!("{}'s sign-in", newcomer.email), &answer.status, can_be);
        }
    }

    async fn of_films(&mut self, visitor: &mut Browser, films: &[String], living: &Living) {
        for film in films {
            let thing = format!("/api/movies/{film}");
            let shown = visitor.send(&Ask::new("GET", &thing)).await.expect("an answer").json();
            self.count_votes(&thing, &shown);
            self.count_scores(film, &shown["rating"]);
            let comments = living.values().flatten().filter(|comment| comment["movie_id"] == film.as_str());
            self.count(&thing, "comments", &shown["comments"], comments.count());
        }
    }

    fn of_threads(&mut self, living: &Living) {
        for comment in living.values().flatten() {
            let id = comment["id"].as_str().unwrap();
            self.count_votes(&format!("/api/comments/{id}"), comment);
            // A comment's count is of its whole thread, a reply's of what answers it.
            let above = if comment["root_id"].is_null() { "root_id" } else { "parent_id" };
            let replies = living.values().flatten().filter(|reply| reply[above] == id).count();
            self.count(id, "replies", &comment["replies"], replies);
        }
    }

    fn count_votes(&mut self, thing: &str, shown: &Value) {
        let votes = self.votes.get(thing).cloned().unwrap_or_default();
        let of = |value| votes.iter().filter(|vote| **vote == Some(value)).count();
        self.count(thing, "likes", &shown["reactions"]["likes"], of("like"));
        self.count(thing, "dislikes", &shown["reactions"]["dislikes"], of("dislike"));
    }

    fn count_scores(&mut self, film: &str, shown: &Value) {
        let scores: Vec<u64> = self.scores.get(film).into_iter().flatten().copied().flatten().collect();
        self.count(film, "scores", &shown["count"], scores.len());
        for (stored, score) in shown["histogram"].as_array().unwrap().iter().zip(1..) {
            let given = scores.iter().filter(|given| **given == score).count();
            self.count(film, &format!("scores of {score}"), stored, given);
        }
    }

    fn count(&mut self, of: &str, counter: &str, stored: &Value, counted: usize) {
        self.checked += 1;
        if stored.as_u64() != Some(counted as u64) {
            self.wrong.push(format!("{counter} of {of}: {stored}, and people's own acts make {counted}"));
        }
    }
}

async fn living(browser: &mut Browser, films: &[String]) -> Living {
    let mut living = Living::new();
    for film in films {
        for thread in all(browser, &format!("/api/movies/{film}/comments")).await {
            let id = thread["id"].as_str().unwrap();
            let mut comments = Vec::new();
            if !thread["first_replies"].as_array().unwrap().is_empty() {
                comments = all(browser, &format!("/api/comments/{id}/replies")).await;
            }
            comments.push(thread);
            for comment in comments.into_iter().filter(|comment| comment["deleted"] == false) {
                living.entry(comment["body"].as_str().unwrap().to_owned()).or_default().push(comment);
            }
        }
    }
    living
}

/// Every item of a list.
async fn all(browser: &mut Browser, path: &str) -> Vec<Value> {
    let (mut items, mut next) = (Vec::new(), String::new());
    loop {
        let answer =
            browser.send(&Ask::new("GET", format!("{path}?limit=100{next}"))).await.expect("an answer");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        let mut page = answer.json();
        items.append(page["items"].as_array_mut().unwrap());
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return items,
        }
    }
}
