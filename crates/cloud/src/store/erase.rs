//! What is left of a person whose deletion has begun, taken away some rows at a time. Each vote is taken back, each report
//! withdrawn and each comment deleted as its person could have done: counters are exact after each, and what a crash
//! leaves is found again by the next call.

use kenmovie_common::domain::Target;
use kenmovie_common::ports::{Editor, Erasure};
use kenmovie_common::{CommentId, MovieId, Time, UserId};
use mongodb::bson::{Document, Uuid, doc};
use serde::Deserialize;

use super::belongings;
use super::client::Mongo;
use super::comments;
use super::deletions::Begun;
use super::error::Outcome;
use super::find::Find;
use super::messages::{ConversationDocument, PictureDocument, between};
use super::ratings::RatingDocument;
use super::reactions::{MOVIE, Vote};
use super::reports::withdraw;
use super::schema::{CONVERSATIONS, MESSAGES, USERS};
use super::value::{time, uuid};

#[derive(Clone, Copy)]
enum Step {
    Votes,
    Scores,
    /// Their list.
    Listed,
    Reports,
    Hidden,
    HiddenComments,
    Comments,
    /// What reports quote of them.
    Quotes,
    /// Cases stay as they were decided, by nobody.
    Decisions,
    Blocks,
    /// By others.
    Blocked,
    Mutes,
    Notifications,
    Letters,
    /// With all their messages, of both.
    Conversations,
    /// Their pictures are left to be swept.
    Media,
    /// The keys of requests, on what is left of comments.
    Keys,
    /// Films stay, and are nobody's.
    Films,
}

const STEPS: &[Step] = &[
    Step::Votes,
    Step::Scores,
    Step::Listed,
    Step::Reports,
    Step::Hidden,
    Step::HiddenComments,
    Step::Comments,
    Step::Quotes,
    Step::Decisions,
    Step::Blocks,
    Step::Blocked,
    Step::Mutes,
    Step::Notifications,
    Step::Letters,
    Step::Conversations,
    Step::Media,
    Step::Keys,
    Step::Films,
];

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: Uuid,
}

#[derive(Deserialize)]
struct Reported {
    #[serde(rename = "_id")]
    id: Uuid,
    target: Uuid,
}

/// The account's row goes last, so that what was begun is found again.
pub(super) async fn erase(mongo: &Mongo, user: UserId, limit: usize, now: Time) -> Outcome<Erasure> {
    let id = uuid(user.bytes());
    let ending = doc! { "_id": id, "deleting_at": { "$exists": true } };
    let users = mongo.collection::<Begun>(USERS);
    let begun = users.find_one(ending.clone()).projection(doc! { "deleting_at": 1 }).await?;
    let Some(begun) = begun else { return Ok(Erasure::Gone) };
    let mut left = limit.max(1);
    for step in STEPS {
        left = left.saturating_sub(take(mongo, user, *step, left, now).await?);
        if left == 0 {
            return Ok(Erasure::More);
        }
    }
    let far = begun.emptied(now);
    if far == Erasure::Gone {
        users.delete_one(ending).await?;
    }
    Ok(far)
}

/// Takes away so many rows; how many there were, at most as many.
async fn take(mongo: &Mongo, user: UserId, step: Step, limit: usize, now: Time) -> Outcome<usize> {
    let id = uuid(user.bytes());
    match step {
        Step::Votes => take_votes(mongo, user, belongings::votes(id).up_to(limit)).await,
        Step::Scores => take_scores(mongo, user, belongings::ratings(id).up_to(limit)).await,
        Step::Listed => remove(mongo, belongings::listed(id).up_to(limit)).await,
        Step::Reports => take_reports(mongo, belongings::reports(id).up_to(limit)).await,
        Step::Hidden => remove(mongo, belongings::hidden(id).up_to(limit)).await,
        Step::HiddenComments => remove(mongo, belongings::hidden_comments(id).up_to(limit)).await,
        Step::Comments => take_comments(mongo, user, belongings::comments(id).up_to(limit), now).await,
        Step::Quotes => disown(mongo, belongings::quotes(id).up_to(limit), &["quoted", "quote"]).await,
        Step::Decisions => {
            disown(mongo, belongings::decisions(id).up_to(limit), &["decided.moderator"]).await
        }
        Step::Blocks => remove(mongo, belongings::blocks(id).up_to(limit)).await,
        Step::Blocked => remove(mongo, belongings::blocked_by(id).up_to(limit)).await,
        Step::Mutes => remove(mongo, belongings::mutes(id).up_to(limit)).await,
        Step::Notifications => remove(mongo, belongings::notifications(id).up_to(limit)).await,
        Step::Letters => remove(mongo, belongings::letters(id).up_to(limit)).await,
        Step::Conversations => take_conversations(mongo, id, limit).await,
        Step::Media => take_media(mongo, belongings::media(id).up_to(limit)).await,
        Step::Keys => {
            disown(mongo, belongings::keys(id).up_to(limit), &["maker", "key", "fingerprint"]).await
        }
        Step::Films => {
            disown(mongo, belongings::films(id).up_to(limit), &["creator", "key", "fingerprint"]).await
        }
    }
}

