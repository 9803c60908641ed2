-- +goose Up
-- What signing out at the city's own sign-in needs, for the sessions that came
-- from there: the token that it gave, sealed with a key that is not in the
-- database.
CREATE TABLE staff_session (
    session_id TEXT PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    provider   TEXT NOT NULL,
    sealed     TEXT NOT NULL
);
