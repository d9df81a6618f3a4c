//! A table of searches over the bundled catalogue: how many films each finds, and which of them stand first. Those that fit
//! equally well have no order among themselves here, since nobody has voted.

use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::{TestApp, encoded};

use crate::{MOVIES, titles};

/// What is sought, how many films are found, and those that fit best.
const TABLE: &[(&str, usize, &[&str])] = &[
    ("metropolis", 1, &["Metrópolis"]),
    ("METRÓPOLIS", 1, &["Metrópolis"]),
    ("Metro", 1, &["Metrópolis"]),
    ("padrino", 1, &["El padrino"]),
    ("el padrino", 1, &["El padrino"]),
    ("godfather", 1, &["El padrino"]),
    ("Parásitos", 1, &["Parásitos"]),
    ("parasitos", 1, &["Parásitos"]),
    ("gisaengchung", 1, &["Parásitos"]),
    ("niño", 2, &["El verdugo", "Los paraguas de Cherburgo"]),
    ("acorazado potemkin", 1, &["El acorazado Potemkin"]),
    ("potemkin acorazado", 1, &["El acorazado Potemkin"]),
    ("eisenstein", 1, &["El acorazado Potemkin"]),
    ("Serguéi", 1, &["El acorazado Potemkin"]),
    ("buñuel", 3, &["Los olvidados", "Nazarín", "Viridiana"]),
    ("bunuel", 3, &["Los olvidados", "Nazarín", "Viridiana"]),
    ("BUNUEL viridiana", 1, &["Viridiana"]),
    ("luis buñuel", 3, &["Los olvidados", "Nazarín", "Viridiana"]),
    ("kurosawa", 1, &["Los siete samuráis"]),
    ("8½", 1, &["8½"]),
    ("8 1/2", 0, &[]),
    ("2001", 1, &["2001: Una odisea del espacio"]),
    ("2001 odisea", 1, &["2001: Una odisea del espacio"]),
    ("12", 1, &["12 hombres en pugna"]),
    ("12 hombres", 1, &["12 hombres en pugna"]),
    ("23 quai", 1, &["Jeanne Dielman, 23, quai du Commerce, 1080 Bruxelles"]),
    ("1080", 1, &["Jeanne Dielman, 23, quai du Commerce, 1080 Bruxelles"]),
    ("m", 63, &["M"]),
    ("z", 5, &["Z"]),
    ("no", 7, &["No"]),
    ("roma", 1, &["Roma"]),
    ("y tu mama", 1, &["Y tu mamá también"]),
    ("tu mamá también", 1, &["Y tu mamá también"]),
    ("¿dónde", 1, &["¿Dónde está la casa de mi amigo?"]),
    ("donde esta la casa", 1, &["¿Dónde está la casa de mi amigo?"]),
    ("¡Bienvenido, Míster Marshall!", 1, &["¡Bienvenido, Míster Marshall!"]),
    ("bienvenido marshall", 1, &["¡Bienvenido, Míster Marshall!"]),
    ("marshall", 2, &["¡Bienvenido, Míster Marshall!"]),
    ("mister", 1, &["¡Bienvenido, Míster Marshall!"]),
    ("dr strangelove", 1, &["¿Teléfono rojo? Volamos hacia Moscú"]),
    ("strangelove stop", 1, &["¿Teléfono rojo? Volamos hacia Moscú"]),
    ("telefono rojo", 1, &["¿Teléfono rojo? Volamos hacia Moscú"]),
    ("wajda", 1, &["Cenizas y diamantes"]),
    ("Popiół", 1, &["Cenizas y diamantes"]),
    ("popiol", 1, &["Cenizas y diamantes"]),
    ("Krzyżewska", 1, &["Cenizas y diamantes"]),
    ("jean-pierre leaud", 1, &["Los cuatrocientos golpes"]),
    ("jean pierre", 1, &["Los cuatrocientos golpes"]),
    ("leaud golpes", 1, &["Los cuatrocientos golpes"]),
    ("jetée", 1, &["La jetée"]),
    ("la jetee", 1, &["La jetée"]),
    ("cleo", 1, &["Cléo de 5 a 7"]),
    ("cléo de 5 a 7", 1, &["Cléo de 5 a 7"]),
    ("mad max", 1, &["Mad Max: Furia en el camino"]),
    ("fury road", 1, &["Mad Max: Furia en el camino"]),
    ("furia camino", 1, &["Mad Max: Furia en el camino"]),
    ("blade r", 1, &["Blade Runner"]),
    ("bl ru", 1, &["Blade Runner"]),
    ("toy story hanks", 1, &["Toy Story"]),
    ("harrison ford", 2, &["Blade Runner", "Los cazadores del arca perdida"]),
    (
        "ford",
        5,
        &[
            "Blade Runner",
            "Centauros del desierto",
            "El padrino",
            "La diligencia",
            "Los cazadores del arca perdida",
        ],
    ),
    ("wong kar-wai", 1, &["Deseando amar"]),
    ("kar wai deseando", 1, &["Deseando amar"]),
    ("zhang ziyi", 1, &["El tigre y el dragón"]),
    ("almodóvar", 2, &["Todo sobre mi madre", "Volver"]),
    ("almodovar volver", 1, &["Volver"]),
    ("penelope cruz", 2, &["Todo sobre mi madre", "Volver"]),
    ("singin", 1, &["Cantando bajo la lluvia"]),
    ("singin' in the rain", 1, &["Cantando bajo la lluvia"]),
    ("lluvia cantando", 1, &["Cantando bajo la lluvia"]),
    ("totoro", 1, &["Mi vecino Totoro"]),
    ("señor anillos", 1, &["El señor de los anillos: La comunidad del anillo"]),
    ("senor de los anillos", 1, &["El señor de los anillos: La comunidad del anillo"]),
    ("lord of the rings", 1, &["El señor de los anillos: La comunidad del anillo"]),
    ("anillo", 1, &["El señor de los anillos: La comunidad del anillo"]),
    ("xyzzy", 0, &[]),
    ("metropolisx", 0, &[]),
    ("padrino kubrick", 0, &[]),
    ("🎬 metropolis", 1, &["Metrópolis"]),
    ("m*", 63, &["M"]),
    ("(godfather|padrino)", 1, &["El padrino"]),
    ("[a-z]+", 3, &["Cenizas y diamantes", "El tigre y el dragón", "No"]),
    ("padrino$", 1, &["El padrino"]),
    ("\"padrino\"", 1, &["El padrino"]),
    ("padrino OR metropolis", 0, &[]),
    ("NOT padrino", 0, &[]),
    ("lista -schindler", 0, &[]),
    ("  padrino  ", 1, &["El padrino"]),
    ("ﬁlm", 0, &[]),
    ("Ｍｅｔｒｏｐｏｌｉｓ", 1, &["Metrópolis"]),
];

#[tokio::test]
async fn the_bundled_films_are_found_as_people_type() {
    let app = TestApp::new().await;
    for line in include_str!("../../../catalog/classics.jsonl").lines() {
        let draft: MovieDraft = serde_json::from_str(line).unwrap();
        app.film(draft).await;
    }
    let visitor = app.visitor();
    let long = ["a".repeat(200), "padrino ".repeat(25).trim().to_owned()];
    let long = [(long[0].as_str(), 0, &[][..]), (long[1].as_str(), 1, &["El padrino"][..])];
    for (sought, found, first) in TABLE.iter().copied().chain(long) {
        let films = visitor.all(&format!("{MOVIES}?limit=100&q={}", encoded(sought))).await;
        let films = titles(&films);
        assert_eq!(films.len(), found, "{sought}");
        let mut fit_best = films.get(..first.len()).unwrap().to_vec();
        fit_best.sort_unstable();
        assert_eq!(fit_best, first, "{sought}");
    }
    for nothing_to_seek in ["🎬", ".*", "%", "_", "'", "\\"] {
        visitor.get(&format!("{MOVIES}?q={}", encoded(nothing_to_seek))).await.ok(200);
    }
}
