//! Made-up films, as many as wanted.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;

use crate::shell::{self, Done, target};

const GENRES: [&str; 9] =
    ["Drama", "Comedy", "Thriller", "Action", "Romance", "Horror", "War", "Western", "Sci-Fi"];
const NOUNS: [&str; 8] = ["noche", "ciudad", "frontera", "lluvia", "memoria", "casa", "hermana", "carretera"];
const KINDS: [&str; 6] = ["larga", "perdida", "blanca", "sin nombre", "del norte", "imposible"];

/// Writes so many films down and imports them through the program.
pub(crate) fn import(folder: &Path, engines: &[String], films: u32) -> Done {
    let path = folder.join("films.jsonl");
    write(&path, films).map_err(|error| format!("{}: {error}", path.display()))?;
    shell::run(
        Command::new(target().join("release").join("kenmovie"))
            .arg("--data")
            .arg(folder.join("data"))
            .arg("import")
            .args(engines)
            .arg(&path),
    )
}

fn write(path: &Path, films: u32) -> std::io::Result<()> {
    let pick =
        |list: &[&'static str], at: u32| list.get(at as usize % list.len()).copied().unwrap_or_default();
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
