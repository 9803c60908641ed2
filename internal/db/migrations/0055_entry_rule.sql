-- +goose Up
-- The entries of one rule in a week of a household are found without reading the others,
-- in the order in which they were written.
-- Beside the version before: it finds a week of a household by the new index as well.
DROP INDEX entry_household;
CREATE INDEX entry_household ON entry (household_id, season_id, week, rule, number);
