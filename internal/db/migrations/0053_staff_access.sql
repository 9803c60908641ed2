-- +goose Up
-- What the staff of a city looked at and changed about people: one row for each of the
-- staff, thing, person and day. See package access.
CREATE TABLE staff_access (
    person_id TEXT NOT NULL, -- whom it is about
    day       TEXT NOT NULL, -- of the city
    by_person TEXT NOT NULL, -- who looked; leads to nobody once they are erased
    role      TEXT NOT NULL, -- as what
    what      TEXT NOT NULL,
    city_id   TEXT NOT NULL,
    times     BIGINT NOT NULL,
    PRIMARY KEY (person_id, day, by_person, role, what, city_id)
);
CREATE INDEX staff_access_day ON staff_access (day);
