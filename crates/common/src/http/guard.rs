//! What a request passes before its handler: size (413), identity (401), origin (403 `csrf`), scope (403), limit (429).
//! The order is the contract's.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, on};
use http_body_util::{BodyExt as _, Limited};

use super::caller::{ClientAddress, identity};
use super::front::Front;
use super::limit::{self, Per, Spent};
use super::problem::Problem;
use super::route::{Access, Method, Route};
use super::{caching, cookies, csrf};
use crate::auth::{Identity, Scopes, Verdict};

/// The largest JSON body: 64 KiB.
const BODY_LIMIT: usize = 64 * 1024;

/// Binds declared routes to their handlers.
#[derive(Clone)]
pub struct Routes {
    front: Front,
    router: Router,
}

impl Routes {
    pub fn new(front: &Front) -> Self {
        Self { front: front.clone(), router: Router::new() }
    }

    /// Puts a handler behind its declaration. Its state is what it may touch.
    #[must_use]
    pub fn on<H, T, S>(self, route: &'static Route, handler: H, state: S) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
        S: Clone + Send + Sync + 'static,
    {
        let guarded = middleware::from_fn_with_state((self.front.clone(), route), guard);
        let filter = match route.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Patch => MethodFilter::PATCH,
            Method::Delete => MethodFilter::DELETE,
        };
        let method = on(filter, handler).with_state(state).route_layer(guarded);
        Self { router: self.router.route(route.path, method), ..self }
    }

    pub fn into_router(self) -> Router {
        self.router
    }
}

async fn guard(
    State((front, route)): State<(Front, &'static Route)>,
    request: Request,
    next: Next,
) -> Response {
    let if_none_match = request.headers().get(header::IF_NONE_MATCH).cloned();
    let mut response = match admit(&front, route, request).await {
        Ok((request, visitor, spent)) => {
            let mut response = next.run(request).await;
            if let Some(spent) = spent {
                spent.write(response.headers_mut());
            }
            caching::apply(response, route, visitor, if_none_match.as_ref()).await
        }
        Err((problem, spent)) => {
            let mut response = problem.into_response();
            if let Some(spent) = spent {
                spent.write(response.headers_mut());
            }
            response
        }
    };
    // For whoever tells what was answered.
    response.extensions_mut().insert(route);
    response
}

type Admitted = (Request, bool, Option<Spent>);

async fn admit(
    front: &Front,
    route: &'static Route,
    request: Request,
) -> Result<Admitted, (Problem, Option<Spent>)> {
    let refuse = |problem| (problem, None);
    let request = if route.body.is_some() { buffered(request).await.map_err(refuse)? } else { request };
    // Apart, because a body cannot be shared between threads while an answer is awaited.
    let (mut parts, body) = request.into_parts();
    let verdict = if route.page { Verdict::Missing } else { verdict(front, &parts).await };
    let known = match route.access {
        Access::Public => identity(Some(verdict)).ok(),
        Access::Scope(_) => Some(identity(Some(verdict)).map_err(refuse)?),
    };
    if !csrf::allows(front.site(), route, &parts.headers) {
        return Err(refuse(Problem::Csrf));
    }
    if let Access::Scope(scope) = route.access
        && !known.map_or(Scopes::NONE, |known| known.scopes).has(scope)
    {
        return Err(refuse(Problem::InsufficientScope));
    }
    let spent = spend(front, route, &parts, known).await.map_err(refuse)?;
    if let Some(problem) = spent.and_then(Spent::problem) {
        return Err((problem, spent));
    }
    parts.extensions.insert(verdict);
    parts.extensions.insert(route);
    parts.extensions.insert(front.clone());
    Ok((Request::from_parts(parts, body), known.is_none(), spent))
}

/// The request with its body read, if that is not too large. A length that says so is believed unread.
async fn buffered(request: Request) -> Result<Request, Problem> {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if length.and_then(|text| text.parse::<u64>().ok()).is_some_and(|length| length > BODY_LIMIT as u64) {
        return Err(Problem::BodyTooLarge);
    }
    let (parts, body) = request.into_parts();
    match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(collected) => Ok(Request::from_parts(parts, Body::from(collected.to_bytes()))),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(Problem::BodyTooLarge),
        Err(_) => Err(Problem::RequestTimeout),
    }
}

/// The authorizer's verdict where there is one, else our own.
async fn verdict(front: &Front, parts: &Parts) -> Verdict {
    if let Some(verdict) = parts.extensions.get::<Verdict>() {
        return *verdict;
    }
    front.identifier().identify(access_token(front, &parts.headers)).await
}

/// The access token that a request carries: of the `Authorization` header where there is one, else of the cookie.
pub fn access_token<'a>(front: &Front, headers: &'a HeaderMap) -> Option<&'a str> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    match (given.next(), given.next()) {
        (None, _) => cookies::read_cookie(headers, cookies::cookie_names(front.site()).0)
            .filter(|token| !token.is_empty()),
        (Some(one), None) => {
            let text = one.to_str().ok()?;
            let (scheme, token) = text.split_once(' ')?;
            // Another scheme than Bearer brings no access token, but is not nothing: it is read as a bad one.
            Some(if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" })
        }
        (Some(_), Some(_)) => Some(""),
    }
}

async fn spend(
    front: &Front,
    route: &Route,
    parts: &Parts,
    known: Option<Identity>,
) -> Result<Option<Spent>, Problem> {
    let Some(limit) = route.limit else { return Ok(None) };
    let subject = match (limit.per, known) {
        (Per::Account, Some(known)) => known.user.to_string(),
        _ => parts
            .extensions
            .get::<ClientAddress>()
            .map_or_else(|| "unknown".to_owned(), |ClientAddress(address)| limit::subject(*address)),
    };
    let now = front.now();
    let count = front.counters().count(&limit.key(&subject), limit.window, now).await?;
    Ok(Some(Spent::new(limit, front.limits(), count, now)))
}
