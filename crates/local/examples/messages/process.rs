//! What the measured process holds and has used (Linux).

use std::fs;
use std::time::Duration;

use crate::Whatever;

#[derive(Clone, Copy)]
pub(crate) struct Process(pub(crate) u32);

impl Process {
    /// Memory held now, in MB.
    pub(crate) fn resident(self) -> Result<f64, Whatever> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
    }

    /// Processor time of all its threads.
    pub(crate) fn worked(self) -> Result<Duration, Whatever> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0))?;
        // Fields from the third on; the name before them may hold spaces.
        let fields = stat.rsplit_once(") ").ok_or("no fields")?.1;
        let mut ticks = 0;
        for field in fields.split(' ').skip(11).take(2) {
            ticks += field.parse::<u64>()?;
        }
        Ok(Duration::from_millis(10 * ticks))
    }
}
