use kenmovie_common::ports::Movies as _;
use kenmovie_local::import::{Format, ImportOptions};

use crate::support::{House, gzipped, options};

const CSV: &str = "\u{feff}id,title,year,directors,genres,description,rating_average,rating_votes\r\n\
    1,\"Crouching Tiger, Hidden Dragon\",2000,Ang Lee,Action|Adventure||Action,\"Two\r\nlines\",7.9,280000\r\n\
    2,No Country for Old Men,2007,Joel Coen|Ethan Coen,,,,\r\n\
    3,Half a rating,2007,,,,8.0,\r\n\
    4,Too few\r\n\r\n\
    5,,x,,,,,\r\n";

#[tokio::test]
async fn csv_is_read_by_its_header() {
    let house = House::new();
    let summary = house.import(&house.file("films.csv", CSV)).await;
    assert_eq!(summary.to_string(), "added 2, changed 0, unchanged 0, rejected 3, skipped 0");
    let tiger = house.film("1").await;
    assert_eq!(tiger.card.source.unwrap().name, "csv");
    assert_eq!(tiger.card.title, "Crouching Tiger, Hidden Dragon");
    assert_eq!(tiger.card.genres, ["Action", "Adventure"]);
    assert_eq!(tiger.description.unwrap(), "Two\nlines");
    assert_eq!(house.film("2").await.card.directors, ["Joel Coen", "Ethan Coen"]);
    let [half, few, empty] = summary.first_rejects.as_slice() else { panic!("{summary:?}") };
    assert!(half.ends_with("line 5: rating_votes: This must be a whole number."), "{half}");
    assert!(few.contains("line 6: not as many columns"), "{few}");
    assert!(empty.contains("line 8: ") && empty.contains("title: ") && empty.contains("year: "), "{empty}");
}

#[tokio::test]
async fn a_column_that_is_not_known_stops_before_anything_is_written() {
    let house = House::new();
    let good = house.file("good.csv", "id,title\n1,A\n");
    let bad = house.file("bad.csv", "id,title,stars\n2,B,5\n");
    let options = ImportOptions { files: vec![good, bad], ..ImportOptions::default() };
    let text = house.try_import(&options).await.unwrap_err().to_string();
    assert!(text.contains("bad.csv has a column \"stars\" that is not known"), "{text}");
    assert!(text.ends_with("nothing was imported"), "{text}");
    assert_eq!(house.films().await, 0);
    for header in
        ["title,year\nA,2000\n", "id,year\n1,2000\n", "id,title,title\n1,A,B\n", "source_name,title\na,A\n"]
    {
        let file = house.file("bad.csv", header);
        assert!(house.try_import(&self::options(&file)).await.is_err(), "{header}");
    }
}

const BASICS: &str = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n\
    tt0047478\tmovie\tSeven Samurai\tShichinin no samurai\t0\t1954\t\\N\t207\tAction,Drama\n\
    tt0000001\tshort\tCarmencita\tCarmencita\t0\t1894\t\\N\t1\tDocumentary,Short\n\
    tt0000002\tmovie\tNot for us\tNot for us\t1\t1970\t\\N\t90\t\\N\n\
    tt0000003\ttvMovie\t\"Quoted\tDuel\t0\t\\N\t\\N\t\\N\t\\N\n\
    tt0000004\tmovie\tLogistics\tLogistics\t0\t2012\t\\N\t51420\tDocumentary\n\
    tt0000005\tmovie\tShort of columns\n";
const RATINGS: &str = "tconst\taverageRating\tnumVotes\ntt0047478\t8.6\t360000\ntt0000003\tgood\t1\n";

#[tokio::test]
async fn imdbs_films_are_taken_with_their_ratings_and_everything_else_skipped() {
    let house = House::new();
    let basics = house.file("title.basics.tsv.gz", gzipped(BASICS));
    let mut options = options(&basics);
    options.ratings = Some(house.file("title.ratings.tsv.gz", gzipped(RATINGS)));
    let summary = house.try_import(&options).await.unwrap();
    assert_eq!(summary.to_string(), "added 2, changed 0, unchanged 0, rejected 2, skipped 2");
    let samurai = house.film("tt0047478").await.card;
    assert_eq!(
        (samurai.title.as_str(), samurai.original_title.as_deref()),
        ("Seven Samurai", Some("Shichinin no samurai"))
    );
    assert_eq!((samurai.year, samurai.duration_minutes), (Some(1954), Some(207)));
    assert_eq!(samurai.source_url.as_deref(), Some("https://www.imdb.com/title/tt0047478/"));
    let quoted = house.film("tt0000003").await.card;
    assert_eq!((quoted.title.as_str(), quoted.year, quoted.genres.len()), ("\"Quoted", None, 0));
    assert!(summary.first_rejects[0].ends_with("line 6: duration_minutes: At most 1440."), "{summary:?}");
    assert!(summary.first_rejects[1].contains("line 7: "), "{summary:?}");
    // The rating came along: without it the same file changes the film.
    let again = house.try_import(&self::options(&basics)).await.unwrap();
    assert_eq!((again.changed, again.unchanged), (1, 1));
}

