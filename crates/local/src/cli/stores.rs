//! The commands that look after the stores themselves.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use kenmovie_common::ports::Clock as _;
use kenmovie_embedded::{Options, SystemClock, SystemRandom};

use super::arguments::{Copy, Maintain};
use super::commands::make_data;
use super::output::{Failure, Outcome, say};
use crate::copy::{Copied, Progress};
use crate::engines::{Documents, EngineOptions, Engines, StorePlace};
use crate::import::Show;

pub(super) async fn copy(arguments: Copy) -> Outcome {
    let Copy { from, to } = arguments;
    if from.is_the_same_as(&to) {
        return Err(Failure::usage("--to is the same store as --from"));
    }
    if let StorePlace::Sqlite(path) = &from
        && !path.is_file()
    {
        return Err(Failure::new(format!("--from: there is no database in {}", path.display())));
    }
    if let StorePlace::Sqlite(path) = &to
        && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
    {
        make_data(folder)?;
    }
    let source = Documents::open(&from, Options::default()).await.map_err(Failure::new)?;
    let target = Documents::open(&to, Options::for_import()).await.map_err(Failure::new)?;
    let copied = transfer(&source, &target).await;
    source.close().await;
    target.close().await;
    let copied = copied?;
    say(format_args!("{} records written from {from} to {to}", copied.written));
    say(&copied);
    if copied.is_equal() {
        say("Both hold the same. Sessions stay behind: people sign in again.");
        Ok(())
    } else {
        Err(Failure::new("the stores differ: stop the site, so that nobody writes, and run the same again"))
    }
}

async fn transfer(source: &Documents, target: &Documents) -> Result<Copied, Failure> {
    target.migrate().await.map_err(|error| Failure::new(format!("the target: {error}")))?;
    let show = if io::stderr().is_terminal() { Show::Bar } else { Show::Lines };
    let mut progress = Progress::new(show);
    let (from, to) = (source.store.as_ref(), target.store.as_ref());
    let mut watch = |step| {
        progress.tell(step);
        ControlFlow::Continue(())
    };
    let copied = crate::copy::copy(from, to, SystemClock.now(), &mut watch).await;
    progress.end();
    copied.map_err(Failure::new)
}

pub(super) async fn migrate(data: &Path, options: &EngineOptions) -> Outcome {
    if options.file().is_some() {
        make_data(data)?;
    }
    let engines = Engines::open(options).await.map_err(Failure::new)?;
    let made = engines.migrate().await;
    engines.close().await;
    let made = made.map_err(Failure::new)?;
    for missing in &made {
        say(format_args!("made {missing}"));
    }
    if made.is_empty() {
        say("nothing was missing");
    }
    Ok(())
}

pub(super) async fn maintain(data: &Path, options: &EngineOptions, arguments: Maintain) -> Outcome {
    is_there(&options.store)?;
    let post = arguments.mail.way(data)?.open(Arc::new(SystemRandom)).map_err(Failure::new)?;
    let documents = Documents::open(&options.store, Options::default()).await.map_err(Failure::new)?;
    let store = documents.store.as_ref();
    let kept = kenmovie_maintenance::maintain(store, &SystemClock).await;
    let sent = kenmovie_maintenance::send_letters(store, post.mailer.as_ref(), &SystemClock).await;
    documents.close().await;
    let kept = kept.map_err(Failure::new)?;
    say(format_args!("{} acts that were left half done are finished", kept.finished));
    say(format_args!("{} counters of a sample were wrong", kept.drifts));
    say(format_args!("{} letters that waited are sent", sent.map_err(Failure::new)?));
    Ok(())
}

/// An SQLite file is made by its opening, which is not always meant.
pub(super) fn is_there(place: &StorePlace) -> Outcome {
    match place {
        StorePlace::Sqlite(path) if !path.is_file() => {
            let data = path.parent().unwrap_or(path).display();
            Err(Failure::new(format!(
                "there is no store in {data}: start kenmovie serve first, or name its --data"
            )))
        }
        _ => Ok(()),
    }
}
