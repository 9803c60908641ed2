package stats

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Life is how long somebody was seen, and whether they left at its end. One that
// did not leave was still there when last looked at: it is censored.
type Life struct {
	Length int
	Left   bool
}

// A Survivor is the share of those who are still there at a time.
type Survivor struct {
	At      int
	AtRisk  int // who were still seen just before
	Left    int // who left at this time
	Share   float64
	StdErr  float64 // by Greenwood
	greenwd float64 // the sum under Greenwood's root
}

// Survival is the product-limit estimate (Kaplan and Meier 1958,
// doi:10.2307/2281868), at the times at which somebody left, with the standard
// error of Greenwood (1926). Who is censored at the time at which another one left
// was there then.
func Survival(lives []Life) []Survivor {
	lives = slices.Clone(lives)
	slices.SortFunc(lives, func(a, b Life) int { return cmp.Compare(a.Length, b.Length) })
	var all []Survivor
	last := Survivor{Share: 1}
	for i := 0; i < len(lives); {
		next := Survivor{At: lives[i].Length, AtRisk: len(lives) - i}
		for ; i < len(lives) && lives[i].Length == next.At; i++ {
			if lives[i].Left {
				next.Left++
			}
		}
		if next.Left > 0 {
			last = next.after(last)
			all = append(all, last)
		}
	}
	return all
}

// after fills what follows from the share before.
func (s Survivor) after(before Survivor) Survivor {
	n, d := float64(s.AtRisk), float64(s.Left)
	s.Share = before.Share * (1 - d/n)
	if s.Left == s.AtRisk {
		return s // nobody is left, which Greenwood's formula says nothing about
	}
	s.greenwd = before.greenwd + d/(n*(n-d))
	s.StdErr = s.Share * math.Sqrt(s.greenwd)
	return s
}

// Bounds are those of the interval in which the share lies with a confidence of
// level, on the scale of log(-log), where it stays between 0 and 1 (Kalbfleisch and
// Prentice 1980). A share of 0 or 1 has none but itself.
func (s Survivor) Bounds(level float64) (low, high float64) {
	if s.Share <= 0 || s.Share >= 1 {
		return s.Share, s.Share
	}
	theta := NormalQuantile(0.5+level/2) * math.Sqrt(s.greenwd) / math.Log(s.Share)
	return math.Pow(s.Share, math.Exp(-theta)), math.Pow(s.Share, math.Exp(theta))
}

// LogRank tests whether groups leave alike (Mantel 1966; Peto and Peto 1972): the
// statistic, its degrees of freedom, and the chance of one as large where they do.
// With fewer than two groups, or nobody who left, there is nothing to test, and the
// chance is 1.
func LogRank(groups [][]Life) (chi2 float64, freedom int, chance float64) {
	groups = slices.DeleteFunc(slices.Clone(groups), func(g []Life) bool { return len(g) == 0 })
	freedom = len(groups) - 1
	if freedom < 1 {
		return 0, 0, 1
	}
	excess, covariance := logRankSums(groups)
	chi2, ok := quadratic(covariance, excess)
	if !ok {
		return 0, freedom, 1
	}
	return chi2, freedom, distuv.ChiSquared{K: float64(freedom)}.Survival(chi2)
}

// logRankSums are, of all groups but the last, those who left more than expected,
// and the covariance of that. The last follows from the others.
func logRankSums(groups [][]Life) (excess []float64, covariance [][]float64) {
	k := len(groups) - 1
	excess, covariance = make([]float64, k), make([][]float64, k)
	for i := range covariance {
		covariance[i] = make([]float64, k)
	}
	for _, at := range timesLeft(groups) {
		risk, left, all, gone := countAt(groups, at)
		for i := range k {
			excess[i] += left[i] - gone*risk[i]/all
			if all < 2 {
				continue
			}
			for j := range k {
				same := 0.0
				if i == j {
					same = all
				}
				covariance[i][j] += gone * (all - gone) / (all - 1) * risk[i] * (same - risk[j]) / (all * all)
			}
		}
	}
	return excess, covariance
}

// timesLeft are the times at which somebody of any group left, in order.
func timesLeft(groups [][]Life) []int {
	at := map[int]bool{}
	for _, g := range groups {
		for _, l := range g {
			if l.Left {
				at[l.Length] = true
			}
		}
	}
	times := make([]int, 0, len(at))
	for t := range at {
		times = append(times, t)
	}
	slices.Sort(times)
	return times
}

// countAt counts who was there just before a time, and who left at it.
func countAt(groups [][]Life, at int) (risk, left []float64, all, gone float64) {
	risk, left = make([]float64, len(groups)), make([]float64, len(groups))
	for i, g := range groups {
		for _, l := range g {
			if l.Length >= at {
				risk[i]++
			}
			if l.Left && l.Length == at {
				left[i]++
			}
		}
		all, gone = all+risk[i], gone+left[i]
	}
	return risk, left, all, gone
}

// quadratic is x' A^-1 x for a symmetric matrix, by elimination. It is not there
// where the matrix has no inverse.
func quadratic(a [][]float64, x []float64) (float64, bool) {
	k := len(x)
	m := make([][]float64, k)
	for i := range m {
		m[i] = append(slices.Clone(a[i]), x[i])
	}
	sum := 0.0
	for i := range k {
		if m[i][i] < 1e-12 {
			return 0, false
		}
		sum += m[i][k] * m[i][k] / m[i][i]
		for j := i + 1; j < k; j++ {
			f := m[j][i] / m[i][i]
			for c := i; c <= k; c++ {
				m[j][c] -= f * m[i][c]
			}
		}
	}
	return sum, true
}
