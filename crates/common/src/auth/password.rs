//! Passwords: Argon2id with OWASP's parameters, hashed off the async threads, a bounded number at once.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::ports::Random;
use crate::text;

/// Memory in KiB, passes and lanes: OWASP Password Storage Cheat Sheet, "Argon2id".
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub correct: bool,
    /// The same password's hash under today's parameters, where the stored one is weaker.
    pub rehashed: Option<String>,
}

/// Hashes and checks passwords. A burst queues here: each hash under way takes 19 MiB.
#[derive(Clone)]
pub struct Passwords(Arc<Shared>);

struct Shared {
    slots: Semaphore,
    random: Arc<dyn Random>,
    /// Checked where there is no account, so that a wrong address takes as long as a wrong password.
    dummy: String,
}

/// The hashing thread died; only a bug or the machine's want of memory does that.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed")]
pub struct HashFault;

impl Passwords {
    /// At most `at_once` hashes run at one time.
    pub fn new(at_once: usize, random: Arc<dyn Random>) -> Self {
        // A well-formed hash under today's parameters that no password is known for.
        let dummy = format!(
            "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$a2VubW92aWUtbm9ib2R5${}",
            "A".repeat(43)
        );
        Self(Arc::new(Shared { slots: Semaphore::new(at_once), random, dummy }))
    }

    /// A PHC string for a password.
    pub async fn hash(&self, password: String) -> Result<String, HashFault> {
        let shared = Arc::clone(&self.0);
        self.run(move || hash(&password, shared.random.as_ref())).await
    }

    /// Checks a password against an account's hash, or for as long against none.
    pub async fn check(&self, password: String, stored: Option<String>) -> Result<Checked, HashFault> {
        let shared = Arc::clone(&self.0);
        self.run(move || {
            let known = stored.is_some();
            let stored = stored.unwrap_or_else(|| shared.dummy.clone());
            let parsed = PasswordHash::new(&stored).map_err(|_| HashFault)?;
            let correct = argon2()?.verify_password(password.as_bytes(), &parsed).is_ok() && known;
            let rehashed = if correct && is_weaker(&parsed) {
                Some(hash(&password, shared.random.as_ref())?)
            } else {
                None
            };
            Ok(Checked { correct, rehashed })
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashFault> + Send + 'static,
    ) -> Result<T, HashFault> {
        let _slot = self.0.slots.acquire().await.map_err(|_| HashFault)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| HashFault)?
    }
}

/// Whether a password says nothing beyond what everybody can see of its owner.
pub fn is_same_as(password: &str, seen: &str) -> bool {
    let folded = text::fold(password);
    // Of signs alone nothing is left after folding: that says nothing of the two.
    (!folded.is_empty() && folded == text::fold(seen)) || password.eq_ignore_ascii_case(seen)
}

fn argon2() -> Result<Argon2<'static>, HashFault> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashFault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str, random: &dyn Random) -> Result<String, HashFault> {
    let mut salt = [0; 16];
    random.fill(&mut salt);
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| HashFault)?;
    Ok(hash.to_string())
}

fn is_weaker(hash: &PasswordHash) -> bool {
    let Ok(params) = Params::try_from(hash) else { return true };
    hash.algorithm != Algorithm::Argon2id.ident() || params.m_cost() < MEMORY_KIB || params.t_cost() < PASSES
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zeros;
    impl Random for Zeros {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    fn passwords() -> Passwords {
        Passwords::new(2, Arc::new(Zeros))
    }

    #[tokio::test]
    async fn a_password_is_checked_against_its_own_hash_only() {
        let passwords = passwords();
        let hash = passwords.hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.check("correct horse".into(), Some(hash.clone())).await.unwrap().correct);
        assert!(!passwords.check("correct house".into(), Some(hash)).await.unwrap().correct);
        assert!(!passwords.check("correct horse".into(), None).await.unwrap().correct);
    }

    #[tokio::test]
    async fn a_weaker_hash_is_made_anew_when_the_password_is_shown() {
        let weak =
            Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap())
                .hash_password_with_salt(b"correct horse", &[1; 16])
                .unwrap()
                .to_string();
        let checked = passwords().check("correct horse".into(), Some(weak)).await.unwrap();
        let rehashed = checked.rehashed.expect("a stronger hash");
        assert!(passwords().check("correct horse".into(), Some(rehashed)).await.unwrap().correct);
    }
}
