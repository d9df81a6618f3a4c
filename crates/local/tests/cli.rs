use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use tempfile::TempDir;

use crate::support::program::{Ran, Running, program, run, run_in, signal};

#[test]
fn a_wrong_value_stops_the_start_with_one_sentence_that_names_its_flag() {
    for (arguments, sentence) in [
        (&["serve", "--listen", "here"][..], "--listen: \"here\" is not an address such as 127.0.0.1:8080"),
        (&["serve", "--limits=none"], "--limits: \"none\" is none of production, relaxed"),
        (
            &["serve", "--public-url", "http://kenmovie.example"],
            "--public-url: \"http://kenmovie.example\" is not an address such as https://kenmovie.example or http://localhost:8080",
        ),
        (
            &["import", "a", "--format", "xml"],
            "--format: \"xml\" is none of auto, jsonl, csv, imdb, movielens, vega",
        ),
        (
            &["admin", "token", "create", "x", "--preset", "all"],
            "--preset: \"all\" is none of public, site, admin, trusted",
        ),
        (
            &["admin", "token", "create", "x", "--preset", "site", "--expires-in-days", "0"],
            "--expires-in-days: \"0\" is not a number of days from 1 to 3650",
        ),
    ] {
        let ran = run(arguments).ended(2);
        assert_eq!(ran.err, format!("error: {sentence}\n"));
    }
    let ran = run(&["admin", "token", "create", "x", "--scopes", "movies:read,all"]).ended(2);
    assert!(ran.err.starts_with("error: --scopes: \"all\" is none of movies:read, "), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1);
}

#[test]
fn a_wrong_value_of_a_variable_is_told_by_its_name_and_a_flag_goes_before_it() {
    for (name, value) in [
        ("KENMOVIE_LISTEN", "8080"),
        ("KENMOVIE_LIMITS", "no"),
        ("KENMOVIE_PUBLIC_URL", "x"),
        ("KENMOVIE_LOG", "a=b=c"),
    ] {
        let folder = TempDir::new().unwrap();
        let ran = Ran::of(program(folder.path()).arg("serve").env(name, value).output().unwrap()).ended(2);
        assert!(ran.err.starts_with(&format!("error: {name}: \"{value}\" is n")), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made");
    }
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join(".env"), "KENMOVIE_LIMITS=loose\nKENMOVIE_LISTEN=127.0.0.1:1\n")
        .unwrap();
    let ran = run_in(folder.path(), &["serve"]).ended(2);
    assert_eq!(ran.err, "error: KENMOVIE_LIMITS: \"loose\" is none of production, relaxed\n");
    let ran = run_in(folder.path(), &["serve", "--limits", "tight"]).ended(2);
    assert!(ran.err.starts_with("error: --limits: \"tight\""), "{}", ran.err);
    std::fs::write(folder.path().join(".env"), "this is = no 'env file\n").unwrap();
    let ran = run_in(folder.path(), &["openapi"]).ended(2);
    assert_eq!(ran.err, "error: a line of the file .env is not NAME=value\n");
}

