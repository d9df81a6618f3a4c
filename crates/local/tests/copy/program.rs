use super::community;
use crate::support::House;
use crate::support::program::{Ran, program, run_in};

#[tokio::test]
async fn the_program_copies_and_shows_both_sides() {
    let house = House::new();
    community::found(&house.database).await;
    let arguments = ["copy", "--from", "sqlite:kenmovie.db", "--to", "sqlite:there/new.db"];
    let ran = run_in(house.folder.path(), &arguments).ended(0);
    assert!(ran.out.starts_with("2333 records written from kenmovie.db to there/new.db\n"), "{}", ran.out);
    assert_eq!(ran.out.matches("✓ ").count(), 16, "{}", ran.out);
    assert!(ran.out.contains("people sign in again"), "{}", ran.out);
    let ran = run_in(house.folder.path(), &arguments).ended(0);
    assert!(ran.out.starts_with("0 records written "), "{}", ran.out);
    let ran = run_in(
        house.folder.path(),
        &["copy", "--from", "sqlite:there/new.db", "--to", "sqlite:there/../there/new.db"],
    );
    assert_eq!(ran.ended(2).err, "error: --to is the same store as --from\n");
}

#[tokio::test]
async fn what_stands_in_the_way_is_told() {
    let (house, other) = (House::new(), House::new());
    community::found(&house.database).await;
    community::found(&other.database).await;
    let to = format!("sqlite:{}", other.path("kenmovie.db").display());
    let ran = run_in(house.folder.path(), &["copy", "--from", "sqlite:kenmovie.db", "--to", &to]).ended(1);
    assert!(
        ran.err.starts_with("error: the target is not empty and holds another community: "),
        "{}",
        ran.err
    );
    let ran = run_in(house.folder.path(), &["copy", "--from", "sqlite:nothing.db", "--to", &to]).ended(1);
    assert_eq!(ran.err, "error: --from: there is no database in nothing.db\n");
    assert!(!house.path("nothing.db").exists());
}

#[test]
fn an_address_with_a_password_is_never_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "hu/sh";
    let wrong = format!("mongodb://ana:{secret}@127.0.0.1:1/x");
    let ran = run_in(folder.path(), &["copy", "--from", &wrong, "--to", "sqlite:a.db"]).ended(2);
    assert!(ran.err.starts_with("error: --from: in the name and the password"), "{}", ran.err);
    assert!(!ran.err.contains(secret));
    let mut command = program(folder.path());
    let uri = "mongodb://ana:hush@127.0.0.1:1/x?serverSelectionTimeoutMS=100";
    command.args(["copy", "--to", "sqlite:a.db"]).env("KENMOVIE_COPY_FROM", uri);
    let ran = Ran::of(command.output().unwrap()).ended(1);
    assert!(ran.err.starts_with("error: the source: the store does not answer"), "{}", ran.err);
    assert!(!ran.err.contains("hush") && !ran.err.contains("ana"), "{}", ran.err);
    let mut help = program(folder.path());
    let help = help.args(["copy", "--help"]).env("KENMOVIE_COPY_FROM", uri).env("MONGODB_URI", uri);
    assert!(!Ran::of(help.output().unwrap()).ended(0).out.contains("hush"));
}
