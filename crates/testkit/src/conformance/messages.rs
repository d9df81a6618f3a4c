//! Messages as they are sent, and as they are read in their order.

use kenmovie_common::domain::{MediaPurpose, Message};
use kenmovie_common::ports::{Constraint, NewMessage, StoreError, Stretch};
use kenmovie_common::{MediaId, MessageId, UserId};
use kenmovie_embedded::SystemRandom;

use super::stage::{PIXELS, Stage, at, at_once, new_message, user_id};

async fn two(stage: &Stage) -> (UserId, UserId) {
    (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id)
}

pub async fn a_message_reads_back_as_it_was_sent(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    assert_eq!(stage.transcript(ana, eva).await, []);
    let new = NewMessage { text: Some("Hola,\n«Eva» 👋".into()), ..new_message(ana, eva, 5) };
    let sent = stage.store.send_message(new.clone()).await.unwrap().unwrap();
    assert!(!sent.replayed);
    let expected = Message {
        id: new.id,
        client_id: new.client_id,
        from: ana,
        to: eva,
        text: new.text,
        picture: None,
        sent_at: at(5),
        delivered_at: None,
        read_at: None,
    };
    assert_eq!(sent.value, expected);
    for (one, other) in [(ana, eva), (eva, ana)] {
        assert_eq!(stage.transcript(one, other).await, std::slice::from_ref(&expected));
    }
    let picture = stage.picture(eva, MediaPurpose::Message, 6).await;
    let new = NewMessage { text: None, media: Some(picture), ..new_message(eva, ana, 7) };
    let answer = stage.store.send_message(new).await.unwrap().unwrap().value;
    let shown = answer.picture.unwrap();
    assert_eq!((shown.media, shown.width, shown.height), (picture, PIXELS.width, PIXELS.height));
    assert_eq!(stage.transcript(ana, eva).await, [expected, answer]);
    stage.assert_settled().await;
}

pub async fn the_same_request_is_one_message_and_its_name_is_of_one(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let leo = stage.user("leo@example.org").await.id;
    let picture = stage.picture(ana, MediaPurpose::Message, 0).await;
    let new = NewMessage { media: Some(picture), ..new_message(ana, eva, 1) };
    let made = stage.store.send_message(new.clone()).await.unwrap().unwrap().value;
    let later = NewMessage { id: MessageId::new(at(9), &SystemRandom), now: at(9), ..new.clone() };
    for again in [new.clone(), later] {
        let again = stage.store.send_message(again).await.unwrap().unwrap();
        assert!(again.replayed);
        assert_eq!(again.value, made);
    }
    // What became of it meanwhile is told too.
    stage.store.read_messages(eva, ana, made.id, at(3)).await.unwrap();
    let again = stage.store.send_message(new.clone()).await.unwrap().unwrap().value;
    assert_eq!((again.delivered_at, again.read_at), (Some(at(3)), Some(at(3))));
    for other in [
        NewMessage { text: Some("another word".into()), ..new.clone() },
        NewMessage { text: None, ..new.clone() },
        NewMessage { media: None, ..new.clone() },
        NewMessage { media: Some(MediaId::from_bytes([9; 16])), ..new.clone() },
        NewMessage { to: leo, ..new.clone() },
    ] {
        let refused = stage.store.send_message(other).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Constraint::IdempotencyKey))), "{refused:?}");
    }
    // A name is its sender's alone.
    for (from, to) in [(eva, ana), (leo, ana)] {
        let own = NewMessage { client_id: new.client_id.clone(), ..new_message(from, to, 4) };
        assert!(!stage.store.send_message(own).await.unwrap().unwrap().replayed);
    }
    assert_eq!((stage.transcript(ana, eva).await.len(), stage.transcript(ana, leo).await.len()), (2, 1));
}

pub async fn the_same_request_many_times_at_once_is_one_message(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    for round in 0..3 {
        let picture = stage.picture(ana, MediaPurpose::Message, 0).await;
        let new = NewMessage { media: Some(picture), ..new_message(ana, eva, round) };
        let made = at_once(20, |_| {
            let (store, mut new) = (stage.store.clone(), new.clone());
            new.id = MessageId::new(new.now, &SystemRandom);
            async move { store.send_message(new).await.unwrap().unwrap() }
        })
        .await;
        assert_eq!(made.iter().filter(|made| !made.replayed).count(), 1);
        assert!(made.iter().all(|other| other.value == made[0].value));
    }
    assert_eq!(stage.transcript(eva, ana).await.len(), 3);
    assert_eq!(stage.store.list_conversations(eva, None, 10).await.unwrap().unread_total, 3);
    stage.assert_settled().await;
}

