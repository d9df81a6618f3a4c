//! People among each other, and as administrators see them and give them roles, through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod block;
mod find;
mod list;
mod mute;
mod refusals;
mod role;
mod role_bounds;
mod show;

use kenmovie_common::UserId;
use kenmovie_common::domain::{Role, User};
use kenmovie_testkit::{Client, Sent, TestApp};
use serde_json::{Value, json};

/// Where everybody is listed for administrators,
const LIST: &str = "/api/admin/users";
/// and for everybody.
const PEOPLE: &str = "/api/users";
const BLOCKED: &str = "/api/blocked-users";

/// Where somebody blocks this person.
fn block_of(person: UserId) -> String {
    format!("{BLOCKED}/{person}")
}

/// Where this person is shown, and given a role.
fn at(person: &User) -> String {
    format!("/api/users/{}", person.id)
}

/// This role for this person.
fn give(admin: &Client, person: &User, role: &str) -> Sent {
    admin.patch(&at(person), &json!({"role": role}))
}

async fn role_of(app: &TestApp, person: &User) -> Role {
    app.store.user(person.id).await.unwrap().unwrap().role
}

fn names(people: &[Value]) -> Vec<&str> {
    people.iter().map(|person| person["name"].as_str().unwrap()).collect()
}
