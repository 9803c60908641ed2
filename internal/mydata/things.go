package mydata

import (
	"slices"

	"capzero/internal/retention"
)

// Groups are all things that are held about people, by what they are held for, in
// the order that they are read.
func Groups() []Group {
	return []Group{
		{"account", "account", accountThings()},
		{"home", "home", homeThings()},
		{"bilan", "assessment", bilanThings()},
		{"challenge", "challenge", challengeThings()},
		{"team", "challenge", teamThings()},
		{"ranking", "ranking", rankingThings()},
		{"sharing", "sharing", sharingThings()},
		{"choices", "proof", choiceThings()},
		{"mails", "mails", mailThings()},
		{"work", "work", workThings()},
		{"looks", "looks", lookThings()},
	}
}

func accountThings() []Thing {
	return []Thing{
		{Name: "compte", Until: retention.Inactive, Table: "person", Of: person("id"), Newest: "created_at", At: "/compte", Columns: slices.Concat(
			own("name"), given("email", "language"), as(moment, "created_at", "seen_at"), left(Internal, "id", "email_key"))},
		{Name: "inactivite", Until: retention.Inactive, Table: "inactive", Of: person("person_id"), Newest: "found_at", Columns: slices.Concat(
			own("last_day"), given("warning", "days"), as(moment, "found_at", "warned_at", "sent_at", "reminded_at"), left(Internal, "person_id"))},
		{Name: "appareils", Until: retention.Devices, Table: "session", Of: person("person_id"), Newest: "seen_at", At: "/compte#appareils", Columns: slices.Concat(
			given("device"), as(moment, "created_at", "seen_at", "expires_at"),
			left(Internal, "id", "person_id", "stale", "earlier_until"), left(Secret, "token_hash", "earlier_hash"))},
		{Name: "cles", Until: retention.WithAccount, Table: "passkey", Of: person("person_id"), Newest: "created_at", At: "/compte", Columns: slices.Concat(
			own("name"), as(moment, "created_at", "used_at"), left(Internal, "id", "person_id"), left(Secret, "credential"))},
		{Name: "cartes", Until: retention.WithAccount, Table: "card", Of: person("person_id"), Newest: "made_at", Columns: slices.Concat(
			given("city_id"), as(moment, "made_at", "used_at", "revoked_at"),
			left(Internal, "id", "person_id", "household_id"), left(Secret, "code_hash"), left(Others, "made_by"))},
		{Name: "entrees", Until: retention.SignIns, Table: "sign_in", Of: person("person_id"), Newest: "created_at", Columns: slices.Concat(
			given("email", "language", "wrong_codes"), as(moment, "created_at", "expires_at", "used_at"),
			left(Internal, "id", "person_id", "email_key"), left(Secret, "token_hash", "code_hash"))},
		{Name: "identites", Until: retention.WithAccount, Table: "staff_identity", Of: person("person_id"), Columns: slices.Concat(
			given("issuer", "subject"), left(Internal, "person_id"))},
		{Name: "codes", Until: retention.Invitations, Table: "join_attempt", Of: person("person_id"), Columns: slices.Concat(
			given("failures"), as(moment, "since_at"), left(Internal, "person_id"))},
		{Name: "copies", Until: retention.Takeouts, Table: "takeout", Of: person("person_id"), Newest: "asked_at", Columns: slices.Concat(
			own("state"), given("language", "bytes"), as(moment, "asked_at", "ready_at"),
			left(Internal, "id", "person_id", "done", "steps"), left(Derived, "sealed"))},
	}
}

