//! Pages: keyset cursors that only the list that gave them understands.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Problem;
use super::route::DEFAULT_PAGE;
use crate::ports::Page;

/// `?limit=` and `?cursor=`. The order that a list has belongs to its cursors: `order` names it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct PageRequest {
    limit: Option<usize>,
    cursor: Option<String>,
}

impl PageRequest {
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(DEFAULT_PAGE)
    }

    /// The place to start after; a cursor of another order or kind is `bad_cursor`.
    pub fn after<K: DeserializeOwned>(&self, order: &str) -> Result<Option<K>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Problem::BadCursor)?;
        let (given, place): (String, K) = serde_json::from_slice(&bytes).map_err(|_| Problem::BadCursor)?;
        if given == order { Ok(Some(place)) } else { Err(Problem::BadCursor) }
    }
}

/// A list's answer.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PageOf{T}")]
pub struct Paged<T> {
    pub items: Vec<T>,
    /// Where the next page starts; left out on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Paged<T> {
    /// A page of a list in this order.
    pub fn new<K: Serialize>(page: Page<T, K>, order: &str) -> Result<Self, Problem> {
        let next = page
            .next
            .map(|place| serde_json::to_vec(&(order, place)).map(|bytes| URL_SAFE_NO_PAD.encode(bytes)))
            .transpose()
            .map_err(Problem::internal)?;
        Ok(Self { items: page.items, next })
    }

    /// A list that always fits one page.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}
