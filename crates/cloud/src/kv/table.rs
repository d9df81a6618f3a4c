//! The table itself.

use std::time::Duration;

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, CreateGlobalSecondaryIndexAction, GlobalSecondaryIndex,
    GlobalSecondaryIndexUpdate, IndexStatus, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, TableDescription, TableStatus, TimeToLiveSpecification, TimeToLiveStatus,
};
use kenmovie_common::ports::StoreResult;

use super::client::{Dynamo, persist_for};
use super::error::Outcome;
use super::item::{EXPIRES, KEY};
use super::list::{INDEX, LIST, LISTED_AT};
use crate::patience::within;

/// A table at AWS is there some ten seconds after it was asked for.
const MIGRATING: Duration = Duration::from_mins(1);

impl Dynamo {
    /// Creates the table where it is missing, paid by request and with its items' expiry, and its index, and waits until
    /// they can be used. Changes nothing where they are there. At AWS this is a deployment's work, not a function's.
    pub async fn migrate(&self) -> StoreResult<()> {
        let dynamo = self.clone();
        within(MIGRATING, async move {
            persist_for(MIGRATING, || dynamo.create()).await?;
            persist_for(MIGRATING, || dynamo.let_expire()).await
        })
        .await
    }

    /// Some once the table and its index are there.
    async fn create(&self) -> Outcome<Option<()>> {
        match self.client.describe_table().table_name(&self.table).send().await {
            Ok(told) => return self.add_index(told.table).await,
            Err(error) if error.code() == Some("ResourceNotFoundException") => {}
            Err(error) => return Err(error.into()),
        }
        let index = GlobalSecondaryIndex::builder()
            .index_name(INDEX)
            .set_key_schema(Some(index_keys()?))
            .projection(keys_only())
            .build()?;
        let created = self
            .client
            .create_table()
            .table_name(&self.table)
            .billing_mode(BillingMode::PayPerRequest)
            .set_attribute_definitions(Some(attributes()?))
            .key_schema(key(KEY, KeyType::Hash)?)
            .global_secondary_indexes(index)
            .send()
            .await;
        match created {
            // Somebody else was faster.
            Err(error) if error.code() == Some("ResourceInUseException") => Ok(None),
            outcome => Ok(outcome.map(|_| None)?),
        }
    }

    /// Adds the index to a table that was made without it.
    async fn add_index(&self, table: Option<TableDescription>) -> Outcome<Option<()>> {
        let Some(table) = table.filter(|table| table.table_status == Some(TableStatus::Active)) else {
            return Ok(None);
        };
        let indexes = table.global_secondary_indexes();
        if let Some(index) = indexes.iter().find(|index| index.index_name() == Some(INDEX)) {
            // A server that makes indexes at once may not speak of their status.
            let usable = matches!(index.index_status(), None | Some(IndexStatus::Active));
            return Ok(usable.then_some(()));
        }
        let index = CreateGlobalSecondaryIndexAction::builder()
            .index_name(INDEX)
            .set_key_schema(Some(index_keys()?))
            .projection(keys_only())
            .build()?;
        let asked = self
            .client
            .update_table()
            .table_name(&self.table)
            .set_attribute_definitions(Some(attributes()?))
            .global_secondary_index_updates(GlobalSecondaryIndexUpdate::builder().create(index).build());
        match asked.send().await {
            // Somebody else was faster.
            Err(error) if error.code() == Some("ResourceInUseException") => Ok(None),
            outcome => Ok(outcome.map(|_| None)?),
        }
    }

    /// Some once items expire.
    async fn let_expire(&self) -> Outcome<Option<()>> {
        let told = self.client.describe_time_to_live().table_name(&self.table).send().await?;
        let status = told.time_to_live_description.and_then(|told| told.time_to_live_status);
        if matches!(status, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)) {
            return Ok(Some(()));
        }
        let expiry = TimeToLiveSpecification::builder().attribute_name(EXPIRES).enabled(true).build()?;
        let asked =
            self.client.update_time_to_live().table_name(&self.table).time_to_live_specification(expiry);
        match asked.send().await {
            // Somebody else was faster.
            Err(error) if error.code() == Some("ValidationException") => Ok(None),
            outcome => Ok(outcome.map(|_| Some(()))?),
        }
    }
}

fn key(name: &str, of: KeyType) -> Outcome<KeySchemaElement> {
    Ok(KeySchemaElement::builder().attribute_name(name).key_type(of).build()?)
}

fn index_keys() -> Outcome<Vec<KeySchemaElement>> {
    Ok(vec![key(LIST, KeyType::Hash)?, key(LISTED_AT, KeyType::Range)?])
}

/// The index leads to items, and is not written when they change.
fn keys_only() -> Projection {
    Projection::builder().projection_type(ProjectionType::KeysOnly).build()
}

fn attributes() -> Outcome<Vec<AttributeDefinition>> {
    let attributes =
        [(KEY, ScalarAttributeType::S), (LIST, ScalarAttributeType::S), (LISTED_AT, ScalarAttributeType::N)];
    let defined = attributes.map(|(name, of)| {
        AttributeDefinition::builder().attribute_name(name).attribute_type(of).build().map_err(Into::into)
    });
    defined.into_iter().collect()
}
