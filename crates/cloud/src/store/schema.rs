//! The collections, and every index that a query needs, with the queries that walk it.

use super::collection::Collection;
use kenmovie_common::ports::StoreResult;
use mongodb::IndexModel;
use mongodb::bson::{Document, doc};
use mongodb::options::IndexOptions;

use super::client::Mongo;
use super::error::Outcome;

pub(super) const USERS: &str = "users";
pub(super) const API_TOKENS: &str = "api_tokens";
/// Films, with their counters, their scores and the words that they are found by.
pub(super) const MOVIES: &str = "movies";
/// How many films have each genre; the empty name is every film.
pub(super) const GENRES: &str = "genres";
pub(super) const COMMENTS: &str = "comments";
/// One vote of one person: `_id` is `{user, target}`, `value` 1, -1, or 0 for one taken back and not yet removed.
pub(super) const REACTIONS: &str = "reactions";
/// The outbox.
pub(super) const LETTERS: &str = "letters";
pub(super) const REPORTS: &str = "reports";
/// What a person does not see, and the report that hid it: `_id` is `{user, movie}`.
pub(super) const HIDDEN_MOVIES: &str = "hidden_movies";
/// One score of one person: `_id` is `{user, movie}`, `score` 1..=10, or 0 for one taken back and not yet removed.
pub(super) const RATINGS: &str = "ratings";
/// People's lists: `_id` is `{user, movie}`.
pub(super) const USER_MOVIES: &str = "user_movies";
/// The same of comments: `_id` is `{user, comment}`.
pub(super) const HIDDEN_COMMENTS: &str = "hidden_comments";
/// The reports of each thing, counted, and what was decided.
pub(super) const CASES: &str = "cases";
/// Who blocked whom: `_id` is `{user, blocked}`.
pub(super) const BLOCKS: &str = "blocks";
/// Which threads notify somebody no more: `_id` is `{user, thread}`.
pub(super) const MUTES: &str = "mutes";
/// What people are told. That of a reply has the reply's id.
pub(super) const NOTIFICATIONS: &str = "notifications";
/// A message bears `undelivered_to` and `unread_by` while it is.
pub(super) const MESSAGES: &str = "messages";
/// Two people who write to each other, and their last message: `_id` is `{first, second}`, in the order of their ids.
pub(super) const CONVERSATIONS: &str = "conversations";
/// Uploaded pictures. What nothing uses bears `unused_since`.
pub(super) const MEDIA: &str = "media";
/// Films that are gone, since `begun_at`, and what hangs on them is still to be removed.
pub(super) const REMOVALS: &str = "removals";

/// An index, and what needs it.
pub(super) struct Index {
    pub(super) collection: &'static str,
    /// As a refused write names it.
    pub(super) name: &'static str,
    keys: fn() -> Document,
    unique: bool,
    /// Holds only what matches.
    partial: Option<fn() -> Document>,
}

const fn index(collection: &'static str, name: &'static str, keys: fn() -> Document) -> Index {
    Index { collection, name, keys, unique: false, partial: None }
}

impl Index {
    const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    const fn partial(mut self, filter: fn() -> Document) -> Self {
        self.partial = Some(filter);
        self
    }

    fn model(&self) -> IndexModel {
        let options = IndexOptions::builder()
            .name(self.name.to_owned())
            .unique(self.unique.then_some(true))
            .partial_filter_expression(self.partial.map(|filter| filter()))
            .build();
        IndexModel::builder().keys((self.keys)()).options(options).build()
    }
}

