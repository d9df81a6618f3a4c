//! People.

mod account;
mod deletion;
mod list;
mod providers;
mod secrets;

use async_trait::async_trait;
use kenmovie_common::domain::{Letter, ListedUser, NewUser, ProviderAccount, Role, User, UserChange};
use kenmovie_common::ports::{Credentials, Page, ProviderVisit, StoreResult, Users, Visitor};
use kenmovie_common::{Time, UserId};

use crate::Embedded;

pub(crate) use account::{language, lives, role, show_avatar, whose};
#[cfg(test)]
pub(crate) use list::statements;
pub(crate) use providers::{link, unlink};

#[async_trait]
impl Users for Embedded {
    async fn create_user(&self, new: NewUser) -> StoreResult<User> {
        self.write(move |db| account::create(db, &new)).await
    }

    async fn user(&self, id: UserId) -> StoreResult<Option<User>> {
        self.read(move |db| account::user(db, id)).await
    }

    async fn credentials(&self, email: &str) -> StoreResult<Option<Credentials>> {
        let key = email.to_lowercase();
        self.read(move |db| account::by_email(db, &key)).await
    }

    async fn credentials_of(&self, id: UserId) -> StoreResult<Option<Credentials>> {
        self.read(move |db| account::by_id(db, id)).await
    }

    async fn rehash_password(&self, id: UserId, old: &str, new: &str) -> StoreResult<()> {
        let (old, new) = (old.to_owned(), new.to_owned());
        self.write(move |db| secrets::rehash(db, id, &old, &new)).await
    }

    async fn set_role(&self, id: UserId, role: Role) -> StoreResult<Option<User>> {
        self.write(move |db| account::set_role(db, id, role)).await
    }

    async fn edit_user(&self, id: UserId, change: UserChange) -> StoreResult<Option<User>> {
        self.write(move |db| account::edit(db, id, &change)).await
    }

    async fn change_password(
        &self,
        id: UserId,
        seen: u64,
        hash: String,
        letter: Letter,
    ) -> StoreResult<Option<User>> {
        self.write(move |db| secrets::change_password(db, id, seen, &hash, &letter)).await
    }

    async fn reset_password(
        &self,
        id: UserId,
        email: &str,
        hash: String,
        letter: Letter,
    ) -> StoreResult<Option<User>> {
        let key = email.to_lowercase();
        self.write(move |db| secrets::reset_password(db, id, &key, &hash, &letter)).await
    }

    async fn prove_email(
        &self,
        id: UserId,
        email: &str,
        letter: Option<Letter>,
    ) -> StoreResult<Option<User>> {
        let email = email.to_owned();
        self.write(move |db| secrets::prove_email(db, id, &email, letter)).await
    }

    async fn advance_epoch(&self, id: UserId) -> StoreResult<Option<User>> {
        self.write(move |db| account::advance_epoch(db, id)).await
    }

    async fn welcome(&self, visit: ProviderVisit) -> StoreResult<Visitor> {
        self.write(move |db| providers::welcome(db, &visit)).await
    }

    async fn user_of_provider(&self, account: &ProviderAccount) -> StoreResult<Option<Credentials>> {
        let account = account.clone();
        self.read(move |db| providers::find(db, &account)).await
    }

    async fn link_provider(&self, id: UserId, account: ProviderAccount) -> StoreResult<Option<User>> {
        self.write(move |db| providers::link_to(db, id, &account)).await
    }

    async fn list_users(
        &self,
        beginning: &str,
        after: Option<UserId>,
        limit: usize,
    ) -> StoreResult<Page<ListedUser, UserId>> {
        let beginning = beginning.to_owned();
        self.read(move |db| list::list(db, &beginning, after, limit)).await
    }

    async fn saw_user(&self, id: UserId, now: Time) -> StoreResult<()> {
        self.write(move |db| account::saw(db, id, now)).await
    }

    async fn begin_deletion(&self, id: UserId, seen: u64, now: Time) -> StoreResult<Option<User>> {
        self.write(move |db| deletion::begin(db, id, seen, now)).await
    }
}
