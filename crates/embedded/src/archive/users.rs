//! People, with their links to providers.

use kenmovie_common::domain::ProviderAccount;
use kenmovie_common::ports::{Record, UserRecord};
use kenmovie_common::text::fold;
use kenmovie_common::{NotificationId, Time, UserId};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::row::{change, count, signed, time};
use crate::users::{language, link, role, unlink};

pub(super) const TABLE: Table = Table {
    from: "users",
    columns: "id, email, name, age, role, language, email_verified, avatar_url, auth_epoch, created_at,
        password_hash, last_seen_at, deleting_at, (
            SELECT json_group_array(json_object('issuer', p.issuer, 'subject', p.subject))
            FROM providers AS p WHERE p.user_id = users.id), read_up_to",
    key: "id",
    place: "?1",
    owners: &["id"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    let mut providers: Vec<ProviderAccount> = serde_json::from_str(row.get_ref(13)?.as_str()?)?;
    providers.sort_unstable();
    Ok(Record::User(UserRecord {
        id: UserId::from_bytes(row.get(0)?),
        email: row.get(1)?,
        name: row.get(2)?,
        age: row.get(3)?,
        role: role(row, 4)?,
        language: language(row, 5)?,
        email_verified: row.get(6)?,
        avatar_url: row.get(7)?,
        auth_epoch: count(row, 8)?,
        created_at: time(row, 9)?,
        password_hash: row.get(10)?,
        providers,
        last_seen_at: row.get::<_, Option<_>>(11)?.map(Time::from_millis),
        deleting_at: row.get::<_, Option<_>>(12)?.map(Time::from_millis),
        read_up_to: row.get::<_, Option<_>>(14)?.map(NotificationId::from_bytes),
    }))
}

pub(super) fn write(db: &Connection, user: &UserRecord) -> Outcome<()> {
    let sql = "INSERT INTO users (id, email_key, email, email_folded, name, name_folded, age, role, language,
            email_verified, avatar_url, auth_epoch, created_at, password_hash, last_seen_at, deleting_at,
            read_up_to)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        ON CONFLICT (id) DO UPDATE SET email_key = excluded.email_key, email = excluded.email,
            email_folded = excluded.email_folded, name = excluded.name, name_folded = excluded.name_folded,
            age = excluded.age, role = excluded.role, language = excluded.language,
            email_verified = excluded.email_verified, avatar_url = excluded.avatar_url,
            auth_epoch = excluded.auth_epoch, created_at = excluded.created_at,
            password_hash = excluded.password_hash, last_seen_at = excluded.last_seen_at,
            deleting_at = excluded.deleting_at, read_up_to = excluded.read_up_to";
    let living = user.deleting_at.is_none();
    let values = params![
        user.id.bytes(),
        living.then(|| user.email.to_lowercase()),
        user.email,
        living.then(|| fold(&user.email)),
        user.name,
        living.then(|| fold(&user.name)),
        user.age,
        user.role.as_str(),
        user.language.as_str(),
        user.email_verified,
        user.avatar_url,
        signed(user.auth_epoch),
        user.created_at.millis(),
        user.password_hash,
        user.last_seen_at.map(Time::millis),
        user.deleting_at.map(Time::millis),
        user.read_up_to.as_ref().map(NotificationId::bytes),
    ];
    change(db, sql, values)?;
    unlink(db, user.id)?;
    for account in &user.providers {
        link(db, user.id, account)?;
    }
    Ok(())
}
