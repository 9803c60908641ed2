-- +goose Up
-- The outbox. A reason is what happened, once: "sign-in/ID". What the mail says
-- and whom it is for are sealed with a key that is not in the database, and
-- emptied when the mail has left. Problem is a word or the code of an SMTP
-- server, never an address. Person is empty where the mail is for nobody whom
-- we know.
CREATE TABLE mail (
    id          TEXT PRIMARY KEY,
    reason      TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    prompt      BIGINT NOT NULL,
    sealed      TEXT NOT NULL,
    state       TEXT NOT NULL,
    attempts    BIGINT NOT NULL,
    problem     TEXT NOT NULL,
    queued_at   BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    until_at    BIGINT NOT NULL
);

CREATE INDEX mail_due ON mail (state, due_at);
CREATE INDEX mail_person ON mail (person_id, queued_at);

-- The people who want no prompts.
CREATE TABLE prompt_refusal (
    person_id  TEXT PRIMARY KEY,
    refused_at BIGINT NOT NULL
);
