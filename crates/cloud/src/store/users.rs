//! People.

use async_trait::async_trait;
use kenmovie_common::domain::{
    Language, Letter, ListedUser, NewUser, ProviderAccount, Role, User, UserChange,
};
use kenmovie_common::ports::{
    Constraint, Credentials, Page, ProviderVisit, StoreError, StoreResult, Users, Visitor,
};
use kenmovie_common::{Time, UserId};
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) age: Option<u8>,
    pub(super) role: String,
    pub(super) language: String,
    pub(super) email_verified: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) avatar_url: Option<String>,
    pub(super) auth_epoch: i64,
    pub(super) created_at: DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) password_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) providers: Vec<ProviderAccount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_seen_at: Option<DateTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) deleting_at: Option<DateTime>,
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
                email_verified: new.email_verified,
                avatar_url: None,
                auth_epoch: 0,
                created_at: date(new.created_at),
                password_hash: new.password_hash,
                providers: Vec::new(),
                last_seen_at: None,
                deleting_at: None,
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

    async fn credentials_of(&self, _: UserId) -> StoreResult<Option<Credentials>> {
        Err(soon())
    }

    async fn edit_user(&self, _: UserId, _: UserChange) -> StoreResult<Option<User>> {
        Err(soon())
    }

    async fn change_password(&self, _: UserId, _: u64, _: String, _: Letter) -> StoreResult<Option<User>> {
        Err(soon())
    }

    async fn reset_password(&self, _: UserId, _: &str, _: String, _: Letter) -> StoreResult<Option<User>> {
        Err(soon())
    }

    async fn prove_email(&self, _: UserId, _: &str, _: Option<Letter>) -> StoreResult<Option<User>> {
        Err(soon())
    }

    async fn advance_epoch(&self, _: UserId) -> StoreResult<Option<User>> {
        Err(soon())
    }

    async fn welcome(&self, _: ProviderVisit) -> StoreResult<Visitor> {
        Err(soon())
    }

    async fn user_of_provider(&self, _: &ProviderAccount) -> StoreResult<Option<Credentials>> {
        Err(soon())
    }

    async fn link_provider(&self, _: UserId, _: ProviderAccount) -> StoreResult<Option<User>> {
        Err(soon())
    }

    async fn list_users(
        &self,
        _: &str,
        _: Option<UserId>,
        _: usize,
    ) -> StoreResult<Page<ListedUser, UserId>> {
        Err(soon())
    }

    async fn saw_user(&self, _: UserId, _: Time) -> StoreResult<()> {
        Err(soon())
    }

    async fn begin_deletion(&self, _: UserId, _: u64, _: Time) -> StoreResult<Option<User>> {
        Err(soon())
    }
}

pub(super) fn soon() -> StoreError {
    StoreError::Unavailable("this is not written yet".to_owned())
}
