//! `examples/render-server` beside the real program: what a visitor of it sees, and what it may do for them.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::program::{Running, program, run_in};

const SERVER: &str = "../../examples/render-server/server.mjs";
const FILMS: &str = r#"{"source":{"name":"x","id":"1"},"title":"Las margaritas","year":1966}
{"source":{"name":"x","id":"2"},"title":"<script>alert(1)</script>"}
"#;
const SIGN_UP: &str = "name=Ana+%3CB%3E&age=30&email=ana%40example.com&password=butaca-trece-lluvia";
const SIGN_IN: &str = "email=ana%40example.com&password=butaca-trece-lluvia";

/// The site with two films, and the server that renders it.
struct Scene {
    site: String,
    server: String,
    api_token: String,
    _folder: TempDir,
    _running: [Running; 2],
}

impl Scene {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("films.jsonl"), FILMS).unwrap();
        run_in(folder.path(), &["import", "films.jsonl"]).ended(0);
        let mut serve = program(folder.path());
        serve.args(["serve", "--listen", "127.0.0.1:0", "--limits", "relaxed"]).stderr(Stdio::null());
        let (site, kenmovie) = listening(&mut serve, "KenMovie listens on ");
        let made =
            run_in(folder.path(), &["admin", "token", "create", "render", "--preset", "public"]).ended(0);
        let token = made.out.lines().find_map(|line| line.strip_prefix("token")).expect("a token");
        let api_token = token.trim().to_owned();
        let mut node = node();
        node.env("KENMOVIE_URL", &site).env("KENMOVIE_API_TOKEN", &api_token);
        let (server, node) = listening(&mut node, "The render server listens on ");
        Self { site, server, api_token, _folder: folder, _running: [kenmovie, node] }
    }

    fn visitor(&self) -> Visitor {
        let http = Client::builder(TokioExecutor::new()).build_http();
        Visitor { http, server: self.server.clone(), headers: Vec::new(), cookie: None }
    }

    /// What the site says to a machine client with this access token.
    async fn session(&self, token: &str) -> Value {
        let mut client = self.visitor();
        client.server.clone_from(&self.site);
        let page = client.with("authorization", &format!("Bearer {token}")).get("/api/session").await;
        serde_json::from_str(&page.text).unwrap()
    }
}

/// The example, with nothing of this process's configuration.
fn node() -> Command {
    let mut node = Command::new("node");
    node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(SERVER));
    node.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("PORT", "0");
    node.stdout(Stdio::piped());
    node
}

/// Starts a program that says where it listens in its first line.
fn listening(command: &mut Command, says: &str) -> (String, Running) {
    let mut running = Running(command.spawn().expect("the program is on the path"));
    let mut first = String::new();
    let mut out = BufReader::new(running.0.stdout.take().unwrap());
    out.read_line(&mut first).unwrap();
    // Its next lines need somewhere to go.
    running.0.stdout = Some(out.into_inner());
    let address = first.trim().strip_prefix(says).unwrap_or_else(|| panic!("it says {first:?}"));
    (address.to_owned(), running)
}

/// A browser that keeps the one cookie.
struct Visitor {
    http: Client<HttpConnector, Body>,
    server: String,
    headers: Vec<(String, String)>,
    cookie: Option<String>,
}

struct Page {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Page {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Visitor {
    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    async fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, "").await
    }

    async fn post(&mut self, path: &str, form: &str) -> Page {
        self.send("POST", path, form).await
    }

