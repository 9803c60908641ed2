package challenge

import (
	"strings"
	"unicode/utf8"

	"capzero/internal/fault"
	"capzero/internal/household"
)

// A Season is one edition of a city's challenge.
type Season struct {
	ID     string
	City   string
	Number int // 1 for the first of a city
	Plan
	Reduced bool // nothing of single households is left

	seed int64 // of the draw into waves
}

// A Plan is what a city decides of a season.
type Plan struct {
	Name          string
	From          Week // the first week of the baseline
	Weeks         int  // with the baseline
	BaselineWeeks int
	Waves         int // 1 where everybody starts together: the effect cannot be proven then
	WaveGap       int // weeks from one wave to the next
	WasteTarget   int // percent less than in the baseline
	CarbonTarget  int // percent less than in the first assessment
}

// The fields of the form that describes a season.
const (
	NameField         = "nom"
	FromField         = "debut"
	WeeksField        = "semaines"
	BaselineField     = "reference"
	WavesField        = "vagues"
	WaveGapField      = "ecart"
	WasteTargetField  = "dechets"
	CarbonTargetField = "carbone"
)

const (
	// LeastBaseline is how many weeks a baseline has: a single week makes any
	// change look large.
	LeastBaseline = 3
	// MostWaves is how many waves there may be.
	MostWaves = 3

	mostWeeks       = 52
	leastMissions   = 4 // weeks in which the last wave can still do missions
	mostTarget      = 50
	longestName     = 80
	farthestSeason  = 2 * 366 // days ahead
	earliestStarted = 366     // days back: the season of a city that comes from another tool
)

// UsualPlan is a season as Issy runs it: the targets of its Défi, waves of two
// months. Nothing is set in it that a city may not change.
func UsualPlan(name string, from Week) Plan {
	return Plan{
		Name: name, From: from, Weeks: 24, BaselineWeeks: LeastBaseline,
		Waves: MostWaves, WaveGap: 4, WasteTarget: 20, CarbonTarget: 10,
	}
}

// check holds a plan against what can be. Today is a day of the city's calendar.
func (p Plan) check(today household.Day) error {
	name := strings.TrimSpace(p.Name)
	switch {
	case name == "":
		return fault.At(NameField, fault.Invalid, "season.name_missing")
	case utf8.RuneCountInString(name) > longestName:
		return fault.At(NameField, fault.Invalid, "season.name_long", "max", longestName)
	}
	if _, ok := ParseWeek(string(p.From)); !ok {
		return fault.At(FromField, fault.Invalid, "season.from_monday")
	}
	if p.From.First() > today.Plus(farthestSeason) || p.From.First() < today.Plus(-earliestStarted) {
		return fault.At(FromField, fault.Invalid, "season.from_far")
	}
	return p.checkNumbers()
}

func (p Plan) checkNumbers() error {
	switch {
	case p.BaselineWeeks < LeastBaseline || p.BaselineWeeks > mostWeeks:
		return fault.At(BaselineField, fault.Invalid, "season.baseline_bounds", "min", LeastBaseline)
	case p.Waves < 1 || p.Waves > MostWaves:
		return fault.At(WavesField, fault.Invalid, "season.waves_bounds", "max", MostWaves)
	case p.Waves > 1 && (p.WaveGap < 1 || p.WaveGap > mostWeeks):
		return fault.At(WaveGapField, fault.Invalid, "season.gap_bounds")
	case p.Weeks < p.leastWeeks() || p.Weeks > mostWeeks:
		return fault.At(WeeksField, fault.Invalid, "season.weeks_bounds", "min", p.leastWeeks(), "max", mostWeeks)
	case p.WasteTarget < 1 || p.WasteTarget > mostTarget:
		return fault.At(WasteTargetField, fault.Invalid, "season.target_bounds", "max", mostTarget)
	case p.CarbonTarget < 1 || p.CarbonTarget > mostTarget:
		return fault.At(CarbonTargetField, fault.Invalid, "season.target_bounds", "max", mostTarget)
	}
	return nil
}

// leastWeeks is how long a season must be for the last wave to do anything.
func (p Plan) leastWeeks() int {
	return p.BaselineWeeks + p.delay(Wave(p.Waves)) + leastMissions
}

// changeable holds a change of a season that has begun against what people were
// told: the weeks that were may not become others, and what a household waits for
// may not move. Its name may change, and its end, to the end of this week at the
// earliest.
func (p Plan) changeable(to Plan, today household.Day) error {
	if today < p.From.First() {
		return nil
	}
	end := to
	end.Name, end.Weeks = p.Name, p.Weeks
	switch {
	case end != p:
		return fault.New(fault.Conflict, "season.begun")
	case to.After() < WeekOf(today).After():
		return fault.At(WeeksField, fault.Invalid, "season.weeks_past")
	}
	return nil
}

// After is the day after the last one.
func (p Plan) After() household.Day { return p.From.Plus(p.Weeks).First() }

// Last is the last week.
func (p Plan) Last() Week { return p.From.Plus(p.Weeks - 1) }

// overlaps reports whether two seasons have a week in common.
func (p Plan) overlaps(other Plan) bool {
	return p.From.First() < other.After() && other.From.First() < p.After()
}

// Holds reports whether a week belongs to the season.
func (p Plan) Holds(w Week) bool { return p.From <= w && w <= p.Last() }

// NumberOf is the place of a week in the season, 1 for the first.
func (p Plan) NumberOf(w Week) int { return w.since(p.From) + 1 }

// InBaseline reports whether a week is one that later ones are compared with.
func (p Plan) InBaseline(w Week) bool {
	return p.Holds(w) && w < p.From.Plus(p.BaselineWeeks)
}

// delay is how many weeks after the baseline a wave starts.
func (p Plan) delay(w Wave) int { return (int(w) - 1) * p.WaveGap }

// Starts is the first week in which a wave does missions.
func (p Plan) Starts(w Wave) Week {
	return p.From.Plus(p.BaselineWeeks + p.delay(w))
}

// A Phase is where a season stands on a day.
type Phase int

// The phases.
const (
	Coming Phase = iota
	Baseline
	Running
	Closing // it is over, and what was done in its last weeks can still be written down
	Closed
)

// PhaseOn says where the season stands on a day.
func (p Plan) PhaseOn(today household.Day) Phase {
	switch {
	case today < p.From.First():
		return Coming
	case today >= p.After().Plus(lateDays):
		return Closed
	case today >= p.After():
		return Closing
	case p.InBaseline(WeekOf(today)):
		return Baseline
	}
	return Running
}

// currentOf is the season that matters on a day: the one that runs, else the one
// that has just ended, else the next to come, else the last one.
func currentOf(all []Season, today household.Day) (current Season, found bool) {
	for _, season := range all {
		if !found || season.matters(today).before(current.matters(today)) {
			current, found = season, true
		}
	}
	return current, found
}

// A turn is where a season stands in the order in which seasons matter.
type turn struct{ first, then int }

func (t turn) before(other turn) bool {
	return t.first < other.first || t.first == other.first && t.then < other.then
}

func (p Plan) matters(today household.Day) turn {
	switch p.PhaseOn(today) {
	case Baseline, Running:
		return turn{0, 0}
	case Closing:
		return turn{1, 0}
	case Coming:
		return turn{2, p.From.since(WeekOf(today))}
	}
	return turn{3, WeekOf(today).since(p.From)}
}
