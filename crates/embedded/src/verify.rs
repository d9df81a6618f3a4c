//! Whether the counters equal the rows behind them.

use kenmovie_common::domain::{Reason, SourceRating, score};
use kenmovie_common::ports::Drift;
use rusqlite::{Connection, Row, params_from_iter};

use crate::error::Outcome;
use crate::row::{all, bound, count, reactions, signed, ten, value};

/// Which rows are looked at.
struct Scope {
    /// Of `movies AS m`.
    movies: &'static str,
    /// Of `comments AS c`; what is left of films that are gone counts nowhere.
    comments: &'static str,
    /// Of `cases AS k`.
    cases: &'static str,
}

const EVERYTHING: Scope = Scope {
    movies: "movies AS m",
    comments: "comments AS c WHERE EXISTS (SELECT 1 FROM movies AS m WHERE m.n = c.movie)",
    cases: "cases AS k",
};

/// The film with the number that is parameter 1, and the first thousand of its comments.
const ONE_FILM: Scope = Scope {
    movies: "movies AS m WHERE m.n = ?1",
    comments: "comments AS c WHERE c.n IN (SELECT n FROM comments WHERE movie = ?1 LIMIT 1000)",
    cases: "(
        SELECT * FROM cases WHERE kind = 0 AND target = (SELECT id FROM movies WHERE n = ?1)
        UNION ALL
        SELECT * FROM cases WHERE kind = 1 AND target IN (SELECT id FROM comments WHERE movie = ?1 LIMIT 1000)
    ) AS k",
};

/// Counters of whole numbers: what they are called, what is stored, and what it should be.
type Counter = (&'static str, &'static str, &'static str);

const OF_MOVIES: [Counter; 6] = [
    (
        "movie likes",
        "m.likes",
        "SELECT count(*) FROM reactions AS r WHERE r.kind = 0 AND r.target = m.id AND r.value = 1",
    ),
    (
        "movie dislikes",
        "m.dislikes",
        "SELECT count(*) FROM reactions AS r WHERE r.kind = 0 AND r.target = m.id AND r.value = -1",
    ),
    (
        "movie comments",
        "m.comments",
        "SELECT count(*) FROM comments AS c WHERE c.movie = m.n AND c.deleted = 0",
    ),
    ("movie reports", "m.reports", "SELECT count(*) FROM reports AS o WHERE o.kind = 0 AND o.target = m.id"),
    ("movie ratings", "m.rating_count", "SELECT count(*) FROM ratings AS g WHERE g.movie = m.id"),
    (
        "movie rating sum",
        "m.rating_sum",
        "SELECT coalesce(sum(g.score), 0) FROM ratings AS g WHERE g.movie = m.id",
    ),
];

const OF_COMMENTS: [Counter; 3] = [
    (
        "comment likes",
        "c.likes",
        "SELECT count(*) FROM reactions AS r WHERE r.kind = 1 AND r.target = c.id AND r.value = 1",
    ),
    (
        "comment dislikes",
        "c.dislikes",
        "SELECT count(*) FROM reactions AS r WHERE r.kind = 1 AND r.target = c.id AND r.value = -1",
    ),
    (
        "comment replies",
        "c.replies",
        "iif(c.root IS NULL,
            (SELECT count(*) FROM comments AS a WHERE a.root = c.id AND a.deleted = 0),
            (SELECT count(*) FROM comments AS a WHERE a.parent = c.id AND a.deleted = 0))",
    ),
];

const OF_CASES: [Counter; 4] = [
    (
        "case reports",
        "k.reports",
        "SELECT count(*) FROM reports AS o WHERE o.kind = k.kind AND o.target = k.target",
    ),
    (
        "case open",
        "k.open",
        "SELECT count(*) FROM reports AS o WHERE o.kind = k.kind AND o.target = k.target AND o.status = 'open'",
    ),
    ("case status", "k.status = 'open'", "k.open > 0"),
    (
        "case latest",
        "k.latest = (SELECT max(o.id) FROM reports AS o WHERE o.kind = k.kind AND o.target = k.target)",
        "1",
    ),
];

const GENRES: Counter = ("genre films", "g.films", "SELECT count(*) FROM facets AS f WHERE f.genre = g.n");
/// Reports that no case counts.
const UNCOUNTED: Counter = (
    "case reports",
    "0",
    "NOT EXISTS (SELECT 1 FROM cases AS k WHERE k.kind = o.kind AND k.target = o.target)",
);

