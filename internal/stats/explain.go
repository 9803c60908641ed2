package stats

import (
	"cmp"
	"slices"
)

// Explained is the share of the variance of y that knowing the level of x takes
// away: epsilon squared, the correlation ratio without the part that luck gives to
// any split (Kelley 1935, doi:10.1073/pnas.21.9.554). Levels are numbers from 0;
// those with one member only say nothing and count as one level together. It is
// between 0 and 1.
func Explained(levels []int, y []float64) float64 {
	total := Variance(y)
	if total == 0 || len(y) < 3 {
		return 0
	}
	groups := groupsOf(levels, y)
	within := 0.0
	for _, g := range groups {
		within += Variance(g) * float64(len(g)-1)
	}
	free := len(y) - len(groups)
	if free <= 0 {
		return 0
	}
	return min(max(1-within/float64(free)/total, 0), 1)
}

func groupsOf(levels []int, y []float64) [][]float64 {
	byLevel := make([][]float64, slices.Max(levels)+1)
	for i, level := range levels {
		byLevel[level] = append(byLevel[level], y[i])
	}
	var groups [][]float64
	var single []float64
	for _, g := range byLevel {
		switch len(g) {
		case 0:
		case 1:
			single = append(single, g[0])
		default:
			groups = append(groups, g)
		}
	}
	if len(single) > 0 {
		groups = append(groups, single)
	}
	return groups
}

// Residual is y without what the level of x explains: each less the mean of its
// level.
func Residual(levels []int, y []float64) []float64 {
	sum, count := make([]float64, slices.Max(levels)+1), make([]float64, slices.Max(levels)+1)
	for i, level := range levels {
		sum[level] += y[i]
		count[level]++
	}
	out := make([]float64, len(y))
	for i, level := range levels {
		out[i] = y[i] - sum[level]/count[level]
	}
	return out
}

// Bins puts numbers into at most n levels of about as many members, the lowest
// first. Equal numbers share a level.
func Bins(x []float64, n int) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	levels := make([]int, len(x))
	level, size, in := 0, (len(x)+n-1)/max(n, 1), 0
	for k, i := range order {
		if in >= size && x[i] != x[order[k-1]] {
			level, in = level+1, 0
		}
		levels[i] = level
		in++
	}
	return levels
}
