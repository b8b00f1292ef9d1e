-- What a home's register of texts is made of.
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- A file that was read: its size and time say without reading whether it may have changed.
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, sha256 TEXT NOT NULL
) WITHOUT ROWID;
-- A text, once, however many files hold it; without findings it tells nothing of the award.
CREATE TABLE IF NOT EXISTS texts (
    id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
    plain INTEGER NOT NULL, findings TEXT, body BLOB NOT NULL,
    UNIQUE (sha256, media_type)
);
CREATE INDEX IF NOT EXISTS telling ON texts (sha256) WHERE findings IS NOT NULL;
-- Where a text is from: a file, and the key that its name gives it.
CREATE TABLE IF NOT EXISTS holdings (
    path TEXT NOT NULL, text INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (path, text, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS holdings_by_text ON holdings (text);
-- Texts that a file let go in this session.
CREATE TEMPORARY TABLE loose (text INTEGER PRIMARY KEY);
