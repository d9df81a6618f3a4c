//! The program on every pair of engines.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use tempfile::TempDir;

use crate::support::program::{Ran, Running, program, run, signal};
use crate::support::servers::{self, Database};

#[test]
fn an_engine_without_its_address_names_the_variable() {
    let ran = run(&["serve", "--store", "mongodb"]).ended(2);
    assert_eq!(ran.err, "error: --store mongodb needs an address in MONGODB_URI\n");
    let ran =
        run(&["admin", "grant", "a@b.example", "admin", "--store=mongodb", "--mongodb-uri", "here"]).ended(2);
    assert_eq!(
        ran.err,
        "error: MONGODB_URI or --mongodb-uri: an address such as mongodb://127.0.0.1:27017/kenmovie is needed\n"
    );
    let ran = run(&["doctor", "--kv", "dynamodb", "--dynamodb-endpoint", "here"]).ended(2);
    assert_eq!(
        ran.err,
        "error: KENMOVIE_DYNAMODB_ENDPOINT or --dynamodb-endpoint: \"here\" is not an address such as http://127.0.0.1:8000\n"
    );
    let ran = run(&["import", "films.csv", "--store", "paper"]).ended(2);
    assert_eq!(ran.err, "error: --store: \"paper\" is none of sqlite, mongodb\n");
    let folder = TempDir::new().unwrap();
    let mut command = program(folder.path());
    let ran = Ran::of(command.arg("serve").env("KENMOVIE_KV", "redis").output().unwrap()).ended(2);
    assert_eq!(ran.err, "error: KENMOVIE_KV: \"redis\" is none of sqlite, dynamodb\n");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made");
}

/// The flags of a pair of engines.
struct Pair {
    mongodb: Option<Database>,
    table: Option<String>,
    folder: TempDir,
}

impl Pair {
    fn new(mongodb: bool, dynamodb: bool) -> Self {
        let folder = TempDir::new().unwrap();
        Self { mongodb: mongodb.then(Database::new), table: dynamodb.then(servers::name), folder }
    }

    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command.args(arguments);
        if let Some(database) = &self.mongodb {
            command.args(["--store", "mongodb"]).env("MONGODB_URI", database.uri());
        }
        if let Some(table) = &self.table {
            command.args(["--kv", "dynamodb", "--dynamodb-table", table]);
            command.env("KENMOVIE_DYNAMODB_ENDPOINT", servers::dynamodb());
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.program(arguments).output().unwrap())
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn works(pair: &Pair) {
    let mut serve = Running(pair.program(&["serve", "--listen", "127.0.0.1:0"]).spawn().unwrap());
    let mut lines = BufReader::new(serve.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.next().unwrap();
    let address = first.strip_prefix("KenMovie listens on http://").unwrap().to_owned();
    let store = lines.next().unwrap();
    match &pair.mongodb {
        Some(database) => {
            assert!(store.starts_with(&format!("Store: MongoDB {} at 127.0.0.1:", database.name)), "{store}");
        }
        None => assert!(store.starts_with("Store: .data/kenmovie.db, "), "{store}"),
    }
    assert!(!store.contains(", 0 films"), "the bundled films are there: {store}");
    let sessions = lines.next().unwrap();
    match &pair.table {
        Some(table) => assert!(
            sessions.starts_with(&format!("Sessions: DynamoDB table {table} at http://")),
            "{sessions}"
        ),
        None => assert_eq!(sessions, "Sessions: .data/kenmovie.db"),
    }
    assert!(get(&address, "/api/health").starts_with("HTTP/1.1 200"));
    assert!(get(&address, "/api/movies?limit=1").contains("\"items\":[{"));
    signal(&serve.0, "TERM");
    assert_eq!(serve.0.wait().unwrap().code(), Some(0));
    assert_eq!(
        pair.folder.path().join(".data/kenmovie.db").exists(),
        pair.mongodb.is_none() || pair.table.is_none(),
        "the file is there where one of the engines is SQLite"
    );

    assert_eq!(pair.run(&["migrate"]).ended(0).out, "nothing was missing\n");
    assert_eq!(
        pair.run(&["maintain"]).ended(0).out,
        "0 acts that were left half done are finished\n0 counters of a sample were wrong\n\
         0 letters that waited are sent\n"
    );
    let doctor = pair.run(&["doctor", "--listen", "127.0.0.1:0"]).ended(1).out;
    assert_eq!(doctor.matches("✗ ").count(), 1, "only the pages are not built: {doctor}");
    assert!(doctor.contains("✓ counters") && doctor.contains("✓ sessions"), "{doctor}");
    std::fs::write(pair.folder.path().join("films.csv"), "id,title\n1,One more\n").unwrap();
    assert!(pair.run(&["import", "films.csv"]).ended(0).out.starts_with("added 1, "));
    let ran = pair.run(&["admin", "grant", "nobody@example.com", "admin"]).ended(1);
    assert_eq!(ran.err, "error: nobody has the address nobody@example.com\n");
}

#[test]
fn documents_in_mongodb_and_sessions_in_sqlite() {
    works(&Pair::new(true, false));
}

#[test]
fn documents_in_sqlite_and_sessions_in_dynamodb() {
    works(&Pair::new(false, true));
}

#[test]
fn documents_in_mongodb_and_sessions_in_dynamodb() {
    works(&Pair::new(true, true));
}

#[test]
fn what_is_missing_is_told_and_made() {
    let pair = Pair::new(true, true);
    let doctor = pair.run(&["doctor", "--data", ".", "--listen", "127.0.0.1:0"]).ended(1).out;
    assert!(
        doctor.contains("✗ indexes: missing: users_address, ") && doctor.contains("✗ sessions"),
        "{doctor}"
    );
    let made = pair.run(&["migrate"]).ended(0).out;
    assert!(made.contains("made users_address\n"), "{made}");
    assert!(made.ends_with(&format!("made the table {}\n", pair.table.as_ref().unwrap())), "{made}");
    assert_eq!(pair.run(&["migrate"]).ended(0).out, "nothing was missing\n");
}

#[test]
fn a_server_that_is_not_there_is_told_without_its_password() {
    let folder = TempDir::new().unwrap();
    let mut command = program(folder.path());
    let uri = "mongodb://ana:hush@127.0.0.1:1/films";
    command.args(["doctor", "--data", ".", "--store", "mongodb"]).env("MONGODB_URI", uri);
    let ran = Ran::of(command.output().unwrap()).ended(1);
    assert!(
        ran.out.contains("✗ database: MongoDB films at 127.0.0.1:1: the store does not answer"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("hush") && !ran.err.contains("hush"), "{}{}", ran.out, ran.err);
}
