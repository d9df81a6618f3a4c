//! People.

mod account;
mod deletion;
mod document;
mod found_by;
mod list;
mod providers;
mod secrets;

use async_trait::async_trait;
use kenmovie_common::domain::{Letter, ListedUser, NewUser, ProviderAccount, Role, User, UserChange};
use kenmovie_common::ports::{Credentials, Page, ProviderVisit, StoreResult, Users, Visitor};
use kenmovie_common::{Time, UserId};
use mongodb::bson::{Document, doc};

use super::client::Mongo;
use super::schema::USERS;
use super::value::{date, uuid};

pub(super) use account::change_within;
pub(super) use deletion::ending;
pub(super) use document::{UserDocument, language, living, role};
pub(super) use found_by::FoundBy;
#[cfg(test)]
pub(super) use list::beginning_with;
pub(super) use providers::with_link;

#[async_trait]
impl Users for Mongo {
    async fn create_user(&self, new: NewUser) -> StoreResult<User> {
        self.run(async move |mongo: Self| account::create(&mongo, new, Vec::new()).await).await
    }

    async fn user(&self, id: UserId) -> StoreResult<Option<User>> {
        Ok(self.credentials_of(id).await?.map(|found| found.user))
    }

    async fn credentials(&self, email: &str) -> StoreResult<Option<Credentials>> {
        self.credentials_where(doc! { "email_key": email.to_lowercase() }).await
    }

    async fn credentials_of(&self, id: UserId) -> StoreResult<Option<Credentials>> {
        self.credentials_where(living(uuid(id.bytes()))).await
    }

    async fn rehash_password(&self, id: UserId, old: &str, new: &str) -> StoreResult<()> {
        let is = doc! { "_id": uuid(id.bytes()), "password_hash": old };
        self.mark(is, doc! { "$set": { "password_hash": new } }).await
    }

    async fn set_role(&self, id: UserId, role: Role) -> StoreResult<Option<User>> {
        let becomes = doc! { "$set": { "role": role.as_str() }, "$inc": { "auth_epoch": 1_i64 } };
        self.change_living(id, becomes).await
    }

    async fn edit_user(&self, id: UserId, change: UserChange) -> StoreResult<Option<User>> {
        let id = uuid(id.bytes());
        self.run(async move |mongo: Self| account::edit(&mongo, id, change).await).await
    }

    async fn change_password(
        &self,
        id: UserId,
        seen: u64,
        hash: String,
        letter: Letter,
    ) -> StoreResult<Option<User>> {
        let id = uuid(id.bytes());
        self.run(async move |mongo: Self| secrets::change_password(&mongo, id, seen, hash, letter).await)
            .await
    }

    async fn reset_password(
        &self,
        id: UserId,
        email: &str,
        hash: String,
        letter: Letter,
    ) -> StoreResult<Option<User>> {
        let (id, key) = (uuid(id.bytes()), email.to_lowercase());
        self.run(async move |mongo: Self| secrets::reset_password(&mongo, id, key, hash, letter).await).await
    }

    async fn prove_email(
        &self,
        id: UserId,
        email: &str,
        letter: Option<Letter>,
    ) -> StoreResult<Option<User>> {
        let (id, email) = (uuid(id.bytes()), email.to_owned());
        self.run(async move |mongo: Self| secrets::prove_email(&mongo, id, email, letter).await).await
    }

    async fn advance_epoch(&self, id: UserId) -> StoreResult<Option<User>> {
        self.change_living(id, doc! { "$inc": { "auth_epoch": 1_i64 } }).await
    }

    async fn welcome(&self, visit: ProviderVisit) -> StoreResult<Visitor> {
        self.run(async move |mongo: Self| providers::welcome(&mongo, &visit).await).await
    }

    async fn user_of_provider(&self, account: &ProviderAccount) -> StoreResult<Option<Credentials>> {
        self.credentials_where(with_link(account)).await
    }

    async fn link_provider(&self, id: UserId, account: ProviderAccount) -> StoreResult<Option<User>> {
        let id = uuid(id.bytes());
        self.run(async move |mongo: Self| providers::link(&mongo, id, &account).await).await
    }

    async fn list_users(
        &self,
        beginning: &str,
        after: Option<UserId>,
        limit: usize,
    ) -> StoreResult<Page<ListedUser, UserId>> {
        let beginning = beginning.to_owned();
        self.run(async move |mongo: Self| list::list(&mongo, &beginning, after, limit).await).await
    }

    /// Never an earlier time than is noted.
    async fn saw_user(&self, id: UserId, now: Time) -> StoreResult<()> {
        self.mark(living(uuid(id.bytes())), doc! { "$max": { "last_seen_at": date(now) } }).await
    }

    async fn begin_deletion(&self, id: UserId, seen: u64, now: Time) -> StoreResult<Option<User>> {
        let id = uuid(id.bytes());
        self.run(async move |mongo: Self| deletion::begin(&mongo, id, seen, now).await).await
    }
}

impl Mongo {
    async fn credentials_where(&self, is: Document) -> StoreResult<Option<Credentials>> {
        self.run(async move |mongo: Self| {
            account::find(&mongo, is).await?.map(UserDocument::credentials).transpose()
        })
        .await
    }

    async fn change_living(&self, id: UserId, becomes: Document) -> StoreResult<Option<User>> {
        let is = living(uuid(id.bytes()));
        self.run(async move |mongo: Self| account::change(&mongo, is, becomes).await).await
    }

    /// Changes who matches, if somebody does.
    async fn mark(&self, is: Document, becomes: Document) -> StoreResult<()> {
        self.run(async move |mongo: Self| {
            mongo.collection::<Document>(USERS).update_one(is, becomes).await?;
            Ok(())
        })
        .await
    }
}
