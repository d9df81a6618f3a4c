//! Growing waits after wrong passwords. A try is one conditional write: what it stands on is told by the refusal of an
//! earlier one, and of many at once that saw the same state one is counted.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use kenmovie_common::Time;
use kenmovie_common::domain::Backoff;
use kenmovie_common::ports::{StoreResult, Throttle};

use super::client::{Dynamo, persist};
use super::error::Outcome;
use super::item::{Item, KEY, date, expiry, number, text, throttle_key};

#[async_trait]
impl Throttle for Dynamo {
    async fn try_under(&self, key: &str, backoff: Backoff, now: Time) -> StoreResult<Result<(), Time>> {
        let key = throttle_key(key);
        self.run(async move |dynamo: Self| persist(|| dynamo.one_try(&key, backoff, now)).await).await
    }

    async fn forgive(&self, key: &str) -> StoreResult<()> {
        let key = throttle_key(key);
        self.run(async move |dynamo: Self| persist(|| dynamo.delete(&key)).await).await
    }
}

/// What became of a write.
enum Written {
    Done,
    /// Its condition did not hold on this item.
    Not(Item),
}

impl Dynamo {
    /// None where another came between.
    async fn one_try(&self, key: &str, backoff: Backoff, now: Time) -> Outcome<Option<Result<(), Time>>> {
        let Written::Not(seen) = self.try_freely(key, backoff, now).await? else {
            return Ok(Some(Ok(())));
        };
        if seen.0.is_empty() {
            // Forgiven in this moment, or a first try that is not free.
            return self.try_after(key, None, backoff, now).await;
        }
        let waits_until = seen.time("waits_until")?;
        let remembered = seen.time("expires_at")? > now;
        if remembered && waits_until > now {
            return Ok(Some(Err(waits_until)));
        }
        self.try_after(key, Some((&seen, remembered)), backoff, now).await
    }

    /// Counts a try that no wait follows; of those many are counted at once.
    async fn try_freely(&self, key: &str, backoff: Backoff, now: Time) -> Outcome<Written> {
        let condition = if backoff.free > 1 {
            "attribute_not_exists(pk) OR (tries < :last AND expires_at > :now)"
        } else {
            "tries < :last AND expires_at > :now"
        };
        let asked = self
            .counting(key, now)
            .update_expression("SET waits_until = :now, expires_at = :end, expires = :expires ADD tries :one")
            .condition_expression(condition)
            .expression_attribute_values(":now", date(now))
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":last", number(backoff.free.saturating_sub(1)));
        written(asked.send().await)
    }

    /// Counts a try on what was seen, if that is still so.
    async fn try_after(
        &self,
        key: &str,
        seen: Option<(&Item, bool)>,
        backoff: Backoff,
        now: Time,
    ) -> Outcome<Option<Result<(), Time>>> {
        let tries = match seen {
            Some((item, true)) => item.number::<u32>("tries")?.saturating_add(1),
            Some((_, false)) | None => 1,
        };
        let asked = self
            .counting(key, now)
            .update_expression(
                "SET tries = :tries, waits_until = :until, expires_at = :end, expires = :expires",
            )
            .expression_attribute_values(":tries", number(tries))
            .expression_attribute_values(":until", date(now + backoff.wait(tries)));
        let asked = match seen {
            None => asked.condition_expression("attribute_not_exists(pk)"),
            Some((item, _)) => asked
                .condition_expression("tries = :seen AND waits_until = :waited AND expires_at = :ended")
                .expression_attribute_values(":seen", number(item.number::<u32>("tries")?))
                .expression_attribute_values(":waited", date(item.time("waits_until")?))
                .expression_attribute_values(":ended", date(item.time("expires_at")?)),
        };
        match written(asked.send().await)? {
            Written::Done => Ok(Some(Ok(()))),
            Written::Not(_) => Ok(None),
        }
    }

    /// A write that begins the item's memory anew and tells what it did not hold on.
    fn counting(&self, key: &str, now: Time) -> UpdateItemFluentBuilder {
        let end = now + Backoff::MEMORY;
        self.client
            .update_item()
            .table_name(&self.table)
            .key(KEY, text(key))
            .expression_attribute_values(":end", date(end))
            .expression_attribute_values(":expires", expiry(end))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
    }
}

fn written<T, R: std::fmt::Debug + 'static>(
    outcome: Result<T, SdkError<UpdateItemError, R>>,
) -> Outcome<Written> {
    match outcome {
        Ok(_) => Ok(Written::Done),
        Err(error) => match error.as_service_error() {
            Some(UpdateItemError::ConditionalCheckFailedException(why)) => {
                Ok(Written::Not(Item(why.item.clone().unwrap_or_default())))
            }
            _ => Err(error.into()),
        },
    }
}
