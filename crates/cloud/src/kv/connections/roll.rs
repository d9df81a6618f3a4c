//! Rolls: the connections of a person, of an API token, or at a film, in a map of one item. An entry is one conditional
//! write; those that have ended are struck off when a roll is full.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use kenmovie_common::Time;
use kenmovie_common::ports::Connection;

use super::stored::{packed, unpacked};
use crate::kv::client::{Dynamo, persist};
use crate::kv::error::{Failure, Outcome, corrupt, unless_refused};
use crate::kv::item::{EXPIRES, Item, KEY, expiry, number, text};

/// The attribute that is the map: a connection's id leads to what is packed.
const OPEN: &str = "open";
/// So many are struck off in one write: an expression has 4 KB at most.
const STRUCK: usize = 100;

/// Whether there was a place in a roll.
pub(super) enum Place {
    Taken,
    /// All are taken by these, which have not ended.
    Full(Vec<Connection>),
}

impl Dynamo {
    /// Enters a connection, if it is one of so many then; twice is once.
    pub(super) async fn enter(
        &self,
        roll: &str,
        connection: &Connection,
        most: usize,
        now: Time,
    ) -> Outcome<Place> {
        persist(|| self.enter_one(roll, connection, most, now)).await
    }

    /// Enters a connection in the place of another, one try; false where that is not there any more.
    pub(super) async fn replace(
        &self,
        roll: &str,
        other: &str,
        connection: &Connection,
        now: Time,
    ) -> Outcome<Option<bool>> {
        let asked = self
            .entering(roll, now)
            .update_expression("REMOVE #open.#other SET #open.#id = :entry, #expires = :expires")
            .condition_expression("attribute_exists(#open.#other)")
            .expression_attribute_names("#id", &connection.id)
            .expression_attribute_names("#other", other)
            .expression_attribute_values(":entry", packed(connection));
        Ok(Some(unless_refused(asked.send().await.map_err(Failure::from))?.is_some()))
    }

    /// Strikes connections off, if they are there.
    pub(super) async fn leave(&self, roll: &str, ids: &[&str]) -> Outcome<()> {
        persist(|| self.strike(roll, ids)).await
    }

    /// One try. None where others entered or left meanwhile.
    async fn enter_one(
        &self,
        roll: &str,
        connection: &Connection,
        most: usize,
        now: Time,
    ) -> Outcome<Option<Place>> {
        let asked = self
            .entering(roll, now)
            .update_expression("SET #open.#id = :entry, #expires = :expires")
            .condition_expression(
                "attribute_exists(#open) AND (size(#open) < :most OR attribute_exists(#open.#id))",
            )
            .expression_attribute_names("#id", &connection.id)
            .expression_attribute_values(":entry", packed(connection))
            .expression_attribute_values(":most", number(most))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let full = match asked.send().await {
            Ok(_) => return Ok(Some(Place::Taken)),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(why)) => {
                    Item(why.item.clone().unwrap_or_default())
                }
                _ => return Err(error.into()),
            },
        };
        if full.map(OPEN)?.is_none() {
            return Ok(self.begin(roll, connection, now).await?.then_some(Place::Taken));
        }
        let ended: Vec<String> =
            entries(Some(&full))?.into_iter().filter(|one| one.ends_at <= now).map(|one| one.id).collect();
        if ended.is_empty() {
            return Ok(Some(Place::Full(living(Some(&full), now)?)));
        }
        let ended: Vec<&str> = ended.iter().map(String::as_str).take(STRUCK).collect();
        self.strike(roll, &ended).await?;
        Ok(None)
    }

    /// Makes a roll of one; false where there is one by now.
    async fn begin(&self, roll: &str, connection: &Connection, now: Time) -> Outcome<bool> {
        let one = HashMap::from([(connection.id.clone(), packed(connection))]);
        let asked = self
            .entering(roll, now)
            .update_expression("SET #open = :one, #expires = :expires")
            .condition_expression("attribute_not_exists(#open)")
            .expression_attribute_values(":one", AttributeValue::M(one));
        Ok(unless_refused(asked.send().await.map_err(Failure::from))?.is_some())
    }

    /// A roll stays as long as any connection that is in it now can live.
    fn entering(&self, roll: &str, now: Time) -> UpdateItemFluentBuilder {
        self.updating(roll)
            .expression_attribute_names("#expires", EXPIRES)
            .expression_attribute_values(":expires", expiry(now + Connection::LIFE))
    }

    fn updating(&self, roll: &str) -> UpdateItemFluentBuilder {
        let asked = self.client.update_item().table_name(&self.table).key(KEY, text(roll));
        asked.expression_attribute_names("#open", OPEN)
    }

    async fn strike(&self, roll: &str, ids: &[&str]) -> Outcome<Option<()>> {
        let places: Vec<String> = (0..ids.len()).map(|place| format!("#i{place}")).collect();
        let struck: Vec<String> = places.iter().map(|place| format!("#open.{place}")).collect();
        let mut asked = self
            .updating(roll)
            .update_expression(format!("REMOVE {}", struck.join(", ")))
            .condition_expression("attribute_exists(#open)");
        for (place, id) in places.into_iter().zip(ids) {
            asked = asked.expression_attribute_names(place, *id);
        }
        unless_refused(asked.send().await.map_err(Failure::from)).map(|_| Some(()))
    }
}

/// Those of a roll that have not ended.
pub(super) fn living(roll: Option<&Item>, now: Time) -> Outcome<Vec<Connection>> {
    let mut entries = entries(roll)?;
    entries.retain(|connection| connection.ends_at > now);
    Ok(entries)
}

fn entries(roll: Option<&Item>) -> Outcome<Vec<Connection>> {
    let Some(open) = roll.map(|roll| roll.map(OPEN)).transpose()?.flatten() else { return Ok(Vec::new()) };
    let entry = |(id, entry): (&String, &AttributeValue)| match entry {
        AttributeValue::B(bytes) => unpacked(id, bytes.as_ref()),
        other => Err(corrupt(format!("the connection {id:?}: {other:?}"))),
    };
    open.iter().map(entry).collect()
}
