package footprint

import (
	"math"
	"math/rand/v2"
	"testing"
)

// kilometres guesses that the household drives 1, 2, …, 101 thousand kilometres.
func kilometres(*edition, *reading) guesses {
	g := guesses{n: 101, carbon: map[string][]any{"transport . voiture . km": make([]any, 101)}}
	for i := range g.n {
		g.carbon["transport . voiture . km"][i] = float64(1000 * (i + 1))
	}
	return g
}

func actionsWith(t *testing.T, guess func(*edition, *reading) guesses, chosen ...string) Actions {
	t.Helper()
	s := newSmall(t, newClock())
	s.guess = guess
	all, err := s.Actions(t.Context(), start(t, s), "fr", chosen)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func actionIn(t *testing.T, all Actions, id string) Action {
	t.Helper()
	for _, a := range all.All {
		if a.ID == id {
			return a
		}
	}
	t.Fatalf("no action %s", id)
	return Action{}
}

// The saving of sharing the car is 80 kg for each thousand kilometres, whatever
// else the household weighs.
func TestASavingLiesBetweenThoseOfItsGuesses(t *testing.T) {
	all := actionsWith(t, kilometres, "covoiturer", "s-en-passer")
	got := actionIn(t, all, "covoiturer").Interval
	if !got.Known || math.Abs(got.Low-5.1*80) > 1e-9 || math.Abs(got.High-96.9*80) > 1e-9 {
		t.Errorf("between %v and %v, want 408 and 7752", got.Low, got.High)
	}
	if i := actionIn(t, all, "moins-voler").Interval; !i.Known || i.Low != i.High {
		t.Errorf("flying less is worth the same to all guesses, and lies between %v and %v", i.Low, i.High)
	}
	if i := actionIn(t, all, "plus-de-viande").Interval; i.Known {
		t.Error("what saves nothing has an interval of what it saves")
	}
	if i := all.Together.Interval; !i.Known || math.Abs(i.Low-5.1*200) > 1e-9 {
		t.Errorf("together from %v, want 1020", i.Low)
	}
	if i := actionIn(t, all, "composter").SavedWaste.Interval; !i.Known || i.Low != 1 || i.High != 1 {
		t.Errorf("composting takes between %v and %v kg out of the bag, want 1", i.Low, i.High)
	}
}

func TestGuessesThatDoNotComputeLeaveAnIntervalUnknown(t *testing.T) {
	broken := func(n int) func(*edition, *reading) guesses {
		return func(*edition, *reading) guesses {
			g := guesses{n: 100, carbon: map[string][]any{"divers . partage . parts": make([]any, 100)}}
			for i := range g.n {
				g.carbon["divers . partage . parts"][i] = 1.0
				if i < n {
					g.carbon["divers . partage . parts"][i] = 0.0 // a division by zero
				}
			}
			return g
		}
	}
	if i := actionIn(t, actionsWith(t, broken(3)), "covoiturer").Interval; !i.Known {
		t.Error("three guesses in a hundred do not compute, and the interval is not known")
	}
	if i := actionIn(t, actionsWith(t, broken(20)), "covoiturer").Interval; i.Known {
		t.Error("twenty guesses in a hundred do not compute, and the interval is known")
	}
}

func TestWithoutGuessesNoIntervalIsKnown(t *testing.T) {
	for _, a := range actionsWith(t, nil).All {
		if a.Interval.Known {
			t.Errorf("%s has an interval", a.ID)
		}
	}
}

// drawnHouseholds are random households of the real models.
func drawnHouseholds(v *voice, n int) guesses {
	people := newPopulation(v, 31)
	random := rand.New(rand.NewPCG(31, 32))
	g := guesses{n: n, carbon: map[string][]any{}, waste: map[string][]any{}}
	for i := range n {
		as := some(people.household(), random)
		for drawn, said := range map[*map[string][]any]map[string]any{
			&g.carbon: v.situation(v.carbon.Model, as), &g.waste: v.situation(v.waste.Model, as),
		} {
			for rule, value := range said {
				if (*drawn)[rule] == nil {
					(*drawn)[rule] = make([]any, n)
				}
				(*drawn)[rule][i] = value
			}
		}
	}
	return g
}

// BenchmarkEveryActionWithItsInterval draws every answer of 200 households,
// which is more than a household leaves open.
func BenchmarkEveryActionWithItsInterval(b *testing.B) {
	s := newPublished(b)
	v := s.current.reference
	g := drawnHouseholds(v, 200)
	as := answersOf(v, readPersonas(b)["yoram"])
	for b.Loop() {
		r := v.read(as)
		p := r.newPricing(s.current.changes)
		all := p.bySaving()
		p.spread(g, all, &Combination{})
		r.close()
	}
}
