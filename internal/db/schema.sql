-- The tables as all migrations leave them, to read. Nobody runs this file.
-- Written by: go test ./internal/db -run Schema -update
-- The test holds it against both engines. The tables of the queue of jobs and of
-- the migrations themselves are left out.

CREATE TABLE answer (
    assessment_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    value TEXT,
    model TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, rule),
    FOREIGN KEY (assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);

CREATE TABLE assessment (
    id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    city_id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    active_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (token_hash)
);
CREATE INDEX assessment_active ON assessment (active_at);

CREATE TABLE city_count (
    city_id TEXT NOT NULL,
    households BIGINT NOT NULL,
    retired BIGINT NOT NULL,
    sampled BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (city_id)
);

CREATE TABLE city_snapshot (
    city_id TEXT NOT NULL,
    households BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (city_id, households)
);

CREATE TABLE city_snapshot_line (
    city_id TEXT NOT NULL,
    households BIGINT NOT NULL,
    rule TEXT NOT NULL,
    grams BIGINT NOT NULL,
    PRIMARY KEY (city_id, households, rule)
);

CREATE TABLE city_total (
    city_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    grams BIGINT NOT NULL,
    retired_grams BIGINT NOT NULL,
    PRIMARY KEY (city_id, rule)
);

CREATE TABLE confirmation (
    assessment_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    value TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, rule),
    FOREIGN KEY (assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);

CREATE TABLE installation (
    fact TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (fact)
);

CREATE TABLE milestone (
    assessment_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    revision BIGINT NOT NULL,
    carbon_model TEXT NOT NULL,
    waste_model TEXT NOT NULL,
    kept_at BIGINT NOT NULL,
    questions BIGINT NOT NULL,
    answers TEXT NOT NULL,
    PRIMARY KEY (assessment_id, number),
    FOREIGN KEY (assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);

CREATE TABLE milestone_line (
    assessment_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    rule TEXT NOT NULL,
    grams BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, number, rule),
    FOREIGN KEY (assessment_id, number) REFERENCES milestone (assessment_id, number) ON DELETE CASCADE
);

CREATE TABLE recalculation (
    assessment_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    from_carbon TEXT NOT NULL,
    from_waste TEXT NOT NULL,
    to_carbon TEXT NOT NULL,
    to_waste TEXT NOT NULL,
    recalculated_at BIGINT NOT NULL,
    seen_at BIGINT,
    account TEXT NOT NULL,
    PRIMARY KEY (assessment_id, number),
    FOREIGN KEY (assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);

CREATE TABLE result (
    assessment_id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    carbon_model TEXT NOT NULL,
    waste_model TEXT NOT NULL,
    computed_at BIGINT NOT NULL,
    sampled BIGINT NOT NULL DEFAULT 0,
    peer_group TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (assessment_id),
    FOREIGN KEY (assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);

CREATE TABLE result_line (
    assessment_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    grams BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, rule),
    FOREIGN KEY (assessment_id) REFERENCES result (assessment_id) ON DELETE CASCADE
);

CREATE TABLE shift_reason (
    assessment_id TEXT NOT NULL,
    earlier BIGINT NOT NULL,
    later BIGINT NOT NULL,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, earlier, later, rule),
    FOREIGN KEY (assessment_id, earlier) REFERENCES milestone (assessment_id, number) ON DELETE CASCADE,
    FOREIGN KEY (assessment_id, later) REFERENCES milestone (assessment_id, number) ON DELETE CASCADE
);
