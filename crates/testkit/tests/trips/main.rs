//! What each route costs on the cloud's engines: the commands that it sends to MongoDB and DynamoDB. A route that begins to
//! ask once more fails here. The look-up of the session, which is kept for some seconds, is not counted.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

use kenmovie_testkit::{Client, PASSWORD, Reply, Sent, Trips};
use serde_json::json;

/// What a request may send, in its order where that is given by the design.
struct Cost {
    route: &'static str,
    mongodb: usize,
    dynamodb: usize,
}

/// The measured costs, printed as a table for the documentation.
#[derive(Default)]
struct Bill {
    table: Vec<String>,
    wrong: Vec<String>,
}

impl Bill {
    async fn of(&mut self, trips: &Trips, cost: Cost, asked: Sent) -> serde_json::Value {
        let reply = self.answer(trips, cost, asked).await;
        assert!(reply.status < 300, "{}: {} {}", reply.asked, reply.status, reply.body);
        reply.body
    }

    async fn answer(&mut self, trips: &Trips, cost: Cost, asked: Sent) -> Reply {
        trips.take();
        let reply = asked.await;
        let (mongodb, dynamodb) = trips.take();
        self.table.push(format!("| {} | {} | {} |", cost.route, mongodb.join(", "), dynamodb.join(", ")));
        if (mongodb.len(), dynamodb.len()) != (cost.mongodb, cost.dynamodb) {
            self.wrong.push(format!("{}: {mongodb:?} {dynamodb:?}", cost.route));
        }
        reply
    }
}

const fn cost(route: &'static str, mongodb: usize, dynamodb: usize) -> Cost {
    Cost { route, mongodb, dynamodb }
}

/// Somebody whose session was looked up just now.
async fn known(client: Client) -> Client {
    client.get("/api/session").await.ok(200);
    client
}

