-- +goose Up
-- The intervals of a result as they were last drawn: what a page paints until
-- they are drawn again. A JSON object, only ever read whole.
CREATE TABLE last_interval (
    assessment_id TEXT PRIMARY KEY REFERENCES assessment (id) ON DELETE CASCADE,
    revision      BIGINT NOT NULL,
    carbon_model  TEXT NOT NULL,
    waste_model   TEXT NOT NULL,
    drawn         TEXT NOT NULL
);
