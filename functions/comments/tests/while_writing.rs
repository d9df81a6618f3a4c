//! Lists that are read page by page while others write: what was there throughout is neither missed nor repeated.

use std::collections::HashSet;
use std::time::Duration;

use kenmovie_common::domain::{Reaction, Target};
use kenmovie_common::ports::{Clock as _, CommentPlace, NewComment};
use kenmovie_common::{CommentId, MovieId, UserId};
use kenmovie_testkit::{Client, TestApp};
use serde_json::json;
use tokio::sync::mpsc;

use crate::settled;

const COMMENTS: usize = 2_000;
/// Each one of so many is not there throughout: it is deleted, or voted on, while the list is read.
const TOUCHED: usize = 4;
const PAGE: usize = 25;
/// So many acts of others are waited for between two pages.
const ACTS: usize = 8;

struct Crowd {
    app: TestApp,
    author: Client,
    movie: MovieId,
    comments: Vec<CommentId>,
}

impl Crowd {
    /// A film with many comments, some in the same millisecond, some with votes.
    async fn new() -> Self {
        let app = TestApp::new().await;
        let (author, movie) = (app.user().await, app.movie("El verdugo").await);
        let mut comments = Vec::new();
        let mut running = Vec::new();
        for number in 0..COMMENTS {
            if number % 3 == 0 {
                app.clock.advance(Duration::from_millis(1));
            }
            let now = app.clock.now();
            let id = CommentId::new(now, app.random());
            let new = NewComment {
                id,
                place: CommentPlace::Movie(movie),
                author: author.id(),
                body: number.to_string(),
                spoiler: false,
                idempotency: None,
                now,
            };
            comments.push(id);
            let (store, voters) =
                (app.store.clone(), (0..number % 7).map(|_| UserId::new(now, app.random())));
            let voters: Vec<UserId> = voters.collect();
            running.push(tokio::spawn(async move {
                store.create_comment(new).await.unwrap().unwrap();
                for (turn, voter) in voters.into_iter().enumerate() {
                    let value = if turn % 3 == 2 { Reaction::Dislike } else { Reaction::Like };
                    store.set_reaction(voter, Target::Comment(id), Some(value), now).await.unwrap().unwrap();
                }
            }));
            if running.len() == 200 {
                for one in running.drain(..) {
                    one.await.unwrap();
                }
            }
        }
        for one in running {
            one.await.unwrap();
        }
        app.clock.advance(Duration::from_millis(1));
        Self { app, author, movie, comments }
    }

    /// Others post, answer, vote and delete until nobody listens any more. Each act is told.
    fn others(&self, acts: &mpsc::Sender<()>, turn: usize, person: Client) -> tokio::task::JoinHandle<()> {
        let touched: Vec<CommentId> = self.touched().skip(turn).step_by(3).collect();
        let (acts, author, film) = (acts.clone(), self.author.clone(), format!("/api/movies/{}", self.movie));
        let clock = self.app.clock.clone();
        tokio::spawn(async move {
            for id in touched.into_iter().cycle() {
                let comment = format!("/api/comments/{id}");
                match turn {
                    0 => {
                        clock.advance(Duration::from_millis(1));
                        crate::say(&person, &film, "Mientras tanto").await;
                    }
                    1 => {
                        let reply = author.delete(&comment).await;
                        assert!(matches!(reply.status, 204 | 404), "{}", reply.status);
                    }
                    _ => {
                        let vote = json!({"value": "like"});
                        person.put(&format!("{comment}/reaction"), &vote).await.ok(200);
                        crate::answer(&person, &json!({"id": id}), "Mientras tanto").await;
                    }
                }
                if acts.send(()).await.is_err() {
                    return;
                }
            }
        })
    }

    fn touched(&self) -> impl Iterator<Item = CommentId> {
        self.comments.iter().copied().step_by(TOUCHED)
    }

