package stats_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"capzero/internal/stats"
)

// The remissions of leukaemia of Freireich et al. 1963 (Blood 21, 699), in weeks:
// a plus stands for who was still in remission. Gehan 1965 and most books since
// work with them.
var (
	treated = lives([]int{6, 6, 6, 7, 10, 13, 16, 22, 23}, []int{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35})
	placebo = lives([]int{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}, nil)
)

func lives(left, seen []int) (all []stats.Life) {
	for _, t := range left {
		all = append(all, stats.Life{Length: t, Left: true})
	}
	for _, t := range seen {
		all = append(all, stats.Life{Length: t})
	}
	return all
}

// TestSurvivalOfALeukaemiaTrial: the table that is printed for these data, in
// Kleinbaum and Klein, Survival Analysis, chapter 2, with Greenwood's errors.
func TestSurvivalOfALeukaemiaTrial(t *testing.T) {
	want := []struct {
		at, risk, left int
		share, err     float64
	}{
		{6, 21, 3, 0.8571, 0.0764}, {7, 17, 1, 0.8067, 0.0869}, {10, 15, 1, 0.7529, 0.0963}, {13, 12, 1, 0.6902, 0.1068},
		{16, 11, 1, 0.6275, 0.1141}, {22, 7, 1, 0.5378, 0.1282}, {23, 6, 1, 0.4482, 0.1346},
	}
	got := stats.Survival(treated)
	if len(got) != len(want) {
		t.Fatalf("%d times, want %d", len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		if g.At != w.at || g.AtRisk != w.risk || g.Left != w.left || math.Abs(g.Share-w.share) > 5e-5 || math.Abs(g.StdErr-w.err) > 5e-5 {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
	if last := stats.Survival(placebo); last[len(last)-1].Share != 0 {
		t.Errorf("the last of those without treatment is still there: %v", last)
	}
}

// TestLogRankOfALeukaemiaTrial: the statistic that Kleinbaum and Klein print.
func TestLogRankOfALeukaemiaTrial(t *testing.T) {
	chi2, freedom, chance := stats.LogRank([][]stats.Life{treated, placebo})
	if math.Abs(chi2-16.793) > 5e-4 || freedom != 1 || math.Abs(chance-4.17e-5) > 1e-7 {
		t.Errorf("chi2 %.4f with %d, chance %.3g; want 16.793, 1, 4.17e-05", chi2, freedom, chance)
	}
	again, _, _ := stats.LogRank([][]stats.Life{placebo, treated, nil})
	if math.Abs(again-chi2) > 1e-9 {
		t.Errorf("in another order %.6f", again)
	}
}

func TestLogRankWithNothingToTest(t *testing.T) {
	for name, groups := range map[string][][]stats.Life{
		"no group":      nil,
		"one group":     {treated},
		"nobody left":   {lives(nil, []int{3, 4}), lives(nil, []int{5})},
		"one was there": {lives([]int{3}, nil), lives(nil, []int{1})},
	} {
		if chi2, _, chance := stats.LogRank(groups); chi2 != 0 || chance != 1 {
			t.Errorf("%s: %v, chance %v", name, chi2, chance)
		}
	}
}

// TestLogRankOfGroupsThatAreAlike: it finds a difference as often as it says.
func TestLogRankOfGroupsThatAreAlike(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 9))
	const rounds = 2000
	found := 0
	for range rounds {
		groups := make([][]stats.Life, 3)
		for i := range groups {
			for range 60 {
				left, seen := int(random.ExpFloat64()*10)+1, 1+random.IntN(20)
				groups[i] = append(groups[i], stats.Life{Length: min(left, seen), Left: left <= seen})
			}
		}
		if _, _, chance := stats.LogRank(groups); chance < 0.05 {
			found++
		}
	}
	if share := float64(found) / rounds; share < 0.035 || share > 0.065 {
		t.Errorf("a difference is found in %.3f of the rounds, want 0.05", share)
	}
}

// TestBoundsOfSurvivalHold: nine times in ten, halfway through a season.
func TestBoundsOfSurvivalHold(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 10))
	const rounds, truth = 3000, 0.60653 // exp(-10/20)
	in := 0
	for range rounds {
		var all []stats.Life
		for range 60 {
			left, seen := int(math.Ceil(random.ExpFloat64()*20)), 5+random.IntN(20)
			all = append(all, stats.Life{Length: min(left, seen), Left: left <= seen})
		}
		var at stats.Survivor
		for _, s := range stats.Survival(all) {
			if s.At <= 10 {
				at = s
			}
		}
		low, high := at.Bounds(0.9)
		if low <= truth && truth <= high {
			in++
		}
	}
	if share := float64(in) / rounds; share < 0.87 || share > 0.93 {
		t.Errorf("the bounds hold %.3f of the time, want 0.9", share)
	}
}

// TestBoundsOfMeansHold: nearly nine times in ten, of amounts of which a few are
// large: a little less often for thirty members, where the large ones may be missing.
func TestBoundsOfMeansHold(t *testing.T) {
	for _, size := range []int{30, 60, 300} {
		random := rand.New(rand.NewPCG(6, 11))
		const rounds = 4000
		mean, ratio := 0, 0
		for range rounds {
			var sample, y, x []float64
			for range size {
				v := math.Exp(0.7*random.NormFloat64() - 0.245)
				weeks := float64(1 + random.IntN(4))
				sample = append(sample, v)
				y, x = append(y, v*weeks*math.Exp(0.3*random.NormFloat64()-0.045)), append(x, weeks)
			}
			if _, low, high, _ := stats.MeanBounds(sample, 0.9); low <= 1 && 1 <= high {
				mean++
			}
			if _, low, high, _ := stats.RatioBounds(y, x, 0.9); low <= 1 && 1 <= high {
				ratio++
			}
		}
		for name, n := range map[string]int{"mean": mean, "ratio": ratio} {
			if share := float64(n) / rounds; share < 0.84 || share > 0.93 {
				t.Errorf("%d: the bounds of the %s hold %.3f of the time, want 0.9", size, name, share)
			}
		}
	}
}

func TestBoundsOfOneMember(t *testing.T) {
	if _, _, _, known := stats.MeanBounds([]float64{3}, 0.9); known {
		t.Error("the mean of one has an interval")
	}
	if _, _, _, known := stats.RatioBounds([]float64{3}, []float64{1}, 0.9); known {
		t.Error("the ratio of one has an interval")
	}
	if _, _, _, known := stats.RatioBounds([]float64{3, 4}, []float64{0, 0}, 0.9); known {
		t.Error("nothing weighed has an interval")
	}
}
