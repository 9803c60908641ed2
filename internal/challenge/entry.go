package challenge

import (
	"strings"
	"time"

	"capzero/internal/household"
)

// A Kind is one of the two ledgers. They are never added: a kilogram of waste
// is no kilogram of CO2e.
type Kind string

// The kinds.
const (
	Carbon Kind = "carbon" // CO2e avoided
	Waste  Kind = "waste"  // not thrown away
)

// Evidence is what an entry rests on.
type Evidence string

// The sorts of evidence, from the weakest on.
const (
	Declared Evidence = "declared" // somebody says so
	Attended Evidence = "attended" // was there
	Weighed  Evidence = "weighed"  // on a scale
	Metered  Evidence = "metered"  // read on a meter
)

// An Entry is one line of a ledger: so many grams avoided in a week. It is never
// changed. A correction is another entry with the same rule and the difference,
// which may be less than zero.
type Entry struct {
	Season    string
	Household household.ID
	Number    int    // 1 for the first of a household
	Person    string // who did it; empty where the household did
	Team      string // of the household, then; empty without one
	Zone      string
	Week      Week
	Kind      Kind
	Stream    string // of waste; empty for carbon
	Grams     int64
	Rule      string // "mission/deux-repas-vegetariens"
	Version   string // of the models and the missions that gave it
	Evidence  Evidence
	At        time.Time
}

// missionRule is the rule of what a mission avoids.
func missionRule(mission string) string { return missionPrefix + mission }

// missionOf is the mission of a rule.
func missionOf(rule string) string { return strings.TrimPrefix(rule, missionPrefix) }

const missionPrefix = "mission/"
