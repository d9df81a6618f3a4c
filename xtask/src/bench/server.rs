//! The server that is measured.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::built;
use super::http::send;
use crate::shell::Done;

pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// What the loads act on.
pub(crate) struct Stage {
    /// The access cookies of people.
    pub(crate) cookies: Vec<String>,
    /// Films that are voted on.
    pub(crate) films: Vec<String>,
    /// The film with fifty comments.
    pub(crate) talked: String,
}

/// The password of the people who sign in.
pub(crate) const PASSWORD: &str = "butaca-trece-lluvia";

impl Server {
    /// Starts it on the engines that the flags name.
    pub(crate) fn start(folder: &Path, engines: &[String]) -> Done<Self> {
        Self::of(
            Command::new(built("kenmovie"))
                .args(["serve", "--listen", "127.0.0.1:0", "--limits", "relaxed", "--data"])
                .arg(folder.join("data"))
                .args(engines),
        )
    }

    /// Starts one that says on its first line where it listens.
    pub(crate) fn of(command: &mut Command) -> Done<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("the server: {error}"))?;
        let stdout = child.stdout.take().ok_or("a server without an output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).map_err(|error| error.to_string())?;
        let address = line
            .rsplit("http://")
            .next()
            .and_then(|address| address.trim().parse().ok())
            .ok_or_else(|| format!("the server said {line:?}"))?;
        Ok(Self { child, address })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Memory held now, in MB.
    pub(crate) fn resident(&self) -> Done<u64> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().map_err(|_| "no figure in VmRSS")?;
        Ok(kilobytes / 1024)
    }

    /// Signs people up, and has them talk about one film.
    pub(crate) fn stage(&self, people: usize) -> Done<Stage> {
        let list = send(self.address, "GET", "/api/movies?limit=100", "", "")?.expect(200)?;
        let films: Vec<String> = list
            .text
            .split("{\"id\":\"")
            .skip(1)
            .filter_map(|rest| Some(rest.get(..36)?.to_owned()))
            .collect();
        let talked = films.last().ok_or("no films")?.clone();
        let mut cookies = Vec::new();
        for n in 0..people {
            let body = format!(
                "{{\"name\":\"Persona {n}\",\"age\":30,\"email\":\"p{n}@example.com\",\"password\":\"{PASSWORD}\"}}"
            );
            let answer = send(self.address, "POST", "/api/register", "", &body)?.expect(201)?;
            cookies.push(format!("km_access={}", answer.after("km_access=")?));
        }
        for n in 0..50 {
            let cookie = cookies.get(n % people).map_or("", String::as_str);
            let headers = format!("Cookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n");
            let body = format!(
                "{{\"body\":\"Comentario {n}: la luz de esta escena no se olvida, ni su silencio.\"}}"
            );
            send(self.address, "POST", &format!("/api/movies/{talked}/comments"), &headers, &body)?
                .expect(201)?;
        }
        Ok(Stage { cookies, films, talked })
    }

    /// Ends it as a service manager would.
    pub(crate) fn stop(mut self) -> Done {
        let pid = self.child.id().to_string();
        crate::shell::run(Command::new("kill").args(["-TERM", &pid]))?;
        self.child.wait().map_err(|error| error.to_string())?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Milliseconds from the start of the process to its first answered page of films.
pub(crate) fn start_times(folder: &Path, engines: &[String], times: u32) -> Done<Vec<f64>> {
    (0..times)
        .map(|_| {
            let begun = Instant::now();
            let server = Server::start(folder, engines)?;
            send(server.address, "GET", "/api/movies", "", "")?.expect(200)?;
            let taken = begun.elapsed();
            server.stop()?;
            Ok(taken.max(Duration::ZERO).as_secs_f64() * 1000.0)
        })
        .collect()
}
