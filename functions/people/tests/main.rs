//! People, as administrators see them and give them roles, through the real gateway.
#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

mod list;
mod refusals;
mod role;
mod role_bounds;

use kenmovie_common::domain::{Role, User};
use kenmovie_testkit::{Client, Sent, TestApp};
use serde_json::{Value, json};

/// Where everybody is listed.
const LIST: &str = "/api/admin/users";

/// Where this person is given a role.
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
