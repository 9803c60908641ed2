package challenge

import (
	"math"
	"math/rand/v2"
	"testing"
)

func evenWeeks(n int, kg, persons float64) (all []WeekWeighed) {
	for i := range n {
		all = append(all, WeekWeighed{Week: firstWeek.Plus(i), Kg: kg, PersonWeeks: persons})
	}
	return all
}

func TestEstimateWithoutWeighingsIsTheModel(t *testing.T) {
	for _, prior := range []float64{0, 0.3, 3.9} {
		e := estimate(Residual, prior, nil)
		if e.KgPerWeek != prior || e.Share != 0 || e.Weeks != 0 {
			t.Errorf("the model says %v, the estimate %+v", prior, e)
		}
		if prior > 0 && (e.Low >= prior || e.High <= prior) {
			t.Errorf("the interval %v to %v around %v", e.Low, e.High, prior)
		}
	}
}

func TestEqualWeighingsConvergeToThem(t *testing.T) {
	last := estimate(Residual, 3.9, nil)
	for n := 1; n <= 52; n++ {
		e := estimate(Residual, 3.9, evenWeeks(n, 4, 2))
		if math.Abs(e.KgPerWeek-2) >= math.Abs(last.KgPerWeek-2) {
			t.Fatalf("week %d: %.3f kg is no nearer to 2 than %.3f", n, e.KgPerWeek, last.KgPerWeek)
		}
		if e.High-e.Low >= last.High-last.Low {
			t.Fatalf("week %d: the interval %.2f is not narrower than %.2f", n, e.High-e.Low, last.High-last.Low)
		}
		last = e
	}
	if math.Abs(last.KgPerWeek-2) > 0.03 || last.Share < 0.98 {
		t.Errorf("after 52 weeks of 2 kg: %+v", last)
	}
}

// Kilograms and person-weeks add up, whatever the entries they came in.
func TestEstimateDoesNotDependOnTheEntries(t *testing.T) {
	whole := estimate(Residual, 3.9, []WeekWeighed{{Week: firstWeek, Kg: 7, PersonWeeks: 2}, {Week: firstWeek.Plus(1), Kg: 5, PersonWeeks: 2}})
	away := estimate(Residual, 3.9, []WeekWeighed{
		{Week: firstWeek, Kg: 7, PersonWeeks: 2}, {Week: firstWeek.Plus(1), Kg: 5, PersonWeeks: 2}, {Week: firstWeek.Plus(2)},
	})
	if whole != away {
		t.Errorf("a week in which nobody was there changes %+v into %+v", whole, away)
	}
	if math.Abs(whole.KgPerWeek-(3.9+12)/(1+4)) > 1e-12 {
		t.Errorf("%.6f kg: the model counts as one person-week", whole.KgPerWeek)
	}
}

func TestTheSumIsThatOfTheStreams(t *testing.T) {
	all := []Estimate{estimate(Residual, 3.9, evenWeeks(4, 6, 2)), estimate(Glass, 0.5, nil), estimate(Paper, 0.6, evenWeeks(2, 1, 2))}
	total, kg := sum(all), 0.0
	for _, e := range all {
		kg += e.KgPerWeek
	}
	if total.KgPerWeek != kg || total.Low >= kg || total.High <= kg {
		t.Errorf("%+v for %v kg", total, kg)
	}
	if total.High-total.Low >= (all[0].High-all[0].Low)+(all[1].High-all[1].Low)+(all[2].High-all[2].Low) {
		t.Error("errors of streams that are weighed apart do not all go the same way")
	}
}

// lognormal draws an amount of a mean and a coefficient of variation.
func lognormal(random *rand.Rand, mean, variation float64) float64 {
	spread := math.Sqrt(math.Log1p(variation * variation))
	return mean * math.Exp(spread*random.NormFloat64()-spread*spread/2)
}

// The interval holds the truth of nine households in ten, when they are as the
// model and the evaluation assume.
func TestIntervalOfTheEstimateCovers(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const households, prior = 4000, 3.9
	for _, weeks := range []int{0, 1, 4, 12, 24} {
		inside, width := 0, 0.0
		for range households {
			truth := lognormal(random, prior, betweenHouseholds)
			persons := float64(1 + random.IntN(4))
			var weighed []WeekWeighed
			for i := range weeks {
				kg := persons * lognormal(random, truth, dailyWeeks/math.Sqrt(persons))
				weighed = append(weighed, WeekWeighed{Week: firstWeek.Plus(i), Kg: kg, PersonWeeks: persons})
			}
			e := estimate(Residual, prior, weighed)
			if e.Low <= truth && truth <= e.High {
				inside++
			}
			width += e.High - e.Low
		}
		share := float64(inside) / households
		t.Logf("after %2d weeks %.1f %% of %d households inside, mean width %.2f kg", weeks, 100*share, households, width/households)
		if share < 0.85 || share > 0.97 {
			t.Errorf("after %d weeks the interval covers %.3f of the households", weeks, share)
		}
	}
}

// Who throws away the same all the time, with all the noise of weeks, is hardly
// ever shown a change, at any moment of a season.
func TestNoEvolutionFromNoise(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	plan := UsualPlan("Défi", firstWeek)
	const households, prior = 3000, 3.9
	for _, weekly := range []float64{0.3, 0.6, 0.8} {
		shown := 0
		for range households {
			truth := lognormal(random, prior, betweenHouseholds)
			persons := float64(1 + random.IntN(4))
			var weighed []WeekWeighed
			ever := false
			for i := range plan.Weeks {
				if random.Float64() < 0.2 {
					continue // forgotten
				}
				kg := persons * lognormal(random, truth, weekly/math.Sqrt(persons))
				weighed = append(weighed, WeekWeighed{Week: firstWeek.Plus(i), Kg: kg, PersonWeeks: persons})
				c, found := evolution(Residual, plan, prior, weighed)
				ever = ever || found && c.Shown()
			}
			if ever {
				shown++
			}
		}
		share := float64(shown) / households
		t.Logf("weeks that vary by %.0f %%: %.1f %% of %d households are ever shown a change", 100*weekly, 100*share, households)
		if share > falseChanges {
			t.Errorf("weeks that vary by %.1f: %.3f are shown a change that there is not", weekly, share)
		}
	}
}

// Who halves the bag is shown it.
func TestAChangeIsSeen(t *testing.T) {
	plan := UsualPlan("Défi", firstWeek)
	var weighed []WeekWeighed
	for i, kg := range []float64{8, 7, 8.5, 4, 3.5, 4.2, 3.8} {
		weighed = append(weighed, WeekWeighed{Week: firstWeek.Plus(i), Kg: kg, PersonWeeks: 2})
	}
	c, found := evolution(Residual, plan, 3.9, weighed)
	if !found || !c.Shown() || c.High >= 0 || math.Abs(c.Before-23.5/6) > 1e-9 || math.Abs(c.After-15.5/8) > 1e-9 {
		t.Errorf("%+v, %v", c, found)
	}
	if _, found := evolution(Residual, plan, 3.9, weighed[:5]); found {
		t.Error("two weeks are no month")
	}
	if _, found := evolution(Residual, plan, 3.9, weighed[1:]); found {
		t.Error("two weeks are no baseline")
	}
}
