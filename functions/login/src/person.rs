//! Who has a password, and what is kept of each try.

use kenmovie_common::domain::{Device, SignInMethod, SignInOutcome, SignInRecord, User};
use kenmovie_common::http::{Problem, SIGN_IN};
use kenmovie_common::{Time, UserId};

use crate::Door;
use crate::sign_in::Credentials;

/// Where a try comes from.
pub(crate) struct Try {
    /// Under what wrong passwords are counted.
    pub(crate) counter: String,
    pub(crate) machine: bool,
    pub(crate) device: Device,
}

impl Door {
    /// Who has these credentials. An unknown address answers the same as a wrong password, takes as long and costs the same
    /// writes: whether it has an account is not told by any of them.
    pub(crate) async fn person(&self, credentials: Credentials, from: &Try) -> Result<User, Problem> {
        let Credentials { email, password } = credentials;
        let now = self.front.now();
        let backoff = self.front.limits().backoff(SIGN_IN);
        let allowed = self.ports.throttle.try_under(&from.counter, backoff, now).await?;
        let known = self.ports.users.credentials(&email).await?;
        let (user, stored) = known.map_or((None, None), |known| (Some(known.user), known.password_hash));
        let id = user.as_ref().map(|user| user.id);
        if let Err(until) = allowed {
            self.note(id, SignInOutcome::Throttled, from).await?;
            return Err(Problem::RateLimited(seconds(now, until)));
        }
        let checked = self.passwords.check(password, stored.clone()).await?;
        let Some(user) = user.filter(|_| checked.correct) else {
            self.note(id, SignInOutcome::Refused, from).await?;
            return Err(Problem::InvalidCredentials);
        };
        self.ports.throttle.forgive(&from.counter).await?;
        if let (Some(new), Some(old)) = (checked.rehashed, stored) {
            self.ports.users.rehash_password(user.id, &old, &new).await?;
        }
        Ok(user)
    }

    /// Keeps a sign-in that came about.
    pub(crate) async fn signed_in(&self, user: &User, from: &Try) -> Result<(), Problem> {
        self.note(Some(user.id), SignInOutcome::SignedIn, from).await?;
        Ok(self.ports.users.saw_user(user.id, self.front.now()).await?)
    }

    async fn note(&self, user: Option<UserId>, outcome: SignInOutcome, from: &Try) -> Result<(), Problem> {
        let said = match outcome {
            SignInOutcome::SignedIn => "signed_in",
            SignInOutcome::Refused => "refused",
            SignInOutcome::Throttled => "throttled",
        };
        let id = user.map(tracing::field::display);
        tracing::info!(
            target: "audit", event = "sign_in", method = "password", machine = from.machine, outcome = said, user = id
        );
        let record = SignInRecord {
            at: self.front.now(),
            method: SignInMethod::Password,
            outcome,
            machine: from.machine,
            device: from.device.clone(),
        };
        Ok(self.ports.sign_ins.record_sign_in(user, &record).await?)
    }
}

/// How long somebody has to wait, rounded up.
fn seconds(now: Time, until: Time) -> u64 {
    u64::try_from(until.since(now).as_millis().div_ceil(1000)).unwrap_or(u64::MAX)
}
