package challenge

import (
	"context"
	"math"
	"slices"
	"time"

	"capzero/internal/db"
	"capzero/internal/household"
	"capzero/internal/stats"
)

const (
	// settled is how old an entry is when it is looked at: by then, the transaction
	// that wrote it is over, whichever process it is of.
	settled = time.Hour
	// takenFor is how long after its last day a season still has snapshots: its last
	// weeks have closed by then, and what waited has waited long enough.
	takenFor = lateDays + 7*(patience+2)
	// percentStep is what the half of an interval is rounded up to, in percent: what
	// single missions are in a sum must not be read off how sure it is.
	percentStep = 5
)

// TakeSnapshots takes the snapshots of this week for the seasons that run, where
// they are not taken yet. Doing it again changes nothing.
func (s *Service) TakeSnapshots(ctx context.Context) error {
	for _, cityID := range s.cities.IDs() {
		seasons, err := s.Seasons(ctx, cityID)
		if err != nil {
			return err
		}
		for _, season := range seasons {
			if err := s.takeSnapshot(ctx, season); err != nil {
				return err
			}
		}
	}
	return nil
}

// A taking is the snapshots of a season and week while they are taken.
type taking struct {
	season  Season
	week    Week
	figures map[figureKey]*GroupFigure
	cuts    map[cellQuantity]cut
	due     bool
}

// takeSnapshot reads and computes before the right to write is held: at seventy
// thousand households it takes seconds.
func (s *Service) takeSnapshot(ctx context.Context, season Season) error {
	var t *taking
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		t, err = s.gather(ctx, tx, season)
		return err
	})
	if err != nil || !t.due {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return t.write(ctx, tx) })
}

func (s *Service) gather(ctx context.Context, tx *db.Tx, season Season) (*taking, error) {
	today := s.today(tx, season.City)
	t := &taking{season: season, week: WeekOf(today), cuts: map[cellQuantity]cut{}}
	last, found, err := lastRun(ctx, tx, season.ID)
	if err != nil || found && last >= t.week || today < season.From.First() || today >= season.After().Plus(takenFor) {
		return t, err
	}
	t.due = true
	if t.figures, err = readFigures(ctx, tx, season.ID, last); err != nil {
		return t, err
	}
	before, err := readCuts(ctx, tx, season.ID)
	if err != nil {
		return t, err
	}
	enrolled, err := countEnrolled(ctx, tx, season.ID)
	if err != nil {
		return t, err
	}
	g := newGathering(before)
	upto := tx.Now.Add(-settled).Unix()
	if err := g.readLedger(ctx, tx, season, upto); err != nil {
		return t, err
	}
	closed := WeekOf(today.Plus(-lateDays))
	if err := s.readWeeks(ctx, tx, g, season, closed); err != nil {
		return t, err
	}
	waiting := int64(patience * 7 * 24 * 3600)
	for q, shares := range g.backlogs() {
		b := backlog{shares: shares, enrolled: enrolled, old: upto - waiting}
		at := upto
		if !q.declared() {
			at = closed.First().Time().Unix()
			b.old = at - waiting
		}
		t.add(q, b.release(), at)
	}
	s.bound(t.figures)
	return t, nil
}

// readLedger gathers what is in the ledgers and in no figure.
func (g gathering) readLedger(ctx context.Context, tx *db.Tx, season Season, upto int64) error {
	rows, err := readLedger(ctx, tx, season.ID, upto)
	if err != nil || len(rows) == 0 {
		return err
	}
	from := slices.MinFunc(rows, func(a, b ledgerRow) int { return a.week.since(b.week) }).week
	firsts, err := readFirsts(ctx, tx, season.ID, from)
	if err != nil {
		return err
	}
	g.addLedger(rows, firsts)
	return nil
}

// readWeeks gathers what was weighed and done in weeks that are closed.
func (s *Service) readWeeks(ctx context.Context, tx *db.Tx, g gathering, season Season, closed Week) error {
	rows, err := readWeekRows(ctx, tx, season, closed)
	if err != nil {
		return err
	}
	presence := map[household.ID]household.Presence{}
	for _, r := range rows {
		if _, known := presence[r.household]; known || r.stream == "" {
			continue
		}
		if presence[r.household], err = s.households.PresenceOf(ctx, tx, r.household); err != nil {
			return err
		}
	}
	g.addWeeks(closedWeeks(rows, presence))
	return nil
}

// add adds batches to the figures of a quantity.
func (t *taking) add(q Quantity, batches []batch, upto int64) {
	for _, b := range batches {
		for _, of := range b.scopes() {
			k := figureKey{of, q}
			if t.figures[k] == nil {
				t.figures[k] = &GroupFigure{Quantity: q}
			}
			t.figures[k].grow(b, of, t.week)
		}
		for _, p := range b.shares {
			t.cuts[cellQuantity{q, p.cell}] = cut{upto: upto, inZone: b.zone != "", inHousing: b.housing != ""}
		}
	}
}

// bound says how sure the declared figures are.
func (s *Service) bound(figures map[figureKey]*GroupFigure) {
	for k, f := range figures {
		if k.quantity.declared() && f.Grams > 0 {
			half := s.spreads.half(k.quantity, f.byRule) / float64(f.Grams)
			f.Percent = percentStep * int(math.Ceil(100*half/percentStep))
		}
	}
}

// write writes the snapshots of a week, unless another process has.
func (t *taking) write(ctx context.Context, tx *db.Tx) error {
	fresh, err := insertRun(ctx, tx, t.season.ID, t.week)
	if err != nil || !fresh {
		return err
	}
	for k, f := range t.figures {
		if err := insertFigure(ctx, tx, t.season.ID, t.week, k.scope, *f); err != nil {
			return err
		}
		if f.Renewed != t.week {
			continue
		}
		for rule, grams := range f.byRule {
			if err := writeRule(ctx, tx, t.season.ID, k, rule, grams); err != nil {
				return err
			}
		}
	}
	for of, c := range t.cuts {
		if err := writeCut(ctx, tx, t.season.ID, of, c); err != nil {
			return err
		}
	}
	return nil
}

// A Spread is how uncertain what a mission avoids is, as one standard deviation of
// it, of its own size.
type Spread struct{ Carbon, Waste float64 }

// Spreads are those of the missions, by name.
type Spreads map[string]Spread

// unknownSpread is that of a mission that is not among them any more.
const unknownSpread = 0.5

// of is the relative spread of a rule in a quantity.
func (all Spreads) of(q Quantity, rule string) float64 {
	s, known := all[missionOf(rule)]
	switch {
	case !known:
		return unknownSpread
	case q == CarbonAvoided:
		return s.Carbon
	}
	return s.Waste
}

// half is half the interval of a sum, in grams, nine times in ten. What one mission
// is off by is the same for every household and week, and its own for every mission.
func (all Spreads) half(q Quantity, grams map[string]int64) float64 {
	variance := 0.0
	for rule, g := range grams {
		one := all.of(q, rule) * float64(g)
		variance += one * one
	}
	return stats.NormalQuantile(0.95) * math.Sqrt(variance)
}