/// Every index besides those over `_id`.
pub(super) const INDEXES: &[Index] = &[
    // The account of an address. One account an address.
    index(USERS, "users_address", || doc! { "email_key": 1 })
        .unique()
        .partial(|| doc! { "email_key": { "$exists": true } }),
    // The account that is linked to a provider's. One account a provider's: its keys are the whole members of the list,
    // issuer and subject. Over the two of them apart it would hold people without links too, and refuse the second.
    index(USERS, "users_providers", || doc! { "providers": 1 })
        .unique()
        .partial(|| doc! { "providers": { "$exists": true } }),
    // Everybody whose name or address begins so, the newest first; the empty beginning is everybody's.
    index(USERS, "users_found_by", || doc! { "found_by.beginnings": 1, "_id": -1 }),
    // Everybody by folded name. Also whoever has none yet, for `migrate`.
    index(USERS, "users_name", || doc! { "found_by.name": 1, "_id": 1 }),
    // Whose deletion has begun, the longest ago first.
    index(USERS, "users_deleting", || doc! { "deleting_at": 1 })
        .partial(|| doc! { "deleting_at": { "$exists": true } }),
    // The API token of a secret.
    index(API_TOKENS, "api_tokens_secret", || doc! { "secret_hash": 1 }).unique(),
    // Pages of films in each order; the year at the end is what a bound on years is checked by, and the text what words
    // are sought in. An index that has a film several times checks no words.
    index(MOVIES, "movies_popular_text", || doc! { "popular": -1, "_id": -1, "year_key": 1, "text": 1 }),
    index(MOVIES, "movies_top_rated", || doc! { "top_rated": -1, "_id": -1, "year_key": 1 }),
    index(MOVIES, "movies_year", || doc! { "year_key": -1, "_id": -1 }),
    index(MOVIES, "movies_title", || doc! { "title_key": 1, "_id": 1, "year_key": 1 }),
    // The same of one genre.
    index(MOVIES, "movies_genre_popular", || doc! { "genres": 1, "popular": -1, "_id": -1, "year_key": 1 }),
    index(
        MOVIES,
        "movies_genre_top_rated",
        || doc! { "genres": 1, "top_rated": -1, "_id": -1, "year_key": 1 },
    ),
    index(MOVIES, "movies_genre_year", || doc! { "genres": 1, "year_key": -1, "_id": -1 }),
    index(MOVIES, "movies_genre_title", || doc! { "genres": 1, "title_key": 1, "_id": 1, "year_key": 1 }),
    // Films with a word that begins so.
    index(MOVIES, "movies_words", || doc! { "words": 1 }),
    // The film of a source, for imports. One film a source.
    index(MOVIES, "movies_source", || doc! { "source.name": 1, "source.id": 1 })
        .unique()
        .partial(|| doc! { "source.name": { "$exists": true } }),
    // The film that was made under a key. One thing a caller and key.
    index(MOVIES, "movies_key", || doc! { "creator": 1, "key": 1 })
        .unique()
        .partial(|| doc! { "key": { "$exists": true } }),
    // The films that a person made, for what is held on them.
    index(MOVIES, "movies_creator", || doc! { "creator": 1 })
        .partial(|| doc! { "creator": { "$exists": true } }),
    // The genres, those with most films first.
    index(GENRES, "genres_films", || doc! { "films": -1, "_id": 1 }),
    // A film's comments, without the replies, in each order.
    index(COMMENTS, "comments_top", || doc! { "movie": 1, "reply": 1, "top": -1, "_id": -1 }),
    index(COMMENTS, "comments_age", || doc! { "movie": 1, "reply": 1, "created_at": -1, "_id": -1 }),
    // A thread's replies, the oldest first, and how many of them live.
    index(COMMENTS, "comments_root", || doc! { "root": 1, "_id": 1 }),
    // What answers a comment, and how many of that live.
    index(COMMENTS, "comments_parent", || doc! { "parent": 1, "deleted": 1 }),
    // How many comments of a film live.
    index(COMMENTS, "comments_movie", || doc! { "movie": 1, "deleted": 1 }),
    // A person's comments, the newest first.
    index(COMMENTS, "comments_author", || doc! { "author": 1, "_id": -1 })
        .partial(|| doc! { "author": { "$exists": true } }),
    // The comment that was made under a key, and all that one person made so. One thing a caller and key.
    index(COMMENTS, "comments_key", || doc! { "maker": 1, "key": 1 })
        .unique()
        .partial(|| doc! { "key": { "$exists": true } }),
    // Comments whose counters may not have followed them, for `settle`.
    index(COMMENTS, "comments_pending", || doc! { "pending.at": 1 })
        .partial(|| doc! { "pending.at": { "$exists": true } }),
    // How many like and dislike a thing.
    index(REACTIONS, "reactions_target", || doc! { "_id.target": 1, "value": 1 }),
    // Votes whose counters may not have followed them, for `settle`.
    index(REACTIONS, "reactions_pending", || doc! { "pending.at": 1 })
        .partial(|| doc! { "pending.at": { "$exists": true } }),
    // How many gave a film each score.
    index(RATINGS, "ratings_movie", || doc! { "_id.movie": 1, "score": 1 }),
    // Scores whose counters may not have followed them, for `settle`.
    index(RATINGS, "ratings_pending", || doc! { "pending.at": 1 })
        .partial(|| doc! { "pending.at": { "$exists": true } }),
    // A person's list, what was added last first.
    index(USER_MOVIES, "user_movies_added", || doc! { "_id.user": 1, "added_at": -1, "_id.movie": -1 }),
    // Whose lists a film stands in, for its end.
    index(USER_MOVIES, "user_movies_movie", || doc! { "_id.movie": 1 }),
    // One open report a person and thing.
    index(REPORTS, "reports_open", || doc! { "user": 1, "target": 1 })
        .unique()
        .partial(|| doc! { "status": "open" }),
    index(REPORTS, "reports_key", || doc! { "user": 1, "key": 1 })
        .unique()
        .partial(|| doc! { "key": { "$exists": true } }),
    // A person's reports, whatever became of them.
    index(REPORTS, "reports_user", || doc! { "user": 1 }),
    // The latest reports of a thing, and how many there are.
    index(REPORTS, "reports_latest", || doc! { "target": 1, "_id": -1 }),
    // The reports of a film and of what is on it, for its end. Also those that name no film yet, for `migrate`.
    index(REPORTS, "reports_movie", || doc! { "movie": 1 }),
    // The reports that quote a person.
    index(REPORTS, "reports_quoted", || doc! { "quoted": 1 })
        .partial(|| doc! { "quoted": { "$exists": true } }),
    // The case of a thing. One case a thing.
    index(CASES, "cases_target", || doc! { "target": 1 }).unique(),
    // Cases, those with the latest reports first.
    index(CASES, "cases_latest", || doc! { "latest": -1 }),
    index(CASES, "cases_status", || doc! { "status": 1, "latest": -1 }),
    index(CASES, "cases_kind", || doc! { "kind": 1, "latest": -1 }),
    index(CASES, "cases_kind_status", || doc! { "kind": 1, "status": 1, "latest": -1 }),
    // What a moderator decided.
    index(CASES, "cases_moderator", || doc! { "decided.moderator": 1 })
        .partial(|| doc! { "decided.moderator": { "$exists": true } }),
    // What a person does not see: all of it, and the latest first.
    index(HIDDEN_MOVIES, "hidden_movies_report", || doc! { "_id.user": 1, "report": -1, "_id.movie": 1 })
        .unique(),
    index(HIDDEN_MOVIES, "hidden_movies_movie", || doc! { "_id.movie": 1 }),
    // The films whose end has begun, the longest ago first.
    index(REMOVALS, "removals_begun", || doc! { "begun_at": 1 }),
    // From whom a comment is hidden.
    index(HIDDEN_COMMENTS, "hidden_comments_comment", || doc! { "_id.comment": 1 }),
    // Whom a person blocked, the latest first.
    index(BLOCKS, "blocks_latest", || doc! { "_id.user": 1, "created_at": -1, "_id.blocked": -1 }),
    // Who blocked a person.
    index(BLOCKS, "blocks_blocked", || doc! { "_id.blocked": 1 }),
    // Who muted a thread.
    index(MUTES, "mutes_thread", || doc! { "_id.thread": 1 }),
    // What a person is told, the latest first.
    index(NOTIFICATIONS, "notifications_user", || doc! { "user": 1, "_id": -1 }),
    // Who was told of a report.
    index(NOTIFICATIONS, "notifications_report", || doc! { "report": 1 })
        .partial(|| doc! { "report": { "$exists": true } }),
    // The messages from one person to another by age: two stretches are a conversation. What others wrote to a person.
    index(MESSAGES, "messages_way", || doc! { "to": 1, "from": 1, "_id": 1 }),
    // The message that was sent under a name. One message a sender and name. The name comes first: an index that begins
    // with the sender would be a choice where those below are wanted.
    index(MESSAGES, "messages_client", || doc! { "client_id": 1, "from": 1 }).unique(),
    // What a person has not read, of each sender.
    index(MESSAGES, "messages_unread", || doc! { "unread_by": 1, "from": 1, "_id": 1 })
        .partial(|| doc! { "unread_by": { "$exists": true } }),
    // What no device of a person's has, of each sender.
    index(MESSAGES, "messages_undelivered", || doc! { "undelivered_to": 1, "from": 1, "_id": 1 })
        .partial(|| doc! { "undelivered_to": { "$exists": true } }),
    // A person's conversations, that with the latest message first.
    index(CONVERSATIONS, "conversations_latest", || doc! { "people": 1, "last": -1 }),
    // A person's pictures.
    index(MEDIA, "media_owner", || doc! { "owner": 1 }).partial(|| doc! { "owner": { "$exists": true } }),
    // The pictures that nothing uses, by their age.
    index(MEDIA, "media_unused", || doc! { "unused_since": 1, "_id": 1 })
        .partial(|| doc! { "unused_since": { "$exists": true } }),
    // The letters that are due, the oldest first.
    index(LETTERS, "letters_due", || doc! { "created_at": 1, "_id": 1, "due_at": 1 }),
    // A person's letters.
    index(LETTERS, "letters_user", || doc! { "user": 1 }).partial(|| doc! { "user": { "$exists": true } }),
];

