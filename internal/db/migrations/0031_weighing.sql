-- +goose Up
-- Kilograms of one stream of waste on one day, of a household. Rows are only
-- added; one that was taken back says when.
CREATE TABLE weighing (
    household_id TEXT NOT NULL,
    number       BIGINT NOT NULL, -- 1 for the first of a household
    by_person    TEXT NOT NULL,
    day          TEXT NOT NULL, -- of the calendar of the city
    stream       TEXT NOT NULL,
    grams        BIGINT NOT NULL,
    spread_grams BIGINT NOT NULL, -- one standard deviation of the method
    method       TEXT NOT NULL, -- scale, bags, connected
    bags         BIGINT NOT NULL, -- 0 where it was weighed
    litres       BIGINT NOT NULL, -- of one bag
    fill_percent BIGINT NOT NULL, -- of the bags
    at           BIGINT NOT NULL, -- seconds since 1970, UTC
    undone_at    BIGINT,
    PRIMARY KEY (household_id, number)
);
CREATE INDEX weighing_day ON weighing (household_id, day);
