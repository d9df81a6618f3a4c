//! `kenmovie serve`

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use kenmovie_common::auth::Peppers;
use kenmovie_common::http::{Limits, Site};
use kenmovie_common::ports::{Blobs, Mailer, StoreError};
use kenmovie_embedded::{Folder, Sockets};
use kenmovie_oidc::Google;
use kenmovie_page::Shells;
use tokio::net::TcpListener;

use crate::background::Background;
use crate::engines::{EngineError, EngineOptions, Engines};
use crate::gateway::{Wiring, api, gateway};
use crate::headers::site_headers;
use crate::mail::{MailError, MailWay, Post};
use crate::media::media;
use crate::pages::{Built, PagesError, pages};
use crate::{catalogue, dev_outbox, server};

#[derive(Debug, Clone)]
pub struct ServeOptions {
    pub listen: SocketAddr,
    /// The folder of the keys and of pictures.
    pub data: PathBuf,
    pub engines: EngineOptions,
    /// Where people reach the site; none: where it listens.
    pub public_url: Option<Site>,
    pub limits: Limits,
    pub google: Google,
    /// What is mixed into passwords before they are hashed.
    pub peppers: Peppers,
    pub mail: MailWay,
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
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error("the folder of pictures {0} cannot be used: {1}")]
    Media(PathBuf, std::io::Error),
    #[error("the bundled catalogue could not be loaded: {0}")]
    Catalogue(StoreError),
    #[error("the pages cannot be served: {0}")]
    Pages(#[from] PagesError),
    #[error("{0}")]
    Site(String),
}

/// A server that listens and is ready to run.
pub struct Serve {
    listener: TcpListener,
    engines: Engines,
    mailer: Arc<dyn Mailer>,
    app: axum::Router,
    blobs: Arc<dyn Blobs>,
    sockets: Sockets,
    /// Where letters are shown; none where they are sent, or where the site is not this machine's alone.
    pub letters: Option<String>,
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
        let Post { mailer, outbox } = options.mail.open(engines.random.clone())?;
        // Whoever reaches a site of the open net may come from a proxy on this machine.
        let outbox = outbox.filter(|_| !site.secure());
        let headers = site_headers(site.secure(), "");
        let sockets = Sockets::default();
        let place = options.data.join("media");
        let folder = Folder::open(&place, engines.random.clone(), keys.media())
            .map_err(|error| ServeError::Media(place, error))?;
        let blobs: Arc<dyn Blobs> = Arc::new(folder.clone());
        let wiring = Wiring {
            store: engines.store.clone(),
            kv: engines.kv.clone(),
            blobs: blobs.clone(),
            clock: engines.clock.clone(),
            random: engines.random.clone(),
            keys,
            site,
            limits: options.limits,
            google: options.google,
            peppers: options.peppers,
            hashes_at_once: std::thread::available_parallelism().map_or(2, usize::from),
            sockets: sockets.clone(),
            shells: Built::open(&options.pages)?.map(|built| Arc::new(built) as Arc<dyn Shells>),
        };
        let api = api(wiring).map_err(|error| ServeError::Site(error.to_string()))?;
        let mut pages = pages(&options.pages).merge(media(folder, engines.clock.clone()));
        let letters = outbox.as_ref().map(|_| format!("http://{address}{}", dev_outbox::PATH));
        if let Some(outbox) = outbox {
            pages = pages.merge(dev_outbox::page(outbox));
        }
        let app = gateway(api, pages, &headers);
        Ok(Self { listener, engines, mailer, app, blobs, sockets, letters, address, films })
    }

    /// Serves until `stop`, then drains and closes the engines.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, engines, mailer, app, blobs, sockets, .. } = self;
        let background = Background::start(&engines.store, blobs, mailer, &engines.clock);
        server::serve(listener, app, stop).await;
        sockets.close_all();
        background.stop().await;
        engines.close().await;
    }
}
