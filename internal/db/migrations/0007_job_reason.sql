-- +goose Up
-- Why a job was put into the queue, where there is to be one for each reason:
-- "welcome " and the id of a person. The jobs themselves are in the tables of the
-- queue, which come with it.
CREATE TABLE job_reason (
    reason   TEXT PRIMARY KEY,
    noted_at BIGINT NOT NULL
);

CREATE INDEX job_reason_noted ON job_reason (noted_at);
