//! People.

use async_trait::async_trait;
use kenmovie_common::UserId;
use kenmovie_common::domain::{Language, NewUser, Role, User};
use kenmovie_common::ports::{Constraint, Credentials, StoreError, StoreResult, Users};
use mongodb::bson::{DateTime, Uuid, doc};
use mongodb::options::ReturnDocument;
use serde::{Deserialize, Serialize};

use super::client::Mongo;
use super::error::{Failure, Outcome, corrupt};
use super::schema::USERS;
use super::value::{count, date, time, uuid};

#[derive(Serialize, Deserialize)]
pub(super) struct Document {
    #[serde(rename = "_id")]
    pub(super) id: Uuid,
    /// The address in lower case.
    pub(super) email_key: String,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) age: u8,
    pub(super) role: String,
    pub(super) language: String,
    pub(super) email_verified: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) avatar_url: Option<String>,
    pub(super) auth_epoch: i64,
    pub(super) created_at: DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) password_hash: Option<String>,
}

impl Document {
    fn credentials(self) -> Outcome<Credentials> {
        let Self { role, language, .. } = &self;
        let user = User {
            id: UserId::from_bytes(self.id.bytes()),
            role: Role::parse(role).ok_or_else(|| corrupt(format!("the role {role:?}")))?,
            language: Language::parse(language)
                .ok_or_else(|| corrupt(format!("the language {language:?}")))?,
            name: self.name,
            age: self.age,
            email: self.email,
            email_verified: self.email_verified,
            avatar_url: self.avatar_url,
            has_password: self.password_hash.is_some(),
            created_at: time(self.created_at),
            auth_epoch: count(self.auth_epoch)?,
        };
        Ok(Credentials { user, password_hash: self.password_hash })
    }
}

#[async_trait]
impl Users for Mongo {
    async fn create_user(&self, new: NewUser) -> StoreResult<User> {
        self.run(async move |mongo: Self| {
            let document = Document {
                id: uuid(new.id.bytes()),
                email_key: new.email.to_lowercase(),
                email: new.email,
                name: new.name,
                age: new.age,
                role: Role::User.as_str().to_owned(),
                language: new.language.as_str().to_owned(),
                email_verified: false,
                avatar_url: None,
                auth_epoch: 0,
                created_at: date(new.created_at),
                password_hash: Some(new.password_hash),
            };
            match mongo.collection::<Document>(USERS).insert_one(&document).await.map_err(Failure::from) {
                Err(failure) if failure.is_duplicate("users_email") => {
                    Err(StoreError::Conflict(Constraint::Email).into())
                }
                Err(failure) => Err(failure),
                Ok(_) => Ok(document.credentials()?.user),
            }
        })
        .await
    }

    async fn user(&self, id: UserId) -> StoreResult<Option<User>> {
        self.run(async move |mongo: Self| {
            let found =
                mongo.collection::<Document>(USERS).find_one(doc! { "_id": uuid(id.bytes()) }).await?;
            Ok(found.map(Document::credentials).transpose()?.map(|found| found.user))
        })
        .await
    }

    async fn credentials(&self, email: &str) -> StoreResult<Option<Credentials>> {
        let key = email.to_lowercase();
        self.run(async move |mongo: Self| {
            let found = mongo.collection::<Document>(USERS).find_one(doc! { "email_key": key }).await?;
            found.map(Document::credentials).transpose()
        })
        .await
    }

    async fn rehash_password(&self, id: UserId, old: &str, new: &str) -> StoreResult<()> {
        let is = doc! { "_id": uuid(id.bytes()), "password_hash": old };
        let becomes = doc! { "$set": { "password_hash": new } };
        self.run(async move |mongo: Self| {
            mongo.collection::<Document>(USERS).update_one(is, becomes).await?;
            Ok(())
        })
        .await
    }

    async fn set_role(&self, id: UserId, role: Role) -> StoreResult<Option<User>> {
        let becomes = doc! { "$set": { "role": role.as_str() }, "$inc": { "auth_epoch": 1_i64 } };
        self.run(async move |mongo: Self| {
            let users = mongo.collection::<Document>(USERS);
            let changed = users
                .find_one_and_update(doc! { "_id": uuid(id.bytes()) }, becomes)
                .return_document(ReturnDocument::After)
                .await?;
            Ok(changed.map(Document::credentials).transpose()?.map(|found| found.user))
        })
        .await
    }
}
