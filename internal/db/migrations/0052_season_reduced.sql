-- +goose Up
-- Seasons of which only sums are left. See challenge.ReduceSeasons.
CREATE TABLE season_reduced (
    season_id  TEXT NOT NULL PRIMARY KEY REFERENCES season (id) ON DELETE CASCADE,
    reduced_at BIGINT NOT NULL
);