/// What a conversation keeps of its messages, messages that stand in none, and pictures in messages.
const OF_MESSAGES: [(&str, &str, Counter); 4] = [
    (
        "hex(c.low) || ' ' || hex(c.high)",
        "conversations AS c",
        (
            "conversation last",
            "c.last = max(
                coalesce((SELECT max(m.id) FROM messages AS m WHERE m.receiver = c.low AND m.sender = c.high), x''),
                coalesce((SELECT max(m.id) FROM messages AS m WHERE m.receiver = c.high AND m.sender = c.low), x''))",
            "1",
        ),
    ),
    (
        "hex(m.id)",
        "messages AS m",
        (
            "conversation last",
            "0",
            "NOT EXISTS (SELECT 1 FROM conversations AS c
                WHERE c.low = min(m.sender, m.receiver) AND c.high = max(m.sender, m.receiver))",
        ),
    ),
    (
        "hex(m.id)",
        "messages AS m WHERE m.media IS NOT NULL",
        (
            "message picture",
            "EXISTS (SELECT 1 FROM media AS p WHERE p.id = m.media AND p.used = 1 AND p.purpose = 'message'
                AND p.owner = m.sender AND p.shared_with = m.receiver)",
            "1",
        ),
    ),
    (
        "hex(p.id)",
        "media AS p WHERE p.used = 1 AND p.purpose = 'message'",
        ("message picture", "1", "EXISTS (SELECT 1 FROM messages AS m WHERE m.media = p.id)"),
    ),
];

pub(crate) fn everything(db: &Connection) -> Outcome<Vec<Drift>> {
    let mut drifts = counted(db, "g.name", "genres AS g", GENRES, None)?;
    drifts.extend(counted(db, "hex(o.id)", "reports AS o", UNCOUNTED, None)?);
    for (of, rows, counter) in OF_MESSAGES {
        drifts.extend(counted(db, of, rows, counter, None)?);
    }
    drifts.extend(within(db, &EVERYTHING, None)?);
    Ok(drifts)
}

/// So many films from some place on, and their comments.
pub(crate) fn sample(db: &Connection, films: usize) -> Outcome<Vec<Drift>> {
    let start = "SELECT (random() & 0x7fffffffffffffff) % max(n) + 1 FROM movies";
    let start = value::<Option<i64>>(db, start, ())?.flatten().unwrap_or(0);
    let mut drifts = Vec::new();
    for film in all(db, PICK, [start, bound(films)], |row| Ok(row.get(0)?))? {
        drifts.extend(within(db, &ONE_FILM, Some(film))?);
    }
    Ok(drifts)
}

/// Films from the number 1 on, and then from the first one on: 2 of them.
const PICK: &str = "SELECT n FROM (SELECT n FROM movies WHERE n >= ?1 ORDER BY n LIMIT ?2)
    UNION ALL SELECT n FROM (SELECT n FROM movies WHERE n < ?1 ORDER BY n LIMIT ?2) LIMIT ?2";

fn within(db: &Connection, scope: &Scope, film: Option<i64>) -> Outcome<Vec<Drift>> {
    let mut drifts = Vec::new();
    for (of, rows, counters) in [
        ("hex(m.id)", scope.movies, &OF_MOVIES[..]),
        ("hex(c.id)", scope.comments, &OF_COMMENTS),
        ("hex(k.id)", scope.cases, &OF_CASES),
    ] {
        for counter in counters {
            drifts.extend(counted(db, of, rows, *counter, film)?);
        }
    }
    for (counter, sql) in [("movie histogram", histograms(scope)), ("case reasons", reasons(scope))] {
        drifts.extend(tens(db, counter, &sql, film)?);
    }
    drifts.extend(places(db, scope, film)?);
    drifts.extend(top(db, scope, film)?);
    Ok(drifts)
}

fn counted(
    db: &Connection,
    of: &str,
    rows: &str,
    counter: Counter,
    film: Option<i64>,
) -> Outcome<Vec<Drift>> {
    let (counter, sql) = (counter.0, counted_statement(of, rows, counter));
    all(db, &sql, params_from_iter(film), |row| {
        Ok(Drift { counter, of: row.get(0)?, stored: row.get(1)?, counted: row.get(2)? })
    })
}

fn counted_statement(of: &str, rows: &str, (_, stored, counted): Counter) -> String {
    format!(
        "SELECT of, stored, counted FROM (SELECT {of} AS of, {stored} AS stored, ({counted}) AS counted FROM {rows})
        WHERE stored <> counted"
    )
}

