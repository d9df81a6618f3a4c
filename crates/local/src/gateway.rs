//! The gateway on one machine: merges the functions' routers, puts the authorizer before the routes that need it, hands
//! its verdict over, and holds the cloud's limits, so that a function sees here what it sees there.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use kenmovie_common::auth::{
    Audience, Identifier, KeyError, KeySet, Links, Passwords, Peppers, SignIn, Verifier,
};
use kenmovie_common::http::{Access, Front, FrontParts, Limits, Problem, Site, finish};
use kenmovie_common::ports::{Blobs, Clock, Kv, Random, Sessions, Store};
use kenmovie_common::socket::{ClosingSessions, Hub};
use kenmovie_embedded::Sockets;
use kenmovie_oidc::{Google, Oidc};
use kenmovie_page::Shells;
use kenmovie_pictures::{Intake, Tidier};
use tower::ServiceExt as _;

use crate::ports::Ports;
use crate::socket::{self, SocketGateway};
use crate::table::routes;

/// The line and all headers together, in bytes, as an HTTP API takes them.
const HEADER_LIMIT: usize = 10_240;

/// What the functions are wired to.
pub struct Wiring {
    pub store: Arc<dyn Store>,
    pub kv: Arc<dyn Kv>,
    /// Where pictures lie.
    pub blobs: Arc<dyn Blobs>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub keys: KeySet,
    pub site: Site,
    pub limits: Limits,
    /// Who signs people in beside their passwords.
    pub google: Google,
    pub peppers: Peppers,
    /// How many passwords are hashed at one time; each takes 19 MiB meanwhile.
    pub hashes_at_once: usize,
    /// The open sockets of this process.
    pub sockets: Sockets,
    /// What films' pages are written into; none where the pages are not built.
    pub shells: Option<Arc<dyn Shells>>,
}

/// The API: every function, behind the authorizer and the contract's envelope; and the sockets.
pub fn api(wiring: Wiring) -> Result<Router, KeyError> {
    let Wiring {
        store,
        kv,
        blobs,
        clock,
        random,
        keys,
        site,
        limits,
        google,
        peppers,
        hashes_at_once,
        sockets,
        shells,
    } = wiring;
    let audience = Audience::of_site(site.origin());
    let verifier = Verifier::new(&keys.public(), &audience)?;
    let front = Front::new(FrontParts {
        site,
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
        identifier: Arc::new(Identifier::new(verifier, kv.clone(), Arc::clone(&clock))),
        counters: kv.clone(),
        limits,
        edge: None,
        fingerprint: keys.fingerprint(),
    });
    let hub = Hub::new(kv.clone(), kv.clone(), Arc::new(sockets.clone()), Arc::clone(&clock));
    let sessions: Arc<dyn Sessions> = Arc::new(ClosingSessions::new(kv.clone(), hub.clone()));
    let handler =
        kenmovie_socket::Sockets::new(&front, clock.clone(), store.clone(), kv.clone(), hub.clone());
    let ports = Ports { store: &store, kv: &kv, sessions: &sessions };
    let socket = socket::router(SocketGateway {
        handler: Arc::new(handler),
        sockets,
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
    });
    let passwords = Passwords::new(hashes_at_once, peppers, random);
    let sign_in = SignIn::new(front.clone(), keys.issuer(audience), kv.clone());
    let links = Links::new(front.clone(), kv.clone(), store.clone());
    let at = kenmovie_oauth::Google { issuer: google.issuer().to_owned(), is_on: google.is_on() };
    let is_on = at.is_on;
    let providers = Arc::new(Oidc::new(google, clock));
    let oauth = kenmovie_oauth::Reach::new(ports.oauth(), providers, sign_in.clone(), links.clone(), at);
    let intake = Intake::new(store.clone(), blobs.clone(), Tidier::default());
    let page = shells.map(|shells| kenmovie_page::router(&front, ports.page(), shells));
    let functions = Router::new()
        .merge(kenmovie_register::router(
            &front,
            ports.register(),
            passwords.clone(),
            sign_in.clone(),
            links.clone(),
        ))
        .merge(kenmovie_login::router(&front, ports.login(), passwords.clone(), sign_in.clone()))
        .merge(kenmovie_session::router(&front, store.clone(), sessions.clone(), sign_in))
        .merge(kenmovie_oauth::router(&front, oauth))
        .merge(kenmovie_account::router(&front, ports.account(), links, passwords, intake.clone()))
        .merge(kenmovie_movies::router(&front, store.clone(), store.clone()))
        .merge(kenmovie_comments::router(&front, ports.comments(), hub.clone()))
        .merge(kenmovie_reactions::router(&front, store.clone()))
        .merge(kenmovie_ratings::router(&front, store.clone()))
        .merge(kenmovie_user_movies::router(&front, store.clone()))
        .merge(kenmovie_reports::router(&front, store.clone()))
        .merge(kenmovie_tokens::router(&front, store.clone(), sessions.clone()))
        .merge(kenmovie_people::router(&front, ports.people(), hub.clone()))
        .merge(kenmovie_notifications::router(&front, store.clone()))
        .merge(kenmovie_messages::router(&front, store.clone(), kv.clone(), hub, intake))
        .merge(kenmovie_media::router(&front, store.clone(), blobs))
        .merge(kenmovie_socket::router(&front, kv.clone()))
        .merge(kenmovie_service::router(&front, vec![store, kv], keys.public(), is_on))
        .merge(page.unwrap_or_default())
        .layer(middleware::from_fn_with_state(Authorized::new(front.clone()), authorize))
        .layer(middleware::from_fn(limit_headers));
    Ok(finish(functions, &front).merge(socket))
}

