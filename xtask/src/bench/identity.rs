//! What sign-ins, tokens and revocations take, and whether their times tell anything.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use super::http::{Answer, send};
use super::median;
use super::server::{PASSWORD, Server};
use crate::shell::{Done, say};

/// Tries of each kind whose times are compared.
const TRIES: usize = 200;
/// Each address is tried so often: fewer than those that are free of waits.
const EACH: usize = 2;
/// Sessions that are revoked.
const REVOKED: usize = 100;
/// Sign-ins at the same moment.
const CROWD: usize = 500;
/// A revoked session that works longer than this will for ever.
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);

pub(crate) fn run(folder: &Path, engines: &[String]) -> Done {
    // Both processes are one site: a token is for it, not for where it listens.
    let mut engines = engines.to_vec();
    engines.extend(["--public-url", "http://localhost:8080"].map(str::to_owned));
    let server = Server::start(folder, &engines)?;
    let people = TRIES / EACH;
    let stage = server.stage(people)?;
    let (unknown, wrong) = sign_in_times(&server)?;
    say("");
    say("| what | figure |");
    say("| --- | --- |");
    say(&format!(
        "| sign-in with a wrong password, an unknown address; medians of {TRIES} | {wrong:.1} ms, {unknown:.1} ms: {:+.1} % |",
        100.0 * (unknown / wrong - 1.0)
    ));
    let token = stage.cookies.first().and_then(|cookie| cookie.split_once('=')).ok_or("no cookie")?.1;
    let (good, slowest, name) = token_times(&server, token)?;
    say(&format!(
        "| a good token; the slowest of the bad ones ({name}); medians of {TRIES} | {good:.2} ms, {slowest:.2} ms: {:.1} times |",
        slowest / good
    ));
    let other = Server::start(folder, &engines)?;
    let longest = revocation(&server, &other, &stage.cookies)?;
    say(&format!(
        "| the longest that a revoked session worked at another process, of {REVOKED} | {:.1} s |",
        longest.as_secs_f64()
    ));
    other.stop()?;
    let (signed_in, taken, peak) = crowd(&server)?;
    say(&format!(
        "| {CROWD} sign-ins at once | {signed_in} signed in, {:.1} s, at most {peak} MB resident |",
        taken.as_secs_f64()
    ));
    server.stop()
}

fn sign_in(server: &Server, email: &str, password: &str) -> Done<Answer> {
    let body = format!("{{\"email\":\"{email}\",\"password\":\"{password}\"}}");
    send(server.address, "POST", "/api/login", "", &body)
}

fn timed(act: impl FnOnce() -> Done<Answer>) -> Done<(Answer, f64)> {
    let begun = Instant::now();
    let answer = act()?;
    Ok((answer, begun.elapsed().as_secs_f64() * 1000.0))
}

/// Medians of both, tried in turns: milliseconds.
fn sign_in_times(server: &Server) -> Done<(f64, f64)> {
    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    for number in 0..TRIES {
        let person = number / EACH;
        for (name, times) in [("nobody", &mut unknown), ("p", &mut wrong)] {
            let email = format!("{name}{person}@example.com");
            let (answer, time) = timed(|| sign_in(server, &email, "otra-cosa-distinta"))?;
            answer.expect(401)?;
            times.push(time);
        }
    }
    Ok((median(&unknown), median(&wrong)))
}

/// The median of a good token, and of the slowest kind of a bad one, tried in turns: milliseconds.
fn token_times(server: &Server, token: &str) -> Done<(f64, f64, &'static str)> {
    let ask = |headers: &str| timed(|| send(server.address, "GET", "/api/account", headers, ""));
    let bearer = |token: &str| format!("Authorization: Bearer {token}\r\n");
    let kinds = bad_tokens(token)?;
    let (mut good, mut bad) = (Vec::new(), vec![Vec::new(); kinds.len()]);
    for _ in 0..TRIES {
        let (answer, time) = ask(&bearer(token))?;
        answer.expect(200)?;
        good.push(time);
        for ((name, headers), times) in kinds.iter().zip(&mut bad) {
            let (answer, time) = ask(headers)?;
            if ![401, 431].contains(&answer.status) {
                return Err(format!("a token with {name}:\n{}", answer.text));
            }
            times.push(time);
        }
    }
    let medians = kinds.iter().zip(&bad).map(|((name, _), times)| (median(times), *name));
    let slowest = medians.max_by(|one, other| one.0.total_cmp(&other.0)).ok_or("no bad token")?;
    Ok((median(&good), slowest.0, slowest.1))
}

