//! How KenMovie speaks HTTP: routes as data, the guard before them, what goes in and what comes out.

mod body;
mod caching;
mod caller;
mod cookies;
mod csrf;
mod cursor;
mod device;
mod envelope;
mod field;
mod front;
mod guard;
mod idempotency;
mod kind;
mod known_device;
mod language;
mod limit;
mod lists;
mod params;
mod problem;
mod route;

pub use body::{Json, Nothing};
pub use caching::Version;
pub use caller::{Caller, ClientAddress, Viewer};
pub use cookies::{Cookies, SameSite, cookie_name, cookie_names, read_cookie, refresh_cookie};
pub use cursor::{PageRequest, Paged};
pub use envelope::finish;
pub use field::{API_TOKEN_FIELDS, Field, FieldCode, FieldError, MOVIE_FIELDS, check};
pub use front::{Front, FrontParts, Site};
pub use guard::{Routes, access_token};
pub use idempotency::{IdempotencyKey, created};
pub use kind::Kind;
pub use known_device::{KnownDevice, sign_in_counter};
pub use limit::{LIMITS, Limit, Limits, Per, SIGN_IN};
pub use params::{Path, Query};
pub use problem::{PROBLEM_CODES, Problem, ProblemBody};
pub use route::{Access, Answer, Method, Owned, Route, SchemaOf};
