//! Lists of conversations; what has arrived, what is read and what is not.

use kenmovie_common::domain::Conversation;
use kenmovie_common::ports::{Arrived, Erasure, MessageRecord, ReadUpTo, Record};
use kenmovie_common::{MessageId, UserId};
use kenmovie_embedded::SystemRandom;

use super::stage::{Stage, at, at_once, new_message};

async fn two(stage: &Stage) -> (UserId, UserId) {
    (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id)
}

/// Every conversation, page by page.
async fn listed(stage: &Stage, user: UserId, limit: usize) -> Vec<Conversation> {
    let (mut items, mut after) = (Vec::new(), None);
    loop {
        let page = stage.store.list_conversations(user, after, limit).await.unwrap().page;
        assert!(page.items.len() <= limit);
        items.extend(page.items);
        after = page.next;
        if after.is_none() {
            return items;
        }
    }
}

async fn unread_total(stage: &Stage, user: UserId) -> u64 {
    stage.store.list_conversations(user, None, 1).await.unwrap().unread_total
}

pub async fn conversations_stand_with_the_latest_message_first(stage: &Stage) {
    let ana = stage.user("ana@example.org").await;
    let mut people = Vec::new();
    for number in 0..7 {
        people.push(stage.user(&format!("{number}@example.org")).await);
    }
    stage.store.saw_user(people[3].id, at(9)).await.unwrap();
    let mut expected = Vec::new();
    for (millis, number) in (0..).zip([0, 1, 2, 3, 4, 5, 6, 2, 0, 3]) {
        let other = people[number].id;
        let (from, to) = if number % 2 == 0 { (ana.id, other) } else { (other, ana.id) };
        let last = stage.message(from, to, millis).await;
        expected.retain(|(known, _)| *known != number);
        expected.insert(0, (number, last));
    }
    // What others write to each other is theirs.
    stage.message(people[0].id, people[1].id, 500).await;
    for limit in [1, 2, 3, 7, 100] {
        let listed = listed(stage, ana.id, limit).await;
        assert_eq!(listed.len(), 7, "{limit}");
        for (one, (number, last)) in listed.iter().zip(&expected) {
            let other = &people[*number];
            assert_eq!((one.user.person.id, &one.user.person.name), (other.id, &other.name));
            assert_eq!((one.user.online, one.user.last_seen_at), (None, (*number == 3).then(|| at(9))));
            assert_eq!(one.last_message, *last);
            assert_eq!(one.unread, if number % 2 == 0 { 0 } else { 1 + u64::from(*number == 3) });
        }
    }
    assert_eq!(unread_total(stage, ana.id).await, 4);
    assert_eq!(listed(stage, people[4].id, 10).await.len(), 1);
    assert!(listed(stage, stage.user("new@example.org").await.id, 10).await.is_empty());
    stage.assert_settled().await;
}

pub async fn what_has_arrived_is_known_up_to_the_first_that_has_not(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let (mut evas, mut anas) = (Vec::new(), Vec::new());
    for number in 0..6 {
        evas.push(stage.message(eva, ana, 10 * number).await.id);
        anas.push(stage.message(ana, eva, 10 * number + 1).await.id);
    }
    let one = async |number: usize, millis| {
        stage.store.deliver_messages(ana, eva, Arrived::One(evas[number]), at(millis)).await.unwrap()
    };
    // Nothing before it has.
    assert_eq!(one(2, 100).await, None);
    assert_eq!(one(0, 101).await, Some(evas[0]));
    assert_eq!(one(0, 102).await, None);
    assert_eq!(one(4, 103).await, Some(evas[0]));
    assert_eq!(one(1, 104).await, Some(evas[2]));
    let up_to = async |id, millis| {
        stage.store.deliver_messages(ana, eva, Arrived::UpTo(id), at(millis)).await.unwrap()
    };
    assert_eq!(up_to(evas[2], 105).await, None);
    assert_eq!(up_to(evas[3], 106).await, Some(evas[4]));
    assert_eq!(up_to(evas[3], 107).await, None);
    // One's own messages and others' ids are nothing that arrives.
    for id in [anas[0], anas[5], MessageId::from_bytes([0; 16])] {
        assert_eq!(stage.store.deliver_messages(ana, eva, Arrived::One(id), at(108)).await.unwrap(), None);
    }
    assert_eq!(up_to(MessageId::from_bytes([0; 16]), 109).await, None);
    assert_eq!(up_to(MessageId::from_bytes([0xff; 16]), 110).await, Some(evas[5]));
    let mut delivered = Vec::new();
    for message in stage.transcript(eva, ana).await {
        assert_eq!(message.read_at, None);
        if message.from == eva {
            delivered.push(message.delivered_at);
        } else {
            assert_eq!(message.delivered_at, None);
        }
    }
    assert_eq!(delivered, [101, 104, 100, 106, 103, 110].map(|millis| Some(at(millis))));
    assert_eq!(unread_total(stage, ana).await, 6);
}

