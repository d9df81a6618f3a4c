//! Comments and replies.

use kenmovie_common::domain::{Reactions, score};
use kenmovie_common::ports::{Collection, CommentRecord, Record};
use kenmovie_common::{CommentId, MovieId, UserId};
use mongodb::bson::Uuid;

use super::documents::{Archived, Plain, idempotency};
use crate::store::comments::CommentDocument;
use crate::store::error::Outcome;
use crate::store::value::{count, date, hash, signed, time, uuid};

impl Archived for CommentDocument {
    const COLLECTION: Collection = Collection::Comments;

    fn into_record(self) -> Outcome<Record> {
        let comment = |id: Option<Uuid>| id.map(|id| CommentId::from_bytes(id.bytes()));
        let user = |id: Option<Uuid>| id.map(|id| UserId::from_bytes(id.bytes()));
        Ok(Record::Comment(CommentRecord {
            id: CommentId::from_bytes(self.id.bytes()),
            movie: MovieId::from_bytes(self.movie.bytes()),
            root: comment(self.root),
            parent: comment(self.parent),
            author: user(self.author),
            body: self.body,
            spoiler: self.spoiler,
            created_at: time(self.created_at),
            edited_at: self.edited_at.map(time),
            deleted: self.deleted,
            reactions: Reactions { likes: count(self.likes)?, dislikes: count(self.dislikes)? },
            replies: count(self.replies)?,
            maker: user(self.maker),
            idempotency: idempotency(self.key, self.fingerprint)?,
        }))
    }
}

impl Plain for CommentDocument {
    fn of(record: Record) -> Option<Self> {
        let Record::Comment(comment) = record else { return None };
        let (key, fingerprint) = match comment.idempotency {
            Some(asked) => (Some(asked.key), Some(hash(asked.fingerprint))),
            None => (None, None),
        };
        Some(Self {
            id: uuid(comment.id.bytes()),
            movie: uuid(comment.movie.bytes()),
            reply: comment.root.is_some(),
            root: comment.root.map(|id| uuid(id.bytes())),
            parent: comment.parent.map(|id| uuid(id.bytes())),
            author: comment.author.map(|id| uuid(id.bytes())),
            spoiler: comment.spoiler,
            created_at: date(comment.created_at),
            edited_at: comment.edited_at.map(date),
            deleted: comment.deleted,
            likes: signed(comment.reactions.likes),
            dislikes: signed(comment.reactions.dislikes),
            replies: signed(comment.replies),
            top: score::wilson(comment.reactions),
            maker: comment.maker.map(|id| uuid(id.bytes())),
            key,
            fingerprint,
            body: comment.body,
            pending: None,
            fence: None,
        })
    }
}