fn id(body: &serde_json::Value) -> String {
    body["id"].as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_costs_what_its_design_says() {
    let trips = Trips::new().await;
    let (app, mut bill) = (&trips.app, Bill::default());
    let visitor = app.visitor();
    let (ana, bruno) = (known(app.user().await).await, known(app.user().await).await);
    let admin = known(app.admin().await).await;
    let moderator = known(app.moderator().await).await;
    let film = app.movie("Una película").await.to_string();
    let at = |rest: &str| format!("/api/movies/{film}{rest}");
    let say = json!({"body": "Vuelvo a verla cada otoño."});
    let like = json!({"value": "like"});
    let first = id(&ana.post(&at("/comments"), &say).await.ok(201));
    let talk = |rest: &str| format!("/api/comments/{first}{rest}");
    bruno.post(&talk("/replies"), &say).await.ok(201);

    bill.of(&trips, cost("catalogue page, visitor", 1, 0), visitor.get("/api/movies")).await;
    bill.of(&trips, cost("catalogue page, signed in", 3, 0), ana.get("/api/movies")).await;
    bill.of(&trips, cost("catalogue page of a genre, visitor", 1, 0), visitor.get("/api/movies?genre=Drama"))
        .await;
    bill.of(&trips, cost("search by relevance, visitor", 3, 0), visitor.get("/api/movies?q=pelicula")).await;
    bill.of(
        &trips,
        cost("search in another order, visitor", 2, 0),
        visitor.get("/api/movies?q=pelicula&sort=title"),
    )
    .await;
    bill.of(&trips, cost("film page, visitor", 1, 0), visitor.get(&at(""))).await;
    bill.of(&trips, cost("film page, signed in", 2, 0), ana.get(&at(""))).await;
    bill.of(&trips, cost("film page as HTML, whoever asks", 3, 0), ana.get(&format!("/films/{film}"))).await;
    bill.of(&trips, cost("genres", 1, 0), visitor.get("/api/genres")).await;
    bill.of(&trips, cost("comment page, visitor", 2, 0), visitor.get(&at("/comments"))).await;
    bill.of(&trips, cost("comment page, signed in", 3, 0), ana.get(&at("/comments"))).await;
    bill.of(&trips, cost("replies, signed in", 4, 0), ana.get(&talk("/replies"))).await;
    bill.of(&trips, cost("one comment, signed in", 3, 0), ana.get(&talk(""))).await;

    bill.of(&trips, cost("reaction to a film", 3, 0), ana.put(&at("/reaction"), &like)).await;
    bill.of(&trips, cost("reaction taken back", 3, 0), ana.delete(&at("/reaction"))).await;
    bill.of(&trips, cost("rating of a film", 3, 0), ana.put(&at("/rating"), &json!({"score": 8}))).await;
    bill.of(&trips, cost("rating taken back", 3, 0), ana.delete(&at("/rating"))).await;
    let listed = format!("/api/user-movies/{film}");
    bill.of(&trips, cost("film put in the list", 3, 0), ana.put(&listed, &json!({}))).await;
    bill.of(&trips, cost("page of the list", 4, 0), ana.get("/api/user-movies")).await;
    bill.of(&trips, cost("film taken out of the list", 2, 0), ana.delete(&listed)).await;
    bill.of(&trips, cost("reaction to a comment", 3, 0), bruno.put(&talk("/reaction"), &like)).await;
    bill.of(&trips, cost("comment", 5, 2), ana.post(&at("/comments"), &say)).await;
    let keyed = ana.post(&at("/comments"), &say).header("idempotency-key", "una-vez");
    let second = id(&bill.of(&trips, cost("comment with a key", 6, 2), keyed).await);
    let reply = bill.of(&trips, cost("reply", 13, 3), bruno.post(&talk("/replies"), &say)).await;
    bill.of(&trips, cost("edit of a comment", 4, 0), ana.patch(&talk(""), &say)).await;
    bill.of(
        &trips,
        cost("deletion of a reply", 12, 0),
        bruno.delete(&format!("/api/comments/{}", id(&reply))),
    )
    .await;
    bill.of(
        &trips,
        cost("deletion of a comment", 10, 0),
        moderator.delete(&format!("/api/comments/{second}")),
    )
    .await;

    let report = json!({"reason": "spam"});
    bill.of(&trips, cost("report of a film, the first of an hour", 6, 2), ana.post(&at("/reports"), &report))
        .await;
    bill.of(&trips, cost("blocked films", 4, 0), ana.get("/api/blocked-movies")).await;
    bill.of(&trips, cost("film shown again", 6, 0), ana.delete(&format!("/api/blocked-movies/{film}"))).await;

    let new = json!({"title": "Otra", "genres": ["Drama"]});
    let made = id(&bill.of(&trips, cost("new film", 3, 0), admin.post("/api/movies", &new)).await);
    let other = format!("/api/movies/{made}");
    bill.of(&trips, cost("edit of a film", 3, 0), admin.patch(&other, &json!({"year": 1999}))).await;
    bill.of(&trips, cost("deletion of a film", 11, 0), admin.delete(&other)).await;

    let person = json!({"name": "Carla", "age": 30, "email": "carla@example.com", "password": PASSWORD});
    let registration = cost("registration, the first of an hour", 3, 5);
    let registered = bill.answer(&trips, registration, visitor.post("/api/register", &person)).await;
    let sign_in = json!({"email": "carla@example.com", "password": PASSWORD});
    let first = cost("sign-in on a new device, the first of a quarter of an hour", 4, 8);
    bill.of(&trips, first, visitor.post("/api/login", &sign_in)).await;
    let known = visitor.clone().browser(&registered.jar());
    // One more than the sign-in itself: the session of the cookie that the browser holds is looked up.
    bill.of(&trips, cost("sign-in", 2, 6), known.post("/api/login", &sign_in)).await;
    // Neither tells whether an address has an account.
    for (try_, email) in [("wrong password", "carla@example.com"), ("unknown address", "nadie@example.com")] {
        let body = json!({"email": email, "password": "otra-cosa-distinta"});
        bill.answer(&trips, cost(try_, 1, 3), visitor.post("/api/login", &body)).await;
    }
    messages(&mut bill, &trips, &ana, &bruno).await;
    bill.of(&trips, cost("session", 1, 0), ana.get("/api/session")).await;
    bill.of(
        &trips,
        cost("refresh of a session", 1, 2),
        ana.request("POST", "/api/session/refresh").raw("application/json", ""),
    )
    .await;
    bill.of(&trips, cost("sign-out", 0, 2), ana.delete("/api/session")).await;
    bill.of(&trips, cost("health", 1, 1), visitor.get("/api/health")).await;

    println!("| route | MongoDB | DynamoDB |\n| --- | --- | --- |\n{}", bill.table.join("\n"));
    assert!(bill.wrong.is_empty(), "{:#?}", bill.wrong);
}

/// What two people write to each other, whose sockets are closed.
async fn messages(bill: &mut Bill, trips: &Trips, ana: &Client, bruno: &Client) {
    let talks = |path: &str| format!("/api/conversations/{}/{path}", bruno.id());
    let hello = json!({"client_id": "1", "text": "Hola"});
    bill.of(trips, cost("first message to somebody", 4, 4), ana.post(&talks("messages"), &hello)).await;
    let more = json!({"client_id": "2", "text": "¿Qué tal?"});
    bill.of(trips, cost("message", 4, 3), ana.post(&talks("messages"), &more)).await;
    bill.of(trips, cost("message again", 1, 3), ana.post(&talks("messages"), &more)).await;
    let theirs = format!("/api/conversations/{}", ana.id());
    let page =
        bill.of(trips, cost("messages that had not arrived", 4, 1), bruno.get(&format!("{theirs}/messages")));
    let last = page.await["items"][1]["id"].clone();
    bill.of(trips, cost("messages", 1, 0), bruno.get(&format!("{theirs}/messages"))).await;
    let mark = json!({ "up_to": last });
    bill.of(trips, cost("messages read", 3, 2), bruno.post(&format!("{theirs}/read"), &mark)).await;
    bill.of(trips, cost("conversations", 2, 1), bruno.get("/api/conversations")).await;
    bill.of(trips, cost("people", 2, 1), bruno.get("/api/users")).await;
    let picture = json!({"purpose": "message", "content_type": "image/png", "size": 100});
    bill.of(trips, cost("picture announced", 2, 2), ana.post("/api/media", &picture)).await;
    bill.of(trips, cost("ticket of a socket", 0, 3), ana.request("POST", "/api/socket/ticket")).await;
}
