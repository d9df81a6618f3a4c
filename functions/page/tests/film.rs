//! What a film's page says before any script runs.

use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{between, linked_data, page, path, plain, roma, say};

#[tokio::test]
async fn the_head_names_the_film_to_search_engines_and_to_where_it_is_shared() {
    let app = TestApp::secure().await;
    let film = app.film(roma()).await;
    let page = page(&app.visitor(), film).await;
    let url = format!("https://kenmovie.example{}", path(film));
    let (head, _) = page.split_once("</head>").unwrap();
    for expected in [
        "<title>Roma · KenMovie</title>",
        "<meta name=\"description\" content=\"Una familia en la colonia Roma. Y quien la cuida.\" />",
        &format!("<link rel=\"canonical\" href=\"{url}\" />"),
        &format!("<meta property=\"og:url\" content=\"{url}\" />"),
        "<meta property=\"og:type\" content=\"video.movie\" />",
        "<meta property=\"og:title\" content=\"Roma (2018)\" />",
        "<meta property=\"og:image\" content=\"https://pictures.example/roma.jpg?w=1&#38;h=2\" />",
        "<meta name=\"twitter:card\" content=\"summary\" />",
    ] {
        assert!(head.contains(expected), "{expected}\n{head}");
    }
    assert_eq!(page.matches("<title>").count(), 1, "{head}");
    assert_eq!(page.matches("name=\"description\"").count(), 1, "{head}");
    assert_eq!(
        linked_data(&page),
        json!({
            "@context": "https://schema.org",
            "@type": "Movie",
            "url": url,
            "name": "Roma",
            "alternateName": "Roma, 1970",
            "description": "Una familia en la colonia Roma.\n\nY quien la cuida.",
            "image": "https://pictures.example/roma.jpg?w=1&h=2",
            "datePublished": "2018",
            "duration": "PT135M",
            "contentRating": "R",
            "genre": ["Drama"],
            "director": [{ "@type": "Person", "name": "Alfonso Cuarón" }],
            "actor": [
                { "@type": "Person", "name": "Yalitza Aparicio" },
                { "@type": "Person", "name": "Marina de Tavira" },
            ],
            "commentCount": 0,
        })
    );
}

#[tokio::test]
async fn a_rating_is_told_once_somebody_here_has_given_one() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    for score in [7, 10] {
        let rating = format!("/api/movies/{film}/rating");
        app.user().await.put(&rating, &json!({ "score": score })).await.ok(200);
    }
    let told = linked_data(&page(&app.visitor(), film).await);
    let rating = json!({ "@type": "AggregateRating", "ratingValue": 8.5, "ratingCount": 2, "bestRating": 10, "worstRating": 1 });
    assert_eq!(told["aggregateRating"], rating);
}

#[tokio::test]
async fn a_film_of_which_little_is_known_says_that_little() {
    let app = TestApp::new().await;
    let film = app.movie("Nosferatu").await;
    let page = page(&app.visitor(), film).await;
    let description = "Notas y comentarios sobre Nosferatu de quienes ya la vieron.";
    assert!(page.contains(&format!("name=\"description\" content=\"{description}\"")), "{page}");
    assert!(!page.contains("og:image") && !page.contains("<dl>") && !page.contains("<section>"), "{page}");
    let told = linked_data(&page);
    for unknown in ["description", "image", "datePublished", "duration", "director", "aggregateRating"] {
        assert!(told.get(unknown).is_none(), "{unknown}");
    }
}

#[tokio::test]
async fn the_film_and_what_is_said_of_it_stand_in_the_body_where_the_script_will_draw() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    say(&app.user().await, film, "La vi dos veces.\n\nY otra.", false).await;
    let page = page(&app.visitor(), film).await;
    let body = between(&page, "<div id=\"app\">", "</div>").unwrap();
    for expected in [
        "<h1>Roma</h1>",
        "<p>Título original: Roma, 1970</p>",
        "<span>2018</span> <span>135 min</span> <span>R</span>",
        "<p>Una familia en la colonia Roma.</p>",
        "<p>Y quien la cuida.</p>",
        "<dt>Dirección</dt>\n<dd>Alfonso Cuarón</dd>",
        "<dd>Marina de Tavira</dd>",
        "<h2>Conversación</h2>",
        "<h3>Persona 0</h3>\n<p>La vi dos veces.</p>",
        "<p>Y otra.</p>",
    ] {
        assert!(body.contains(expected), "{expected}\n{body}");
    }
}

#[tokio::test]
async fn spoilers_and_deleted_comments_are_left_out() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    let (ana, bruno) = (app.user().await, app.user().await);
    say(&ana, film, "Se queda.", true).await;
    say(&ana, film, "Se puede leer.", false).await;
    let deleted = say(&ana, film, "Me arrepiento.", false).await;
    bruno.post(&format!("{deleted}/replies"), &json!({ "body": "¿De qué?" })).await.ok(201);
    ana.delete(&deleted).await.ok(204);
    let page = page(&app.visitor(), film).await;
    assert!(page.contains("Se puede leer."));
    for absent in ["Se queda.", "Me arrepiento.", "¿De qué?"] {
        assert!(!page.contains(absent), "{absent}");
    }
    assert_eq!(page.matches("<h3>").count(), 1, "{page}");
}

#[tokio::test]
async fn the_words_around_the_film_are_those_of_the_reader() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    for (asked, expected) in [
        (None, "<main lang=\"es\">"),
        (Some("en-GB,en;q=0.9,es;q=0.8"), "<main lang=\"en\">"),
        (Some("es-MX,en;q=0.5"), "<main lang=\"es\">"),
        (Some("de"), "<main lang=\"es\">"),
        (Some("¿?,,;"), "<main lang=\"es\">"),
    ] {
        let mut request = app.visitor().get(&path(film));
        if let Some(asked) = asked {
            request = request.header("accept-language", asked);
        }
        let reply = request.await;
        assert_eq!(reply.header("vary"), Some("Accept-Language"));
        let page = crate::text(reply.ok(200));
        assert!(page.contains(expected), "{asked:?}\n{page}");
        assert_eq!(page.contains("<dt>Directed by</dt>"), expected.contains("en"), "{asked:?}");
    }
}

#[tokio::test]
async fn what_is_not_a_film_is_not_found_and_the_page_says_so_itself() {
    let app = TestApp::new().await;
    let plain = plain(&app).await;
    assert!(plain.contains("<title>KenMovie</title>") && plain.contains("<div id=\"app\"></div>"), "{plain}");
    let gone = app.film(roma()).await;
    app.admin().await.delete(&format!("/api/movies/{gone}")).await.ok(204);
    let upper = app.film(roma()).await.to_string().to_uppercase();
    for id in ["01890a5d-ac96-774b-bcce-b302099a8057", &gone.to_string(), &upper, "x", "%00", "%ff", "..."] {
        let reply = app.visitor().get(&format!("/films/{id}")).await;
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"), "{id}");
        assert_eq!(reply.header("cache-control"), Some("private, no-store"), "{id}");
        assert_eq!(reply.ok(404), plain, "{id}");
    }
}

#[tokio::test]
async fn what_somebody_hid_from_themselves_is_there_for_everybody_else() {
    let app = TestApp::new().await;
    let film = app.film(roma()).await;
    let report = json!({ "reason": "spam" });
    let ana = app.user().await;
    ana.post(&format!("/api/movies/{film}/reports"), &report).await.ok(201);
    assert_eq!(page(&ana, film).await, page(&app.visitor(), film).await);
}