#[test]
fn an_smtp_server_that_cannot_be_used_is_told_without_its_password() {
    for (variables, sentence) in [
        (
            &[("KENMOVIE_SMTP_URL", "http://ana:hunter2@smtp.example.com")][..],
            "KENMOVIE_SMTP_URL: an address such as smtps://USER:PASSWORD@smtp.example.com:465 is needed",
        ),
        (
            &[("KENMOVIE_SMTP_URL", "smtps://ana:hunter2/x@smtp.example.com")],
            "KENMOVIE_SMTP_URL: in the name and the password of an address, the characters : / ? # [ ] @ % are written as %3A, %2F and so on",
        ),
        (
            &[("KENMOVIE_SMTP_URL", "smtps://ana:hunter2@smtp.example.com")],
            "KENMOVIE_SMTP_URL or --smtp-url: whom letters come from is missing, KENMOVIE_MAIL_FROM or --mail-from",
        ),
        (
            &[("KENMOVIE_MAIL_FROM", "KenMovie")],
            "KENMOVIE_MAIL_FROM: an address such as mail@kenmovie.example or \"KenMovie <mail@kenmovie.example>\" is needed",
        ),
    ] {
        let folder = TempDir::new().unwrap();
        let mut command = program(folder.path());
        command.arg("serve").envs(variables.iter().copied());
        let ran = Ran::of(command.output().unwrap()).ended(2);
        assert_eq!(ran.err, format!("error: {sentence}\n"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made");
    }
    let help = Ran::of(
        program(TempDir::new().unwrap().path())
            .args(["serve", "--help"])
            .env("KENMOVIE_SMTP_URL", "smtps://ana:hunter2@smtp.example.com")
            .output()
            .unwrap(),
    );
    assert!(!help.ended(0).out.contains("hunter2"));
}

#[test]
fn a_flag_that_is_missing_or_not_known_is_usage() {
    for arguments in [
        &["sing"][..],
        &["serve", "--loud"],
        &["admin", "token", "create", "x"],
        &["admin", "token", "create", "x", "--preset", "site", "--scopes", "movies:read"],
        &["admin"],
        &[],
    ] {
        run(arguments).ended(2);
    }
}

#[test]
fn help_has_examples_everywhere() {
    for command in [
        &[][..],
        &["serve"],
        &["import"],
        &["admin"],
        &["admin", "grant"],
        &["admin", "token"],
        &["admin", "token", "create"],
        &["admin", "keys", "rotate"],
        &["admin", "keys", "show"],
        &["doctor"],
        &["copy"],
        &["migrate"],
        &["maintain"],
        &["openapi"],
        &["completions"],
    ] {
        let ran = run(&[command, &["--help"]].concat()).ended(0);
        assert!(ran.out.contains("Examples:\n  kenmovie "), "{command:?}: {}", ran.out);
        assert!(ran.out.contains("--data"), "{command:?}");
    }
}

#[test]
fn the_document_and_the_completions_are_printed() {
    let ran = run(&["openapi"]).ended(0);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["openapi"].as_str().unwrap(), "3.1.0");
    for shell in ["bash", "zsh", "fish"] {
        assert!(run(&["completions", shell]).ended(0).out.contains("kenmovie"));
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[cfg(unix)]
#[test]
fn serve_says_where_it_listens_serves_and_ends_well_when_it_is_told_to() {
    let folder = TempDir::new().unwrap();
    let mut serve = Running(
        program(folder.path())
            .args(["serve", "--listen", "127.0.0.1:0", "--public-url", "http://localhost:8080"])
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(serve.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.next().unwrap();
    let address = first.strip_prefix("KenMovie listens on http://").unwrap().to_owned();
    assert_eq!(lines.next().unwrap(), "People reach it at http://localhost:8080");
    let store = lines.next().unwrap();
    assert!(store.starts_with("Store: .data/kenmovie.db, ") && store.ends_with(" films"), "{store}");
    assert!(!store.contains(", 0 films"), "the bundled films are there: {store}");
    assert_eq!(lines.next().unwrap(), format!("Mail: .data/outbox, shown at http://{address}/dev/outbox"));
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("Pages: not built in web/dist (build and serve them: cargo xtask dev)")
    );
    assert!(get(&address, "/api/health").starts_with("HTTP/1.1 200"));
    let outbox = get(&address, "/dev/outbox");
    assert!(outbox.starts_with("HTTP/1.1 200") && outbox.contains("It is empty."), "{outbox}");
    let taken = run_in(folder.path(), &["serve", "--listen", &address]).ended(1);
    assert!(taken.err.starts_with(&format!("error: cannot listen on {address}")), "{}", taken.err);
    let doctor = run_in(folder.path(), &["doctor", "--listen", &address]).ended(1);
    assert!(doctor.out.contains("KenMovie serves at") && doctor.out.contains("✗ pages"), "{}", doctor.out);
    signal(&serve.0, "TERM");
    assert_eq!(serve.0.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_second_signal_ends_serve_at_once() {
    let folder = TempDir::new().unwrap();
    let mut serve =
        Running(program(folder.path()).args(["serve", "--listen", "127.0.0.1:0"]).spawn().unwrap());
    let mut out = BufReader::new(serve.0.stdout.take().unwrap());
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    let address = first.trim().strip_prefix("KenMovie listens on http://").unwrap().to_owned();
    // A request that does not end keeps it from stopping.
    let mut slow = TcpStream::connect(&address).unwrap();
    write!(slow, "POST /api/login HTTP/1.1\r\nHost: {address}\r\nContent-Length: 10\r\nContent-Type: application/json\r\n\r\n{{").unwrap();
    let mut log = BufReader::new(serve.0.stderr.take().unwrap());
    signal(&serve.0, "INT");
    let mut line = String::new();
    while !line.contains("once more ends at once") {
        line.clear();
        assert!(log.read_line(&mut line).unwrap() > 0, "it ended at the first signal");
    }
    signal(&serve.0, "INT");
    assert_eq!(serve.0.wait().unwrap().code(), Some(130));
}
