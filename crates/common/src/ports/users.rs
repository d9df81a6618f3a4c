//! People and what they sign in with.

use async_trait::async_trait;

use super::StoreResult;
use crate::UserId;
use crate::domain::{NewUser, Role, User};

/// What a sign-in is checked against.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub user: User,
    /// A PHC string; none where the account has no password.
    pub password_hash: Option<String>,
}

/// People.
#[async_trait]
pub trait Users: Send + Sync {
    /// Makes an account; `Conflict(Email)` where its address, lower-cased, has one already.
    async fn create_user(&self, new: NewUser) -> StoreResult<User>;

    async fn user(&self, id: UserId) -> StoreResult<Option<User>>;

    /// The account of an address, whatever its case.
    async fn credentials(&self, email: &str) -> StoreResult<Option<Credentials>>;

    /// Puts a stronger hash of the same password in place of `old`; does nothing where the hash is another by now.
    async fn rehash_password(&self, id: UserId, old: &str, new: &str) -> StoreResult<()>;

    /// Gives a role and raises the person's `auth_epoch`; the person as they are now, none where there is no such one.
    async fn set_role(&self, id: UserId, role: Role) -> StoreResult<Option<User>>;
}
