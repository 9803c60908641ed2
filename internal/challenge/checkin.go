package challenge

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// lateDays is how long after its last day a week can still be written down.
const lateDays = 14

// A CheckIn is what is written down of a mission in a week: by an adult, or by a
// household of what it does together.
type CheckIn struct {
	Week    Week
	Mission string
	Person  string // empty for what the household does together
	Times   int
	Worth   Worth // of one time, when it was written down
	Persons int   // for whom it counts
}

// A Worth is what doing a mission once avoids, for one person, in whole grams.
// It comes from the models and the person's own answers, never from a form.
type Worth struct {
	Theme     string
	GramsCO2e int64
	Streams   []StreamGrams // of waste
	Together  bool          // counts for everybody in the home
	Lasting   bool          // done once, worth as much in each week that follows
	Most      int           // times that may count in a week
	Evidence  Evidence
	Version   string
	// Holds reports whether it still follows from what is stored. Nil for always.
	Holds func(ctx context.Context, tx *db.Tx) (bool, error) `json:"-"`
	// Overlap prices what missions of the same person have in common, from the same
	// answers, until Close. Nil where that has to be asked.
	Overlap func([]Done) Overlap `json:"-"`
	// Close gives back what it was priced with. Nil for nothing.
	Close func() `json:"-"`
}

// close ends what a worth holds.
func (w Worth) close() {
	if w.Close != nil {
		w.Close()
	}
}

// holds reports whether the worth may be written down.
func (w Worth) holds(ctx context.Context, tx *db.Tx) (bool, error) {
	if w.Holds == nil {
		return true, nil
	}
	return w.Holds(ctx, tx)
}

// StreamGrams is a weight of one stream of waste.
type StreamGrams struct {
	Stream string
	Grams  int64
}

// grams are what a check-in avoids, by line of the ledgers.
func (c CheckIn) grams() []line {
	n := int64(c.Times * c.Persons)
	lines := []line{{Carbon, "", n * c.Worth.GramsCO2e}}
	for _, s := range c.Worth.Streams {
		lines = append(lines, line{Waste, s.Stream, n * s.Grams})
	}
	return lines
}

// A line is where grams are written: a ledger, and a stream of waste.
type line struct {
	kind   Kind
	stream string
	grams  int64
}

// difference is what has to be written so that the ledgers say after where they
// say before.
func difference(before, after []line) []line {
	var all []line
	for _, l := range after {
		l.grams -= gramsOf(before, l)
		all = append(all, l)
	}
	for _, l := range before {
		if !has(after, l) {
			l.grams = -l.grams
			all = append(all, l)
		}
	}
	return withoutZeros(all)
}

func gramsOf(lines []line, of line) (grams int64) {
	for _, l := range lines {
		if l.kind == of.kind && l.stream == of.stream {
			grams += l.grams
		}
	}
	return grams
}

func has(lines []line, of line) bool {
	for _, l := range lines {
		if l.kind == of.kind && l.stream == of.stream {
			return true
		}
	}
	return false
}

func withoutZeros(lines []line) (kept []line) {
	for _, l := range lines {
		if l.grams != 0 {
			kept = append(kept, l)
		}
	}
	return kept
}

// TimesField is the field of the form in which times are typed.
const TimesField = "fois"

// checkTimes holds what was typed against the cap of a mission.
func checkTimes(times, most int) error {
	switch {
	case times < 0:
		return fault.At(TimesField, fault.Invalid, "checkin.times_negative")
	case times > most:
		return fault.At(TimesField, fault.Invalid, "checkin.times_most", "max", most)
	}
	return nil
}

// open reports whether a week can be written down on a day: it has begun, and is
// not over for long.
func (w Week) open(today household.Day) bool {
	return w.First() <= today && today < w.After().Plus(lateDays)
}

// checkWeek holds a week against a season and against what a household may do in
// it.
func (e Enrolment) checkWeek(p Plan, w Week, today household.Day) error {
	switch {
	case !p.Holds(w):
		return fault.New(fault.Conflict, "checkin.week_outside")
	case w.First() > today:
		return fault.New(fault.Conflict, "checkin.week_coming")
	case !w.open(today):
		return fault.New(fault.Conflict, "checkin.week_late", "days", lateDays)
	case w < p.Starts(e.Wave):
		return fault.New(fault.Conflict, "checkin.week_waiting")
	}
	return nil
}
