//! What a member can be, and how one is checked: bounds, characters, forms.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::field::{Field, FieldCode};
use crate::auth::Preset;
use crate::id::is_id;
use crate::text;

/// What a member must be. Lengths are in characters (Unicode scalar values), both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line, trimmed, without control or bidi characters.
    Line {
        min: usize,
        max: usize,
    },
    /// Several lines, trimmed, without control characters or bidi overrides.
    Text {
        min: usize,
        max: usize,
    },
    /// Taken as it is, but for NFC; never repeated in an answer.
    Secret {
        min: usize,
        max: usize,
    },
    /// A password to be set: 8..=128 characters, not among the 10,000 that a guesser tries first (by `zxcvbn`).
    NewPassword,
    /// An e-mail address, 254 characters at most.
    Email,
    Integer {
        min: i64,
        max: i64,
    },
    /// A year of release: from 1888 to five years from now.
    Year,
    Boolean,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An id, as this API writes it.
    Id,
    /// An https URL, 2,048 characters at most.
    HttpsUrl,
    /// A list of lines of 1..=`length` characters, none twice.
    Lines {
        items: usize,
        length: usize,
    },
    /// A list of objects, none twice, each with these members. A bad one is named by its place: `issuers.0.iss`.
    Objects {
        items: usize,
        fields: &'static [Field],
    },
    /// A list of scopes, none twice and one at least, or the name of a preset, which is taken as its list. A bad scope is
    /// named by its place.
    Scopes,
}

/// The latest year of release that is taken in this year.
const YEARS_AHEAD: i64 = 5;
/// The year of the oldest film there is.
const FIRST_YEAR: i64 = 1888;

/// A password that is guessed within so many tries is refused.
const COMMON: u64 = 10_000;

type Fault = (FieldCode, String);

impl Kind {
    pub(super) fn check(self, value: Value, year: i64) -> Result<Value, Fault> {
        match (self, value) {
            (Self::Line { min, max }, Value::String(text)) => {
                let text = bounded(text::trimmed(&text), min, max)?;
                allowed(text, text::is_forbidden_in_line).map(Value::String)
            }
            (Self::Text { min, max }, Value::String(text)) => {
                let text = bounded(text::trimmed(&text.replace("\r\n", "\n")), min, max)?;
                allowed(text, text::is_forbidden_in_text).map(Value::String)
            }
            (Self::Secret { min, max }, Value::String(text)) => {
                bounded(text.nfc().collect(), min, max).map(Value::String)
            }
            (Self::NewPassword, Value::String(text)) => {
                let text = bounded(text.nfc().collect(), 8, 128)?;
                if zxcvbn::zxcvbn(&text, &[]).guesses() <= COMMON {
                    return Err((FieldCode::TooCommon, "Guessed within 10,000 tries.".to_owned()));
                }
                Ok(Value::String(text))
            }
            (Self::Email, Value::String(text)) => email(&text).map(Value::String),
            (Self::Integer { min, max }, Value::Number(number)) => integer(&number, min, max),
            (Self::Year, Value::Number(number)) => integer(&number, FIRST_YEAR, year + YEARS_AHEAD),
            (Self::Boolean, value @ Value::Bool(_)) => Ok(value),
            (Self::Choice(words), Value::String(text)) => {
                if words.contains(&text.as_str()) {
                    Ok(Value::String(text))
                } else {
                    Err((FieldCode::InvalidValue, format!("One of: {}.", words.join(", "))))
                }
            }
            (Self::Id, Value::String(text)) => {
                if is_id(&text) {
                    Ok(Value::String(text))
                } else {
                    Err((FieldCode::InvalidFormat, "An id, as this API gives it.".to_owned()))
                }
            }
            (Self::HttpsUrl, Value::String(text)) => https(bounded(text, 1, 2048)?).map(Value::String),
            (Self::Lines { items, length }, Value::Array(values)) => lines(values, items, length),
            (Self::Scopes, Value::String(name)) => preset(&name),
            (kind, _) => Err((FieldCode::InvalidType, format!("This must be {}.", kind.describe()))),
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Integer { .. } | Self::Year => "a whole number",
            Self::Boolean => "true or false",
            Self::Lines { .. } => "a list of texts",
            Self::Objects { .. } => "a list of objects",
            Self::Scopes => "a list of scopes, or the name of a preset",
            _ => "a text",
        }
    }

    /// The JSON type that a query parameter of this kind stands for.
    pub(super) fn value_of(self, text: String) -> Value {
        match self {
            Self::Integer { .. } | Self::Year => text.parse::<i64>().map_or(Value::String(text), Value::from),
            Self::Boolean => text.parse::<bool>().map_or(Value::String(text), Value::from),
            _ => Value::String(text),
        }
    }
}

