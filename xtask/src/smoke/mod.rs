//! `cargo xtask smoke`: looks whether a running site, here or in the cloud, does what people would miss first. It changes
//! nothing there and signs nobody in.

mod answer;
mod api;
mod pages;

use answer::Answer;

use crate::shell::{Done, say};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The site's origin, such as `http://127.0.0.1:8080`.
    pub(crate) url: String,
    /// An address behind the edge (the outputs `ApiUrl` and `SocketUrl`), which must refuse whoever comes there.
    #[arg(long, value_name = "URL")]
    pub(crate) around: Vec<String>,
}

/// What is looked at, as a sentence, and what is wrong with it.
type Look = (&'static str, fn(&Site) -> Done);

const LOOKS: [&[Look]; 2] = [&api::LOOKS, &pages::LOOKS];

/// The site that is looked at.
struct Site {
    origin: String,
}

impl Site {
    fn get(&self, path: &str) -> Done<Answer> {
        self.ask(path, &[])
    }

    fn ask(&self, path: &str, flags: &[&str]) -> Done<Answer> {
        answer::ask(&format!("{}{path}", self.origin), flags)
    }

    fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

pub(crate) fn run(options: &Options) -> Done {
    let site = Site { origin: options.url.trim_end_matches('/').to_owned() };
    let mut faults = 0_u32;
    let mut tell = |what: &str, done: Done| match done {
        Ok(()) => say(&format!("ok    {what}")),
        Err(fault) => {
            faults += 1;
            say(&format!("WRONG {what}: {fault}"));
        }
    };
    for (what, look) in LOOKS.into_iter().flatten() {
        tell(what, look(&site));
    }
    for url in &options.around {
        tell(&format!("nobody walks around the edge ({url})"), api::refuses_around(url));
    }
    match faults {
        0 => Ok(()),
        faults => Err(format!("{faults} things are wrong at {}", site.origin)),
    }
}
