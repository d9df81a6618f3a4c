//! Messages and pictures are found in indexes, in few commands; and several processes that write in one conversation keep
//! its order.

use std::sync::Arc;

use kenmovie_common::domain::{Language, Media, MediaPurpose, MediaState, NewUser, PictureKind, PictureSize};
use kenmovie_common::ports::{
    Arrived, Messages as _, NewMessage, People as _, Pictures as _, Stretch, Upkeep as _, Users as _,
};
use kenmovie_common::{MediaId, MessageId, NotificationId, Time, UserId};
use kenmovie_system::SystemRandom;
use mongodb::bson::{Uuid, doc};

use super::client::{Mongo, MongoOptions};
use super::explained::{Explained, with_database};
use super::find::Find;
use super::media;
use super::messages::{Only, known, last_of, latest, stretch_of, undelivered, unread, unread_by_sender};
use super::monitor::CommandCounter;
use super::notifications::told_of;
use super::schema::{CONVERSATIONS, MESSAGES, NOTIFICATIONS, USERS};

const NOW: Time = Time::from_millis(1_000_000);

async fn person(mongo: &Mongo, name: &str) -> UserId {
    let id = UserId::new(NOW, &SystemRandom);
    let new = NewUser {
        id,
        name: name.into(),
        age: None,
        email: format!("{id}@example.test"),
        email_verified: true,
        password_hash: None,
        language: Language::Es,
        created_at: NOW,
    };
    mongo.create_user(new).await.unwrap().id
}

fn message(from: UserId, to: UserId, media: Option<MediaId>) -> NewMessage {
    let id = MessageId::new(NOW, &SystemRandom);
    NewMessage { id, from, to, client_id: id.to_string(), text: Some("a word".into()), media, now: NOW }
}

async fn say(mongo: &Mongo, from: UserId, to: UserId) -> MessageId {
    mongo.send_message(message(from, to, None)).await.unwrap().unwrap().value.id
}

async fn picture(mongo: &Mongo, owner: UserId) -> MediaId {
    let id = MediaId::new(NOW, &SystemRandom);
    let media = Media {
        id,
        owner,
        purpose: MediaPurpose::Message,
        kind: PictureKind::Jpeg,
        size: 9,
        state: MediaState::Awaited,
        shared_with: None,
        created_at: NOW,
    };
    assert!(mongo.await_media(&media).await.unwrap());
    assert!(mongo.finish_media(id, PictureSize { width: 3, height: 2 }).await.unwrap());
    id
}

/// Two who write to each other, and others who write to the first.
async fn scene(mongo: &Mongo) -> (UserId, UserId) {
    let (ana, eva) = (person(mongo, "Ana").await, person(mongo, "Eva").await);
    for number in 0..30 {
        say(mongo, eva, ana).await;
        say(mongo, ana, eva).await;
        if number % 10 == 0 {
            let other = person(mongo, "Leo").await;
            say(mongo, other, ana).await;
        }
    }
    (ana, eva)
}

fn id(bytes: &[u8; 16]) -> Uuid {
    Uuid::from_bytes(*bytes)
}

/// It walks its index alone, and no more of it than it gives.
async fn assert_walks(mongo: &Mongo, find: &Find, found: i64) {
    let explained = Explained::of(mongo, find).await;
    let told = format!("{find:?} {explained:?}");
    assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{told}");
    assert!(explained.indexes.iter().all(|index| index == find.hint), "{told}");
    assert_eq!(explained.found, found, "{told}");
    // A merge of two stretches looks one row ahead in each.
    assert!(explained.keys <= found + 4, "{told}");
}

#[tokio::test]
async fn what_two_people_write_is_found_in_stretches_of_indexes() {
    with_database(async |mongo: Mongo, _| {
        let (ana, eva) = scene(&mongo).await;
        let (user, other) = (id(ana.bytes()), id(eva.bytes()));
        let all = mongo.list_messages(ana, eva, Stretch::Newest, 100).await.unwrap().unwrap().items;
        for stretch in [Stretch::Newest, Stretch::Before(all[40].id), Stretch::After(all[10].id)] {
            assert_walks(&mongo, &stretch_of(user, other, stretch, 10), 11).await;
        }
        assert_walks(&mongo, &unread(user, other).up_to(100), 30).await;
        let (first, last) = (all.first().unwrap().id, all.last().unwrap().id);
        assert_walks(&mongo, &undelivered(user, other, None).up_to(1), 1).await;
        assert_walks(&mongo, &undelivered(user, other, Some(last)).up_to(100), 30).await;
        assert_walks(&mongo, &last_of(user, other, None).up_to(1), 1).await;
        let until = doc! { "$lte": id(first.bytes()) };
        assert_walks(&mongo, &last_of(user, other, Some(until)).up_to(1), 1).await;
        for number in 0..5 {
            picture(&mongo, if number == 0 { ana } else { eva }).await;
        }
        assert_walks(&mongo, &media::unused(Time::from_millis(NOW.millis() + 1)).up_to(3), 3).await;
    })
    .await;
}

