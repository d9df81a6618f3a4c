//! How somebody is given a role.

use crate::Time;
use crate::domain::{Role, User};
use crate::ports::{Sessions, StoreResult, Users};

/// Gives a person a role; the person as they are now, none where there is no such one any more. A role is no part of a
/// session, but the tokens that were signed for one carry its scopes, so that every session of theirs ends.
///
/// The document first, with a higher `auth_epoch`, then the epoch where sessions are kept: raised there alone it would
/// also refuse every new session of a person whose document was never changed. Where the second step is lost, the same
/// once more does it; otherwise the role that somebody has already changes nothing and ends nothing.
pub async fn give_role(
    users: &dyn Users,
    sessions: &dyn Sessions,
    person: User,
    role: Role,
    now: Time,
) -> StoreResult<Option<User>> {
    let given = if person.role == role { Some(person) } else { users.set_role(person.id, role).await? };
    if let Some(person) = &given {
        sessions.raise_epoch(person.id, person.auth_epoch, now).await?;
    }
    Ok(given)
}
