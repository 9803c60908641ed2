-- +goose Up
-- A printed card by which somebody without e-mail comes in, as often as they
-- like, until it is revoked.
CREATE TABLE card (
    id           TEXT PRIMARY KEY,
    code_hash    TEXT NOT NULL UNIQUE,
    city_id      TEXT NOT NULL,
    household_id TEXT NOT NULL,
    person_id    TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    made_by      TEXT NOT NULL,
    made_at      BIGINT NOT NULL,
    used_at      BIGINT,
    revoked_at   BIGINT
);

CREATE INDEX card_person ON card (person_id);
CREATE INDEX card_city ON card (city_id, made_at);

-- A passkey of a person, by the id that its device gave it. The credential is
-- the public half with what else is checked, a JSON object of the library.
CREATE TABLE passkey (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    credential TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at    BIGINT
);

CREATE INDEX passkey_person ON passkey (person_id);

-- Something that a browser has begun and must end within minutes: making a
-- passkey, using one, going to the city's own sign-in and back. Person is empty
-- where nobody is signed in. A row is deleted when it is used.
CREATE TABLE ceremony (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    person_id  TEXT NOT NULL,
    data       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX ceremony_expires ON ceremony (expires_at);

-- Who somebody is in the city's own sign-in.
CREATE TABLE staff_identity (
    issuer    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX staff_identity_person ON staff_identity (person_id);
