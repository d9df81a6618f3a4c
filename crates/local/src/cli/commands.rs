//! The commands that do one thing and end.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;
use kenmovie_common::auth::{NewApiToken, Preset};
use kenmovie_embedded::{Options, SystemClock, SystemRandom};

use crate::admin;
use crate::doctor::{DoctorOptions, Finding, examine};
use crate::engines::{Documents, EngineOptions, Engines};
use crate::import::{ImportOptions, Show};

use super::admin_args::{AdminCommand, KeysCommand, TokenCommand, TokenCreate};
use super::arguments::{Cli, Doctor, Import, SiteArgs};
use super::output::{Failure, Outcome, say};
use super::stores::is_there;

pub(super) async fn import(data: &Path, engines: &EngineOptions, arguments: Import) -> Outcome {
    make_data(data)?;
    let documents = Documents::open(&engines.store, Options::for_import()).await.map_err(Failure::new)?;
    // Without its indexes every row would be looked for among all films.
    documents.migrate().await.map_err(Failure::new)?;
    let show = if io::stderr().is_terminal() { Show::Bar } else { Show::Lines };
    let Import { files, format, ratings, errors } = arguments;
    let options = ImportOptions { files, format: format.0, ratings, errors, show };
    let imported =
        crate::import::import(documents.store.as_ref(), &SystemClock, &SystemRandom, &options).await;
    documents.close().await;
    let summary = imported.map_err(Failure::new)?;
    for reject in &summary.first_rejects {
        eprintln!("{reject}");
    }
    let more = summary.rejected.saturating_sub(summary.first_rejects.len() as u64);
    match &options.errors {
        Some(path) if more > 0 => eprintln!("… and {more} more, all in {}", path.display()),
        None if more > 0 => eprintln!("… and {more} more; --errors FILE keeps them all"),
        _ => {}
    }
    say(&summary);
    say(format_args!(
        "{} rows in {:.1} s, {} rows/s",
        summary.rows(),
        summary.took.as_secs_f64(),
        summary.rows_per_second()
    ));
    Ok(())
}

pub(super) async fn admin(data: &Path, options: &EngineOptions, command: AdminCommand) -> Outcome {
    is_there(&options.store)?;
    let engines = Engines::open(options).await.map_err(Failure::new)?;
    let (store, now) = (engines.store.as_ref(), engines.clock.now());
    let done = match command {
        AdminCommand::Grant { email, role } => {
            admin::grant(store, engines.kv.as_ref(), &email, &role, now).await.map(say)
        }
        AdminCommand::Token {
            command: TokenCommand::Create(TokenCreate { name, scopes, preset, expires_in_days, issuers }),
        } => {
            let scopes = preset.map_or_else(|| scopes.into_iter().collect(), Preset::scopes);
            let new = NewApiToken { name, scopes, expires_in_days, issuers };
            admin::create_token(store, engines.clock.as_ref(), engines.random.as_ref(), &new).await.map(say)
        }
        AdminCommand::Keys { command: KeysCommand::Show } => {
            admin::public_keys(data, engines.random.as_ref()).map(say)
        }
        AdminCommand::Keys { command: KeysCommand::Rotate } => {
            admin::rotate_keys(data, engines.random.as_ref()).map(say)
        }
    };
    engines.close().await;
    done.map_err(Failure::new)
}

pub(super) async fn doctor(data: &Path, engines: EngineOptions, arguments: Doctor) -> Outcome {
    let SiteArgs { listen, public_url, pages, mail } = arguments.site;
    let (data, mail) = (data.to_owned(), mail.way(data)?);
    let findings = examine(&DoctorOptions { data, engines, listen, public_url, pages, mail }).await;
    for finding in &findings {
        say(finding);
    }
    if findings.iter().all(Finding::is_well) { Ok(()) } else { Err(Failure::told()) }
}

pub(super) fn openapi() -> Outcome {
    let document = serde_json::to_string_pretty(&crate::document()).map_err(Failure::new)?;
    say(document);
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "a command like the others")]
pub(super) fn permissions() -> Outcome {
    say(crate::permissions().trim_end());
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "a command like the others")]
pub(super) fn completions(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "kenmovie", &mut script);
    say(String::from_utf8_lossy(&script).trim_end());
    Ok(())
}

/// The data folder, made where there is none. What lies in it is its owner's alone.
pub(super) fn make_data(data: &Path) -> Outcome {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder
        .create(data)
        .map_err(|error| Failure::new(format!("--data {} cannot be made: {error}", data.display())))
}
