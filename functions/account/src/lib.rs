//! The account of whoever calls: what it holds, how its password and address change, how they are proven by mail, its end.

mod avatar;
mod change_email;
mod change_password;
mod confirm_email;
mod delete;
mod edit;
mod export;
mod forgotten_password;
mod held;
mod proof;
mod reset_password;
mod show;
mod sign_ins;
mod verify_email;

use std::sync::Arc;

use axum::Router;
use kenmovie_common::auth::{Links, Passwords};
use kenmovie_common::http::{Front, Route, Routes};
use kenmovie_common::ports::{Archive, Deletions, Pictures, Sessions, SignIns, Throttle, Users};
use kenmovie_pictures::Intake;

pub const ROUTES: &[Route] = &[
    show::ROUTE,
    edit::ROUTE,
    avatar::PUT,
    avatar::REMOVE,
    delete::ROUTE,
    change_password::ROUTE,
    change_email::ROUTE,
    verify_email::ROUTE,
    confirm_email::ROUTE,
    sign_ins::ROUTE,
    export::ROUTE,
    forgotten_password::ROUTE,
    reset_password::ROUTE,
];

/// What it may touch: people, their pictures, all that is stored of one of them, their sessions, sign-ins and wrong
/// passwords.
#[derive(Clone)]
pub struct Ports {
    pub users: Arc<dyn Users>,
    pub pictures: Arc<dyn Pictures>,
    pub archive: Arc<dyn Archive>,
    pub deletions: Arc<dyn Deletions>,
    pub sessions: Arc<dyn Sessions>,
    pub sign_ins: Arc<dyn SignIns>,
    pub throttle: Arc<dyn Throttle>,
}

#[derive(Clone)]
struct Desk {
    front: Front,
    ports: Ports,
    links: Links,
    passwords: Passwords,
    intake: Intake,
}

/// It may touch those ports, send links and take their tokens, and take in uploaded pictures.
pub fn router(front: &Front, ports: Ports, links: Links, passwords: Passwords, intake: Intake) -> Router {
    let desk = Desk { front: front.clone(), ports, links, passwords, intake };
    Routes::new(front)
        .on(&show::ROUTE, show::show, desk.clone())
        .on(&edit::ROUTE, edit::edit, desk.clone())
        .on(&avatar::PUT, avatar::put, desk.clone())
        .on(&avatar::REMOVE, avatar::remove, desk.clone())
        .on(&delete::ROUTE, delete::delete, desk.clone())
        .on(&change_password::ROUTE, change_password::change, desk.clone())
        .on(&change_email::ROUTE, change_email::change, desk.clone())
        .on(&verify_email::ROUTE, verify_email::send, desk.clone())
        .on(&confirm_email::ROUTE, confirm_email::confirm, desk.clone())
        .on(&sign_ins::ROUTE, sign_ins::list, desk.clone())
        .on(&export::ROUTE, export::export, desk.clone())
        .on(&forgotten_password::ROUTE, forgotten_password::send, desk.clone())
        .on(&reset_password::ROUTE, reset_password::reset, desk)
        .into_router()
}
