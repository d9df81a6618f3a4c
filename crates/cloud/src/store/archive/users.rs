//! People.

use kenmovie_common::UserId;
use kenmovie_common::domain::{Language, Role};
use kenmovie_common::ports::{Collection, Record, UserRecord};

use super::documents::{Archived, Plain};
use crate::store::error::{Outcome, corrupt};
use crate::store::users::Document;
use crate::store::value::{count, date, signed, time, uuid};

impl Archived for Document {
    const COLLECTION: Collection = Collection::Users;

    fn into_record(self) -> Outcome<Record> {
        let Self { role, language, .. } = &self;
        Ok(Record::User(UserRecord {
            id: UserId::from_bytes(self.id.bytes()),
            role: Role::parse(role).ok_or_else(|| corrupt(format!("the role {role:?}")))?,
            language: Language::parse(language)
                .ok_or_else(|| corrupt(format!("the language {language:?}")))?,
            email: self.email,
            name: self.name,
            age: self.age,
            email_verified: self.email_verified,
            avatar_url: self.avatar_url,
            auth_epoch: count(self.auth_epoch)?,
            created_at: time(self.created_at),
            password_hash: self.password_hash,
            providers: self.providers,
            last_seen_at: self.last_seen_at.map(time),
            deleting_at: self.deleting_at.map(time),
        }))
    }
}

impl Plain for Document {
    fn of(record: Record) -> Option<Self> {
        let Record::User(user) = record else { return None };
        Some(Self {
            id: uuid(user.id.bytes()),
            email_key: user.email.to_lowercase(),
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
        })
    }
}