    /// Reads the whole list, page by page, with acts of others between any two pages and during each.
    async fn read(&self, list: &str) -> Vec<CommentId> {
        let (acts, mut heard) = mpsc::channel(1);
        let mut running = Vec::new();
        for turn in 0..3 {
            running.push(self.others(&acts, turn, self.app.user().await));
        }
        drop(acts);
        let (visitor, mut seen, mut next) = (self.app.visitor(), Vec::new(), None);
        loop {
            for _ in 0..ACTS {
                heard.recv().await.unwrap();
            }
            let (items, following) = visitor.page(list, next.as_deref()).await;
            seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().parse::<CommentId>().unwrap()));
            next = following;
            if next.is_none() {
                break;
            }
        }
        drop(heard);
        for one in running {
            one.await.unwrap();
        }
        seen
    }

    async fn stays_whole(&self, sort: &str) {
        let list = format!("/api/movies/{}/comments?sort={sort}&limit={PAGE}", self.movie);
        let touched: HashSet<CommentId> = self.touched().collect();
        let ids = |items: &[serde_json::Value]| -> Vec<CommentId> {
            items.iter().map(|item| item["id"].as_str().unwrap().parse().unwrap()).collect()
        };
        let before = ids(&self.app.visitor().all(&list).await);
        assert_eq!(before.len(), COMMENTS);
        let expected: Vec<CommentId> = before.into_iter().filter(|id| !touched.contains(id)).collect();
        let seen = self.read(&list).await;
        let kept: HashSet<CommentId> = expected.iter().copied().collect();
        let read: Vec<CommentId> = seen.iter().copied().filter(|id| kept.contains(id)).collect();
        assert_eq!(read, expected, "{sort}: a gap, a repetition or another order");
        let unvoted: Vec<CommentId> = seen.into_iter().filter(|id| !touched.contains(id)).collect();
        let once: HashSet<&CommentId> = unvoted.iter().collect();
        assert_eq!(once.len(), unvoted.len(), "{sort}: a repetition");
        settled(&self.app).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_first_neither_misses_nor_repeats_while_others_write() {
    Crowd::new().await.stays_whole("newest").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_first_neither_misses_nor_repeats_while_others_write() {
    Crowd::new().await.stays_whole("oldest").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_best_first_neither_misses_nor_repeats_while_others_write() {
    Crowd::new().await.stays_whole("top").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_neither_misses_nor_repeats_while_others_write() {
    let app = TestApp::new().await;
    let (author, film) = (app.user().await, crate::film(&app).await);
    let root = crate::say(&author, &film, "La raíz").await;
    let mut expected = Vec::new();
    for number in 0..90 {
        app.clock.advance(Duration::from_millis(1));
        expected.push(crate::answer(&author, &root, &number.to_string()).await);
    }
    let list = format!("{}/replies?limit=4", crate::at(&root));
    let (mut seen, mut next, mut step) = (Vec::new(), None, 0);
    loop {
        let (items, following) = app.visitor().page(&list, next.as_deref()).await;
        seen.extend(crate::bodies(&items).into_iter().map(str::to_owned));
        next = following;
        if next.is_none() {
            break;
        }
        // One that was read, or will be, goes; another is answered and stays as deleted; a new one comes, six times.
        if step < 30 {
            author.delete(&crate::at(&expected[step * 3])).await.ok(204);
        }
        if step < 6 {
            app.clock.advance(Duration::from_millis(1));
            crate::answer(&author, &expected[step * 3 + 1], "nueva").await;
        }
        step += 1;
    }
    let stayed: Vec<String> =
        (0..90).filter(|number| number % 3 != 0).map(|number| number.to_string()).collect();
    let read: Vec<String> = seen.iter().filter(|body| stayed.contains(body)).cloned().collect();
    assert_eq!(read, stayed);
    assert_eq!(seen.iter().filter(|body| *body == "nueva").count(), 6);
    settled(&app).await;
}
