//! How the functions' binaries start and answer: `cold_start FOLDER RUNS`, where the folder holds the binaries. It stands in
//! for Lambda's Runtime API itself, and prints a row for each binary that lies there: milliseconds from the start of the
//! process to its first answer, megabytes then resident, milliseconds of a warm answer, and bytes of the binary, bare and
//! compressed; then how many connections two hundred environments hold at one MongoDB.
//!
//! The engines are those that `KENMOVIE_TEST_MONGODB` and `KENMOVIE_TEST_DYNAMODB` name.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement fails where it fails"
)]

#[path = "../../tests/lambda/deployed.rs"]
#[expect(dead_code, reason = "the tests use the engines in more ways")]
mod deployed;
mod environments;
#[path = "../../tests/lambda/events.rs"]
#[expect(dead_code, reason = "the tests send more kinds of events")]
mod events;
mod process;
mod questions;
mod runtime;

use std::path::PathBuf;

use deployed::{Deployed, NOWHERE};
use process::Process;
use questions::Questions;
use runtime::Runtime;

/// Answers of a warm process whose median counts.
const WARM: usize = 200;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, runs] = arguments.as_slice() else { panic!("cold_start FOLDER RUNS") };
    let (folder, runs): (PathBuf, usize) = (folder.into(), runs.parse().unwrap());
    let deployed = Deployed::reaching(NOWHERE).await;
    let runtime = Runtime::start().await;
    let questions = Questions::of(&deployed, &runtime, &folder).await;
    println!("function\tfirst answer, ms\tresident, MB\twarm, ms\tMB\tMB compressed");
    for (function, event) in questions.all() {
        let binary = folder.join(function);
        if !binary.is_file() {
            continue;
        }
        let (mut first, mut resident, mut warm) = (Vec::new(), Vec::new(), Vec::new());
        for run in 0..runs {
            let (process, took) = Process::of(&binary, function, &deployed, &runtime).first(&event).await;
            first.push(took);
            resident.push(process.resident());
            // One process tells the times of all that follow.
            for _ in 0..if run == 0 { WARM } else { 0 } {
                warm.push(process.again(&event).await);
            }
        }
        let (bare, compressed) = process::sizes(&binary);
        let [first, resident, warm] = [first, resident, warm].map(median);
        println!("{function}\t{first:.1}\t{resident:.1}\t{warm:.2}\t{bare:.1}\t{compressed:.1}");
    }
    let [through, alone] = questions.both_ways(&deployed, &folder, &runtime).await;
    println!("a film by the warm binary, ms\t{through:.3}\nby the store's adapter alone, ms\t{alone:.3}");
    environments::many(&folder, &deployed, &runtime, &questions).await;
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
