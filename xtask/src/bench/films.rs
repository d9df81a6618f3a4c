//! Made-up films, as many as wanted.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;

use super::built;
use crate::shell::{self, Done};

const GENRES: [&str; 9] =
    ["Drama", "Comedy", "Thriller", "Action", "Romance", "Horror", "War", "Western", "Sci-Fi"];
const NOUNS: [&str; 8] = ["noche", "ciudad", "frontera", "lluvia", "memoria", "casa", "hermana", "carretera"];
const KINDS: [&str; 6] = ["larga", "perdida", "blanca", "sin nombre", "del norte", "imposible"];

/// Writes so many films down and imports them through the program.
pub(crate) fn import(folder: &Path, engines: &[String], films: u32) -> Done {
    let path = folder.join("films.jsonl");
    write(&path, films).map_err(|error| format!("{}: {error}", path.display()))?;
    shell::run(
        Command::new(built("kenmovie"))
            .arg("--data")
            .arg(folder.join("data"))
            .arg("import")
            .args(engines)
            .arg(&path),
    )
}

fn pick(list: &[&'static str], at: u32) -> &'static str {
    list.get(at as usize % list.len()).copied().unwrap_or_default()
}

/// So many films as IMDb writes them down, and their ratings.
pub(super) fn write_imdb(basics: &Path, ratings: &Path, films: u32) -> std::io::Result<()> {
    let mut basics = BufWriter::new(File::create(basics)?);
    let mut ratings = BufWriter::new(File::create(ratings)?);
    writeln!(
        basics,
        "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres"
    )?;
    writeln!(ratings, "tconst\taverageRating\tnumVotes")?;
    for n in 0..films {
        let h = n.wrapping_mul(2_654_435_761) >> 8;
        writeln!(
            basics,
            "tt{n:07}\tmovie\tLa {} {} {n}\tThe {} {n}\t0\t{}\t\\N\t{}\t{},{}",
            pick(&NOUNS, h),
            pick(&KINDS, h / 8),
            pick(&NOUNS, h / 3),
            1900 + h % 125,
            70 + h % 90,
            pick(&GENRES, h),
            pick(&GENRES, h / 9 + 1),
        )?;
        writeln!(ratings, "tt{n:07}\t{}.{}\t{}", 1 + h % 9, h % 10, h % 60_000)?;
    }
    basics.flush()?;
    ratings.flush()
}

/// So many films as JSON Lines.
pub(super) fn write(path: &Path, films: u32) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for n in 0..films {
        // A multiplicative hash spreads what would else come in steps.
        let h = n.wrapping_mul(2_654_435_761) >> 8;
        let (genre, other) = (pick(&GENRES, h), pick(&GENRES, h / 9 + 1));
        let genres = if genre == other { format!("\"{genre}\"") } else { format!("\"{genre}\",\"{other}\"") };
        writeln!(
            file,
            "{{\"source\":{{\"name\":\"bench\",\"id\":\"{n}\"}},\"title\":\"La {} {} {n}\",\"original_title\":\"The {} {n}\",\
             \"year\":{},\"duration_minutes\":{},\"genres\":[{genres}],\"directors\":[\"Directora {}\"],\
             \"cast\":[\"Actriz {}\",\"Actor {}\"],\"source_rating\":{{\"average\":{}.{},\"votes\":{}}}}}",
            pick(&NOUNS, h),
            pick(&KINDS, h / 8),
            pick(&NOUNS, h / 3),
            1900 + h % 125,
            70 + h % 90,
            h % 5_000,
            h % 9_001,
            h % 7_001,
            1 + h % 9,
            h % 10,
            h % 60_000,
        )?;
    }
    file.flush()
}
