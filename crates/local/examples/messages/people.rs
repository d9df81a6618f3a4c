//! People who are signed in: written into the store, with tokens made from the site's own key, since a thousand passwords
//! would have to be hashed otherwise.

use std::path::Path;

use kenmovie_common::auth::{Audience, Scopes};
use kenmovie_common::domain::{Client, Device, Language, Role, Session};
use kenmovie_common::ports::UserRecord;
use kenmovie_common::{SessionId, UserId};
use kenmovie_local::engines::{EngineOptions, Engines};
use kenmovie_local::keys;

use crate::Whatever;

pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) token: String,
}

pub(crate) async fn make(data: &Path, origin: &str, count: usize) -> Result<(), Whatever> {
    std::fs::create_dir_all(data)?;
    let engines = Engines::open(&EngineOptions::sqlite(data)).await?;
    engines.migrate().await?;
    let (random, now) = (engines.random.as_ref(), engines.clock.now());
    let issuer = keys::open(data, random)?.issuer(Audience::of_site(origin));
    let people: Vec<UserId> = (0..count).map(|_| UserId::new(now, random)).collect();
    let records = people.iter().enumerate().map(|(number, id)| UserRecord {
        id: *id,
        email: format!("gente{number}@example.com"),
        name: format!("Gente {number}"),
        age: Some(30),
        role: Role::User,
        language: Language::Es,
        email_verified: false,
        avatar_url: None,
        auth_epoch: 0,
        created_at: now,
        password_hash: None,
        providers: Vec::new(),
        last_seen_at: None,
        deleting_at: None,
        read_up_to: None,
    });
    engines.store.write_records(records.map(Into::into).collect()).await?;
    for user in people {
        let session = Session {
            id: SessionId::new(now, random),
            user,
            client: Client::Web,
            auth_epoch: 0,
            auth_time: now,
            created_at: now,
            seen_at: now,
            device: Device { browser: String::new(), address: String::new() },
            idle_until: now + Session::IDLE,
            ends_at: now + Session::LIFE,
        };
        engines.kv.start_session(&session).await?;
        println!("{user} {}", issuer.access(&session, Scopes::of_role(Role::User), now, random)?);
    }
    engines.close().await;
    Ok(())
}

/// What was printed.
pub(crate) fn read(text: &str) -> Result<Vec<Person>, Whatever> {
    let person = |line: &str| {
        let (id, token) = line.split_once(' ').ok_or("an id and a token")?;
        Ok(Person { id: id.to_owned(), token: token.to_owned() })
    };
    text.lines().map(person).collect()
}
