//! What is one person's, in each collection.

use mongodb::bson::{Bson, Document, Uuid, doc};

use super::find::Find;
use super::schema::{
    BLOCKS, CASES, COMMENTS, CONVERSATIONS, HIDDEN_COMMENTS, HIDDEN_MOVIES, LETTERS, MEDIA, MESSAGES, MOVIES,
    MUTES, NOTIFICATIONS, RATINGS, REACTIONS, REPORTS, USER_MOVIES,
};

/// Their votes, those taken back and not yet removed too.
pub(super) fn votes(user: Uuid) -> Find {
    beginning(REACTIONS, user, "target")
}

/// Their scores, likewise.
pub(super) fn ratings(user: Uuid) -> Find {
    beginning(RATINGS, user, "movie")
}

/// Their list.
pub(super) fn listed(user: Uuid) -> Find {
    beginning(USER_MOVIES, user, "movie")
}

pub(super) fn reports(user: Uuid) -> Find {
    find(REPORTS, doc! { "user": user }, "reports_user")
}

pub(super) fn hidden(user: Uuid) -> Find {
    find(HIDDEN_MOVIES, doc! { "_id.user": user }, "hidden_movies_report")
}

pub(super) fn hidden_comments(user: Uuid) -> Find {
    beginning(HIDDEN_COMMENTS, user, "comment")
}

/// Whom they blocked.
pub(super) fn blocks(user: Uuid) -> Find {
    beginning(BLOCKS, user, "blocked")
}

/// Who blocked them.
pub(super) fn blocked_by(user: Uuid) -> Find {
    find(BLOCKS, doc! { "_id.blocked": user }, "blocks_blocked")
}

pub(super) fn mutes(user: Uuid) -> Find {
    beginning(MUTES, user, "thread")
}

pub(super) fn notifications(user: Uuid) -> Find {
    find(NOTIFICATIONS, doc! { "user": user }, "notifications_user")
}

/// The reports that quote them.
pub(super) fn quotes(user: Uuid) -> Find {
    find(REPORTS, doc! { "quoted": user }, "reports_quoted")
}

/// The cases that they decided last.
pub(super) fn decisions(user: Uuid) -> Find {
    find(CASES, doc! { "decided.moderator": user }, "cases_moderator")
}

/// The newest first, so that what only they answered goes whole.
pub(super) fn comments(user: Uuid) -> Find {
    Find { sort: doc! { "_id": -1 }, ..find(COMMENTS, doc! { "author": user }, "comments_author") }
}

/// The comments that they made under a key, deleted ones too.
pub(super) fn keys(user: Uuid) -> Find {
    find(COMMENTS, doc! { "maker": user, "key": { "$exists": true } }, "comments_key")
}

/// The films that they brought into the catalogue.
pub(super) fn films(user: Uuid) -> Find {
    find(MOVIES, doc! { "creator": user }, "movies_creator")
}

pub(super) fn letters(user: Uuid) -> Find {
    find(LETTERS, doc! { "user": user }, "letters_user")
}

/// Whom they write with.
pub(super) fn conversations(user: Uuid) -> Find {
    find(CONVERSATIONS, doc! { "people": user }, "conversations_latest")
}

/// What others wrote to them.
pub(super) fn received(user: Uuid) -> Find {
    find(MESSAGES, doc! { "to": user }, "messages_way")
}

/// What they wrote to these people.
pub(super) fn sent(user: Uuid, to: Vec<Uuid>) -> Find {
    find(MESSAGES, doc! { "to": { "$in": to }, "from": user }, "messages_way")
}

/// The pictures that they uploaded.
pub(super) fn media(user: Uuid) -> Find {
    find(MEDIA, doc! { "owner": user }, "media_owner")
}

/// A stretch of the ids, which begin with the person and end with this member.
fn beginning(collection: &'static str, user: Uuid, end: &str) -> Find {
    let at = |of: Bson| doc! { "user": user, end: of };
    find(collection, doc! { "_id": { "$gt": at(Bson::MinKey), "$lt": at(Bson::MaxKey) } }, "_id_")
}

fn find(collection: &'static str, filter: Document, hint: &'static str) -> Find {
    Find { collection, filter, hint, ..Find::default() }
}
