//! What `q` finds.

use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::{TestApp, encoded};
use serde_json::json;

use crate::{MOVIES, at, draft, listed};

async fn catalogue(app: &TestApp) {
    let of = |title: &str, original: Option<&str>, directors: &[&str], cast: &[&str]| MovieDraft {
        original_title: original.map(str::to_owned),
        directors: crate::genres(directors),
        cast: crate::genres(cast),
        description: Some("Palabras que nadie busca: sinopsis.".into()),
        tags: crate::genres(&["etiqueta"]),
        genres: crate::genres(&["Género"]),
        ..draft(title, Some(1964))
    };
    for film in [
        of(
            "¿Teléfono rojo? Volamos hacia Moscú",
            Some("Dr. Strangelove"),
            &["Stanley Kubrick"],
            &["Peter Sellers"],
        ),
        of("El niño", None, &["Jean-Pierre Dardenne"], &[]),
        of("La lista de Schindler", Some("Schindler's List"), &["Steven Spielberg"], &["Liam Neeson"]),
        of("Los siete samuráis", Some("七人の侍"), &["Akira Kurosawa"], &["Toshirō Mifune"]),
        of("8½", None, &["Federico Fellini"], &[]),
        of("2001: una odisea del espacio", None, &["Stanley Kubrick"], &[]),
        of("🎬 Cine, cine", None, &[], &["Øyvind Łódź"]),
        of("OR NOT NEAR AND", None, &[], &[]),
        of("100% Lucha", None, &[], &[]),
    ] {
        app.film(film).await;
    }
}

const NOTHING: &[&str] = &[];

#[tokio::test]
async fn words_are_found_by_their_beginnings_blind_to_case_and_accents() {
    let app = TestApp::new().await;
    catalogue(&app).await;
    let rojo = &["¿Teléfono rojo? Volamos hacia Moscú"];
    let kubrick = &["2001: una odisea del espacio", "¿Teléfono rojo? Volamos hacia Moscú"];
    let cases: &[(&str, &[&str])] = &[
        ("rojo", rojo),
        ("ROJO", rojo),
        ("roj", rojo),
        ("telefono", rojo),
        ("Teléfono", rojo),
        ("tele\u{301}fono", rojo),
        ("TELÉ", rojo),
        ("moscú", rojo),
        ("moscu", rojo),
        ("niño", &["El niño"]),
        ("nino", &["El niño"]),
        ("NIÑO", &["El niño"]),
        ("nin\u{303}o", &["El niño"]),
        ("ñ", &["El niño", "OR NOT NEAR AND", "La lista de Schindler"]),
        ("niñ", &["El niño"]),
        ("rojo telefono", rojo),
        ("tel vol mos", rojo),
        ("  rojo   telefono  ", rojo),
        ("rojo rojo rojo", rojo),
        ("kubrick", kubrick),
        ("stanley kubrick", kubrick),
        ("kubrick stan", kubrick),
        ("kubrick rojo", rojo),
        ("sellers", rojo),
        ("strangelove", rojo),
        ("rojo strange kub sell", rojo),
        ("schindler", &["La lista de Schindler"]),
        ("schindlers", &["La lista de Schindler"]),
        ("schindler's", &["La lista de Schindler"]),
        ("Schindler\u{2019}s List", &["La lista de Schindler"]),
        ("七人", &["Los siete samuráis"]),
        ("七人の侍", &["Los siete samuráis"]),
        ("toshiro", &["Los siete samuráis"]),
        ("8½", &["8½"]),
        ("2001", &["2001: una odisea del espacio"]),
        ("20", &["2001: una odisea del espacio"]),
        ("jean-pierre", &["El niño"]),
        ("jean pierre", &["El niño"]),
        ("pierre", &["El niño"]),
        ("oyvind lodz", &["🎬 Cine, cine"]),
        ("cine", &["🎬 Cine, cine"]),
        ("🎬 cine", &["🎬 Cine, cine"]),
        ("100", &["100% Lucha"]),
        ("100%", &["100% Lucha"]),
        // Not the middle of a word, nor what is no title and no name.
        ("ojo", NOTHING),
        ("elefono", NOTHING),
        ("人の侍", NOTHING),
        ("rojos", NOTHING),
        ("rojo kurosawa", NOTHING),
        ("sinopsis", NOTHING),
        ("etiqueta", NOTHING),
        ("genero", NOTHING),
        ("1964", NOTHING),
        ("zzzz", NOTHING),
    ];
    for (q, expected) in cases {
        for sort in ["", "&sort=relevance", "&sort=popular", "&sort=top_rated", "&sort=newest", "&sort=title"]
        {
            let mut found = listed(&app.visitor(), &format!("{MOVIES}?q={}{sort}", encoded(q))).await;
            let mut expected: Vec<&str> = expected.to_vec();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{q:?} {sort}");
        }
    }
}