func homeThings() []Thing {
	return []Thing{
		{Name: "foyer", Until: retention.WithHousehold, Table: "household", Of: `id IN (SELECT household_id FROM member WHERE person_id = ? AND left_at IS NULL)`, Shared: true,
			At: "/foyer", Columns: slices.Concat(as(moment, "created_at", "ended_at"), left(Internal, "id", "split_from"))},
		{Name: "logements", Until: retention.WithHousehold, Table: "home", Of: ofHousehold, Shared: true, Newest: "from_day", At: "/foyer/logement", Columns: slices.Concat(
			own("persons"), given("from_day", "city_id", "zone", "housing", "children", "nights_away"), left(Internal, "household_id"))},
		{Name: "membres", Until: retention.WithHousehold, Table: "member", Of: `(person_id = ? OR person_id IS NULL AND ` + ofHousehold + `)`, Shared: true, Newest: "joined_at",
			At: "/foyer/enfants", Columns: slices.Concat(own("name"), as(moment, "joined_at", "left_at"),
				left(Internal, "household_id", "number", "person_id"))},
		{Name: "absences", Until: retention.WithHousehold, Table: "absence", Of: ofHousehold, Shared: true, Newest: "left_day", At: "/foyer/absences", Columns: slices.Concat(
			given("left_day", "back_day"), left(Internal, "household_id", "number"))},
		{Name: "invitations", Until: retention.Invitations, Table: "invitation", Of: person("made_by"), Newest: "made_at", At: "/foyer/inviter", Columns: slices.Concat(
			own("kind"), given("places", "failures", "ended"), as(moment, "made_at", "expires_at"),
			left(Internal, "id", "household_id", "number", "made_by"), left(Secret, "locator", "verifier_hash"), left(Others, "for_person"))},
	}
}

func bilanThings() []Thing {
	return []Thing{
		{Name: "bilan", Until: retention.WithAccount, Table: "assessment", Of: person("person_id"), Newest: "active_at", At: "/mesurer", Columns: slices.Concat(
			given("city_id", "revision"), as(moment, "created_at", "active_at"), left(Internal, "id", "person_id"), left(Secret, "token_hash"))},
		{Name: "reponses", Until: retention.WithAccount, Table: "answer", Of: ofAssessment, Newest: "answered_at", At: "/mesurer", Columns: slices.Concat(
			given("rule", "value", "model"), as(moment, "answered_at"), left(Internal, "assessment_id"))},
		{Name: "confirmations", Until: retention.WithAccount, Table: "confirmation", Of: ofAssessment, Newest: "confirmed_at", At: "/mesurer", Columns: slices.Concat(
			given("rule", "value"), as(moment, "confirmed_at"), left(Internal, "assessment_id"))},
		{Name: "resultat", Until: retention.WithAccount, Table: "result", Of: ofAssessment, Newest: "computed_at", At: "/resultat", Columns: slices.Concat(
			given("revision", "carbon_model", "waste_model", "peer_group"), as(moment, "computed_at"), as(truth, "sampled", "in_city"),
			left(Internal, "assessment_id"))},
		{Name: "resultat-details", Until: retention.WithAccount, Table: "result_line", Of: ofAssessment, At: "/resultat", Columns: slices.Concat(
			given("rule", "grams"), left(Internal, "assessment_id"))},
		{Name: "fourchettes", Until: retention.WithAccount, Table: "last_interval", Of: ofAssessment, At: "/resultat", Columns: slices.Concat(
			given("revision", "carbon_model", "waste_model"), as(structured, "drawn"), left(Internal, "assessment_id"))},
		{Name: "bilans", Until: retention.WithAccount, Table: "milestone", Of: ofAssessment, Newest: "kept_at", At: "/bilans", Columns: slices.Concat(
			own("name", "number"), given("revision", "carbon_model", "waste_model", "questions"), as(moment, "kept_at"), as(structured, "answers"),
			left(Internal, "assessment_id"))},
		{Name: "bilans-details", Until: retention.WithAccount, Table: "milestone_line", Of: ofAssessment, At: "/bilans", Columns: slices.Concat(
			given("number", "rule", "grams"), left(Internal, "assessment_id"))},
		{Name: "raisons", Until: retention.WithAccount, Table: "shift_reason", Of: ofAssessment, Newest: "said_at", At: "/bilans", Columns: slices.Concat(
			given("earlier", "later", "rule", "reason"), as(moment, "said_at"), left(Internal, "assessment_id"))},
		{Name: "recalculs", Until: retention.WithAccount, Table: "recalculation", Of: ofAssessment, Newest: "recalculated_at", At: "/resultat/recalcul", Columns: slices.Concat(
			given("number", "from_carbon", "from_waste", "to_carbon", "to_waste"), as(moment, "recalculated_at", "seen_at"), as(structured, "account"),
			left(Internal, "assessment_id"))},
	}
}