#[tokio::test]
async fn conversations_and_what_decides_on_a_message_are_found_in_indexes() {
    with_database(async |mongo: Mongo, _| {
        let (ana, eva) = scene(&mongo).await;
        let user = id(ana.bytes());
        for only in [Only::People, Only::Contacts] {
            for after in [None, Some(MessageId::from_bytes([0xff; 16]))] {
                let stages = latest(user, only, after, 3);
                let index = Some("conversations_latest");
                let explained = Explained::of_stages(&mongo, CONVERSATIONS, &stages, index).await;
                assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{explained:?}");
                assert!(explained.indexes.iter().any(|index| index == "_id_"), "{explained:?}");
            }
        }
        let stages = unread_by_sender(user);
        let explained = Explained::of_stages(&mongo, MESSAGES, &stages, Some("messages_unread")).await;
        assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{explained:?}");
        // A step a sender, and then their messages in the same index.
        assert!(explained.has("DISTINCT_SCAN"), "{explained:?}");
        let walked = |name: &str| explained.indexes.iter().filter(|index| *index == name).count();
        assert_eq!((walked("messages_unread"), walked("_id_")), (2, 1), "{explained:?}");
        let explained = Explained::of_stages(&mongo, USERS, &known(ana, eva, "a name"), None).await;
        assert!(!explained.has("COLLSCAN"), "{explained:?}");
        assert!(explained.indexes.contains(&"messages_client".to_owned()), "{explained:?}");
        let stages = told_of(NotificationId::from_bytes([7; 16]));
        let explained = Explained::of_stages(&mongo, NOTIFICATIONS, &stages, None).await;
        assert!(!explained.has("COLLSCAN"), "{explained:?}");
    })
    .await;
}

#[tokio::test]
async fn a_message_is_four_commands_and_five_with_a_picture() {
    with_database(async |mongo: Mongo, commands: Arc<CommandCounter>| {
        let (ana, eva) = scene(&mongo).await;
        let pictured = message(ana, eva, Some(picture(&mongo, ana).await));
        let plain = message(ana, eva, None);
        commands.take();
        for (new, sent) in [(plain.clone(), 4), (pictured, 5), (plain, 1)] {
            mongo.send_message(new).await.unwrap().unwrap();
            let seen = commands.take();
            assert_eq!(seen.len(), sent, "{seen:?}");
        }
        let last = mongo.list_messages(eva, ana, Stretch::Newest, 5).await.unwrap().unwrap().items[4].id;
        assert_eq!(commands.take().len(), 1);
        for sent in [3, 1] {
            mongo.deliver_messages(eva, ana, Arrived::UpTo(last), NOW).await.unwrap();
            assert_eq!(commands.take().len(), sent);
        }
        for sent in [3, 2] {
            mongo.read_messages(eva, ana, last, NOW).await.unwrap();
            assert_eq!(commands.take().len(), sent);
        }
        mongo.list_conversations(ana, None, 20).await.unwrap();
        assert_eq!(commands.take().len(), 2);
        mongo.circle(ana).await.unwrap();
        assert_eq!(commands.take().len(), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_write_in_one_conversation_at_once_keep_its_order() {
    with_database(async |mongo: Mongo, _| {
        let (ana, eva) = (person(&mongo, "Ana").await, person(&mongo, "Eva").await);
        let server = std::env::var("KENMOVIE_TEST_MONGODB").unwrap();
        let uri = server.replacen("/?", &format!("/{}?", mongo.database_name()), 1);
        let other = Mongo::connect(MongoOptions::new(uri)).await.unwrap();
        assert_eq!(other.database_name(), mongo.database_name());
        let repeated = message(ana, eva, None);
        let writers = [(mongo.clone(), ana, eva), (other.clone(), eva, ana), (other, ana, eva)].map(
            |(process, from, to)| {
                let repeated = repeated.clone();
                tokio::spawn(async move {
                    process.send_message(repeated).await.unwrap().unwrap();
                    let mut ids = Vec::new();
                    for _ in 0..10 {
                        ids.push(say(&process, from, to).await);
                    }
                    ids
                })
            },
        );
        for writer in writers {
            let ids = writer.await.unwrap();
            assert!(ids.is_sorted_by(|one, other| one < other), "{ids:?}");
        }
        let all = mongo.list_messages(ana, eva, Stretch::Newest, 100).await.unwrap().unwrap().items;
        assert_eq!(all.len(), 31);
        let listed = mongo.list_conversations(ana, None, 10).await.unwrap();
        assert_eq!(Some(&listed.page.items[0].last_message), all.last());
        assert_eq!(mongo.verify_counters().await.unwrap(), []);
    })
    .await;
}
