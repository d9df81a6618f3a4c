//! Who somebody is, shown anew before what is hard to undo.

use kenmovie_common::auth::Identity;
use kenmovie_common::http::{Field, FieldCode, FieldError, Kind, Problem};
use kenmovie_common::ports::Credentials;

use crate::Desk;

/// How often an act is tried on an account that changes meanwhile. Each time somebody else's change was made.
pub(crate) const TRIES: usize = 3;

/// A password that is shown: this member of a body.
pub(crate) const fn shown(member: &'static str) -> Field {
    Field::optional(member, Kind::Secret { min: 1, max: 128 })
}

impl Desk {
    /// The caller's account, if the password that this member holds is its own. Where it has none, if they signed in a
    /// moment ago.
    pub(crate) async fn proven(
        &self,
        caller: Identity,
        member: &'static str,
        password: Option<String>,
    ) -> Result<Credentials, Problem> {
        let Some(known) = self.ports.users.credentials_of(caller.user).await? else {
            return Err(self.nobody(caller).await?);
        };
        let invalid = |code, detail| Problem::Invalid(vec![FieldError::new(member, code, detail)]);
        let wrong = || invalid(FieldCode::WrongPassword, "This is not your password.");
        match (&known.password_hash, password) {
            (None, None) => caller.require_recent(self.front.now()).map(|()| known),
            (None, Some(_)) => Err(wrong()),
            (Some(_), None) => Err(invalid(FieldCode::Required, "This is needed.")),
            (Some(hash), Some(password)) => {
                let checked = self.passwords.check(password, Some(hash.clone())).await?;
                if checked.correct { Ok(known) } else { Err(wrong()) }
            }
        }
    }

    /// What a caller is told whose account is gone. Its deletion may have stopped before it ended their session.
    pub(crate) async fn nobody(&self, caller: Identity) -> Result<Problem, Problem> {
        self.ports.sessions.end_session(caller.session).await?;
        Ok(Problem::Unauthenticated)
    }
}

/// An account that changed each time it was about to be changed.
pub(crate) fn busy() -> Problem {
    Problem::StoreUnavailable("an account changed under each try".to_owned())
}
