//! The commands that do one thing and end.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use clap_complete::Shell;
use kenmovie_common::auth::Preset;
use kenmovie_embedded::{Embedded, Options, SystemClock, SystemRandom};

use crate::admin::{self, NewToken};
use crate::doctor::{DoctorOptions, Finding, examine};
use crate::engines::{Engines, database_of};
use crate::import::{ImportOptions, Show};

use super::arguments::{AdminCommand, Cli, Doctor, Import, KeysCommand, SiteArgs, TokenCommand, TokenCreate};
use super::output::{Failure, Outcome, say};

pub(super) async fn import(data: &Path, arguments: Import) -> Outcome {
    make_data(data)?;
    let database = Embedded::open_with(database_of(data), Options::for_import()).map_err(Failure::new)?;
    let show = if io::stderr().is_terminal() { Show::Bar } else { Show::Lines };
    let Import { files, format, ratings, errors } = arguments;
    let options = ImportOptions { files, format: format.0, ratings, errors, show };
    let imported = crate::import::import(&database, &SystemClock, &SystemRandom, &options).await;
    database.close().await;
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

pub(super) async fn admin(data: &Path, command: AdminCommand) -> Outcome {
    if !database_of(data).is_file() {
        let data = data.display();
        return Err(Failure::new(format!(
            "there is no store in {data}: start kenmovie serve first, or name its --data"
        )));
    }
    let engines = Engines::open(data).map_err(Failure::new)?;
    let done = match command {
        AdminCommand::Grant { email, role } => {
            admin::grant(&engines.database, &engines.database, &email, &role).await.map(say)
        }
        AdminCommand::Token {
            command: TokenCommand::Create(TokenCreate { name, scopes, preset, expires_in_days }),
        } => {
            let scopes = preset.map_or_else(|| scopes.into_iter().collect(), Preset::scopes);
            let new = NewToken { name, scopes, expires_in_days };
            let made =
                admin::create_token(&engines.database, engines.clock.as_ref(), engines.random.as_ref(), new);
            made.await.map(say)
        }
        AdminCommand::Keys { command: KeysCommand::Rotate } => {
            admin::rotate_keys(data, engines.random.as_ref()).map(say)
        }
    };
    engines.database.close().await;
    done.map_err(Failure::new)
}

pub(super) async fn doctor(data: PathBuf, arguments: Doctor) -> Outcome {
    let SiteArgs { listen, public_url, pages } = arguments.site;
    let findings = examine(&DoctorOptions { data, listen, public_url, pages }).await;
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
