//! Who somebody is here whom a provider knows.

use kenmovie_common::UserId;
use kenmovie_common::domain::{
    Device, Language, NewUser, ProviderAccount, SignInMethod, SignInOutcome, SignInRecord, User,
};
use kenmovie_common::http::{Field, Kind, Problem, check};
use kenmovie_common::ports::{ProviderIdentity, ProviderVisit, Visitor};
use kenmovie_common::text::{is_forbidden_in_line, trimmed};
use serde_json::{Map, Value};

use crate::{Desk, Google};

/// The bounds of a name, as for somebody who registers.
const NAME: std::ops::RangeInclusive<usize> = 2..=50;
const EMAIL: &[Field] = &[Field::required("email", Kind::Email)];

/// Somebody, as a provider describes them.
pub(crate) struct Arrival {
    pub(crate) account: ProviderAccount,
    pub(crate) email: Option<String>,
    /// Believed to have been proven to the provider.
    pub(crate) email_verified: bool,
    /// The provider is the authority for the address, and says that it is theirs.
    pub(crate) proves_email: bool,
    pub(crate) name: Option<String>,
}

impl Arrival {
    /// By an ID token. What other issuers than Google say of an address is not believed: whoever set one of them up could
    /// sit in an account of somebody else's address and wait for its owner to come and share it.
    pub(crate) fn of(identity: ProviderIdentity, google: &Google) -> Self {
        let email_verified = identity.email_verified && identity.account.issuer == google.issuer;
        Self {
            account: identity.account,
            email: identity.email,
            email_verified,
            proves_email: email_verified && identity.is_authority,
            name: identity.name,
        }
    }
}

impl Desk {
    /// Finds, links or makes their account. None where there is none and no address to make one with; 409 `email_taken`
    /// where the address is somebody's and the provider does not prove whose.
    pub(crate) async fn person(&self, arrival: Arrival, language: Language) -> Result<Option<User>, Problem> {
        let now = self.front.now();
        let Some(email) = arrival.email.and_then(|email| address(email, now.year())) else {
            let known = self.reach.ports.users.user_of_provider(&arrival.account).await?;
            return Ok(known.map(|known| known.user));
        };
        let name = name(arrival.name.as_deref(), &email, language);
        let new = NewUser {
            id: UserId::new(now, self.front.random()),
            name,
            age: None,
            email,
            email_verified: arrival.email_verified,
            password_hash: None,
            language,
            created_at: now,
        };
        let visit = ProviderVisit { account: arrival.account, new, proves_email: arrival.proves_email };
        let (user, event) = match self.reach.ports.users.welcome(visit).await? {
            Visitor::Known(user) => return Ok(Some(user)),
            Visitor::Linked(user) => (user, "provider_linked"),
            Visitor::New(user) => (user, "registered"),
            Visitor::TakenOver(user) => {
                self.evict(&user).await?;
                (user, "account_taken_over")
            }
            Visitor::EmailTaken => return Err(Problem::EmailTaken),
        };
        tracing::info!(target: "audit", event, user = %user.id);
        Ok(Some(user))
    }

    /// Whoever sat in the account is out: their sessions end, and no link that was sent to them works.
    async fn evict(&self, user: &User) -> Result<(), Problem> {
        self.reach.ports.sessions.raise_epoch(user.id, user.auth_epoch, self.front.now()).await?;
        self.reach.links.drop_all(user).await
    }

    /// Notes a sign-in that has come about. That it could not be noted does not undo it.
    pub(crate) async fn note(&self, user: &User, device: Device, machine: bool) {
        let at = self.front.now();
        tracing::info!(target: "audit", event = "sign_in", method = "provider", machine, user = %user.id);
        let record = SignInRecord {
            at,
            method: SignInMethod::Provider,
            outcome: SignInOutcome::SignedIn,
            machine,
            device,
        };
        let recorded = self.reach.ports.sign_ins.record_sign_in(Some(user.id), &record).await;
        let seen = self.reach.ports.users.saw_user(user.id, at).await;
        if let Err(error) = recorded.and(seen) {
            tracing::error!(%error, "a sign-in was not noted");
        }
    }
}

/// An address, by the rule for somebody who registers.
fn address(email: String, year: i64) -> Option<String> {
    let given = Map::from_iter([("email".to_owned(), Value::String(email))]);
    match check(EMAIL, given, false, year).ok()?.remove("email")? {
        Value::String(email) => Some(email),
        _ => None,
    }
}

/// A name that could have been registered: the provider's, else the part of the address before the `@`.
fn name(given: Option<&str>, email: &str, language: Language) -> String {
    let local = email.rsplit_once('@').map(|(local, _)| local);
    let nobody = match language {
        Language::Es => "Sin nombre",
        Language::En => "No name",
    };
    [given, local].into_iter().flatten().find_map(cleaned).unwrap_or_else(|| nobody.to_owned())
}

fn cleaned(name: &str) -> Option<String> {
    let shown: String = name.chars().filter(|c| c.is_whitespace() || !is_forbidden_in_line(*c)).collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = trimmed(&line).chars().take(*NAME.end()).collect();
    Some(trimmed(&cut)).filter(|name| name.chars().count() >= *NAME.start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cleaned_and_cut_until_it_could_have_been_registered() {
        let of = |given: &str| name(Some(given), "ana.lopez@example.com", Language::Es);
        assert_eq!(of("  Ana López "), "Ana López");
        assert_eq!(of("Ana\u{202e}\u{0}\nLópez"), "Ana López");
        assert_eq!(of(&"á".repeat(80)).chars().count(), 50);
        assert_eq!(of(&format!("{} b", "a".repeat(49))), "a".repeat(49));
        for none in ["", " ", "A", "\u{202e}\u{200b}", "\u{feff}B"] {
            assert_eq!(of(none), "ana.lopez", "{none:?}");
        }
        assert_eq!(name(None, "a@example.com", Language::Es), "Sin nombre");
        assert_eq!(name(None, "a@example.com", Language::En), "No name");
    }

    #[test]
    fn an_address_that_nobody_could_have_registered_is_none() {
        assert_eq!(address(" Ana@Example.com ".to_owned(), 2026).as_deref(), Some("Ana@Example.com"));
        for bad in ["", "ana", "ana@example", "a\r\nbcc:x@b.com", "ana@exa mple.com"] {
            assert_eq!(address(bad.to_owned(), 2026), None, "{bad:?}");
        }
    }
}
