//! What two people, an administrator, a machine and strangers ask, every function among it, the right way and the wrong.

use axum::Router;
use kenmovie_common::UserId;
use kenmovie_testkit::{Client, Reply, Sent};
use serde_json::{Value, json};

use super::gateway::Way;
use super::told::{Names, Told};

const PASSWORD: &str = "butaca-trece-lluvia";
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Sends, and keeps what is told.
#[derive(Default)]
struct Journey {
    names: Names,
    told: Vec<Told>,
}

impl Journey {
    async fn ask(&mut self, sent: Sent) -> Reply {
        let reply = sent.await;
        self.told.push(self.names.told(&reply));
        reply
    }

    async fn asks(&mut self, all: impl IntoIterator<Item = Sent>) {
        for sent in all {
            self.ask(sent).await;
        }
    }
}

fn visitor(router: &Router) -> Client {
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
    Client::new(router.clone()).at("203.0.113.9").with("user-agent", browser)
}

pub(super) async fn journey<T>(way: &Way<T>) -> Vec<Told> {
    let mut journey = Journey::default();
    let stranger = visitor(&way.router).with("sec-fetch-site", "same-origin");
    let ana = sign_up(&mut journey, &stranger, "Ana").await;
    let berta = sign_up(&mut journey, &stranger, "Berta").await;
    let admin = administrator(&mut journey, way, &stranger).await;
    identity(&mut journey, &stranger, &ana).await;
    let film = films(&mut journey, &stranger, &admin).await;
    community(&mut journey, &film, &stranger, &ana, &berta, &admin).await;
    people(&mut journey, &stranger, &ana, &berta).await;
    machine(&mut journey, &stranger, &admin).await;
    refused(&mut journey, &stranger, &ana).await;
    journey
        .asks([ana.get("/api/account/export"), ana.delete("/api/session"), stranger.get("/api/session")])
        .await;
    let goodbye = berta.request("DELETE", "/api/account").json(&json!({ "password": PASSWORD }));
    journey.asks([goodbye, berta.get("/api/account")]).await;
    journey.told
}

fn email(name: &str) -> String {
    format!("{}@example.com", name.to_lowercase())
}

async fn sign_up(journey: &mut Journey, stranger: &Client, name: &str) -> Client {
    let body = json!({ "name": name, "age": 30, "email": email(name), "password": PASSWORD });
    let reply = journey.ask(stranger.post("/api/register", &body)).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    stranger.clone().with("cookie", &reply.jar())
}

async fn administrator<T>(journey: &mut Journey, way: &Way<T>, stranger: &Client) -> Client {
    let body = json!({ "name": "Carla", "age": 40, "email": email("Carla"), "password": PASSWORD });
    let reply = journey.ask(stranger.post("/api/register", &body)).await;
    let id: UserId = reply.body["user"]["id"].as_str().unwrap().parse().unwrap();
    way.grant(id).await;
    let sign_in = json!({ "email": email("Carla"), "password": PASSWORD });
    let reply = journey.ask(stranger.post("/api/login", &sign_in)).await;
    stranger.clone().with("cookie", &reply.jar())
}

async fn identity(journey: &mut Journey, stranger: &Client, ana: &Client) {
    let wrong = json!({ "email": email("Ana"), "password": "otra-cosa-distinta" });
    let short = json!({ "name": "A", "age": 7, "email": "no", "password": "short", "more": 1 });
    let again = json!({ "name": "Ana", "age": 30, "email": email("Ana"), "password": PASSWORD });
    journey
        .asks([
            stranger.get("/api/config"),
            stranger.get("/api/health"),
            stranger.post("/api/login", &wrong),
            stranger.post("/api/register", &short),
            stranger.post("/api/register", &again),
            ana.get("/api/session"),
            ana.post("/api/session/refresh", &json!({})),
            stranger.post("/api/session/refresh", &json!({})),
            ana.get("/api/sessions"),
            ana.get("/api/account"),
            ana.patch("/api/account", &json!({ "name": "Ana María", "language": "es" })),
            ana.patch("/api/account", &json!({ "name": "\u{202e}" })),
            ana.get("/api/account/sign-ins"),
            ana.post("/api/account/verify-email", &json!({})),
            ana.post("/api/account/verify-email/confirm", &json!({ "token": "no" })),
            stranger.post("/api/password-reset", &json!({ "email": "nadie@example.com" })),
            stranger.post("/api/password-reset/confirm", &json!({ "token": "no", "new_password": PASSWORD })),
            stranger.get("/api/oauth/google?return_to=/"),
            stranger.post("/api/sign-provider", &json!({})),
            ana.delete(&format!("/api/sessions/{NOBODY}")),
        ])
        .await;
}

