//! A device as a simple client is: it keeps what it is told by id, and asks for what comes after the last that it has
//! without a gap.

use std::collections::BTreeMap;

use kenmovie_testkit::{Client, Listening, TestApp, TestSocket};
use serde_json::{Value, json};

use crate::{TALKS, with};

/// Before every message.
const START: &str = "00000000-0000-7000-8000-000000000000";

/// Two people.
pub(crate) struct Pair([Client; 2]);

impl Pair {
    pub(crate) async fn new(app: &TestApp) -> Self {
        Self([app.user().await, app.user().await])
    }
}

pub(crate) struct Device {
    me: Client,
    other: Client,
    socket: Option<TestSocket>,
    transcript: BTreeMap<String, Value>,
    /// Everything up to this message is known.
    known: String,
    /// What the other has, and has read, of mine; and I of theirs.
    delivered: String,
    read: String,
    read_by_me: String,
    /// Not answered yet.
    unanswered: Vec<String>,
    sent: usize,
    name: usize,
}

impl Device {
    pub(crate) fn new(pair: &Pair, person: usize) -> Self {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static DEVICES: AtomicUsize = AtomicUsize::new(0);
        Self {
            me: pair.0[person].clone(),
            other: pair.0[1 - person].clone(),
            socket: None,
            transcript: BTreeMap::new(),
            known: START.to_owned(),
            delivered: String::new(),
            read: String::new(),
            read_by_me: String::new(),
            unanswered: Vec::new(),
            sent: 0,
            name: DEVICES.fetch_add(1, Ordering::Relaxed),
        }
    }

    /// The order of a client's start: first the socket, then what was missed.
    pub(crate) async fn connect(&mut self, site: &Listening) {
        if self.socket.is_none() {
            self.socket = Some(site.enter(&self.me).await);
        }
        self.catch_up().await;
    }

    pub(crate) fn kill(&mut self) {
        self.socket = None;
    }

    pub(crate) async fn send(&mut self, answered: bool) {
        self.sent += 1;
        self.unanswered.push(format!("d{}-{}", self.name, self.sent));
        if answered {
            self.post(self.unanswered.len() - 1).await;
            self.unanswered.pop();
        } else {
            // It may arrive all the same; nobody hears of it.
            let body = self.body(self.unanswered.len() - 1);
            self.me.post(&with(self.other.id()), &body).await;
        }
    }

    pub(crate) async fn repeat(&mut self, answered: bool) {
        for number in 0..self.unanswered.len() {
            if answered {
                self.post(number).await;
            } else {
                self.me.post(&with(self.other.id()), &self.body(number)).await;
            }
        }
        if answered {
            self.unanswered.clear();
        }
    }

    /// What has come over the socket since, in some order.
    pub(crate) async fn hear(&mut self, order: u64) {
        let Some(socket) = &mut self.socket else { return };
        let mut frames: Vec<(u64, Value)> = (1..).zip(socket.heard().await).collect();
        if order > 0 {
            // A multiplicative hash of each place.
            frames.sort_by_key(|(n, _)| n.wrapping_mul(order | 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        }
        for (_, frame) in frames {
            self.told(&frame);
        }
    }

    pub(crate) async fn read(&mut self) {
        let theirs = self.transcript.values().rfind(|message| message["from"] == json!(self.other.id()));
        let Some(up_to) = theirs.map(|message| text(message, "id")) else { return };
        let path = format!("{TALKS}/{}/read", self.other.id());
        self.me.post(&path, &json!({ "up_to": up_to })).await.ok(200);
        self.read_by_me = up_to.max(self.read_by_me.clone());
    }

    pub(crate) async fn catch_up(&mut self) {
        loop {
            let path = format!("{}?limit=5&after={}", with(self.other.id()), self.known);
            let page = self.me.get(&path).await.ok(200);
            for message in page["items"].as_array().unwrap() {
                self.known = text(message, "id");
                self.keep(message.clone());
            }
            if page.get("next").is_none() {
                break;
            }
        }
        // Marks of what is known already.
        let newest = self.me.get(&format!("{}?limit=100", with(self.other.id()))).await.ok(200);
        for message in newest["items"].as_array().unwrap() {
            self.keep(message.clone());
        }
    }

    /// Whether it shows what is stored.
    pub(crate) async fn compare(&self) {
        let stored = self.me.get(&format!("{}?limit=100", with(self.other.id()))).await.ok(200);
        let stored = stored["items"].as_array().unwrap();
        let shown: Vec<_> = self.transcript.values().map(|message| self.brief(message)).collect();
        let expected: Vec<_> = stored.iter().map(|message| self.stored_brief(message)).collect();
        assert_eq!(shown, expected);
        let mut names: Vec<_> =
            stored.iter().map(|one| (text(one, "from"), text(one, "client_id"))).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), stored.len(), "each once");
        let mine = self.transcript.values().filter(|one| text(one, "client_id").starts_with(&self.prefix()));
        assert_eq!(mine.count(), self.sent, "nothing is lost");
        let unread = self
            .transcript
            .values()
            .filter(|one| one["from"] == json!(self.other.id()) && !self.is_read(one));
        let talks = self.me.get(TALKS).await.ok(200);
        let told = talks["items"].as_array().unwrap().first().map_or(json!(0), |talk| talk["unread"].clone());
        assert_eq!(json!(unread.count()), told);
        assert_eq!(talks["unread_total"], told);
    }

    fn brief(&self, message: &Value) -> Value {
        let mine = message["from"] == json!(self.me.id());
        let delivered =
            !mine || message.get("delivered_at").is_some() || text(message, "id") <= self.delivered;
        json!([message["id"], message["client_id"], message["text"], delivered, self.is_read(message)])
    }

    fn stored_brief(&self, message: &Value) -> Value {
        let mine = message["from"] == json!(self.me.id());
        let delivered = !mine || message.get("delivered_at").is_some();
        let read = message.get("read_at").is_some();
        json!([message["id"], message["client_id"], message["text"], delivered, read])
    }

    fn is_read(&self, message: &Value) -> bool {
        let mark = if message["from"] == json!(self.me.id()) { &self.read } else { &self.read_by_me };
        message.get("read_at").is_some() || text(message, "id") <= *mark
    }

    fn told(&mut self, frame: &Value) {
        let up_to = || text(frame, "up_to");
        match frame["type"].as_str().unwrap() {
            "message" => self.keep(frame["message"].clone()),
            "delivered" => self.delivered = up_to().max(self.delivered.clone()),
            "read" if frame["by"] == json!(self.me.id()) => {
                self.read_by_me = up_to().max(self.read_by_me.clone());
            }
            "read" => self.read = up_to().max(self.read.clone()),
            _ => {}
        }
    }

    /// The one with more marks is the later one.
    fn keep(&mut self, message: Value) {
        let marks = |one: &Value| one.as_object().unwrap().len();
        let id = text(&message, "id");
        if self.transcript.get(&id).is_none_or(|known| marks(known) < marks(&message)) {
            self.transcript.insert(id, message);
        }
    }

    async fn post(&mut self, number: usize) {
        let reply = self.me.post(&with(self.other.id()), &self.body(number)).await;
        assert!(matches!(reply.status, 200 | 201), "{}", reply.body);
        self.keep(reply.body);
    }

    fn body(&self, number: usize) -> Value {
        json!({ "client_id": self.unanswered[number], "text": self.unanswered[number] })
    }

    fn prefix(&self) -> String {
        format!("d{}-", self.name)
    }
}

fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap().to_owned()
}
