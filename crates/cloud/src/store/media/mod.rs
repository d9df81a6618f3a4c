//! What is known of pictures: awaited, ready, used, and let go once nothing uses them any more.

mod avatar;
mod document;

use async_trait::async_trait;
use kenmovie_common::domain::{Media, MediaPurpose, PictureSize, User};
use kenmovie_common::ports::{Pictures, StoreResult};
use kenmovie_common::{MediaId, Time, UserId};
use mongodb::ClientSession;
use mongodb::bson::{Bson, DateTime, Document, Uuid, doc};

use super::client::{LONGEST, Mongo};
use super::error::{Outcome, corrupt};
use super::find::Find;
use super::schema::{MEDIA, USERS};
use super::users::living;
use super::value::{date, uuid};

pub(super) use document::{MediaDocument, Pixels, unused_since};

/// Earlier than everything.
const AT_ONCE: DateTime = DateTime::MIN;

#[async_trait]
impl Pictures for Mongo {
    async fn await_media(&self, media: &Media) -> StoreResult<bool> {
        let media = MediaDocument::new(media);
        self.run(async move |mongo: Self| await_media(&mongo, media).await).await
    }

    async fn media(&self, id: MediaId) -> StoreResult<Option<Media>> {
        self.run(async move |mongo: Self| {
            let media = mongo.collection::<MediaDocument>(MEDIA);
            let found = media.find_one(owned(uuid(id.bytes()))).max_time(LONGEST).await?;
            found.map(MediaDocument::media).transpose()
        })
        .await
    }

    async fn finish_media(&self, id: MediaId, size: PictureSize) -> StoreResult<bool> {
        self.run(async move |mongo: Self| {
            let mut awaited = owned(uuid(id.bytes()));
            awaited.insert("pixels", doc! { "$exists": false });
            let pixels = doc! { "width": size.width, "height": size.height };
            let media = mongo.collection::<Document>(MEDIA);
            let finished = media.update_one(awaited, doc! { "$set": { "pixels": pixels } }).await?;
            Ok(finished.modified_count > 0)
        })
        .await
    }

    async fn set_avatar(&self, user: UserId, media: Option<MediaId>) -> StoreResult<Option<User>> {
        self.run(async move |mongo: Self| avatar::set(&mongo, user, media).await).await
    }

    async fn unused_media(&self, before: Time, limit: usize) -> StoreResult<Vec<MediaId>> {
        self.run(async move |mongo: Self| {
            let ids = unused(before).up_to(limit).ids(&mongo).await?;
            let media = |id: Bson| match id {
                Bson::Binary(id) => {
                    let id = id.to_uuid().map_err(corrupt)?;
                    Ok(MediaId::from_bytes(id.bytes()))
                }
                other => Err(corrupt(format!("the picture {other}"))),
            };
            ids.into_iter().map(media).collect()
        })
        .await
    }

    async fn forget_media(&self, ids: &[MediaId]) -> StoreResult<()> {
        let ids: Vec<Uuid> = ids.iter().map(|id| uuid(id.bytes())).collect();
        self.run(async move |mongo: Self| {
            let unused = doc! { "_id": { "$in": ids }, "used": false };
            mongo.collection::<Document>(MEDIA).delete_many(unused).await?;
            Ok(())
        })
        .await
    }
}

async fn await_media(mongo: &Mongo, media: MediaDocument) -> Outcome<bool> {
    let Some(owner) = media.owner else { return Ok(false) };
    let users = mongo.collection::<Document>(USERS);
    let owner = users.find_one(living(owner)).projection(doc! { "_id": 1 }).max_time(LONGEST).await?;
    if owner.is_some() {
        mongo.collection::<MediaDocument>(MEDIA).insert_one(media).await?;
    }
    Ok(owner.is_some())
}

fn owned(id: Uuid) -> Document {
    doc! { "_id": id, "owner": { "$exists": true } }
}

/// What nothing uses, what has waited longest first.
pub(super) fn unused(before: Time) -> Find {
    Find {
        collection: MEDIA,
        filter: doc! { "unused_since": { "$lt": date(before) } },
        sort: doc! { "unused_since": 1, "_id": 1 },
        hint: "media_unused",
        ..Find::default()
    }
}

/// Uses a ready picture in a message to somebody, in this transaction; its size. None where it is not the sender's, not for
/// messages, or not ready.
pub(super) async fn share(
    mongo: &Mongo,
    session: &mut ClientSession,
    picture: Uuid,
    owner: Uuid,
    with: Uuid,
) -> Outcome<Option<PictureSize>> {
    let media = mongo.collection::<MediaDocument>(MEDIA);
    let becomes = doc! { "$set": { "used": true, "shared_with": with }, "$unset": { "unused_since": "" } };
    let ready = ready(picture, owner, MediaPurpose::Message);
    let shared = media.find_one_and_update(ready, becomes).session(session).await?;
    Ok(shared.and_then(|media| media.pixels).map(PictureSize::from))
}

/// Somebody's picture that may be used from now on.
fn ready(picture: Uuid, owner: Uuid, purpose: MediaPurpose) -> Document {
    doc! {
        "_id": picture,
        "owner": owner,
        "purpose": purpose.as_str(),
        "pixels": { "$exists": true },
        "used": false,
    }
}

/// What becomes of pictures that nothing uses any more: they are nobody's, and swept whatever their age.
fn let_go() -> Document {
    doc! {
        "$set": { "used": false, "unused_since": AT_ONCE },
        "$unset": { "owner": "", "shared_with": "" },
    }
}

impl Mongo {
    /// Leaves these pictures to be swept.
    pub(super) async fn let_go_of(&self, pictures: Vec<Bson>) -> Outcome<()> {
        if !pictures.is_empty() {
            let media = self.collection::<Document>(MEDIA);
            media.update_many(doc! { "_id": { "$in": pictures } }, let_go()).await?;
        }
        Ok(())
    }
}