async fn take_votes(mongo: &Mongo, user: UserId, votes: Find) -> Outcome<usize> {
    let votes: Vec<Vote> = votes.run(mongo).await?;
    for Vote { key, kind, created_at, .. } in &votes {
        let target = match kind.as_str() {
            MOVIE => Target::Movie(MovieId::from_bytes(key.target.bytes())),
            _ => Target::Comment(CommentId::from_bytes(key.target.bytes())),
        };
        mongo.vote(user, target, None, time(*created_at)).await?;
    }
    Ok(votes.len())
}

async fn take_scores(mongo: &Mongo, user: UserId, scores: Find) -> Outcome<usize> {
    let scores: Vec<RatingDocument> = scores.run(mongo).await?;
    for RatingDocument { key, created_at, .. } in &scores {
        mongo.rate(user, MovieId::from_bytes(key.movie.bytes()), None, time(*created_at)).await?;
    }
    Ok(scores.len())
}

async fn take_reports(mongo: &Mongo, reports: Find) -> Outcome<usize> {
    let reports: Vec<Reported> = Find { projection: doc! { "target": 1 }, ..reports }.run(mongo).await?;
    for &Reported { id, target } in &reports {
        let _turn = mongo.cases.take(target).await;
        let withdrawn =
            mongo.transaction(move |mongo, session| Box::pin(withdraw(mongo, session, doc! { "_id": id })));
        withdrawn.await?;
    }
    Ok(reports.len())
}

async fn take_comments(mongo: &Mongo, user: UserId, comments: Find, now: Time) -> Outcome<usize> {
    let projection = doc! { "_id": 1 };
    let comments: Vec<Row> = Find { projection, ..comments }.run(mongo).await?;
    for Row { id } in &comments {
        let editor = Editor { user, moderator: false };
        comments::delete(mongo, CommentId::from_bytes(id.bytes()), editor, now).await?;
    }
    Ok(comments.len())
}

#[derive(Deserialize)]
struct Written {
    #[serde(rename = "_id")]
    id: Uuid,
    #[serde(default)]
    picture: Option<PictureDocument>,
}

/// A conversation's row goes last, so that what was begun is found again.
async fn take_conversations(mongo: &Mongo, user: Uuid, limit: usize) -> Outcome<usize> {
    let conversations: Vec<ConversationDocument> =
        belongings::conversations(user).up_to(limit).run(mongo).await?;
    let mut left = limit;
    for conversation in conversations {
        let messages = between(user, conversation.other(user), None);
        let messages = Find { projection: doc! { "picture": 1 }, ..messages };
        let messages: Vec<Written> = messages.up_to(left).run(mongo).await?;
        let pictures =
            messages.iter().filter_map(|message| message.picture.map(|picture| picture.media.into()));
        // The pictures first: nothing leads to them once the messages are gone.
        mongo.let_go_of(pictures.collect()).await?;
        mongo.remove(MESSAGES, messages.iter().map(|message| message.id.into()).collect()).await?;
        left = left.saturating_sub(messages.len());
        if left == 0 {
            break;
        }
        let rows = mongo.collection::<Document>(CONVERSATIONS);
        let emptied = doc! { "_id": conversation.pair.bson(), "last": conversation.last };
        if rows.delete_one(emptied).await?.deleted_count == 0 {
            // Somebody who was believed to be signed in has written meanwhile.
            return Ok(limit);
        }
        left -= 1;
        if left == 0 {
            break;
        }
    }
    Ok(limit - left)
}

async fn take_media(mongo: &Mongo, media: Find) -> Outcome<usize> {
    let ids = media.ids(mongo).await?;
    let found = ids.len();
    mongo.let_go_of(ids).await?;
    Ok(found)
}

/// Takes rows away in which nothing counts.
async fn remove(mongo: &Mongo, rows: Find) -> Outcome<usize> {
    let collection = rows.collection;
    let ids = rows.ids(mongo).await?;
    let found = ids.len();
    if found > 0 {
        mongo.remove(collection, ids).await?;
    }
    Ok(found)
}

/// Takes the person out of these members, and what is theirs with them.
async fn disown(mongo: &Mongo, things: Find, members: &[&str]) -> Outcome<usize> {
    let collection = things.collection;
    let ids = things.ids(mongo).await?;
    let found = ids.len();
    if found > 0 {
        let theirs: Document = members.iter().map(|member| ((*member).to_owned(), "".into())).collect();
        let nobodys = doc! { "$unset": theirs };
        let things = mongo.collection::<Document>(collection);
        things.update_many(doc! { "_id": { "$in": ids } }, nobodys).await?;
    }
    Ok(found)
}
