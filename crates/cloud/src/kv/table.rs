//! The table itself.

use std::time::Duration;

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, TableStatus,
    TimeToLiveSpecification, TimeToLiveStatus,
};
use kenmovie_common::ports::StoreResult;

use super::client::{Dynamo, persist_for};
use super::error::Outcome;
use super::item::{EXPIRES, KEY};
use crate::patience::within;

/// A table at AWS is there some ten seconds after it was asked for.
const MIGRATING: Duration = Duration::from_mins(1);

impl Dynamo {
    /// Creates the table where it is missing, paid by request and with its items' expiry, and waits until it can be used.
    /// Changes nothing where it is there. At AWS this is a deployment's work, not a function's.
    pub async fn migrate(&self) -> StoreResult<()> {
        let dynamo = self.clone();
        within(MIGRATING, async move {
            persist_for(MIGRATING, || dynamo.create()).await?;
            persist_for(MIGRATING, || dynamo.let_expire()).await
        })
        .await
    }

    /// Some once the table is there.
    async fn create(&self) -> Outcome<Option<()>> {
        match self.client.describe_table().table_name(&self.table).send().await {
            Ok(told) => {
                let status = told.table.and_then(|table| table.table_status);
                return Ok((status == Some(TableStatus::Active)).then_some(()));
            }
            Err(error) if error.code() == Some("ResourceNotFoundException") => {}
            Err(error) => return Err(error.into()),
        }
        let key = AttributeDefinition::builder().attribute_name(KEY).attribute_type(ScalarAttributeType::S);
        let schema = KeySchemaElement::builder().attribute_name(KEY).key_type(KeyType::Hash);
        let created = self
            .client
            .create_table()
            .table_name(&self.table)
            .billing_mode(BillingMode::PayPerRequest)
            .attribute_definitions(key.build()?)
            .key_schema(schema.build()?)
            .send()
            .await;
        match created {
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