/// Indexes of earlier versions that are in the way of this one, or whose work another one of it does.
const RETIRED: &[(&str, &str)] =
    &[(USERS, "users_email"), (REPORTS, "reports_target"), (MOVIES, "movies_popular")];

impl Mongo {
    /// Makes every collection and index that is not there, what people and films are found by that were stored before that
    /// was, and the cases of reports that were made before there were cases. The same again changes nothing; indexes of others
    /// stay.
    pub async fn migrate(&self) -> StoreResult<()> {
        // Building an index over very many documents takes long.
        self.run_within(std::time::Duration::from_hours(1), async |mongo: Self| {
            for collection in collections() {
                let models: Vec<_> =
                    INDEXES.iter().filter(|index| index.collection == collection).map(Index::model).collect();
                let documents: Collection<Document> = mongo.collection(collection);
                if models.is_empty() {
                    continue;
                }
                documents.create_indexes(models).await?;
            }
            for (collection, name) in RETIRED {
                let documents: Collection<Document> = mongo.collection(collection);
                if documents.list_index_names().await?.iter().any(|there| there == name) {
                    documents.drop_index(*name).await?;
                }
            }
            mongo.index_people().await?;
            mongo.index_films().await?;
            mongo.open_cases().await
        })
        .await
    }

    /// The names of the indexes that `migrate` would make.
    pub async fn missing_indexes(&self) -> StoreResult<Vec<&'static str>> {
        self.run(async |mongo: Self| mongo.missing().await).await
    }

    async fn missing(&self) -> Outcome<Vec<&'static str>> {
        let mut missing = Vec::new();
        let there = self.database.list_collection_names().await?;
        for collection in collections() {
            let documents: Collection<Document> = self.collection(collection);
            let names = if there.iter().any(|name| name == collection) {
                documents.list_index_names().await?
            } else {
                Vec::new()
            };
            let absent = |index: &&Index| {
                index.collection == collection && !names.iter().any(|name| name == index.name)
            };
            missing.extend(INDEXES.iter().filter(absent).map(|index| index.name));
        }
        Ok(missing)
    }
}

/// Every collection that has indexes, once.
fn collections() -> Vec<&'static str> {
    let mut names: Vec<&str> = INDEXES.iter().map(|index| index.collection).collect();
    names.dedup();
    names
}
