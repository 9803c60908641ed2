-- +goose Up
-- The texts that people were shown, each as it stood: a choice is worth what was
-- read. A version is the hash of the text.
CREATE TABLE consent_text (
    version  TEXT PRIMARY KEY,
    purpose  TEXT NOT NULL,
    language TEXT NOT NULL,
    text     TEXT NOT NULL
);

-- The ledger: what each person chose about each purpose. Rows are only ever
-- added; the last one of a person and purpose is what holds.
CREATE TABLE consent (
    person_id TEXT NOT NULL,
    number    BIGINT NOT NULL, -- says the order, whatever the clock does
    purpose   TEXT NOT NULL,
    version   TEXT NOT NULL REFERENCES consent_text (version),
    choice    TEXT NOT NULL,
    chosen_at BIGINT NOT NULL,
    screen    TEXT NOT NULL,
    PRIMARY KEY (person_id, number)
);

CREATE INDEX consent_last ON consent (person_id, purpose, number);
