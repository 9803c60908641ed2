-- +goose Up
-- What was erased on request, for the receipt. It names nobody.
CREATE TABLE erasure (
    reference  TEXT NOT NULL,
    erased_at  BIGINT NOT NULL, -- seconds since 1970, UTC, as every moment here
    cleaned_at BIGINT, -- since when no byte of it is in the files; NULL until then
    PRIMARY KEY (reference)
);
CREATE INDEX erasure_cleaned ON erasure (cleaned_at);

-- What a person asked to take along, sealed, until it is fetched or too old.
CREATE TABLE takeout (
    id        TEXT NOT NULL,
    person_id TEXT NOT NULL,
    language  TEXT NOT NULL,
    state     TEXT NOT NULL, -- asked, ready, failed
    done      BIGINT NOT NULL, -- kinds of things that are read
    steps     BIGINT NOT NULL, -- how many there are
    asked_at  BIGINT NOT NULL,
    ready_at  BIGINT,
    bytes     BIGINT NOT NULL, -- of the file
    sealed    TEXT NOT NULL, -- the file, sealed with the key of the installation
    PRIMARY KEY (id),
    UNIQUE (person_id)
);
CREATE INDEX takeout_asked ON takeout (asked_at);
