//! Lists, walked to their end.

use serde_json::Value;

use crate::client::Client;

/// More pages than any test's list has: a list that goes round in circles ends here.
const ENDLESS: usize = 10_000;

impl Client {
    /// The pages of a list from its first to its last, followed by `next`.
    pub async fn pages(&self, path: &str) -> Vec<Vec<Value>> {
        let mut pages = Vec::new();
        let mut next = None;
        loop {
            let (items, following) = self.page(path, next.as_deref()).await;
            pages.push(items);
            assert!(pages.len() < ENDLESS, "{path} has no end");
            next = following;
            if next.is_none() {
                return pages;
            }
        }
    }

    /// Every item of a list, in order.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        self.pages(path).await.concat()
    }

    /// One page of a list: its items, and the cursor of the page after it.
    pub async fn page(&self, path: &str, cursor: Option<&str>) -> (Vec<Value>, Option<String>) {
        let joint = if path.contains('?') { '&' } else { '?' };
        let asked = cursor.map_or_else(|| path.to_owned(), |cursor| format!("{path}{joint}cursor={cursor}"));
        let body = self.get(&asked).await.ok(200);
        let items = body["items"].as_array().expect("items").clone();
        let next = body.get("next").map(|next| next.as_str().expect("a cursor").to_owned());
        (items, next)
    }
}

/// Text as it stands in a query: everything but unreserved characters (RFC 3986) percent-encoded.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let signs = text
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    signs.collect()
}
