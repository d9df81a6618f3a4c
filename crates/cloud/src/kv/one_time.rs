//! What works once. Where the answer to a taking or a claim is lost on its way, the SDK asks again and finds it taken: what
//! works once never works twice, and sometimes not at all.

use std::collections::HashMap;

use async_trait::async_trait;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use kenmovie_common::Time;
use kenmovie_common::ports::{OneTime, Purpose, StoreResult};

use super::client::{Dynamo, persist};
use super::error::{Failure, Outcome, unless_refused};
use super::item::{EXPIRES, Item, KEY, claim_key, date, expiry, secret_key, text};

#[async_trait]
impl OneTime for Dynamo {
    async fn put_secret(
        &self,
        purpose: Purpose,
        subject: &str,
        hash: [u8; 32],
        payload: String,
        expires_at: Time,
    ) -> StoreResult<()> {
        let attributes = [
            (KEY, text(secret_key(purpose, subject))),
            (EXPIRES, expiry(expires_at)),
            ("digest", AttributeValue::B(Blob::new(hash))),
            ("payload", text(payload)),
            ("expires_at", date(expires_at)),
        ];
        let item: HashMap<_, _> =
            attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.run(async move |dynamo: Self| persist(|| dynamo.put(item.clone())).await).await
    }

    async fn take_secret(
        &self,
        purpose: Purpose,
        subject: &str,
        hash: [u8; 32],
        now: Time,
    ) -> StoreResult<Option<String>> {
        let key = secret_key(purpose, subject);
        self.run(async move |dynamo: Self| persist(|| dynamo.take(&key, hash, now)).await).await
    }

    async fn drop_secret(&self, purpose: Purpose, subject: &str) -> StoreResult<()> {
        let key = secret_key(purpose, subject);
        self.run(async move |dynamo: Self| persist(|| dynamo.delete(&key)).await).await
    }

    async fn claim(&self, purpose: Purpose, subject: &str, now: Time, expires_at: Time) -> StoreResult<bool> {
        let key = claim_key(purpose, subject);
        self.run(async move |dynamo: Self| persist(|| dynamo.claim_one(&key, now, expires_at)).await).await
    }
}

/// Each is one try.
impl Dynamo {
    pub(super) async fn put(&self, item: HashMap<String, AttributeValue>) -> Outcome<Option<()>> {
        self.client.put_item().table_name(&self.table).set_item(Some(item)).send().await?;
        Ok(Some(()))
    }

    async fn take(&self, key: &str, hash: [u8; 32], now: Time) -> Outcome<Option<Option<String>>> {
        let asked = self
            .client
            .delete_item()
            .table_name(&self.table)
            .key(KEY, text(key))
            .condition_expression("digest = :digest AND expires_at > :now")
            .expression_attribute_values(":digest", AttributeValue::B(Blob::new(hash)))
            .expression_attribute_values(":now", date(now))
            .return_values(ReturnValue::AllOld);
        let Some(taken) = unless_refused(asked.send().await.map_err(Failure::from))? else {
            return Ok(Some(None));
        };
        let taken = Item(taken.attributes.unwrap_or_default());
        Ok(Some(Some(taken.text("payload")?.to_owned())))
    }

    /// Deletes an item, if there is one.
    pub(super) async fn delete(&self, key: &str) -> Outcome<Option<()>> {
        self.client.delete_item().table_name(&self.table).key(KEY, text(key)).send().await?;
        Ok(Some(()))
    }

    async fn claim_one(&self, key: &str, now: Time, expires_at: Time) -> Outcome<Option<bool>> {
        let asked = self
            .client
            .put_item()
            .table_name(&self.table)
            .item(KEY, text(key))
            .item(EXPIRES, expiry(expires_at))
            .item("expires_at", date(expires_at))
            .condition_expression("attribute_not_exists(pk) OR expires_at <= :now")
            .expression_attribute_values(":now", date(now));
        Ok(Some(unless_refused(asked.send().await.map_err(Failure::from))?.is_some()))
    }
}
