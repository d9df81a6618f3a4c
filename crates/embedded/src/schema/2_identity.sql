-- People who come through a provider have no password and need not say their age, and a person whose deletion has begun
-- has no address: the table is made anew. `fold` is `text::fold`.
CREATE TABLE people (
    id             BLOB PRIMARY KEY,
    email_key      TEXT UNIQUE, -- the address in lower case; none where the deletion has begun
    email          TEXT NOT NULL,
    email_folded   TEXT, -- this and the name are what administrators find people by; none as above
    name           TEXT NOT NULL,
    name_folded    TEXT,
    age            INTEGER,
    role           TEXT NOT NULL,
    language       TEXT NOT NULL,
    email_verified INTEGER NOT NULL DEFAULT 0,
    avatar_url     TEXT,
    auth_epoch     INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL,
    password_hash  TEXT,
    last_seen_at   INTEGER,
    deleting_at    INTEGER, -- when the end of the account was begun
    CHECK ((email_key IS NULL) = (deleting_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO people (id, email_key, email, email_folded, name, name_folded, age, role, language, email_verified,
        avatar_url, auth_epoch, created_at, password_hash)
    SELECT id, email_key, email, fold(email), name, fold(name), age, role, language, email_verified,
        avatar_url, auth_epoch, created_at, password_hash
    FROM users;
DROP TABLE users;
ALTER TABLE people RENAME TO users;
CREATE INDEX users_name ON users (name_folded) WHERE name_folded IS NOT NULL;
CREATE INDEX users_email ON users (email_folded) WHERE email_folded IS NOT NULL;
CREATE INDEX users_deleting ON users (deleting_at) WHERE deleting_at IS NOT NULL;

-- Whom a provider knows as whom.
CREATE TABLE providers (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX providers_user ON providers (user_id);

-- The outbox.
CREATE TABLE letters (
    id         BLOB PRIMARY KEY,
    user_id    BLOB, -- whose letter it is, where that is known
    created_at INTEGER NOT NULL,
    due_at     INTEGER NOT NULL, -- when it is next given to somebody who sends
    letter     TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX letters_due ON letters (due_at);
CREATE INDEX letters_user ON letters (user_id) WHERE user_id IS NOT NULL;

ALTER TABLE api_tokens ADD COLUMN issuers TEXT NOT NULL DEFAULT '[]'; -- JSON
ALTER TABLE api_tokens ADD COLUMN last_used_at INTEGER;

-- What is one person's.
CREATE INDEX movies_creator ON movies (creator) WHERE creator IS NOT NULL;
CREATE INDEX comments_author ON comments (author, id) WHERE author IS NOT NULL;
CREATE INDEX reports_user ON reports (user_id);
