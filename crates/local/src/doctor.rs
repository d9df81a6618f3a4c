//! Looks at what the program needs and says what is wrong and how to mend it. It never tells a secret.

mod checks;
mod stores;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use kenmovie_common::http::Site;

use crate::engines::EngineOptions;
use crate::mail::MailWay;

/// What is looked at.
#[derive(Debug, Clone)]
pub struct DoctorOptions {
    pub data: PathBuf,
    pub engines: EngineOptions,
    pub listen: SocketAddr,
    pub public_url: Option<Site>,
    pub pages: PathBuf,
    pub mail: MailWay,
}

/// How one thing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at: `data folder`, `database`, `indexes`, `counters`, `films`, `sessions`, `keys`, `pages`, `site`,
    /// `mail`, `address`.
    pub about: &'static str,
    pub says: String,
    /// How to mend it; none where it is well.
    pub mend: Option<String>,
}

impl Finding {
    pub fn is_well(&self) -> bool {
        self.mend.is_none()
    }

    fn well(about: &'static str, says: impl Into<String>) -> Self {
        Self { about, says: says.into(), mend: None }
    }

    fn ill(about: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { about, says: says.into(), mend: Some(mend.into()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { about, says, mend } = self;
        match mend {
            None => write!(f, "✓ {about}: {says}"),
            Some(mend) => write!(f, "✗ {about}: {says}\n  → {mend}"),
        }
    }
}

/// Looks at everything.
pub async fn examine(options: &DoctorOptions) -> Vec<Finding> {
    let DoctorOptions { data, engines, listen, public_url, pages, mail } = options;
    let folder = checks::folder(data);
    let usable = folder.is_well();
    let mut findings = vec![folder];
    if usable {
        findings.extend(stores::examine(engines).await);
        findings.push(checks::keys(data));
    }
    findings.push(checks::pages(pages));
    findings.push(checks::site(*listen, public_url.as_ref()));
    findings.push(checks::mail(mail, public_url.as_ref()).await);
    findings.push(checks::address(*listen).await);
    findings
}
