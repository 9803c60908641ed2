package draw_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"capzero/internal/draw"
	"capzero/models"
	"capzero/models/priors"
	"capzero/publicodes"
)

// world is what households are drawn with.
type world struct {
	carbon, waste *publicodes.Model
	set           *priors.Set
}

var compiled = sync.OnceValues(func() (world, error) {
	var w world
	library, err := models.Open("")
	if err != nil {
		return w, err
	}
	sources, err := library.Sources(models.Release{Version: library.Current(), Region: models.Home}, "fr")
	if err != nil {
		return w, err
	}
	if w.carbon, err = publicodes.Compile(sources...); err != nil {
		return w, err
	}
	if sources, err = models.Waste("fr"); err != nil {
		return w, err
	}
	if w.waste, err = publicodes.Compile(sources...); err != nil {
		return w, err
	}
	if sources, err = models.Priors("hauts-de-seine"); err != nil {
		return w, err
	}
	w.set, err = priors.Read(sources...)
	return w, err
})

func theWorld(t testing.TB) world {
	t.Helper()
	w, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// someone answers a part of the questions as some household would.
func (w world) someone(random *rand.Rand, share float64) publicodes.Situation {
	s := publicodes.Situation{}
	fitted := w.set.For(w.carbon)
	for _, rule := range fitted.Order() {
		answer := fitted.Of(rule).Quantile(random.Float64(), func(rule string) (publicodes.Value, bool) {
			v, ok := s[rule].(float64)
			return publicodes.Value{Kind: publicodes.KindNumber, Number: v}, ok
		})
		if answer != nil && random.Float64() < share {
			s[rule] = answer
		}
	}
	return s
}

var shown = []string{"bilan", "transport", "alimentation", "logement", "divers", "services sociétaux"}

// TestIntervalsAreSane: for all sorts of households every interval is finite,
// not negative and in order, and the parts add up in every draw.
func TestIntervalsAreSane(t *testing.T) {
	w := theWorld(t)
	sampler := draw.New(w.set, 128, w.carbon, w.waste)
	random := rand.New(rand.NewPCG(7, 7))
	for i := range 40 {
		given := w.someone(random, float64(i%5)/4)
		sample := sampler.Draw(given)
		figures, err := sample.Evaluate(w.carbon, shown...)
		if err != nil {
			t.Fatal(err)
		}
		for k, f := range figures {
			low, high := f.Interval()
			if !f.Computes() || math.IsNaN(low) || math.IsNaN(high) || low > high || low < 0 {
				t.Errorf("%s of %v: %v to %v, %d draws failed", shown[k], given, low, high, f.Failed)
			}
		}
		for d, total := range figures[0].Draws {
			sum := 0.0
			for _, part := range figures[1:] {
				sum += part.Draws[d]
			}
			if math.Abs(sum-total) > 1e-6*math.Abs(total) {
				t.Fatalf("draw %d: the parts add up to %v, not %v", d, sum, total)
			}
		}
		waste, err := sample.Evaluate(w.waste, "déchets . par semaine")
		if err != nil || !waste[0].Computes() {
			t.Errorf("waste: %v", err)
		}
	}
}

// TestTheSameAnswersGiveTheSameInterval, from another sampler too.
func TestTheSameAnswersGiveTheSameInterval(t *testing.T) {
	w := theWorld(t)
	given := publicodes.Situation{"logement . surface": 60.0, "transport . voiture . km": 9000.0}
	var all [][]draw.Figure
	for range 2 {
		sampler := draw.New(w.set, 100, w.carbon, w.waste)
		for range 2 {
			figures, err := sampler.Draw(given).Evaluate(w.carbon, shown...)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, figures)
		}
	}
	for _, figures := range all[1:] {
		for k := range figures {
			if !slices.Equal(figures[k].Draws, all[0][k].Draws) {
				t.Errorf("%s jitters", shown[k])
			}
		}
	}
}

