//! Letters, in an outbox folder that the log names.

use std::io;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use kenmovie_common::ports::{Clock, Mail, Mailer, Random, StoreResult};

use crate::blobs::blocking;
use crate::files::{make_folder, random_name, write_whole};

/// Writes each letter into a file of its own, which only its owner may read: letters carry one-time links.
#[derive(Clone)]
pub struct Outbox {
    folder: Arc<Path>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl Outbox {
    /// Uses this folder; makes it where there is none.
    pub fn open(
        folder: impl AsRef<Path>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> io::Result<Self> {
        make_folder(folder.as_ref())?;
        Ok(Self { folder: folder.as_ref().into(), clock, random })
    }
}

#[async_trait]
impl Mailer for Outbox {
    async fn send(&self, mail: &Mail) -> StoreResult<()> {
        let now = self.clock.now();
        let name = format!("{}-{}", now.millis(), random_name(&*self.random));
        let scratch = self.folder.join(format!(".{name}"));
        let path = self.folder.join(format!("{name}.eml"));
        let written = path.clone();
        let letter = format!(
            "Date: {now}\nTo: {}\nSubject: {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{}\n",
            line(&mail.to),
            line(&mail.subject),
            mail.text,
        );
        blocking(move || write_whole(&scratch, &path, letter.as_bytes())).await?;
        tracing::info!(path = %written.display(), "a letter lies in the outbox");
        Ok(())
    }
}

/// The text on one line, so that it cannot become another header.
fn line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars().map(|c| if breaks(c) { ' ' } else { c }).collect()
}
