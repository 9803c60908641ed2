-- +goose Up
-- The assessment of somebody who has an account, which is found by the account
-- and no longer by the token of a browser.
ALTER TABLE assessment ADD COLUMN person_id TEXT;

CREATE UNIQUE INDEX assessment_person ON assessment (person_id);

-- A household counts once in its city, by the result of one of its adults. The
-- results of the others are stored and not counted.
ALTER TABLE result ADD COLUMN in_city BIGINT NOT NULL DEFAULT 1;
