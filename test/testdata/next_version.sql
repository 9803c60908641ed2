-- +goose Up
-- What a version after this one may do to the tables while this one is serving: add to
-- those that are written all the time.
ALTER TABLE assessment ADD COLUMN next_note TEXT;
ALTER TABLE session ADD COLUMN next_seen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE check_in ADD COLUMN next_mood TEXT NOT NULL DEFAULT 'good';
ALTER TABLE weighing ADD COLUMN next_scale BIGINT;
CREATE INDEX entry_next ON entry (week, grams);
CREATE TABLE next_thing (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    said      TEXT NOT NULL,
    PRIMARY KEY (person_id)
);
