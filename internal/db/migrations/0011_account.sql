-- +goose Up
-- People who have an account. The e-mail is as its owner typed it, empty for
-- none; its key is what two ways of typing one address have in common. The name
-- is empty until somebody has said it.
CREATE TABLE person (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    email_key  TEXT UNIQUE,
    language   TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- One mail with a link and a code, asked for by a browser that holds the id. The
-- hashes are there once the mail is written. Person is empty, or who wants this
-- address for their account. What is used, or used up, has a moment of used_at.
CREATE TABLE sign_in (
    id          TEXT PRIMARY KEY,
    email       TEXT NOT NULL,
    email_key   TEXT NOT NULL,
    language    TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    token_hash  TEXT UNIQUE,
    code_hash   TEXT NOT NULL,
    wrong_codes BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT
);

CREATE INDEX sign_in_expires ON sign_in (expires_at);

-- A browser that is signed in. The id names it in the list of devices; the
-- browser has a token, of which we keep the hash. Stale says that the rights of
-- the person have changed, and the browser gets a new token; the one before it
-- is good for a moment more, for what was under way.
CREATE TABLE session (
    id            TEXT PRIMARY KEY,
    token_hash    TEXT NOT NULL UNIQUE,
    earlier_hash  TEXT UNIQUE,
    earlier_until BIGINT NOT NULL,
    person_id     TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    device        TEXT NOT NULL,
    stale         BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL
);

CREATE INDEX session_person ON session (person_id);
CREATE INDEX session_expires ON session (expires_at);

-- How much of something was spent: a row owes its budget until a moment. Names
-- are hashes with a key: neither addresses nor networks are kept.
CREATE TABLE budget (
    name       TEXT PRIMARY KEY,
    owed_until BIGINT NOT NULL -- milliseconds since 1970, UTC
);

CREATE INDEX budget_owed ON budget (owed_until);
