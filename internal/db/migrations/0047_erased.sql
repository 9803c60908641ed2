-- +goose Up
-- Who was erased, so that a restore does not bring them back: a hash that only the
-- key of the installation makes, of what was erased, and the day. See package
-- erasure.
CREATE TABLE erased (
    digest TEXT NOT NULL PRIMARY KEY,
    day    TEXT NOT NULL
);

-- Assessments of browsers that became part of that of a person, by identifiers that
-- nothing else has any more. Who erases the one erases the others in older copies.
CREATE TABLE merged (
    from_id TEXT NOT NULL PRIMARY KEY,
    into_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE
);
CREATE INDEX merged_into ON merged (into_id);
