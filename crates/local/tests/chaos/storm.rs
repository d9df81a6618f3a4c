//! The faults, one after another on a schedule, and what was seen of each.

use std::time::{Duration, Instant};

use crate::house::House;
use crate::server::Signal;

/// About so long from one fault to the next.
const STRETCH: Duration = Duration::from_secs(8);
/// What has been pending for so long is settled between two faults, beside those who act.
const OLD: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy)]
enum Fault {
    Primary,
    Program,
    Ephemeral,
    Secondary,
    PrimaryAndProgram,
}

const ORDER: [Fault; 5] =
    [Fault::Primary, Fault::Program, Fault::Ephemeral, Fault::Secondary, Fault::PrimaryAndProgram];

impl Fault {
    fn told(self) -> &'static str {
        match self {
            Self::Primary => "SIGKILL of MongoDB's primary",
            Self::Program => "SIGKILL of kenmovie serve",
            Self::Ephemeral => "SIGKILL of DynamoDB",
            Self::Secondary => "SIGTERM of a MongoDB secondary",
            Self::PrimaryAndProgram => "SIGKILL of MongoDB's primary and kenmovie serve",
        }
    }
}

/// A fault as it was.
pub(crate) struct Seen {
    pub(crate) what: &'static str,
    pub(crate) at: Instant,
    /// When the last of it was up again.
    pub(crate) well: Instant,
    /// When the next fault may have come.
    pub(crate) until: Instant,
    /// How many acts that were left half done were settled after it.
    pub(crate) settled: u64,
}

/// Lets everything die in turn for so long.
pub(crate) async fn storm(house: &mut House, lasting: Duration) -> Vec<Seen> {
    let faults = u32::try_from((lasting.as_secs() / STRETCH.as_secs()).max(1)).unwrap();
    let stretch = lasting / faults;
    let mut seen = Vec::new();
    for fault in ORDER.into_iter().cycle().take(faults as usize) {
        let begun = Instant::now();
        tokio::time::sleep(stretch / 4).await;
        let at = Instant::now();
        strike(house, fault, stretch / 2).await;
        house.healthy().await;
        let well = Instant::now();
        let settled = house.settle(OLD).await;
        tokio::time::sleep(stretch.saturating_sub(begun.elapsed())).await;
        seen.push(Seen { what: fault.told(), at, well, until: Instant::now(), settled });
    }
    seen
}

/// One fault; what died stays down for so long.
async fn strike(house: &mut House, fault: Fault, down: Duration) {
    match fault {
        Fault::Primary => {
            let primary = house.cluster.primary().await;
            house.cluster.end(primary, Signal::Kill).await;
            tokio::time::sleep(down).await;
            house.cluster.start_again(primary).await;
        }
        Fault::Program => {
            house.kill_program().await;
            house.start_program().await;
        }
        Fault::Ephemeral => {
            house.dynamodb.end(Signal::Kill).await;
            tokio::time::sleep(down).await;
            house.dynamodb.start().await;
        }
        Fault::Secondary => {
            let secondary = (house.cluster.primary().await + 1) % 3;
            house.cluster.end(secondary, Signal::Terminate).await;
            tokio::time::sleep(down).await;
            house.cluster.start_again(secondary).await;
        }
        Fault::PrimaryAndProgram => {
            let primary = house.cluster.primary().await;
            house.cluster.end(primary, Signal::Kill).await;
            house.kill_program().await;
            // Who starts it waits for a primary, as its service manager would by starting it again.
            house.cluster.primary().await;
            house.start_program().await;
            house.cluster.start_again(primary).await;
        }
    }
}
