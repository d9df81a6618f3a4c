//! Somebody who votes, rates, lists, reports and writes, and remembers what they were told.

use std::time::Instant;

use serde_json::{Value, json};

use crate::people::browser::{Ask, Browser};
use crate::people::dice::Dice;

pub(crate) struct Person {
    browser: Browser,
    /// Drives what this person does next.
    dice: Dice,
}

/// What a person leaves on a film, by the member of `mine` that shows it.
pub(crate) const MARKS: [&str; 4] = ["reaction", "rating", "listed", "blocked"];

/// What was acknowledged.
pub(crate) struct Remembered {
    pub(crate) count: usize,
    /// For each film what this person's marks can be: what was last acknowledged, or what was asked when the program died.
    pub(crate) marks: Vec<[Vec<Value>; 4]>,
    pub(crate) comments: Vec<String>,
}

impl Person {
    pub(crate) async fn sign_up(origin: String, number: usize) -> Self {
        let mut browser = Browser::new(origin);
        let answer = browser.send(&Ask::sign_up(&format!("p{number}@example.com"))).await;
        assert_eq!(answer.expect("an answer").status, 201);
        Self { browser, dice: Dice::new(number) }
    }

    /// The program's new address.
    pub(crate) fn move_to(&mut self, origin: &str) {
        self.browser.move_to(origin);
    }

    /// The answer's body where it says success; none where the program is gone.
    async fn send(&mut self, ask: Ask) -> Option<Value> {
        let answer = self.browser.send(&ask).await?;
        let status = answer.status;
        assert!((200..300).contains(&status), "{} {}: {status} {}", ask.method, ask.path, answer.text);
        Some(answer.json())
    }

    pub(crate) async fn get(&mut self, path: &str) -> Option<Value> {
        self.send(Ask::new("GET", path)).await
    }

    /// Acts until the deadline or until nobody answers.
    pub(crate) async fn act(mut self, films: &[String], until: Instant) -> (Self, Remembered) {
        let mut marks = Vec::new();
        for film in films {
            let shown = self.get(&format!("/api/movies/{film}")).await;
            let Some(shown) = shown else { break };
            marks.push(MARKS.map(|mark| vec![shown["mine"][mark].clone()]));
        }
        let mut remembered = Remembered { count: 0, marks, comments: Vec::new() };
        while Instant::now() < until && self.act_once(films, &mut remembered).await.is_some() {
            remembered.count += 1;
        }
        (self, remembered)
    }

    async fn act_once(&mut self, films: &[String], remembered: &mut Remembered) -> Option<()> {
        // Half of everything happens to the first film.
        let which = if self.dice.roll(2) == 0 { 0 } else { self.dice.roll(films.len()) };
        let (film, deed) = (&films[which], self.dice.roll(8));
        if deed == 0 {
            let write = Ask::new("POST", format!("/api/movies/{film}/comments"));
            let made = self.send(write.body(json!({"body": "Vuelvo a verla cada otoño."}))).await?;
            remembered.comments.push(made["id"].as_str().unwrap().to_owned());
            return Some(());
        }
        let mark = self.dice.roll(MARKS.len());
        // Asked and not answered, it may have happened or not.
        let can_be = &mut remembered.marks.get_mut(which)?[mark];
        let before = can_be.pop()?;
        let (ask, value) = self.leave(MARKS[mark], film, deed, &before);
        *can_be = vec![before, value.clone()];
        self.send(ask).await?;
        remembered.marks[which][mark] = vec![value];
        Some(())
    }

    /// What is asked to change a mark, and what the mark is then.
    fn leave(&mut self, mark: &str, film: &str, deed: usize, before: &Value) -> (Ask, Value) {
        let of_film = |end: &str| format!("/api/movies/{film}/{end}");
        let (path, member, value) = match mark {
            "reaction" => {
                let value = [json!("like"), json!("dislike"), json!("like"), Value::Null][deed % 4].clone();
                (of_film("reaction"), "value", value)
            }
            "rating" => {
                let score = if deed == 7 { Value::Null } else { json!(self.dice.roll(10) + 1) };
                (of_film("rating"), "score", score)
            }
            "listed" => {
                let listed = deed.is_multiple_of(2);
                let method = if listed { "PUT" } else { "DELETE" };
                return (Ask::new(method, format!("/api/user-movies/{film}")), json!(listed));
            }
            // A film is reported once, and then shown again, which withdraws that.
            _ if *before == json!(true) => {
                return (Ask::new("DELETE", format!("/api/blocked-movies/{film}")), json!(false));
            }
            _ => {
                let report = Ask::new("POST", of_film("reports")).body(json!({"reason": "wrong_data"}));
                return (report, json!(true));
            }
        };
        let ask = match &value {
            Value::Null => Ask::new("DELETE", path),
            value => Ask::new("PUT", path).body(json!({ member: value })),
        };
        (ask, value)
    }
}
