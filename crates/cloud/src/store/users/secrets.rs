//! Passwords, and the proof of addresses. A letter that tells of a change is put in the outbox by the change's own
//! transaction.

use std::sync::Arc;

use kenmovie_common::domain::{Letter, User};
use mongodb::bson::{Document, Uuid, doc};
use mongodb::options::{ReturnDocument, UpdateModifications};

use super::account::{found_anew, taken};
use super::document::{UserDocument, living, shown};
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::letters::{LetterDocument, post};
use crate::store::schema::USERS;
use crate::store::value::signed;

pub(super) async fn change_password(
    mongo: &Mongo,
    id: Uuid,
    seen: u64,
    hash: String,
    letter: Letter,
) -> Outcome<Option<User>> {
    let mut is = living(id);
    is.insert("auth_epoch", signed(seen));
    let becomes = doc! { "$set": { "password_hash": hash }, "$inc": { "auth_epoch": 1_i64 } };
    told(mongo, is, becomes.into(), LetterDocument::of(letter, Some(id))).await
}

/// `key` is the address in lower case.
pub(super) async fn reset_password(
    mongo: &Mongo,
    id: Uuid,
    key: String,
    hash: String,
    letter: Letter,
) -> Outcome<Option<User>> {
    let mut is = living(id);
    is.insert("email_key", key);
    // A stage reads what was there before it.
    let becomes = doc! { "$set": {
        "password_hash": { "$literal": hash },
        "auth_epoch": { "$add": ["$auth_epoch", 1_i64] },
        "providers": { "$cond": ["$email_verified", "$providers", "$$REMOVE"] },
        "email_verified": true,
    } };
    told(mongo, is, vec![becomes].into(), LetterDocument::of(letter, Some(id))).await
}

/// Changes who matches, and tells them.
async fn told(
    mongo: &Mongo,
    is: Document,
    becomes: UpdateModifications,
    letter: LetterDocument,
) -> Outcome<Option<User>> {
    let act = Arc::new((is, becomes, letter));
    mongo
        .transaction(move |mongo, session| {
            let act = Arc::clone(&act);
            Box::pin(async move {
                let (is, becomes, letter) = &*act;
                let users = mongo.collection::<UserDocument>(USERS);
                let changed = users.find_one_and_update(is.clone(), becomes.clone()).projection(shown());
                let changed = changed.return_document(ReturnDocument::After).session(&mut *session).await?;
                let Some(changed) = changed else { return Ok(None) };
                post(mongo, session, letter).await?;
                changed.user().map(Some)
            })
        })
        .await
}

pub(super) async fn prove_email(
    mongo: &Mongo,
    id: Uuid,
    email: String,
    letter: Option<Letter>,
) -> Outcome<Option<User>> {
    let act = Arc::new((email.to_lowercase(), email, letter));
    let proven = mongo.transaction(move |mongo, session| {
        let act = Arc::clone(&act);
        Box::pin(async move {
            let (key, email, letter) = &*act;
            let users = mongo.collection::<UserDocument>(USERS);
            let becomes = doc! { "$set": { "email_key": key, "email": email, "email_verified": true } };
            let before = users.find_one_and_update(living(id), becomes).projection(shown());
            let Some(before) = before.session(&mut *session).await? else { return Ok(None) };
            let replaced = before.email_key.as_ref() != Some(key);
            if let Some(letter) = letter.as_ref().filter(|_| replaced) {
                let letter = Letter { to: before.email.clone(), ..letter.clone() };
                post(mongo, session, &LetterDocument::of(letter, Some(id))).await?;
            }
            let proven = UserDocument { email: email.clone(), email_verified: true, ..before };
            found_anew(mongo, session, &proven).await?;
            proven.user().map(Some)
        })
    });
    proven.await.map_err(taken)
}
