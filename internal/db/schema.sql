-- The tables as all migrations leave them, to read. Nobody runs this file.
-- Written by: go test ./internal/db -run Schema -update
-- The test holds it against both engines. The tables of the queue of jobs and of
-- the migrations themselves are left out.

CREATE TABLE absence (
    household_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    left_day TEXT NOT NULL,
    back_day TEXT NOT NULL,
    PRIMARY KEY (household_id, number),
    FOREIGN KEY (household_id) REFERENCES household (id) ON DELETE CASCADE
);

CREATE TABLE animator_refusal (
    team_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (team_id, person_id),
    FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE
);

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
    person_id TEXT,
    PRIMARY KEY (id),
    UNIQUE (token_hash)
);
CREATE INDEX assessment_active ON assessment (active_at);
CREATE UNIQUE INDEX assessment_person ON assessment (person_id);

CREATE TABLE board_block (
    team_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    blocked BIGINT NOT NULL,
    by_person TEXT NOT NULL,
    why TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (team_id, number),
    FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE
);
CREATE INDEX board_block_person ON board_block (person_id);

CREATE TABLE board_event (
    team_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    message BIGINT NOT NULL,
    kind TEXT NOT NULL,
    by_person TEXT NOT NULL,
    household_id TEXT NOT NULL,
    why TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (team_id, number),
    FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE
);
CREATE INDEX board_event_message ON board_event (team_id, message);
CREATE INDEX board_event_person ON board_event (by_person);

CREATE TABLE board_message (
    team_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (team_id, number),
    FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE
);
CREATE INDEX board_message_person ON board_message (person_id);

CREATE TABLE budget (
    name TEXT NOT NULL,
    owed_until BIGINT NOT NULL,
    PRIMARY KEY (name)
);
CREATE INDEX budget_owed ON budget (owed_until);

