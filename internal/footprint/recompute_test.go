package footprint

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// settled fills a city with households of the edition before; every third does
// not know how far it drives.
func settled(t testing.TB, w world, households int) []Token {
	t.Helper()
	tokens := make([]Token, households)
	for i := range tokens {
		tokens[i] = start(t, w.before)
		if i%3 > 0 {
			give(t, w.before, tokens[i], "transport . voiture . km", Input{Value: fmt.Sprint(1000 * (i % 90))})
		}
		finish(t, w.before, tokens[i])
	}
	return tokens
}

func recompute(t testing.TB, s *Service, o Recomputation) Report {
	t.Helper()
	r, err := s.Recompute(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var withoutTimes = cmpopts.IgnoreFields(Report{}, "Computing", "Storing")

func TestRecomputeReportsTheCity(t *testing.T) {
	w := newWorld(t, newClock())
	tokens := settled(t, w, 13)
	shownBefore, _, err := w.after.City(t.Context(), "issy", "fr")
	if err != nil {
		t.Fatal(err)
	}

	dry := recompute(t, w.after, Recomputation{DryRun: true})
	if n := rows(t, w.after, "recalculation"); n != 0 || result(t, w.after, tokens[0]).Models != smallEarlier {
		t.Errorf("a dry run wrote %d recalculations", n)
	}
	var told []int
	real := recompute(t, w.after, Recomputation{Progress: func(done, all int) { told = append(told, done, all) }})
	if diff := cmp.Diff(dry, real, withoutTimes, cmpopts.IgnoreFields(Report{}, "DryRun")); diff != "" {
		t.Errorf("the dry run reports something else:\n%s", diff)
	}
	if want := []int{13, 13}; !slices.Equal(told, want) {
		t.Errorf("progress is told as %v, want %v", told, want)
	}
	if real.All != 13 || real.Redone != 13 || real.Already != 0 || real.WithLost != 0 || len(real.NotRedone) != 0 || real.To != smallCurrent {
		t.Errorf("the report counts %+v", real)
	}
	// Distances: 0, 1 000, 2 000, 8 000 (average), 4 000 … by 0,25 and then 0,2.
	if !real.Shown || !cmp.Equal(real.Carbon.Before.Median-real.Carbon.After.Median, 0.05*8000+50+40, near) {
		t.Errorf("the median goes from %v to %v", real.Carbon.Before.Median, real.Carbon.After.Median)
	}
	if !cmp.Equal(real.Waste.Before.Mean-real.Waste.After.Mean, 1.0, near) {
		t.Errorf("the mean waste goes from %v to %v", real.Waste.Before.Mean, real.Waste.After.Mean)
	}
	if !cmp.Equal(real.Largest, -(0.05*11000+50+40), near) || real.MuchChanged == 0 || real.MuchChanged == 13 {
		t.Errorf("%d changed much, the farthest by %v", real.MuchChanged, real.Largest)
	}
	checkTotals(t, w.after, "issy", 13)

	shownAfter, _, err := w.after.City(t.Context(), "issy", "fr")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shownBefore, shownAfter); diff != "" {
		t.Errorf("what the city shows moved without eleven newcomers:\n%s", diff)
	}
	for _, token := range tokens {
		addsUp(t, recalculation(t, w.after, token))
	}

	again := recompute(t, w.after, Recomputation{})
	if again.All != 0 || again.Redone != 0 || again.Already != 13 || !cmp.Equal(again.Carbon, real.Carbon) {
		t.Errorf("once more reports %+v", again)
	}
	if n := rows(t, w.after, "recalculation"); n != 13 {
		t.Errorf("%d recalculations, want 13", n)
	}
}

func TestFewerThanElevenAreOnlyCounted(t *testing.T) {
	w := newWorld(t, newClock())
	tokens := settled(t, w, 10)
	spoil(t, w.before, tokens[0])
	got := recompute(t, w.after, Recomputation{})
	want := Report{To: smallCurrent, All: 10, Redone: 9, NotRedone: map[Reason]int{NoFigure: 1}}
	if diff := cmp.Diff(want, got, withoutTimes); diff != "" {
		t.Errorf("the report (-want +got):\n%s", diff)
	}
	if r := result(t, w.after, tokens[0]); r.Models != smallEarlier {
		t.Errorf("the one without a figure has %v", r.Models)
	}
	checkTotals(t, w.after, "issy", 10)
}

// A run that is stopped after any batch leaves whole households behind, and the
// next one does the others.
func TestRecomputeGoesOnWhereItWas(t *testing.T) {
	w := newWorld(t, newClock())
	const households = recomputeBatch + 30
	settled(t, w, households)
	ctx, stop := context.WithCancel(t.Context())
	first, err := w.after.Recompute(ctx, Recomputation{Progress: func(int, int) { stop() }})
	if !errors.Is(err, context.Canceled) || first.Redone != recomputeBatch {
		t.Fatalf("stopped after %d: %v", first.Redone, err)
	}
	checkTotals(t, w.after, "issy", households)
	second := recompute(t, w.after, Recomputation{})
	if second.All != 30 || second.Redone != 30 || second.Already != recomputeBatch {
		t.Errorf("the second run reports %d of %d, %d before", second.Redone, second.All, second.Already)
	}
	checkTotals(t, w.after, "issy", households)
	if n := rows(t, w.after, "recalculation"); n != households {
		t.Errorf("%d recalculations, want %d", n, households)
	}
}

// TestRecomputeBesideAServingProgram lets people answer, measure, recalculate
// and erase through one handle on the records while two runs go on through
// others, as two processes would.
func TestRecomputeBesideAServingProgram(t *testing.T) {
	c := newClock()
	place := dbtest.Place(t)
	open := func() *db.DB { return dbtest.At(t, place, c.Now) }
	serving := worldOn(t, open())
	const households, people = 240, 6
	tokens := settled(t, serving, households)

	var wg sync.WaitGroup
	failed := make(chan error, people+2)
	running, done := context.WithCancel(t.Context())
	for p := range people {
		random := rand.New(rand.NewPCG(11, uint64(p)))
		wg.Go(func() {
			for n := 0; n < 40 || running.Err() == nil; n++ {
				token := tokens[p*households/people+random.IntN(households/people)]
				if err := disturb(t, serving.after, token, random); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	var runs sync.WaitGroup
	for range 2 {
		w := worldOn(t, open())
		runs.Go(func() {
			if _, err := w.after.Recompute(t.Context(), Recomputation{Workers: 2}); err != nil {
				failed <- err
			}
		})
	}
	runs.Wait()
	done()
	wg.Wait()
	close(failed)
	for err := range failed {
		t.Fatal(err)
	}

	recompute(t, serving.after, Recomputation{})
	left := 0
	for _, token := range tokens {
		switch r, err := serving.after.Result(t.Context(), token, "fr"); {
		case fault.KindOf(err) == fault.Unauthenticated:
		case err != nil:
			t.Fatal(err)
		case r.Models != smallCurrent:
			t.Errorf("a result has %v still", r.Models)
		default:
			left++
			addsUp(t, recalculation(t, serving.after, token))
		}
	}
	if left == 0 || left == households {
		t.Errorf("%d of %d are left: nobody erased anything, or all did", left, households)
	}
	checkTotals(t, serving.after, "issy", int64(left))
	if n := rows(t, serving.after, "recalculation"); n != left {
		t.Errorf("%d recalculations of %d households", n, left)
	}
}

// disturb is what one person does to one household.
func disturb(t *testing.T, s *Service, token Token, random *rand.Rand) error {
	var err error
	switch random.IntN(8) {
	case 0:
		if random.IntN(3) == 0 {
			err = s.Erase(t.Context(), token)
		}
	case 1:
		err = s.Recalculate(t.Context(), token)
	case 2, 3, 4:
		km := fmt.Sprint(random.IntN(30000))
		_, err = s.Answer(t.Context(), token, "transport . voiture . km", "fr", Input{Value: km})
	default:
		_, err = s.Result(t.Context(), token, "fr")
	}
	if fault.KindOf(err) == fault.Unauthenticated {
		return nil // erased
	}
	return err
}

// An answer that was on its way when the household was recomputed is stored as
// one to the new models, or refused by them; it is never one to models that the
// result no longer has.
func TestAnAnswerAcrossARecalculation(t *testing.T) {
	w := newWorld(t, newClock())
	token := drivesAndBurnsCoal(t, w.before)
	sh, err := w.after.load(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	a, err := w.after.voice(sh.edition, "fr").accept(sh.answers, "logement . chauffage . énergie", Input{Value: "charbon"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.after.Recalculate(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if stored, err := w.after.store(t.Context(), sh, a, false); stored || err != nil {
		t.Errorf("an answer to the former models is stored: %v", err)
	}
	_, err = w.after.Answer(t.Context(), token, "logement . chauffage . énergie", "fr", Input{Value: "charbon"})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("the new models take coal: %v", err)
	}
}

func TestDistribution(t *testing.T) {
	for _, c := range []struct {
		name    string
		amounts []int64
		want    Distribution
	}{
		{"of nobody", nil, Distribution{}},
		{"of one", []int64{2000}, Distribution{2, 2, 2, 2, 2, 2}},
		{"of eleven, a kilogram apart", []int64{10000, 0, 1000, 9000, 2000, 8000, 3000, 7000, 4000, 6000, 5000}, Distribution{5, 1, 2.5, 5, 7.5, 9}},
		{"between two", []int64{1000, 2000}, Distribution{1.5, 1.1, 1.25, 1.5, 1.75, 1.9}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, distributionOf(c.amounts), near); diff != "" {
				t.Error(diff)
			}
		})
	}
}
