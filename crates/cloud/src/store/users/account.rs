//! Accounts: made, read and edited.

use kenmovie_common::domain::{NewUser, ProviderAccount, User, UserChange};
use kenmovie_common::ports::{Constraint, StoreError};
use mongodb::ClientSession;
use mongodb::bson::{self, Document, Uuid, doc};
use mongodb::options::{ReturnDocument, UpdateModifications};

use super::document::{UserDocument, living, shown};
use super::found_by::FoundBy;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::{Failure, Outcome, corrupt};
use crate::store::schema::USERS;

pub(super) async fn find(mongo: &Mongo, is: Document) -> Outcome<Option<UserDocument>> {
    let users = mongo.collection::<UserDocument>(USERS);
    Ok(users.find_one(is).projection(shown()).max_time(LONGEST).await?)
}

/// Makes an account that is linked to these.
pub(super) async fn create(mongo: &Mongo, new: NewUser, providers: Vec<ProviderAccount>) -> Outcome<User> {
    let document = UserDocument::new(new, providers);
    match mongo.collection::<UserDocument>(USERS).insert_one(&document).await {
        Ok(_) => document.user(),
        Err(error) => Err(taken(error.into())),
    }
}

/// Which rule a write broke that would have made two accounts of one.
pub(super) fn taken(failure: Failure) -> Failure {
    if failure.is_duplicate("users_address") {
        StoreError::Conflict(Constraint::Email).into()
    } else if failure.is_duplicate("users_providers") {
        StoreError::Conflict(Constraint::Provider).into()
    } else {
        failure
    }
}

/// Changes who matches in one write; the person as they are then, none where nobody matches.
pub(super) async fn change(
    mongo: &Mongo,
    is: Document,
    becomes: impl Into<UpdateModifications>,
) -> Outcome<Option<User>> {
    let users = mongo.collection::<UserDocument>(USERS);
    let changed = users.find_one_and_update(is, becomes).projection(shown());
    let changed = changed.return_document(ReturnDocument::After).await;
    changed.map_err(|error| taken(error.into()))?.map(UserDocument::user).transpose()
}

pub(super) async fn edit(mongo: &Mongo, id: Uuid, wanted: UserChange) -> Outcome<Option<User>> {
    let mut members = Document::new();
    members.extend(wanted.age.map(|age| ("age".to_owned(), i32::from(age).into())));
    members.extend(wanted.language.map(|language| ("language".to_owned(), language.as_str().into())));
    let Some(name) = wanted.name else {
        if members.is_empty() {
            return find(mongo, living(id)).await?.map(UserDocument::user).transpose();
        }
        return change(mongo, living(id), doc! { "$set": members }).await;
    };
    members.insert("name", name);
    mongo
        .transaction(move |mongo, session| {
            let becomes = doc! { "$set": members.clone() };
            Box::pin(async move {
                let users = mongo.collection::<UserDocument>(USERS);
                let changed = users.find_one_and_update(living(id), becomes);
                let changed = changed.return_document(ReturnDocument::After).session(&mut *session).await?;
                let Some(changed) = changed else { return Ok(None) };
                found_anew(mongo, session, &changed).await?;
                changed.user().map(Some)
            })
        })
        .await
}

/// Changes a person in this transaction; as they are then, none where they are not there.
pub(in crate::store) async fn change_within(
    mongo: &Mongo,
    session: &mut ClientSession,
    id: Uuid,
    becomes: Document,
) -> Outcome<Option<User>> {
    let users = mongo.collection::<UserDocument>(USERS);
    let changed = users.find_one_and_update(living(id), becomes).projection(shown());
    let changed = changed.return_document(ReturnDocument::After).session(session).await?;
    changed.map(UserDocument::user).transpose()
}

/// Writes what somebody is found by who got another name or address in this transaction.
pub(super) async fn found_anew(
    mongo: &Mongo,
    session: &mut ClientSession,
    user: &UserDocument,
) -> Outcome<()> {
    let found_by = bson::serialize_to_bson(&FoundBy::of(&user.name, &user.email))?;
    let users = mongo.collection::<Document>(USERS);
    let written = users.update_one(doc! { "_id": user.id }, doc! { "$set": { "found_by": found_by } });
    match written.session(session).await?.matched_count {
        0 => Err(corrupt("a person who is gone from within a transaction")),
        _ => Ok(()),
    }
}
