-- Ids are BLOB(16), times milliseconds since 1970. `n` is a row's number within this file: shorter than its id, and
-- never shown to anybody.

CREATE TABLE users (
    id             BLOB PRIMARY KEY,
    email_key      TEXT NOT NULL UNIQUE, -- the address in lower case
    email          TEXT NOT NULL,
    name           TEXT NOT NULL,
    age            INTEGER NOT NULL,
    role           TEXT NOT NULL,
    language       TEXT NOT NULL,
    email_verified INTEGER NOT NULL DEFAULT 0,
    avatar_url     TEXT,
    auth_epoch     INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL,
    password_hash  TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE api_tokens (
    id          BLOB PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    prefix      TEXT NOT NULL,
    scopes      TEXT NOT NULL,
    expires_at  INTEGER,
    created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a list shows stands first, so that reading it does not follow a row into its overflow pages.
CREATE TABLE movies (
    n                INTEGER PRIMARY KEY,
    id               BLOB NOT NULL UNIQUE,
    title            TEXT NOT NULL,
    original_title   TEXT,
    year             INTEGER,
    duration_minutes INTEGER,
    content_rating   TEXT,
    genres           TEXT NOT NULL, -- this and the lists below: JSON arrays of strings
    tags             TEXT NOT NULL,
    directors        TEXT NOT NULL,
    poster_url       TEXT,
    cover_url        TEXT,
    source_url       TEXT,
    source_name      TEXT,
    source_id        TEXT,
    likes            INTEGER NOT NULL DEFAULT 0 CHECK (likes >= 0),
    dislikes         INTEGER NOT NULL DEFAULT 0 CHECK (dislikes >= 0),
    comments         INTEGER NOT NULL DEFAULT 0 CHECK (comments >= 0),
    rating_sum       INTEGER NOT NULL DEFAULT 0 CHECK (rating_sum >= 0),
    rating_count     INTEGER NOT NULL DEFAULT 0 CHECK (rating_count >= 0),
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    version          INTEGER NOT NULL DEFAULT 1,
    reports          INTEGER NOT NULL DEFAULT 0 CHECK (reports >= 0),
    source_average   REAL,
    source_votes     INTEGER,
    creator          BLOB,
    key              TEXT, -- the idempotency key it was made with
    fingerprint      BLOB,
    histogram        TEXT NOT NULL DEFAULT '[0,0,0,0,0,0,0,0,0,0]',
    description      TEXT,
    "cast"           TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX movies_source ON movies (source_name, source_id) WHERE source_name IS NOT NULL;
CREATE UNIQUE INDEX movies_key ON movies (creator, key) WHERE key IS NOT NULL;

-- A genre, and how many films have it. Number 0 with the empty name is every film.
CREATE TABLE genres (
    n     INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,
    films INTEGER NOT NULL DEFAULT 0 CHECK (films >= 0)
) STRICT;
CREATE INDEX genres_films ON genres (films DESC, name);
INSERT INTO genres (n, name) VALUES (0, '');

-- One row a film and genre, and one for every film: each order of each list is an index of its own.
CREATE TABLE facets (
    movie     INTEGER NOT NULL REFERENCES movies (n) ON DELETE CASCADE,
    genre     INTEGER NOT NULL,
    id        BLOB NOT NULL, -- the film's
    popular   INTEGER NOT NULL,
    top_rated INTEGER NOT NULL,
    year      INTEGER NOT NULL, -- -1000000 where it is not known
    title_key TEXT NOT NULL, -- the beginning of the folded title
    PRIMARY KEY (movie, genre)
) STRICT, WITHOUT ROWID;
CREATE INDEX facets_popular ON facets (genre, popular DESC, id DESC, year);
CREATE INDEX facets_top_rated ON facets (genre, top_rated DESC, id DESC, year);
CREATE INDEX facets_year ON facets (genre, year DESC, id DESC);
CREATE INDEX facets_title ON facets (genre, title_key, id, year);

-- What films are found by, folded; and the index over it. Folded text holds nothing but letters, digits and single
-- spaces, and the tokenizer `ascii` leaves every letter beyond ASCII alone.
CREATE TABLE words (
    movie    INTEGER PRIMARY KEY,
    title    TEXT NOT NULL,
    original TEXT NOT NULL,
    people   TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (
    title, original, people,
    content = 'words', content_rowid = 'movie', tokenize = 'ascii', prefix = '1 2 3', detail = none, columnsize = 0
);

-- A comment, or a reply (`root` and `parent` given). Deleted with replies, it loses its author and body.
CREATE TABLE comments (
    n           INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    movie       INTEGER NOT NULL REFERENCES movies (n),
    root        BLOB,
    parent      BLOB,
    author      BLOB,
    spoiler     INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    edited_at   INTEGER,
    deleted     INTEGER NOT NULL DEFAULT 0,
    likes       INTEGER NOT NULL DEFAULT 0 CHECK (likes >= 0),
    dislikes    INTEGER NOT NULL DEFAULT 0 CHECK (dislikes >= 0),
    replies     INTEGER NOT NULL DEFAULT 0 CHECK (replies >= 0),
    top         INTEGER NOT NULL DEFAULT 0, -- score::wilson
    maker       BLOB, -- who used the key; stays when the author goes
    key         TEXT,
    fingerprint BLOB,
    body        TEXT
) STRICT;
CREATE INDEX comments_top ON comments (movie, top DESC, id DESC) WHERE root IS NULL;
CREATE INDEX comments_age ON comments (movie, created_at, id) WHERE root IS NULL;
CREATE INDEX comments_movie ON comments (movie);
CREATE INDEX comments_root ON comments (root, id) WHERE root IS NOT NULL;
CREATE INDEX comments_parent ON comments (parent) WHERE parent IS NOT NULL;
CREATE UNIQUE INDEX comments_key ON comments (maker, key) WHERE key IS NOT NULL;

-- One vote of one person. `kind` 0 is a film, 1 a comment; `value` 1 a like, -1 a dislike.
CREATE TABLE reactions (
    user_id    BLOB NOT NULL,
    kind       INTEGER NOT NULL,
    target     BLOB NOT NULL,
    value      INTEGER NOT NULL CHECK (value IN (1, -1)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX reactions_target ON reactions (kind, target);

-- A report, with its maker's name and address as they were. `kind` 0 is a film.
CREATE TABLE reports (
    id          BLOB PRIMARY KEY,
    user_id     BLOB NOT NULL,
    user_name   TEXT NOT NULL,
    user_email  TEXT NOT NULL,
    kind        INTEGER NOT NULL,
    target      BLOB NOT NULL,
    reason      TEXT NOT NULL,
    text        TEXT,
    status      TEXT NOT NULL,
    note        TEXT,
    created_at  INTEGER NOT NULL,
    decided_at  INTEGER,
    key         TEXT,
    fingerprint BLOB
) STRICT;
CREATE UNIQUE INDEX reports_open ON reports (user_id, kind, target) WHERE status = 'open';
CREATE UNIQUE INDEX reports_key ON reports (user_id, key) WHERE key IS NOT NULL;
CREATE INDEX reports_target ON reports (kind, target);

-- What a person does not see, and the report that hid it.
CREATE TABLE hidden_movies (
    user_id BLOB NOT NULL,
    movie   INTEGER NOT NULL REFERENCES movies (n) ON DELETE CASCADE,
    report  BLOB NOT NULL,
    PRIMARY KEY (user_id, movie)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX hidden_movies_report ON hidden_movies (user_id, report DESC);
CREATE INDEX hidden_movies_movie ON hidden_movies (movie);

CREATE TABLE sessions (
    id         BLOB PRIMARY KEY,
    user_id    BLOB NOT NULL,
    client     TEXT NOT NULL,
    auth_epoch INTEGER NOT NULL,
    auth_time  INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    idle_until INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    refresh    INTEGER NOT NULL DEFAULT 0, -- the refresh number that works
    rotated_at INTEGER NOT NULL DEFAULT 0, -- when it replaced the one before
    expires_at INTEGER NOT NULL GENERATED ALWAYS AS (min(idle_until, ends_at)) STORED
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE epochs (
    user_id BLOB PRIMARY KEY,
    epoch   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
    key       TEXT PRIMARY KEY,
    used      INTEGER NOT NULL,
    resets_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX counters_expiry ON counters (resets_at);