// TestAnAnswerMovesOnlyWhatItIsAbout: common random numbers. Said how far one
// drives, no draw of what one eats changes.
func TestAnAnswerMovesOnlyWhatItIsAbout(t *testing.T) {
	w := theWorld(t)
	sampler := draw.New(w.set, 100, w.carbon, w.waste)
	before, err := sampler.Draw(nil).Evaluate(w.carbon, shown...)
	if err != nil {
		t.Fatal(err)
	}
	after, err := sampler.Draw(publicodes.Situation{"transport . voiture . km": 3000.0}).Evaluate(w.carbon, shown...)
	if err != nil {
		t.Fatal(err)
	}
	for k, rule := range shown {
		if same := slices.Equal(before[k].Draws, after[k].Draws); same != (rule != "bilan" && rule != "transport") {
			t.Errorf("%s: unchanged is %v", rule, same)
		}
	}
}

// TestDrawsEqualSeparateEvaluations: what goes through the lanes is what each of
// the drawn households would get alone.
func TestDrawsEqualSeparateEvaluations(t *testing.T) {
	w := theWorld(t)
	const n = 70
	lanes := w.carbon.NewLanes(n)
	fitted := w.set.For(w.carbon)
	random := rand.New(rand.NewPCG(8, 1))
	households := make([]publicodes.Situation, n)
	for i := range households {
		households[i] = publicodes.Situation{}
	}
	for _, rule := range fitted.Order() {
		column := make([]any, n)
		for i, h := range households {
			column[i] = fitted.Of(rule).Quantile(random.Float64(), func(rule string) (publicodes.Value, bool) {
				v, ok := h[rule].(float64)
				return publicodes.Value{Kind: publicodes.KindNumber, Number: v}, ok
			})
			h[rule] = column[i]
		}
		if column[0] == nil {
			continue
		}
		if err := lanes.Draw(rule, column); err != nil {
			t.Fatal(err)
		}
	}
	e := w.carbon.NewEvaluator()
	err := lanes.EvaluateAll(shown, func(rule, lane int, got publicodes.Value, gotErr error) {
		if err := e.SetSituation(households[lane]); err != nil {
			t.Fatal(err)
		}
		want, wantErr := e.Evaluate(shown[rule])
		if fmt.Sprint(gotErr) != fmt.Sprint(wantErr) || math.Abs(got.Number-want.Number) > 1e-9*math.Abs(want.Number) {
			t.Errorf("%s in lane %d: %v %v, alone %v %v", shown[rule], lane, got, gotErr, want, wantErr)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNarrowing: of a household that has said nothing, how much it drives tells
// more than whether it owns a printer, and one that has said all has little to add.
func TestNarrowing(t *testing.T) {
	w := theWorld(t)
	sample := draw.New(w.set, 500, w.carbon, w.waste).Draw(nil)
	figures, err := sample.Evaluate(w.carbon, "bilan")
	if err != nil {
		t.Fatal(err)
	}
	much := sample.Explains(figures[0], "transport . voiture . km")
	little := sample.Explains(figures[0], "divers . numérique . appareils . imprimante . nombre")
	if much < 0.05 || much > 0.9 || little > 0.03 {
		t.Errorf("the car explains %.3f, a printer %.3f", much, little)
	}
}

// TestDrawsSpreadWithWhatIsKnown: what one says takes away what one is not, but
// never all: factors and memories stay what they are.
func TestDrawsSpreadWithWhatIsKnown(t *testing.T) {
	w := theWorld(t)
	sampler := draw.New(w.set, 400, w.carbon, w.waste)
	random := rand.New(rand.NewPCG(5, 5))
	all := w.someone(random, 1)
	width := func(given publicodes.Situation) float64 {
		figures, err := sampler.Draw(given).Evaluate(w.carbon, "bilan")
		if err != nil {
			t.Fatal(err)
		}
		low, high := figures[0].Interval()
		return high - low
	}
	nothing, everything := width(nil), width(all)
	if everything <= 0 || everything > 0.7*nothing {
		t.Errorf("who has said all has an interval of %.0f kg, who has said nothing %.0f", everything, nothing)
	}
}

func BenchmarkInterval(b *testing.B) {
	w := theWorld(b)
	sampler := draw.New(w.set, 1000, w.carbon, w.waste)
	given := w.someone(rand.New(rand.NewPCG(6, 6)), 0.3)
	for b.Loop() {
		if _, err := sampler.Draw(given).Evaluate(w.carbon, shown...); err != nil {
			b.Fatal(err)
		}
	}
}
