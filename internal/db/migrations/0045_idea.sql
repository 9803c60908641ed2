-- +goose Up
-- Missions that facilitators propose to a city, as their form described them.
CREATE TABLE idea (
    city_id   TEXT NOT NULL,
    number    BIGINT NOT NULL, -- 1 for the first of a city
    state     TEXT NOT NULL, -- proposed, published, declined, withdrawn
    by_person TEXT NOT NULL, -- empty once they are forgotten
    draft     TEXT NOT NULL, -- JSON
    why       TEXT NOT NULL, -- it was declined or withdrawn
    last_day  TEXT NOT NULL, -- of one that is withdrawn: the Monday after its last week
    made_at   BIGINT NOT NULL, -- seconds since 1970, UTC, as every moment here
    PRIMARY KEY (city_id, number)
);
CREATE INDEX idea_person ON idea (by_person);

-- What happened to them. Rows are only added.
CREATE TABLE idea_step (
    city_id   TEXT NOT NULL,
    idea      BIGINT NOT NULL,
    number    BIGINT NOT NULL, -- 1 for the first of an idea
    state     TEXT NOT NULL, -- that it came to
    by_person TEXT NOT NULL, -- empty once they are forgotten
    why       TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (city_id, idea, number),
    FOREIGN KEY (city_id, idea) REFERENCES idea (city_id, number) ON DELETE CASCADE
);
CREATE INDEX idea_step_person ON idea_step (by_person);
