//! How letters leave this machine: into a folder, or by an SMTP server.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use kenmovie_common::ports::{Mailer, Random};
use kenmovie_embedded::{MailFrom, Outbox, Smtp, SmtpError, SmtpUrl};

/// Where letters go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailWay {
    /// Into this folder, for whoever runs the machine to read.
    Outbox(PathBuf),
    /// To whom they are for, by a server.
    Smtp { url: SmtpUrl, from: MailFrom },
}

/// Why no letter can leave; a sentence that tells no password.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("the folder {path} cannot be used: {source}")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Smtp(#[from] SmtpError),
}

/// A way that is open.
pub(crate) struct Post {
    pub(crate) mailer: Arc<dyn Mailer>,
    /// Where they go into a folder.
    pub(crate) outbox: Option<Outbox>,
}

impl MailWay {
    /// Makes the folder where there is none. A server is asked nothing yet.
    pub(crate) fn open(&self, random: Arc<dyn Random>) -> Result<Post, MailError> {
        match self {
            Self::Outbox(folder) => {
                let opened = Outbox::open(folder, random);
                let outbox = opened.map_err(|source| MailError::Folder { path: folder.clone(), source })?;
                Ok(Post { mailer: Arc::new(outbox.clone()), outbox: Some(outbox) })
            }
            Self::Smtp { url, from } => {
                Ok(Post { mailer: Arc::new(Smtp::new(url, from.clone())?), outbox: None })
            }
        }
    }
}

impl fmt::Display for MailWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outbox(folder) => write!(f, "{}", folder.display()),
            Self::Smtp { url, .. } => write!(f, "{url}"),
        }
    }
}
