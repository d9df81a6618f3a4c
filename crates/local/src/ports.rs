//! The ports of the functions that take several, out of the engines that have all.

use std::sync::Arc;

use kenmovie_common::ports::{Kv, Sessions, Store};

pub(crate) struct Ports<'a> {
    pub(crate) store: &'a Arc<dyn Store>,
    pub(crate) kv: &'a Arc<dyn Kv>,
    pub(crate) sessions: &'a Arc<dyn Sessions>,
}

impl Ports<'_> {
    pub(crate) fn account(&self) -> kenmovie_account::Ports {
        kenmovie_account::Ports {
            users: self.store.clone(),
            pictures: self.store.clone(),
            archive: self.store.clone(),
            deletions: self.store.clone(),
            sessions: self.sessions.clone(),
            sign_ins: self.kv.clone(),
            throttle: self.kv.clone(),
        }
    }

    pub(crate) fn comments(&self) -> kenmovie_comments::Ports {
        kenmovie_comments::Ports {
            comments: self.store.clone(),
            notifications: self.store.clone(),
            people: self.store.clone(),
            connections: self.kv.clone(),
        }
    }

    pub(crate) fn login(&self) -> kenmovie_login::Ports {
        kenmovie_login::Ports {
            users: self.store.clone(),
            tokens: self.store.clone(),
            letters: self.store.clone(),
            throttle: self.kv.clone(),
            sign_ins: self.kv.clone(),
        }
    }

    pub(crate) fn oauth(&self) -> kenmovie_oauth::Ports {
        kenmovie_oauth::Ports {
            users: self.store.clone(),
            tokens: self.store.clone(),
            letters: self.store.clone(),
            sessions: self.sessions.clone(),
            one_time: self.kv.clone(),
            sign_ins: self.kv.clone(),
        }
    }

    pub(crate) fn page(&self) -> kenmovie_page::Ports {
        kenmovie_page::Ports { movies: self.store.clone(), comments: self.store.clone() }
    }

    pub(crate) fn people(&self) -> kenmovie_people::Ports {
        kenmovie_people::Ports {
            people: self.store.clone(),
            users: self.store.clone(),
            connections: self.kv.clone(),
            sessions: self.sessions.clone(),
        }
    }

    pub(crate) fn register(&self) -> kenmovie_register::Ports {
        kenmovie_register::Ports {
            users: self.store.clone(),
            tokens: self.store.clone(),
            sign_ins: self.kv.clone(),
        }
    }
}
