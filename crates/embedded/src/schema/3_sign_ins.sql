-- Where people are signed in and where they tried, what works once, and waits after wrong passwords.

ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_of_users ON sessions (user_id, created_at) WHERE client = 'web';

-- API tokens that were taken away; their sessions have ended.
CREATE TABLE revoked_clients (
    client TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_ins (
    id         INTEGER PRIMARY KEY,
    user_id    BLOB NOT NULL,
    at         INTEGER NOT NULL,
    record     TEXT NOT NULL, -- JSON
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_ins_of_users ON sign_ins (user_id, at);
CREATE INDEX sign_ins_expiry ON sign_ins (expires_at);

CREATE TABLE secrets (
    purpose    TEXT NOT NULL,
    subject    TEXT NOT NULL,
    hash       BLOB NOT NULL, -- SHA-256
    payload    TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (purpose, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX secrets_expiry ON secrets (expires_at);

CREATE TABLE claims (
    purpose    TEXT NOT NULL,
    subject    TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (purpose, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_expiry ON claims (expires_at);

CREATE TABLE throttles (
    key         TEXT PRIMARY KEY,
    tries       INTEGER NOT NULL,
    waits_until INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX throttles_expiry ON throttles (expires_at);
