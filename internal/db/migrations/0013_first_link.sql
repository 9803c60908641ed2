-- +goose Up
-- The link by which the first administrator of a city comes in, as long as it
-- has none.
CREATE TABLE first_link (
    city_id    TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);
