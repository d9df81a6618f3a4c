-- Scores, lists, blocks, mutes, notifications; reports of comments too, and cases; films that go step by step.

-- A film goes at once and what hangs on it afterwards, so these two are made anew without a reference to it.
CREATE TABLE said (
    n           INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    movie       INTEGER NOT NULL, -- `movies.n`, or `movie_deletions.n`
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
INSERT INTO said (n, id, movie, root, parent, author, spoiler, created_at, edited_at, deleted, likes, dislikes, replies,
        top, maker, key, fingerprint, body)
    SELECT n, id, movie, root, parent, author, spoiler, created_at, edited_at, deleted, likes, dislikes, replies,
        top, maker, key, fingerprint, body
    FROM comments;
DROP TABLE comments;
ALTER TABLE said RENAME TO comments;
CREATE INDEX comments_top ON comments (movie, top DESC, id DESC) WHERE root IS NULL;
CREATE INDEX comments_age ON comments (movie, created_at, id) WHERE root IS NULL;
CREATE INDEX comments_movie ON comments (movie);
CREATE INDEX comments_root ON comments (root, id) WHERE root IS NOT NULL;
CREATE INDEX comments_parent ON comments (parent) WHERE parent IS NOT NULL;
CREATE UNIQUE INDEX comments_key ON comments (maker, key) WHERE key IS NOT NULL;
CREATE INDEX comments_author ON comments (author, id, movie) WHERE author IS NOT NULL;

CREATE TABLE hidden (
    user_id BLOB NOT NULL,
    movie   INTEGER NOT NULL, -- as of comments
    report  BLOB NOT NULL,
    PRIMARY KEY (user_id, movie)
) STRICT, WITHOUT ROWID;
INSERT INTO hidden (user_id, movie, report) SELECT user_id, movie, report FROM hidden_movies;
DROP TABLE hidden_movies;
ALTER TABLE hidden RENAME TO hidden_movies;
CREATE UNIQUE INDEX hidden_movies_report ON hidden_movies (user_id, report DESC);
CREATE INDEX hidden_movies_movie ON hidden_movies (movie);

-- Films whose end has begun. No other film gets the number of one that stands here.
CREATE TABLE movie_deletions (
    n        INTEGER PRIMARY KEY,
    id       BLOB NOT NULL UNIQUE,
    begun_at INTEGER NOT NULL
) STRICT;
CREATE INDEX movie_deletions_begun ON movie_deletions (begun_at);

-- What a person does not see, and the report that hid it.
CREATE TABLE hidden_comments (
    user_id BLOB NOT NULL,
    comment BLOB NOT NULL,
    report  BLOB NOT NULL,
    PRIMARY KEY (user_id, comment)
) STRICT, WITHOUT ROWID;
CREATE INDEX hidden_comments_comment ON hidden_comments (comment);

-- A report, with its maker's name and address and the thing's words as they were. `kind` 0 is a film, 1 a comment.
CREATE TABLE reported (
    id          BLOB PRIMARY KEY,
    user_id     BLOB NOT NULL,
    user_name   TEXT NOT NULL,
    user_email  TEXT NOT NULL,
    kind        INTEGER NOT NULL,
    target      BLOB NOT NULL,
    movie       BLOB NOT NULL, -- the film's id, or that of the film which the comment is on
    quote       TEXT, -- the film's title, the comment's text; none where its author is no more
    quoted      BLOB, -- who wrote the comment
    reason      TEXT NOT NULL,
    text        TEXT,
    status      TEXT NOT NULL,
    note        TEXT,
    created_at  INTEGER NOT NULL,
    decided_at  INTEGER,
    key         TEXT,
    fingerprint BLOB
) STRICT;
-- Until now only films were reported.
INSERT INTO reported (id, user_id, user_name, user_email, kind, target, movie, quote, reason, text, status, note,
        created_at, decided_at, key, fingerprint)
    SELECT id, user_id, user_name, user_email, kind, target, target,
        (SELECT title FROM movies WHERE movies.id = reports.target), reason, text, status, note, created_at, decided_at,
        key, fingerprint
    FROM reports;
DROP TABLE reports;
ALTER TABLE reported RENAME TO reports;
CREATE UNIQUE INDEX reports_open ON reports (user_id, kind, target) WHERE status = 'open';
CREATE UNIQUE INDEX reports_key ON reports (user_id, key) WHERE key IS NOT NULL;
CREATE INDEX reports_target ON reports (kind, target, id DESC);
CREATE INDEX reports_user ON reports (user_id);
CREATE INDEX reports_movie ON reports (movie);
CREATE INDEX reports_quoted ON reports (quoted) WHERE quoted IS NOT NULL;

-- The reports of one thing.
CREATE TABLE cases (
    id             BLOB PRIMARY KEY, -- the first report's
    kind           INTEGER NOT NULL,
    target         BLOB NOT NULL,
    status         TEXT NOT NULL,
    decided_status TEXT, -- this and the three below: what was decided last; kept while new reports open the case again
    decided_note   TEXT,
    moderator      BLOB,
    decided_at     INTEGER,
    latest         BLOB NOT NULL, -- the latest report
    reports        INTEGER NOT NULL CHECK (reports > 0),
    open           INTEGER NOT NULL CHECK (open BETWEEN 0 AND reports),
    reasons        TEXT NOT NULL, -- JSON: how many reports give each reason, in the order of Reason::ALL
    CHECK ((decided_status IS NULL) = (decided_at IS NULL)),
    UNIQUE (kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_latest ON cases (latest DESC);
CREATE INDEX cases_of_status ON cases (status, latest DESC);
CREATE INDEX cases_of_kind ON cases (kind, latest DESC);
CREATE INDEX cases_of_both ON cases (kind, status, latest DESC);
CREATE INDEX cases_moderator ON cases (moderator) WHERE moderator IS NOT NULL;
INSERT INTO cases (id, kind, target, status, decided_status, decided_note, decided_at, latest, reports, open, reasons)
    SELECT min(o.id), o.kind, o.target, iif(sum(o.status = 'open') > 0, 'open', d.status),
        d.status, d.note, coalesce(d.decided_at, d.created_at), max(o.id), count(*), sum(o.status = 'open'),
        json_array(sum(o.reason = 'spam'), sum(o.reason = 'violence'), sum(o.reason = 'sexual_content'),
            sum(o.reason = 'hate'), sum(o.reason = 'misinformation'), sum(o.reason = 'copyright'),
            sum(o.reason = 'wrong_data'), sum(o.reason = 'broken_media'), sum(o.reason = 'not_interested'),
            sum(o.reason = 'other'))
    FROM reports AS o
    LEFT JOIN reports AS d ON d.id = (
        SELECT id FROM reports AS e
        WHERE e.kind = o.kind AND e.target = o.target AND e.status <> 'open' ORDER BY e.id DESC LIMIT 1)
    GROUP BY o.kind, o.target;

-- One score of one person.
CREATE TABLE ratings (
    user_id    BLOB NOT NULL,
    movie      BLOB NOT NULL,
    score      INTEGER NOT NULL CHECK (score BETWEEN 1 AND 10),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, movie)
) STRICT, WITHOUT ROWID;
CREATE INDEX ratings_movie ON ratings (movie, score);

-- People's lists.
CREATE TABLE user_movies (
    user_id  BLOB NOT NULL,
    movie    BLOB NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, movie)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_movies_added ON user_movies (user_id, added_at DESC, movie DESC);
CREATE INDEX user_movies_movie ON user_movies (movie);

-- Who does not want to see whom; it holds both ways.
CREATE TABLE blocks (
    user_id    BLOB NOT NULL,
    blocked    BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, blocked)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_made ON blocks (user_id, created_at DESC, blocked DESC);
CREATE INDEX blocks_blocked ON blocks (blocked);

-- Threads, named by their first comment, that a person is not told of.
CREATE TABLE mutes (
    user_id    BLOB NOT NULL,
    thread     BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, thread)
) STRICT, WITHOUT ROWID;
CREATE INDEX mutes_thread ON mutes (thread);

-- What people are told: of a reply (its id is the comment's), or of a decision on a report.
CREATE TABLE notifications (
    id         BLOB PRIMARY KEY,
    user_id    BLOB NOT NULL,
    comment    BLOB,
    report     BLOB,
    created_at INTEGER NOT NULL,
    CHECK ((comment IS NULL) <> (report IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX notifications_user ON notifications (user_id, id DESC);
CREATE INDEX notifications_report ON notifications (report) WHERE report IS NOT NULL;
ALTER TABLE users ADD COLUMN read_up_to BLOB; -- this notification and all before it are read

-- People in the order of their names.
DROP INDEX users_name;
CREATE INDEX users_name ON users (name_folded, id) WHERE name_folded IS NOT NULL;
