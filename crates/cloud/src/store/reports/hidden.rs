//! What a person does not see, and the report that hid it.

use mongodb::ClientSession;
use mongodb::bson::{Bson, Document, Uuid, doc};
use serde::{Deserialize, Serialize};

use super::document::ReportDocument;
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::reactions::MOVIE;
use crate::store::schema::{HIDDEN_COMMENTS, HIDDEN_MOVIES};

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct Hidden {
    #[serde(rename = "_id")]
    pub(in crate::store) key: HiddenKey,
    pub(in crate::store) report: Uuid,
}

/// The fields' order is part of the key.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(in crate::store) struct HiddenKey {
    pub(in crate::store) user: Uuid,
    pub(in crate::store) movie: Uuid,
}

impl HiddenKey {
    pub(super) fn bson(self) -> Bson {
        doc! { "user": self.user, "movie": self.movie }.into()
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct HiddenComment {
    #[serde(rename = "_id")]
    pub(in crate::store) key: HiddenCommentKey,
    pub(in crate::store) report: Uuid,
}

/// The fields' order is part of the key.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(in crate::store) struct HiddenCommentKey {
    pub(in crate::store) user: Uuid,
    pub(in crate::store) comment: Uuid,
}

impl HiddenCommentKey {
    pub(in crate::store) fn bson(self) -> Bson {
        doc! { "user": self.user, "comment": self.comment }.into()
    }
}

/// Hides what was reported from whoever did.
pub(super) async fn hide(mongo: &Mongo, session: &mut ClientSession, report: &ReportDocument) -> Outcome<()> {
    let &ReportDocument { id, user, target, .. } = report;
    let (collection, key) = if report.kind == MOVIE {
        (HIDDEN_MOVIES, HiddenKey { user, movie: target }.bson())
    } else {
        (HIDDEN_COMMENTS, HiddenCommentKey { user, comment: target }.bson())
    };
    let hidden = mongo.collection::<Document>(collection);
    let hides = hidden.update_one(doc! { "_id": key }, doc! { "$set": { "report": id } });
    hides.upsert(true).session(session).await?;
    Ok(())
}
