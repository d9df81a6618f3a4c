//! People whom a provider identified. Who is whose is decided by the unique indexes over addresses and over links: whoever
//! loses against another of the same person's visits looks again, and finds what that one has made.

use kenmovie_common::domain::{ProviderAccount, User};
use kenmovie_common::ports::{Constraint, ProviderVisit, StoreError, Visitor};
use mongodb::bson::{Document, Uuid, doc};

use super::account::{change, create, find};
use super::document::{UserDocument, linked, living};
use crate::store::client::Mongo;
use crate::store::error::{Failure, Outcome};

/// Each further try needs another write that came between.
const TRIES: usize = 16;

pub(super) async fn welcome(mongo: &Mongo, visit: &ProviderVisit) -> Outcome<Visitor> {
    for _ in 0..TRIES {
        match meet(mongo, visit).await {
            Ok(Some(visitor)) => return Ok(visitor),
            // Another of the same person's visits came first.
            Ok(None)
            | Err(Failure::Store(StoreError::Conflict(Constraint::Email | Constraint::Provider))) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(StoreError::Unavailable("one person comes too often at once".to_owned()).into())
}

/// None where the account became another meanwhile.
async fn meet(mongo: &Mongo, visit: &ProviderVisit) -> Outcome<Option<Visitor>> {
    if let Some(known) = find(mongo, with_link(&visit.account)).await? {
        return Ok(Some(Visitor::Known(known.user()?)));
    }
    let key = visit.new.email.to_lowercase();
    let Some(found) = find(mongo, doc! { "email_key": &key }).await? else {
        let made = create(mongo, visit.new.clone(), vec![visit.account.clone()]).await?;
        return Ok(Some(Visitor::New(made)));
    };
    if found.providers.contains(&visit.account) {
        return Ok(Some(Visitor::Known(found.user()?)));
    }
    if !visit.proves_email {
        return Ok(Some(Visitor::EmailTaken));
    }
    let UserDocument { id, email_verified, .. } = found;
    let mut same = living(id);
    same.extend(doc! { "email_key": key, "email_verified": email_verified });
    let account = linked(&visit.account);
    if email_verified {
        let user = change(mongo, same, doc! { "$addToSet": { "providers": account } }).await?;
        return Ok(user.map(Visitor::Linked));
    }
    let becomes = doc! {
        "$set": { "email_verified": true, "providers": [account] },
        "$unset": { "password_hash": "" },
        "$inc": { "auth_epoch": 1_i64 },
    };
    Ok(change(mongo, same, becomes).await?.map(Visitor::TakenOver))
}

/// Linking twice is linking once.
pub(super) async fn link(mongo: &Mongo, id: Uuid, account: &ProviderAccount) -> Outcome<Option<User>> {
    change(mongo, living(id), doc! { "$addToSet": { "providers": linked(account) } }).await
}

/// Who is linked to a provider's account: one person at most.
pub(in crate::store) fn with_link(account: &ProviderAccount) -> Document {
    doc! { "providers": linked(account) }
}
