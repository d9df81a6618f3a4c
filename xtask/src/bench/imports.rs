//! What imports take: films a second, and the most memory that the program held meanwhile.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::built;
use super::films;
use crate::shell::{Done, say};

const ROWS: u32 = 500_000;
const LOOK: Duration = Duration::from_millis(20);

pub(crate) fn run(folder: &Path, engines: &[String]) -> Done {
    let [basics, ratings, lines] =
        ["title.basics.tsv", "title.ratings.tsv", "films.jsonl"].map(|name| folder.join(name));
    films::write_imdb(&basics, &ratings, ROWS).map_err(|error| format!("{}: {error}", basics.display()))?;
    films::write(&lines, ROWS).map_err(|error| format!("{}: {error}", lines.display()))?;
    say(&format!("| {ROWS} rows | rows/s | s | at most MB | again, unchanged: s |"));
    say("| --- | ---: | ---: | ---: | ---: |");
    for (name, file, ratings) in
        [("IMDb's format with ratings", &basics, Some(&ratings)), ("JSON Lines", &lines, None)]
    {
        let import = || {
            let mut command = Command::new(built("kenmovie"));
            command.arg("--data").arg(folder.join("data")).arg("import").args(engines).arg(file);
            command.args(ratings.iter().flat_map(|ratings| [Path::new("--ratings"), ratings.as_path()]));
            watched(&mut command)
        };
        let (took, peak) = import()?;
        let (again, _) = import()?;
        let rate = f64::from(ROWS) / took.as_secs_f64();
        say(&format!(
            "| {name} | {rate:.0} | {:.1} | {peak} | {:.1} |",
            took.as_secs_f64(),
            again.as_secs_f64()
        ));
    }
    Ok(())
}

/// Runs it; how long it took, and the most memory that it held, in MB.
fn watched(command: &mut Command) -> Done<(Duration, u64)> {
    let begun = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("kenmovie import: {error}"))?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let ended = child.try_wait().map_err(|error| error.to_string())?;
        // What it held at the most is told until it has ended.
        let told = fs::read_to_string(&status).unwrap_or_default();
        let kilobytes = told.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        peak = kilobytes.and_then(|number| number.parse::<u64>().ok()).map_or(peak, |held| held / 1024);
        match ended {
            Some(status) if status.success() => return Ok((begun.elapsed(), peak)),
            Some(status) => return Err(format!("kenmovie import failed ({status})")),
            None => thread::sleep(LOOK),
        }
    }
}
