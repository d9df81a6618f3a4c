//! Any sequence of acts by several people leaves what a naive model says.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use kenmovie_common::domain::{
    CommentSort, Decision, Deletion, Happening, MovieSort, Reaction, ReportStatus, Target,
};
use kenmovie_common::ports::{
    Amended, CaseFilter, CommentPlace, CommentQuery, Constraint, Created, Edit, Erasure, MovieFilter,
    MovieQuery, NewReport, StoreError, StoreResult,
};
use kenmovie_common::{CommentId, MovieId, ReportId, UserId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::model::{Came, Complaint, FILMS, Model, PEOPLE, Thing};
use super::reports::new_report;
use super::stage::{LATER, Stage, at, author, draft, new_comment, user_id};

#[derive(Debug, Clone)]
enum Act {
    Vote(usize, Thing, Option<Reaction>),
    Rate(usize, usize, Option<u8>),
    List(usize, usize, bool),
    Say(usize, usize),
    Answer(usize, usize),
    Unsay(usize),
    Report(usize, Thing),
    Show(usize, usize),
    Decide(Thing, ReportStatus),
    Block(usize, usize, bool),
    Mute(usize, usize, bool),
    End(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let (person, film, said) = (0..PEOPLE, 0..FILMS, 0..12_usize);
    let thing = || prop_oneof![(0..FILMS).prop_map(Thing::Film), (0..12_usize).prop_map(Thing::Comment)];
    let value = prop_oneof![Just(None), Just(Some(Reaction::Like)), Just(Some(Reaction::Dislike))];
    let status = prop_oneof![Just(ReportStatus::Resolved), Just(ReportStatus::Dismissed)];
    let act = prop_oneof![
        6 => (person.clone(), thing(), value).prop_map(|(who, on, value)| Act::Vote(who, on, value)),
        4 => (person.clone(), film.clone(), proptest::option::weighted(0.8, 1..=10_u8))
            .prop_map(|(who, film, score)| Act::Rate(who, film, score)),
        3 => (person.clone(), film.clone(), any::<bool>()).prop_map(|(who, film, on)| Act::List(who, film, on)),
        4 => (person.clone(), film.clone()).prop_map(|(who, film)| Act::Say(who, film)),
        7 => (person.clone(), said.clone()).prop_map(|(who, to)| Act::Answer(who, to)),
        3 => said.clone().prop_map(Act::Unsay),
        4 => (person.clone(), thing()).prop_map(|(who, of)| Act::Report(who, of)),
        2 => (person.clone(), film.clone()).prop_map(|(who, film)| Act::Show(who, film)),
        2 => (thing(), status).prop_map(|(of, status)| Act::Decide(of, status)),
        2 => (person.clone(), person.clone(), any::<bool>()).prop_map(|(one, other, on)| Act::Block(one, other, on)),
        2 => (person, said, any::<bool>()).prop_map(|(who, through, on)| Act::Mute(who, through, on)),
        1 => film.prop_map(Act::End),
    ];
    proptest::collection::vec(act, 1..70)
}

pub async fn any_sequence_of_acts_is_what_a_naive_model_says(stage: &Stage) {
    let config = Config { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let rounds = AtomicUsize::new(0);
    let outcome = tokio::task::block_in_place(|| {
        let runtime = tokio::runtime::Handle::current();
        TestRunner::new(config).run(&acts(), |acts| {
            let round = rounds.fetch_add(1, Ordering::Relaxed);
            let played = runtime.block_on(async {
                let stage = stage.again();
                tokio::spawn(async move {
                    let mut play = Play::new(&stage, round).await;
                    for (number, act) in acts.into_iter().enumerate() {
                        play.act(act, 100 * i64::try_from(number).unwrap()).await;
                    }
                    play.compare().await;
                })
                .await
            });
            played.map_err(|error| TestCaseError::fail(panic_of(error)))
        })
    });
    outcome.unwrap();
    stage.assert_settled().await;
}

/// What an act of a play panicked with.
pub(super) fn panic_of(error: tokio::task::JoinError) -> String {
    let panic = error.into_panic();
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
}

/// A model, and what its numbers are on the stage.
struct Play<'a> {
    stage: &'a Stage,
    model: Model,
    people: Vec<UserId>,
    films: Vec<MovieId>,
    said: Vec<CommentId>,
    reports: Vec<ReportId>,
}

fn came<T>(outcome: &StoreResult<Option<T>>) -> Came {
    match outcome {
        Ok(Some(_)) => Came::Done,
        Ok(None) => Came::Missing,
        Err(StoreError::Conflict(Constraint::Blocked | Constraint::OpenReport)) => Came::Refused,
        Err(error) => panic!("{error}"),
    }
}

impl<'a> Play<'a> {
    async fn new(stage: &'a Stage, round: usize) -> Self {
        let (mut people, mut films) = (Vec::new(), Vec::new());
        for number in 0..PEOPLE {
            people.push(stage.user(&format!("{number}.{round}@example.org")).await.id);
        }
        for number in 0..FILMS {
            films.push(stage.drafted(draft(&format!("Film {number} of {round}"))).await);
        }
        let (said, reports) = (Vec::new(), Vec::new());
        Self { stage, model: Model::default(), people, films, said, reports }
    }

    /// None of a comment that nobody has written.
    fn target(&self, thing: Thing) -> Option<Target> {
        match thing {
            Thing::Film(film) => Some(Target::Movie(self.films[film])),
            Thing::Comment(number) => self.said.get(number).copied().map(Target::Comment),
        }
    }

    async fn act(&mut self, act: Act, millis: i64) {
        let (store, now) = (self.stage.store.clone(), at(millis));
        match act {
            Act::Vote(who, on, value) => {
                let Some(target) = self.target(on) else { return };
                let voted = store.set_reaction(self.people[who], target, value, now).await;
                assert_eq!(came(&voted), self.model.vote(who, on, value));
            }
            Act::Rate(who, film, score) => {
                let score = score.map(|score| score.try_into().unwrap());
                let rated = store.set_rating(self.people[who], self.films[film], score, now).await;
                assert_eq!(came(&rated), self.model.rate(who, film, score.map(u8::from)));
            }
            Act::List(who, film, on) => {
                let (user, movie) = (self.people[who], self.films[film]);
                let done = if on {
                    store.add_to_list(user, movie, now).await.unwrap()
                } else {
                    store.remove_from_list(user, movie).await.unwrap()
                };
                assert_eq!(done, self.model.list(who, film, on) == Came::Done);
            }
            Act::Say(who, film) => {
                let place = CommentPlace::Movie(self.films[film]);
                let made = store.create_comment(new_comment(place, self.people[who], millis)).await;
                let expected = self.model.say(who, film);
                self.noted(made, expected);
            }
            Act::Answer(who, to) => {
                let Some(&id) = self.said.get(to) else { return };
                let place = CommentPlace::Reply(id);
                let made = store.create_comment(new_comment(place, self.people[who], millis)).await;
                let expected = self.model.answer(who, to);
                self.noted(made, expected);
            }
            Act::Unsay(number) => {
                let Some(&id) = self.said.get(number) else { return };
                let writer = author(self.people[self.model.said[number].author]);
                let deleted = store.delete_comment(id, writer, now).await.unwrap();
                assert_eq!(deleted == Amended::Done(()), self.model.unsay(number) == Came::Done);
            }
            Act::Report(who, of) => {
                let Some(target) = self.target(of) else { return };
                let new = NewReport { target, ..new_report(self.people[who], self.films[0], millis) };
                let id = new.id;
                let made = store.report(new).await;
                assert_eq!(came(&made), self.model.complain(who, of));
                if matches!(made, Ok(Some(_))) {
                    self.reports.push(id);
                }
            }
            Act::Show(who, film) => {
                let shown = store.unblock_movie(self.people[who], self.films[film]).await.unwrap();
                assert_eq!(shown, self.model.show(who, film));
            }
            Act::Decide(of, status) => self.decide(of, status, millis).await,
            Act::Block(who, whom, on) => {
                let (user, blocked) = (self.people[who], self.people[whom]);
                if on {
                    assert_eq!(store.block_user(user, blocked, now).await.unwrap(), who != whom);
                    if who != whom {
                        self.model.blocks.insert((who, whom));
                    }
                } else {
                    store.unblock_user(user, blocked).await.unwrap();
                    self.model.blocks.remove(&(who, whom));
                }
            }
            Act::Mute(who, through, on) => {
                let Some(&id) = self.said.get(through) else { return };
                let there = !self.model.said[through].gone;
                assert_eq!(store.mute_thread(self.people[who], id, on, now).await.unwrap(), there);
                let thread = (who, self.model.root(through));
                match (there, on) {
                    (true, true) => drop(self.model.mutes.insert(thread)),
                    (true, false) => drop(self.model.mutes.remove(&thread)),
                    (false, _) => {}
                }
            }
            Act::End(film) => {
                let ended = store.delete_movie(self.films[film], None, now).await.unwrap();
                assert_eq!(ended == Edit::Done(()), self.model.end(film) == Came::Done);
                let deletion = Deletion::Movie(self.films[film]);
                while store.erase(deletion, 7, LATER).await.unwrap() != Erasure::Gone {}
            }
        }
    }

    fn noted(
        &mut self,
        made: StoreResult<Option<Created<kenmovie_common::domain::Comment>>>,
        expected: Came,
    ) {
        assert_eq!(came(&made), expected);
        if let Ok(Some(made)) = made {
            self.said.push(made.value.id);
        }
    }

    /// The case of a thing is that of its first report that stood when it was made.
    async fn decide(&mut self, of: Thing, status: ReportStatus, millis: i64) {
        let Some(case) = self.cases().await.into_iter().find(|case| case.0 == of) else {
            assert_eq!(self.model.case(of), None);
            return;
        };
        let decision = Decision { status, note: None, moderator: Some(user_id(0xee)), now: at(millis) };
        let decided = self.stage.store.decide_case(case.1, decision).await.unwrap().unwrap();
        assert_eq!(decided.status, status);
        self.model.decide(of, status);
    }

    /// The cases of this play's things.
    async fn cases(&self) -> Vec<(Thing, ReportId, ReportStatus, usize)> {
        let (mut cases, mut after) = (Vec::new(), None);
        loop {
            let page = self.stage.store.list_cases(CaseFilter::default(), after, 100).await.unwrap();
            for case in page.items {
                let Some(film) = self.films.iter().position(|film| *film == case.target.movie_id) else {
                    continue;
                };
                let said =
                    case.target.comment_id.map(|id| self.said.iter().position(|said| *said == id).unwrap());
                let thing = said.map_or(Thing::Film(film), Thing::Comment);
                assert_eq!(case.reasons.iter().map(|one| one.count).sum::<u64>(), case.count);
                cases.push((thing, case.id, case.status, usize::try_from(case.count).unwrap()));
            }
            after = page.next;
            if after.is_none() {
                return cases;
            }
        }
    }

    async fn compare(&self) {
        for film in 0..FILMS {
            self.compare_film(film).await;
        }
        for who in 0..PEOPLE {
            self.compare_person(who).await;
        }
        let mut cases: Vec<_> =
            self.cases().await.into_iter().map(|(of, _, status, count)| (of, status, count)).collect();
        cases.sort_by_key(|case| case.0);
        let things: BTreeSet<Thing> = self.model.complaints.iter().map(|one| one.of).collect();
        let expected = things
            .into_iter()
            .filter_map(|of| self.model.case(of).map(|(status, count)| (of, status, count)));
        assert_eq!(cases, expected.collect::<Vec<_>>());
    }

    async fn compare_film(&self, film: usize) {
        let model = &self.model;
        let found = self.stage.store.movie(self.films[film], None).await.unwrap();
        assert_eq!(found.is_some(), model.is_there(Thing::Film(film)));
        let Some(found) = found else { return };
        let votes = |value| {
            let of =
                |(key, vote): &(&(usize, Thing), &Reaction)| key.1 == Thing::Film(film) && **vote == value;
            model.votes.iter().filter(of).count() as u64
        };
        let reactions = found.card.reactions;
        assert_eq!((reactions.likes, reactions.dislikes), (votes(Reaction::Like), votes(Reaction::Dislike)));
        let scores: Vec<u8> =
            model.scores.iter().filter(|(key, _)| key.1 == film).map(|(_, score)| *score).collect();
        let mut histogram = [0; 10];
        for score in &scores {
            histogram[usize::from(*score) - 1] += 1;
        }
        assert_eq!(found.card.rating.histogram, histogram);
        assert_eq!(found.card.rating.summary.count, scores.len() as u64);
        let sum: f64 = scores.iter().copied().map(f64::from).sum();
        #[expect(clippy::cast_precision_loss, reason = "few")]
        let average = (!scores.is_empty()).then(|| (100.0 * sum / scores.len() as f64).round() / 100.0);
        assert_eq!(found.card.rating.summary.average, average);
        let living =
            model.said.iter().filter(|said| said.film == film && !said.gone && !said.deleted).count();
        assert_eq!(found.card.comments, living as u64);
        for (number, said) in model.said.iter().enumerate().filter(|(_, said)| said.film == film) {
            let seen = self.stage.found(self.said[number]).await;
            assert_eq!(seen.as_ref().map(|seen| seen.deleted), (!said.gone).then_some(said.deleted));
            let Some(seen) = seen else { continue };
            let under = |one: &usize| {
                let one = &model.said[*one];
                !one.gone && !one.deleted
            };
            let answers: Vec<usize> = (0..model.said.len())
                .filter(|other| match said.parent {
                    None => *other != number && model.root(*other) == number,
                    Some(_) => model.said[*other].parent == Some(number),
                })
                .filter(under)
                .collect();
            assert_eq!(seen.replies, answers.len() as u64);
        }
    }

    async fn compare_person(&self, who: usize) {
        let (model, user, store) = (&self.model, self.people[who], &self.stage.store);
        let hidden = |film: usize| model.hidden.contains(&(who, Thing::Film(film)));
        for film in (0..FILMS).filter(|film| model.is_there(Thing::Film(*film))) {
            let mine = store.movie(self.films[film], Some(user)).await.unwrap().unwrap().card.mine.unwrap();
            assert_eq!(mine.reaction, model.votes.get(&(who, Thing::Film(film))).copied());
            assert_eq!(mine.rating.map(u8::from), model.scores.get(&(who, film)).copied());
            assert_eq!(mine.listed, model.lists.get(&who).is_some_and(|list| list.contains(&film)));
            assert_eq!(mine.blocked, hidden(film));
            self.compare_thread(who, film).await;
        }
        let listed = store.list_user_movies(user, None, 100).await.unwrap().items;
        let listed: Vec<MovieId> = listed.into_iter().map(|one| one.movie.id).collect();
        let expected = model.lists.get(&who).cloned().unwrap_or_default();
        let expected = expected.into_iter().filter(|film| !hidden(*film)).map(|film| self.films[film]);
        assert_eq!(listed, expected.collect::<Vec<_>>());
        let blocked = store.list_blocked_movies(user, None, 100).await.unwrap().items;
        let blocked: BTreeSet<_> =
            blocked.iter().map(|one| (one.movie.id, one.report.status.as_str())).collect();
        let latest = |film: usize| {
            let mine = |(_, one): &(usize, &Complaint)| one.by == who;
            model.standing(Thing::Film(film)).filter(mine).last().unwrap().1.status.as_str()
        };
        let films = (0..FILMS).filter(|film| hidden(*film));
        assert_eq!(blocked, films.map(|film| (self.films[film], latest(film))).collect());
        let filter = MovieFilter { words: vec!["film".into()], ..MovieFilter::default() };
        let query =
            MovieQuery { filter, sort: MovieSort::Newest, after: None, limit: 100, viewer: Some(user) };
        let catalogue = store.list_movies(query).await.unwrap().items;
        let catalogue = catalogue.iter().filter(|card| self.films.contains(&card.id)).count();
        let visible = (0..FILMS).filter(|film| model.is_there(Thing::Film(*film)) && !hidden(*film)).count();
        assert_eq!(catalogue, visible);
        self.compare_notifications(who).await;
    }

    async fn compare_thread(&self, who: usize, film: usize) {
        let (model, viewer) = (&self.model, Some(self.people[who]));
        let query = CommentQuery { after: None, limit: 100, viewer, now: at(0) };
        let page = self.stage.store.list_comments(self.films[film], CommentSort::Newest, query).await;
        let mut seen = BTreeSet::new();
        for thread in page.unwrap().unwrap().items {
            let number = self.said.iter().position(|id| *id == thread.comment.id).unwrap();
            assert_eq!(thread.comment.mine.unwrap().muted, model.mutes.contains(&(who, number)));
            if !thread.comment.deleted {
                seen.insert(number);
            }
            let query = CommentQuery { after: None, limit: 100, viewer, now: at(0) };
            let replies = self.stage.store.list_replies(thread.comment.id, query).await.unwrap().unwrap();
            for reply in replies.items.iter().filter(|reply| !reply.deleted) {
                seen.insert(self.said.iter().position(|id| *id == reply.id).unwrap());
            }
        }
        let stands = |root: usize| model.said[root].deleted || model.sees(who, root);
        let hides = |root: usize| model.hidden.contains(&(who, Thing::Comment(root)));
        let expected = (0..model.said.len())
            .filter(|number| model.said[*number].film == film && model.sees(who, *number))
            .filter(|number| {
                let root = model.root(*number);
                stands(root) && !hides(root)
            });
        assert_eq!(seen, expected.collect());
    }

    async fn compare_notifications(&self, who: usize) {
        let model = &self.model;
        let told = self.stage.store.list_notifications(self.people[who], None, 100).await.unwrap();
        let (mut replies, mut decisions) = (Vec::new(), Vec::new());
        for one in told.page.items {
            match one.happening {
                Happening::Reply { reply, .. } => {
                    replies.insert(0, self.said.iter().position(|id| *id == reply.comment_id).unwrap());
                }
                Happening::ReportDecided { report, .. } => {
                    decisions.insert(0, self.reports.iter().position(|id| *id == report.id).unwrap());
                }
            }
        }
        let of = |all: &[(usize, usize)]| -> Vec<usize> {
            all.iter().filter(|(user, _)| *user == who).map(|(_, number)| *number).collect()
        };
        let shown: Vec<usize> =
            of(&model.replies_told).into_iter().filter(|number| model.sees(who, *number)).collect();
        assert_eq!(replies, shown);
        let mut expected = of(&model.decisions_told);
        // Those of one act have one moment.
        expected.sort_unstable();
        decisions.sort_unstable();
        assert_eq!(decisions, expected);
    }
}
