//! What is printed of a run: two tables.

use std::time::{Duration, Instant};

use crate::ledger::Figures;
use crate::storm::Seen;
use crate::verdict::Verdict;

/// What was counted after everything was over.
pub(crate) struct Upkeep {
    /// Counters that were wrong before anything was settled.
    pub(crate) drift_before: usize,
    pub(crate) settled: u64,
    pub(crate) drift: usize,
    /// How often the program ended instead of listening.
    pub(crate) failed_starts: u32,
    /// How many acts it left half done when it was killed.
    pub(crate) half_done: u64,
}

pub(crate) struct Report<'a> {
    pub(crate) begun: Instant,
    pub(crate) people: usize,
    pub(crate) figures: &'a Figures,
    pub(crate) seen: &'a [Seen],
    pub(crate) upkeep: &'a Upkeep,
    pub(crate) verdict: &'a Verdict,
}

impl Report<'_> {
    pub(crate) fn print(&self) {
        let Self { begun, people, figures, seen, upkeep, verdict } = self;
        let ended = seen.last().map_or(*begun, |last| last.until);
        println!("\n| of {people} people in {} | |", seconds(ended - *begun));
        println!("| --- | ---: |");
        let line = |what: &str, figure: String| println!("| {what} | {figure} |");
        line("requests attempted", figures.attempted.to_string());
        line("writes acknowledged", figures.acknowledged.len().to_string());
        line("refused (503 with Retry-After)", figures.refused.to_string());
        line("connection errors while the program was killed", figures.broken.to_string());
        line("creations asked for again and given as they were", figures.replayed.to_string());
        line("sessions ended by a refresh repeated too late", figures.sessions_ended.to_string());
        line("reads behind what the reader had been told", figures.stale.to_string());
        line("other answers", figures.faults.len().to_string());
        line("longest answer", seconds(figures.longest));
        line("longest time without an acknowledged write", seconds(figures.longest_gap(*begun, ended)));
        let beside: u64 = seen.iter().map(|seen| seen.settled).sum();
        line("acts left half done by kills of the program", upkeep.half_done.to_string());
        line("half-done acts settled beside the load", beside.to_string());
        line("half-done acts settled after it", upkeep.settled.to_string());
        line("counters wrong before that", upkeep.drift_before.to_string());
        line("counters wrong after that", upkeep.drift.to_string());
        line("starts of the program that failed", upkeep.failed_starts.to_string());
        line("things checked", verdict.checked.to_string());
        line("of these in doubt", verdict.doubtful.to_string());
        line("acknowledged and lost", verdict.lost.len().to_string());
        line("doubled", verdict.doubled.len().to_string());
        line("counters that differ from people's own acts", verdict.wrong.len().to_string());

        println!("\n| at | fault | all well after | longest time without an acknowledged write | settled |");
        println!("| ---: | --- | ---: | ---: | ---: |");
        for Seen { what, at, well, until, settled } in *seen {
            let (gap, well) = (figures.longest_gap(*at, *until), *well - *at);
            println!(
                "| {} | {what} | {} | {} | {settled} |",
                seconds(*at - *begun),
                seconds(well),
                seconds(gap)
            );
        }
        println!();
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
