-- +goose Up
-- One browser's questionnaire. The browser keeps the token, we keep its hash.
-- Revision counts the answers given, so that a result computed from answers
-- that have changed meanwhile is never stored.
CREATE TABLE assessment (
    id         TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    city_id    TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    created_at BIGINT NOT NULL, -- seconds since 1970, UTC, as every moment here
    active_at  BIGINT NOT NULL
);

CREATE INDEX assessment_active ON assessment (active_at);

-- One answer to one question. A value that is NULL is "je ne sais pas"; a
-- mosaic is one answer, a JSON object by rule of its options.
CREATE TABLE answer (
    assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    rule          TEXT NOT NULL,
    value         TEXT,
    model         TEXT NOT NULL,
    answered_at   BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, rule)
);

-- The result of an assessment that counts in its city, and its amounts: grams
-- of CO2e per person and year by category, grams of waste per person and week
-- by stream.
CREATE TABLE result (
    assessment_id TEXT PRIMARY KEY REFERENCES assessment (id) ON DELETE CASCADE,
    revision      BIGINT NOT NULL,
    carbon_model  TEXT NOT NULL,
    waste_model   TEXT NOT NULL,
    computed_at   BIGINT NOT NULL
);

CREATE TABLE result_line (
    assessment_id TEXT NOT NULL REFERENCES result (assessment_id) ON DELETE CASCADE,
    rule          TEXT NOT NULL,
    grams         BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, rule)
);

-- The city's exact totals. What is retired is the part of a total whose answers
-- were deleted for age, and that no row of result explains any more.
CREATE TABLE city_count (
    city_id    TEXT PRIMARY KEY,
    households BIGINT NOT NULL,
    retired    BIGINT NOT NULL
);

CREATE TABLE city_total (
    city_id       TEXT NOT NULL,
    rule          TEXT NOT NULL,
    grams         BIGINT NOT NULL,
    retired_grams BIGINT NOT NULL,
    PRIMARY KEY (city_id, rule)
);

-- What the city shows: its totals as they stood at a number of households.
CREATE TABLE city_snapshot (
    city_id    TEXT NOT NULL,
    households BIGINT NOT NULL,
    taken_at   BIGINT NOT NULL,
    PRIMARY KEY (city_id, households)
);

CREATE TABLE city_snapshot_line (
    city_id    TEXT NOT NULL,
    households BIGINT NOT NULL,
    rule       TEXT NOT NULL,
    grams      BIGINT NOT NULL,
    PRIMARY KEY (city_id, households, rule)
);
