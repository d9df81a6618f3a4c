use std::net::SocketAddr;

use kenmovie_common::http::Site;
use kenmovie_embedded::SystemRandom;
use kenmovie_local::doctor::{DoctorOptions, Finding, examine};
use kenmovie_local::engines::EngineOptions;
use kenmovie_local::{MailWay, keys};
use tokio::net::TcpListener;

use crate::support::House;
use crate::support::program::{Ran, program, run_in};

const ANY_PORT: &str = "127.0.0.1:0";

fn house() -> (House, DoctorOptions) {
    let house = House::new();
    keys::open(house.folder.path(), &SystemRandom).unwrap();
    let pages = house.path("pages");
    std::fs::create_dir(&pages).unwrap();
    std::fs::write(pages.join("index.html"), "<!doctype html>").unwrap();
    let data = house.folder.path().to_owned();
    let engines = EngineOptions::sqlite(&data);
    let mail = MailWay::Outbox(data.join("outbox"));
    let listen = ANY_PORT.parse().unwrap();
    (house, DoctorOptions { data, engines, listen, public_url: None, pages, mail })
}

async fn ill(options: &DoctorOptions) -> Vec<Finding> {
    examine(options).await.into_iter().filter(|finding| !finding.is_well()).collect()
}

#[tokio::test]
async fn a_fresh_store_is_well() {
    let (house, options) = house();
    assert_eq!(ill(&options).await, []);
    let arguments = ["doctor", "--data", ".", "--pages", "pages", "--listen", ANY_PORT];
    let ran = run_in(house.folder.path(), &arguments).ended(0);
    assert!(
        ran.out.lines().count() >= 7 && ran.out.lines().all(|line| line.starts_with("✓ ")),
        "{}",
        ran.out
    );
}

#[cfg(unix)]
#[tokio::test]
async fn keys_that_others_can_read_are_told_and_never_shown() {
    use std::os::unix::fs::PermissionsExt as _;
    let (house, options) = house();
    let path = house.path("keys/keys.json");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let found = ill(&options).await;
    assert_eq!(found.iter().map(|finding| finding.about).collect::<Vec<_>>(), ["keys"]);
    assert!(found[0].mend.as_ref().unwrap().contains("chmod 600"));
    let arguments = ["doctor", "--data", ".", "--pages", "pages", "--listen", ANY_PORT];
    let ran = run_in(house.folder.path(), &arguments).ended(1);
    assert_eq!(ran.out.matches("✗ ").count(), 1, "{}", ran.out);
    let file: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(
        !ran.out.contains(file["refresh"].as_str().unwrap())
            && !ran.out.contains(file["signing"][0].as_str().unwrap())
    );
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let (house, mut options) = house();
    house.database.close().await;
    std::fs::write(house.path("kenmovie.db"), "no database").unwrap();
    std::fs::write(house.path("keys/keys.json"), "{}").unwrap();
    options.pages = house.path("nothing");
    options.listen = "0.0.0.0:0".parse().unwrap();
    let about: Vec<_> = ill(&options).await.into_iter().map(|finding| finding.about).collect();
    assert_eq!(about, ["database", "keys", "pages", "site"]);
    options.data = house.path("not/there");
    let found = ill(&options).await;
    assert_eq!(found[0].about, "data folder");
    assert!(!options.data.exists(), "a doctor makes nothing");
}

#[tokio::test]
async fn an_address_that_another_program_has_is_told() {
    let (_house, mut options) = house();
    let other = TcpListener::bind(ANY_PORT).await.unwrap();
    options.listen = other.local_addr().unwrap();
    tokio::spawn(async move { while other.accept().await.is_ok() {} });
    let found = ill(&options).await;
    assert_eq!(found.len(), 1);
    assert!(found[0].says.contains("is taken by another program"), "{}", found[0]);
    options.listen = SocketAddr::from(([192, 0, 2, 1], 80));
    let about: Vec<_> = ill(&options).await.into_iter().map(|finding| finding.about).collect();
    assert_eq!(about, ["site", "address"]);
}

#[tokio::test]
async fn letters_that_reach_nobody_are_told_where_people_wait_for_them() {
    let (_house, mut options) = house();
    options.public_url = Some(Site::new("https://kenmovie.example").unwrap());
    let found = ill(&options).await;
    assert_eq!(found.iter().map(|finding| finding.about).collect::<Vec<_>>(), ["mail"]);
    assert!(found[0].mend.as_ref().unwrap().contains("KENMOVIE_SMTP_URL"));
}

#[tokio::test]
async fn a_mail_server_that_does_not_answer_is_told_without_the_password() {
    let (house, mut options) = house();
    let gone = TcpListener::bind(ANY_PORT).await.unwrap().local_addr().unwrap();
    let url = format!("smtp://ana:hunter2@{gone}");
    let from = "mail@kenmovie.example".parse().unwrap();
    options.mail = MailWay::Smtp { url: url.parse().unwrap(), from };
    let found = ill(&options).await;
    assert_eq!(found.iter().map(|finding| finding.about).collect::<Vec<_>>(), ["mail"]);
    assert!(found[0].says.starts_with(&format!("{gone}: ")), "{}", found[0]);
    let ran = program(house.folder.path())
        .args(["doctor", "--data", ".", "--pages", "pages", "--listen", ANY_PORT])
        .env("KENMOVIE_SMTP_URL", &url)
        .env("KENMOVIE_MAIL_FROM", "mail@kenmovie.example")
        .output()
        .unwrap();
    let ran = Ran::of(ran).ended(1);
    assert!(
        ran.out.contains("✗ mail: ") && !format!("{}{}", ran.out, ran.err).contains("hunter2"),
        "{}",
        ran.out
    );
}
