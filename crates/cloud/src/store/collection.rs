//! A collection that notes on each command whose work it is: the trace of the request, as the command's `comment`, which
//! MongoDB's profiler and its log of slow queries show.

use std::borrow::Borrow;
use std::ops::Deref;

use kenmovie_common::trace;
use mongodb::action::{
    Action as _, Aggregate, CountDocuments, Delete, Find, FindOne, FindOneAndDelete, FindOneAndUpdate,
    InsertMany, InsertOne, ReplaceOne, Update,
};
use mongodb::bson::{Bson, Document};
use mongodb::options::UpdateModifications;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The driver's, for what is not asked on anybody's behalf, behind commands that carry a trace.
pub(super) struct Collection<T: Send + Sync>(pub(super) mongodb::Collection<T>);

impl<T: Send + Sync> Deref for Collection<T> {
    type Target = mongodb::Collection<T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

fn traced() -> Option<Bson> {
    trace::current().map(|trace| Bson::String(trace.to_string()))
}

impl<T: Send + Sync> Collection<T> {
    pub(super) fn find(&self, filter: Document) -> Find<'_, T> {
        self.0.find(filter).optional(traced(), Find::comment)
    }

    pub(super) fn aggregate(&self, pipeline: impl IntoIterator<Item = Document>) -> Aggregate<'_> {
        self.0.aggregate(pipeline).optional(traced(), Aggregate::comment)
    }

    pub(super) fn count_documents(&self, filter: Document) -> CountDocuments<'_> {
        self.0.count_documents(filter).optional(traced(), CountDocuments::comment)
    }

    pub(super) fn update_one(&self, query: Document, update: impl Into<UpdateModifications>) -> Update<'_> {
        self.0.update_one(query, update).optional(traced(), Update::comment)
    }

    pub(super) fn update_many(&self, query: Document, update: impl Into<UpdateModifications>) -> Update<'_> {
        self.0.update_many(query, update).optional(traced(), Update::comment)
    }

    pub(super) fn delete_one(&self, query: Document) -> Delete<'_> {
        self.0.delete_one(query).optional(traced(), Delete::comment)
    }

    pub(super) fn delete_many(&self, query: Document) -> Delete<'_> {
        self.0.delete_many(query).optional(traced(), Delete::comment)
    }
}

impl<T: Send + Sync + DeserializeOwned> Collection<T> {
    pub(super) fn find_one(&self, filter: Document) -> FindOne<'_, T> {
        self.0.find_one(filter).optional(traced(), FindOne::comment)
    }

    pub(super) fn find_one_and_update(
        &self,
        filter: Document,
        update: impl Into<UpdateModifications>,
    ) -> FindOneAndUpdate<'_, T> {
        self.0.find_one_and_update(filter, update).optional(traced(), FindOneAndUpdate::comment)
    }

    pub(super) fn find_one_and_delete(&self, filter: Document) -> FindOneAndDelete<'_, T> {
        self.0.find_one_and_delete(filter).optional(traced(), FindOneAndDelete::comment)
    }
}

impl<T: Send + Sync + Serialize> Collection<T> {
    pub(super) fn insert_one(&self, document: impl Borrow<T>) -> InsertOne<'_> {
        self.0.insert_one(document).optional(traced(), InsertOne::comment)
    }

    pub(super) fn insert_many(&self, documents: impl IntoIterator<Item = impl Borrow<T>>) -> InsertMany<'_> {
        self.0.insert_many(documents).optional(traced(), InsertMany::comment)
    }

    pub(super) fn replace_one(&self, query: Document, replacement: impl Borrow<T>) -> ReplaceOne<'_> {
        self.0.replace_one(query, replacement).optional(traced(), ReplaceOne::comment)
    }
}
