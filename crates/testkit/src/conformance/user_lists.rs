//! The administrators' list of people.

use kenmovie_common::UserId;
use kenmovie_common::domain::{Language, ListedUser, NewUser, Role, UserChange};
use kenmovie_common::ports::{Record, UserRecord};
use kenmovie_embedded::SystemRandom;

use super::stage::{Stage, at, at_once, new_user};

/// Every page, in its order.
async fn walk(stage: &Stage, beginning: &str, limit: usize) -> Vec<ListedUser> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = stage.store.list_users(beginning, after, limit).await.unwrap();
        assert!(page.items.len() <= limit);
        assert!(page.next.is_none_or(|next| page.items.last().unwrap().id == next));
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

async fn named(stage: &Stage, name: &str, email: &str) -> UserId {
    stage.store.create_user(NewUser { name: name.into(), ..new_user(email) }).await.unwrap().id
}

fn ids(users: &[ListedUser]) -> Vec<UserId> {
    users.iter().map(|user| user.id).collect()
}

/// The newest first.
fn newest(mut ids: Vec<UserId>) -> Vec<UserId> {
    ids.sort_unstable_by(|one, other| other.cmp(one));
    ids
}

pub async fn everybody_is_listed_newest_first_page_by_page(stage: &Stage) {
    assert!(walk(stage, "", 10).await.is_empty());
    let mut people = Vec::new();
    for number in 0..7 {
        people.push(stage.user(&format!("{number}@example.org")).await.id);
    }
    let people = newest(people);
    for limit in [1, 3, 7, 100] {
        assert_eq!(ids(&walk(stage, "", limit).await), people, "{limit}");
        assert_eq!(ids(&walk(stage, "ANA", limit).await), people, "{limit}");
    }
}

pub async fn a_listed_person_has_every_member(stage: &Stage) {
    let made = stage.proven("Ana@Example.org").await;
    stage.store.set_role(made.id, Role::Moderator).await.unwrap();
    stage.store.saw_user(made.id, at(9)).await.unwrap();
    let listed = ListedUser {
        id: made.id,
        name: made.name,
        email: "Ana@Example.org".into(),
        email_verified: true,
        role: Role::Moderator,
        created_at: made.created_at,
        last_seen_at: Some(at(9)),
    };
    for beginning in ["", "ana"] {
        assert_eq!(walk(stage, beginning, 10).await, std::slice::from_ref(&listed));
    }
}

pub async fn people_are_found_by_the_beginning_of_their_name_or_address(stage: &Stage) {
    let inigo = named(stage, "Íñigo Montoya", "swords@example.org").await;
    let ines = named(stage, "Ines", "inigo.m@example.net").await;
    let other = named(stage, "Montoya Íñigo", "in@example.org").await;
    let signs = named(stage, "🎬", "%_.*@example.org").await;
    let cases = [
        ("INIGO", vec![inigo, ines]),
        ("íñigo mon", vec![inigo]),
        ("inigo  MON", vec![inigo]),
        ("inigo.m@EXAMPLE", vec![ines]),
        ("in", vec![inigo, ines, other]),
        ("in@", vec![inigo, ines, other]),
        ("montoya", vec![other]),
        ("swords@example.org", vec![inigo]),
        ("swords@example.orgs", vec![]),
        ("example", vec![signs]),
        ("org", vec![]),
        ("z", vec![]),
    ];
    for (beginning, found) in cases {
        for limit in [1, 10] {
            assert_eq!(ids(&walk(stage, beginning, limit).await), newest(found.clone()), "{beginning}");
        }
    }
}

pub async fn a_hostile_beginning_is_only_text(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    // Of signs nothing is left, and nothing begins everybody.
    for beginning in ["%", "_", ".*", "^", "  ", "\"", "$", "\0", "\\"] {
        assert_eq!(ids(&walk(stage, beginning, 10).await), [ana], "{beginning}");
    }
    for beginning in ["{\"$ne\": null}", "a.*b", "x' OR '1'='1", "\u{10ffff}a\u{10ffff}b"] {
        assert!(walk(stage, beginning, 10).await.is_empty(), "{beginning}");
    }
}

pub async fn names_and_addresses_are_found_as_they_are_now(stage: &Stage) {
    let ana = stage.user("old@example.org").await.id;
    let change = UserChange { name: Some("Zoé".into()), ..UserChange::default() };
    stage.store.edit_user(ana, change).await.unwrap();
    stage.store.prove_email(ana, "new@example.org", None).await.unwrap();
    for (beginning, found) in [("ana", 0), ("old", 0), ("zoe", 1), ("new", 1)] {
        assert_eq!(walk(stage, beginning, 10).await.len(), found, "{beginning}");
    }
}

pub async fn a_beginning_that_very_many_share_is_paged_like_a_rare_one(stage: &Stage) {
    let record = |number: i64| UserRecord {
        id: UserId::new(at(number), &SystemRandom),
        email: format!("{number}@example.org"),
        name: if number % 7 == 0 { format!("Eva {number}") } else { format!("Ana {number}") },
        age: None,
        role: Role::User,
        language: Language::Es,
        email_verified: false,
        avatar_url: None,
        auth_epoch: 0,
        created_at: at(number),
        password_hash: None,
        providers: Vec::new(),
        last_seen_at: None,
        deleting_at: None,
        read_up_to: None,
    };
    let records: Vec<UserRecord> = (0..2_100).map(record).collect();
    let found = |prefix: &str| -> Vec<UserId> {
        let found = records.iter().filter(|record| record.name.starts_with(prefix));
        newest(found.map(|record| record.id).collect())
    };
    stage.store.write_records(records.iter().cloned().map(Record::User).collect()).await.unwrap();
    for (beginning, count) in [("", 2_100), ("Ana", 1_800), ("Eva", 300), ("Eva 7", 18)] {
        let expected = found(beginning);
        assert_eq!(expected.len(), count);
        assert_eq!(ids(&walk(stage, beginning, 100).await), expected, "{beginning}");
    }
}

pub async fn pages_of_people_miss_and_repeat_nobody_who_stays_while_others_come_and_go(stage: &Stage) {
    let mut people = Vec::new();
    for number in 0..30 {
        people.push(stage.user(&format!("{number}@example.org")).await.id);
    }
    let people = newest(people);
    let writing = at_once(6, |number| {
        let store = stage.store.clone();
        async move {
            for round in 0..10 {
                let new = new_user(&format!("{number}-{round}@example.net"));
                let made = store.create_user(new).await.unwrap();
                if round % 2 == 0 {
                    store.begin_deletion(made.id, 0, at(1)).await.unwrap().unwrap();
                }
            }
        }
    });
    let reading = async {
        for _ in 0..5 {
            let mut seen = ids(&walk(stage, "ana", 7).await);
            seen.retain(|id| people.contains(id));
            assert_eq!(seen, people);
        }
    };
    tokio::join!(writing, reading);
    assert_eq!(walk(stage, "", 100).await.len(), 30 + 30);
}
