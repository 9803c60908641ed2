package challenge

import (
	"testing"

	"capzero/internal/household"
)

// splits has one adult leave a home with another one's consent to nothing.
func (w *world) splits(t testing.TB, person string, persons, children int) {
	t.Helper()
	_, err := w.homes.Split(t.Context(), person, household.Parting{Home: household.Home{
		City: "issy", Zone: "centre", Housing: household.Flat, Persons: persons, Children: children,
	}})
	must(t, err)
}

// What was counted in a home is not counted again in the one that came of it.
func TestSplittingGainsNothing(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 3, 1)
	w.joins(t, "anne", "bob")
	week := w.goTo(4, 0)
	w.done(t, "anne", week, heat, 1)
	w.wantGrams(t, "anne", 3*900, 0)
	w.splits(t, "bob", 2, 1)
	wantFault(t, w.CheckIn(t.Context(), "bob", week, heat, 1), "checkin.counted_elsewhere")
	w.wantGrams(t, "bob", 0, 0)
	w.wantGrams(t, "anne", 3*900, 0)
	w.done(t, "anne", week, heat, 0)
	w.done(t, "bob", week, heat, 1)
	w.done(t, "anne", week, heat, 1)
	w.wantGrams(t, "bob", 2*900, 0)
	next := w.goTo(5, 0)
	w.done(t, "anne", next, meal, 1)
	w.done(t, "bob", next, meal, 1)
	w.wantGrams(t, "bob", 2*900+500, 0)
}

// Somebody who moves in with others has what they did before counted where they
// did it.
func TestMovingInWithOthers(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	w.family(t, "claire", 2, 1)
	week := w.goTo(4, 0)
	w.done(t, "anne", week, heat, 1)
	_, err := w.homes.Leave(t.Context(), "anne")
	must(t, err)
	w.joins(t, "claire", "anne")
	w.done(t, "claire", week, heat, 1)
	w.wantGrams(t, "claire", 900, 0) // the child may be counted where anne was: claire alone
	next := w.goTo(5, 0)
	w.done(t, "claire", next, heat, 1)
	w.wantGrams(t, "claire", 900+3*900, 0)
}