pub async fn a_mark_is_never_taken_back(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let mut evas = Vec::new();
    for number in 0..5 {
        evas.push(stage.message(eva, ana, 10 * number).await.id);
        stage.message(ana, eva, 10 * number + 1).await;
    }
    let read = async |id, millis| stage.store.read_messages(ana, eva, id, at(millis)).await.unwrap();
    stage.store.deliver_messages(ana, eva, Arrived::One(evas[0]), at(100)).await.unwrap();
    assert_eq!(read(MessageId::from_bytes([0; 16]), 101).await, ReadUpTo { unread: 5, up_to: None });
    assert_eq!(read(evas[2], 102).await, ReadUpTo { unread: 2, up_to: Some(evas[2]) });
    for id in [evas[0], evas[2], MessageId::from_bytes([0; 16])] {
        assert_eq!(read(id, 103).await, ReadUpTo { unread: 2, up_to: None });
    }
    // What is read has arrived.
    for id in [evas[0], evas[2]] {
        let arrived = stage.store.deliver_messages(ana, eva, Arrived::UpTo(id), at(104)).await.unwrap();
        assert_eq!(arrived, None);
    }
    let one = stage.store.deliver_messages(ana, eva, Arrived::One(evas[3]), at(105)).await.unwrap();
    assert_eq!(one, Some(evas[3]));
    assert_eq!(unread_total(stage, ana).await, 2);
    // The place may be the reader's own message, or none at all.
    let all = stage.transcript(ana, eva).await;
    assert_eq!(read(all[7].id, 106).await, ReadUpTo { unread: 1, up_to: Some(evas[3]) });
    assert_eq!(
        read(MessageId::from_bytes([0xff; 16]), 107).await,
        ReadUpTo { unread: 0, up_to: Some(evas[4]) }
    );
    let marks: Vec<_> = stage
        .transcript(ana, eva)
        .await
        .into_iter()
        .filter(|message| message.from == eva)
        .map(|message| (message.delivered_at.unwrap(), message.read_at.unwrap()))
        .collect();
    let expected = [(100, 102), (102, 102), (102, 102), (105, 106), (107, 107)];
    assert_eq!(marks, expected.map(|(delivered, read)| (at(delivered), at(read))));
    assert_eq!(unread_total(stage, ana).await, 0);
    // Eva has read nothing by that.
    assert_eq!(unread_total(stage, eva).await, 5);
    assert!(stage.transcript(ana, eva).await.iter().all(|one| one.from == eva || one.read_at.is_none()));
}

pub async fn a_message_that_comes_after_a_mark_is_unread(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    for round in 0..4 {
        let last = stage.message(eva, ana, round).await.id;
        assert_eq!(unread_total(stage, ana).await, 1);
        let read = stage.store.read_messages(ana, eva, last, at(round)).await.unwrap();
        assert_eq!((read.unread, read.up_to), (0, Some(last)));
    }
    assert_eq!((unread_total(stage, ana).await, unread_total(stage, eva).await), (0, 0));
}

pub async fn very_many_that_are_not_read_are_counted_to_a_bound(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let leo = stage.user("leo@example.org").await.id;
    let record = |from: UserId, number: i64| {
        let new = new_message(from, ana, number);
        Record::from(MessageRecord {
            id: MessageId::new(at(number), &SystemRandom),
            from,
            to: ana,
            client_id: new.client_id,
            text: new.text,
            picture: None,
            sent_at: at(number),
            delivered_at: None,
            read_at: None,
        })
    };
    let many: Vec<Record> = (0..995).map(|number| record(eva, number)).collect();
    stage.store.write_records(many).await.unwrap();
    for number in 0..3 {
        stage.message(leo, ana, 2_000 + number).await;
    }
    assert_eq!(unread_total(stage, ana).await, 998);
    for number in 0..5 {
        stage.message(eva, ana, 3_000 + number).await;
    }
    assert_eq!(unread_total(stage, ana).await, Conversation::UNREAD);
    let seen = listed(stage, ana, 10).await;
    assert_eq!(seen.iter().map(|one| one.unread).collect::<Vec<_>>(), [Conversation::UNREAD, 3]);
    let all = stage.transcript(ana, eva).await;
    assert_eq!(all.len(), 1_000);
    let read = stage.store.read_messages(ana, eva, all[0].id, at(4_000)).await.unwrap();
    assert_eq!((read.unread, read.up_to), (Conversation::UNREAD, Some(all[0].id)));
    let read = stage.store.read_messages(ana, eva, all[9].id, at(4_000)).await.unwrap();
    assert_eq!((read.unread, read.up_to), (990, Some(all[9].id)));
    assert_eq!(unread_total(stage, ana).await, 993);
    let arrived = stage.store.deliver_messages(ana, eva, Arrived::UpTo(all[999].id), at(4_001)).await;
    assert_eq!(arrived.unwrap(), Some(all[999].id));
    stage.assert_settled().await;
}

