mod community;
mod program;
mod stores;

use std::ops::ControlFlow;

use kenmovie_common::ports::{Clock as _, Store};
use kenmovie_local::copy::{Copied, CopyError, copy};

use crate::support::Still;

/// Copies to the end.
async fn whole(from: &dyn Store, to: &dyn Store) -> Result<Copied, CopyError> {
    copy(from, to, Still.now(), &mut |_| ControlFlow::Continue(())).await
}

/// Copies so many batches and stops there.
async fn part(from: &dyn Store, to: &dyn Store, batches: u64) -> Result<Copied, CopyError> {
    let mut left = batches;
    let mut watch = |_| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    copy(from, to, Still.now(), &mut watch).await
}