/// Makes two films; the first one's path.
async fn films(journey: &mut Journey, stranger: &Client, admin: &Client) -> String {
    let draft =
        json!({ "title": "Cléo de 5 à 7", "year": 1962, "genres": ["Drama"], "directors": ["Agnès Varda"] });
    let create = || admin.post("/api/movies", &draft).header("idempotency-key", "the-first");
    let made = journey.ask(create()).await;
    let film = format!("/api/movies/{}", made.body["id"].as_str().unwrap());
    let version = made.header("etag").unwrap().to_owned();
    let other = json!({ "title": "Another" });
    journey
        .asks([
            create(),
            admin.post("/api/movies", &other).header("idempotency-key", "the-first"),
            admin.post("/api/movies", &other),
            admin.post("/api/movies", &json!({ "title": "", "year": 1700, "poster_url": "http://x" })),
            admin.patch(&film, &json!({ "description": "Dos horas." })).header("if-match", &version),
            admin.patch(&film, &json!({ "description": "Tarde." })).header("if-match", &version),
            stranger.get(&film),
            stranger.get("/api/movies?q=cleo"),
            stranger.get("/api/movies?sort=title&limit=1"),
            stranger.get("/api/movies?cursor=no&limit=1"),
            stranger.get("/api/movies?limit=0&sort=none"),
            stranger.get("/api/genres"),
            stranger.get(&format!("/api/movies/{NOBODY}")),
            stranger.get("/api/movies/no-id"),
        ])
        .await;
    film
}

async fn community(
    journey: &mut Journey,
    film: &str,
    stranger: &Client,
    ana: &Client,
    berta: &Client,
    admin: &Client,
) {
    let nothing = json!({});
    let at = |rest: &str| format!("{film}/{rest}");
    journey
        .asks([
            ana.put(&at("reaction"), &json!({ "value": "like" })),
            ana.put(&at("reaction"), &json!({ "value": "maybe" })),
            stranger.put(&at("reaction"), &json!({ "value": "like" })),
            ana.put(&at("rating"), &json!({ "score": 9 })),
            ana.put(&at("rating"), &json!({ "score": 11 })),
            ana.delete(&at("rating")),
            ana.put(&film.replace("movies", "user-movies"), &nothing),
            ana.get("/api/user-movies"),
            ana.get(film),
        ])
        .await;
    let comment = journey.ask(ana.post(&at("comments"), &json!({ "body": "¿La vieron?\nYo sí." }))).await;
    let comment = format!("/api/comments/{}", comment.body["id"].as_str().unwrap());
    let about = |rest: &str| format!("{comment}/{rest}");
    journey
        .asks([
            berta.post(&about("replies"), &json!({ "body": "Sí.", "spoiler": true })),
            berta.post(&about("replies"), &json!({ "body": "  " })),
            berta.put(&about("reaction"), &json!({ "value": "like" })),
            berta.patch(&comment, &json!({ "body": "No es mío." })),
            ana.patch(&comment, &json!({ "body": "¿La han visto?" })),
            ana.put(&about("mute"), &nothing),
            stranger.get(&at("comments?sort=top")),
            stranger.get(&about("replies")),
            stranger.get(&comment),
            ana.get("/api/notifications"),
            stranger.get("/api/report-reasons"),
            berta.post(&about("reports"), &json!({ "reason": "other" })),
            berta.post(&about("reports"), &json!({ "reason": "spam" })),
            berta.post(&about("reports"), &json!({ "reason": "spam" })),
            berta.post(&at("reports"), &json!({ "reason": "other", "text": "Está mal." })),
            berta.get("/api/blocked-movies"),
            berta.get("/api/reports"),
        ])
        .await;
    let cases = journey.ask(admin.get("/api/reports?status=open")).await;
    let case = format!("/api/reports/{}", cases.body["items"][0]["id"].as_str().unwrap());
    journey
        .asks([
            admin.patch(&case, &json!({ "status": "resolved", "note": "Gracias." })),
            berta.get("/api/notifications"),
            ana.delete(&comment),
            stranger.get(&comment),
        ])
        .await;
}