/// Headers that are nobody's, by what is wrong with them.
fn bad_tokens(token: &str) -> Done<Vec<(&'static str, String)>> {
    let [header, claims, signature] =
        token.split('.').collect::<Vec<_>>().try_into().map_err(|_| "a token has three parts")?;
    let plain = |part: &str| -> Done<String> {
        let bytes = BASE64.decode(part).map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|error| error.to_string())
    };
    let (head, body) = (plain(header)?, plain(claims)?);
    let with = |head: &str, body: &str, signature: &str| {
        format!("Authorization: Bearer {}.{}.{signature}\r\n", BASE64.encode(head), BASE64.encode(body))
    };
    let kid = head.split("\"kid\":\"").nth(1).and_then(|rest| rest.split('"').next()).ok_or("no kid")?;
    Ok(vec![
        ("no algorithm", with(&head.replace("EdDSA", "none"), &body, "")),
        ("an HMAC", with(&head.replace("EdDSA", "HS256"), &body, signature)),
        ("another key's name", with(&head.replace(kid, "another"), &body, signature)),
        ("a path as its key's name", with(&head.replace(kid, "../../etc/passwd"), &body, signature)),
        ("another type", with(&head.replace("at+jwt", "JWT"), &body, signature)),
        ("another audience", with(&head, &body.replace("\"aud\":\"", "\"aud\":\"x"), signature)),
        ("another person", with(&head, &body.replace("\"sub\":\"0", "\"sub\":\"1"), signature)),
        ("another signature", with(&head, &body, &signature.chars().rev().collect::<String>())),
        ("half of it missing", format!("Authorization: Bearer {}\r\n", token.split_at(token.len() / 2).0)),
        ("nine kilobytes", format!("Authorization: Bearer {token}{}\r\n", "A".repeat(9_000))),
        ("a second header", format!("Authorization: Bearer {token}\r\nAuthorization: Bearer {token}\r\n")),
    ])
}

/// Every session is known to one process and ended at the other; how long after the longest of them still works.
fn revocation(ends: &Server, asked: &Server, cookies: &[String]) -> Done<Duration> {
    let longest = AtomicU64::new(0);
    thread::scope(|scope| {
        let one = |cookie: &String| -> Done {
            let headers = format!("Cookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n");
            send(asked.address, "GET", "/api/account", &headers, "")?.expect(200)?;
            send(ends.address, "DELETE", "/api/session", &headers, "")?.expect(204)?;
            let ended = Instant::now();
            while send(asked.address, "GET", "/api/account", &headers, "")?.status == 200 {
                let worked = u64::try_from(ended.elapsed().as_millis()).unwrap_or(u64::MAX);
                longest.fetch_max(worked, Ordering::Relaxed);
                if ended.elapsed() > PATIENCE {
                    return Err("a revoked session goes on working".to_owned());
                }
                thread::sleep(PAUSE);
            }
            Ok(())
        };
        let running: Vec<_> =
            cookies.iter().take(REVOKED).map(|cookie| scope.spawn(move || one(cookie))).collect();
        running.into_iter().try_for_each(|one| one.join().map_err(|_| "a thread that died".to_owned())?)
    })?;
    Ok(Duration::from_millis(longest.into_inner()))
}

/// How many of the crowd were signed in, how long it took, and the most memory held meanwhile, in MB.
fn crowd(server: &Server) -> Done<(usize, Duration, u64)> {
    let email = |number: usize| format!("crowd{number}@example.com");
    for number in 0..CROWD {
        let body = format!(
            "{{\"name\":\"Persona\",\"age\":30,\"email\":\"{}\",\"password\":\"{PASSWORD}\"}}",
            email(number)
        );
        send(server.address, "POST", "/api/register", "", &body)?.expect(201)?;
    }
    let (over, peak) = (AtomicBool::new(false), AtomicU64::new(0));
    let begun = Instant::now();
    let signed_in = thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                peak.fetch_max(server.resident().unwrap_or(0), Ordering::Relaxed);
                thread::sleep(PAUSE);
            }
        });
        let one = |number| sign_in(server, &email(number), PASSWORD).is_ok_and(|answer| answer.status == 200);
        let running: Vec<_> = (0..CROWD).map(|number| scope.spawn(move || one(number))).collect();
        let signed_in = running.into_iter().filter_map(|one| one.join().ok()).filter(|one| *one).count();
        over.store(true, Ordering::Relaxed);
        signed_in
    });
    Ok((signed_in, begun.elapsed(), peak.into_inner()))
}