fn bounded(text: String, min: usize, max: usize) -> Result<String, Fault> {
    // More bytes than four a character are too many without counting.
    let length = if text.len() > max.saturating_mul(4) { usize::MAX } else { text.chars().count() };
    if length < min {
        let needed = if length == 0 { FieldCode::Required } else { FieldCode::TooShort };
        Err((needed, format!("At least {min} characters.")))
    } else if length > max {
        Err((FieldCode::TooLong, format!("At most {max} characters.")))
    } else {
        Ok(text)
    }
}

fn allowed(text: String, forbidden: fn(char) -> bool) -> Result<String, Fault> {
    if text.chars().any(forbidden) {
        Err((FieldCode::ForbiddenCharacter, "Control characters cannot stand here.".to_owned()))
    } else {
        Ok(text)
    }
}

fn integer(number: &serde_json::Number, min: i64, max: i64) -> Result<Value, Fault> {
    let Some(value) = number.as_i64() else {
        return Err((FieldCode::InvalidType, format!("A whole number from {min} to {max}.")));
    };
    if value < min {
        Err((FieldCode::TooSmall, format!("At least {min}.")))
    } else if value > max {
        Err((FieldCode::TooLarge, format!("At most {max}.")))
    } else {
        Ok(Value::from(value))
    }
}

/// An address that mail can be sent to: one `@`, a dotted domain, no space, nothing that ends a header.
fn email(text: &str) -> Result<String, Fault> {
    let text = bounded(text::trimmed(text), 1, 254)?;
    let text = allowed(text, |c| text::is_forbidden_in_line(c) || c.is_whitespace())?;
    let fault = || (FieldCode::InvalidFormat, "An address such as ana@example.com.".to_owned());
    let (local, domain) = text.rsplit_once('@').ok_or_else(fault)?;
    let domain_ok = domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label.chars().count() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    let local_ok = !local.is_empty()
        && local.chars().count() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && !local.chars().any(|c| "\"(),:;<>@[\\]".contains(c));
    if domain_ok && local_ok { Ok(text) } else { Err(fault()) }
}

fn https(text: String) -> Result<String, Fault> {
    let fault = || (FieldCode::InvalidFormat, "An address that begins with https://.".to_owned());
    let uri: axum::http::Uri = text.parse().map_err(|_| fault())?;
    let host_ok = uri.host().is_some_and(|host| host.contains('.') && !host.starts_with('.'));
    let plain = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    let clean = !text.chars().any(text::is_forbidden_in_line);
    if uri.scheme_str() == Some("https") && host_ok && plain && clean { Ok(text) } else { Err(fault()) }
}

fn lines(values: Vec<Value>, items: usize, length: usize) -> Result<Value, Fault> {
    if values.len() > items {
        return Err((FieldCode::TooMany, format!("At most {items}.")));
    }
    let mut clean: Vec<String> = Vec::with_capacity(values.len());
    for value in values {
        let Value::String(text) = value else {
            return Err((FieldCode::InvalidType, "A list of texts.".to_owned()));
        };
        let text = allowed(bounded(text::trimmed(&text), 1, length)?, text::is_forbidden_in_line)?;
        if clean.contains(&text) {
            return Err((FieldCode::Duplicate, "Each text once.".to_owned()));
        }
        clean.push(text);
    }
    Ok(Value::from(clean))
}

fn preset(name: &str) -> Result<Value, Fault> {
    let fault = || {
        let names = Preset::ALL.map(Preset::as_str).join(", ");
        (FieldCode::InvalidValue, format!("One of: {names}; or a list of scopes."))
    };
    let scopes = Preset::parse(name).ok_or_else(fault)?.scopes();
    Ok(scopes.iter().map(|scope| Value::from(scope.as_str())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn addresses_are_checked_for_what_mail_needs() {
        for good in ["ana@example.com", "a.b+c@sub.example.co", "ñandú@correo.es"] {
            assert!(email(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "ana",
            "@example.com",
            "ana@",
            "ana@example",
            "a b@example.com",
            "a@b@c.com",
            "a@-b.com",
            "a@b..com",
            ".a@b.com",
            "a\r\nbcc:x@b.com",
            "a@example.com\0",
        ] {
            assert!(email(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_common_password_is_not_taken() {
        let codes = |text: &str| Kind::NewPassword.check(json!(text), 2026).err().map(|(code, _)| code);
        for common in ["password", "PASSWORD1", "12345678", "iloveyou", "aaaaaaaa"] {
            assert_eq!(codes(common), Some(FieldCode::TooCommon), "{common}");
        }
        assert_eq!(codes("butaca-trece-lluvia"), None);
        assert_eq!(codes("butaca7"), Some(FieldCode::TooShort));
    }

    #[test]
    fn only_https_addresses_of_hosts_are_taken() {
        assert!(https("https://example.com/a.jpg".into()).is_ok());
        for bad in [
            "http://example.com",
            "javascript:alert(1)",
            "https://",
            "https://localhost",
            "//example.com",
            "https://user:pass@example.com/",
            "https://example.com/\u{202e}gpj.exe",
            "data:text/html,x",
        ] {
            assert!(https(bad.into()).is_err(), "{bad}");
        }
    }
}
