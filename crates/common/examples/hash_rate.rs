//! Passwords hashed per second with as many at once as there are cores: what sign-ins are measured against.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a measurement that prints its figure")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use kenmovie_common::auth::{Passwords, Peppers};
use kenmovie_common::ports::Random;

struct Fixed;

impl Random for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

#[tokio::main]
async fn main() {
    let at_once = std::thread::available_parallelism().map_or(2, usize::from);
    let passwords = Passwords::new(at_once, Peppers::default(), Arc::new(Fixed));
    let end = Instant::now() + Duration::from_secs(5);
    let begun = Instant::now();
    let workers: Vec<_> = (0..at_once)
        .map(|_| {
            let passwords = passwords.clone();
            tokio::spawn(async move {
                let mut hashed = 0_u32;
                while Instant::now() < end {
                    passwords.hash("butaca-trece-lluvia".to_owned()).await.expect("a hash");
                    hashed += 1;
                }
                hashed
            })
        })
        .collect();
    let mut hashed = 0;
    for worker in workers {
        hashed += worker.await.expect("a worker");
    }
    println!("{:.1}", f64::from(hashed) / begun.elapsed().as_secs_f64());
}