func challengeThings() []Thing {
	return []Thing{
		{Name: "saisons", Until: retention.SeasonDetails, Table: "enrolment", Of: ofHousehold, Shared: true, Newest: "enrolled_at", At: "/mes-saisons", Columns: slices.Concat(
			own("number"), given("season_id", "channel", "housing", "zone", "stratum", "wave"), as(moment, "enrolled_at"),
			left(Internal, "household_id", "team_id"))},
		{Name: "tirages", Until: retention.SeasonDetails, Table: "earlier_draw", Of: ofHousehold, Shared: true, Newest: "until_at", At: "/mes-saisons", Columns: slices.Concat(
			given("season_id", "turn", "stratum", "number", "wave"), as(moment, "until_at"), left(Internal, "household_id"))},
		{Name: "pesees", Until: retention.SeasonDetails, Table: "weighing", Of: ofHousehold, Shared: true, Newest: "at", At: "/dechets", Columns: slices.Concat(
			given("day", "stream", "grams", "spread_grams", "method", "bags", "litres", "fill_percent"), as(moment, "at", "undone_at"),
			left(Internal, "household_id", "number"), left(Others, "by_person"))},
		{Name: "missions", Until: retention.SeasonDetails, Table: "check_in", Of: person("person_id"), Newest: "at", At: "/semaine", Columns: slices.Concat(
			given("season_id", "week", "mission", "theme", "times", "persons"), as(structured, "worth"), as(moment, "at"),
			left(Internal, "household_id", "person_id"), left(Others, "by_person"))},
		{Name: "missions-qui-durent", Until: retention.SeasonDetails, Table: "lasting", Of: person("person_id"), Newest: "since_week", At: "/missions", Columns: slices.Concat(
			given("season_id", "mission", "since_week", "until_week"), as(structured, "worth"), left(Internal, "household_id", "person_id"))},
		{Name: "missions-proposees", Until: retention.SeasonDetails, Table: "offer", Of: person("person_id"), Newest: "at", At: "/semaine", Columns: slices.Concat(
			own("number", "answer"), given("season_id", "week", "mission", "theme"), as(moment, "at"), left(Internal, "household_id", "person_id"))},
		{Name: "kilos", Until: retention.SeasonDetails, Table: "entry", Of: `(person_id = ? OR person_id = '' AND ` + ofHousehold + `)`, Shared: true, Newest: "at", At: "/mes-saisons", Columns: slices.Concat(
			own("kind", "rule", "version"), given("season_id", "zone", "week", "stream", "grams", "evidence"), as(moment, "at"),
			left(Internal, "household_id", "number", "person_id", "team_id"))},
	}
}