/// The API, the pages that a function renders, and the built ones, at one origin; on all pages the site's headers.
pub fn gateway(api: Router, pages: Router, headers: &HeaderMap) -> Router {
    let with_headers = |router: Router| {
        router.layer(middleware::from_fn_with_state(Arc::new(headers.clone()), site_headers))
    };
    let (rendered, pages) = (with_headers(api.clone()), with_headers(pages));
    let split = tower::service_fn(move |request: Request| {
        let path = request.uri().path();
        let of_api =
            path == "/api" || path == "/ws" || path.starts_with("/api/") || path.starts_with("/.well-known/");
        let part = if of_api {
            &api
        } else if is_rendered(path) {
            &rendered
        } else {
            &pages
        };
        part.clone().oneshot(request)
    });
    Router::new().fallback_service(split)
}

/// Whether a function renders it, as far as the edge can tell.
fn is_rendered(path: &str) -> bool {
    kenmovie_page::ROUTES.iter().any(|route| match route.path.split_once('{') {
        Some((beginning, _)) => path.starts_with(beginning),
        None => path == route.path,
    })
}

/// What an answer says itself stays.
async fn site_headers(State(headers): State<Arc<HeaderMap>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in headers.iter() {
        response.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    response
}

/// Where the authorizer stands.
#[derive(Clone)]
struct Authorized {
    front: Front,
    routes: Arc<HashSet<(Method, &'static str)>>,
}

impl Authorized {
    fn new(front: Front) -> Self {
        let routes = routes()
            .filter(|route| route.access != Access::Public)
            .filter_map(|route| Some((route.method.as_str().parse().ok()?, route.path)))
            .collect();
        Self { front, routes: Arc::new(routes) }
    }
}

async fn authorize(State(authorized): State<Authorized>, mut request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().cloned();
    let stands = path
        .as_ref()
        .is_some_and(|path| authorized.routes.contains(&(request.method().clone(), path.as_str())));
    if stands {
        let headers = request.headers().clone();
        let verdict = kenmovie_authorizer::authorize(&authorized.front, &headers).await;
        request.extensions_mut().insert(verdict);
    }
    next.run(request).await
}

async fn limit_headers(request: Request, next: Next) -> Response {
    let line = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    if line + size(request.headers()) > HEADER_LIMIT {
        return Problem::HeadersTooLarge.into_response();
    }
    next.run(request).await
}

fn size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}
