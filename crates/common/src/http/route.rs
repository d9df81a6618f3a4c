//! A route as data. Every function declares its routes with this; enforcement, the OpenAPI document, the permission
//! matrix and the gateway are derived from the declarations.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::field::Field;
use super::kind::Kind;
use super::limit::Limit;
use crate::auth::Scope;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody; where the answer depends on the viewer, the function finds out itself.
    Public,
    /// Whoever holds this scope. The authorizer stands before it.
    Scope(Scope),
}

/// Whose the things are that a route acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owned {
    /// The caller's alone: another's are not there (404).
    Only,
    /// The caller's; another's too for whoever holds this scope (else 403).
    Or(Scope),
}

/// Makes the schema of an answer.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What a route answers when it does what was asked.
#[derive(Clone, Copy)]
pub struct Answer {
    pub status: u16,
    /// None where there is no body.
    pub schema: Option<SchemaOf>,
}

/// A route.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent property of a declaration")]
pub struct Route {
    pub method: Method,
    /// With `{id}` for parameters.
    pub path: &'static str,
    pub access: Access,
    /// Where its path names a thing that is somebody's.
    pub owned: Option<Owned>,
    pub summary: &'static str,
    pub query: &'static [Field],
    pub body: Option<&'static [Field]>,
    /// The body is a JSON merge patch (RFC 7396): nothing is required, `null` removes.
    pub partial: bool,
    pub answer: Answer,
    /// Codes of problems besides those that follow from the rest of the declaration.
    pub problems: &'static [&'static str],
    pub limit: Option<&'static Limit>,
    /// How long a visitor's answer may be kept, in seconds; only public reads have it.
    pub max_age: Option<u32>,
    /// It takes an `Idempotency-Key`.
    pub idempotent: bool,
    /// It keeps something by the key of an e-mail address.
    pub by_address: bool,
    /// It honours `If-Match`.
    pub conditional: bool,
    /// What there is one more of after a success: a metric's name.
    pub makes: Option<&'static str>,
    /// Its answer signs a browser in or out: it must come from the site itself, cookies or not.
    pub sets_cookies: bool,
    /// It is one of the site's own pages and no part of the API: the same for everybody, whatever token comes along.
    pub page: bool,
}

impl Route {
    const fn new(method: Method, path: &'static str, access: Access) -> Self {
        Self {
            method,
            path,
            access,
            owned: None,
            summary: "",
            query: &[],
            body: None,
            partial: false,
            answer: Answer { status: 204, schema: None },
            problems: &[],
            limit: None,
            max_age: None,
            idempotent: false,
            by_address: false,
            conditional: false,
            makes: None,
            sets_cookies: false,
            page: false,
        }
    }

    pub const fn get(path: &'static str, access: Access) -> Self {
        Self::new(Method::Get, path, access)
    }

    pub const fn post(path: &'static str, access: Access) -> Self {
        Self::new(Method::Post, path, access)
    }

    pub const fn put(path: &'static str, access: Access) -> Self {
        Self::new(Method::Put, path, access)
    }

    pub const fn patch(path: &'static str, access: Access) -> Self {
        Self::new(Method::Patch, path, access)
    }

    pub const fn delete(path: &'static str, access: Access) -> Self {
        Self::new(Method::Delete, path, access)
    }

    pub const fn owned(mut self, owned: Owned) -> Self {
        self.owned = Some(owned);
        self
    }

    pub const fn makes(mut self, metric: &'static str) -> Self {
        self.makes = Some(metric);
        self
    }

    pub const fn summary(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    pub const fn query(mut self, fields: &'static [Field]) -> Self {
        self.query = fields;
        self
    }

    pub const fn body(mut self, fields: &'static [Field]) -> Self {
        self.body = Some(fields);
        self
    }

    pub const fn partial(mut self) -> Self {
        self.partial = true;
        self
    }

    /// Answers with this status and a `T`.
    pub const fn answers<T: JsonSchema>(mut self, status: u16) -> Self {
        self.answer = Answer { status, schema: Some(SchemaGenerator::subschema_for::<T>) };
        self
    }

    /// Sends a browser on with 302.
    pub const fn redirects(mut self) -> Self {
        self.answer = Answer { status: 302, schema: None };
        self
    }

    /// Answers 202 without a body: what was asked for goes on by mail.
    pub const fn accepted(mut self) -> Self {
        self.answer = Answer { status: 202, schema: None };
        self
    }

    pub const fn problems(mut self, codes: &'static [&'static str]) -> Self {
        self.problems = codes;
        self
    }

    pub const fn limited(mut self, limit: &'static Limit) -> Self {
        self.limit = Some(limit);
        self
    }

    pub const fn cached(mut self, seconds: u32) -> Self {
        self.max_age = Some(seconds);
        self
    }

    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    pub const fn by_address(mut self) -> Self {
        self.by_address = true;
        self
    }

    pub const fn conditional(mut self) -> Self {
        self.conditional = true;
        self
    }

    pub const fn sets_cookies(mut self) -> Self {
        self.sets_cookies = true;
        self
    }

    /// One of the site's pages; a handler that answers with 200 says what it is.
    pub const fn page(mut self) -> Self {
        self.answer = Answer { status: 200, schema: None };
        self.page = true;
        self
    }
}

/// How many items a page has where a caller does not say.
pub(super) const DEFAULT_PAGE: usize = 20;
const PAGE_LIMIT: Kind = Kind::Integer { min: 1, max: 100 };

impl Field {
    /// `?limit=`, which every list takes.
    pub const LIMIT: Self = Self::optional("limit", PAGE_LIMIT);
    /// `?cursor=`, which every list takes.
    pub const CURSOR: Self = Self::optional("cursor", Kind::Secret { min: 1, max: 1024 });
}
