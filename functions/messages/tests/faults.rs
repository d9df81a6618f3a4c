//! A network that loses, repeats and reorders, and sockets that die: in the end every device of both people shows what is
//! stored, every message once.

use std::time::Duration;

use kenmovie_testkit::{Listening, TestApp};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::device::{Device, Pair};

/// What happens next; the number is one of the four devices.
#[derive(Debug, Clone)]
enum Act {
    Connect(usize),
    /// The socket is gone, with what was on its way.
    Kill(usize),
    /// With whether the answer arrives.
    Send(usize, bool),
    /// What was not answered is sent again, maybe with the answer lost again.
    Repeat(usize, bool),
    /// Frames arrive, in an order that a number picks.
    Hear(usize, u64),
    Read(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let device = 0..4_usize;
    let act = prop_oneof![
        3 => device.clone().prop_map(Act::Connect),
        2 => device.clone().prop_map(Act::Kill),
        8 => (device.clone(), prop::bool::weighted(0.7)).prop_map(|(who, answered)| Act::Send(who, answered)),
        3 => (device.clone(), any::<bool>()).prop_map(|(who, answered)| Act::Repeat(who, answered)),
        5 => (device.clone(), any::<u64>()).prop_map(|(who, order)| Act::Hear(who, order)),
        3 => device.prop_map(Act::Read),
    ];
    prop::collection::vec(act, 1..50)
}

async fn play(app: &TestApp, site: &Listening, acts: Vec<Act>) {
    let pair = Pair::new(app).await;
    let mut devices = [0, 0, 1, 1].map(|person| Device::new(&pair, person));
    for act in acts {
        app.clock.advance(Duration::from_millis(1));
        match act {
            Act::Connect(device) => devices[device].connect(site).await,
            Act::Kill(device) => devices[device].kill(),
            Act::Send(device, answered) => devices[device].send(answered).await,
            Act::Repeat(device, answered) => devices[device].repeat(answered).await,
            Act::Hear(device, order) => devices[device].hear(order).await,
            Act::Read(device) => devices[device].read().await,
        }
    }
    for device in &mut devices {
        device.connect(site).await;
        device.repeat(true).await;
    }
    for device in &mut devices {
        device.catch_up().await;
    }
    for device in &mut devices {
        device.hear(0).await;
    }
    for device in &devices {
        device.compare().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_network_does_both_sides_end_with_what_is_stored() {
    let app = TestApp::new().await;
    let site = app.listen().await;
    let config = Config { cases: 32, max_shrink_iters: 100, failure_persistence: None, ..Config::default() };
    let outcome = tokio::task::block_in_place(|| {
        let runtime = tokio::runtime::Handle::current();
        TestRunner::new(config).run(&acts(), |acts| {
            let played = std::panic::AssertUnwindSafe(|| runtime.block_on(play(&app, &site, acts)));
            std::panic::catch_unwind(played).map_err(|panic| {
                let said = panic.downcast_ref::<String>().cloned().unwrap_or_default();
                TestCaseError::fail(said)
            })
        })
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
