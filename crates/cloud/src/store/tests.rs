//! Every look-up of people, of letters and of what is one person's walks its index.

use std::sync::Arc;

use kenmovie_common::domain::{Language, Letter, Mail, NewUser, ProviderAccount};
use kenmovie_common::ports::{Letters as _, Users as _};
use kenmovie_common::{LetterId, MovieId, Time, UserId, trace};
use kenmovie_system::SystemRandom;
use mongodb::bson::{DateTime, Document, Uuid, doc};

use super::client::Mongo;
use super::explained::{Explained, with_database};
use super::find::Find;
use super::letters::{due, oldest};
use super::schema::{LETTERS, REACTIONS, USER_MOVIES, USERS};
use super::user_movies::latest_added;
use super::users::{beginning_with, ending, with_link};
use super::{belongings, drift, mine};

const NOW: Time = Time::from_millis(1_000_000);

fn person(number: usize) -> NewUser {
    NewUser {
        id: UserId::new(NOW, &SystemRandom),
        name: format!("Ána Alejandra {number}"),
        age: Some(30),
        email: format!("ana{number}@example.test"),
        email_verified: true,
        password_hash: None,
        language: Language::Es,
        created_at: NOW,
    }
}

fn account(number: usize) -> ProviderAccount {
    ProviderAccount { issuer: "https://provider.test".into(), subject: number.to_string() }
}

async fn people(mongo: &Mongo, many: usize) -> Vec<UserId> {
    let mut ids = Vec::new();
    for number in 0..many {
        let id = mongo.create_user(person(number)).await.unwrap().id;
        mongo.link_provider(id, account(number)).await.unwrap().unwrap();
        ids.push(id);
    }
    ids
}

/// Explains a query that the server chooses the index for.
fn plain(collection: &str, filter: Document) -> Document {
    doc! { "explain": { "find": collection, "filter": filter, "limit": 1 }, "verbosity": "executionStats" }
}

