//! Whom a person has to do with, and with whom not.

use kenmovie_common::UserId;
use kenmovie_common::domain::Circle;

use super::stage::{Stage, at};

async fn people(stage: &Stage, number: usize) -> Vec<UserId> {
    let mut people = Vec::new();
    for number in 0..number {
        people.push(stage.user(&format!("{number}@example.org")).await.id);
    }
    people
}

/// Whom somebody writes with, and, in no order, the others.
async fn circle(stage: &Stage, user: UserId) -> (Vec<UserId>, Vec<UserId>) {
    let Circle { contacts, mut strangers } = stage.store.circle(user).await.unwrap();
    strangers.sort_unstable();
    (contacts, strangers)
}

fn sorted(mut ids: Vec<UserId>) -> Vec<UserId> {
    ids.sort_unstable();
    ids
}

pub async fn a_circle_is_whom_one_writes_with_the_latest_first(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    assert_eq!(circle(stage, ana).await, (vec![], vec![]));
    let others = people(stage, 4).await;
    for (millis, number) in (0..).zip([0, 1, 2, 1]) {
        let (from, to) = if number == 1 { (ana, others[number]) } else { (others[number], ana) };
        stage.message(from, to, millis).await;
    }
    stage.message(others[3], others[0], 9).await;
    assert_eq!(circle(stage, ana).await, (vec![others[1], others[2], others[0]], vec![]));
    assert_eq!(circle(stage, others[1]).await, (vec![ana], vec![]));
    stage.store.begin_deletion(others[2], 0, at(10)).await.unwrap().unwrap();
    assert_eq!(circle(stage, ana).await, (vec![others[1], others[0]], vec![]));
}

pub async fn a_block_makes_strangers_of_both(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let others = people(stage, 5).await;
    for (millis, other) in (0..).zip(&others) {
        stage.message(ana, *other, millis).await;
    }
    let contacts = |numbers: &[usize]| numbers.iter().map(|number| others[*number]).collect::<Vec<_>>();
    stage.store.block_user(ana, others[0], at(10)).await.unwrap();
    stage.store.block_user(others[1], ana, at(10)).await.unwrap();
    for (one, other) in [(ana, others[2]), (others[2], ana)] {
        stage.store.block_user(one, other, at(10)).await.unwrap();
    }
    stage.store.block_user(others[3], others[4], at(10)).await.unwrap();
    assert_eq!(circle(stage, ana).await, (contacts(&[4, 3]), sorted(contacts(&[0, 1, 2]))));
    assert_eq!(circle(stage, others[1]).await, (vec![], vec![ana]));
    assert_eq!(circle(stage, others[3]).await, (vec![ana], vec![others[4]]));
    stage.store.unblock_user(ana, others[0]).await.unwrap();
    stage.store.unblock_user(ana, others[2]).await.unwrap();
    assert_eq!(circle(stage, ana).await, (contacts(&[4, 3, 0]), sorted(contacts(&[1, 2]))));
}

pub async fn a_circle_has_a_bound_of_contacts_those_who_are_strangers_take_no_place(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let others = people(stage, Circle::CONTACTS + 4).await;
    for (millis, other) in (0..).zip(&others) {
        stage.message(*other, ana, millis).await;
    }
    let latest: Vec<UserId> = others.iter().rev().copied().collect();
    let (contacts, _) = circle(stage, ana).await;
    assert_eq!(contacts, latest[..Circle::CONTACTS]);
    stage.store.block_user(ana, latest[0], at(100)).await.unwrap();
    stage.store.block_user(latest[7], ana, at(100)).await.unwrap();
    let (contacts, strangers) = circle(stage, ana).await;
    let expected: Vec<UserId> = latest.iter().copied().filter(|one| !strangers.contains(one)).collect();
    assert_eq!(strangers.len(), 2);
    assert_eq!(contacts, expected[..Circle::CONTACTS]);
}
