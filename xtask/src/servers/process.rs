//! A server as a child process that cannot be left behind.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::shell::{Done, target};

/// A server that has not said that it is ready by then never will.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs a server in its folder until its own input ends, which it does when the process that started it ends, in whatever
/// way; then ends the server and removes the folder.
const GUARD: &str = r#"
cd "$1" || exit 1
folder=$1
shift
"$@" 2>&1 &
exec >/dev/null 2>&1
cat
kill -KILL $!
wait
rm -rf "$folder"
"#;

/// A running server, with a folder of its own; dropped, it ends and the folder is gone.
pub(super) struct Process {
    name: &'static str,
    guard: Child,
    /// What it says, until it is ready.
    lines: Option<Receiver<String>>,
    log: PathBuf,
}

impl Process {
    /// Starts a server in a new folder. What it says goes to a file below cargo's target folder, too.
    pub(super) fn start(name: &'static str, folder: &Path, server: &Command) -> Done<Self> {
        let fault = |error: std::io::Error| format!("{name}: {error}");
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder).map_err(fault)?;
        let log = target().join("servers").join(format!("{name}.log"));
        fs::create_dir_all(target().join("servers")).map_err(fault)?;
        let mut file = File::create(&log).map_err(fault)?;
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, name])
            .arg(folder)
            .arg(server.get_program())
            .args(server.get_args())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // A group of its own: an interrupt from the terminal is not for it.
            .process_group(0)
            .spawn()
            .map_err(fault)?;
        let output = guard.stdout.take().ok_or("a server without an output")?;
        let (sender, lines) = channel();
        thread::spawn(move || {
            let mut sender = Some(sender);
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = writeln!(file, "{line}");
                sender = sender.filter(|sender| sender.send(line).is_ok());
            }
        });
        Ok(Self { name, guard, lines: Some(lines), log })
    }

    /// It is ready: nobody waits for its lines any more.
    pub(super) fn ready(mut self) -> Self {
        self.lines = None;
        self
    }

    /// Waits for a line with this in it.
    pub(super) fn said(&self, words: &str) -> Done<String> {
        let lines = self.lines.as_ref().ok_or("a server is listened to until it is ready")?;
        loop {
            match lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(words) => return Ok(line),
                Ok(_) => {}
                Err(why) => {
                    let what = match why {
                        RecvTimeoutError::Timeout => "does not get ready",
                        RecvTimeoutError::Disconnected => "ended instead of getting ready",
                    };
                    return Err(format!("{} {what}; {} tells more", self.name, self.log.display()));
                }
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}
