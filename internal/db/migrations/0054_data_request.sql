-- +goose Up
-- The copies of their data that people asked for, and when they got them, for who answers
-- for the data. It names nobody: the number is that of a takeout, which is gone in a week.
CREATE TABLE data_request (
    id       TEXT NOT NULL,
    asked_at BIGINT NOT NULL, -- seconds since 1970, UTC
    ended_at BIGINT, -- NULL: it waits
    outcome  TEXT NOT NULL, -- ready, large, replaced, withdrawn, abandoned; empty while it waits
    PRIMARY KEY (id)
);
CREATE INDEX data_request_asked ON data_request (asked_at);
