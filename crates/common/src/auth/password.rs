//! Passwords: Argon2id with OWASP's parameters, hashed off the async threads, a bounded number at once.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::Semaphore;

use crate::http::{FieldCode, FieldError, Problem};
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

/// Hashes and checks passwords. A burst queues here; while every slot is taken, the memory of a hash is kept for the
/// next.
#[derive(Clone)]
pub struct Passwords(Arc<Shared>);

struct Shared {
    slots: Arc<Semaphore>,
    memory: Mutex<Vec<Memory>>,
    random: Arc<dyn Random>,
}

/// What one hash works in: 19 MiB under today's parameters.
type Memory = Vec<Block>;

/// The hashing thread died; only a bug or the machine's want of memory does that.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed")]
pub struct HashFault;

impl Passwords {
    /// At most `at_once` hashes run at one time.
    pub fn new(at_once: usize, random: Arc<dyn Random>) -> Self {
        Self(Arc::new(Shared { slots: Arc::new(Semaphore::new(at_once)), memory: Mutex::default(), random }))
    }

    /// A PHC string for a password.
    pub async fn hash(&self, password: String) -> Result<String, HashFault> {
        self.run(move |memory, random| hash(&password, memory, random)).await
    }

    /// Checks a password against an account's hash, or for as long against none.
    pub async fn check(&self, password: String, stored: Option<String>) -> Result<Checked, HashFault> {
        self.run(move |memory, random| {
            let Some(stored) = stored else {
                hash(&password, memory, random)?;
                return Ok(Checked { correct: false, rehashed: None });
            };
            let stored = PasswordHash::new(&stored).map_err(|_| HashFault)?;
            let correct = verify(&password, &stored, memory)?;
            let rehashed =
                if correct && is_weaker(&stored) { Some(hash(&password, memory, random)?) } else { None };
            Ok(Checked { correct, rehashed })
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory, &dyn Random) -> Result<T, HashFault> + Send + 'static,
    ) -> Result<T, HashFault> {
        let slot = Arc::clone(&self.0.slots).acquire_owned().await.map_err(|_| HashFault)?;
        let shared = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            let kept = shared.memory.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut memory = kept.unwrap_or_default();
            let done = work(&mut memory, shared.random.as_ref());
            let busy = shared.slots.available_permits() == 0;
            let mut kept = shared.memory.lock().unwrap_or_else(PoisonError::into_inner);
            if busy {
                kept.push(memory);
            } else {
                kept.clear();
            }
            drop(kept);
            // Held to here even where nobody waits for the answer any more.
            drop(slot);
            done
        })
        .await
        .map_err(|_| HashFault)?
    }
}

/// 422 for a password, the value of this member, that is its owner's name or address.
pub fn refuse_same_as_identity(
    member: &'static str,
    password: &str,
    name: &str,
    email: &str,
) -> Result<(), Problem> {
    if is_same_as(password, name) || is_same_as(password, email) {
        let fault = FieldError::new(member, FieldCode::SameAsIdentity, "Not the name or the address.");
        return Err(Problem::Invalid(vec![fault]));
    }
    Ok(())
}

/// Whether a password says nothing beyond what everybody can see of its owner.
fn is_same_as(password: &str, seen: &str) -> bool {
    let folded = text::fold(password);
    // Of signs alone nothing is left after folding: that says nothing of the two.
    (!folded.is_empty() && folded == text::fold(seen)) || password.eq_ignore_ascii_case(seen)
}

fn argon2() -> Result<Argon2<'static>, HashFault> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashFault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str, memory: &mut Memory, random: &dyn Random) -> Result<String, HashFault> {
    let mut salt = [0; 16];
    random.fill(&mut salt);
    let argon2 = argon2()?;
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    derive(&argon2, password, &salt, &mut output, memory)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params()).map_err(|_| HashFault)?,
        salt: Some(Salt::new(&salt).map_err(|_| HashFault)?),
        hash: Some(Output::new(&output).map_err(|_| HashFault)?),
    };
    Ok(hash.to_string())
}

/// Whether the password gives this hash under the hash's own parameters; compared in constant time.
fn verify(password: &str, stored: &PasswordHash, memory: &mut Memory) -> Result<bool, HashFault> {
    let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else { return Err(HashFault) };
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).map_err(|_| HashFault)?;
    let version = stored.version.map_or(Ok(Version::V0x13), Version::try_from).map_err(|_| HashFault)?;
    let params = Params::try_from(stored).map_err(|_| HashFault)?;
    let mut output = vec![0; expected.len()];
    derive(&Argon2::new(algorithm, version, params), password, salt, &mut output, memory)?;
    Ok(aws_lc_rs::constant_time::verify_slices_are_equal(&output, expected.as_bytes()).is_ok())
}

fn derive(
    argon2: &Argon2<'_>,
    password: &str,
    salt: &[u8],
    output: &mut [u8],
    memory: &mut Memory,
) -> Result<(), HashFault> {
    let blocks = argon2.params().block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::default());
    }
    argon2
        .hash_password_into_with_memory(password.as_bytes(), salt, output, memory.as_mut_slice())
        .map_err(|_| HashFault)
}

fn is_weaker(hash: &PasswordHash) -> bool {
    let Ok(params) = Params::try_from(hash) else { return true };
    hash.algorithm != Algorithm::Argon2id.ident() || params.m_cost() < MEMORY_KIB || params.t_cost() < PASSES
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::PasswordHasher as _;

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