#[tokio::test]
async fn movielens_titles_are_taken_apart() {
    let house = House::new();
    let file = house.file(
        "movies.csv",
        "movieId,title,genres\n1,Toy Story (1995),Adventure|Animation|Children|IMAX\n\
         11,\"American President, The (1995)\",Comedy|Drama\n140956,Ready Player One,(no genres listed)\n",
    );
    assert_eq!(house.import(&file).await.added, 3);
    let toys = house.film("1").await.card;
    assert_eq!((toys.title.as_str(), toys.year), ("Toy Story", Some(1995)));
    assert_eq!(
        (toys.genres, toys.tags),
        (vec!["Adventure".into(), "Animation".into(), "Family".into()], vec!["IMAX".into()])
    );
    assert_eq!(house.film("11").await.card.title, "The American President");
    assert_eq!(house.film("140956").await.card.genres, Vec::<String>::new());
    assert_eq!(house.film("1").await.card.source.unwrap().name, "movielens");
}

#[tokio::test]
async fn vegas_elements_are_read_one_by_one() {
    let house = House::new();
    let file = house.file(
        "movies.json",
        r#"[{"Title": 300, "Release Date": "Mar 09 2007", "Major Genre": "Action", "Creative Type": "Fantasy",
             "MPAA Rating": "R", "Director": "Zack Snyder", "Running Time min": 117, "IMDB Rating": 7.8, "IMDB Votes": 235508,
             "Source": "Based on Comic/Graphic Novel"},
            {"Title": "Twice", "Release Date": "Jan 01 1999", "MPAA Rating": "Not Rated"},
            {"Title": "Twice", "Release Date": "Jan 01 1999", "Major Genre": "Romantic Comedy"},
            {"Title": null, "Release Date": "Jan 01 1999"}, 7,
            {"Title": "Some day", "Release Date": "soon"},
            {"Title": "From beyond", "Release Date": "Jan 01 2046"}]"#,
    );
    let summary = house.import(&file).await;
    assert_eq!(summary.to_string(), "added 3, changed 0, unchanged 0, rejected 4, skipped 0");
    let spartans = house.film("300 (Mar 09 2007)").await.card;
    assert_eq!(
        (spartans.title.as_str(), spartans.year, spartans.duration_minutes),
        ("300", Some(2007), Some(117))
    );
    assert_eq!(
        (spartans.genres, spartans.directors),
        (vec!["Action".into(), "Fantasy".into()], vec!["Zack Snyder".into()])
    );
    assert_eq!(house.film("Twice (Jan 01 1999)").await.card.content_rating, None);
    assert_eq!(house.film("Twice (Jan 01 1999) #2").await.card.genres, ["Comedy", "Romance"]);
    let reasons = summary.first_rejects.join("\n");
    for part in [
        "element 4: title: ",
        "element 5: not a JSON object",
        "element 6: year: ",
        "element 7: year: At most 2031.",
    ] {
        assert!(reasons.contains(part), "{part} in {reasons}");
    }
}

#[tokio::test]
async fn every_format_is_found_by_itself_and_may_be_gzipped() {
    for (name, text) in [
        ("a.jsonl", "{\"title\":\"A\",\"source\":{\"name\":\"s\",\"id\":\"1\"}}\n"),
        ("b.txt", "id,title\n1,A\n"),
        (
            "c.data",
            "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n\
            tt1\tmovie\tA\tA\t0\t\\N\t\\N\t\\N\t\\N\n",
        ),
        ("d", "movieId,title,genres\n1,A (1990),Drama\n"),
        ("e.json", " [{\"Title\": \"A\", \"Release Date\": \"Jan 01 1999\"}]"),
    ] {
        for bytes in [text.as_bytes().to_vec(), gzipped(text)] {
            let house = House::new();
            let summary = house.import(&house.file(name, bytes)).await;
            assert_eq!((summary.added, summary.rejected), (1, 0), "{name}");
            assert_eq!(house.database.count_movies().await.unwrap(), 1);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_told_in_a_sentence() {
    let house = House::new();
    let told = async |options: ImportOptions| house.try_import(&options).await.unwrap_err().to_string();
    assert!(told(options(&house.path("none.csv"))).await.contains("none.csv cannot be read"));
    assert!(told(options(house.folder.path())).await.contains("cannot be read"));
    assert!(told(options(&house.file("a.doc", "hello"))).await.contains("format of"));
    assert!(told(options(&house.file("r.tsv", RATINGS))).await.contains("give it with --ratings"));
    let basics = house.file("b.tsv", BASICS);
    let csv = house.file("c.csv", "id,title\n1,A\n");
    let wrong = ImportOptions { format: Some(Format::Imdb), ..options(&csv) };
    assert!(told(wrong).await.contains("has no column tconst"));
    let lone = ImportOptions { ratings: Some(house.file("r2.tsv", RATINGS)), ..options(&csv) };
    assert!(told(lone).await.contains("belongs to IMDb's title.basics.tsv"));
    let other = ImportOptions { ratings: Some(csv.clone()), ..options(&basics) };
    assert!(told(other).await.contains("is not IMDb's title.ratings.tsv"));
    let over = ImportOptions { errors: Some(csv.clone()), ..options(&csv) };
    assert!(told(over).await.contains("--errors would overwrite"));
    assert_eq!(std::fs::read_to_string(csv).unwrap(), "id,title\n1,A\n");
    assert_eq!(house.films().await, 0);
}
