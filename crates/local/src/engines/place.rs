//! Where things are kept, as flags name it and as it is told: without a password.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::{BadMongoUri, MongoUri};

/// Where documents are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorePlace {
    Sqlite(PathBuf),
    Mongo(MongoUri),
}

/// Where what is ephemeral is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KvPlace {
    Sqlite(PathBuf),
    Dynamo {
        table: String,
        /// A server other than AWS's own.
        endpoint: Option<String>,
    },
}

/// Why a text names no store; it does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPlace {
    #[error("a store is sqlite:PATH or mongodb://HOST/DATABASE")]
    Unknown,
    #[error(transparent)]
    Mongo(#[from] BadMongoUri),
}

impl FromStr for StorePlace {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            Some(("mongodb" | "mongodb+srv", _)) => Ok(Self::Mongo(MongoUri::new(text)?)),
            _ => Err(BadPlace::Unknown),
        }
    }
}

impl StorePlace {
    /// Whether both are the same store, as far as their names tell.
    pub fn is_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sqlite(one), Self::Sqlite(other)) => real(one) == real(other),
            (Self::Mongo(one), Self::Mongo(other)) => one.names_the_same(other),
            _ => false,
        }
    }
}

/// A file's own path, or what it would be.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

impl fmt::Display for StorePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Mongo(uri) => write!(f, "MongoDB {uri}"),
        }
    }
}

impl fmt::Display for KvPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Dynamo { table, endpoint } => {
                write!(f, "DynamoDB table {table} at {}", endpoint.as_deref().unwrap_or("AWS"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_named_by_its_engine() {
        assert_eq!("sqlite:a/b.db".parse(), Ok(StorePlace::Sqlite("a/b.db".into())));
        assert_eq!("mongodb://h/x".parse::<StorePlace>().unwrap().to_string(), "MongoDB x at h");
        for text in ["", "sqlite:", "a.db", "postgres://h/x"] {
            assert_eq!(text.parse::<StorePlace>(), Err(BadPlace::Unknown), "{text}");
        }
    }

    #[test]
    fn one_file_is_the_same_store_by_whatever_path() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db");
        let place = |path: PathBuf| StorePlace::Sqlite(path);
        let around = place(folder.path().join(".").join("a.db"));
        assert!(place(file.clone()).is_the_same_as(&around));
        std::fs::write(&file, "").unwrap();
        std::fs::create_dir(folder.path().join("x")).unwrap();
        assert!(place(file.clone()).is_the_same_as(&place(folder.path().join("x/../a.db"))));
        assert!(!place(file).is_the_same_as(&place(folder.path().join("b.db"))));
    }
}
