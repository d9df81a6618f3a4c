//! The members that a route takes, as data: their bounds are stated once, checked here for every route, and written into
//! the OpenAPI document from the same table. A check names every bad member at once and hands on clean values (trimmed,
//! NFC).
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::kind::Kind;
use super::lists;

/// A member of a body or a parameter of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
}

impl Field {
    pub const fn required(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: true }
    }

    pub const fn optional(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: false }
    }
}

/// What is wrong with a member; stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    Required,
    TooShort,
    TooLong,
    TooSmall,
    TooLarge,
    InvalidType,
    InvalidFormat,
    InvalidValue,
    ForbiddenCharacter,
    TooMany,
    Duplicate,
    UnknownField,
    TooCommon,
    SameAsIdentity,
    /// The caller's own password is another.
    WrongPassword,
    /// A link's secret that is not the newest, was used, or has expired.
    InvalidToken,
    /// An upload that is no picture, none of the kind that was said, or one too large to decode.
    UnreadablePicture,
}

/// One bad member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldError {
    pub field: String,
    pub code: FieldCode,
    pub detail: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, code: FieldCode, detail: impl Into<String>) -> Self {
        Self { field: field.into(), code, detail: detail.into() }
    }
}

/// The members of a film's draft, for whoever takes one: the API and the import.
pub const MOVIE_FIELDS: &[Field] = &[
    Field::required("title", Kind::Line { min: 1, max: 200 }),
    Field::optional("original_title", Kind::Line { min: 1, max: 200 }),
    Field::optional("year", Kind::Year),
    Field::optional("duration_minutes", Kind::Integer { min: 1, max: 1440 }),
    Field::optional("description", Kind::Text { min: 1, max: 5000 }),
    Field::optional("content_rating", Kind::Line { min: 1, max: 10 }),
    Field::optional("genres", Kind::Lines { items: 10, length: 40 }),
    Field::optional("tags", Kind::Lines { items: 50, length: 40 }),
    Field::optional("directors", Kind::Lines { items: 50, length: 100 }),
    Field::optional("cast", Kind::Lines { items: 50, length: 100 }),
    Field::optional("poster_url", Kind::HttpsUrl),
    Field::optional("cover_url", Kind::HttpsUrl),
    Field::optional("source_url", Kind::HttpsUrl),
];

/// The members of a new API token, for whoever makes one: the API and the command line.
pub const API_TOKEN_FIELDS: &[Field] = &[
    Field::required("name", Kind::Line { min: 1, max: 80 }),
    Field::required("scopes", Kind::Scopes),
    Field::optional("expires_in_days", Kind::Integer { min: 1, max: 3650 }),
    Field::optional("issuers", Kind::Objects { items: 10, fields: ISSUER_FIELDS }),
];

/// A provider, and the client of it, whose ID tokens an API token may bring.
const ISSUER_FIELDS: &[Field] =
    &[Field::required("iss", Kind::HttpsUrl), Field::required("aud", Kind::Line { min: 1, max: 255 })];

/// Checks an object against the table. In a `partial` one nothing is required, and `null` removes what is optional.
pub fn check(
    fields: &[Field],
    mut given: Map<String, Value>,
    partial: bool,
    year: i64,
) -> Result<Map<String, Value>, Vec<FieldError>> {
    let mut clean = Map::new();
    let mut errors = Vec::new();
    for field in fields {
        match given.remove(field.name) {
            None if field.required && !partial => {
                errors.push(FieldError::new(field.name, FieldCode::Required, "This is needed."));
            }
            None => {}
            Some(Value::Null) if partial && !field.required => {
                clean.insert(field.name.to_owned(), Value::Null);
            }
            Some(value) => match member(field, value, year) {
                Ok(value) => {
                    clean.insert(field.name.to_owned(), value);
                }
                Err(faults) => errors.extend(faults),
            },
        }
    }
    for name in given.keys().take(20) {
        let name: String = name.chars().take(64).collect();
        errors.push(FieldError::new(name, FieldCode::UnknownField, "This route takes no such member."));
    }
    if errors.is_empty() { Ok(clean) } else { Err(errors) }
}

/// A clean value, or what is wrong with it: of a list whose items are told apart, each bad item.
fn member(field: &Field, value: Value, year: i64) -> Result<Value, Vec<FieldError>> {
    match (field.kind, value) {
        (Kind::Objects { items, fields }, Value::Array(values)) => {
            lists::objects(field.name, (items, fields), values, year)
        }
        (Kind::Scopes, Value::Array(names)) => lists::scopes(field.name, &names),
        (kind, value) => {
            kind.check(value, year).map_err(|(code, detail)| vec![FieldError::new(field.name, code, detail)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const FIELDS: &[Field] = &[
        Field::required("name", Kind::Line { min: 2, max: 5 }),
        Field::required("age", Kind::Integer { min: 13, max: 120 }),
        Field::optional("tags", Kind::Lines { items: 2, length: 3 }),
    ];

    fn codes(value: Value) -> Vec<(String, FieldCode)> {
        let Value::Object(map) = value else { panic!("not an object") };
        let errors = check(FIELDS, map, false, 2026).expect_err("faults");
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn every_bad_member_is_named_at_once() {
        assert_eq!(
            codes(json!({"name": "x", "age": "13", "tags": ["a", "a"], "role": "admin"})),
            [
                ("name".to_owned(), FieldCode::TooShort),
                ("age".to_owned(), FieldCode::InvalidType),
                ("tags".to_owned(), FieldCode::Duplicate),
                ("role".to_owned(), FieldCode::UnknownField),
            ]
        );
    }

    #[test]
    fn bounds_hold_on_both_sides_of_their_edge() {
        let ok = |name: &str, age: i64| {
            let Value::Object(map) = json!({"name": name, "age": age}) else { return false };
            check(FIELDS, map, false, 2026).is_ok()
        };
        assert!(ok("ab", 13) && ok("ñññññ", 120) && ok("  ab  ", 13));
        assert!(
            !ok("a", 13) && !ok("abcdef", 13) && !ok("ab", 12) && !ok("ab", 121) && !ok("a\u{202e}b", 13)
        );
    }
}
