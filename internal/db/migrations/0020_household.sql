-- +goose Up
-- The people of one home. One that the last adult has left has ended, and is
-- kept for their history. A household that began by a split says of which.
CREATE TABLE household (
    id         TEXT PRIMARY KEY,
    split_from TEXT REFERENCES household (id),
    created_at BIGINT NOT NULL, -- seconds since 1970, UTC, as every moment here
    ended_at   BIGINT
);

-- Where and how a household lives, from a day of the calendar on ("2026-11-23").
-- The home of a day is the one with the latest from_day up to that day.
CREATE TABLE home (
    household_id TEXT NOT NULL REFERENCES household (id) ON DELETE CASCADE,
    from_day     TEXT NOT NULL,
    city_id      TEXT NOT NULL,
    zone         TEXT NOT NULL, -- empty where it is not known
    housing      TEXT NOT NULL,
    persons      BIGINT NOT NULL,
    children     BIGINT NOT NULL,
    nights_away  BIGINT NOT NULL, -- nights a week that nobody sleeps there
    PRIMARY KEY (household_id, from_day)
);

-- One stay of one person in one household. Adults have a person_id, children
-- have none. Who comes back has a new row. Numbers say the order, not the clock.
CREATE TABLE member (
    household_id TEXT NOT NULL REFERENCES household (id) ON DELETE CASCADE,
    number       BIGINT NOT NULL,
    person_id    TEXT,
    name         TEXT NOT NULL, -- of a child, empty where none was given
    joined_at    BIGINT NOT NULL,
    left_at      BIGINT,
    PRIMARY KEY (household_id, number)
);

-- A person lives in one household at a time.
CREATE UNIQUE INDEX member_living ON member (person_id) WHERE left_at IS NULL;
CREATE INDEX member_stays ON member (person_id);

-- Nights that a household was away, all of it: from the day that it left to the
-- day that it came back.
CREATE TABLE absence (
    household_id TEXT NOT NULL REFERENCES household (id) ON DELETE CASCADE,
    number       BIGINT NOT NULL,
    left_day     TEXT NOT NULL,
    back_day     TEXT NOT NULL,
    PRIMARY KEY (household_id, number)
);

-- A way into a household. A link is found by the hash of its token; a code by
-- its first three letters, which no other open code has, and proved by the hash
-- of all six. An invitation for one person is found by that person.
CREATE TABLE invitation (
    id            TEXT PRIMARY KEY,
    household_id  TEXT NOT NULL REFERENCES household (id) ON DELETE CASCADE,
    number        BIGINT NOT NULL,
    kind          TEXT NOT NULL,
    locator       TEXT UNIQUE,
    verifier_hash TEXT NOT NULL,
    for_person    TEXT,
    made_by       TEXT NOT NULL,
    made_at       BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    places        BIGINT NOT NULL, -- how many may still come in by it
    failures      BIGINT NOT NULL, -- wrong codes that began like this one
    ended         TEXT NOT NULL,   -- empty, used, withdrawn or blocked
    UNIQUE (household_id, number)
);

CREATE INDEX invitation_person ON invitation (for_person);

-- Wrong codes that one person has typed since a moment.
CREATE TABLE join_attempt (
    person_id TEXT PRIMARY KEY,
    since_at  BIGINT NOT NULL,
    failures  BIGINT NOT NULL
);

-- One adult lets another one of the same household see one thing. It ends when
-- the owner takes it back and when either leaves, and never begins again.
CREATE TABLE sharing (
    owner_id     TEXT NOT NULL,
    number       BIGINT NOT NULL,
    reader_id    TEXT NOT NULL,
    thing        TEXT NOT NULL,
    household_id TEXT NOT NULL REFERENCES household (id) ON DELETE CASCADE,
    since_at     BIGINT NOT NULL,
    ended_at     BIGINT,
    PRIMARY KEY (owner_id, number)
);

CREATE UNIQUE INDEX sharing_live ON sharing (owner_id, reader_id, thing) WHERE ended_at IS NULL;
CREATE INDEX sharing_reader ON sharing (reader_id);
