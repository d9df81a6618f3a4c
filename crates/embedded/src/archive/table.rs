//! How a collection's rows are found and read.

use kenmovie_common::UserId;
use kenmovie_common::ports::{Collection, Idempotency, Record, RecordKey};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{
    api_tokens, blocks, cases, comments, hidden_comments, hidden_movies, media, messages, movies, mutes,
    notifications, ratings, reactions, reports, user_movies, users,
};
use crate::error::Outcome;
use crate::row::{all, bound, count, one};
use crate::target::columns;

pub(super) struct Table {
    /// The table, with what it is joined to.
    pub(super) from: &'static str,
    pub(super) columns: &'static str,
    /// The columns of the key, which an index orders.
    pub(super) key: &'static str,
    /// The key's [`values`] as those columns hold them.
    pub(super) place: &'static str,
    /// The columns that say whose a record is; no two of them name one person.
    pub(super) owners: &'static [&'static str],
    pub(super) decode: fn(&Row<'_>) -> Outcome<Record>,
}

pub(super) const fn table(of: Collection) -> &'static Table {
    match of {
        Collection::Users => &users::TABLE,
        Collection::ApiTokens => &api_tokens::TABLE,
        Collection::Movies => &movies::TABLE,
        Collection::Comments => &comments::TABLE,
        Collection::Reactions => &reactions::TABLE,
        Collection::Reports => &reports::TABLE,
        Collection::HiddenMovies => &hidden_movies::TABLE,
        Collection::HiddenComments => &hidden_comments::TABLE,
        Collection::Cases => &cases::TABLE,
        Collection::Ratings => &ratings::TABLE,
        Collection::UserMovies => &user_movies::TABLE,
        Collection::Blocks => &blocks::TABLE,
        Collection::Mutes => &mutes::TABLE,
        Collection::Notifications => &notifications::TABLE,
        Collection::Media => &media::TABLE,
        Collection::Messages => &messages::TABLE,
    }
}

impl Table {
    pub(super) fn page(
        &self,
        db: &Connection,
        after: Option<RecordKey>,
        limit: usize,
    ) -> Outcome<Vec<Record>> {
        let Self { from, columns, key, place, decode, .. } = self;
        let bound = if after.is_some() { format!("WHERE ({key}) > ({place})") } else { String::new() };
        let sql = format!("SELECT {columns} FROM {from} {bound} ORDER BY {key} LIMIT {limit}");
        all(db, &sql, params_from_iter(after.map(values).unwrap_or_default()), decode)
    }

    pub(super) fn find(&self, db: &Connection, wanted: RecordKey) -> Outcome<Option<Record>> {
        let Self { from, columns, key, place, decode, .. } = self;
        let sql = format!("SELECT {columns} FROM {from} WHERE ({key}) = ({place})");
        one(db, &sql, params_from_iter(values(wanted)), decode)
    }

    /// What is of this person, `limit` records at most.
    pub(super) fn owned(&self, db: &Connection, user: UserId, limit: usize) -> Outcome<Vec<Record>> {
        let mut records = Vec::new();
        for sql in self.owned_statements() {
            let left = limit.saturating_sub(records.len());
            records.extend(all(db, &sql, params![user.bytes(), bound(left)], self.decode)?);
        }
        Ok(records)
    }

    fn owned_statements(&self) -> impl Iterator<Item = String> {
        let Self { from, columns, owners, .. } = self;
        owners.iter().map(move |owner| format!("SELECT {columns} FROM {from} WHERE {owner} = ?1 LIMIT ?2"))
    }

    pub(super) fn count(&self, db: &Connection) -> Outcome<u64> {
        let sql = format!("SELECT count(*) FROM {}", self.from);
        Ok(one(db, &sql, (), |row| count(row, 0))?.unwrap_or(0))
    }
}

fn values(key: RecordKey) -> Vec<Value> {
    let blob = |id: &[u8; 16]| Value::Blob(id.to_vec());
    match key {
        RecordKey::User(id) => vec![blob(id.bytes())],
        RecordKey::ApiToken(id) => vec![blob(id.bytes())],
        RecordKey::Movie(id) => vec![blob(id.bytes())],
        RecordKey::Comment(id) => vec![blob(id.bytes())],
        RecordKey::Report(id) | RecordKey::Case(id) => vec![blob(id.bytes())],
        RecordKey::Notification(id) => vec![blob(id.bytes())],
        RecordKey::Media(id) => vec![blob(id.bytes())],
        RecordKey::Message(id) => vec![blob(id.bytes())],
        RecordKey::Reaction(user, target) => {
            let (kind, target) = columns(target);
            vec![blob(user.bytes()), Value::Integer(kind), blob(&target)]
        }
        RecordKey::HiddenMovie(user, movie)
        | RecordKey::Rating(user, movie)
        | RecordKey::UserMovie(user, movie) => vec![blob(user.bytes()), blob(movie.bytes())],
        RecordKey::HiddenComment(user, comment) | RecordKey::Mute(user, comment) => {
            vec![blob(user.bytes()), blob(comment.bytes())]
        }
        RecordKey::Block(user, blocked) => vec![blob(user.bytes()), blob(blocked.bytes())],
    }
}

/// The key in this column with the fingerprint in the one after it.
pub(super) fn idempotency(row: &Row<'_>, key: usize) -> Outcome<Option<Idempotency>> {
    Ok(match (row.get(key)?, row.get(key + 1)?) {
        (Some(key), Some(fingerprint)) => Some(Idempotency { key, fingerprint }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Embedded;

    #[test]
    fn a_page_of_records_and_those_of_a_person_walk_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kenmovie.db");
        drop(Embedded::open(&path).unwrap());
        let db = Connection::open(path).unwrap();
        for of in Collection::ALL {
            let Table { from, columns, key, place, .. } = table(*of);
            let page =
                format!("SELECT {columns} FROM {from} WHERE ({key}) > ({place}) ORDER BY {key} LIMIT 9");
            for sql in table(*of).owned_statements().chain([page]) {
                let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
                let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3));
                let plan = steps.collect::<Result<Vec<_>, _>>().unwrap().join("\n");
                assert!(plan.starts_with("SEARCH") && !plan.contains("SCAN"), "{of:?}: {plan}");
                assert!(!plan.contains("TEMP B-TREE"), "{of:?}: {plan}");
            }
        }
    }
}
