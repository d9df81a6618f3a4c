//! Scopes: what a token lets its bearer do, and which of them a role or a preset holds.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::Role;

macro_rules! scopes {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// One permission.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[repr(u8)]
        pub enum Scope { $(#[serde(rename = $name)] $variant),+ }

        impl Scope {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

scopes! {
    MoviesRead = "movies:read",
    MoviesCreate = "movies:create",
    MoviesUpdate = "movies:update",
    MoviesDelete = "movies:delete",
    UserMoviesRead = "user-movies:read",
    UserMoviesWrite = "user-movies:write",
    CommentsWrite = "comments:write",
    CommentsModerate = "comments:moderate",
    ReactionsWrite = "reactions:write",
    RatingsWrite = "ratings:write",
    ReportsWrite = "reports:write",
    ReportsModerate = "reports:moderate",
    MessagesRead = "messages:read",
    MessagesWrite = "messages:write",
    AccountRead = "account:read",
    AccountWrite = "account:write",
    TokensAdmin = "tokens:admin",
    UsersAdmin = "users:admin",
    SigninAuth = "signin:auth",
    SignupAuth = "signup:auth",
    SigninProvider = "signin:provider",
}

impl Scope {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.as_str() == name)
    }
}

/// A set of scopes; in JSON the list of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Vec<Scope>", into = "Vec<Scope>")]
#[schemars(with = "Vec<Scope>")]
pub struct Scopes(u32);

impl Scopes {
    pub const NONE: Self = Self(0);

    pub const fn with(self, scope: Scope) -> Self {
        Self(self.0 | 1 << scope as u8)
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub const fn without(self, scope: Scope) -> Self {
        Self(self.0 & !(1 << scope as u8))
    }

    pub const fn has(self, scope: Scope) -> bool {
        self.0 & 1 << scope as u8 != 0
    }

    /// Whether none of them is beyond these.
    pub const fn within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.has(*scope))
    }

    /// The scopes of a role (the table in `docs/api.md`).
    pub const fn of_role(role: Role) -> Self {
        let user = Self::NONE
            .with(Scope::MoviesRead)
            .with(Scope::UserMoviesRead)
            .with(Scope::UserMoviesWrite)
            .with(Scope::CommentsWrite)
            .with(Scope::ReactionsWrite)
            .with(Scope::RatingsWrite)
            .with(Scope::ReportsWrite)
            .with(Scope::MessagesRead)
            .with(Scope::MessagesWrite)
            .with(Scope::AccountRead)
            .with(Scope::AccountWrite);
        let moderator = user.with(Scope::ReportsModerate).with(Scope::CommentsModerate);
        match role {
            Role::User => user,
            Role::Moderator => moderator,
            Role::Admin => moderator
                .with(Scope::MoviesCreate)
                .with(Scope::MoviesUpdate)
                .with(Scope::MoviesDelete)
                .with(Scope::TokensAdmin)
                .with(Scope::UsersAdmin),
        }
    }

    /// Space-separated names, as tokens carry them; unknown names are left out.
    pub fn parse_lenient(text: &str) -> Self {
        text.split(' ').filter_map(Scope::parse).collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        scopes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl From<Vec<Scope>> for Scopes {
    fn from(scopes: Vec<Scope>) -> Self {
        scopes.into_iter().collect()
    }
}

impl From<Scopes> for Vec<Scope> {
    fn from(scopes: Scopes) -> Self {
        scopes.iter().collect()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope.as_str())?;
        }
        Ok(())
    }
}

/// Sets of scopes that API tokens are usually made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// What a server that only shows films holds.
    Public,
    /// Everything that a person can do.
    Site,
    /// Everything but `signin:provider`.
    Admin,
    /// `Site`, for a server that has verified the person itself.
    Trusted,
}

impl Preset {
    pub const ALL: [Self; 4] = [Self::Public, Self::Site, Self::Admin, Self::Trusted];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Site => "site",
            Self::Admin => "admin",
            Self::Trusted => "trusted",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == name)
    }

    pub fn scopes(self) -> Scopes {
        let public = Scopes::NONE
            .with(Scope::SigninAuth)
            .with(Scope::SignupAuth)
            .with(Scope::MoviesRead)
            .with(Scope::UserMoviesRead)
            .with(Scope::UserMoviesWrite);
        let site = public.and(Scopes::of_role(Role::User));
        match self {
            Self::Public => public,
            Self::Site => site,
            Self::Admin => Scope::ALL.iter().copied().collect::<Scopes>().without(Scope::SigninProvider),
            Self::Trusted => site.with(Scope::SigninProvider),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_scopes_is_written_and_read_by_name() {
        let admin = Scopes::of_role(Role::Admin);
        assert_eq!(Scopes::parse_lenient(&admin.to_string()), admin);
        assert_eq!(Scopes::parse_lenient("movies:read nonsense"), Scopes::NONE.with(Scope::MoviesRead));
        let names = serde_json::json!(["movies:read", "tokens:admin"]);
        let set = Scopes::NONE.with(Scope::TokensAdmin).with(Scope::MoviesRead);
        assert_eq!(serde_json::to_value(set).unwrap(), names);
        assert_eq!(serde_json::from_value::<Scopes>(names).unwrap(), set);
    }

    #[test]
    fn a_set_is_within_another_that_has_all_of_it() {
        let (user, admin) = (Scopes::of_role(Role::User), Scopes::of_role(Role::Admin));
        assert!(user.within(admin) && user.within(user) && Scopes::NONE.within(Scopes::NONE));
        assert!(!admin.within(user) && !Scopes::NONE.with(Scope::SigninAuth).within(admin));
    }

    #[test]
    fn no_role_holds_a_scope_that_only_api_tokens_may() {
        for role in Role::ALL {
            for scope in [Scope::SigninAuth, Scope::SignupAuth, Scope::SigninProvider] {
                assert!(!Scopes::of_role(role).has(scope), "{role:?} {scope:?}");
            }
        }
    }

    #[test]
    fn a_public_client_gives_an_admin_nothing_of_an_admin() {
        let both = Scopes::of_role(Role::Admin).intersection(Preset::Public.scopes());
        assert_eq!(both.to_string(), "movies:read user-movies:read user-movies:write");
    }
}
