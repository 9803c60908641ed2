-- +goose Up
-- A mission that was proposed to somebody for a week.
CREATE TABLE offer (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    person_id    TEXT NOT NULL,
    week         TEXT NOT NULL,
    mission      TEXT NOT NULL,
    number       BIGINT NOT NULL, -- the order in which they were proposed in a week
    household_id TEXT NOT NULL, -- where they lived then
    theme        TEXT NOT NULL,
    answer       TEXT NOT NULL, -- open, other, never, later
    at           BIGINT NOT NULL, -- of the answer, or of the proposal
    PRIMARY KEY (season_id, person_id, week, mission)
);
CREATE INDEX offer_household ON offer (household_id);

-- How often a mission was proposed in one kind of housing, and done, over weeks
-- that are closed: what the chance that somebody does it is learnt from.
CREATE TABLE mission_record (
    season_id TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    housing   TEXT NOT NULL,
    mission   TEXT NOT NULL,
    offered   BIGINT NOT NULL,
    done      BIGINT NOT NULL,
    PRIMARY KEY (season_id, housing, mission)
);
