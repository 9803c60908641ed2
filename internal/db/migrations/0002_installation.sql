-- +goose Up
-- Facts about this installation as a whole, one row each.
CREATE TABLE installation (
    fact  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
