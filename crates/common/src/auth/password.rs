//! Passwords: Argon2id with OWASP's parameters, hashed off the async threads, a bounded number at once.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::Semaphore;

use super::pepper::{Pepper, Peppers};
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
    peppers: Peppers,
    random: Arc<dyn Random>,
}

/// What one hash works in: 19 MiB under today's parameters.
type Memory = Vec<Block>;

/// Why a password could not be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum HashFault {
    /// The hashing thread died, or what is stored is no hash; only a bug or the machine's want of memory does that.
    #[error("a password could not be hashed")]
    Broken,
    #[error("a password's hash names a pepper that is not configured")]
    UnknownPepper,
}

impl Passwords {
    /// At most `at_once` hashes run at one time.
    pub fn new(at_once: usize, peppers: Peppers, random: Arc<dyn Random>) -> Self {
        let slots = Arc::new(Semaphore::new(at_once));
        Self(Arc::new(Shared { slots, memory: Mutex::default(), peppers, random }))
    }

    /// A PHC string for a password; before it stands the id of the pepper that was mixed in, if one was.
    pub async fn hash(&self, password: String) -> Result<String, HashFault> {
        self.run(move |memory, shared| shared.hash(&password, memory)).await
    }

    /// Checks a password against an account's hash, or for as long against none.
    pub async fn check(&self, password: String, stored: Option<String>) -> Result<Checked, HashFault> {
        self.run(move |memory, shared| {
            let Some(stored) = stored else {
                shared.hash(&password, memory)?;
                return Ok(Checked { correct: false, rehashed: None });
            };
            let (pepper, stored) = shared.peppered(&stored)?;
            let stored = PasswordHash::new(stored).map_err(|_| HashFault::Broken)?;
            let correct = verify(&mixed(pepper, &password), &stored, memory)?;
            let newest = pepper.map(|pepper| &pepper.id) == shared.peppers.newest().map(|newest| &newest.id);
            let again = correct && (is_weaker(&stored) || !newest);
            let rehashed = if again { Some(shared.hash(&password, memory)?) } else { None };
            Ok(Checked { correct, rehashed })
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory, &Shared) -> Result<T, HashFault> + Send + 'static,
    ) -> Result<T, HashFault> {
        let slot = Arc::clone(&self.0.slots).acquire_owned().await.map_err(|_| HashFault::Broken)?;
        let shared = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            let kept = shared.memory.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut memory = kept.unwrap_or_default();
            let done = work(&mut memory, &shared);
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
        .map_err(|_| HashFault::Broken)?
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
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashFault::Broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

impl Shared {
    /// With the newest pepper, if there is one.
    fn hash(&self, password: &str, memory: &mut Memory) -> Result<String, HashFault> {
        let newest = self.peppers.newest();
        let id = newest.map_or("", |pepper| &pepper.id);
        Ok(format!("{id}{}", hash(&mixed(newest, password), memory, self.random.as_ref())?))
    }

    /// The pepper of a stored hash, and the PHC string behind its id.
    fn peppered<'a>(&self, stored: &'a str) -> Result<(Option<&Pepper>, &'a str), HashFault> {
        let (id, phc) = stored.split_at(stored.find('$').ok_or(HashFault::Broken)?);
        if id.is_empty() {
            return Ok((None, phc));
        }
        Ok((Some(self.peppers.find(id).ok_or(HashFault::UnknownPepper)?), phc))
    }
}

fn mixed<'a>(pepper: Option<&Pepper>, password: &'a str) -> Cow<'a, str> {
    pepper.map_or(Cow::Borrowed(password), |pepper| Cow::Owned(pepper.mixed(password)))
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
        params: ParamsString::try_from(argon2.params()).map_err(|_| HashFault::Broken)?,
        salt: Some(Salt::new(&salt).map_err(|_| HashFault::Broken)?),
        hash: Some(Output::new(&output).map_err(|_| HashFault::Broken)?),
    };
    Ok(hash.to_string())
}

/// Whether the password gives this hash under the hash's own parameters; compared in constant time.
fn verify(password: &str, stored: &PasswordHash, memory: &mut Memory) -> Result<bool, HashFault> {
    let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else { return Err(HashFault::Broken) };
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).map_err(|_| HashFault::Broken)?;
    let version =
        stored.version.map_or(Ok(Version::V0x13), Version::try_from).map_err(|_| HashFault::Broken)?;
    let params = Params::try_from(stored).map_err(|_| HashFault::Broken)?;
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
        .map_err(|_| HashFault::Broken)
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
        peppered("")
    }

    /// With these peppers, one a letter.
    fn peppered(letters: &str) -> Passwords {
        let text: String = letters.chars().map(|letter| letter.to_string().repeat(32) + "\n").collect();
        let peppers = if text.is_empty() { Peppers::default() } else { Peppers::parse(&text).unwrap() };
        Passwords::new(2, peppers, Arc::new(Zeros))
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

    #[tokio::test]
    async fn a_hash_says_which_pepper_was_mixed_in_and_is_made_anew_with_the_newest() {
        let word = || "correct horse".to_owned();
        let plain = passwords().hash(word()).await.unwrap();
        let mut stored = plain.clone();
        for letters in ["a", "ba", "cb"] {
            let checked = peppered(letters).check(word(), Some(stored.clone())).await.unwrap();
            assert!(checked.correct, "{letters}");
            let wrong = peppered(letters).check("correct house".into(), Some(stored)).await.unwrap();
            assert_eq!(wrong, Checked { correct: false, rehashed: None });
            stored = checked.rehashed.unwrap();
            let (id, phc) = stored.split_at(8);
            assert!(phc.starts_with("$argon2id$") && phc != &plain[..], "{stored}");
            assert!(!letters.repeat(32).contains(id));
        }
        assert_eq!(peppered("cb").check(word(), Some(stored.clone())).await.unwrap().rehashed, None);
        for without in ["", "a"] {
            let unknown = peppered(without).check(word(), Some(stored.clone())).await;
            assert!(matches!(unknown, Err(HashFault::UnknownPepper)), "{without}");
        }
    }

    #[test]
    fn a_pepper_is_long_and_stands_on_a_line_of_its_own() {
        let long = "x".repeat(32);
        assert!(Peppers::parse(&format!("\n  {long}\r\n\n{long}y\n")).is_ok());
        for bad in ["", " \n", "x", &long[1..], &format!("{long}\nx")] {
            assert!(Peppers::parse(bad).is_err(), "{bad:?}");
        }
    }
}
