use kenmovie_local::import::parse_jsonl;

use crate::support::{House, options};

fn reason(line: &str) -> String {
    parse_jsonl(line, 2026).expect_err("a fault").to_string()
}

#[test]
fn a_line_becomes_a_draft_with_its_source() {
    let line = r#"{"title":" Roma ","year":2018,"genres":["Drama"],"source":{"name":"ours","id":"roma"},
        "source_rating":{"average":7.7,"votes":170000}}"#;
    let draft = parse_jsonl(line, 2026).unwrap();
    assert_eq!((draft.title.as_str(), draft.year), ("Roma", Some(2018)));
    assert_eq!(draft.source.unwrap().id, "roma");
    assert_eq!(draft.source_rating.unwrap().votes, 170_000);
}

#[test]
fn a_fault_names_every_member_at_once() {
    let text =
        reason(r#"{"year":1492,"genres":"Drama","color":"red","source":{"name":"","id":"x","url":"y"}}"#);
    for name in ["title: ", "year: ", "genres: ", "color: ", "source.name: ", "source.url: "] {
        assert!(text.contains(name), "{name} in {text}");
    }
}

#[test]
fn a_line_without_a_source_or_with_half_of_a_rating_is_no_film() {
    assert!(reason(r#"{"title":"A"}"#).contains("source.id: "));
    let film = |rating: &str| {
        reason(&format!(r#"{{"title":"A","source":{{"name":"a","id":"1"}},"source_rating":{rating}}}"#))
    };
    assert!(film("7").contains("source_rating: "));
    assert!(film(r#"{"average":7}"#).contains("source_rating.votes: "));
    assert!(film(r#"{"average":11,"votes":3}"#).contains("source_rating.average: "));
    assert!(film(r#"{"average":7,"votes":3,"best":9}"#).contains("source_rating.best: "));
}

#[test]
fn what_is_no_json_object_says_so_and_repeats_nothing_of_it() {
    assert_eq!(reason(r#"{"title": secret}"#), "not JSON at column 11");
    assert_eq!(reason("[1]"), "not a JSON object");
}

#[test]
fn every_film_of_the_bundled_catalogue_is_right_and_known_by_a_source_of_its_own() {
    let lines = include_str!("../../../../catalog/classics.jsonl").lines();
    let drafts: Vec<_> = lines.map(|line| parse_jsonl(line, 2026).unwrap()).collect();
    let mut ids: Vec<_> = drafts.iter().map(|draft| draft.source.clone().unwrap().id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), drafts.len());
    assert!(drafts.len() >= 80);
}

#[tokio::test]
async fn bad_lines_are_reported_with_their_number_and_stop_nothing() {
    let house = House::new();
    let file = house.file(
        "films.jsonl",
        "{\"title\":\"One\",\"source\":{\"name\":\"s\",\"id\":\"1\"}}\n\
         \n\
         {\"title\":\"\",\"source\":{\"name\":\"s\",\"id\":\"2\"}}\r\n\
         nonsense\n\
         {\"title\":\"Two\",\"source\":{\"name\":\"s\",\"id\":\"3\"}}",
    );
    let errors = house.path("errors.txt");
    let mut options = options(&file);
    options.errors = Some(errors.clone());
    let summary = house.try_import(&options).await.unwrap();
    assert_eq!(summary.to_string(), "added 2, changed 0, unchanged 0, rejected 2, skipped 0");
    let kept = std::fs::read_to_string(errors).unwrap();
    let kept: Vec<_> = kept.lines().collect();
    assert_eq!(kept, summary.first_rejects);
    assert!(kept[0].ends_with("films.jsonl: line 3: title: At least 1 characters."), "{}", kept[0]);
    assert!(kept[1].ends_with("films.jsonl: line 4: not JSON at column 2"), "{}", kept[1]);
    assert_eq!(house.films().await, 2);
}

#[tokio::test]
async fn the_later_of_two_rows_of_one_source_changes_the_earlier() {
    let house = House::new();
    let row = |title: &str| format!("{{\"title\":\"{title}\",\"source\":{{\"name\":\"s\",\"id\":\"1\"}}}}\n");
    let file = house.file("films.jsonl", row("Earlier") + &row("Later"));
    let summary = house.import(&file).await;
    assert_eq!(summary.to_string(), "added 1, changed 1, unchanged 0, rejected 0, skipped 0");
    assert_eq!(house.film("1").await.card.title, "Later");
}

#[tokio::test]
async fn a_line_without_end_is_rejected_and_the_next_one_taken() {
    let house = House::new();
    let long = format!("{{\"title\":\"{}\n", "x".repeat(3 * 1024 * 1024));
    let good = "{\"title\":\"Good\",\"source\":{\"name\":\"s\",\"id\":\"1\"}}\n";
    let file = house.file("films.jsonl", long + "\u{0}\n" + good);
    let summary = house.import(&file).await;
    assert_eq!((summary.added, summary.rejected), (1, 2));
    assert!(summary.first_rejects[0].ends_with("line 1: longer than 1 MiB"));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_rejected() {
    let house = House::new();
    let mut bytes = b"{\"title\":\"\xff\xfe\",\"source\":{\"name\":\"s\",\"id\":\"1\"}}\n".to_vec();
    bytes.extend(b"{\"title\":\"Good\",\"source\":{\"name\":\"s\",\"id\":\"2\"}}\n");
    let file = house.file("films.jsonl", bytes);
    let summary = house.import(&file).await;
    assert_eq!((summary.added, summary.rejected), (1, 1));
}
