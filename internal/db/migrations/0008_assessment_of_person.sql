-- +goose Up
-- The assessment of somebody who has an account, which is found by the account
-- and no longer by the token of a browser.
ALTER TABLE assessment ADD COLUMN person_id TEXT;

CREATE UNIQUE INDEX assessment_person ON assessment (person_id);
