//! Pages of what one person sees of a list: what they do not see is left out, and more is fetched until the page is full.

use std::future::Future;

use kenmovie_common::ports::Page;

use super::error::Outcome;

/// So often is more fetched for one page. Where that is not enough, the page is shorter and another one follows.
const ROUNDS: usize = 8;
/// So many are fetched at least, once some were left out.
const MANY: usize = 100;

/// A list, and what is known of who sees what of it.
pub(super) trait Source: Send {
    type Item: Send;
    type Place: Clone + Send;

    /// The next ones after a place, so many at most; what their viewer sees of them is known then.
    fn fetch(
        &mut self,
        after: Option<Self::Place>,
        limit: usize,
    ) -> impl Future<Output = Outcome<Vec<Self::Item>>> + Send;

    fn sees(&self, item: &Self::Item) -> bool;

    fn place(&self, item: &Self::Item) -> Self::Place;
}

pub(super) async fn filled<S: Source>(
    source: &mut S,
    mut after: Option<S::Place>,
    limit: usize,
) -> Outcome<Page<S::Item, S::Place>> {
    let mut items = Vec::new();
    let mut ask = limit.saturating_add(1);
    for _ in 0..ROUNDS {
        let found = source.fetch(after.clone(), ask).await?;
        let ended = found.len() < ask;
        after = found.last().map(|last| source.place(last)).or(after);
        items.extend(found.into_iter().filter(|item| source.sees(item)));
        if ended || items.len() > limit {
            let more = items.len() > limit;
            items.truncate(limit);
            let next = items.last().filter(|_| more).map(|last| source.place(last));
            return Ok(Page { items, next });
        }
        ask = ask.max(MANY);
    }
    Ok(Page { items, next: after })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers from 1 on, of which those that this divides are seen.
    struct Numbers {
        until: usize,
        divisor: usize,
        fetched: usize,
    }

    impl Source for Numbers {
        type Item = usize;
        type Place = usize;

        async fn fetch(&mut self, after: Option<usize>, limit: usize) -> Outcome<Vec<usize>> {
            self.fetched += 1;
            let first = after.map_or(1, |after| after + 1);
            Ok((first..=self.until).take(limit).collect())
        }

        fn sees(&self, item: &usize) -> bool {
            item.is_multiple_of(self.divisor)
        }

        fn place(&self, item: &usize) -> usize {
            *item
        }
    }

    async fn page(until: usize, divisor: usize, limit: usize) -> (Vec<usize>, Option<usize>, usize) {
        let mut numbers = Numbers { until, divisor, fetched: 0 };
        let Page { items, next } = filled(&mut numbers, None, limit).await.unwrap();
        (items, next, numbers.fetched)
    }

    #[tokio::test]
    async fn a_page_is_full_while_there_is_more() {
        assert_eq!(page(10, 1, 3).await, (vec![1, 2, 3], Some(3), 1));
        assert_eq!(page(3, 1, 3).await, (vec![1, 2, 3], None, 1));
        assert_eq!(page(50, 10, 3).await, (vec![10, 20, 30], Some(30), 2));
        assert_eq!(page(30, 10, 3).await, (vec![10, 20, 30], None, 2));
        assert_eq!(page(9, 10, 3).await, (vec![], None, 2));
    }

    #[tokio::test]
    async fn a_page_of_what_is_hardly_seen_is_shorter_and_another_follows() {
        let (items, next, fetched) = page(10_000, 5_000, 3).await;
        assert_eq!((items, fetched), (vec![], ROUNDS));
        assert_eq!(next, Some(4 + (ROUNDS - 1) * MANY));
    }
}
