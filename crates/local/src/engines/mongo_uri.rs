//! The address of a MongoDB cluster, which is never shown: a password may stand in it.

use std::fmt;

/// Why a text is no address; it does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMongoUri {
    #[error("an address such as mongodb://127.0.0.1:27017/kenmovie is needed")]
    Shape,
    #[error(
        "in the name and the password of an address, the characters : / ? # [ ] @ % are written as %3A, %2F and so on"
    )]
    Unescaped,
}

/// `mongodb://…` or `mongodb+srv://…`. Shown, it is its hosts and its database.
#[derive(Clone, PartialEq, Eq)]
pub struct MongoUri {
    text: String,
    hosts: String,
    database: String,
}

/// Where the address names none.
const DATABASE: &str = "kenmovie";

impl MongoUri {
    pub fn new(text: &str) -> Result<Self, BadMongoUri> {
        let rest = text
            .strip_prefix("mongodb://")
            .or_else(|| text.strip_prefix("mongodb+srv://"))
            .ok_or(BadMongoUri::Shape)?;
        let place = match rest.rsplit_once('@') {
            Some((signs_in, _))
                if signs_in.matches(':').count() > 1 || signs_in.contains(['/', '?', '#', '[', ']', '@']) =>
            {
                return Err(BadMongoUri::Unescaped);
            }
            Some((_, place)) => place,
            None => rest,
        };
        let place = place.split('?').next().unwrap_or_default();
        let (hosts, database) = place.split_once('/').unwrap_or((place, ""));
        let of_hosts = |c: char| c.is_ascii_alphanumeric() || "-._:,[]%".contains(c);
        if hosts.is_empty() || !hosts.chars().all(of_hosts) || database.contains('/') {
            return Err(BadMongoUri::Shape);
        }
        let database = if database.is_empty() { DATABASE } else { database };
        Ok(Self { text: text.to_owned(), hosts: hosts.to_owned(), database: database.to_owned() })
    }

    /// The address with all that is in it.
    pub(crate) fn reveal(&self) -> &str {
        &self.text
    }

    /// Whether both name the same database of the same cluster.
    pub(super) fn names_the_same(&self, other: &Self) -> bool {
        let hosts = |uri: &Self| {
            let mut hosts: Vec<String> = uri.hosts.split(',').map(str::to_ascii_lowercase).collect();
            hosts.sort_unstable();
            hosts
        };
        self.database == other.database && hosts(self) == hosts(other)
    }
}

impl fmt::Display for MongoUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.database, self.hosts)
    }
}

impl fmt::Debug for MongoUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MongoUri({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_its_hosts_and_its_database_and_nothing_else() {
        for (text, shown) in [
            ("mongodb://127.0.0.1:27017/films", "films at 127.0.0.1:27017"),
            ("mongodb://ana:s%40cret@a.example:1,b.example:2/films?w=1", "films at a.example:1,b.example:2"),
            ("mongodb+srv://ana:secret@cluster.example/?authSource=admin", "kenmovie at cluster.example"),
            ("mongodb://[::1]:27017", "kenmovie at [::1]:27017"),
        ] {
            let uri = MongoUri::new(text).unwrap();
            assert_eq!(uri.to_string(), shown);
            assert_eq!(format!("{uri:?}"), format!("MongoUri({shown})"));
            assert_eq!(uri.reveal(), text);
        }
    }

    #[test]
    fn a_password_that_is_not_escaped_is_refused_before_anything_of_it_can_be_shown() {
        for text in [
            "mongodb://ana:a/b@host/x",
            "mongodb://ana:a@b@host",
            "mongodb://ana:a:b@host",
            "mongodb://a?b@host",
        ] {
            assert_eq!(MongoUri::new(text), Err(BadMongoUri::Unescaped), "{text}");
        }
        for text in [
            "",
            "localhost",
            "http://host",
            "mongodb://",
            "mongodb:///x",
            "mongodb://h/a/b",
            "mongodb://h t/a",
        ] {
            assert_eq!(MongoUri::new(text), Err(BadMongoUri::Shape), "{text}");
        }
    }

    #[test]
    fn the_same_database_is_known_again_whoever_signs_in() {
        let uri = |text| MongoUri::new(text).unwrap();
        let one = uri("mongodb://a:1,b:2/x?w=1");
        assert!(one.names_the_same(&uri("mongodb://ana:p@B:2,a:1/x")));
        assert!(!one.names_the_same(&uri("mongodb://a:1,b:2/y")));
    }
}
