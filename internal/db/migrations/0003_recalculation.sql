-- +goose Up
-- One time that the result of an assessment was computed again with other
-- models, the first with number 1. The grams are of the totals, before and
-- after; the account, a JSON object, says what made the difference and keeps
-- the answers that could not be brought over. A moment of seen_at that is NULL
-- means that the household has not been told yet.
CREATE TABLE recalculation (
    assessment_id   TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    number          BIGINT NOT NULL,
    from_carbon     TEXT NOT NULL,
    from_waste      TEXT NOT NULL,
    to_carbon       TEXT NOT NULL,
    to_waste        TEXT NOT NULL,
    recalculated_at BIGINT NOT NULL,
    seen_at         BIGINT,
    account         TEXT NOT NULL,
    PRIMARY KEY (assessment_id, number)
);
