//! `PATCH /api/users/{id}`

use axum::extract::State;
use kenmovie_common::UserId;
use kenmovie_common::auth::{Scope, give_role};
use kenmovie_common::domain::{Client, Role};
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, Path, Problem, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::patch("/api/users/{id}", Access::Scope(Scope::UsersAdmin))
    .summary(
        "Give somebody else a role; their sessions end within 10 s. It wants a browser in which the caller signed in less \
         than 10 minutes ago.",
    )
    .body(&[Field::required("role", Kind::Choice(&ROLES))])
    .answers::<RoleHolder>(200)
    .problems(&["insufficient_scope", "reauthentication_required", "not_found"]);

const ROLES: [&str; 3] = [Role::User.as_str(), Role::Moderator.as_str(), Role::Admin.as_str()];

#[derive(Deserialize)]
pub(crate) struct Grant {
    role: Role,
}

/// Somebody, and what they may do from now on.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RoleHolder {
    id: UserId,
    name: String,
    email: String,
    role: Role,
}

/// Not one's own role: an administrator could lose it by a slip, and a site that has one always keeps one.
pub(crate) async fn give(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(id): Path<UserId>,
    Json(Grant { role }): Json<Grant>,
) -> Result<Json<RoleHolder>, Problem> {
    let now = shelf.front.now();
    if caller.client != Client::Web || caller.user == id {
        return Err(Problem::InsufficientScope);
    }
    caller.require_recent(now)?;
    let person = shelf.ports.users.user(id).await?.ok_or(Problem::NotFound)?;
    let before = person.role;
    let person = give_role(shelf.ports.users.as_ref(), shelf.ports.sessions.as_ref(), person, role, now)
        .await?
        .ok_or(Problem::NotFound)?;
    tracing::info!(
        target: "audit",
        event = "role_given",
        user = %id,
        by = %caller.user,
        before = before.as_str(),
        role = role.as_str()
    );
    Ok(Json(RoleHolder { id, name: person.name, email: person.email, role: person.role }))
}
