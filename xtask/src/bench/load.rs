//! The loads, as `wrk` scripts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::server::{PASSWORD, Server, Stage};
use crate::shell::{Done, output};

pub(crate) struct Load {
    pub(crate) name: &'static str,
    pub(crate) connections: u32,
    script: PathBuf,
}

/// What one run gave.
pub(crate) struct Figure {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Milliseconds.
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    /// Answers other than 2xx and 3xx, and socket errors.
    pub(crate) refused: u64,
}

/// Every load but the sign-ins, each at 1 and 16 connections.
pub(crate) fn all(stage: &Stage, folder: &Path) -> Done<Vec<Load>> {
    let cookie = stage.cookies.first().map_or("", String::as_str);
    let talked = &stage.talked;
    let comments = format!("/api/movies/{talked}/comments?limit=50");
    let one_film = format!("'/api/movies/{talked}/reaction'");
    let many_films = "'/api/movies/' .. films[n % #films + 1] .. '/reaction'";
    let scripts = [
        ("an unknown address", get("/api/nothing", "")),
        ("catalogue page, visitor", get("/api/movies", "")),
        ("catalogue page, signed in", get("/api/movies", cookie)),
        ("film with 50 comments, visitor", get(&comments, "")),
        ("film with 50 comments, signed in", get(&comments, cookie)),
        ("reaction, many films", act(stage, "PUT", many_films, VOTE)),
        ("reaction, one film", act(stage, "PUT", &one_film, VOTE)),
        ("comment", act(stage, "POST", &format!("'/api/movies/{talked}/comments'"), REMARK)),
    ];
    let mut loads = Vec::new();
    for (number, (name, script)) in scripts.into_iter().enumerate() {
        let path = write(folder, &format!("load{number}.lua"), &script)?;
        for connections in [1, 16] {
            loads.push(Load { name, connections, script: path.clone() });
        }
        if name.starts_with("reaction") {
            loads.push(Load { name, connections: 64, script: path });
        }
    }
    Ok(loads)
}

/// The pages that visitors read, of a store in which one film has half of all comments.
pub(crate) fn reads(hot: &str, folder: &Path, connections: u32) -> Done<Vec<Load>> {
    let pages = [
        ("catalogue page", "/api/movies".to_owned()),
        ("catalogue page of a genre by title", "/api/movies?genre=Drama&sort=title".to_owned()),
        ("film", format!("/api/movies/{hot}")),
        ("comment page, best first", format!("/api/movies/{hot}/comments")),
        ("comment page, newest first", format!("/api/movies/{hot}/comments?sort=newest")),
        ("comment page of 100, oldest first", format!("/api/movies/{hot}/comments?sort=oldest&limit=100")),
    ];
    let load = |(number, (name, path)): (usize, (&'static str, String))| {
        let script = write(folder, &format!("read{number}.lua"), &get(&path, ""))?;
        Ok(Load { name, connections, script })
    };
    pages.into_iter().enumerate().map(load).collect()
}

/// Sign-ins in a browser, 16 at once.
pub(crate) fn sign_in(folder: &Path) -> Done<Load> {
    let script = format!(
        "local n = 0\nfunction request()\n  n = n + 1\n  return wrk.format('POST', '/api/login', {{['Content-Type'] = \
         'application/json'}}, '{{\"email\":\"p' .. n % 64 .. '@example.com\",\"password\":\"{PASSWORD}\"}}')\nend\n"
    );
    Ok(Load { name: "sign-in", connections: 16, script: write(folder, "sign-in.lua", &script)? })
}

const VOTE: &str = "n % 3 == 0 and '{\"value\":\"dislike\"}' or '{\"value\":\"like\"}'";
const REMARK: &str = "'{\"body\":\"Una frase que alguien escribe al salir del cine, n.º ' .. n .. '\"}'";

fn get(path: &str, cookie: &str) -> String {
    let cookie =
        if cookie.is_empty() { String::new() } else { format!("wrk.headers['Cookie'] = '{cookie}'\n") };
    format!("wrk.path = '{path}'\n{cookie}")
}

/// A script in which everybody acts in turn.
fn act(stage: &Stage, method: &str, path: &str, body: &str) -> String {
    let list = |items: &[String]| items.iter().map(|item| format!("'{item}'")).collect::<Vec<_>>().join(",");
    format!(
        "local cookies = {{{}}}\nlocal films = {{{}}}\nlocal n = 0\nfunction request()\n  n = n + 1\n  return \
         wrk.format('{method}', {path}, {{['Content-Type'] = 'application/json', ['Sec-Fetch-Site'] = 'same-origin', \
         ['Cookie'] = cookies[n % #cookies + 1]}}, {body})\nend\n",
        list(&stage.cookies),
        list(&stage.films)
    )
}

fn write(folder: &Path, name: &str, script: &str) -> Done<PathBuf> {
    let path = folder.join(name);
    fs::write(&path, script).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

impl Load {
    pub(crate) fn run(&self, server: &Server, seconds: u32) -> Done<Figure> {
        let printed = output(
            Command::new("wrk")
                .args(["--threads", "1", "--latency", "--connections", &self.connections.to_string()])
                .args(["--duration", &format!("{seconds}s"), "--script"])
                .arg(&self.script)
                .arg(format!("http://{}", server.address)),
        )?;
        figure(&printed).ok_or_else(|| format!("wrk printed\n{printed}"))
    }
}

fn figure(printed: &str) -> Option<Figure> {
    let value = |mark: &str| {
        let rest = printed.lines().find_map(|line| line.trim().strip_prefix(mark))?;
        rest.split_whitespace().next()
    };
    let errors = value("Socket errors: connect").map_or(0, |_| 1);
    Some(Figure {
        rate: value("Requests/sec:")?.parse().ok()?,
        p50: milliseconds(value("50%")?)?,
        p99: milliseconds(value("99%")?)?,
        refused: value("Non-2xx or 3xx responses:").and_then(|count| count.parse().ok()).unwrap_or(0)
            + errors,
    })
}

/// `812.00us`, `1.20ms`, `1.02s`.
fn milliseconds(text: &str) -> Option<f64> {
    let unit = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(unit);
    let number: f64 = number.parse().ok()?;
    match unit {
        "us" => Some(number / 1000.0),
        "ms" => Some(number),
        "s" => Some(number * 1000.0),
        _ => None,
    }
}