CREATE TABLE card (
    id TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    city_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (code_hash),
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX card_city ON card (city_id, made_at);
CREATE INDEX card_person ON card (person_id);

CREATE TABLE ceremony (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ceremony_expires ON ceremony (expires_at);

CREATE TABLE check_in (
    season_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    week TEXT NOT NULL,
    mission TEXT NOT NULL,
    person_id TEXT NOT NULL,
    theme TEXT NOT NULL,
    times BIGINT NOT NULL,
    persons BIGINT NOT NULL,
    worth TEXT NOT NULL,
    by_person TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (season_id, household_id, week, mission, person_id),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);
CREATE INDEX check_in_by ON check_in (by_person);
CREATE INDEX check_in_person ON check_in (person_id);

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

CREATE TABLE consent (
    person_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    version TEXT NOT NULL,
    choice TEXT NOT NULL,
    chosen_at BIGINT NOT NULL,
    screen TEXT NOT NULL,
    PRIMARY KEY (person_id, number),
    FOREIGN KEY (version) REFERENCES consent_text (version)
);
CREATE INDEX consent_last ON consent (person_id, purpose, number);

CREATE TABLE consent_text (
    version TEXT NOT NULL,
    purpose TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (version)
);

CREATE TABLE counted (
    season_id TEXT NOT NULL,
    week TEXT NOT NULL,
    mission TEXT NOT NULL,
    person_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    PRIMARY KEY (season_id, week, mission, person_id),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);
CREATE INDEX counted_household ON counted (household_id, season_id, week, mission);
CREATE INDEX counted_person ON counted (person_id);

CREATE TABLE data_request (
    id TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    ended_at BIGINT,
    outcome TEXT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX data_request_asked ON data_request (asked_at);

CREATE TABLE earlier_draw (
    season_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    turn BIGINT NOT NULL,
    stratum TEXT NOT NULL,
    number BIGINT NOT NULL,
    wave BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (season_id, household_id, turn),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE enrolment (
    season_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    enrolled_at BIGINT NOT NULL,
    channel TEXT NOT NULL,
    housing TEXT NOT NULL,
    zone TEXT NOT NULL,
    stratum TEXT NOT NULL,
    number BIGINT NOT NULL,
    wave BIGINT NOT NULL,
    team_id TEXT NOT NULL,
    PRIMARY KEY (season_id, household_id),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);
CREATE INDEX enrolment_household ON enrolment (household_id);
CREATE INDEX enrolment_team ON enrolment (team_id);

CREATE TABLE entry (
    season_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    zone TEXT NOT NULL,
    week TEXT NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    grams BIGINT NOT NULL,
    rule TEXT NOT NULL,
    version TEXT NOT NULL,
    evidence TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (season_id, household_id, number),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);
CREATE INDEX entry_household ON entry (household_id, season_id, week, rule, number);
CREATE INDEX entry_person ON entry (person_id);
CREATE INDEX entry_team ON entry (team_id, week);
CREATE INDEX entry_week ON entry (season_id, week);

CREATE TABLE entry_left (
    season_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    zone TEXT NOT NULL,
    week TEXT NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    grams BIGINT NOT NULL,
    PRIMARY KEY (season_id, team_id, zone, week, kind, stream),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE erased (
    digest TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (digest)
);

CREATE TABLE erasure (
    reference TEXT NOT NULL,
    erased_at BIGINT NOT NULL,
    cleaned_at BIGINT,
    PRIMARY KEY (reference)
);
CREATE INDEX erasure_cleaned ON erasure (cleaned_at);

CREATE TABLE first_link (
    city_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (city_id),
    UNIQUE (token_hash)
);

CREATE TABLE home (
    household_id TEXT NOT NULL,
    from_day TEXT NOT NULL,
    city_id TEXT NOT NULL,
    zone TEXT NOT NULL,
    housing TEXT NOT NULL,
    persons BIGINT NOT NULL,
    children BIGINT NOT NULL,
    nights_away BIGINT NOT NULL,
    PRIMARY KEY (household_id, from_day),
    FOREIGN KEY (household_id) REFERENCES household (id) ON DELETE CASCADE
);

CREATE TABLE household (
    id TEXT NOT NULL,
    split_from TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY (split_from) REFERENCES household (id)
);

CREATE TABLE idea (
    city_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    by_person TEXT NOT NULL,
    draft TEXT NOT NULL,
    why TEXT NOT NULL,
    last_day TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (city_id, number)
);
CREATE INDEX idea_person ON idea (by_person);

CREATE TABLE idea_step (
    city_id TEXT NOT NULL,
    idea BIGINT NOT NULL,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    by_person TEXT NOT NULL,
    why TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (city_id, idea, number),
    FOREIGN KEY (city_id, idea) REFERENCES idea (city_id, number) ON DELETE CASCADE
);
CREATE INDEX idea_step_person ON idea_step (by_person);

CREATE TABLE inactive (
    person_id TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    warning BIGINT NOT NULL,
    warned_at BIGINT NOT NULL,
    sent_at BIGINT,
    reminded_at BIGINT,
    days BIGINT NOT NULL,
    last_day TEXT NOT NULL,
    PRIMARY KEY (person_id),
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);

CREATE TABLE inactive_run (
    city_id TEXT NOT NULL,
    day TEXT NOT NULL,
    ran_at BIGINT NOT NULL,
    warned BIGINT NOT NULL,
    erased BIGINT NOT NULL,
    PRIMARY KEY (city_id)
);

CREATE TABLE installation (
    fact TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (fact)
);

CREATE TABLE invitation (
    id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    locator TEXT,
    verifier_hash TEXT NOT NULL,
    for_person TEXT,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    places BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    ended TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (household_id, number),
    UNIQUE (locator),
    FOREIGN KEY (household_id) REFERENCES household (id) ON DELETE CASCADE
);
CREATE INDEX invitation_person ON invitation (for_person);

CREATE TABLE job_reason (
    reason TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (reason)
);
CREATE INDEX job_reason_noted ON job_reason (noted_at);

CREATE TABLE join_attempt (
    person_id TEXT NOT NULL,
    since_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    PRIMARY KEY (person_id)
);

CREATE TABLE last_interval (
    assessment_id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    carbon_model TEXT NOT NULL,
    waste_model TEXT NOT NULL,
    drawn TEXT NOT NULL,
    PRIMARY KEY (assessment_id),
    FOREIGN KEY (assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);

CREATE TABLE lasting (
    season_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    mission TEXT NOT NULL,
    person_id TEXT NOT NULL,
    since_week TEXT NOT NULL,
    until_week TEXT,
    worth TEXT NOT NULL,
    PRIMARY KEY (season_id, household_id, mission, person_id),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);
CREATE INDEX lasting_person ON lasting (person_id);

CREATE TABLE mail (
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL,
    prompt BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    problem TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (reason)
);
CREATE INDEX mail_due ON mail (state, due_at);
CREATE INDEX mail_person ON mail (person_id, queued_at);

CREATE TABLE member (
    household_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    person_id TEXT,
    name TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    left_at BIGINT,
    PRIMARY KEY (household_id, number),
    FOREIGN KEY (household_id) REFERENCES household (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX member_living ON member (person_id) WHERE left_at IS NULL;
CREATE INDEX member_stays ON member (person_id);

CREATE TABLE merged (
    from_id TEXT NOT NULL,
    into_id TEXT NOT NULL,
    PRIMARY KEY (from_id),
    FOREIGN KEY (into_id) REFERENCES assessment (id) ON DELETE CASCADE
);
CREATE INDEX merged_into ON merged (into_id);

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

CREATE TABLE mission_record (
    season_id TEXT NOT NULL,
    housing TEXT NOT NULL,
    mission TEXT NOT NULL,
    offered BIGINT NOT NULL,
    done BIGINT NOT NULL,
    PRIMARY KEY (season_id, housing, mission),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE offer (
    season_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    week TEXT NOT NULL,
    mission TEXT NOT NULL,
    number BIGINT NOT NULL,
    household_id TEXT NOT NULL,
    theme TEXT NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (season_id, person_id, week, mission),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);
CREATE INDEX offer_household ON offer (household_id);
CREATE INDEX offer_person ON offer (person_id);

CREATE TABLE organisation (
    id TEXT NOT NULL,
    city_id TEXT NOT NULL,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX organisation_city ON organisation (city_id);

CREATE TABLE organisation_member (
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, person_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE,
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX organisation_member_person ON organisation_member (person_id);

CREATE TABLE organisation_trust (
    organisation_id TEXT NOT NULL,
    permission TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, permission),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE
);

CREATE TABLE passkey (
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX passkey_person ON passkey (person_id);

CREATE TABLE person (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE (email_key)
);

CREATE TABLE prompt_refusal (
    person_id TEXT NOT NULL,
    refused_at BIGINT NOT NULL,
    PRIMARY KEY (person_id)
);

CREATE TABLE ranking_entrant (
    season_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    number BIGINT NOT NULL,
    household_id TEXT NOT NULL,
    text_version TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, season_id),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);
CREATE INDEX ranking_entrant_household ON ranking_entrant (season_id, household_id);
CREATE UNIQUE INDEX ranking_entrant_name ON ranking_entrant (season_id, name, number);

CREATE TABLE ranking_place (
    season_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    tenths BIGINT NOT NULL,
    place BIGINT NOT NULL,
    last_place BIGINT NOT NULL,
    PRIMARY KEY (person_id, season_id, kind),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);
CREATE INDEX ranking_place_household ON ranking_place (season_id, kind, household_id);
CREATE INDEX ranking_place_last ON ranking_place (season_id, last_place);

CREATE TABLE ranking_run (
    season_id TEXT NOT NULL,
    week TEXT NOT NULL,
    carbon BIGINT NOT NULL,
    carbon_tied BIGINT NOT NULL,
    carbon_tied_at BIGINT NOT NULL,
    waste BIGINT NOT NULL,
    waste_tied BIGINT NOT NULL,
    waste_tied_at BIGINT NOT NULL,
    counted_at BIGINT NOT NULL,
    PRIMARY KEY (season_id),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
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
    in_city BIGINT NOT NULL DEFAULT 1,
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

CREATE TABLE retention_run (
    rule TEXT NOT NULL,
    since_at BIGINT NOT NULL,
    last_at BIGINT,
    failed_at BIGINT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (rule)
);

CREATE TABLE right_event (
    id TEXT NOT NULL,
    number BIGINT NOT NULL,
    city_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    what TEXT NOT NULL,
    granted BIGINT NOT NULL,
    by_person TEXT NOT NULL,
    through TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (city_id, number)
);

CREATE TABLE role (
    city_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    role TEXT NOT NULL,
    through TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (city_id, person_id, role),
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX role_person ON role (person_id);

CREATE TABLE season (
    id TEXT NOT NULL,
    city_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    from_week TEXT NOT NULL,
    weeks BIGINT NOT NULL,
    baseline_weeks BIGINT NOT NULL,
    waves BIGINT NOT NULL,
    wave_gap BIGINT NOT NULL,
    waste_target BIGINT NOT NULL,
    carbon_target BIGINT NOT NULL,
    seed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (city_id, number)
);

CREATE TABLE season_change (
    season_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    by_person TEXT NOT NULL,
    plan TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (season_id, number),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE season_reduced (
    season_id TEXT NOT NULL,
    reduced_at BIGINT NOT NULL,
    PRIMARY KEY (season_id),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE session (
    id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    earlier_hash TEXT,
    earlier_until BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    device TEXT NOT NULL,
    stale BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (earlier_hash),
    UNIQUE (token_hash),
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE sharing (
    owner_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    reader_id TEXT NOT NULL,
    thing TEXT NOT NULL,
    household_id TEXT NOT NULL,
    since_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (owner_id, number),
    FOREIGN KEY (household_id) REFERENCES household (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX sharing_live ON sharing (owner_id, reader_id, thing) WHERE ended_at IS NULL;
CREATE INDEX sharing_reader ON sharing (reader_id);

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

CREATE TABLE sign_in (
    id TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    language TEXT NOT NULL,
    person_id TEXT NOT NULL,
    token_hash TEXT,
    code_hash TEXT NOT NULL,
    wrong_codes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (token_hash)
);
CREATE INDEX sign_in_expires ON sign_in (expires_at);

CREATE TABLE snapshot (
    season_id TEXT NOT NULL,
    week TEXT NOT NULL,
    scope TEXT NOT NULL,
    of TEXT NOT NULL,
    quantity TEXT NOT NULL,
    renewed_week TEXT NOT NULL,
    households BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    weeks BIGINT NOT NULL,
    grams BIGINT NOT NULL,
    person_weeks BIGINT NOT NULL,
    kg2 DOUBLE PRECISION NOT NULL,
    kg_weeks DOUBLE PRECISION NOT NULL,
    weeks2 DOUBLE PRECISION NOT NULL,
    percent BIGINT NOT NULL,
    PRIMARY KEY (season_id, week, scope, of, quantity),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE snapshot_cut (
    season_id TEXT NOT NULL,
    quantity TEXT NOT NULL,
    zone TEXT NOT NULL,
    housing TEXT NOT NULL,
    upto BIGINT NOT NULL,
    in_zone BIGINT NOT NULL,
    in_housing BIGINT NOT NULL,
    PRIMARY KEY (season_id, quantity, zone, housing, upto),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE snapshot_rule (
    season_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    of TEXT NOT NULL,
    quantity TEXT NOT NULL,
    rule TEXT NOT NULL,
    grams BIGINT NOT NULL,
    PRIMARY KEY (season_id, scope, of, quantity, rule),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE snapshot_run (
    season_id TEXT NOT NULL,
    week TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (season_id, week),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE staff_access (
    person_id TEXT NOT NULL,
    day TEXT NOT NULL,
    by_person TEXT NOT NULL,
    role TEXT NOT NULL,
    what TEXT NOT NULL,
    city_id TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (person_id, day, by_person, role, what, city_id)
);
CREATE INDEX staff_access_day ON staff_access (day);

CREATE TABLE staff_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (issuer, subject),
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX staff_identity_person ON staff_identity (person_id);

CREATE TABLE staff_session (
    session_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (session_id),
    FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);

CREATE TABLE steering_card (
    city_id TEXT NOT NULL,
    card TEXT NOT NULL,
    schema_version BIGINT NOT NULL,
    season_id TEXT NOT NULL,
    figures TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (city_id, card),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE steering_run (
    city_id TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    done BIGINT NOT NULL,
    steps BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (city_id)
);

CREATE TABLE stratum (
    season_id TEXT NOT NULL,
    stratum TEXT NOT NULL,
    drawn BIGINT NOT NULL,
    PRIMARY KEY (season_id, stratum),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE takeout (
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    done BIGINT NOT NULL,
    steps BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    ready_at BIGINT,
    bytes BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (person_id)
);
CREATE INDEX takeout_asked ON takeout (asked_at);

CREATE TABLE tally (
    season_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    of TEXT NOT NULL,
    week TEXT NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    grams BIGINT NOT NULL,
    PRIMARY KEY (season_id, scope, of, week, kind, stream),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);

CREATE TABLE team (
    id TEXT NOT NULL,
    season_id TEXT NOT NULL,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    wave BIGINT NOT NULL,
    number BIGINT NOT NULL,
    animator TEXT NOT NULL,
    asked TEXT NOT NULL,
    aim_households BIGINT NOT NULL,
    aim_carbon BIGINT NOT NULL,
    aim_waste BIGINT NOT NULL,
    formed_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE
);
CREATE INDEX team_animator ON team (animator);
CREATE INDEX team_season ON team (season_id);

CREATE TABLE team_link (
    hash TEXT NOT NULL,
    team_id TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (hash),
    FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE
);
CREATE INDEX team_link_made ON team_link (made_by);
CREATE INDEX team_link_team ON team_link (team_id);

CREATE TABLE team_member (
    season_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    team_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    visibility TEXT NOT NULL,
    name TEXT NOT NULL,
    named_by TEXT NOT NULL,
    aim_carbon BIGINT NOT NULL,
    aim_waste BIGINT NOT NULL,
    joined_day TEXT NOT NULL,
    left_day TEXT,
    PRIMARY KEY (season_id, household_id, number),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE,
    FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE
);
CREATE INDEX team_member_household ON team_member (household_id);
CREATE INDEX team_member_named ON team_member (named_by);
CREATE UNIQUE INDEX team_member_one ON team_member (season_id, household_id) WHERE left_day IS NULL;
CREATE INDEX team_member_team ON team_member (team_id);

CREATE TABLE team_proposal (
    season_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (season_id, household_id, team_id),
    FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE,
    FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE
);
CREATE INDEX team_proposal_team ON team_proposal (team_id);

CREATE TABLE weighing (
    household_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    by_person TEXT NOT NULL,
    day TEXT NOT NULL,
    stream TEXT NOT NULL,
    grams BIGINT NOT NULL,
    spread_grams BIGINT NOT NULL,
    method TEXT NOT NULL,
    bags BIGINT NOT NULL,
    litres BIGINT NOT NULL,
    fill_percent BIGINT NOT NULL,
    at BIGINT NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (household_id, number)
);
CREATE INDEX weighing_by ON weighing (by_person);
CREATE INDEX weighing_day ON weighing (household_id, day);