pub async fn a_message_is_later_than_every_other_of_its_conversation(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let leo = stage.user("leo@example.org").await.id;
    let first = stage.message(ana, eva, 1_000).await;
    // Clocks go wrong, and one id is given twice.
    let early = stage.message(eva, ana, 10).await;
    let twice = NewMessage { id: early.id, ..new_message(ana, eva, 1_001) };
    let twice = stage.store.send_message(twice).await.unwrap().unwrap().value;
    let late = stage.message(ana, eva, 2_000).await;
    assert_eq!(early.id, first.id.next());
    assert_eq!(twice.id, early.id.next());
    assert_eq!(early.sent_at, at(10));
    let ids = [first.id, early.id, twice.id, late.id];
    assert_eq!(stage.transcript(ana, eva).await.iter().map(|one| one.id).collect::<Vec<_>>(), ids);
    // Another conversation has an order of its own.
    let new = new_message(leo, eva, 5);
    assert_eq!(stage.store.send_message(new.clone()).await.unwrap().unwrap().value.id, new.id);
    stage.assert_settled().await;
}

pub async fn pages_of_a_conversation_go_both_ways(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let leo = stage.user("leo@example.org").await.id;
    let mut all = Vec::new();
    for number in 0..11 {
        let (from, to) = if number % 3 == 0 { (eva, ana) } else { (ana, eva) };
        all.push(stage.message(from, to, number).await);
        stage.message(leo, ana, number).await;
        stage.message(eva, leo, number).await;
    }
    let places: Vec<MessageId> = all.iter().map(|one| one.id).collect();
    for limit in [1, 2, 3, 10, 11, 12] {
        let page =
            async |stretch| stage.store.list_messages(ana, eva, stretch, limit).await.unwrap().unwrap();
        let newest = page(Stretch::Newest).await;
        assert_eq!(newest.items, all[all.len().saturating_sub(limit)..]);
        assert_eq!(newest.next, (limit < all.len()).then(|| newest.items[0].id));
        for (number, place) in places.iter().enumerate() {
            let before = page(Stretch::Before(*place)).await;
            assert_eq!(before.items, all[number.saturating_sub(limit)..number], "{limit} {number}");
            assert_eq!(before.next, (limit < number).then(|| before.items[0].id), "{limit} {number}");
            let after = page(Stretch::After(*place)).await;
            let end = all.len().min(number + 1 + limit);
            assert_eq!(after.items, all[number + 1..end], "{limit} {number}");
            assert_eq!(after.next, (end < all.len()).then(|| all[end - 1].id), "{limit} {number}");
        }
    }
    // Places that no message has, and that another conversation has.
    let page = async |stretch| stage.store.list_messages(eva, ana, stretch, 20).await.unwrap().unwrap().items;
    assert_eq!(page(Stretch::After(MessageId::from_bytes([0; 16]))).await, all);
    assert_eq!(page(Stretch::Before(MessageId::from_bytes([0xff; 16]))).await, all);
    let others = stage.transcript(leo, ana).await[5].id;
    assert_eq!(
        page(Stretch::After(others)).await,
        all.iter().filter(|one| one.id > others).cloned().collect::<Vec<_>>()
    );
}

/// Two people write from many devices whose clocks differ, while one reads after what they have.
pub async fn whoever_reads_after_what_they_have_misses_nothing_while_others_write(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    stage.message(eva, ana, 0).await;
    let read = at_once(10, |number| {
        let stage = stage.again();
        async move {
            if number < 8 {
                for step in 0..12 {
                    let (from, to) = if number % 2 == 0 { (ana, eva) } else { (eva, ana) };
                    stage.message(from, to, 1_000 * i64::try_from(number).unwrap() - step).await;
                }
                return Vec::new();
            }
            let (mut seen, mut place): (Vec<MessageId>, _) = (Vec::new(), MessageId::from_bytes([0; 16]));
            while seen.len() < 97 {
                let stretch = Stretch::After(place);
                let page = stage.store.list_messages(ana, eva, stretch, number - 2).await.unwrap().unwrap();
                seen.extend(page.items.iter().map(|one| one.id));
                place = seen.last().copied().unwrap_or(place);
                tokio::task::yield_now().await;
            }
            seen
        }
    })
    .await;
    let all: Vec<MessageId> = stage.transcript(ana, eva).await.iter().map(|one| one.id).collect();
    assert_eq!(all.len(), 97);
    assert!(all.is_sorted_by(|one, other| one < other));
    assert_eq!(read[8], all);
    assert_eq!(read[9], all);
    stage.assert_settled().await;
}

