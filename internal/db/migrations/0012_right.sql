-- +goose Up
-- What a person is in a city.
CREATE TABLE role (
    city_id   TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role      TEXT NOT NULL,
    through   TEXT NOT NULL, -- how it was given: session, command, first_start, provider, sign_up
    since     BIGINT NOT NULL,
    PRIMARY KEY (city_id, person_id, role)
);

CREATE INDEX role_person ON role (person_id);

-- An association or another stakeholder, its people, and the permissions that
-- the city entrusts to it.
CREATE TABLE organisation (
    id         TEXT PRIMARY KEY,
    city_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    about      TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX organisation_city ON organisation (city_id);

CREATE TABLE organisation_member (
    organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    since           BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
);

CREATE INDEX organisation_member_person ON organisation_member (person_id);

CREATE TABLE organisation_trust (
    organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    permission      TEXT NOT NULL,
    since           BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, permission)
);

-- Who gave or took which right, and when. Rows are added and never changed, and
-- outlive the people they name by id.
CREATE TABLE right_event (
    id              TEXT PRIMARY KEY,
    number          BIGINT NOT NULL, -- within the city, from 1
    city_id         TEXT NOT NULL,
    person_id       TEXT NOT NULL, -- empty where an organisation gets it
    organisation_id TEXT NOT NULL, -- empty where a person gets it alone
    what            TEXT NOT NULL, -- "role:facilitator", "member", "trust:run_workshops"
    granted         BIGINT NOT NULL,
    by_person       TEXT NOT NULL, -- empty where nobody was signed in
    through         TEXT NOT NULL,
    at              BIGINT NOT NULL,
    UNIQUE (city_id, number)
);