pub async fn a_conversation_with_somebody_who_goes_is_not_shown(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    let mut people = Vec::new();
    for number in 0..4 {
        let person = stage.user(&format!("{number}@example.org")).await.id;
        stage.message(person, ana, number).await;
        people.push(person);
    }
    stage.message(eva, ana, 10).await;
    for gone in [people[3], people[1]] {
        stage.store.begin_deletion(gone, 0, at(20)).await.unwrap().unwrap();
    }
    for limit in [1, 2, 10] {
        let seen = listed(stage, ana, limit).await;
        let seen: Vec<UserId> = seen.into_iter().map(|one| one.user.person.id).collect();
        assert_eq!(seen, [eva, people[2], people[0]], "{limit}");
    }
    assert_eq!(unread_total(stage, ana).await, 3);
    for gone in [people[3], people[1]] {
        while stage.erase(gone, 1).await != Erasure::Gone {}
    }
    assert_eq!((listed(stage, ana, 10).await.len(), unread_total(stage, ana).await), (3, 3));
    stage.assert_settled().await;
}

pub async fn all_conversations_of_somebody_who_is_erased_go(stage: &Stage) {
    for (round, limit) in [1, 3, 1_000].into_iter().enumerate() {
        let ana = stage.user("ana@example.org").await.id;
        let mut others = Vec::new();
        for number in 0..3 {
            others.push(stage.user(&format!("{number}.{round}@example.org")).await.id);
        }
        for number in 0..12 {
            let other = others[number % 3];
            let millis = i64::try_from(number).unwrap();
            stage.message(ana, other, millis).await;
            stage.message(other, ana, millis).await;
            stage.message(other, others[(number + 1) % 3], millis).await;
        }
        let stays = stage.transcript(others[0], others[1]).await;
        assert_eq!(stays.len(), 4);
        stage.store.begin_deletion(ana, 0, at(20)).await.unwrap().unwrap();
        let mut steps = 0;
        loop {
            let far = stage.erase(ana, limit).await;
            stage.assert_settled().await;
            steps += 1;
            // What is left is never shown.
            assert_eq!(listed(stage, others[0], 10).await.len(), 2);
            if far == Erasure::Gone {
                break;
            }
        }
        assert!(if limit == 1 { steps > 24 } else { steps < 24 }, "{steps} steps of {limit}");
        assert_eq!(stage.store.records_of(ana).await.unwrap(), []);
        assert_eq!(stage.transcript(others[0], others[1]).await, stays);
        assert_eq!(unread_total(stage, others[1]).await, 4);
        assert_eq!(
            stage.store.count_records(kenmovie_common::ports::Collection::Messages).await.unwrap(),
            12 * (u64::try_from(round).unwrap() + 1)
        );
    }
}

pub async fn marks_and_messages_at_once_leave_every_count_right(stage: &Stage) {
    let (ana, eva) = two(stage).await;
    at_once(8, |number| {
        let stage = stage.again();
        async move {
            for step in 0..10 {
                if number % 2 == 0 {
                    stage.message(eva, ana, step).await;
                    continue;
                }
                let last = stage.transcript(ana, eva).await.last().map(|one| one.id);
                let Some(last) = last else { continue };
                if number % 4 == 1 {
                    stage.store.deliver_messages(ana, eva, Arrived::One(last), at(step)).await.unwrap();
                } else {
                    stage.store.read_messages(ana, eva, last, at(step)).await.unwrap();
                }
            }
        }
    })
    .await;
    let all = stage.transcript(ana, eva).await;
    assert_eq!(all.len(), 40);
    let unread = all.iter().filter(|one| one.read_at.is_none()).count() as u64;
    assert!(all.iter().all(|one| one.read_at.is_none() || one.delivered_at.is_some()));
    assert!(all.is_sorted_by_key(|one| one.read_at.is_none()));
    assert_eq!(unread_total(stage, ana).await, unread);
    assert_eq!(listed(stage, ana, 1).await[0].unread, unread);
    let read = stage.store.read_messages(ana, eva, all[39].id, at(99)).await.unwrap();
    assert_eq!((read.unread, read.up_to), (0, (unread > 0).then(|| all[39].id)));
    assert_eq!(unread_total(stage, ana).await, 0);
    stage.assert_settled().await;
}
