//! Many acts of this process on one thing as one: what comes while a group acts waits, and is the next group. A thing that
//! everybody acts on costs a command a group, not a command an act.

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

type Waiting<I, O> = Vec<(I, oneshot::Sender<O>)>;

/// Groups of acts `I` on things `K`, with one outcome `O` a group.
pub(super) struct Groups<K, I, O>(Arc<Mutex<HashMap<K, Waiting<I, O>>>>);

impl<K, I, O> Clone for Groups<K, I, O> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, I, O> Default for Groups<K, I, O> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K, I, O> Groups<K, I, O>
where
    K: Eq + Hash + Clone + Send + 'static,
    I: Send + 'static,
    O: Clone + Send + 'static,
{
    /// Acts in this thing's next group, and gives the group's outcome; none where its task died. A group acts to its end,
    /// whoever of its members goes away.
    pub(super) async fn act<F>(&self, on: K, item: I, act: impl Fn(Vec<I>) -> F + Send + 'static) -> Option<O>
    where
        F: Future<Output = O> + Send,
    {
        let (tell, told) = oneshot::channel();
        let member = (item, tell);
        let leads = {
            let mut all = self.all();
            let leads = !all.contains_key(&on);
            all.entry(on.clone()).or_default().push(member);
            leads
        };
        if leads {
            let mut rounds = Rounds { groups: self.clone(), on, over: false };
            tokio::spawn(async move {
                while let Some(members) = rounds.next() {
                    let (items, tell): (Vec<I>, Vec<_>) = members.into_iter().unzip();
                    let outcome = act(items).await;
                    for tell in tell {
                        // Whoever does not listen any more has gone away.
                        let _ = tell.send(outcome.clone());
                    }
                }
            });
        }
        told.await.ok()
    }
}

impl<K, I, O> Groups<K, I, O> {
    fn all(&self) -> MutexGuard<'_, HashMap<K, Waiting<I, O>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One group of a thing after the other, until nobody waits.
struct Rounds<K: Eq + Hash, I, O> {
    groups: Groups<K, I, O>,
    on: K,
    over: bool,
}

impl<K: Eq + Hash, I, O> Rounds<K, I, O> {
    fn next(&mut self) -> Option<Waiting<I, O>> {
        let mut all = self.groups.all();
        let waiting = all.get_mut(&self.on).map(std::mem::take).filter(|waiting| !waiting.is_empty());
        if waiting.is_none() {
            all.remove(&self.on);
            self.over = true;
        }
        waiting
    }
}

impl<K: Eq + Hash, I, O> Drop for Rounds<K, I, O> {
    /// Where a group's task dies, nobody waits for it, and the next one leads anew.
    fn drop(&mut self) {
        if !self.over {
            self.groups.all().remove(&self.on);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn what_comes_while_a_group_acts_is_the_next_group() {
        let groups = Groups::<&str, u32, Vec<u32>>::default();
        let gate = Arc::new(Semaphore::new(0));
        let act = |item: u32| {
            let (groups, gate) = (groups.clone(), Arc::clone(&gate));
            tokio::spawn(async move {
                let through = move |items: Vec<u32>| {
                    let gate = Arc::clone(&gate);
                    async move {
                        gate.acquire().await.unwrap().forget();
                        items
                    }
                };
                groups.act("film", item, through).await
            })
        };
        let waiting = |number: usize| {
            let groups = groups.clone();
            async move {
                while groups.all().get("film").map(Vec::len) != Some(number) {
                    tokio::task::yield_now().await;
                }
            }
        };
        let first = act(1);
        waiting(0).await;
        let others = [act(2), act(3)];
        waiting(2).await;
        gate.add_permits(2);
        assert_eq!(first.await.unwrap(), Some(vec![1]));
        for other in others {
            let mut group = other.await.unwrap().unwrap();
            group.sort_unstable();
            assert_eq!(group, [2, 3]);
        }
        assert!(groups.all().is_empty());
    }

    #[tokio::test]
    async fn a_group_whose_task_dies_leaves_nobody_waiting() {
        let groups = Groups::<&str, u32, u32>::default();
        let died = groups.act("film", 1, |items| async move { items.get(7).copied().unwrap() }).await;
        assert_eq!(died, None);
        assert_eq!(groups.act("film", 2, |items| async move { items.iter().sum() }).await, Some(2));
    }
}
