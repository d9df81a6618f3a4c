//! What the functions answer.

use super::{Look, Site, answer};
use crate::shell::Done;

pub(super) const LOOKS: [Look; 10] = [
    ("the stores answer", healthy),
    ("the page learns what it must know", configured),
    ("the public keys are told", keys),
    ("films are listed, and may be kept", films),
    ("an address that nothing has is a 404 of ours", nothing_there),
    ("a method that an address does not take is a 405 of ours", wrong_method),
    ("nobody's account is a 401 of ours", nobody),
    ("an invented token is a 401", invented),
    ("a form of another site is refused", other_site),
    ("a socket without a ticket does not open", socket),
];

fn healthy(site: &Site) -> Done {
    let answer = site.get("/api/health")?.status(200)?.says("x-request-id", &["-"])?;
    answer.says("x-content-type-options", &["nosniff"])?.contains("\"version\"").map(drop)
}

fn configured(site: &Site) -> Done {
    site.get("/api/config")?.status(200)?.contains("\"languages\"").map(drop)
}

fn keys(site: &Site) -> Done {
    let keys = site.get("/.well-known/jwks.json")?.status(200)?.json()?;
    if keys.pointer("/keys/0/crv").is_some_and(|curve| curve == "Ed25519") {
        Ok(())
    } else {
        Err("there is no Ed25519 key".to_owned())
    }
}

fn films(site: &Site) -> Done {
    let answer = site.get("/api/movies?limit=1")?.status(200)?;
    let answer = answer.says("cache-control", &["public"])?.says("vary", &["Cookie", "Authorization"])?;
    if answer.header("etag").is_empty() {
        return Err("there is no ETag".to_owned());
    }
    let tag = format!("If-None-Match: {}", answer.header("etag"));
    site.ask("/api/movies?limit=1", &["--header", &tag])?.status(304).map(drop)
}

fn nothing_there(site: &Site) -> Done {
    site.get("/api/nothing-there")?.problem(404, "not_found").map(drop)
}

fn wrong_method(site: &Site) -> Done {
    let answer = site.ask("/api/genres", &["--request", "DELETE"])?;
    answer.problem(405, "method_not_allowed")?.says("allow", &["GET"]).map(drop)
}

fn nobody(site: &Site) -> Done {
    site.get("/api/account")?.problem(401, "unauthenticated").map(drop)
}

fn invented(site: &Site) -> Done {
    let token = "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.";
    site.ask("/api/account", &["--header", token])?.problem(401, "unauthenticated").map(drop)
}

fn other_site(site: &Site) -> Done {
    let flags = [
        ["--request", "POST"],
        ["--header", "Origin: https://elsewhere.example"],
        ["--header", "Content-Type: application/json"],
        ["--data", "{}"],
    ];
    site.ask("/api/login", flags.as_flattened())?.problem(403, "csrf").map(drop)
}

fn socket(site: &Site) -> Done {
    let status = site.ask("/ws", UPGRADE.as_flattened())?.status;
    if [401, 403].contains(&status) { Ok(()) } else { Err(format!("{status} and neither 401 nor 403")) }
}

/// What a browser asks a socket with; the key is RFC 6455's own.
const UPGRADE: [[&str; 2]; 4] = [
    ["--header", "Connection: Upgrade"],
    ["--header", "Upgrade: websocket"],
    ["--header", "Sec-WebSocket-Version: 13"],
    ["--header", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
];

/// An API that was reached without the edge.
pub(super) fn refuses_around(url: &str) -> Done {
    if url.ends_with("/ws") {
        return answer::ask(url, UPGRADE.as_flattened())?.status(403).map(drop);
    }
    answer::ask(&format!("{url}/api/health"), &[])?.problem(403, "edge_required").map(drop)
}
