//! People.

use kenmovie_common::ports::{Collection, Record, UserRecord};
use kenmovie_common::{NotificationId, UserId};

use super::documents::{Archived, Plain};
use crate::store::error::Outcome;
use crate::store::users::{FoundBy, UserDocument, language, role};
use crate::store::value::{count, date, signed, time, uuid};

impl Archived for UserDocument {
    const COLLECTION: Collection = Collection::Users;

    fn into_record(self) -> Outcome<Record> {
        let mut providers = self.providers;
        providers.sort();
        Ok(Record::User(UserRecord {
            id: UserId::from_bytes(self.id.bytes()),
            role: role(&self.role)?,
            language: language(&self.language)?,
            email: self.email,
            name: self.name,
            age: self.age,
            email_verified: self.email_verified,
            avatar_url: self.avatar_url,
            auth_epoch: count(self.auth_epoch)?,
            created_at: time(self.created_at),
            password_hash: self.password_hash,
            providers,
            last_seen_at: self.last_seen_at.map(time),
            deleting_at: self.deleting_at.map(time),
            read_up_to: self.read_up_to.map(|id| NotificationId::from_bytes(id.bytes())),
        }))
    }
}

impl Plain for UserDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::User(user) = record else { return None };
        let living = user.deleting_at.is_none();
        Some(Self {
            id: uuid(user.id.bytes()),
            email_key: living.then(|| user.email.to_lowercase()),
            found_by: living.then(|| FoundBy::of(&user.name, &user.email)),
            email: user.email,
            name: user.name,
            age: user.age,
            role: user.role.as_str().to_owned(),
            language: user.language.as_str().to_owned(),
            email_verified: user.email_verified,
            avatar_url: user.avatar_url,
            auth_epoch: signed(user.auth_epoch),
            created_at: date(user.created_at),
            password_hash: user.password_hash,
            providers: user.providers,
            last_seen_at: user.last_seen_at.map(date),
            deleting_at: user.deleting_at.map(date),
            read_up_to: user.read_up_to.map(|id| uuid(id.bytes())),
        })
    }
}
