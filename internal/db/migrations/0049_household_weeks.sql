-- +goose Up
-- What a household has in a week is found by the household. An index by season and
-- week looks as good to SQLite and finds a whole city.
DROP INDEX entry_household;
CREATE INDEX entry_household ON entry (household_id, season_id, week);
DROP INDEX counted_household;
CREATE INDEX counted_household ON counted (household_id, season_id, week, mission);
