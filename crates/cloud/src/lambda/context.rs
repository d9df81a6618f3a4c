//! A verdict on its way from the authorizer to a function: the authorizer's answer carries it as the context, which the
//! gateway hands to the function with the request. Nothing a client sends gets there.

use std::collections::HashMap;

use kenmovie_common::Time;
use kenmovie_common::auth::{Identity, Scopes, Verdict};
use serde_json::{Map, Value, json};

/// The verdict as the context of a simple response. Times are seconds since 1970.
pub(super) fn write(verdict: &Verdict) -> Map<String, Value> {
    let mut context = Map::new();
    let word = match verdict {
        Verdict::Ok(identity) => {
            context.insert("sub".to_owned(), json!(identity.user.to_string()));
            context.insert("sid".to_owned(), json!(identity.session.to_string()));
            context.insert("client".to_owned(), json!(identity.client.to_string()));
            context.insert("scope".to_owned(), json!(identity.scopes.to_string()));
            context.insert("auth_time".to_owned(), json!(identity.auth_time.seconds()));
            context.insert("expires_at".to_owned(), json!(identity.expires_at.seconds()));
            "ok"
        }
        Verdict::Missing => "missing",
        Verdict::Invalid => "invalid",
        Verdict::Expired => "expired",
        Verdict::Revoked => "revoked",
        Verdict::Unavailable => "unavailable",
    };
    context.insert("verdict".to_owned(), json!(word));
    context
}

/// The verdict of a context. One that makes no sense is a bad one.
pub(super) fn read(context: &HashMap<String, Value>) -> Verdict {
    match text(context, "verdict") {
        Some("ok") => identity(context).map_or(Verdict::Invalid, Verdict::Ok),
        Some("missing") => Verdict::Missing,
        Some("expired") => Verdict::Expired,
        Some("revoked") => Verdict::Revoked,
        Some("unavailable") => Verdict::Unavailable,
        _ => Verdict::Invalid,
    }
}

fn identity(context: &HashMap<String, Value>) -> Option<Identity> {
    Some(Identity {
        user: text(context, "sub")?.parse().ok()?,
        session: text(context, "sid")?.parse().ok()?,
        client: text(context, "client")?.parse().ok()?,
        scopes: Scopes::parse_lenient(text(context, "scope")?),
        auth_time: time(context, "auth_time")?,
        expires_at: time(context, "expires_at")?,
    })
}

fn text<'a>(context: &'a HashMap<String, Value>, member: &str) -> Option<&'a str> {
    context.get(member)?.as_str()
}

/// A gateway may hand a number over as a string.
fn time(context: &HashMap<String, Value>, member: &str) -> Option<Time> {
    let seconds = match context.get(member)? {
        Value::String(text) => text.parse().ok()?,
        value => value.as_i64()?,
    };
    Some(Time::from_millis(i64::checked_mul(seconds, 1000)?))
}

#[cfg(test)]
mod tests {
    use kenmovie_common::auth::Preset;
    use kenmovie_common::domain::Client;
    use kenmovie_common::{ApiTokenId, SessionId, UserId};

    use super::*;
    use crate::SystemRandom;

    fn known(client: Client) -> Identity {
        let now = Time::from_millis(1_750_000_000_000);
        Identity {
            user: UserId::new(now, &SystemRandom),
            session: SessionId::new(now, &SystemRandom),
            client,
            scopes: Preset::Site.scopes(),
            auth_time: now,
            expires_at: Time::from_millis(1_750_000_900_000),
        }
    }

    fn context(verdict: Verdict) -> HashMap<String, Value> {
        write(&verdict).into_iter().collect()
    }

    #[test]
    fn every_verdict_arrives_as_it_was_given() {
        let token = ApiTokenId::new(Time::from_millis(0), &SystemRandom);
        for verdict in [
            Verdict::Ok(known(Client::Web)),
            Verdict::Ok(known(Client::Token(token))),
            Verdict::Missing,
            Verdict::Invalid,
            Verdict::Expired,
            Verdict::Revoked,
            Verdict::Unavailable,
        ] {
            assert_eq!(read(&context(verdict)), verdict);
        }
    }

    #[test]
    fn times_may_arrive_as_text() {
        let verdict = Verdict::Ok(known(Client::Web));
        let mut context = context(verdict);
        for member in ["auth_time", "expires_at"] {
            let text = context[member].to_string();
            context.insert(member.to_owned(), json!(text));
        }
        assert_eq!(read(&context), verdict);
    }

    #[test]
    fn a_context_that_lacks_a_member_or_holds_something_else_is_a_bad_one() {
        let whole = context(Verdict::Ok(known(Client::Web)));
        for member in ["verdict", "sub", "sid", "client", "scope", "auth_time", "expires_at"] {
            let mut lacking = whole.clone();
            lacking.remove(member);
            assert_eq!(read(&lacking), Verdict::Invalid, "without {member}");
            for wrong in [json!(null), json!("x y"), json!(1.5), json!({}), json!(i64::MAX)] {
                let mut context = whole.clone();
                context.insert(member.to_owned(), wrong.clone());
                // Scopes nobody knows are none; nothing else may be a stranger's word.
                if member == "scope" && wrong.is_string() {
                    continue;
                }
                assert_eq!(read(&context), Verdict::Invalid, "{member}: {wrong}");
            }
        }
    }
}
