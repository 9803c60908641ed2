-- +goose Up
-- How it stands with each rule of how long things are kept. See package retention.
CREATE TABLE retention_run (
    rule      TEXT NOT NULL PRIMARY KEY,
    since_at  BIGINT NOT NULL, -- from when on it is written down; seconds since 1970, UTC
    last_at   BIGINT, -- when it was carried out to its end; NULL: never yet
    failed_at BIGINT, -- when it could not be, since then; NULL: it could
    deleted   BIGINT NOT NULL -- since since_at
);

-- When somebody was here last. A session says so too, and goes after ninety days.
ALTER TABLE person ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
-- Beside the version before: it does not know this column.
UPDATE person SET seen_at = COALESCE((SELECT MAX(s.seen_at) FROM session s WHERE s.person_id = person.id), 0);

-- Accounts that nobody has used for long, until somebody comes back or they are erased.
CREATE TABLE inactive (
    person_id   TEXT NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    found_at    BIGINT NOT NULL,
    warning     BIGINT NOT NULL, -- number of the mail that warns them; 0 where none can
    warned_at   BIGINT NOT NULL, -- when that was queued
    sent_at     BIGINT, -- when it was seen to have left; NULL until then
    reminded_at BIGINT, -- when the second one was queued
    days        BIGINT NOT NULL, -- on which it was looked, since it left or since they were found
    last_day    TEXT NOT NULL -- of them
);

-- When inactive accounts were looked for last, and what was done on that day: no clock
-- that is wrong erases a city.
CREATE TABLE inactive_run (
    city_id TEXT NOT NULL PRIMARY KEY,
    day     TEXT NOT NULL,
    ran_at  BIGINT NOT NULL,
    warned  BIGINT NOT NULL,
    erased  BIGINT NOT NULL
);
