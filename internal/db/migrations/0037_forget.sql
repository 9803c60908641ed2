-- +goose Up
-- What there is of one person or household in the challenge is found by these when
-- they are forgotten.
CREATE INDEX entry_person ON entry (person_id);
CREATE INDEX check_in_person ON check_in (person_id);
CREATE INDEX check_in_by ON check_in (by_person);
CREATE INDEX lasting_person ON lasting (person_id);
CREATE INDEX counted_household ON counted (household_id);
CREATE INDEX offer_person ON offer (person_id);
CREATE INDEX weighing_by ON weighing (by_person);
CREATE INDEX team_member_named ON team_member (named_by);
CREATE INDEX team_link_made ON team_link (made_by);
