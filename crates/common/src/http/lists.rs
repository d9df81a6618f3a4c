//! Lists whose items are told apart: a bad one is named by its place in the list, the others too.

use serde_json::Value;

use super::field::{Field, FieldCode, FieldError, check};
use crate::auth::Scope;

/// Objects of these members, so many at most.
pub(super) fn objects(
    list: &str,
    (items, fields): (usize, &[Field]),
    values: Vec<Value>,
    year: i64,
) -> Result<Value, Vec<FieldError>> {
    if values.len() > items {
        return Err(vec![FieldError::new(list, FieldCode::TooMany, format!("At most {items}."))]);
    }
    let mut clean = Vec::with_capacity(values.len());
    let mut errors = Vec::new();
    for (place, value) in values.into_iter().enumerate() {
        let here = format!("{list}.{place}");
        let Value::Object(given) = value else {
            errors.push(FieldError::new(here, FieldCode::InvalidType, "This must be an object."));
            continue;
        };
        match check(fields, given, false, year).map(Value::Object) {
            Ok(one) if clean.contains(&one) => {
                errors.push(FieldError::new(here, FieldCode::Duplicate, "Each once."));
            }
            Ok(one) => clean.push(one),
            Err(faults) => {
                errors.extend(
                    faults
                        .into_iter()
                        .map(|fault| FieldError { field: format!("{here}.{}", fault.field), ..fault }),
                );
            }
        }
    }
    if errors.is_empty() { Ok(Value::Array(clean)) } else { Err(errors) }
}

/// Names of scopes.
pub(super) fn scopes(list: &str, names: &[Value]) -> Result<Value, Vec<FieldError>> {
    let most = Scope::ALL.len();
    let whole = |code, detail: String| Err(vec![FieldError::new(list, code, detail)]);
    if names.is_empty() {
        return whole(FieldCode::Required, "At least one.".to_owned());
    }
    if names.len() > most {
        return whole(FieldCode::TooMany, format!("At most {most}."));
    }
    let mut known = Vec::with_capacity(names.len());
    let mut errors = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let fault = match name.as_str().map(Scope::parse) {
            None => Some((FieldCode::InvalidType, "This must be a text.")),
            Some(None) => Some((FieldCode::InvalidValue, "There is no such scope.")),
            Some(Some(scope)) if known.contains(&scope) => Some((FieldCode::Duplicate, "Each scope once.")),
            Some(Some(scope)) => {
                known.push(scope);
                None
            }
        };
        errors.extend(fault.map(|(code, detail)| FieldError::new(format!("{list}.{place}"), code, detail)));
    }
    if errors.is_empty() { Ok(Value::from(names)) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::super::field::API_TOKEN_FIELDS;
    use super::*;
    use serde_json::json;

    fn faults(member: &str, value: Value) -> Vec<(String, FieldCode)> {
        let Value::Object(mut given) = json!({"name": "x", "scopes": "public"}) else {
            panic!("not an object")
        };
        given.insert(member.to_owned(), value);
        let errors = check(API_TOKEN_FIELDS, given, false, 2026).expect_err("faults");
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    fn named(field: &str, code: FieldCode) -> (String, FieldCode) {
        (field.to_owned(), code)
    }

    #[test]
    fn every_bad_item_of_a_list_is_named_by_its_place() {
        let good = json!({"iss": "https://accounts.example.com", "aud": "a"});
        let issuers = json!([
            good,
            {"iss": "http://accounts.example.com", "aud": ""},
            "https://accounts.example.com",
            {"aud": "a", "azp": "b"},
            {"iss": "https://accounts.example.com", "aud": " a "},
        ]);
        assert_eq!(
            faults("issuers", issuers),
            [
                named("issuers.1.iss", FieldCode::InvalidFormat),
                named("issuers.1.aud", FieldCode::Required),
                named("issuers.2", FieldCode::InvalidType),
                named("issuers.3.iss", FieldCode::Required),
                named("issuers.3.azp", FieldCode::UnknownField),
                named("issuers.4", FieldCode::Duplicate),
            ]
        );
        assert_eq!(faults("issuers", good), [named("issuers", FieldCode::InvalidType)]);
        assert_eq!(faults("issuers", json!(vec![json!({}); 11])), [named("issuers", FieldCode::TooMany)]);
    }

    #[test]
    fn scopes_are_a_list_of_names_or_a_preset() {
        let names = json!(["movies:read", "movies:eat", 7, "movies:read", "MOVIES:READ"]);
        assert_eq!(
            faults("scopes", names),
            [
                named("scopes.1", FieldCode::InvalidValue),
                named("scopes.2", FieldCode::InvalidType),
                named("scopes.3", FieldCode::Duplicate),
                named("scopes.4", FieldCode::InvalidValue),
            ]
        );
        for (value, code) in [
            (json!([]), FieldCode::Required),
            (json!(vec!["movies:read"; 22]), FieldCode::TooMany),
            (json!("all"), FieldCode::InvalidValue),
            (json!("movies:read"), FieldCode::InvalidValue),
            (json!(null), FieldCode::InvalidType),
            (json!({"$ne": null}), FieldCode::InvalidType),
        ] {
            assert_eq!(faults("scopes", value), [named("scopes", code)]);
        }
    }
}