#[tokio::test]
async fn a_page_of_people_is_a_stretch_of_one_index_in_its_order() {
    with_database(async |mongo: Mongo, _| {
        people(&mongo, 60).await;
        for (beginning, found) in [("", 11), ("ána", 11), ("ANA1", 11), ("ana alejandra 1", 11), ("ana12", 1)]
        {
            // Everybody comes after the last id that there can be.
            for after in [None, Some(UserId::from_bytes([0xff; 16]))] {
                let find = beginning_with(beginning, after, 10);
                let explained = Explained::of(&mongo, &find).await;
                let told = format!("{beginning:?} {explained:?}");
                assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{told}");
                assert_eq!(explained.indexes, ["users_found_by"], "{told}");
                assert_eq!(explained.found, found, "{told}");
                // The first letters are looked up; what comes after them is checked on those that have them.
                let checked = if beginning.len() > 8 { 60 } else { found };
                assert!(explained.documents <= checked, "{told}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_address_and_by_link_in_an_index() {
    with_database(async |mongo: Mongo, _| {
        people(&mongo, 20).await;
        for (filter, index) in [
            (doc! { "email_key": "ana7@example.test" }, "users_address"),
            (with_link(&account(7)), "users_providers"),
        ] {
            let explained = Explained::of_command(&mongo, plain(USERS, filter)).await;
            assert_eq!(explained.indexes, [index], "{explained:?}");
            assert_eq!((explained.documents, explained.found), (1, 1), "{explained:?}");
        }
        let explained = Explained::of(&mongo, &ending().up_to(10)).await;
        assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{explained:?}");
        assert_eq!(
            (explained.indexes.as_slice(), explained.documents),
            (&["users_deleting".to_owned()][..], 0)
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_one_persons_is_found_in_an_index() {
    with_database(async |mongo: Mongo, _| {
        let user = Uuid::from_bytes([7; 16]);
        for find in [
            belongings::votes(user),
            belongings::ratings(user),
            belongings::listed(user),
            belongings::reports(user),
            belongings::hidden(user),
            belongings::hidden_comments(user),
            belongings::blocks(user),
            belongings::blocked_by(user),
            belongings::mutes(user),
            belongings::notifications(user),
            belongings::quotes(user),
            belongings::decisions(user),
            belongings::comments(user),
            belongings::keys(user),
            belongings::films(user),
            belongings::letters(user),
            belongings::conversations(user),
            belongings::sent(user, vec![Uuid::from_bytes([8; 16]), Uuid::from_bytes([9; 16])]),
            belongings::received(user),
            belongings::media(user),
        ] {
            let explained = Explained::of(&mongo, &find.clone().up_to(10)).await;
            assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{find:?} {explained:?}");
            assert_eq!(explained.indexes, [find.hint], "{find:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_of_a_list_is_a_stretch_of_its_index_in_its_order() {
    with_database(async |mongo: Mongo, _| {
        let (ana, eva) = (Uuid::from_bytes([7; 16]), Uuid::from_bytes([8; 16]));
        let row = |user: Uuid, number: u8| {
            let added_at = DateTime::from_millis(i64::from(number / 3));
            doc! { "_id": { "user": user, "movie": Uuid::from_bytes([number; 16]) }, "added_at": added_at }
        };
        let rows = (0..90).flat_map(|number| [row(ana, number), row(eva, number)]);
        mongo.collection::<Document>(USER_MOVIES).insert_many(rows).await.unwrap();
        for after in [None, Some((15, MovieId::from_bytes([46; 16])))] {
            for hidden in [vec![], vec![Uuid::from_bytes([44; 16]), Uuid::from_bytes([89; 16])]] {
                let find = latest_added(ana, after, &hidden, 10);
                let explained = Explained::of(&mongo, &find).await;
                let told = format!("{find:?} {explained:?}");
                assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{told}");
                assert!(explained.indexes.iter().all(|index| index == "user_movies_added"), "{told}");
                assert_eq!(explained.found, 11, "{told}");
                // A merge of two stretches looks one row ahead in each.
                assert!(explained.documents <= explained.found + 2, "{told}");
                assert!(explained.keys <= explained.found + 6, "{told}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn how_a_viewer_stands_to_films_is_looked_up_by_ids_alone() {
    with_database(async |mongo: Mongo, _| {
        let films: Vec<Uuid> = (0..20).map(|number| Uuid::from_bytes([number; 16])).collect();
        let stages = mine::stages(Uuid::from_bytes([7; 16]), &films);
        let explained = Explained::of_stages(&mongo, REACTIONS, &stages, None).await;
        assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{explained:?}");
        assert_eq!(explained.indexes, ["_id_"; 4], "{explained:?}");
    })
    .await;
}

#[tokio::test]
async fn what_a_sample_counts_is_in_an_index() {
    with_database(async |mongo: Mongo, _| {
        let scope = drift::Scope::Film(Uuid::from_bytes([7; 16]), vec![Uuid::from_bytes([8; 16])]);
        for count in drift::counts(&scope) {
            let explained = Explained::of_stages(&mongo, count.collection, &count.stages, count.index).await;
            assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{explained:?}");
            let index = count.index.unwrap();
            assert!(!explained.indexes.is_empty(), "{explained:?}");
            assert!(explained.indexes.iter().all(|walked| walked == index), "{explained:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_letters_that_are_being_sent_are_passed_over_within_the_index() {
    with_database(async |mongo: Mongo, _| {
        for number in 0..30 {
            let letter = Letter {
                id: LetterId::new(NOW, &SystemRandom),
                to: "ana@example.test".into(),
                name: "Ana".into(),
                language: Language::Es,
                mail: Mail::PasswordChanged,
                created_at: Time::from_millis(number),
            };
            mongo.post_letter(letter).await.unwrap();
        }
        mongo.take_letters(NOW, std::time::Duration::from_mins(1), 20).await.unwrap();
        let find = Find {
            collection: LETTERS,
            filter: due(NOW),
            sort: oldest(),
            hint: "letters_due",
            limit: 1,
            ..Find::default()
        };
        let explained = Explained::of(&mongo, &find).await;
        assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{explained:?}");
        assert_eq!((explained.keys, explained.documents, explained.found), (21, 1, 1), "{explained:?}");
    })
    .await;
}

#[tokio::test]
async fn people_of_an_earlier_version_are_found_once_they_are_migrated() {
    with_database(async |mongo: Mongo, _: Arc<_>| {
        let users = mongo.collection::<Document>(USERS);
        let old = mongodb::IndexModel::builder()
            .keys(doc! { "email_key": 1 })
            .options(
                mongodb::options::IndexOptions::builder().name("users_email".to_owned()).unique(true).build(),
            )
            .build();
        users.drop_index("users_address").await.unwrap();
        users.create_index(old).await.unwrap();
        let ids = people(&mongo, 3).await;
        users.update_many(doc! {}, doc! { "$unset": { "found_by": "" } }).await.unwrap();
        assert!(mongo.list_users("ana", None, 10).await.unwrap().items.is_empty());
        mongo.migrate().await.unwrap();
        let mut found: Vec<UserId> =
            mongo.list_users("ana", None, 10).await.unwrap().items.into_iter().map(|user| user.id).collect();
        found.reverse();
        let mut ids = ids;
        ids.sort();
        assert_eq!(found, ids);
        // Two people without an address are no conflict.
        for id in ids.iter().take(2) {
            mongo.begin_deletion(*id, 0, NOW).await.unwrap().unwrap();
        }
        assert!(!users.list_index_names().await.unwrap().iter().any(|name| name == "users_email"));
    })
    .await;
}

/// The comments of the commands that the server ran, as its profiler kept them.
#[tokio::test]
async fn commands_carry_the_trace_of_the_request_that_they_serve() {
    with_database(async |mongo, _| {
        mongo.database.run_command(doc! { "profile": 2 }).await.unwrap();
        let trace = Some(Arc::from("1-5bef4de7-ad49b0e87f6ef6c87fc2e700"));
        let created = trace::within(trace, mongo.create_user(person(1))).await.unwrap();
        mongo.user(created.id).await.unwrap().unwrap();
        mongo.database.run_command(doc! { "profile": 0 }).await.unwrap();
        let profile = mongo.database.collection::<Document>("system.profile");
        let traced = doc! { "command.comment": "1-5bef4de7-ad49b0e87f6ef6c87fc2e700" };
        assert!(profile.count_documents(traced).await.unwrap() > 0, "the write does not carry the trace");
        let find = doc! { "command.find": USERS };
        let find = profile.find_one(find).await.unwrap().expect("the look-up is there");
        assert!(!find.get_document("command").unwrap().contains_key("comment"), "it belongs to no trace");
    })
    .await;
}
