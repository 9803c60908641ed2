-- +goose Up
-- Neighbouring households of one season. One that has no members left is over.
CREATE TABLE team (
    id             TEXT PRIMARY KEY,
    season_id      TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    name           TEXT NOT NULL,
    zone           TEXT NOT NULL, -- empty where it is not known
    wave           BIGINT NOT NULL,
    number         BIGINT NOT NULL, -- in the stratum of teams, from 0; -1 where the season had begun
    animator       TEXT NOT NULL, -- a person; empty for none
    asked          TEXT NOT NULL, -- the person who is asked to be the animator; empty for nobody
    aim_households BIGINT NOT NULL, -- how many households the target was taken from; 0 for none yet
    aim_carbon     BIGINT NOT NULL, -- grams in a season, of all of these
    aim_waste      BIGINT NOT NULL,
    formed_by      TEXT NOT NULL, -- one of its adults, or who proposed it for the city
    created_at     BIGINT NOT NULL -- seconds since 1970, UTC, as every moment here
);
CREATE INDEX team_season ON team (season_id);
CREATE INDEX team_animator ON team (animator);

-- A household in a team, from a day of the city's calendar on.
CREATE TABLE team_member (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    household_id TEXT NOT NULL,
    number       BIGINT NOT NULL, -- 1 for the first team of a household in a season
    team_id      TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    place        BIGINT NOT NULL, -- 1 for the first to come into the team
    visibility   TEXT NOT NULL, -- hidden, name, missions, kg
    name         TEXT NOT NULL, -- what the team sees; empty where it is hidden
    named_by     TEXT NOT NULL, -- the person who chose it
    aim_carbon   BIGINT NOT NULL, -- grams in a season
    aim_waste    BIGINT NOT NULL,
    joined_day   TEXT NOT NULL,
    left_day     TEXT,
    PRIMARY KEY (season_id, household_id, number)
);
CREATE UNIQUE INDEX team_member_one ON team_member (season_id, household_id) WHERE left_day IS NULL;
CREATE INDEX team_member_team ON team_member (team_id);
CREATE INDEX team_member_household ON team_member (household_id);

-- A link by which households join, until it is too old. It is found by its hash.
CREATE TABLE team_link (
    hash       TEXT PRIMARY KEY,
    team_id    TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    made_by    TEXT NOT NULL,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX team_link_team ON team_link (team_id);

-- What a household says to a team that the city proposes to it.
CREATE TABLE team_proposal (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    household_id TEXT NOT NULL,
    team_id      TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    answer       TEXT NOT NULL, -- open, yes, no, later
    answered_by  TEXT NOT NULL,
    at           BIGINT NOT NULL, -- of the answer, or of the proposal
    PRIMARY KEY (season_id, household_id, team_id)
);
CREATE INDEX team_proposal_team ON team_proposal (team_id);

-- Who does not want to be the animator of a team.
CREATE TABLE animator_refusal (
    team_id   TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (team_id, person_id)
);

-- The draw of a household that joined, before its season, a team of another wave:
-- it starts with its team, and the evaluation knows what was drawn.
CREATE TABLE earlier_draw (
    season_id    TEXT NOT NULL REFERENCES season (id) ON DELETE CASCADE,
    household_id TEXT NOT NULL,
    turn         BIGINT NOT NULL, -- 1 for the first one
    stratum      TEXT NOT NULL,
    number       BIGINT NOT NULL,
    wave         BIGINT NOT NULL,
    until_at     BIGINT NOT NULL,
    PRIMARY KEY (season_id, household_id, turn)
);
