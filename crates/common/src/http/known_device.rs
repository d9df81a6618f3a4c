//! A browser that is known again: one in which somebody has signed in to an account. Its wrong passwords are counted apart, so
//! that whoever guesses elsewhere cannot keep a person out (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").

use std::time::Duration;

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::cookies::{Cookies, SameSite, cookie_name, read_cookie};
use super::front::Front;

const NAME: &str = "km_device";
const LIFE: Duration = Duration::from_hours(365 * 24);
/// How many accounts a browser is known to, the last ones that signed in.
const ACCOUNTS: usize = 4;
/// 128 random bits in base64url.
const ID_LENGTH: usize = 22;

/// What a browser's cookie says: `<id>.<mark>`, with a mark for each account, the last one first. A mark is a keyed hash of
/// the id and the account's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    id: String,
    marks: Vec<String>,
}

impl KnownDevice {
    /// The device that a request comes from, if it is known to the account of this address.
    pub fn of(front: &Front, headers: &HeaderMap, email: &str) -> Option<Self> {
        Self::held(front, headers).filter(|device| device.is_known_to(front, email))
    }

    /// The cookie with which a browser is known after somebody signed in to the account of this address.
    #[must_use]
    pub fn remember(front: &Front, headers: &HeaderMap, email: &str, cookies: Cookies) -> Cookies {
        let held = Self::held(front, headers);
        let mut device = held.unwrap_or_else(|| Self { id: new_id(front), marks: Vec::new() });
        let mark = URL_SAFE_NO_PAD.encode(mark(front, &device.id, email));
        device.marks.retain(|known| *known != mark);
        device.marks.insert(0, mark);
        device.marks.truncate(ACCOUNTS);
        let value = format!("{}.{}", device.id, device.marks.join("."));
        cookies.and(front.site(), &cookie_name(front.site(), NAME), &value, SameSite::Lax, LIFE)
    }

    fn held(front: &Front, headers: &HeaderMap) -> Option<Self> {
        let text = read_cookie(headers, &cookie_name(front.site(), NAME))?;
        let mut parts = text.split('.');
        let id = parts.next().filter(|id| is_id(id))?.to_owned();
        let marks = parts.take(ACCOUNTS).map(str::to_owned).collect();
        Some(Self { id, marks })
    }

    fn is_known_to(&self, front: &Front, email: &str) -> bool {
        let expected = mark(front, &self.id, email);
        self.marks
            .iter()
            .filter_map(|mark| URL_SAFE_NO_PAD.decode(mark).ok())
            .any(|mark| aws_lc_rs::constant_time::verify_slices_are_equal(&mark, &expected).is_ok())
    }
}

/// Under what a browser's tries at the account of this address are counted: one that is known to it apart, all others
/// together.
pub fn sign_in_counter(front: &Front, known: Option<&KnownDevice>, email: &str) -> String {
    let account = front.address_key(email);
    known.map_or_else(|| format!("account:{account}"), |known| format!("device:{}:{account}", known.id))
}

fn new_id(front: &Front) -> String {
    let mut bytes = [0; 16];
    front.random().fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn is_id(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    plain && text.len() == ID_LENGTH
}

fn mark(front: &Front, id: &str, email: &str) -> [u8; 32] {
    front.fingerprint(&[b"device", id.as_bytes(), front.address_key(email).as_bytes()])
}