fn histograms(scope: &Scope) -> String {
    let scores: Vec<String> =
        (1..=10).map(|score| format!("count(*) FILTER (WHERE g.score = {score})")).collect();
    format!(
        "SELECT hex(m.id), m.histogram, (SELECT json_array({}) FROM ratings AS g WHERE g.movie = m.id) FROM {}",
        scores.join(", "),
        scope.movies
    )
}

fn reasons(scope: &Scope) -> String {
    let reasons = Reason::CODES.map(|code| format!("count(*) FILTER (WHERE o.reason = '{code}')"));
    format!(
        "SELECT hex(k.id), k.reasons, (
            SELECT json_array({}) FROM reports AS o WHERE o.kind = k.kind AND o.target = k.target
        ) FROM {}",
        reasons.join(", "),
        scope.cases
    )
}

/// Where one of ten counters differs.
fn tens(db: &Connection, counter: &'static str, sql: &str, film: Option<i64>) -> Outcome<Vec<Drift>> {
    let found = all(db, sql, params_from_iter(film), |row| {
        Ok((row.get::<_, String>(0)?, ten(row, 1)?, ten(row, 2)?))
    })?;
    let differ = found.into_iter().flat_map(|(of, stored, counted)| {
        let pairs = stored.into_iter().zip(counted).filter(|(stored, counted)| stored != counted);
        pairs.map(move |(stored, counted)| Drift {
            counter,
            of: of.clone(),
            stored: signed(stored),
            counted: signed(counted),
        })
    });
    Ok(differ.collect())
}

/// Whether each film stands, in all of its rows, where its counters place it.
fn places(db: &Connection, scope: &Scope, film: Option<i64>) -> Outcome<Vec<Drift>> {
    let drifts = all(db, &places_statement(scope), params_from_iter(film), |row| {
        let source = match row.get(3)? {
            Some(average) => Some(SourceRating { average, votes: count(row, 4)? }),
            None => None,
        };
        let (sum, ratings) = (count(row, 8)?, count(row, 9)?);
        let popular = score::popular(source, reactions(row, 5)?, count(row, 7)?, ratings);
        let top_rated = score::top_rated(source, sum, ratings);
        Ok([drift("movie popularity", row, 1, popular)?, drift("movie top rated", row, 2, top_rated)?])
    })?;
    Ok(drifts.into_iter().flatten().flatten().collect())
}

fn places_statement(scope: &Scope) -> String {
    format!(
        "SELECT hex(x.id), f.popular, f.top_rated, x.source_average, x.source_votes, x.likes, x.dislikes, x.comments,
            x.rating_sum, x.rating_count
        FROM (SELECT m.* FROM {}) AS x CROSS JOIN facets AS f ON f.movie = x.n",
        scope.movies
    )
}

/// Whether each comment's place among the best is that of its votes.
fn top(db: &Connection, scope: &Scope, film: Option<i64>) -> Outcome<Vec<Drift>> {
    let drifts = all(db, &top_statement(scope), params_from_iter(film), |row| {
        drift("comment top", row, 1, score::wilson(reactions(row, 2)?))
    })?;
    Ok(drifts.into_iter().flatten().collect())
}

fn top_statement(scope: &Scope) -> String {
    format!("SELECT hex(c.id), c.top, c.likes, c.dislikes FROM {}", scope.comments)
}

/// What is stored in this column, where it should be another; the first column says of what.
fn drift(counter: &'static str, row: &Row<'_>, column: usize, counted: i64) -> Outcome<Option<Drift>> {
    let stored: i64 = row.get(column)?;
    Ok(if stored == counted { None } else { Some(Drift { counter, of: row.get(0)?, stored, counted }) })
}

/// Every statement that looks at one film.
#[cfg(test)]
pub(crate) fn statements() -> Vec<String> {
    let Scope { movies, comments, cases } = ONE_FILM;
    let mut statements = vec![
        PICK.to_owned(),
        histograms(&ONE_FILM),
        reasons(&ONE_FILM),
        places_statement(&ONE_FILM),
        top_statement(&ONE_FILM),
    ];
    statements.extend(OF_MOVIES.map(|counter| counted_statement("hex(m.id)", movies, counter)));
    statements.extend(OF_COMMENTS.map(|counter| counted_statement("hex(c.id)", comments, counter)));
    statements.extend(OF_CASES.map(|counter| counted_statement("hex(k.id)", cases, counter)));
    statements
}
