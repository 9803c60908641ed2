-- +goose Up
-- The last unusual answer to a question that a household has confirmed, as it
-- is stored in answer, so that it is not asked about again.
CREATE TABLE confirmation (
    assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    rule          TEXT NOT NULL,
    value         TEXT NOT NULL,
    confirmed_at  BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, rule)
);
