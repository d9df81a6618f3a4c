//! The links of letters: each works once, for one purpose and one subject, until it expires, and only the newest one does.
//! Its token is `<subject>.<256 random bits>`; what is kept is the token's SHA-256.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::sha256;
use crate::domain::{Letter, Mail, User};
use crate::http::{Front, Problem};
use crate::ports::{Letters, OneTime, Purpose, Random};
use crate::{Time, UserId};

/// The longest subject: an id has 36 characters, an address's key 43.
const LONGEST_SUBJECT: usize = 64;

/// Sends links and takes their tokens.
#[derive(Clone)]
pub struct Links {
    front: Front,
    one_time: Arc<dyn OneTime>,
    letters: Arc<dyn Letters>,
}

/// What a link proves: that whoever has its token reads this address.
#[derive(Serialize, Deserialize)]
struct Proof {
    email: String,
}

/// What a link resets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reset {
    /// Nobody, where the address has no account.
    pub user: UserId,
    /// Where the letter went.
    pub email: String,
    pub expires_at: Time,
}

impl Links {
    pub fn new(front: Front, one_time: Arc<dyn OneTime>, letters: Arc<dyn Letters>) -> Self {
        Self { front, one_time, letters }
    }

    /// Sends a link to an address, their own or the one they want, by which this person proves it.
    pub async fn send_proof(&self, user: &User, email: &str) -> Result<(), Problem> {
        let now = self.front.now();
        let (subject, proof) = (user.id.to_string(), Proof { email: email.to_owned() });
        let token = self.put(Purpose::VerifyEmail, &subject, &proof, now + Mail::PROOF_LIFE).await?;
        let mail = Mail::VerifyEmail { link: self.link("verify", &token) };
        let letter = Letter { to: email.to_owned(), ..Letter::to(user, mail, now, self.front.random()) };
        Ok(self.letters.post_letter(letter).await?)
    }

    /// The address that this person proves by a token.
    pub async fn take_proof(&self, token: &str, user: UserId) -> Result<Option<String>, Problem> {
        if subject_of(token) != Some(user.to_string().as_str()) {
            return Ok(None);
        }
        Ok(self.take::<Proof>(Purpose::VerifyEmail, token).await?.map(|proof| proof.email))
    }

    /// Sends a link that resets the password of an address's account. Without one the same is written, to nobody: neither
    /// the time that it takes nor what it costs tells whether an address has an account.
    pub async fn send_reset(&self, email: &str, account: Option<&User>) -> Result<(), Problem> {
        let (now, random) = (self.front.now(), self.front.random());
        let expires_at = now + Mail::RESET_LIFE;
        let reset = match account {
            Some(user) => Reset { user: user.id, email: user.email.clone(), expires_at },
            None => Reset { user: UserId::new(now, random), email: email.to_owned(), expires_at },
        };
        let subject = self.front.address_key(email);
        let token = self.put(Purpose::ResetPassword, &subject, &reset, expires_at).await?;
        let mail = Mail::ResetPassword { link: self.link("reset", &token) };
        let letter = match account {
            Some(user) => Letter::to(user, mail, now, random),
            None => Letter::to_nobody(mail, now, random),
        };
        Ok(self.letters.post_letter(letter).await?)
    }

    pub async fn take_reset(&self, token: &str) -> Result<Option<Reset>, Problem> {
        self.take(Purpose::ResetPassword, token).await
    }

    /// A token that was taken and not used works again.
    pub async fn give_back(&self, token: &str, reset: &Reset) -> Result<(), Problem> {
        let payload = serde_json::to_string(reset).map_err(Problem::internal)?;
        let (subject, hash) = (subject_of(token).unwrap_or_default(), sha256(token.as_bytes()));
        let put =
            self.one_time.put_secret(Purpose::ResetPassword, subject, hash, payload, reset.expires_at).await;
        Ok(put?)
    }

    /// No link that was sent to this person works any more.
    pub async fn drop_all(&self, user: &User) -> Result<(), Problem> {
        self.one_time.drop_secret(Purpose::VerifyEmail, &user.id.to_string()).await?;
        let subject = self.front.address_key(&user.email);
        Ok(self.one_time.drop_secret(Purpose::ResetPassword, &subject).await?)
    }

    /// Keeps a new token in place of the subject's last one.
    async fn put<T: Serialize + Sync>(
        &self,
        purpose: Purpose,
        subject: &str,
        payload: &T,
        expires_at: Time,
    ) -> Result<String, Problem> {
        let token = new_token(subject, self.front.random());
        let (payload, hash) =
            (serde_json::to_string(payload).map_err(Problem::internal)?, sha256(token.as_bytes()));
        self.one_time.put_secret(purpose, subject, hash, payload, expires_at).await?;
        Ok(token)
    }

    async fn take<T: DeserializeOwned>(&self, purpose: Purpose, token: &str) -> Result<Option<T>, Problem> {
        let Some(subject) = subject_of(token) else { return Ok(None) };
        let hash = sha256(token.as_bytes());
        let payload = self.one_time.take_secret(purpose, subject, hash, self.front.now()).await?;
        payload.map(|text| serde_json::from_str(&text)).transpose().map_err(Problem::internal)
    }

    /// A page of the site with the token in the fragment, which browsers send to nobody.
    fn link(&self, page: &str, token: &str) -> String {
        format!("{}/{page}#token={token}", self.front.site().origin())
    }
}

fn new_token(subject: &str, random: &dyn Random) -> String {
    let mut secret = [0; 32];
    random.fill(&mut secret);
    format!("{subject}.{}", URL_SAFE_NO_PAD.encode(secret))
}

/// Whom a token is about; none where it is none of ours.
fn subject_of(token: &str) -> Option<&str> {
    let (subject, _) = token.split_once('.')?;
    let plain = subject.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (plain && (1..=LONGEST_SUBJECT).contains(&subject.len())).then_some(subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ones;
    impl Random for Ones {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xff);
        }
    }

    #[test]
    fn a_token_tells_its_subject_and_holds_256_random_bits() {
        let token = new_token("01890a5d-ac96-774b-bcce-b302099a8057", &Ones);
        assert_eq!(subject_of(&token), Some("01890a5d-ac96-774b-bcce-b302099a8057"));
        let (_, secret) = token.split_once('.').unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(secret).unwrap(), [0xff; 32]);
    }

    #[test]
    fn what_is_no_token_has_no_subject() {
        for text in ["", ".", ".x", "x", "a b.x", "a#b.x", "ñ.x", &format!("{}.x", "a".repeat(65))] {
            assert_eq!(subject_of(text), None, "{text}");
        }
    }
}
