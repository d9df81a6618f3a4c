//! Counts of acts.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::ReturnValue;
use kenmovie_common::Time;
use kenmovie_common::ports::{Count, Counters, StoreResult};

use super::client::{Dynamo, persist};
use super::error::{Outcome, unless_refused};
use super::item::{Item, KEY, count_key, date, expiry, number, text};

#[async_trait]
impl Counters for Dynamo {
    /// Where an answer is lost on its way the SDK asks again, and one act may count twice: a limit errs to the strict
    /// side.
    async fn count(&self, key: &str, window: Duration, now: Time) -> StoreResult<Count> {
        let key = count_key(key);
        self.run(async move |dynamo: Self| persist(|| dynamo.count_one(&key, window, now)).await).await
    }
}

impl Dynamo {
    /// One try. None where others began and ended windows meanwhile.
    async fn count_one(&self, key: &str, window: Duration, now: Time) -> Outcome<Option<Count>> {
        // Most windows are open. Who cannot begin a new one finds it begun by another.
        match unless_refused(self.count_on(key, now).await)? {
            Some(count) => Ok(Some(count)),
            None => unless_refused(self.begin_window(key, now, now + window).await),
        }
    }

    /// Counts in the window that is open.
    async fn count_on(&self, key: &str, now: Time) -> Outcome<Count> {
        let asked = self
            .client
            .update_item()
            .table_name(&self.table)
            .key(KEY, text(key))
            .update_expression("ADD used :one")
            .condition_expression("resets_at > :now")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":now", date(now))
            .return_values(ReturnValue::AllNew);
        let counted = Item(asked.send().await?.attributes.unwrap_or_default());
        Ok(Count { used: counted.number("used")?, resets_at: counted.time("resets_at")? })
    }

    /// Counts the first of a new window, where none is open.
    async fn begin_window(&self, key: &str, now: Time, resets_at: Time) -> Outcome<Count> {
        self.client
            .update_item()
            .table_name(&self.table)
            .key(KEY, text(key))
            .update_expression("SET used = :one, resets_at = :resets_at, expires = :expires")
            .condition_expression("attribute_not_exists(pk) OR resets_at <= :now")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":now", date(now))
            .expression_attribute_values(":resets_at", date(resets_at))
            .expression_attribute_values(":expires", expiry(resets_at))
            .send()
            .await?;
        Ok(Count { used: 1, resets_at })
    }
}