func teamThings() []Thing {
	return []Thing{
		{Name: "equipe", Until: retention.SeasonDetails, Table: "team", Of: ofTeam, Shared: true, Newest: "created_at", At: "/mon-equipe", Columns: slices.Concat(
			own("name", "number"), given("season_id", "zone", "wave", "aim_households", "aim_carbon", "aim_waste"), as(moment, "created_at"),
			left(Internal, "id"), left(Others, "animator", "asked", "formed_by"))},
		{Name: "equipe-places", Until: retention.SeasonDetails, Table: "team_member", Of: ofHousehold, Shared: true, Newest: "joined_day", At: "/mon-equipe/visibilite", Columns: slices.Concat(
			own("name"), given("season_id", "number", "place", "visibility", "aim_carbon", "aim_waste", "joined_day", "left_day"),
			left(Internal, "household_id", "team_id"), left(Others, "named_by"))},
		{Name: "equipe-propositions", Until: retention.SeasonDetails, Table: "team_proposal", Of: ofHousehold, Shared: true, Newest: "at", At: "/mon-equipe", Columns: slices.Concat(
			own("answer"), given("season_id"), as(moment, "at"), left(Internal, "household_id", "team_id"), left(Others, "answered_by"))},
		{Name: "equipe-liens", Until: retention.TeamLinks, Table: "team_link", Of: person("made_by"), Newest: "made_at", At: "/mon-equipe", Columns: slices.Concat(
			as(moment, "made_at", "expires_at"), left(Internal, "team_id", "made_by"), left(Secret, "hash"))},
		{Name: "animation-refusee", Until: retention.SeasonDetails, Table: "animator_refusal", Of: person("person_id"), Newest: "at", At: "/mon-equipe", Columns: slices.Concat(
			as(moment, "at"), left(Internal, "team_id", "person_id"))},
		{Name: "messages", Until: retention.SeasonDetails, Table: "board_message", Of: person("person_id"), Newest: "at", At: "/mon-equipe/messages", Columns: slices.Concat(
			given("number", "text"), as(moment, "at"), left(Internal, "team_id", "person_id", "household_id"))},
		{Name: "signalements", Until: retention.Moderation, Table: "board_event", Of: person("by_person"), Newest: "at", At: "/mon-equipe/messages", Columns: slices.Concat(
			own("kind"), given("message", "why"), as(moment, "at"), left(Internal, "team_id", "number", "by_person", "household_id"))},
		{Name: "blocages", Until: retention.Moderation, Table: "board_block", Of: person("person_id"), Newest: "at", Columns: slices.Concat(
			own("why"), as(truth, "blocked"), as(moment, "at"), left(Internal, "team_id", "number", "person_id"), left(Others, "by_person"))},
	}
}

func rankingThings() []Thing {
	return []Thing{
		{Name: "classement", Until: retention.Rankings, Table: "ranking_entrant", Of: person("person_id"), Newest: "entered_at", At: "/classement", Columns: slices.Concat(
			own("name", "number"), given("season_id", "text_version"), as(moment, "entered_at"), left(Internal, "person_id", "household_id"))},
		{Name: "classement-places", Until: retention.Rankings, Table: "ranking_place", Of: person("person_id"), At: "/classement", Columns: slices.Concat(
			own("kind", "place"), given("season_id", "tenths", "last_place"), left(Internal, "person_id", "household_id"))},
	}
}

func sharingThings() []Thing {
	return []Thing{
		{Name: "partages", Until: retention.WithHousehold, Table: "sharing", Of: person("owner_id"), Newest: "since_at", At: "/foyer", Columns: slices.Concat(
			given("thing"), as(moment, "since_at", "ended_at"), left(Internal, "owner_id", "number", "household_id"), left(Others, "reader_id"))},
	}
}

func choiceThings() []Thing {
	return []Thing{
		{Name: "choix", Until: retention.WithChallenge, Table: "consent", Of: person("person_id"), Newest: "chosen_at", At: "/vos-choix", Columns: slices.Concat(
			given("number", "purpose", "version", "choice", "screen"), as(moment, "chosen_at"), left(Internal, "person_id"))},
		{Name: "rappels-refuses", Until: retention.WithAccount, Table: "prompt_refusal", Of: person("person_id"), Newest: "refused_at", At: "/vos-choix", Columns: slices.Concat(
			as(moment, "refused_at"), left(Internal, "person_id"))},
	}
}

