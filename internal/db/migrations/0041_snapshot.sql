-- +goose Up
-- What is shown of a season's zones, of its flats and houses and of its city, week
-- by week. Rows are only added: a figure that was shown stays as it was.
CREATE TABLE snapshot (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    week         TEXT NOT NULL, -- in which it was taken
    scope        TEXT NOT NULL, -- city, zone, housing
    of           TEXT NOT NULL, -- the zone or the housing; empty for the city
    quantity     TEXT NOT NULL, -- carbon, waste/residual, weighed/residual, active…
    renewed_week TEXT NOT NULL, -- in which households were last added
    households   BIGINT NOT NULL, -- as shown: they rise by eleven or not
    counted      BIGINT NOT NULL, -- of them, as they are: not shown
    weeks        BIGINT NOT NULL, -- of households
    grams        BIGINT NOT NULL,
    person_weeks BIGINT NOT NULL, -- in thousandths
    kg2          DOUBLE PRECISION NOT NULL, -- sums over households of the products of
    kg_weeks     DOUBLE PRECISION NOT NULL, -- kilograms and person-weeks: how much
    weeks2       DOUBLE PRECISION NOT NULL, -- households differ
    percent      BIGINT NOT NULL, -- half the interval of grams, of them
    PRIMARY KEY (season_id, week, scope, of, quantity)
);

-- The weeks in which snapshots were taken.
CREATE TABLE snapshot_run (
    season_id TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    week      TEXT NOT NULL,
    taken_at  BIGINT NOT NULL, -- seconds since 1970, UTC
    PRIMARY KEY (season_id, week)
);

-- Up to when what the households of a cell brought is in the snapshots. A cell is
-- one kind of housing in one zone: it is added as a whole, or waits.
CREATE TABLE snapshot_cut (
    season_id TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    quantity  TEXT NOT NULL,
    zone      TEXT NOT NULL,
    housing   TEXT NOT NULL,
    upto      BIGINT NOT NULL, -- seconds since 1970, UTC
    in_zone    BIGINT NOT NULL, -- 1 where it was added to the figure of its zone too
    in_housing BIGINT NOT NULL, -- 1 where it was added to that of its housing
    PRIMARY KEY (season_id, quantity, zone, housing, upto)
);

-- The same sums by mission, for their intervals. They are not shown.
CREATE TABLE snapshot_rule (
    season_id TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    scope     TEXT NOT NULL,
    of        TEXT NOT NULL,
    quantity  TEXT NOT NULL,
    rule      TEXT NOT NULL,
    grams     BIGINT NOT NULL,
    PRIMARY KEY (season_id, scope, of, quantity, rule)
);
