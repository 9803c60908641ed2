-- +goose Up
-- Some households, at most five of the newcomers between two snapshots of their
-- city, also count in a group of households like them. Sampled says that this
-- one does, from its first result on; peer_group is the group that holds its
-- amounts, empty for none.
ALTER TABLE result ADD COLUMN sampled BIGINT NOT NULL DEFAULT 0;
ALTER TABLE result ADD COLUMN peer_group TEXT NOT NULL DEFAULT '';

-- A group has its count, totals and snapshots in the tables of the cities, under
-- the name of its city and its own: "issy/appartement/2".
-- Sampled counts the newcomers since the last snapshot that were taken in.
ALTER TABLE city_count ADD COLUMN sampled BIGINT NOT NULL DEFAULT 0;