func mailThings() []Thing {
	return []Thing{
		{Name: "courriels", Until: retention.Mails, Table: "mail", Of: person("person_id"), Newest: "queued_at", Columns: slices.Concat(
			own("kind", "state"), given("attempts", "problem"), as(truth, "prompt"), as(moment, "queued_at", "due_at", "until_at"),
			left(Internal, "id", "reason", "person_id"), left(Sealed, "sealed"))},
	}
}

func workThings() []Thing {
	return []Thing{
		{Name: "roles", Until: retention.WithAccount, Table: "role", Of: person("person_id"), Newest: "since", Columns: slices.Concat(
			given("city_id", "role", "through"), as(moment, "since"), left(Internal, "person_id"))},
		{Name: "roles-donnes", Until: retention.WithChallenge, Table: "right_event", Of: person("person_id"), Newest: "at", Columns: slices.Concat(
			given("city_id", "what", "through"), as(truth, "granted"), as(moment, "at"),
			left(Internal, "id", "number", "person_id", "organisation_id"), left(Others, "by_person"))},
		{Name: "organisations", Until: retention.WithAccount, Table: "organisation_member", Of: person("person_id"), Newest: "since", At: "/organisations", Columns: slices.Concat(
			given("organisation_id"), as(moment, "since"), left(Internal, "person_id"))},
		{Name: "idees", Until: retention.WithAccount, Table: "idea", Of: person("by_person"), Newest: "made_at", At: "/idees", Columns: slices.Concat(
			own("why"), given("city_id", "number", "state", "last_day"), as(structured, "draft"), as(moment, "made_at"), left(Internal, "by_person"))},
		{Name: "idees-decisions", Until: retention.WithAccount, Table: "idea_step", Of: person("by_person"), Newest: "at", At: "/idees", Columns: slices.Concat(
			own("why"), given("city_id", "idea", "number", "state"), as(moment, "at"), left(Internal, "by_person"))},
		{Name: "saisons-changees", Until: retention.WithAccount, Table: "season_change", Of: person("by_person"), Newest: "at", At: "/saisons", Columns: slices.Concat(
			given("season_id", "number"), as(structured, "plan"), as(moment, "at"), left(Internal, "by_person"))},
	}
}

func lookThings() []Thing {
	return []Thing{
		{Name: "regards", Until: retention.Accesses, Table: "staff_access", Of: person("person_id"), Newest: "day", At: "/mes-donnees#regards", Columns: slices.Concat(
			own("role", "what", "times"), given("day", "city_id"), left(Internal, "person_id"), left(Others, "by_person"))},
	}
}

// LeftTables are the tables that are not given at all, with why.
func LeftTables() map[string]Reason {
	return map[string]Reason{
		"ceremony":           Secret, // making or using a key, five minutes long
		"staff_session":      Secret, // what the sign-in of the city gave, to sign out there
		"counted":            Derived,
		"ranking_run":        Nobody,
		"tally":              Derived,
		"job_reason":         Internal,
		"merged":             Internal,
		"installation":       Nobody,
		"retention_run":      Nobody,
		"inactive_run":       Nobody,
		"first_link":         Nobody,
		"budget":             Nobody,
		"erasure":            Nobody,
		"data_request":       Nobody, // numbers that lead to nobody once a copy is gone
		"erased":             Nobody, // hashes that lead to nobody
		"consent_text":       Nobody,
		"season":             Nobody,
		"stratum":            Nobody,
		"season_reduced":     Nobody,
		"entry_left":         Nobody,
		"mission_record":     Nobody,
		"organisation":       Nobody,
		"organisation_trust": Nobody,
		"city_count":         Nobody,
		"city_snapshot":      Nobody,
		"city_snapshot_line": Nobody,
		"city_total":         Nobody,
		"snapshot":           Nobody,
		"snapshot_cut":       Nobody,
		"snapshot_rule":      Nobody,
		"snapshot_run":       Nobody,
		"steering_card":      Nobody,
		"steering_run":       Nobody,
	}
}
