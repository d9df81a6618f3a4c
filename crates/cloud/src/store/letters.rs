//! Letters that wait to be sent.

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::domain::{Language, Letter, Mail};
use kenmovie_common::ports::{Letters, StoreResult};
use kenmovie_common::{LetterId, Time};
use mongodb::ClientSession;
use mongodb::bson::{DateTime, Document, Uuid, doc};
use mongodb::options::Hint;
use serde::{Deserialize, Serialize};

use super::client::Mongo;
use super::error::Outcome;
use super::schema::{LETTERS, USERS};
use super::value::{date, time, uuid};

#[derive(Serialize, Deserialize)]
pub(super) struct LetterDocument {
    #[serde(rename = "_id")]
    id: Uuid,
    /// Whose letter it is, where that is known: it goes with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<Uuid>,
    to: String,
    name: String,
    language: Language,
    mail: Mail,
    created_at: DateTime,
    /// When it is next given to somebody who sends.
    due_at: DateTime,
}

impl LetterDocument {
    pub(super) fn of(letter: Letter, user: Option<Uuid>) -> Self {
        Self {
            id: uuid(letter.id.bytes()),
            user,
            to: letter.to,
            name: letter.name,
            language: letter.language,
            mail: letter.mail,
            created_at: date(letter.created_at),
            due_at: date(letter.created_at),
        }
    }

    fn letter(self) -> Letter {
        Letter {
            id: LetterId::from_bytes(self.id.bytes()),
            to: self.to,
            name: self.name,
            language: self.language,
            mail: self.mail,
            created_at: time(self.created_at),
        }
    }
}

#[derive(Deserialize)]
struct Addressee {
    #[serde(rename = "_id")]
    id: Uuid,
}

#[async_trait]
impl Letters for Mongo {
    async fn post_letter(&self, letter: Letter) -> StoreResult<()> {
        self.run(async move |mongo: Self| {
            let users = mongo.collection::<Addressee>(USERS);
            let whose = users.find_one(doc! { "email_key": letter.to.to_lowercase() });
            let whose = whose.projection(doc! { "_id": 1 }).await?.map(|addressee| addressee.id);
            let letters = mongo.collection::<LetterDocument>(LETTERS);
            letters.insert_one(LetterDocument::of(letter, whose)).await?;
            Ok(())
        })
        .await
    }

    async fn take_letters(&self, now: Time, lease: Duration, limit: usize) -> StoreResult<Vec<Letter>> {
        self.run(async move |mongo: Self| {
            let letters = mongo.collection::<LetterDocument>(LETTERS);
            let leased = doc! { "$set": { "due_at": date(now + lease) } };
            let mut taken = Vec::new();
            while taken.len() < limit {
                // One by one: whoever takes the same at this moment is given the next.
                let letter = letters
                    .find_one_and_update(due(now), leased.clone())
                    .sort(oldest())
                    .hint(Hint::Name("letters_due".to_owned()));
                let Some(letter) = letter.await? else { break };
                taken.push(letter.letter());
            }
            Ok(taken)
        })
        .await
    }

    async fn remove_letter(&self, id: LetterId) -> StoreResult<()> {
        self.run(async move |mongo: Self| {
            let letters = mongo.collection::<Document>(LETTERS);
            letters.delete_one(doc! { "_id": uuid(id.bytes()) }).await?;
            Ok(())
        })
        .await
    }
}

/// Puts a letter in the outbox with whatever else a transaction does.
pub(super) async fn post(mongo: &Mongo, session: &mut ClientSession, letter: &LetterDocument) -> Outcome<()> {
    mongo.collection::<LetterDocument>(LETTERS).insert_one(letter).session(session).await?;
    Ok(())
}

pub(super) fn due(now: Time) -> Document {
    // Of whatever age: without a word on the index's first member the rest of it would not be looked at.
    doc! { "created_at": { "$gte": DateTime::MIN }, "due_at": { "$lte": date(now) } }
}

/// By age, not by when they are due: the few that are being sent are passed over within the index.
pub(super) fn oldest() -> Document {
    doc! { "created_at": 1, "_id": 1 }
}