#[tokio::test]
async fn nothing_but_punctuation_finds_nothing() {
    let app = TestApp::new().await;
    catalogue(&app).await;
    for q in [
        "!!!",
        "…",
        "\"",
        "'",
        "*",
        "-",
        "(",
        "()",
        "%",
        "_",
        "\\",
        "¿?",
        "🎬",
        "👩‍👩‍👧‍👦",
        "—",
        "&",
        "+",
        "^",
        ":",
        "\u{301}",
    ] {
        for sort in ["", "&sort=popular", "&sort=relevance"] {
            let reply = app.visitor().get(&format!("{MOVIES}?q={}{sort}", encoded(q))).await;
            assert_eq!(reply.ok(200), json!({"items": []}), "{q:?} {sort}");
        }
    }
}

#[tokio::test]
async fn no_search_is_taken_for_a_language() {
    let app = TestApp::new().await;
    catalogue(&app).await;
    let operators = &["OR NOT NEAR AND"];
    let rojo = &["¿Teléfono rojo? Volamos hacia Moscú"];
    let cases: &[(&str, &[&str])] = &[
        ("OR", operators),
        ("NOT NEAR", operators),
        ("AND", operators),
        ("NEAR(", operators),
        ("NEAR(rojo telefono, 2)", NOTHING),
        ("rojo OR niño", NOTHING),
        ("rojo AND telefono", NOTHING),
        ("NOT rojo", NOTHING),
        ("-rojo", rojo),
        ("rojo -telefono", rojo),
        ("rojo*", rojo),
        ("ro*", rojo),
        ("*", NOTHING),
        ("^telefono", rojo),
        ("^rojo", rojo),
        ("\"telefono rojo\"", rojo),
        ("\"rojo telefono\"", rojo),
        ("\"rojo", rojo),
        ("rojo\"\"", rojo),
        ("title:rojo", NOTHING),
        ("{title original}:rojo", NOTHING),
        ("rojo + telefono", rojo),
        ("(rojo", rojo),
        ("rojo) OR (", NOTHING),
        ("'; DROP TABLE movies; --", NOTHING),
        ("rojo' OR '1'='1", NOTHING),
        ("ro_o", NOTHING),
        ("r%o", NOTHING),
        ("<script>alert(1)</script>", NOTHING),
        ("\\\"rojo", rojo),
    ];
    for (q, expected) in cases {
        for sort in ["", "&sort=title"] {
            let found = listed(&app.visitor(), &format!("{MOVIES}?q={}{sort}", encoded(q))).await;
            assert_eq!(found, *expected, "{q:?} {sort}");
        }
    }
    assert_eq!(listed(&app.visitor(), MOVIES).await.len(), 9);
}

#[tokio::test]
async fn a_search_has_1_to_200_characters() {
    let app = TestApp::new().await;
    let longest = "a".repeat(200);
    app.movie(&longest).await;
    for (letter, found) in [("a", 1), ("ñ", 0), ("𠀀", 0), ("🎬", 0), ("\u{fdfa}", 0), ("a ", 1)] {
        let list = |count| format!("{MOVIES}?q={}", encoded(&letter.repeat(count)));
        let most = 200 / letter.chars().count();
        assert_eq!(listed(&app.visitor(), &list(most)).await.len(), found, "{letter:?}");
        if letter != "a " {
            app.visitor().get(&list(201)).await.invalid(&["q too_long"]);
        }
    }
    assert_eq!(listed(&app.visitor(), &format!("{MOVIES}?q=a")).await.len(), 1);
    let padded = format!("   {longest}   ");
    assert_eq!(listed(&app.visitor(), &format!("{MOVIES}?q={}", encoded(&padded))).await.len(), 1);
}

#[tokio::test]
async fn a_search_follows_what_becomes_of_a_film() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let id = app.film(MovieDraft { original_title: Some("Früher".into()), ..draft("Antes", None) }).await;
    let found = async |q: &str| listed(&app.visitor(), &format!("{MOVIES}?q={q}")).await.len();
    assert_eq!((found("antes").await, found("fruher").await, found("despues").await), (1, 1, 0));
    let change = json!({"title": "Después", "original_title": null, "cast": ["Ana Torrent"]});
    admin.patch(&at(id), &change).await.ok(200);
    assert_eq!((found("antes").await, found("fruher").await, found("despues").await), (0, 0, 1));
    assert_eq!(found("torrent").await, 1);
    admin.put(&at(id), &json!({"title": "Después"})).await.ok(200);
    assert_eq!((found("despues").await, found("torrent").await), (1, 0));
    admin.delete(&at(id)).await.ok(204);
    assert_eq!(found("despues").await, 0);
}
