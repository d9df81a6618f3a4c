//! Any sequence of acts by two people leaves what a naive model says: one list of messages, counted anew whenever it is
//! asked.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use kenmovie_common::domain::Message;
use kenmovie_common::ports::{Arrived, Constraint, NewMessage, ReadUpTo, StoreError, Stretch};
use kenmovie_common::{MessageId, UserId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::community::panic_of;
use super::stage::{Stage, at, new_message};

/// Numbers name messages by their order, modulo how many there are.
#[derive(Debug, Clone)]
enum Act {
    /// By a clock that is so many milliseconds wrong.
    Send(usize, i64),
    Repeat(usize),
    Arrive(usize, usize),
    ArriveUpTo(usize, usize),
    Read(usize, usize),
    Block(usize, bool),
    Catch(usize, usize, usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let (person, number) = (0..2_usize, 0..40_usize);
    let act = prop_oneof![
        8 => (person.clone(), -500..500_i64).prop_map(|(who, wrong)| Act::Send(who, wrong)),
        2 => number.clone().prop_map(Act::Repeat),
        4 => (person.clone(), number.clone()).prop_map(|(who, number)| Act::Arrive(who, number)),
        2 => (person.clone(), number.clone()).prop_map(|(who, number)| Act::ArriveUpTo(who, number)),
        3 => (person.clone(), number.clone()).prop_map(|(who, number)| Act::Read(who, number)),
        1 => (person.clone(), any::<bool>()).prop_map(|(who, on)| Act::Block(who, on)),
        2 => (person, number, 1..5_usize).prop_map(|(who, number, limit)| Act::Catch(who, number, limit)),
    ];
    proptest::collection::vec(act, 1..60)
}

pub async fn any_sequence_of_acts_of_two_people_is_what_a_naive_model_says(stage: &Stage) {
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
                    for (number, act) in (0..).zip(acts) {
                        play.act(act, 10_000 + 100 * number).await;
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

/// What was said, and what the model knows of it.
struct Play<'a> {
    stage: &'a Stage,
    people: [UserId; 2],
    sent: Vec<(NewMessage, Message)>,
    blocks: BTreeSet<usize>,
}

impl<'a> Play<'a> {
    async fn new(stage: &'a Stage, round: usize) -> Self {
        let ana = stage.user(&format!("ana{round}@example.org")).await.id;
        let eva = stage.user(&format!("eva{round}@example.org")).await.id;
        Self { stage, people: [ana, eva], sent: Vec::new(), blocks: BTreeSet::new() }
    }

    async fn act(&mut self, act: Act, millis: i64) {
        let (store, now) = (self.stage.store.clone(), at(millis));
        let pair = |who: usize| (self.people[who], self.people[1 - who]);
        match act {
            Act::Send(who, wrong) => {
                let (from, to) = pair(who);
                let new = new_message(from, to, millis + wrong);
                match store.send_message(new.clone()).await {
                    Ok(sent) => {
                        assert!(self.blocks.is_empty());
                        let sent = sent.unwrap();
                        assert!(!sent.replayed);
                        assert!(self.sent.last().is_none_or(|(_, last)| last.id < sent.value.id));
                        self.sent.push((new, sent.value));
                    }
                    Err(StoreError::Conflict(Constraint::Blocked)) => assert!(!self.blocks.is_empty()),
                    Err(error) => panic!("{error}"),
                }
            }
            Act::Repeat(number) => {
                let Some(number) = self.numbered(number) else { return };
                let (new, known) = &self.sent[number];
                let again = store.send_message(new.clone()).await.unwrap().unwrap();
                assert!(again.replayed);
                assert_eq!(again.value, *known);
            }
            Act::Arrive(who, number) => {
                let Some(number) = self.numbered(number) else { return };
                let (user, other) = pair(who);
                let arrived = Arrived::One(self.sent[number].1.id);
                let told = store.deliver_messages(user, other, arrived, now).await.unwrap();
                let message = &mut self.sent[number].1;
                let changed = message.to == user && message.delivered_at.is_none();
                if changed {
                    message.delivered_at = Some(now);
                }
                assert_eq!(told, if changed { self.arrived(user) } else { None });
            }
            Act::ArriveUpTo(who, number) => {
                let Some(number) = self.numbered(number) else { return };
                let (user, other) = pair(who);
                let arrived = Arrived::UpTo(self.sent[number].1.id);
                let told = store.deliver_messages(user, other, arrived, now).await.unwrap();
                let mut changed = false;
                for (_, message) in &mut self.sent[..=number] {
                    if message.to == user && message.delivered_at.is_none() {
                        message.delivered_at = Some(now);
                        changed = true;
                    }
                }
                assert_eq!(told, if changed { self.arrived(user) } else { None });
            }
            Act::Read(who, number) => {
                let Some(number) = self.numbered(number) else { return };
                let (user, other) = pair(who);
                let id = self.sent[number].1.id;
                let told = store.read_messages(user, other, id, now).await.unwrap();
                let mut up_to = None;
                for (_, message) in &mut self.sent[..=number] {
                    if message.to == user && message.read_at.is_none() {
                        message.read_at = Some(now);
                        message.delivered_at = message.delivered_at.or(Some(now));
                        up_to = Some(message.id);
                    }
                }
                assert_eq!(told, ReadUpTo { unread: self.unread(user), up_to });
            }
            Act::Block(who, on) => {
                let (user, other) = pair(who);
                if on {
                    assert!(store.block_user(user, other, now).await.unwrap());
                    self.blocks.insert(who);
                } else {
                    store.unblock_user(user, other).await.unwrap();
                    self.blocks.remove(&who);
                }
            }
            Act::Catch(who, number, limit) => {
                let Some(number) = self.numbered(number) else { return };
                let (user, other) = pair(who);
                let stretch = Stretch::After(self.sent[number].1.id);
                let page = store.list_messages(user, other, stretch, limit).await.unwrap().unwrap();
                let expected: Vec<Message> =
                    self.sent[number + 1..].iter().take(limit).map(|(_, message)| message.clone()).collect();
                assert_eq!(page.items, expected);
            }
        }
    }

    fn numbered(&self, number: usize) -> Option<usize> {
        (!self.sent.is_empty()).then(|| number % self.sent.len())
    }

    /// The last message to somebody up to which all have arrived.
    fn arrived(&self, to: UserId) -> Option<MessageId> {
        let theirs = self.sent.iter().map(|(_, message)| message).filter(|message| message.to == to);
        theirs.take_while(|message| message.delivered_at.is_some()).last().map(|message| message.id)
    }

    fn unread(&self, to: UserId) -> u64 {
        self.sent.iter().filter(|(_, message)| message.to == to && message.read_at.is_none()).count() as u64
    }

    async fn compare(&self) {
        let all: Vec<Message> = self.sent.iter().map(|(_, message)| message.clone()).collect();
        for (user, other) in [(self.people[0], self.people[1]), (self.people[1], self.people[0])] {
            assert_eq!(self.stage.transcript(user, other).await, all);
            let listed = self.stage.store.list_conversations(user, None, 10).await.unwrap();
            assert_eq!(listed.unread_total, self.unread(user));
            let listed: Vec<_> =
                listed.page.items.iter().map(|one| (&one.last_message, one.unread)).collect();
            let expected: Vec<_> = all.last().map(|last| (last, self.unread(user))).into_iter().collect();
            assert_eq!(listed, expected);
        }
    }
}
