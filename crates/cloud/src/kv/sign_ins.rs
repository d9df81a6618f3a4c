//! A person's sign-ins, for a look back.

use std::collections::HashMap;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use kenmovie_common::domain::SignInRecord;
use kenmovie_common::ports::{Random as _, SignIns, StoreResult};
use kenmovie_common::{Time, UserId};
use kenmovie_system::SystemRandom;

use super::client::{Dynamo, persist};
use super::error::{Failure, Outcome, corrupt, unless_refused};
use super::item::{EXPIRES, Item, KEY, date, expiry, sign_in_key, sign_ins_list, text};
use super::list::{LIST, LISTED_AT};

#[async_trait]
impl SignIns for Dynamo {
    /// A try at no account is a write whose condition never holds: DynamoDB charges it alike and keeps nothing.
    async fn record_sign_in(&self, user: Option<UserId>, record: &SignInRecord) -> StoreResult<()> {
        let record = record.clone();
        self.run(async move |dynamo: Self| {
            let item = stored(user.unwrap_or(NOBODY), &record)?;
            let condition = user.is_none().then(|| "attribute_exists(pk)".to_owned());
            persist(|| dynamo.note(item.clone(), condition.clone())).await
        })
        .await
    }

    async fn sign_ins_of(&self, user: UserId, now: Time) -> StoreResult<Vec<SignInRecord>> {
        self.run(async move |dynamo: Self| {
            let since = now - SignInRecord::KEPT;
            let list = dynamo.listed(&sign_ins_list(user), since, SignInRecord::LISTED, None).await?;
            list.items.iter().map(decode).collect()
        })
        .await
    }
}

impl Dynamo {
    async fn note(
        &self,
        item: HashMap<String, AttributeValue>,
        condition: Option<String>,
    ) -> Outcome<Option<()>> {
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        let put = put.set_condition_expression(condition).send().await;
        unless_refused(put.map_err(Failure::from)).map(|_| Some(()))
    }
}

/// Nobody has this id.
const NOBODY: UserId = UserId::from_bytes([0; 16]);

fn stored(user: UserId, record: &SignInRecord) -> Outcome<HashMap<String, AttributeValue>> {
    let mut bytes = [0; 8];
    SystemRandom.fill(&mut bytes);
    let json = serde_json::to_string(record).map_err(|error| corrupt(error.to_string()))?;
    let attributes = [
        (KEY, text(sign_in_key(user, record.at, u64::from_le_bytes(bytes)))),
        (EXPIRES, expiry(record.at + SignInRecord::KEPT)),
        (LIST, text(sign_ins_list(user))),
        (LISTED_AT, date(record.at)),
        ("record", text(json)),
    ];
    Ok(attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn decode(item: &Item) -> Outcome<SignInRecord> {
    serde_json::from_str(item.text("record")?).map_err(|error| corrupt(error.to_string()))
}
