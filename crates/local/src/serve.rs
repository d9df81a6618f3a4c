//! `kenmovie serve`

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kenmovie_common::http::{Limits, Site};
use kenmovie_common::ports::{Clock, Store, StoreError};
use kenmovie_oidc::Google;
use tokio::net::TcpListener;

use crate::engines::{EngineError, EngineOptions, Engines};
use crate::gateway::{Wiring, api, gateway};
use crate::{catalogue, pages, server};

/// What a crash elsewhere left is put right this often.
const MAINTENANCE: Duration = Duration::from_mins(1);

#[derive(Debug, Clone)]
pub struct ServeOptions {
    pub listen: SocketAddr,
    /// The folder of the keys.
    pub data: PathBuf,
    pub engines: EngineOptions,
    /// Where people reach the site; none: where it listens.
    pub public_url: Option<Site>,
    pub limits: Limits,
    pub google: Google,
    /// The folder of the built pages.
    pub pages: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error("the indexes or the table could not be made: {0}")]
    Migrate(StoreError),
    #[error(transparent)]
    Keys(#[from] crate::keys::KeysError),
    #[error("the bundled catalogue could not be loaded: {0}")]
    Catalogue(StoreError),
    #[error("{0}")]
    Site(String),
}

/// A server that listens and is ready to run.
pub struct Serve {
    listener: TcpListener,
    engines: Engines,
    app: axum::Router,
    /// Where it listens.
    pub address: SocketAddr,
    /// How many films the store holds.
    pub films: u64,
}

impl Serve {
    /// Opens everything. The first start makes the keys, the schema and loads the bundled catalogue; every start settles
    /// what a crash left.
    pub async fn prepare(options: ServeOptions) -> Result<Self, ServeError> {
        let listener = TcpListener::bind(options.listen)
            .await
            .map_err(|error| ServeError::Listen(options.listen, error))?;
        let address = listener.local_addr().map_err(|error| ServeError::Listen(options.listen, error))?;
        let site = match options.public_url {
            Some(site) => site,
            None => Site::new(&format!("http://{address}"))
                .map_err(|_| ServeError::Site(format!("listening on {address} needs --public-url")))?,
        };
        let engines = Engines::open(&options.engines).await?;
        let keys = crate::keys::open(&options.data, engines.random.as_ref())?;
        engines.migrate().await.map_err(ServeError::Migrate)?;
        // What a dead process still holds is let go after a minute, and put right then.
        if let Err(error) = engines.store.settle(engines.clock.now()).await {
            tracing::warn!(%error, "what a crash left could not be put right yet");
        }
        let films = catalogue::load_once(&engines).await.map_err(ServeError::Catalogue)?;
        let wiring = Wiring {
            store: engines.store.clone(),
            kv: engines.kv.clone(),
            clock: engines.clock.clone(),
            random: engines.random.clone(),
            keys,
            site,
            limits: options.limits,
            google: options.google,
            hashes_at_once: std::thread::available_parallelism().map_or(2, usize::from),
        };
        let api = api(wiring).map_err(|error| ServeError::Site(error.to_string()))?;
        let app = gateway(api, pages::pages(&options.pages));
        Ok(Self { listener, engines, app, address, films })
    }

    /// Serves until `stop`, then drains and closes the engines.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, engines, app, .. } = self;
        let upkeep = tokio::spawn(maintain(engines.store.clone(), engines.clock.clone()));
        server::serve(listener, app, stop).await;
        // What it began in the store goes on by itself.
        upkeep.abort();
        engines.close().await;
    }
}

/// Puts right what crashes leave, over and over.
async fn maintain(store: Arc<dyn Store>, clock: Arc<dyn Clock>) {
    loop {
        tokio::time::sleep(MAINTENANCE).await;
        match kenmovie_maintenance::maintain(store.as_ref(), clock.now()).await {
            Ok(0) => {}
            Ok(settled) => tracing::info!(settled, "what was left half done is finished"),
            Err(error) => tracing::warn!(%error, "the store could not be kept in order"),
        }
    }
}
