//! People and what they sign in with.

use async_trait::async_trait;

use super::{Page, StoreResult};
use crate::domain::{Letter, ListedUser, NewUser, ProviderAccount, Role, User, UserChange};
use crate::{Time, UserId};

/// What a sign-in is checked against.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub user: User,
    /// A PHC string; none where the account has no password.
    pub password_hash: Option<String>,
}

/// Somebody whom a provider has identified.
#[derive(Debug, Clone)]
pub struct ProviderVisit {
    pub account: ProviderAccount,
    /// The account that is made where there is none yet; without a password.
    pub new: NewUser,
    /// The provider is the authority for the address and says that it is theirs. Only then is an account found by it.
    pub proves_email: bool,
}

/// Who somebody is whom a provider identified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visitor {
    /// The account that is linked to the provider's.
    Known(User),
    /// The account with the same address, both sides proven; it is linked from now on.
    Linked(User),
    /// The account with the same address, which nobody had proven until now: whoever made it has lost it (its password,
    /// links and sessions; `auth_epoch` is raised).
    TakenOver(User),
    New(User),
    /// The address has an account, and the provider does not prove that it is the same person.
    EmailTaken,
}

/// People. Someone whose deletion has begun is nobody here.
#[async_trait]
pub trait Users: Send + Sync {
    /// Makes an account; `Conflict(Email)` where its address, lower-cased, has one already.
    async fn create_user(&self, new: NewUser) -> StoreResult<User>;

    async fn user(&self, id: UserId) -> StoreResult<Option<User>>;

    /// The account of an address, whatever its case.
    async fn credentials(&self, email: &str) -> StoreResult<Option<Credentials>>;

    /// The same by id.
    async fn credentials_of(&self, id: UserId) -> StoreResult<Option<Credentials>>;

    /// Puts a stronger hash of the same password in place of `old`; does nothing where the hash is another by now.
    async fn rehash_password(&self, id: UserId, old: &str, new: &str) -> StoreResult<()>;

    /// Gives a role and raises the person's `auth_epoch`; the person as they are now, none where there is no such one.
    async fn set_role(&self, id: UserId, role: Role) -> StoreResult<Option<User>>;

    async fn edit_user(&self, id: UserId, change: UserChange) -> StoreResult<Option<User>>;

    /// Sets a password and raises `auth_epoch`, where that still is `seen`: none where it is not. The letter is put in the
    /// outbox by the same write.
    async fn change_password(
        &self,
        id: UserId,
        seen: u64,
        hash: String,
        letter: Letter,
    ) -> StoreResult<Option<User>>;

    /// Sets a password that was reset by a letter to this address, and raises `auth_epoch`; none where the account has
    /// another address by now. The letter proves the address: where it had not been proven, the links to providers go.
    async fn reset_password(
        &self,
        id: UserId,
        email: &str,
        hash: String,
        letter: Letter,
    ) -> StoreResult<Option<User>>;

    /// The address is proven, and from now on the account's; `Conflict(Email)` where it is another account's. The letter
    /// goes to the address that it replaces, where it replaces one.
    async fn prove_email(&self, id: UserId, email: &str, letter: Option<Letter>)
    -> StoreResult<Option<User>>;

    /// Raises `auth_epoch`, so that sessions can be ended by it.
    async fn advance_epoch(&self, id: UserId) -> StoreResult<Option<User>>;

    /// Finds, links or makes the account of somebody whom a provider identified: one account, however many ask at once.
    async fn welcome(&self, visit: ProviderVisit) -> StoreResult<Visitor>;

    /// The account that is linked to a provider's.
    async fn user_of_provider(&self, account: &ProviderAccount) -> StoreResult<Option<Credentials>>;

    /// Links a provider's account to this one; `Conflict(Provider)` where it is linked to another.
    async fn link_provider(&self, id: UserId, account: ProviderAccount) -> StoreResult<Option<User>>;

    /// Everybody whose name or address begins with this (folded; everybody where it is empty), newest first.
    async fn list_users(
        &self,
        beginning: &str,
        after: Option<UserId>,
        limit: usize,
    ) -> StoreResult<Page<ListedUser, UserId>>;

    /// Notes that they signed in.
    async fn saw_user(&self, id: UserId, now: Time) -> StoreResult<()>;

    /// Begins the end of an account, where `auth_epoch` still is `seen`: everything personal leaves its row at once, the
    /// address is free again, and `auth_epoch` is raised; the person as they were, but for that. `Deletions::erase` takes
    /// away what else is theirs.
    async fn begin_deletion(&self, id: UserId, seen: u64, now: Time) -> StoreResult<Option<User>>;
}