pub async fn what_one_sends_after_another_has_the_later_id(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let sent = at_once(4, |number| {
        let stage = stage.again();
        async move {
            let mut ids = Vec::new();
            for step in 0..10 {
                let (from, to) = if number % 2 == 0 { (ana, eva) } else { (eva, ana) };
                ids.push(stage.message(from, to, 500 - 10 * step).await.id);
            }
            ids
        }
    })
    .await;
    for ids in sent {
        assert!(ids.is_sorted_by(|one, other| one < other), "{ids:?}");
    }
    assert_eq!(stage.transcript(ana, eva).await.len(), 40);
}

pub async fn nobody_writes_to_themselves_or_to_who_is_not_there(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let newest =
        async |user, other| stage.store.list_messages(user, other, Stretch::Newest, 10).await.unwrap();
    for other in [ana, user_id(9)] {
        assert_eq!(stage.store.send_message(new_message(ana, other, 1)).await.unwrap(), None);
        assert_eq!(newest(ana, other).await, None);
    }
    let new = new_message(ana, eva, 2);
    let sent = stage.store.send_message(new.clone()).await.unwrap().unwrap().value;
    stage.store.begin_deletion(eva, 0, at(3)).await.unwrap().unwrap();
    // Not even what was sent is given again.
    for new in [new, new_message(ana, eva, 4)] {
        assert_eq!(stage.store.send_message(new).await.unwrap(), None);
    }
    assert_eq!(newest(ana, eva).await, None);
    assert_eq!(
        stage
            .store
            .deliver_messages(ana, eva, kenmovie_common::ports::Arrived::UpTo(sent.id), at(5))
            .await
            .unwrap(),
        None
    );
    let read = stage.store.read_messages(ana, eva, sent.id, at(5)).await.unwrap();
    assert_eq!((read.unread, read.up_to), (0, None));
}

pub async fn who_blocked_and_who_was_blocked_do_not_write_to_each_other(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let before = new_message(ana, eva, 1);
    let sent = stage.store.send_message(before.clone()).await.unwrap().unwrap().value;
    for (one, other) in [(ana, eva), (eva, ana)] {
        stage.store.block_user(one, other, at(2)).await.unwrap();
        // A picture that cannot be used is not looked at.
        let wrong = NewMessage { media: Some(MediaId::from_bytes([9; 16])), ..new_message(ana, eva, 3) };
        for new in [new_message(ana, eva, 3), new_message(eva, ana, 3), wrong] {
            let refused = stage.store.send_message(new).await;
            assert!(matches!(refused, Err(StoreError::Conflict(Constraint::Blocked))), "{refused:?}");
        }
        let again = stage.store.send_message(before.clone()).await.unwrap().unwrap();
        assert!(again.replayed);
        assert_eq!(again.value, sent);
        // What they have they keep.
        for (viewer, other) in [(ana, eva), (eva, ana)] {
            assert_eq!(stage.transcript(viewer, other).await, std::slice::from_ref(&sent));
            let listed = stage.store.list_conversations(viewer, None, 10).await.unwrap().page.items;
            assert_eq!((listed.len(), listed[0].user.person.id), (1, other));
        }
        stage.store.unblock_user(one, other).await.unwrap();
    }
    stage.message(eva, ana, 4).await;
    assert_eq!(stage.transcript(ana, eva).await.len(), 2);
}

pub async fn everybody_who_writes_to_everybody_at_once_is_heard(stage: &Stage) {
    let mut people = Vec::new();
    for number in 0..5 {
        people.push(stage.user(&format!("{number}@example.org")).await.id);
    }
    at_once(20, |number| {
        let (stage, people) = (stage.again(), people.clone());
        async move {
            let from = people[number % 5];
            for step in 0..8 {
                let to = people[(number + 1 + step % 4) % 5];
                stage.message(from, to, i64::try_from(step).unwrap()).await;
            }
        }
    })
    .await;
    for one in &people {
        let listed = stage.store.list_conversations(*one, None, 100).await.unwrap();
        assert_eq!((listed.page.items.len(), listed.unread_total), (4, 32));
        for conversation in listed.page.items {
            let all = stage.transcript(*one, conversation.user.person.id).await;
            assert_eq!((all.len(), conversation.unread), (16, 8));
            assert_eq!(all.last(), Some(&conversation.last_message));
        }
    }
    stage.assert_settled().await;
}
