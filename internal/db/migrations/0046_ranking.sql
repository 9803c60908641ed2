-- +goose Up
-- Who wants to be in the ranking of a season, and under which pseudonym. A row is
-- there as long as the person is in it.
CREATE TABLE ranking_entrant (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    person_id    TEXT NOT NULL,
    name         TEXT NOT NULL, -- the pseudonym without its number
    number       BIGINT NOT NULL, -- 1 for the first who took the name
    household_id TEXT NOT NULL, -- where they live, if it takes part; empty while they are hidden
    text_version TEXT NOT NULL, -- of what they have said yes to
    entered_at   BIGINT NOT NULL, -- seconds since 1970, UTC, as every moment here
    PRIMARY KEY (person_id, season_id)
);
CREATE UNIQUE INDEX ranking_entrant_name ON ranking_entrant (season_id, name, number);
CREATE INDEX ranking_entrant_household ON ranking_entrant (season_id, household_id);

-- Their places, as they were counted last. Earlier ones are not kept.
CREATE TABLE ranking_place (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL, -- carbon, waste
    person_id    TEXT NOT NULL,
    household_id TEXT NOT NULL, -- as above
    tenths       BIGINT NOT NULL, -- of a kilogram
    place        BIGINT NOT NULL, -- 1 for the most
    last_place   BIGINT NOT NULL, -- of those who share it
    PRIMARY KEY (person_id, season_id, kind)
);
CREATE INDEX ranking_place_last ON ranking_place (season_id, last_place);
CREATE INDEX ranking_place_household ON ranking_place (season_id, kind, household_id);

-- Up to which week they were counted, how many had a place, and how many share the
-- one that comes after the first ten.
CREATE TABLE ranking_run (
    season_id     TEXT PRIMARY KEY REFERENCES season (id) ON DELETE CASCADE,
    week          TEXT NOT NULL, -- the first that is not counted
    carbon        BIGINT NOT NULL,
    carbon_tied   BIGINT NOT NULL, -- 0 where nobody is tied there
    carbon_tied_at BIGINT NOT NULL, -- their place
    waste         BIGINT NOT NULL,
    waste_tied    BIGINT NOT NULL,
    waste_tied_at BIGINT NOT NULL,
    counted_at    BIGINT NOT NULL
);
