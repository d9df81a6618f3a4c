//! The address of an SMTP server, which is never shown whole: a password stands in it.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// Why a text is no address; it does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSmtpUrl {
    #[error("an address such as smtps://USER:PASSWORD@smtp.example.com:465 is needed")]
    Shape,
    #[error(
        "in the name and the password of an address, the characters : / ? # [ ] @ % are written as %3A, %2F and so on"
    )]
    Unescaped,
}

/// `smtps://…` speaks TLS from the beginning, `smtp://…` after STARTTLS, without which nothing is sent. Only to a server on
/// this machine `smtp://…` speaks plainly, unless `?tls=required` stands behind it. Shown, it is the host and the port.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl {
    text: String,
    place: String,
}

impl FromStr for SmtpUrl {
    type Err = BadSmtpUrl;

    fn from_str(text: &str) -> Result<Self, BadSmtpUrl> {
        let (scheme, rest) = text.split_once("://").ok_or(BadSmtpUrl::Shape)?;
        let (signs_in, place) = match rest.rsplit_once('@') {
            Some((signs_in, place)) => (Some(signs_in), place),
            None => (None, rest),
        };
        if let Some(signs_in) = signs_in {
            let plain = |part: &str| !part.is_empty() && !part.contains([':', '/', '?', '#', '[', ']', '@']);
            match signs_in.split_once(':') {
                Some((name, password)) if plain(name) && plain(password) => {}
                Some(_) => return Err(BadSmtpUrl::Unescaped),
                None => return Err(BadSmtpUrl::Shape),
            }
        }
        let (place, asks_tls) = match place.split_once('?') {
            Some((place, "tls=required")) => (place, true),
            Some(_) => return Err(BadSmtpUrl::Shape),
            None => (place, false),
        };
        let place = place.trim_end_matches('/');
        let host = host(place).ok_or(BadSmtpUrl::Shape)?;
        let tls = match scheme {
            "smtps" => "",
            "smtp" if is_here(host) && !asks_tls => "",
            "smtp" => "?tls=required",
            _ => return Err(BadSmtpUrl::Shape),
        };
        let signs_in = signs_in.map(|signs_in| format!("{signs_in}@")).unwrap_or_default();
        Ok(Self { text: format!("{scheme}://{signs_in}{place}{tls}"), place: place.to_owned() })
    }
}

/// The host of `host`, `host:port` or `[address]:port`.
fn host(place: &str) -> Option<&str> {
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !place.ends_with(']') => (host, Some(port)),
        _ => (place, None),
    };
    let named = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    let numbered = within_brackets(host).is_some_and(|address| address.parse::<IpAddr>().is_ok());
    let port_ok = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    ((named || numbered) && port_ok).then_some(host)
}

fn within_brackets(host: &str) -> Option<&str> {
    host.strip_prefix('[')?.strip_suffix(']')
}

/// Whether the host is this machine.
fn is_here(host: &str) -> bool {
    let address = within_brackets(host).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

impl SmtpUrl {
    /// The address with all that is in it, as lettre reads it.
    pub(super) fn reveal(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_where_the_server_is_and_wants_tls_unless_that_is_here() {
        for (text, shown, read) in [
            ("smtps://ana:s%40x@h.example:465", "h.example:465", "smtps://ana:s%40x@h.example:465"),
            ("smtp://ana:x@h.example", "h.example", "smtp://ana:x@h.example?tls=required"),
            ("smtp://h.example:587/?tls=required", "h.example:587", "smtp://h.example:587?tls=required"),
            ("smtp://localhost:1025", "localhost:1025", "smtp://localhost:1025"),
            ("smtp://127.0.0.1:25", "127.0.0.1:25", "smtp://127.0.0.1:25"),
            ("smtp://[::1]:25", "[::1]:25", "smtp://[::1]:25"),
            ("smtp://[::1]", "[::1]", "smtp://[::1]"),
            ("smtp://127.0.0.1:25?tls=required", "127.0.0.1:25", "smtp://127.0.0.1:25?tls=required"),
            ("smtp://192.0.2.1:25", "192.0.2.1:25", "smtp://192.0.2.1:25?tls=required"),
            ("smtp://127.evil.example", "127.evil.example", "smtp://127.evil.example?tls=required"),
        ] {
            let url: SmtpUrl = text.parse().unwrap();
            assert_eq!(url.to_string(), shown);
            assert_eq!(format!("{url:?}"), format!("SmtpUrl({shown})"));
            assert_eq!(url.reveal(), read);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_a_word_of_it() {
        for text in
            ["smtps://a:b/c@h", "smtps://a@b.example:c@h", "smtps://a:b:c@h", "smtps://:x@h", "smtps://a:@h"]
        {
            assert_eq!(text.parse::<SmtpUrl>(), Err(BadSmtpUrl::Unescaped), "{text}");
        }
        for text in [
            "",
            "h.example:25",
            "http://h.example",
            "smtp://",
            "smtp://a@h.example",
            "smtp://h.example:",
            "smtp://h.example:0",
            "smtp://h.example:99999",
            "smtp://h e/",
            "smtp://h.example/x",
            "smtp://h.example?tls=opportunistic",
            "smtp://h.example?tls=none",
            "smtp://[::1",
        ] {
            assert_eq!(text.parse::<SmtpUrl>(), Err(BadSmtpUrl::Shape), "{text}");
        }
    }
}
