-- +goose Up

-- Who was erased, so that a restore does not bring them back: a hash that only the
-- key of the installation makes, of what was erased, and the day. See package
-- erasure.
CREATE TABLE erasure (
    digest TEXT NOT NULL PRIMARY KEY,
    day    TEXT NOT NULL
);
