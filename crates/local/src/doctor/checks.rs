//! Each thing that is looked at.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use kenmovie_common::http::Site;
use kenmovie_embedded::{Smtp, SystemRandom};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::Finding;
use crate::mail::MailWay;

pub(super) fn folder(data: &Path) -> Finding {
    const ABOUT: &str = "data folder";
    let shown = data.display();
    match std::fs::metadata(data) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Finding::ill(
            ABOUT,
            format!("{shown} is not there"),
            "start kenmovie serve once, or name the folder with --data",
        ),
        Err(error) => {
            Finding::ill(ABOUT, format!("{shown}: {error}"), "name a folder of your own with --data")
        }
        Ok(found) if !found.is_dir() => {
            Finding::ill(ABOUT, format!("{shown} is no folder"), "name a folder with --data")
        }
        Ok(_) => match tempfile::tempfile_in(data) {
            Ok(_) => Finding::well(ABOUT, format!("{shown} can be written")),
            Err(error) => {
                let mend = format!(
                    "give this user the right to write there (chown, chmod u+rwx {shown}), or free some space"
                );
                Finding::ill(ABOUT, format!("nothing can be written in {shown}: {error}"), mend)
            }
        },
    }
}

pub(super) fn keys(data: &Path) -> Finding {
    const ABOUT: &str = "keys";
    let path = data.join("keys").join("keys.json");
    let shown = path.display();
    match std::fs::metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Finding::well(ABOUT, format!("{shown} is made by the first kenmovie serve"));
        }
        Err(error) => return Finding::ill(ABOUT, format!("{shown}: {error}"), "let this user read the file"),
        #[cfg(unix)]
        Ok(found) => {
            let mode = std::os::unix::fs::MetadataExt::mode(&found) & 0o777;
            if mode & 0o077 != 0 {
                let says = format!("others than its owner may use {shown} (its mode is {mode:03o})");
                let mend = format!(
                    "chmod 600 {shown}, and kenmovie admin keys rotate twice if somebody may have read it"
                );
                return Finding::ill(ABOUT, says, mend);
            }
        }
        #[cfg(not(unix))]
        Ok(_) => {}
    }
    match crate::keys::open(data, &SystemRandom) {
        Ok(keys) => {
            Finding::well(ABOUT, format!("{} in {shown}, which is its owner's alone", keys.public().len()))
        }
        Err(error) => {
            let mend = format!(
                "put a backup in its place, or remove {shown}: new keys are made, and everybody signs in again"
            );
            Finding::ill(ABOUT, error.to_string(), mend)
        }
    }
}

pub(super) fn pages(folder: &Path) -> Finding {
    const ABOUT: &str = "pages";
    if folder.join("index.html").is_file() {
        Finding::well(ABOUT, format!("built in {}", folder.display()))
    } else {
        let mend = "cargo xtask dev builds them; or name their folder with --pages";
        Finding::ill(ABOUT, format!("{} has no index.html", folder.display()), mend)
    }
}

pub(super) fn site(listen: SocketAddr, public_url: Option<&Site>) -> Finding {
    const ABOUT: &str = "site";
    match public_url {
        Some(site) => Finding::well(ABOUT, format!("people reach it at {}", site.origin())),
        None if Site::new(&format!("http://{listen}")).is_ok() => {
            Finding::well(ABOUT, format!("people of this machine reach it at http://{listen}"))
        }
        None => {
            let mend =
                "name the address that people use, such as https://kenmovie.example, with --public-url";
            Finding::ill(ABOUT, format!("others reach {listen}, and no address of the site is named"), mend)
        }
    }
}

/// How letters leave. An SMTP server is spoken to, but sent nothing.
pub(super) async fn mail(way: &MailWay, public_url: Option<&Site>) -> Finding {
    const ABOUT: &str = "mail";
    let (url, from) = match way {
        MailWay::Outbox(folder) if public_url.is_some_and(Site::secure) => {
            let mend = "name the SMTP server that sends them in KENMOVIE_SMTP_URL, and KENMOVIE_MAIL_FROM";
            let says = format!("letters lie in {} and reach nobody", folder.display());
            return Finding::ill(ABOUT, says, mend);
        }
        MailWay::Outbox(folder) => {
            return Finding::well(ABOUT, format!("letters lie in {}, for you to read", folder.display()));
        }
        MailWay::Smtp { url, from } => (url, from),
    };
    let asked = async {
        let smtp = Smtp::new(url, from.clone()).map_err(|error| error.to_string())?;
        smtp.answers().await.map_err(|error| error.to_string())
    };
    match tokio::time::timeout(Duration::from_secs(10), asked).await.unwrap_or(Err("no answer".to_owned())) {
        Ok(()) => Finding::well(ABOUT, format!("{url} sends them, and answers")),
        Err(error) => {
            let mend = "look at the host, the port, the name and the password in KENMOVIE_SMTP_URL";
            Finding::ill(ABOUT, format!("{url}: {error}"), mend)
        }
    }
}

pub(super) async fn address(listen: SocketAddr) -> Finding {
    const ABOUT: &str = "address";
    match TcpListener::bind(listen).await {
        Ok(_) => Finding::well(ABOUT, format!("{listen} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            let asked = tokio::time::timeout(Duration::from_secs(2), health(listen)).await;
            if matches!(asked, Ok(Ok(true))) {
                Finding::well(ABOUT, format!("KenMovie serves at {listen} and is healthy"))
            } else {
                let mend = "end the program that listens there, or name another address with --listen";
                Finding::ill(ABOUT, format!("{listen} is taken by another program"), mend)
            }
        }
        Err(error) => {
            let mend = "name an address of this machine, and a port above 1023, with --listen";
            Finding::ill(ABOUT, format!("{listen}: {error}"), mend)
        }
    }
}

/// Whether a KenMovie answers there and is well.
async fn health(at: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(at).await?;
    let request = format!("GET /api/health HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.take(16 * 1024).read_to_string(&mut answer).await?;
    Ok(answer.starts_with("HTTP/1.1 200") && answer.contains("\"status\""))
}
