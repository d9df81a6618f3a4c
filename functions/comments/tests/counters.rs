//! Counters equal the living rows after every step of whatever people do.

use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

use crate::model::{Dice, State, Threads};
use crate::{film, settled};

const STEPS: usize = 120;

/// Some people who write, answer and delete on two films.
struct Play {
    app: TestApp,
    people: Vec<Client>,
    films: Vec<String>,
    threads: Threads,
    dice: Dice,
}

impl Play {
    async fn new(seed: u64) -> Self {
        let app = TestApp::new().await;
        let people = vec![app.user().await, app.user().await, app.user().await];
        let films = vec![film(&app).await, film(&app).await];
        Self { app, people, films, threads: Threads::default(), dice: Dice(seed) }
    }

    async fn step(&mut self) {
        let known = self.threads.nodes.len();
        // Fewer comments than replies and deletions, so that threads grow deep and tombstones stand in them.
        match self.dice.below(10) {
            0 | 1 => self.comment().await,
            _ if known == 0 => self.comment().await,
            2..=5 => {
                let to = self.dice.below(known);
                self.reply(to).await;
            }
            _ => {
                let node = self.dice.below(known);
                self.delete(node).await;
            }
        }
    }

    async fn comment(&mut self) {
        let (author, film) = (self.dice.below(self.people.len()), self.dice.below(self.films.len()));
        let path = format!("{}/comments", self.films[film]);
        let answer = self.people[author].post(&path, &json!({"body": "Comentario"})).await.ok(201);
        self.threads.write(&answer, author, film, None);
    }

    async fn reply(&mut self, to: usize) {
        let author = self.dice.below(self.people.len());
        let node = &self.threads.nodes[to];
        let path = format!("/api/comments/{}/replies", node.id);
        let reply = self.people[author].post(&path, &json!({"body": "Respuesta"})).await;
        if node.state == State::Living {
            let film = node.film;
            self.threads.write(&reply.ok(201), author, film, Some(to));
        } else {
            reply.problem(404, "not_found");
        }
    }

    async fn delete(&mut self, node: usize) {
        let by = self.dice.below(self.people.len());
        let Some(found) = self.threads.nodes.get(node) else { return };
        let reply = self.people[by].delete(&format!("/api/comments/{}", found.id)).await;
        match found.state {
            State::Living if found.author == by => {
                reply.ok(204);
                self.threads.delete(node);
            }
            State::Living => {
                reply.problem(403, "insufficient_scope");
            }
            State::Deleted | State::Gone => {
                reply.problem(404, "not_found");
            }
        }
    }

    /// Everything that can be read says what the model says.
    async fn check(&self) {
        let visitor = self.app.visitor();
        let mut read = 0;
        for (number, film) in self.films.iter().enumerate() {
            let living = self.threads.living(|node| node.film == number);
            assert_eq!(visitor.get(film).await.ok(200)["comments"], living);
            for mut thread in visitor.all(&format!("{film}/comments?limit=7&sort=oldest")).await {
                let first = thread["first_replies"].take();
                let path = format!("/api/comments/{}/replies?limit=7", thread["id"].as_str().unwrap());
                let replies = visitor.all(&path).await;
                let start: Vec<Value> = replies.iter().take(3).cloned().collect();
                assert_eq!(first, Value::from(start));
                for comment in std::iter::once(thread).chain(replies) {
                    self.check_one(&comment, number);
                    read += 1;
                }
            }
        }
        let there = self.threads.nodes.iter().filter(|node| node.state != State::Gone).count();
        assert_eq!(read, there);
    }

    fn check_one(&self, comment: &Value, film: usize) {
        let at = self.threads.nodes.iter().position(|node| comment["id"] == node.id.as_str()).unwrap();
        let node = &self.threads.nodes[at];
        assert_eq!(node.film, film);
        assert_eq!(comment["deleted"], node.state == State::Deleted);
        assert_eq!(comment.get("body").is_some(), node.state == State::Living);
        assert_eq!(comment.get("author").is_some(), node.state == State::Living);
        assert_eq!(comment["replies"], self.threads.replies(at), "{comment}");
        let parent = node.parent.map(|parent| self.threads.nodes[parent].id.as_str());
        assert_eq!(comment.get("parent_id").and_then(Value::as_str), parent);
        let root = node.parent.map(|_| self.threads.nodes[node.root].id.as_str());
        assert_eq!(comment.get("root_id").and_then(Value::as_str), root);
        assert_ne!(node.state, State::Gone);
    }

    async fn end(mut self) {
        let mut living: Vec<usize> = (0..self.threads.nodes.len()).collect();
        living.retain(|node| self.threads.nodes[*node].state == State::Living);
        for node in living {
            let found = &self.threads.nodes[node];
            let path = format!("/api/comments/{}", found.id);
            self.people[found.author].delete(&path).await.ok(204);
            self.threads.delete(node);
        }
        self.check().await;
        assert!(self.threads.nodes.iter().all(|node| node.state == State::Gone));
        settled(&self.app).await;
    }
}

async fn play(seed: u64) {
    let mut play = Play::new(seed).await;
    for _ in 0..STEPS {
        play.step().await;
        play.check().await;
    }
    let tombstones = play.threads.nodes.iter().filter(|node| node.state == State::Deleted).count();
    assert!(tombstones > 0, "the play of seed {seed} shows nothing of deleted comments");
    settled(&play.app).await;
    play.end().await;
}

#[tokio::test]
async fn counters_follow_every_step_of_a_first_play() {
    play(1).await;
}

#[tokio::test]
async fn counters_follow_every_step_of_a_second_play() {
    play(20_260_101).await;
}

#[tokio::test]
async fn counters_follow_every_step_of_a_third_play() {
    play(u64::MAX).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_are_exact_after_people_wrote_and_deleted_at_the_same_time() {
    let app = TestApp::new().await;
    let film = film(&app).await;
    let mut running = Vec::new();
    let root = crate::say(&app.user().await, &film, "La raíz").await;
    for seed in 0..16 {
        let (person, film, root) = (app.user().await, film.clone(), root.clone());
        running.push(tokio::spawn(async move {
            let mut dice = Dice(seed);
            let mut own = Vec::new();
            for _ in 0..25 {
                match dice.below(3) {
                    0 => own.push(crate::say(&person, &film, "Comentario").await),
                    1 => own.push(crate::answer(&person, &root, "Respuesta").await),
                    _ if own.is_empty() => {}
                    _ => {
                        let comment = own.swap_remove(dice.below(own.len()));
                        person.delete(&crate::at(&comment)).await.ok(204);
                    }
                }
            }
            own.len()
        }));
    }
    let mut living = 1;
    for one in running {
        living += one.await.unwrap();
    }
    assert_eq!(usize::try_from(crate::counted(&app, &film).await), Ok(living));
    settled(&app).await;
}
