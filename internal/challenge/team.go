package challenge

import (
	"math"
	"unicode/utf8"

	"capzero/internal/fault"
	"capzero/internal/household"
)

// A Team is about ten neighbouring households that do their missions together in
// one season. It is of one wave.
type Team struct {
	ID       string
	Season   string
	Name     string
	Zone     string // empty where it is not known
	Wave     Wave
	Animator string // a person; empty for none
	Asked    string // the person who is asked to be it; empty for nobody

	number int // in the stratum of teams
	aim    aim
}

const (
	// LeastHouseholds is how many make a team: one alone is still forming it.
	LeastHouseholds = 2
	// MostHouseholds is how many know each other by name.
	MostHouseholds = 14
	// SeenFrom is how many households have to have contributed to a figure for
	// their team to see it.
	SeenFrom = 5

	longestTeamName = 40
	notDrawn        = -1 // number of a team that was formed once its season had begun
)

// guestStratum is that of households which were not drawn at all: they took part
// by joining a team once its season had begun, and start with it. They are no part
// of the comparison of waves.
const guestStratum Stratum = "guest"

// drawn reports whether the team was drawn as one, before its season.
func (t Team) drawn() bool { return t.number != notDrawn }

// follows is the draw of a household that takes part by joining the team.
func (t Team) follows(e Enrolment) Enrolment {
	e.Wave = t.Wave
	if t.drawn() {
		e.Stratum, e.Number = teamStratum, t.number
	}
	return e
}

// admits says why a household that was drawn for itself cannot join. Before the
// season it may take the team's start for its own. From then on nobody changes
// when they start: those who wait are what the others are compared with.
func (t Team) admits(e Enrolment, p Plan, today household.Day) error {
	if e.Wave == t.Wave || t.drawn() && today < p.From.First() {
		return nil
	}
	return fault.New(fault.Conflict, "teams.other_wave",
		"team", p.Starts(t.Wave).First().Time(), "yours", p.Starts(e.Wave).First().Time())
}

// A Visibility is what the other households of a team see of one.
type Visibility string

// The visibilities, each with what the one before it shows.
const (
	Hidden       Visibility = "hidden" // it counts in the sum, and has no name
	ShowName     Visibility = "name"
	ShowMissions Visibility = "missions" // how many were done this week
	ShowKg       Visibility = "kg"       // of this week
)

// Visibilities lists them from the least on, which is the one that nobody has to
// choose.
func Visibilities() []Visibility { return []Visibility{Hidden, ShowName, ShowMissions, ShowKg} }

// shows reports whether one visibility shows as much as another one.
func (v Visibility) shows(other Visibility) bool { return v.rank() >= other.rank() }

func (v Visibility) rank() int {
	for i, known := range Visibilities() {
		if v == known {
			return i
		}
	}
	return -1
}

// A Face is how a household shows itself to its team.
type Face struct {
	Visibility Visibility
	Name       string // a pseudonym or first names; empty where it is hidden
}

// The fields of the forms of a team.
const (
	TeamNameField   = "equipe"
	FaceNameField   = "pseudonyme"
	VisibilityField = "visibilite"
	AnswerField     = "reponse"
)

// read holds a face against what can be.
func (f Face) read() (Face, error) {
	if f.Visibility == "" {
		f.Visibility = Hidden
	}
	switch {
	case f.Visibility.rank() < 0:
		return f, fault.At(VisibilityField, fault.Invalid, "teams.visibility_unknown")
	case f.Visibility == Hidden:
		return Face{Visibility: Hidden}, nil
	}
	var err error
	f.Name, err = readTeamText(FaceNameField, f.Name)
	return f, err
}

// readTeamText reads the name of a team or of one of its households, in any
// script.
func readTeamText(field, typed string) (string, error) {
	name, readable := household.Clean(typed)
	switch {
	case !readable:
		return "", fault.At(field, fault.Invalid, "teams.name_unreadable")
	case household.Blank(name):
		return "", fault.At(field, fault.Invalid, "teams.name_missing")
	case utf8.RuneCountInString(name) > longestTeamName:
		return "", fault.At(field, fault.Invalid, "teams.name_long", "max", longestTeamName)
	}
	return name, nil
}

// An aim is what households want to avoid in a season, in grams.
type aim struct {
	households    int
	carbon, waste int64
}

// aimOf is the aim of a household: the season's percentage of what it weighs, over
// the weeks of its missions.
func aimOf(p Plan, w Wave, persons int, o Outlook) aim {
	weeks := p.Last().Plus(1).since(p.Starts(w))
	of := func(perWeek float64, percent int) int64 {
		return int64(math.Round(perWeek * float64(persons*weeks*percent) / 100))
	}
	return aim{1, of(o.GramsCO2ePerWeek, p.CarbonTarget), of(o.WasteGramsPerWeek, p.WasteTarget)}
}

// of is the part of an aim that is about one kind.
func (a aim) of(k Kind) int64 {
	if k == Carbon {
		return a.carbon
	}
	return a.waste
}

// renewed reports whether the aim of a team is to be taken again from its members'
// own. That needs five of them, and five more each time: else what a household
// wants to avoid, a tenth of its footprint, could be read off the difference.
func (a aim) renewed(own aim) bool { return own.households >= a.households+SeenFrom }

// target is the aim of so many households, each as the mean of those that the aim
// was taken from: that of a household that joins or leaves cannot be read off it.
func (a aim) target(k Kind, households int) (grams int64, known bool) {
	if a.households == 0 {
		return 0, false
	}
	return a.of(k) * int64(households) / int64(a.households), true
}
