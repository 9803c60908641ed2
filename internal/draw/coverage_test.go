package draw

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"

	"capzero/internal/stats"
	"capzero/models"
	"capzero/models/priors"
	"capzero/publicodes"
)

const total = "bilan"

// TestIntervalCoverage simulates households that answer some of the questions,
// imprecisely, while emission factors are what they are, and counts how often
// what is true lies in the interval that the answers give: nine times in ten,
// give or take two in a hundred, however much has been answered. The soak does the
// same with priors that are wrong by a fifth, and reports it.
func TestIntervalCoverage(t *testing.T) {
	carbon, set := testWorld(t)
	households, draws, errors := 1000, 128, []float64{1}
	if os.Getenv("CAPZERO_SOAK") != "" {
		households, draws, errors = 4000, 1000, []float64{1, 1.2, 0.8}
	}
	samplers := make([]*Sampler, 20)
	for i := range samplers {
		samplers[i] = newSampler(set, columns{n: draws, series: fmt.Sprint(i)}, carbon)
	}
	order := byImportance(t, samplers, carbon)
	for _, wrong := range errors {
		for _, answered := range []int{0, 5, 15, 40} {
			sim := simulate(t, set, carbon, order[:answered], households, wrong)
			inside, width := sim.covered(t, samplers, carbon)
			t.Logf("priors times %.1f, %2d answers: %5.1f %% of %d households inside, mean width %.0f kg", wrong, answered, 100*inside, households, width)
			if wrong == 1 && (inside < 0.88 || inside > 0.92) {
				t.Errorf("%d answers: the interval covers %.1f %%", answered, 100*inside)
			}
		}
	}
}

func testWorld(t *testing.T) (*publicodes.Model, *priors.Set) {
	t.Helper()
	library, err := models.Open("")
	if err != nil {
		t.Fatal(err)
	}
	sources, err := library.Sources(models.Release{Version: library.Current(), Region: models.Home}, "fr")
	if err != nil {
		t.Fatal(err)
	}
	carbon, err := publicodes.Compile(sources...)
	if err != nil {
		t.Fatal(err)
	}
	if sources, err = models.Priors(); err != nil {
		t.Fatal(err)
	}
	set, err := priors.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return carbon, set
}

// byImportance orders the questions by how much of the variance of a footprint
// they explain where nothing is known.
func byImportance(t *testing.T, samplers []*Sampler, m *publicodes.Model) []string {
	t.Helper()
	share := map[string]float64{}
	for _, s := range samplers {
		sample := s.Draw(nil)
		figures, err := sample.Evaluate(m, total)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range s.questions {
			share[q.rule] += sample.Explains(figures[0], q.rule)
		}
	}
	var rules []string
	for _, q := range samplers[0].questions {
		rules = append(rules, q.rule)
	}
	slices.SortStableFunc(rules, func(a, b string) int { return cmp.Compare(share[b], share[a]) })
	return rules
}

// A simulation is households with what they answered and what is true of them.
type simulation struct {
	answers []publicodes.Situation
	truth   []float64 // kgCO2e a year
}

// simulate draws households that answer the asked questions. Its random numbers
// are independent of those behind the intervals. Where the priors are wrong, true
// amounts are so many times those that they expect.
func simulate(t *testing.T, set *priors.Set, m *publicodes.Model, asked []string, n int, wrong float64) simulation {
	t.Helper()
	s := newSampler(set, columns{n: n}, m)
	random := rand.New(rand.NewPCG(90, uint64(len(asked))))
	s.shake(random)
	sim := simulation{answers: make([]publicodes.Situation, n)}
	for i := range sim.answers {
		sim.answers[i] = publicodes.Situation{}
	}
	sample := &Sample{sampler: s, columns: map[string][]any{}}
	for _, q := range s.questions {
		column := q.unanswered(sample)
		for i := range column {
			if v, ok := number(column[i]); ok {
				column[i] = q.prior.Fit(v * wrong)
			}
			if !slices.Contains(asked, q.rule) {
				continue
			}
			sim.answers[i][q.rule] = column[i]
			own := *q // the noise of an answer is no luck of the household
			own.at = []float64{random.Float64()}
			own.other = []float64{random.Float64()}
			column[i] = own.truth(column[i], 0, sample.answersOf(i))
		}
		sample.columns[q.rule] = column
	}
	figures, err := sample.Evaluate(m, total)
	if err != nil {
		t.Fatal(err)
	}
	sim.truth = figures[0].Draws
	return sim
}

// shake gives a sampler independent random numbers in place of its columns.
func (s *Sampler) shake(random *rand.Rand) {
	for _, q := range s.questions {
		for i := range q.at {
			q.at[i] = random.Float64()
		}
	}
	for _, m := range s.models {
		for _, f := range m.scales {
			spread := stats.LogSpread(math.Sqrt(stats.Variance(f.by)))
			for i := range f.by {
				f.by[i] = stats.LognormalFactor(random.Float64(), spread)
			}
		}
	}
}

// covered is the share of the households whose truth is in their interval, and
// the mean width of those.
func (sim simulation) covered(t *testing.T, samplers []*Sampler, m *publicodes.Model) (inside, width float64) {
	t.Helper()
	hits, widths, known := make([]int, len(samplers)), make([]float64, len(samplers)), make([]int, len(samplers))
	var running sync.WaitGroup
	room := make(chan bool, 2)
	for k, s := range samplers {
		running.Go(func() {
			room <- true
			defer func() { <-room }()
			for i := k; i < len(sim.truth); i += len(samplers) {
				figures, err := s.Draw(sim.answers[i]).Evaluate(m, total)
				if err != nil {
					t.Error(err)
					return
				}
				low, high := figures[0].Interval()
				if math.IsNaN(sim.truth[i]) || !figures[0].Computes() {
					continue
				}
				known[k]++
				widths[k] += high - low
				if low <= sim.truth[i] && sim.truth[i] <= high {
					hits[k]++
				}
			}
		})
	}
	running.Wait()
	var hit, of int
	for k := range samplers {
		hit, of, width = hit+hits[k], of+known[k], width+widths[k]
	}
	if of < len(sim.truth)*95/100 {
		t.Errorf("only %d of %d households compute", of, len(sim.truth))
	}
	return float64(hit) / float64(of), width / float64(of)
}
