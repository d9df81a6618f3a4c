-- Messages, pictures, open sockets.

-- What two people write to each other: their ids in order, and their last message, which has the largest id.
CREATE TABLE conversations (
    low  BLOB NOT NULL,
    high BLOB NOT NULL,
    last BLOB NOT NULL,
    PRIMARY KEY (low, high),
    CHECK (low < high)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_low ON conversations (low, last DESC);
CREATE INDEX conversations_high ON conversations (high, last DESC);

CREATE TABLE messages (
    n            INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    receiver     BLOB NOT NULL,
    sender       BLOB NOT NULL,
    client_id    TEXT NOT NULL, -- the sender's own name for it
    sent_at      INTEGER NOT NULL,
    delivered_at INTEGER,
    read_at      INTEGER,
    media        BLOB, -- the picture, with its size in pixels
    width        INTEGER,
    height       INTEGER,
    text         TEXT,
    CHECK (read_at IS NULL OR delivered_at IS NOT NULL),
    CHECK ((media IS NULL) = (width IS NULL) AND (media IS NULL) = (height IS NULL))
) STRICT;
CREATE INDEX messages_to ON messages (receiver, sender, id);
CREATE INDEX messages_undelivered ON messages (receiver, sender, id) WHERE delivered_at IS NULL;
CREATE INDEX messages_unread ON messages (receiver, sender, id) WHERE read_at IS NULL;
CREATE UNIQUE INDEX messages_name ON messages (sender, client_id);
CREATE UNIQUE INDEX messages_media ON messages (media) WHERE media IS NOT NULL;

-- Uploaded pictures. Without a size one is awaited; without an owner it is left to be swept.
CREATE TABLE media (
    id          BLOB PRIMARY KEY,
    owner       BLOB,
    purpose     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    size        INTEGER NOT NULL, -- of the upload, in bytes
    width       INTEGER,
    height      INTEGER,
    used        INTEGER NOT NULL DEFAULT 0,
    shared_with BLOB,
    created_at  INTEGER NOT NULL,
    CHECK ((width IS NULL) = (height IS NULL)),
    CHECK (used = 0 OR owner IS NOT NULL AND width IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_owner ON media (owner);
CREATE INDEX media_avatar ON media (owner) WHERE used = 1 AND purpose = 'avatar';
CREATE INDEX media_unused ON media (created_at) WHERE used = 0 AND owner IS NOT NULL;

CREATE TABLE connections (
    id        TEXT PRIMARY KEY,
    user_id   BLOB NOT NULL,
    session   BLOB NOT NULL,
    client    TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,
    movie     BLOB, -- what it watches
    contacts  BLOB NOT NULL, -- this and the next: ids one after the other
    strangers BLOB NOT NULL
) STRICT;
CREATE INDEX connections_user ON connections (user_id, opened_at DESC, id DESC, ends_at);
CREATE INDEX connections_client ON connections (client) WHERE client <> 'web';
CREATE INDEX connections_movie ON connections (movie, ends_at) WHERE movie IS NOT NULL;
CREATE INDEX connections_expiry ON connections (ends_at);
