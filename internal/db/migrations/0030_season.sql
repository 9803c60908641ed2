-- +goose Up
-- One edition of a city's challenge. Weeks are written as their Monday
-- ("2026-11-23").
CREATE TABLE season (
    id             TEXT PRIMARY KEY,
    city_id        TEXT NOT NULL,
    number         BIGINT NOT NULL, -- 1 for the first of a city
    name           TEXT NOT NULL,
    from_week      TEXT NOT NULL, -- the first week of the baseline
    weeks          BIGINT NOT NULL, -- with the baseline
    baseline_weeks BIGINT NOT NULL,
    waves          BIGINT NOT NULL, -- 1 where everybody starts together
    wave_gap       BIGINT NOT NULL, -- weeks
    waste_target   BIGINT NOT NULL, -- percent less
    carbon_target  BIGINT NOT NULL, -- percent less
    seed           BIGINT NOT NULL, -- of the draw into waves
    created_at     BIGINT NOT NULL, -- seconds since 1970, UTC, as every moment here
    UNIQUE (city_id, number)
);

-- What was decided of a season, by whom. Rows are only added.
CREATE TABLE season_change (
    season_id TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    number    BIGINT NOT NULL,
    by_person TEXT NOT NULL,
    plan      TEXT NOT NULL, -- as JSON, as it was from then on
    at        BIGINT NOT NULL,
    PRIMARY KEY (season_id, number)
);

-- How many of a stratum were drawn. It never falls: who leaves keeps their place
-- in the draw, or it could not be made again.
CREATE TABLE stratum (
    season_id TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    stratum   TEXT NOT NULL,
    drawn     BIGINT NOT NULL,
    PRIMARY KEY (season_id, stratum)
);

-- A household in a season, as it stood when it enrolled.
CREATE TABLE enrolment (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    household_id TEXT NOT NULL,
    enrolled_at  BIGINT NOT NULL,
    channel      TEXT NOT NULL,
    housing      TEXT NOT NULL,
    zone         TEXT NOT NULL,
    stratum      TEXT NOT NULL,
    number       BIGINT NOT NULL, -- in its stratum, from 0
    wave         BIGINT NOT NULL,
    team_id      TEXT NOT NULL, -- now; empty for none
    PRIMARY KEY (season_id, household_id)
);
CREATE INDEX enrolment_household ON enrolment (household_id);
CREATE INDEX enrolment_team ON enrolment (team_id);

-- A mission in a week: of an adult, or of a household together (person_id empty).
CREATE TABLE check_in (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    household_id TEXT NOT NULL,
    week         TEXT NOT NULL,
    mission      TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    theme        TEXT NOT NULL,
    times        BIGINT NOT NULL, -- 0 once it was taken back
    persons      BIGINT NOT NULL, -- for whom it counts
    worth        TEXT NOT NULL, -- of one time, as JSON
    by_person    TEXT NOT NULL, -- who wrote it down last
    at           BIGINT NOT NULL,
    PRIMARY KEY (season_id, household_id, week, mission, person_id)
);

-- Who has a mission counted in a week, and where: once, wherever they move.
CREATE TABLE counted (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    week         TEXT NOT NULL,
    mission      TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    household_id TEXT NOT NULL,
    PRIMARY KEY (season_id, week, mission, person_id)
);
CREATE INDEX counted_person ON counted (person_id);

-- What was done once and lasts: it counts in each later week in which its
-- household does something, until they say that it is over.
CREATE TABLE lasting (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    household_id TEXT NOT NULL,
    mission      TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    since_week   TEXT NOT NULL,
    until_week   TEXT, -- the first week in which it does not count any more
    worth        TEXT NOT NULL,
    PRIMARY KEY (season_id, household_id, mission, person_id)
);

-- The two ledgers. Rows are only added, until the household is forgotten.
CREATE TABLE entry (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    household_id TEXT NOT NULL,
    number       BIGINT NOT NULL, -- 1 for the first of a household in a season
    person_id    TEXT NOT NULL, -- empty where the household did it
    team_id      TEXT NOT NULL, -- of the household, then
    zone         TEXT NOT NULL,
    week         TEXT NOT NULL,
    kind         TEXT NOT NULL, -- carbon, waste
    stream       TEXT NOT NULL, -- of waste
    grams        BIGINT NOT NULL, -- less than zero in a correction
    rule         TEXT NOT NULL,
    version      TEXT NOT NULL,
    evidence     TEXT NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (season_id, household_id, number)
);
CREATE INDEX entry_household ON entry (household_id);
CREATE INDEX entry_week ON entry (season_id, week);
CREATE INDEX entry_team ON entry (team_id, week);

-- What households that were forgotten leave to their team, without saying who.
CREATE TABLE entry_left (
    season_id TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    team_id   TEXT NOT NULL,
    zone      TEXT NOT NULL,
    week      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    stream    TEXT NOT NULL,
    grams     BIGINT NOT NULL,
    PRIMARY KEY (season_id, team_id, zone, week, kind, stream)
);

-- Sums of the ledgers, changed in the transaction that adds to them.
CREATE TABLE tally (
    season_id TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    scope     TEXT NOT NULL, -- household, team
    of        TEXT NOT NULL, -- the id of one
    week      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    stream    TEXT NOT NULL,
    grams     BIGINT NOT NULL,
    PRIMARY KEY (season_id, scope, of, week, kind, stream)
);

