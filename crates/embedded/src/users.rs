//! People.

use async_trait::async_trait;
use kenmovie_common::UserId;
use kenmovie_common::domain::{Language, NewUser, Role, User};
use kenmovie_common::ports::{Constraint, Credentials, StoreError, StoreResult, Users};
use rusqlite::{Row, params};

use crate::Embedded;
use crate::error::{Outcome, corrupt};
use crate::row::{change, count, one, time, value};

macro_rules! columns {
    () => {
        "id, name, age, email, email_verified, avatar_url, role, language, password_hash, created_at, auth_epoch"
    };
}

#[async_trait]
impl Users for Embedded {
    async fn create_user(&self, new: NewUser) -> StoreResult<User> {
        self.write(move |db| {
            let key = new.email.to_lowercase();
            if value::<i64>(db, "SELECT 1 FROM users WHERE email_key = ?1", [&key])?.is_some() {
                return Err(StoreError::Conflict(Constraint::Email).into());
            }
            let insert = "INSERT INTO users (id, email_key, email, name, age, role, language, created_at, password_hash)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
            change(
                db,
                insert,
                params![
                    new.id.bytes(),
                    key,
                    new.email,
                    new.name,
                    new.age,
                    Role::User.as_str(),
                    new.language.as_str(),
                    new.created_at.millis(),
                    new.password_hash,
                ],
            )?;
            Ok(User {
                id: new.id,
                name: new.name,
                age: new.age,
                email: new.email,
                email_verified: false,
                avatar_url: None,
                role: Role::User,
                language: new.language,
                has_password: true,
                created_at: new.created_at,
                auth_epoch: 0,
            })
        })
        .await
    }

    async fn user(&self, id: UserId) -> StoreResult<Option<User>> {
        self.read(move |db| {
            let sql = concat!("SELECT ", columns!(), " FROM users WHERE id = ?1");
            Ok(one(db, sql, [id.bytes()], credentials)?.map(|found| found.user))
        })
        .await
    }

    async fn credentials(&self, email: &str) -> StoreResult<Option<Credentials>> {
        let key = email.to_lowercase();
        self.read(move |db| {
            one(db, concat!("SELECT ", columns!(), " FROM users WHERE email_key = ?1"), [key], credentials)
        })
        .await
    }

    async fn rehash_password(&self, id: UserId, old: &str, new: &str) -> StoreResult<()> {
        let (old, new) = (old.to_owned(), new.to_owned());
        self.write(move |db| {
            let sql = "UPDATE users SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2";
            change(db, sql, params![id.bytes(), old, new]).map(|_| ())
        })
        .await
    }

    async fn set_role(&self, id: UserId, role: Role) -> StoreResult<Option<User>> {
        self.write(move |db| {
            let sql = concat!(
                "UPDATE users SET role = ?2, auth_epoch = auth_epoch + 1 WHERE id = ?1 RETURNING ",
                columns!()
            );
            Ok(one(db, sql, params![id.bytes(), role.as_str()], credentials)?.map(|found| found.user))
        })
        .await
    }
}

fn credentials(row: &Row<'_>) -> Outcome<Credentials> {
    let role: String = row.get(6)?;
    let language: String = row.get(7)?;
    let password_hash: Option<String> = row.get(8)?;
    let user = User {
        id: UserId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        age: row.get(2)?,
        email: row.get(3)?,
        email_verified: row.get(4)?,
        avatar_url: row.get(5)?,
        role: Role::parse(&role).ok_or_else(|| corrupt(format!("the role {role:?}")))?,
        language: Language::parse(&language).ok_or_else(|| corrupt(format!("the language {language:?}")))?,
        has_password: password_hash.is_some(),
        created_at: time(row, 9)?,
        auth_epoch: count(row, 10)?,
    };
    Ok(Credentials { user, password_hash })
}