async fn people(journey: &mut Journey, stranger: &Client, ana: &Client, berta: &Client) {
    let found = journey.ask(ana.get("/api/users?q=ber")).await;
    let id = found.body["items"][0]["id"].as_str().unwrap().to_owned();
    let (conversation, nothing) = (format!("/api/conversations/{id}/messages"), json!({}));
    let write = || ana.post(&conversation, &json!({ "client_id": "one", "text": "Hola, Berta." }));
    let sent = journey.ask(write()).await;
    let read = json!({ "up_to": sent.body["id"] });
    let me = sent.body["from"].as_str().unwrap().to_owned();
    let upload = json!({ "purpose": "avatar", "content_type": "image/png", "size": 5_242_881 });
    journey
        .asks([
            write(),
            ana.post(&conversation, &json!({ "client_id": "two" })),
            ana.post(
                &format!("/api/conversations/{NOBODY}/messages"),
                &json!({ "client_id": "x", "text": "y" }),
            ),
            berta.get("/api/conversations"),
            berta.get(&format!("/api/conversations/{me}/messages")),
            berta.post(&format!("/api/conversations/{me}/read"), &read),
            stranger.get(&format!("/api/users/{id}")),
            ana.put(&format!("/api/blocked-users/{id}"), &nothing),
            berta.post(
                &format!("/api/conversations/{me}/messages"),
                &json!({ "client_id": "x", "text": "y" }),
            ),
            ana.get("/api/blocked-users"),
            ana.delete(&format!("/api/blocked-users/{id}")),
            ana.post("/api/media", &upload),
            ana.get(&format!("/api/media/{NOBODY}")),
            ana.put("/api/account/avatar", &json!({ "media_id": NOBODY })),
            ana.post("/api/socket/ticket", &nothing),
        ])
        .await;
}

async fn machine(journey: &mut Journey, stranger: &Client, admin: &Client) {
    let wanted = json!({ "name": "render", "scopes": ["signin:auth", "movies:read"] });
    let token = journey.ask(admin.post("/api/tokens", &wanted)).await;
    let secret = token.body["token"].as_str().unwrap().to_owned();
    journey
        .asks([
            admin.get("/api/tokens"),
            admin.post("/api/tokens", &json!({ "name": "x", "scopes": ["no"] })),
        ])
        .await;
    // `ana@example.com` and the password, as RFC 7617 writes them.
    let basic = "Basic YW5hQGV4YW1wbGUuY29tOmJ1dGFjYS10cmVjZS1sbHV2aWE=";
    let sign_in =
        stranger.request("POST", "/api/login").header("authorization", basic).header("x-api-token", &secret);
    let signed_in = journey.ask(sign_in).await;
    let bearer = signed_in.body["access_token"].as_str().unwrap_or("no").to_owned();
    let program = stranger.clone().bearer(&bearer);
    journey
        .asks([
            program.get("/api/movies?limit=1"),
            program.get("/api/account"),
            admin.get("/api/admin/users"),
            admin.delete(&format!("/api/tokens/{}", token.body["id"].as_str().unwrap())),
            program.get("/api/account/sign-ins"),
        ])
        .await;
}

/// What the guard and the gateway refuse.
async fn refused(journey: &mut Journey, stranger: &Client, ana: &Client) {
    let (large, name): (Value, _) = (json!({ "name": "x".repeat(66_000) }), json!({ "name": "Ana" }));
    let forged = stranger.clone().with("cookie", "__Host-km_access=no");
    journey
        .asks([
            stranger.get("/api/nowhere"),
            stranger.get("/.well-known/nothing"),
            stranger.request("PATCH", "/api/genres"),
            stranger.get("/api/account"),
            forged.get("/api/account"),
            ana.patch("/api/account", &name).header("sec-fetch-site", "cross-site"),
            ana.get("/api/admin/users"),
            ana.patch("/api/account", &large),
            ana.request("PATCH", "/api/account").raw("text/plain", "name"),
            ana.request("PATCH", "/api/account").raw("application/json", "{"),
            ana.request("PATCH", "/api/account").raw("application/json", "[]"),
            ana.request("PATCH", "/api/account").raw("application/json", vec![b'"', 0xff, b'"']),
        ])
        .await;
}
