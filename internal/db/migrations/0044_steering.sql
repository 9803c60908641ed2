-- +goose Up
-- The figures that an officer of a city reads, one row for each question, as they
-- were made last. They hold nobody and nothing about fewer than eleven households.
CREATE TABLE steering_card (
    city_id        TEXT NOT NULL,
    card           TEXT NOT NULL,
    schema_version BIGINT NOT NULL, -- of figures; another one is made again
    season_id      TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    figures        TEXT NOT NULL, -- JSON
    made_at        BIGINT NOT NULL, -- seconds since 1970, UTC, as every moment here
    PRIMARY KEY (city_id, card)
);

-- How the last making of these figures stands.
CREATE TABLE steering_run (
    city_id  TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    done     BIGINT NOT NULL,
    steps    BIGINT NOT NULL,
    ended_at BIGINT, -- NULL while it goes on, or where it has failed
    PRIMARY KEY (city_id)
);
