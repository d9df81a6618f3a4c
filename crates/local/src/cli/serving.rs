//! `kenmovie serve`

use std::path::Path;

use crate::engines::{EngineOptions, KvPlace, StorePlace};
use crate::serve::{Serve, ServeOptions};

use super::arguments::{Serve as Arguments, SiteArgs};
use super::commands::make_data;
use super::output::{Failure, Outcome, say};

pub(super) async fn serve(data: &Path, engines: EngineOptions, arguments: Arguments) -> Outcome {
    let Arguments { site: SiteArgs { listen, public_url, pages, mail }, limits, google } = arguments;
    let mail = mail.way(data)?;
    let google = google.options()?;
    let signals =
        Signals::listen().map_err(|error| Failure::new(format!("signals cannot be taken: {error}")))?;
    make_data(data)?;
    let options = ServeOptions {
        listen,
        data: data.to_owned(),
        engines: engines.clone(),
        public_url: public_url.clone(),
        limits,
        google: google.clone(),
        mail: mail.clone(),
        pages: pages.clone(),
    };
    let serve = Serve::prepare(options).await.map_err(Failure::new)?;
    // Whoever starts the program waits for this line.
    say(format_args!("KenMovie listens on http://{}", serve.address));
    if let Some(public) = &public_url {
        say(format_args!("People reach it at {}", public.origin()));
    }
    say(format_args!("Store: {}, {} films", engines.store, serve.films));
    if !matches!(engines, EngineOptions { store: StorePlace::Sqlite(_), kv: KvPlace::Sqlite(_) }) {
        say(format_args!("Sessions: {}", engines.kv));
    }
    if google.is_on() {
        say(format_args!("Sign-in: {}", google.issuer()));
    }
    match &serve.letters {
        Some(shown) => say(format_args!("Mail: {mail}, shown at {shown}")),
        None => say(format_args!("Mail: {mail}")),
    }
    if !pages.join("index.html").is_file() {
        say(format_args!("Pages: not built in {} (build and serve them: cargo xtask dev)", pages.display()));
    }
    serve.run(stop(signals)).await;
    Ok(())
}

/// Resolves at the first signal; the second ends the process.
async fn stop(mut signals: Signals) {
    signals.next().await;
    tracing::info!("stopping when what is running has ended; once more ends at once");
    tokio::spawn(async move {
        signals.next().await;
        // As a shell reports a process that Ctrl-C ended.
        std::process::exit(130);
    });
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
