package stats_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"capzero/internal/stats"
)

func TestAColumnHasOneNumberInEachPart(t *testing.T) {
	for _, n := range []int{1, 2, 7, 1000} {
		column := stats.Column("a", n)
		if !slices.Equal(column, stats.Column("a", n)) {
			t.Errorf("%d: the same name gives another column", n)
		}
		sorted := slices.Sorted(slices.Values(column))
		for i, v := range sorted {
			if math.Abs(v-(float64(i)+0.5)/float64(n)) > 1e-12 {
				t.Fatalf("%d: part %d has %v", n, i, v)
			}
		}
	}
	if slices.Equal(stats.Column("a", 50), stats.Column("b", 50)) {
		t.Error("two names give one column")
	}
}

// TestColumnsAreUnrelated: of many pairs of columns the correlations are those of
// independent ones.
func TestColumnsAreUnrelated(t *testing.T) {
	const n, names = 200, 40
	var all [][]float64
	for i := range names {
		all = append(all, stats.Column(string(rune('a'+i)), n))
	}
	var squares, pairs float64
	for i := range all {
		for j := range i {
			r := 0.0
			for k := range n {
				r += (all[i][k] - 0.5) * (all[j][k] - 0.5) * 12 / n
			}
			squares, pairs = squares+r*r, pairs+1
		}
	}
	if got := squares / pairs * n; got < 0.8 || got > 1.2 {
		t.Errorf("the squared correlations are %.2f times those of independent columns", got)
	}
}

func TestNormalQuantiles(t *testing.T) {
	for p, want := range map[float64]float64{0.5: 0, 0.975: stats.HalfWidth95, 0.05: -1.6448536269514722, 0.9999: 3.719016485455709} {
		if got := stats.NormalQuantile(p); math.Abs(got-want) > 1e-9 {
			t.Errorf("at %v: %v, want %v", p, got, want)
		}
	}
}

func TestALognormalFactorHasMeanOneAndItsVariation(t *testing.T) {
	for _, variation := range []float64{0, 0.05, 0.3, 1} {
		var sample []float64
		for _, u := range stats.Column("factor", 20000) {
			sample = append(sample, stats.LognormalFactor(u, stats.LogSpread(variation)))
		}
		if mean := stats.Mean(sample); math.Abs(mean-1) > 0.005 {
			t.Errorf("variation %v: mean %v", variation, mean)
		}
		if got := math.Sqrt(stats.Variance(sample)); math.Abs(got-variation) > 0.03*variation+1e-9 {
			t.Errorf("variation %v: %v", variation, got)
		}
	}
}

// TestAQuantileCoversOneMoreDraw: at any size of the sample, also of skewed ones.
func TestAQuantileCoversOneMoreDraw(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 6))
	for _, size := range []int{19, 60, 199} {
		const rounds = 40000
		in := 0
		for range rounds {
			sample := make([]float64, size)
			for i := range sample {
				sample[i] = math.Exp(random.NormFloat64())
			}
			slices.Sort(sample)
			next := math.Exp(random.NormFloat64())
			if stats.Quantile(sample, 0.05) <= next && next <= stats.Quantile(sample, 0.95) {
				in++
			}
		}
		if share := float64(in) / rounds; math.Abs(share-0.9) > 0.006 {
			t.Errorf("of %d draws: %.4f", size, share)
		}
	}
}

func TestQuantilesOfSmallSamples(t *testing.T) {
	for _, tt := range []struct {
		sample  []float64
		p, want float64
	}{
		{nil, 0.5, 0}, {[]float64{7}, 0.05, 7}, {[]float64{7}, 0.95, 7}, {[]float64{1, 2, 3}, 0.5, 2},
		{[]float64{1, 2, 3}, 0.05, 1}, {[]float64{1, 2, 3}, 0.95, 3}, {[]float64{1, 3}, 0.5, 2},
	} {
		if got := stats.Quantile(tt.sample, tt.p); got != tt.want {
			t.Errorf("%v at %v: %v, want %v", tt.sample, tt.p, got, tt.want)
		}
	}
}

func TestExplained(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 35))
	const n = 20000
	x, noise, y := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], noise[i] = random.Float64(), random.NormFloat64()
		y[i] = 3*x[i] + noise[i] // variance 9/12 + 1
	}
	if got := stats.Explained(stats.Bins(x, 30), y); math.Abs(got-0.75/1.75) > 0.02 {
		t.Errorf("a straight line explains %.3f, want %.3f", got, 0.75/1.75)
	}
	if got := stats.Explained(stats.Bins(x, 30), noise); got > 0.005 {
		t.Errorf("what has nothing to do with it explains %.4f", got)
	}
	if got := stats.Explained(make([]int, n), y); got != 0 {
		t.Errorf("one level explains %v", got)
	}
	rest := stats.Residual(stats.Bins(x, 30), y)
	if got := stats.Explained(stats.Bins(x, 30), rest); got > 0.005 {
		t.Errorf("what is left is explained again: %.4f", got)
	}
}

// TestExplainedOfFewDrawsIsNotLuck: with as many levels as the choices of a
// question have and a few hundred draws, nothing seems to explain much.
func TestExplainedOfFewDrawsIsNotLuck(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 36))
	total := 0.0
	for range 400 {
		x, y := make([]float64, 250), make([]float64, 250)
		for i := range x {
			x[i], y[i] = random.Float64(), random.ExpFloat64()
		}
		total += stats.Explained(stats.Bins(x, 10), y)
	}
	if mean := total / 400; mean > 0.02 {
		t.Errorf("luck explains %.3f on average", mean)
	}
}

func TestEqualNumbersShareABin(t *testing.T) {
	if got := stats.Bins([]float64{0, 5, 0, 0, 7, 0}, 3); !slices.Equal(got, []int{0, 1, 0, 0, 1, 0}) {
		t.Errorf("bins %v", got)
	}
	if got := stats.Bins(nil, 3); len(got) != 0 {
		t.Errorf("bins of nothing: %v", got)
	}
}
