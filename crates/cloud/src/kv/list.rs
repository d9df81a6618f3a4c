//! Lists of items, such as a person's sessions: an item that belongs to one names it in `list`, with its time in
//! `listed_at`, and one index over both gives the keys. It follows the table a moment later; the items themselves are read
//! consistently.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use kenmovie_common::Time;

use super::client::{Dynamo, persist};
use super::error::Outcome;
use super::item::{Item, KEY, date, text};

pub(super) const INDEX: &str = "lists";
/// The attribute that names an item's list: the index's hash key.
pub(super) const LIST: &str = "list";
/// Its place there, a time: the index's range key.
pub(super) const LISTED_AT: &str = "listed_at";

/// Some of a list, the newest first, and where the next of it begin.
pub(super) struct Listed {
    pub(super) items: Vec<Item>,
    pub(super) next: Option<HashMap<String, AttributeValue>>,
}

impl Dynamo {
    /// Up to 100 items of a list that came after `since`, from a place on.
    pub(super) async fn listed(
        &self,
        list: &str,
        since: Time,
        limit: usize,
        from: Option<HashMap<String, AttributeValue>>,
    ) -> Outcome<Listed> {
        let asked = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(INDEX)
            // `list` is a word of DynamoDB's.
            .key_condition_expression("#list = :list AND listed_at > :since")
            .expression_attribute_names("#list", LIST)
            .expression_attribute_values(":list", text(list))
            .expression_attribute_values(":since", date(since))
            .scan_index_forward(false)
            .limit(i32::try_from(limit.min(100)).unwrap_or(100))
            .set_exclusive_start_key(from);
        let told = asked.send().await?;
        let mut keys = Vec::new();
        for item in told.items.unwrap_or_default().into_iter().map(Item) {
            keys.push(item.text(KEY)?.to_owned());
        }
        if keys.is_empty() {
            return Ok(Listed { items: Vec::new(), next: None });
        }
        let mut found = persist(|| self.found(&keys)).await?;
        let items = keys.iter().filter_map(|key| found.remove(key)).collect();
        Ok(Listed { items, next: told.last_evaluated_key })
    }
}
