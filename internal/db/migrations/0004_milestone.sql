-- +goose Up
-- An assessment as it stood on one day, kept by its household: nothing of it
-- but its name ever changes. The first of an assessment has number 1. Answers
-- is a JSON object of stored values by rule, where null is "je ne sais pas": it
-- is only ever read whole, for one household.
CREATE TABLE milestone (
    assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    number        BIGINT NOT NULL,
    name          TEXT NOT NULL, -- empty where it has none
    revision      BIGINT NOT NULL,
    carbon_model  TEXT NOT NULL,
    waste_model   TEXT NOT NULL,
    kept_at       BIGINT NOT NULL,
    questions     BIGINT NOT NULL,
    answers       TEXT NOT NULL,
    PRIMARY KEY (assessment_id, number)
);

-- Its amounts, as in result_line.
CREATE TABLE milestone_line (
    assessment_id TEXT NOT NULL,
    number        BIGINT NOT NULL,
    rule          TEXT NOT NULL,
    grams         BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, number, rule),
    FOREIGN KEY (assessment_id, number) REFERENCES milestone (assessment_id, number) ON DELETE CASCADE
);

-- What a household says of an answer that differs between two of its
-- milestones. An answer without a row has not been asked about yet.
CREATE TABLE shift_reason (
    assessment_id TEXT NOT NULL,
    earlier       BIGINT NOT NULL,
    later         BIGINT NOT NULL,
    rule          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    said_at       BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, earlier, later, rule),
    FOREIGN KEY (assessment_id, earlier) REFERENCES milestone (assessment_id, number) ON DELETE CASCADE,
    FOREIGN KEY (assessment_id, later) REFERENCES milestone (assessment_id, number) ON DELETE CASCADE
);