    async fn send(&mut self, method: &str, path: &str, form: &str) -> Page {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.server));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let response = self.http.request(request.body(Body::from(form.to_owned())).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let page = Page { status: parts.status.as_u16(), headers: parts.headers, text };
        if let Some(pair) = page.header("set-cookie").split(';').next().filter(|pair| !pair.is_empty()) {
            self.cookie = Some(pair.to_owned()).filter(|pair| !pair.ends_with('='));
        }
        page
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_signs_up_sees_the_films_leaves_and_comes_back() {
    let scene = Scene::new();
    let mut ana = scene.visitor();
    let page = ana.get("/").await;
    assert_eq!((page.status, page.header("cache-control")), (200, "private, no-store"));
    assert!(page.text.contains("<li>Las margaritas, 1966</li>"), "{}", page.text);
    assert!(page.text.contains("href=\"/sign-in\""));

    let page = ana.post("/sign-up", SIGN_UP).await;
    assert_eq!((page.status, page.header("location")), (303, "/"), "{}", page.text);
    let (pair, attributes) = page.header("set-cookie").split_once("; ").unwrap();
    assert_eq!(attributes, "Max-Age=900; Path=/; HttpOnly; SameSite=Lax");
    let token = pair.strip_prefix("visitor=").unwrap().to_owned();
    let page = ana.get("/").await;
    assert!(page.text.contains("Hola, Ana &#60;B&#62;"), "{}", page.text);

    // What it holds for her is no more than what its API token allows.
    let session = scene.session(&token).await;
    assert_eq!(session["user"]["email"], "ana@example.com");
    assert_eq!(
        session["scopes"],
        serde_json::json!(["movies:read", "user-movies:read", "user-movies:write"])
    );

    let page = ana.post("/sign-out", "").await;
    assert_eq!(page.header("set-cookie"), "visitor=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
    assert!(ana.get("/").await.text.contains("href=\"/sign-in\""));
    assert_eq!(ana.post("/sign-in", SIGN_IN).await.status, 303);
    assert!(ana.get("/?q=margaritas").await.text.contains("Hola, Ana"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_wrote_is_text_and_no_secret_is_on_a_page() {
    let scene = Scene::new();
    let mut ana = scene.visitor();
    for path in ["/", "/?q=%3Cscript%3E", "/sign-in", "/sign-up", "/?cursor=%22%3E%3Cscript%3E", "/nothing"] {
        let page = ana.get(path).await;
        assert!(page.status < 500 && !page.text.contains("<script"), "{path}: {}", page.text);
        assert!(!page.text.contains(&scene.api_token), "{path}");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
    }
    let page = ana.get("/?q=alert").await;
    assert!(page.text.contains("<li>&#60;script&#62;alert(1)&#60;/script&#62;</li>"), "{}", page.text);
    let page = ana.post("/sign-in", "email=%22%3E%3Cscript%3E&password=butaca-trece-lluvia").await;
    assert!(!page.text.contains("<script") && !page.text.contains("butaca"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_in_the_visitors_language() {
    let scene = Scene::new();
    let mut ana = scene.visitor();
    assert_eq!(ana.post("/sign-up", SIGN_UP).await.status, 303);
    let page = ana.post("/sign-up", SIGN_UP).await;
    assert_eq!(page.status, 409);
    assert!(page.text.contains("Este correo ya tiene una cuenta."), "{}", page.text);
    let mut bob = scene.visitor().with("accept-language", "en-GB,en;q=0.9");
    let page = bob.post("/sign-in", &SIGN_IN.replace("butaca", "sofa")).await;
    assert_eq!((page.status, page.header("set-cookie")), (401, ""));
    assert!(page.text.contains("The address or the password is wrong."), "{}", page.text);
    let page = bob.post("/sign-up", "name=B&age=7&email=b&password=secret").await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("Look again at: Name, Age, E-mail, Password"), "{}", page.text);
    assert_eq!(bob.post("/sign-up", &"a".repeat(10_000)).await.status, 413);
    assert_eq!(bob.get("/nothing").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_signs_nobody_in_or_out_through_it() {
    let scene = Scene::new();
    let mut ana = scene.visitor();
    ana.post("/sign-up", SIGN_UP).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        let mut lured = scene.visitor().with(name, value);
        lured.cookie.clone_from(&ana.cookie);
        for (path, form) in [("/sign-out", ""), ("/sign-in", SIGN_IN), ("/sign-up", SIGN_UP)] {
            let page = lured.post(path, form).await;
            assert_eq!((page.status, page.header("set-cookie")), (403, ""), "{path}");
        }
    }
    assert!(ana.get("/").await.text.contains("Hola, Ana"));
}

#[test]
fn without_an_api_token_it_does_not_start() {
    let ended = node().output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(String::from_utf8(ended.stderr).unwrap().contains("KENMOVIE_API_TOKEN is missing"));
}
