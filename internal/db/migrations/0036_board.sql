-- +goose Up
-- Short messages of a team. Rows are added; a text is emptied when its author
-- takes it back, and a row goes when what became of it has been kept long enough.
CREATE TABLE board_message (
    team_id      TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    number       BIGINT NOT NULL, -- 1 for the first of a team
    person_id    TEXT NOT NULL, -- empty once they are forgotten
    household_id TEXT NOT NULL, -- then
    text         TEXT NOT NULL,
    at           BIGINT NOT NULL, -- seconds since 1970, UTC, as every moment here
    PRIMARY KEY (team_id, number)
);
CREATE INDEX board_message_person ON board_message (person_id);

-- What became of a message. Rows are only added.
CREATE TABLE board_event (
    team_id      TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    number       BIGINT NOT NULL, -- 1 for the first of a team
    message      BIGINT NOT NULL,
    kind         TEXT NOT NULL, -- report, animator, city, restore, remove
    by_person    TEXT NOT NULL,
    household_id TEXT NOT NULL, -- of who reports
    why          TEXT NOT NULL, -- insult, private, advert, other
    at           BIGINT NOT NULL,
    PRIMARY KEY (team_id, number)
);
CREATE INDEX board_event_message ON board_event (team_id, message);
CREATE INDEX board_event_person ON board_event (by_person);

-- Who may not write on a board. The last row of a person holds.
CREATE TABLE board_block (
    team_id   TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    number    BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    blocked   BIGINT NOT NULL, -- 1, or 0 where it was lifted
    by_person TEXT NOT NULL,
    why       TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (team_id, number)
);
CREATE INDEX board_block_person ON board_block (person_id);
