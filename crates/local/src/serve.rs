//! `kenmovie serve`

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;

use kenmovie_common::http::{Limits, Site};
use tokio::net::TcpListener;

use crate::engines::Engines;
use crate::gateway::{Wiring, api, gateway};
use crate::keys::Keys;
use crate::{catalogue, pages, server};

#[derive(Debug, Clone)]
pub struct ServeOptions {
    pub listen: SocketAddr,
    pub data: PathBuf,
    /// Where people reach the site; none: where it listens.
    pub public_url: Option<Site>,
    pub limits: Limits,
    /// The folder of the built pages.
    pub pages: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error(transparent)]
    Store(#[from] kenmovie_embedded::OpenError),
    #[error(transparent)]
    Keys(#[from] crate::keys::KeysError),
    #[error("the bundled catalogue could not be loaded: {0}")]
    Catalogue(kenmovie_common::ports::StoreError),
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
    /// Opens everything; the first start makes the keys and loads the bundled catalogue.
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
        let engines = Engines::open(&options.data)?;
        let keys = Keys::open(&options.data, engines.random.as_ref())?;
        let films = catalogue::load_once(&engines).await.map_err(ServeError::Catalogue)?;
        let wiring = Wiring {
            store: engines.store(),
            kv: engines.kv(),
            clock: engines.clock.clone(),
            random: engines.random.clone(),
            keys,
            site,
            limits: options.limits,
            hashes_at_once: std::thread::available_parallelism().map_or(2, usize::from),
        };
        let api = api(wiring).map_err(|error| ServeError::Site(error.to_string()))?;
        let app = gateway(api, pages::pages(&options.pages));
        Ok(Self { listener, engines, app, address, films })
    }

    /// Serves until `stop`, then drains and closes the store.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        server::serve(self.listener, self.app, stop).await;
        self.engines.database.close().await;
    }
}
